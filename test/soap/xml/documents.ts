import { XmlError, type XmlLimits } from "../../../src/soap/xml/read-xml.js";
import { expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";

type ReadRow = [name: string, text: string, children: readonly string[], limits?: XmlLimits];
type RefusedRow = [name: string, text: string, refusal: string, limits?: XmlLimits];

/** Documents that are read, and the nodes in their root. */
export const read: ReadRow[] = [
  ["an XML declaration in full", "<?xml version='1.0' encoding=\"utf-8\" standalone='no' ?><a>1</a>", ["1"]],
  [
    "an XML declaration with blanks wherever they may be",
    "<?xml \t version \n= \r'1.0' \n encoding \t= \n'utf-8.x' \t standalone \r= \t\"yes\" \n?><a>1</a>",
    ["1"],
  ],
  ["what may stand around the root", "<!-- a --><?p x?>\n<a>1</a>\n<!----><?xml-p ?>", ["1"]],
  ["line ends of every kind", "<a>1\r\n2\r3\n\r</a>", ["1\n2\n3\n\n"]],
  ["line ends in CDATA", "<a><![CDATA[1\r\n2\r]]></a>", ["1\n2\n"]],
  ["line ends that are written as references", "<a>&#13;&#xd;&#10;</a>", ["\r\r\n"]],
  ["brackets", "<a>]>]]&gt;]]<![CDATA[]]]]><![CDATA[>]]></a>", ["]>]]>]]]]>"]],
  ["the five entities", "<a>&amp;&lt;&gt;&quot;&apos;</a>", ["&<>\"'"]],
  ["the last character", "<a>&#x10FFFF;&#1114111;</a>", ["\u{10ffff}\u{10ffff}"]],
  ["references with leading zeros", "<a>&#0065;&#x00041;&#x1F600;</a>", ["AA\u{1f600}"]],
  ["values with references, before others", "<a b='1&amp;2&#x9;3' c='&lt;4' d='5'>1</a>", ["1"]],
  ["CDATA without text", "<a><![CDATA[]]></a>", []],
  ["instructions with long names", "<?abcdef?><?xmlab?><?abcd?><a>1</a>", ["1"], { maxNameLength: 5 }],
  ["many blanks of every kind", `<a${"\t\n\r ".repeat(40)}b='1'${" ".repeat(64)}>1</a${"\n".repeat(65)}>`, ["1"]],
  ["names beyond ASCII", "<\u00e9 \u{10400}='1'>1\u{1f600}</\u00e9>", ["1\u{1f600}"]],
  ["blanks in tags", "<a \n b = '1'\t>1</a\r\n>", ["1"]],
  ["the prefix xml, declared", "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de'>1</a>", ["1"]],
  ["a document type, passed over", "<!DOCTYPE a><a>1</a>", ["1"], { skipDoctype: true }],
  [
    "a document type with quoted brackets",
    `<!DOCTYPE a SYSTEM 'b>c' [<!ENTITY e ''>]><a>1</a>`,
    ["1"],
    { skipDoctype: true },
  ],
  [
    "a document type with brackets that mean nothing",
    `<!DOCTYPE a SYSTEM "]>" [<!ENTITY e "]>"><!-- '> --><?p ">]?>]><a>1</a>`,
    ["1"],
    { skipDoctype: true },
  ],
];

/** Texts that are refused: where that is noticed, and why. */
export const refused: RefusedRow[] = [
  ["nothing", "", "0: the document has no root element"],
  ["text alone", "x", "0: there is text outside of the root element"],
  ["two roots", "<a/><b/>", "4: the document has more than one root element"],
  ["text after the root", "<a/>x", "4: there is text outside of the root element"],
  [
    "a byte order mark, which decoding takes away",
    "\ufeff<?xml version='1.0'?><a>1</a>",
    "0: there is text outside of the root element",
  ],
  ["an open element", "<a>", "3: the document ends within an element"],
  ["crossed elements", "<a><b></a></b>", "6: expected the end tag </b>"],
  ["an attribute without quotes", "<a b=1/>", "5: an attribute's value has no quotes"],
  ["the same attribute twice", "<a b='1' b='2'/>", "16: an attribute is there twice"],
  [
    "the same attribute twice by namespace",
    "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
    "44: an attribute is there twice",
  ],
  ["a prefix that is not declared", "<x:a/>", "6: the prefix x is not declared"],
  ["an attribute's prefix that is not declared", "<a x:b='1'/>", "12: the prefix x is not declared"],
  [
    "an entity that is not declared",
    "<a>&nbsp;</a>",
    "3: a reference is neither to a character that XML allows nor to one of its five entities",
  ],
  ["an entity named like a member of every object", "<a>&constructor;</a>", "3: an & begins no reference"],
  ["a document type", "<!DOCTYPE a><a/>", "0: a document type declaration is not allowed"],
  [
    "a document type with entities",
    '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    "0: a document type declaration is not allowed",
  ],
  ["a character that XML does not allow", "<a>\u0001</a>", "0: character U+0001 is not allowed in XML 1.0"],
  [
    "a reference to such a character",
    "<a>&#0;</a>",
    "3: a reference is neither to a character that XML allows nor to one of its five entities",
  ],
  ["the end of a CDATA section in text", "<a>]]></a>", "3: a text has ]]>"],
  ["an end tag alone", "</a>", "0: an end tag has no start tag"],
  ["an end tag with attributes", "<a></a b='1'>", "7: expected the end tag </a>"],
  ["an end tag whose name goes on", "<a></ab>", "6: expected the end tag </a>"],
  ["a tag without end", "<a b='1'", "8: expected a blank or the end of the tag"],
  ["a tag without name", "<a>< b/></a>", "4: a name of an element or attribute is not a name in XML 1.0"],
  ["a blank within the end of a tag", "<a/ >", "3: expected > after the / in a tag"],
  ["an attribute without value", "<a b/>", "4: expected = and a value after an attribute's name"],
  ["an attribute with one quote", "<a b=1'/>", "5: an attribute's value has no quotes"],
  ["an attribute's value without end", "<a b='1/>", "5: an attribute's value has no end"],
  ["an angle in an attribute's value", "<a b='<'/>", "6: an attribute's value has a <"],
  ["attributes without a blank between them", "<a b='1'c='2'/>", "8: expected a blank or the end of the tag"],
  ["a namespace declared twice", "<a xmlns:b='u' xmlns:b='u'/>", "28: the attribute xmlns:b is there twice"],
  ["a default namespace declared twice", "<a xmlns='u' xmlns='v'/>", "24: the attribute xmlns is there twice"],
  ["a prefix declared to be none", "<a xmlns:b=''/>", "15: xmlns:b is empty, but a prefix must stand for a namespace"],
  ["a prefix that is no name", "<a xmlns:1='u'/>", "10: a name of an element or attribute is not a name in XML 1.0"],
  [
    "the prefix xml for another namespace",
    "<a xmlns:xml='u'/>",
    "18: xmlns:xml declares a prefix or a namespace that is reserved",
  ],
  [
    "another prefix for the namespace of xml",
    "<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>",
    "51: xmlns:b declares a prefix or a namespace that is reserved",
  ],
  [
    "the namespace of xml as the default one",
    "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
    "49: xmlns declares a prefix or a namespace that is reserved",
  ],
  ["the prefix xmlns", "<a xmlns:xmlns='u'/>", "20: xmlns:xmlns declares a prefix or a namespace that is reserved"],
  [
    "the namespace of xmlns",
    "<a xmlns:b='http://www.w3.org/2000/xmlns/'/>",
    "44: xmlns:b declares a prefix or a namespace that is reserved",
  ],
  ["an element with the prefix xmlns", "<xmlns:a/>", "10: the prefix xmlns is not declared"],
  ["a name that begins with a digit", "<1/>", "2: a name of an element or attribute is not a name in XML 1.0"],
  [
    "a local name that begins with a digit",
    "<b:1 xmlns:b='u'/>",
    "4: a name of an element or attribute is not a name in XML 1.0",
  ],
  ["a name with two colons", "<b:c:d xmlns:b='u'/>", "6: a name of an element or attribute is not a name in XML 1.0"],
  ["a name that begins with a colon", "<:a/>", "5: the prefix  is not declared"],
  ["a name that begins with a colon, in a namespace", "<:a xmlns='u'/>", "15: the prefix  is not declared"],
  [
    "a name that ends with a colon",
    "<b: xmlns:b='u'/>",
    "3: a name of an element or attribute is not a name in XML 1.0",
  ],
  ["a name with half a character", "<a\ud800/>", "0: character U+D800 is not allowed in XML 1.0"],
  ["half a character", "<a>\ud83d</a>", "0: character U+D83D is not allowed in XML 1.0"],
  ["the other half", "<a>\ude00\ud83d</a>", "0: character U+DE00 is not allowed in XML 1.0"],
  ["a character that is none", "<a b='\uffff'/>", "0: character U+FFFF is not allowed in XML 1.0"],
  ["an ampersand", "<a>1 & 2</a>", "5: an & begins no reference"],
  ["a reference without end", "<a>&amp</a>", "3: an & begins no reference"],
  [
    "a reference in capital letters",
    "<a>&AMP;&#X41;</a>",
    "3: a reference is neither to a character that XML allows nor to one of its five entities",
  ],
  [
    "a reference to half a character",
    "<a>&#xD800;</a>",
    "3: a reference is neither to a character that XML allows nor to one of its five entities",
  ],
  [
    "a reference beyond all characters",
    "<a b='&#x110000;'/>",
    "6: a reference is neither to a character that XML allows nor to one of its five entities",
  ],
  ["a reference outside of the root", "<a/>&#32;", "4: there is text outside of the root element"],
  [
    "CDATA outside of the root",
    "<a/><![CDATA[]]>",
    "4: a CDATA section has no end, or stands outside of the root element",
  ],
  [
    "CDATA without end",
    "<a><![CDATA[ ]] ></a>",
    "3: a CDATA section has no end, or stands outside of the root element",
  ],
  ["CDATA in small letters", "<a><![cdata[]]></a>", "3: expected a comment, CDATA or a tag"],
  ["two hyphens in a comment", "<a><!-- -- --></a>", "3: a comment has no end, or two hyphens before it"],
  ["three hyphens at the end of a comment", "<a><!-- ---></a>", "3: a comment has no end, or two hyphens before it"],
  ["a comment without end", "<a/><!-- ->", "4: a comment has no end, or two hyphens before it"],
  [
    "an instruction without end",
    "<a/><?p >",
    "4: a processing instruction has no name or no end, or is an XML declaration that does not begin the text",
  ],
  [
    "an instruction without end, after another",
    "<?p?><?q ><a/>",
    "5: a processing instruction has no name or no end, or is an XML declaration that does not begin the text",
  ],
  ["a comment of which only the beginning is there", "<a/><!--", "8: a comment has no end, or two hyphens before it"],
  [
    "an instruction without name",
    "<a/><? p?>",
    "4: a processing instruction has no name or no end, or is an XML declaration that does not begin the text",
  ],
  [
    "an instruction named like the declaration",
    "<a/><?XML ?>",
    "4: a processing instruction has no name or no end, or is an XML declaration that does not begin the text",
  ],
  [
    "a declaration that is not at the beginning",
    " <?xml version='1.0'?><a/>",
    "1: a processing instruction has no name or no end, or is an XML declaration that does not begin the text",
  ],
  ["a declaration without version", "<?xml encoding='utf-8'?><a/>", "0: the XML declaration is malformed"],
  [
    "a declaration in another order",
    "<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>",
    "0: the XML declaration is malformed",
  ],
  ["a declaration with something else", "<?xml version='1.0' a='b'?><a/>", "0: the XML declaration is malformed"],
  ["a declaration without blanks", "<?xml version='1.0'encoding='utf-8'?><a/>", "0: the XML declaration is malformed"],
  ["a declaration without end", "<?xml version='1.0'><a/>", "0: the XML declaration is malformed"],
  ["a declaration of nothing", "<?xml?><a/>", "0: the XML declaration is malformed"],
  ["an encoding that is no name", "<?xml version='1.0' encoding='1'?><a/>", "0: the XML declaration is malformed"],
  ["XML 1.10", '<?xml version="1.10"?><a/>', "0: expected XML 1.0, found version 1.10"],
  ["XML 1.11", "<?xml version='1.11'?><a/>", "0: expected XML 1.0, found version 1.11"],
  ["XML 1.1", "<?xml version='1.1'?><a/>", "0: expected XML 1.0, found version 1.1"],
  [
    "a document type after the root",
    "<a/><!DOCTYPE a>",
    "4: a document type declaration is not at the beginning",
    { skipDoctype: true },
  ],
  [
    "two document types",
    "<!DOCTYPE a><!DOCTYPE a><a/>",
    "12: a document type declaration is not at the beginning",
    { skipDoctype: true },
  ],
  [
    "a document type without end",
    "<!DOCTYPE a [<!-- ]><a/>",
    "0: a document type declaration has no end",
    { skipDoctype: true },
  ],
  ...["'", '"', "<?", "<!--"].map<RefusedRow>((start) => [
    `a document type that ends within ${start}`,
    `<!DOCTYPE a ${start}b><a/>`,
    "0: a document type declaration has no end",
    { skipDoctype: true },
  ]),
  [
    "an entity of a document type",
    '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    "33: a reference is neither to a character that XML allows nor to one of its five entities",
    { skipDoctype: true },
  ],
  [
    "a declaration that is no document type",
    "<!ELEMENT a><a/>",
    "0: expected a comment, CDATA or a tag",
    { skipDoctype: true },
  ],
  ["elements too deep", "<a><b><c/></b></a>", "6: elements are nested more than 2 deep", { maxDepth: 2 }],
  ["too many attributes", "<a b='' c='' d=''/>", "13: an element has more than 2 attributes", { maxAttributes: 2 }],
  ["a long name", "<abcdef/>", "1: a name is longer than 5 characters", { maxNameLength: 5 }],
  [
    "a name that is not too long, at the end",
    "<abcde",
    "6: expected a blank or the end of the tag",
    { maxNameLength: 5 },
  ],
  ["a long name of an attribute", "<a abcdef=''/>", "3: a name is longer than 5 characters", { maxNameLength: 5 }],
  [
    "a long namespace",
    "<a xmlns='abcde' xmlns:b='abcdef'/>",
    "35: a namespace is longer than 5 characters",
    { maxNamespaceLength: 5 },
  ],
  ["an attribute too much", "<a b=''/>", "3: an element has more than 0 attributes", { maxAttributes: 0 }],
  ["an element too much", "<a><b/></a>", "5: it has more than 1 elements, attributes and texts", { maxNodes: 1 }],
  [
    "an attribute as a node too much",
    "<a b=''/>",
    "4: it has more than 1 elements, attributes and texts",
    { maxNodes: 1 },
  ],
  ["a text too much", "<a>b</a>", "4: it has more than 1 elements, attributes and texts", { maxNodes: 1 }],
];

/** What an error says, or the whole tree. */
export function resultOf(run: () => XmlElement): unknown {
  try {
    return treeOf(run());
  } catch (error) {
    expect(error).toMatchObject({ constructor: XmlError, name: "XmlError" });
    return refusalOf(error as XmlError);
  }
}

export const refusalOf = ({ offset, message }: XmlError): string => `${offset}: ${message}`;

export const treeOf = (element: XmlElement): unknown => [
  expandedName(element),
  element.attributes,
  [...(element.prefixes ?? [])],
  element.children.map((node) => (typeof node === "string" ? node : treeOf(node))),
];
