import { readXml, XmlError, type XmlLimits } from "../../../src/soap/xml/read-xml.js";
import { attributeOf, elementsOf, expandedName, textOf } from "../../../src/soap/xml/xml-element.js";

test("reads names, attributes, text and elements in their order", () => {
  const root = readXml(
    `<?xml version="1.0"?><a:b xmlns:a="urn:a" xmlns="urn:d" x="1" a:x="2"> one <c/><!-- no -->two<?no?><![CDATA[<3>]]>&amp;&#x34; </a:b>`,
  );
  expect(expandedName(root)).toBe("{urn:a}b");
  expect([attributeOf(root, "x"), attributeOf(root, "x", "urn:a"), attributeOf(root, "y")]).toEqual([
    "1",
    "2",
    undefined,
  ]);
  expect(root.children.map((node) => (typeof node === "string" ? node : expandedName(node)))).toEqual([
    " one ",
    "{urn:d}c",
    "two<3>&4 ",
  ]);
  expect(elementsOf(root)).toHaveLength(1);
  expect(textOf(root)).toBe(" one two<3>&4 ");
});

test('an element without a prefix has no namespace after xmlns=""', () => {
  const [child] = elementsOf(readXml(`<a xmlns="urn:a"><b xmlns="" c="1"/></a>`));
  expect(child).toMatchObject({ name: "b", namespace: "", attributes: [{ name: "c", namespace: "", value: "1" }] });
});

test.each<[name: string, text: string, children: readonly string[], limits?: XmlLimits]>([
  ["an XML declaration in full", "<?xml version='1.0' encoding=\"utf-8\" standalone='no' ?><a>1</a>", ["1"]],
  ["what may stand around the root", "<!-- a --><?p x?>\n<a>1</a>\n<!----><?xml-p ?>", ["1"]],
  ["line ends of every kind", "<a>1\r\n2\r3\n\r</a>", ["1\n2\n3\n\n"]],
  ["line ends in CDATA", "<a><![CDATA[1\r\n2\r]]></a>", ["1\n2\n"]],
  ["line ends that are written as references", "<a>&#13;&#xd;&#10;</a>", ["\r\r\n"]],
  ["brackets", "<a>]>]]&gt;]]<![CDATA[]]]]><![CDATA[>]]></a>", ["]>]]>]]]]>"]],
  ["references with leading zeros", "<a>&#0065;&#x00041;&#x1F600;</a>", ["AA\u{1f600}"]],
  ["names beyond ASCII", "<\u00e9 \u{10000}='1'>1</\u00e9>", ["1"]],
  ["blanks in tags", "<a \n b = '1'\t>1</a\r\n>", ["1"]],
  ["the prefix xml, declared", "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de'>1</a>", ["1"]],
  ["a document type, passed over", "<!DOCTYPE a><a>1</a>", ["1"], { skipDoctype: true }],
  [
    "a document type with brackets that mean nothing",
    `<!DOCTYPE a SYSTEM "]>" [<!ENTITY e "]>"><!-- '> --><?p ">]?>]><a>1</a>`,
    ["1"],
    { skipDoctype: true },
  ],
])("reads %s", (_name, text, children, ...[limits]) => {
  expect(readXml(text, limits).children).toEqual(children);
});

test("blanks in an attribute's value are spaces, unless they are written as references", () => {
  const root = readXml(`<a b="\t1\r\n2\r&#9;&#xA;&#13;'&quot;>" c='"&lt;'/>`);
  expect([attributeOf(root, "b"), attributeOf(root, "c")]).toEqual([" 1 2 \t\n\r'\">", '"<']);
});

test.each([
  ["longer", "<a><ab c='1' d='2'/><abc c='1' de='2'/><ab c='1' d='2'/></a>"],
  ["shorter", "<a><abc cd='1'/><ab c='1'/><abc cd='1'/></a>"],
  ["in another order", "<a><b c='1' d='2'/><b d='1' c='2'/><c b='1'/><b c='1' d='2'/></a>"],
  ["with a prefix", "<a xmlns:b='u'><b c='1'/><b:b b:c='1'/><b c='1'/></a>"],
  ["that declare another namespace", "<a><p:b xmlns:p='u' c='1'/><p:b xmlns:p='v' c='1'/></a>"],
])("names like those before are read to their end: %s", (_name, text) => {
  const tags = [...text.matchAll(/<([\w:]+)([^>]*?)\/?>/g)].slice(1);
  const expected = tags.map(([, tag = "", rest = ""]) => ({
    name: tag.replace(/.*:/, ""),
    attributes: [...rest.matchAll(/([\w:]+)='(\w+)'/g)]
      .filter(([, name = ""]) => !name.startsWith("xmlns"))
      .map(([, name = "", value]) => ({ name: name.replace(/.*:/, ""), value })),
  }));
  expect(expected.length).toBeGreaterThan(1);
  expect(elementsOf(readXml(text))).toMatchObject(expected);
});

test("each of two prefixes for one name has its namespace", () => {
  const namespaces = elementsOf(readXml("<a><p:b xmlns:p='u'/><p:b xmlns:p='v'/></a>")).map(expandedName);
  expect(namespaces).toEqual(["{u}b", "{v}b"]);
});

test("more names than are remembered are read", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `n${index % 600}`);
  const text = `<a>${names.map((name) => `<${name} ${name}x='${name}'/>`).join("")}</a>`;
  const expected = names.map((name) => ({ name, attributes: [{ name: `${name}x`, value: name }] }));
  expect(elementsOf(readXml(text))).toMatchObject(expected);
});

test.each([2, 8, 9, 40])("of %i attributes, two that are one are found", (count) => {
  const names = Array.from({ length: count }, (_, index) => `a${index}`);
  const tag = (others: readonly string[]): string =>
    `<e xmlns:p='u' xmlns:q='u' ${others.map((name) => `${name}='1'`).join(" ")}/>`;
  const rest = names.slice(2);
  expect(readXml(tag(names)).attributes).toHaveLength(count);
  expect(readXml(tag(["p:a", "a", ...rest])).attributes).toHaveLength(count);
  expect(() => readXml(tag(["a", ...rest, "a"]))).toThrow("twice");
  expect(() => readXml(tag(["p:a", ...rest, "q:a"]))).toThrow("twice");
});

test("keeps the offset of each element with `offsets`", () => {
  const text = "<a\r\n x='1'>\n  <b\n/>é<c></c></a>";
  const [b, c] = elementsOf(readXml(text, { offsets: true }));
  expect([b?.offset, c?.offset]).toEqual([text.indexOf("<b"), text.indexOf("<c")]);
  expect(readXml(text).offset).toBeUndefined();
});

test.each<[name: string, text: string, limits?: XmlLimits]>([
  ["nothing", ""],
  ["text alone", "x"],
  ["two roots", "<a/><b/>"],
  ["text after the root", "<a/>x"],
  ["a byte order mark, which decoding takes away", "\ufeff<?xml version='1.0'?><a>1</a>"],
  ["an open element", "<a>"],
  ["crossed elements", "<a><b></a></b>"],
  ["an attribute without quotes", "<a b=1/>"],
  ["the same attribute twice", "<a b='1' b='2'/>"],
  ["the same attribute twice by namespace", "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>"],
  ["a prefix that is not declared", "<x:a/>"],
  ["an attribute's prefix that is not declared", "<a x:b='1'/>"],
  ["an entity that is not declared", "<a>&nbsp;</a>"],
  ["an entity named like a member of every object", "<a>&constructor;</a>"],
  ["a document type", "<!DOCTYPE a><a/>"],
  ["a document type with entities", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ["a character that XML does not allow", "<a>\u0001</a>"],
  ["a reference to such a character", "<a>&#0;</a>"],
  ["the end of a CDATA section in text", "<a>]]></a>"],
  ["an end tag alone", "</a>"],
  ["an end tag with attributes", "<a></a b='1'>"],
  ["an end tag whose name goes on", "<a></ab>"],
  ["a tag without end", "<a b='1'"],
  ["a tag without name", "<a>< b/></a>"],
  ["a blank within the end of a tag", "<a/ >"],
  ["an attribute without value", "<a b/>"],
  ["an attribute with one quote", "<a b=1'/>"],
  ["an attribute's value without end", "<a b='1/>"],
  ["an angle in an attribute's value", "<a b='<'/>"],
  ["attributes without a blank between them", "<a b='1'c='2'/>"],
  ["a namespace declared twice", "<a xmlns:b='u' xmlns:b='u'/>"],
  ["a default namespace declared twice", "<a xmlns='u' xmlns='v'/>"],
  ["a prefix declared to be none", "<a xmlns:b=''/>"],
  ["a prefix that is no name", "<a xmlns:1='u'/>"],
  ["the prefix xml for another namespace", "<a xmlns:xml='u'/>"],
  ["another prefix for the namespace of xml", "<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>"],
  ["the namespace of xml as the default one", "<a xmlns='http://www.w3.org/XML/1998/namespace'/>"],
  ["the prefix xmlns", "<a xmlns:xmlns='u'/>"],
  ["the namespace of xmlns", "<a xmlns:b='http://www.w3.org/2000/xmlns/'/>"],
  ["an element with the prefix xmlns", "<xmlns:a/>"],
  ["a name that begins with a digit", "<1/>"],
  ["a local name that begins with a digit", "<b:1 xmlns:b='u'/>"],
  ["a name with two colons", "<b:c:d xmlns:b='u'/>"],
  ["a name that begins with a colon", "<:a/>"],
  ["a name that ends with a colon", "<b: xmlns:b='u'/>"],
  ["a name with half a character", "<a\ud800/>"],
  ["half a character", "<a>\ud83d</a>"],
  ["the other half", "<a>\ude00\ud83d</a>"],
  ["a character that is none", "<a b='\uffff'/>"],
  ["an ampersand", "<a>1 & 2</a>"],
  ["a reference without end", "<a>&amp</a>"],
  ["a reference in capital letters", "<a>&AMP;&#X41;</a>"],
  ["a reference to half a character", "<a>&#xD800;</a>"],
  ["a reference beyond all characters", "<a b='&#x110000;'/>"],
  ["a reference outside of the root", "<a/>&#32;"],
  ["CDATA outside of the root", "<a/><![CDATA[]]>"],
  ["CDATA without end", "<a><![CDATA[ ]] ></a>"],
  ["CDATA in small letters", "<a><![cdata[]]></a>"],
  ["two hyphens in a comment", "<a><!-- -- --></a>"],
  ["three hyphens at the end of a comment", "<a><!-- ---></a>"],
  ["a comment without end", "<a/><!-- ->"],
  ["an instruction without end", "<a/><?p >"],
  ["an instruction without name", "<a/><? p?>"],
  ["an instruction named like the declaration", "<a/><?XML ?>"],
  ["a declaration that is not at the beginning", " <?xml version='1.0'?><a/>"],
  ["a declaration without version", "<?xml encoding='utf-8'?><a/>"],
  ["a declaration in another order", "<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>"],
  ["a declaration with something else", "<?xml version='1.0' a='b'?><a/>"],
  ["a declaration without blanks", "<?xml version='1.0'encoding='utf-8'?><a/>"],
  ["a declaration without end", "<?xml version='1.0'><a/>"],
  ["a declaration of nothing", "<?xml?><a/>"],
  ["an encoding that is no name", "<?xml version='1.0' encoding='1'?><a/>"],
  ["XML 1.1", "<?xml version='1.1'?><a/>"],
  ["a document type after the root", "<a/><!DOCTYPE a>", { skipDoctype: true }],
  ["two document types", "<!DOCTYPE a><!DOCTYPE a><a/>", { skipDoctype: true }],
  ["a document type without end", "<!DOCTYPE a [<!-- ]><a/>", { skipDoctype: true }],
  ["an entity of a document type", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', { skipDoctype: true }],
  ["a declaration that is no document type", "<!ELEMENT a><a/>", { skipDoctype: true }],
  ["elements too deep", "<a><b><c/></b></a>", { maxDepth: 2 }],
  ["too many attributes", "<a b='' c='' d=''/>", { maxAttributes: 2 }],
  ["a long name", "<abcdef/>", { maxNameLength: 5 }],
  ["a long name of an attribute", "<a abcdef=''/>", { maxNameLength: 5 }],
])("refuses %s", (_name, text, ...[limits]) => {
  expect(() => readXml(text, limits)).toThrow(XmlError);
});

test("reads names of Object.prototype's members like others", () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
  const root = readXml(
    `<a ${names.map((name) => `${name}="${name}"`).join(" ")}>${names.map((name) => `<${name}/>`).join("")}</a>`,
  );
  expect(root.attributes.map(({ name, value }) => [name, value])).toEqual(names.map((name) => [name, name]));
  expect(elementsOf(root).map(({ name }) => name)).toEqual(names);
  expect(Reflect.ownKeys(Object.prototype).filter((key) => typeof key === "string" && key.startsWith("a"))).toEqual([]);
});
