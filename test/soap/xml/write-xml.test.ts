import { escapeAttribute, escapeText, writeXml, XmlWriteError } from "../../../src/soap/xml/write-xml.js";
import type { XmlAttribute, XmlElement } from "../../../src/soap/xml/xml-element.js";

test.each(["\0", "a\u0001b", "\u001f", "\ud800", "\udc00\ud800", "\ufffe", "\uffff", "<\u000b>"])(
  "rejects %j in texts and attributes, which XML 1.0 does not allow",
  (text) => {
    expect(() => escapeText(text)).toThrow(XmlWriteError);
    expect(() => escapeAttribute(text)).toThrow(XmlWriteError);
  },
);

test("writes markup characters as references, and all others unchanged", () => {
  const text = "a\t\n\r<&>\"'é\u{1f600} ]]>";
  expect(escapeText(text)).toBe("a\t\n&#xD;&lt;&amp;&gt;\"'é\u{1f600} ]]&gt;");
  expect(escapeAttribute(text)).toBe("a&#x9;&#xA;&#xD;&lt;&amp;&gt;&quot;'é\u{1f600} ]]&gt;");
});

test.each([
  ["a qualified name", "a:one", ["a"]],
  ["a list of qualified names", " a:one b:two\na:three ", ["a", "b"]],
  ["a text with a qualified name", "one a:two", ["a"]],
  ["prefixes that are not declared, and no names", "c:one a: :b a:b:c", []],
])("declares the prefixes of %s", (_, text, declared) => {
  const prefixes = new Map([
    ["a", "urn:a"],
    ["b", "urn:b"],
  ]);
  const written = writeXml({ name: "e", namespace: "", attributes: [], children: [text], prefixes });
  expect([...written.matchAll(/ xmlns:(\w+)="urn:\1"/g)].map(([, prefix]) => prefix)).toEqual(declared);
});

const element = (name: string, more: Partial<XmlElement> = {}): XmlElement => ({
  name,
  namespace: "",
  attributes: [],
  children: [],
  ...more,
});
const attribute = (name: string, namespace = "", value = "1"): XmlAttribute => ({ name, namespace, value });
const ofA = [attribute("a", "urn:a")];
const b = new Map([["b", "urn:b"]]);

test.each<[what: string, element: XmlElement, xml: string]>([
  ["without content", element("e"), "<e/>"],
  ["with texts and elements", element("e", { children: ["<", element("f"), "b"] }), "<e>&lt;<f/>b</e>"],
  ["in a namespace", element("e", { namespace: "urn:<" }), '<e xmlns="urn:&lt;"/>'],
  [
    "within one of the same namespace",
    element("e", { namespace: "urn:a", children: [element("f", { namespace: "urn:a" })] }),
    '<e xmlns="urn:a"><f/></e>',
  ],
  [
    "without a namespace, within one that has one",
    element("e", { namespace: "urn:a", children: [element("f")] }),
    '<e xmlns="urn:a"><f xmlns=""/></e>',
  ],
  ["with an attribute", element("e", { attributes: [attribute("a", "", '"')] }), '<e a="&quot;"/>'],
  ["with an attribute in a namespace", element("e", { attributes: ofA }), '<e ns1:a="1" xmlns:ns1="urn:a"/>'],
  [
    "with attributes in two namespaces",
    element("e", { attributes: [...ofA, attribute("b", "urn:b"), attribute("c", "urn:a")] }),
    '<e ns1:a="1" ns2:b="1" ns1:c="1" xmlns:ns1="urn:a" xmlns:ns2="urn:b"/>',
  ],
  [
    "with attributes in namespaces that are declared around it, and not",
    element("e", {
      attributes: ofA,
      children: [element("f", { attributes: [attribute("b", "urn:b"), ...ofA] }), element("g", { attributes: ofA })],
    }),
    '<e ns1:a="1" xmlns:ns1="urn:a"><f ns2:b="1" ns1:a="1" xmlns:ns2="urn:b"/><g ns1:a="1"/></e>',
  ],
  [
    "with an attribute of XML",
    element("e", { attributes: [attribute("lang", "http://www.w3.org/XML/1998/namespace", "de")] }),
    '<e xml:lang="de"/>',
  ],
  [
    "with an attribute that is a qualified name, which is declared once",
    element("e", {
      attributes: [attribute("t", "", "b:x")],
      prefixes: b,
      children: [element("f", { children: ["b:y"], prefixes: b })],
    }),
    '<e t="b:x" xmlns:b="urn:b"><f>b:y</f></e>',
  ],
  [
    "with a prefix that means another namespace than around it",
    element("e", {
      attributes: ofA,
      children: [element("f", { attributes: ofA, children: ["ns1:x"], prefixes: new Map([["ns1", "urn:b"]]) })],
    }),
    '<e ns1:a="1" xmlns:ns1="urn:a"><f ns2:a="1" xmlns:ns1="urn:b" xmlns:ns2="urn:a">ns1:x</f></e>',
  ],
  [
    "with what only looks like a qualified name, within one that has it",
    element("e", { children: ["b:x", element("f", { children: ["b:y"], prefixes: new Map() })], prefixes: b }),
    '<e xmlns:b="urn:b">b:x<f>b:y</f></e>',
  ],
  [
    "with a prefix that is no name, and one that stands for what it stands for anyway",
    element("e", {
      children: ["1:x xml:y"],
      prefixes: new Map([
        ["1", "urn:b"],
        ["xml", "http://www.w3.org/XML/1998/namespace"],
      ]),
    }),
    "<e>1:x xml:y</e>",
  ],
])("an element %s is written", (_what, one, xml) => {
  expect(writeXml(one)).toBe(xml);
});

test("an element declares nothing that is declared where it is inserted", () => {
  const attributes = [attribute("b", "urn:b"), attribute("c", "urn:c")];
  const one = element("e", { namespace: "urn:a", attributes, children: ["b:x"], prefixes: b });
  expect(writeXml(one, "urn:a", b)).toBe('<e b:b="1" ns1:c="1" xmlns:ns1="urn:c">b:x</e>');
});

const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";
const NO_ELEMENT = "expected an XmlElement";
const NO_ATTRIBUTE = "expected attributes with name, namespace and value";
const NO_NAME = "a name of an element or attribute is not a name in XML 1.0";
const RESERVED = "a value has a prefix for a namespace that cannot be declared";

test.each<[what: string, one: object | undefined, message: string]>([
  ["nothing", undefined, NO_ELEMENT],
  ["an element without a name", { ...element("e"), name: 5 }, NO_ELEMENT],
  ["an element without attributes", { ...element("e"), attributes: undefined }, NO_ELEMENT],
  ["an element without children", { ...element("e"), children: "a" }, NO_ELEMENT],
  ["an element whose namespace is no text", { ...element("e"), namespace: 5 }, NO_ELEMENT],
  ["an element whose namespace begins with a blank", element("e", { namespace: " urn:a" }), NO_ELEMENT],
  ["an element of XML's own namespace", element("e", { namespace: XML }), `no element can be in the namespace ${XML}`],
  ["an element of the namespace of declarations", element("e", { namespace: XMLNS }), NO_ELEMENT],
  ["a name with a colon", element("a:e"), NO_NAME],
  ["an attribute's name with a blank", element("e", { attributes: [attribute("a b")] }), NO_NAME],
  ["an attribute that is nothing", element("e", { attributes: [undefined as never] }), NO_ATTRIBUTE],
  ["an attribute without a name", element("e", { attributes: [attribute(5 as never)] }), NO_ATTRIBUTE],
  ["an attribute without a value", element("e", { attributes: [attribute("a", "", 5 as never)] }), NO_ATTRIBUTE],
  ["an attribute in no namespace that can be", element("e", { attributes: [attribute("a", "urn:a ")] }), NO_ATTRIBUTE],
  [
    "an attribute that declares a namespace",
    element("e", { attributes: [attribute("xmlns")] }),
    "an attribute cannot declare a namespace; the namespaces of elements and attributes are declared for you",
  ],
  ["two attributes of one name", element("e", { attributes: [...ofA, ...ofA] }), "an element has an attribute twice"],
  [
    "a character that XML does not allow",
    element("e", { children: ["\0"] }),
    "character U+0000 is not allowed in XML 1.0",
  ],
  ...[
    ["xml", "urn:a"],
    ["xmlns", "urn:a"],
    ["a", ""],
    ["a", XML],
    ["a", XMLNS],
  ].map(([prefix = "", namespace = ""]): [string, object, string] => [
    `the prefix ${prefix} for ${JSON.stringify(namespace)}`,
    element("e", { children: [`${prefix}:x`], prefixes: new Map([[prefix, namespace]]) }),
    RESERVED,
  ]),
])("%s is not written", (_what, one, message) => {
  const error = { name: "XmlWriteError", message };
  expect(() => writeXml(one as XmlElement)).toThrow(expect.objectContaining(error));
});

test("an attribute called xmlns may be in a namespace", () => {
  const one = element("e", { attributes: [attribute("xmlns", "urn:a")] });
  expect(writeXml(one)).toBe('<e ns1:xmlns="1" xmlns:ns1="urn:a"/>');
});
