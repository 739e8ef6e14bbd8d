import { readXml, XmlError, type XmlLimits } from "../src/soap/read-xml.js";
import { attributeOf, elementsOf, qualifiedName, textOf } from "../src/soap/xml-element.js";

test("reads names, attributes, text and elements in their order", () => {
  const root = readXml(
    `<?xml version="1.0"?><a:b xmlns:a="urn:a" xmlns="urn:d" x="1" a:x="2"> one <c/><!-- no -->two<?no?><![CDATA[<3>]]>&amp;&#x34; </a:b>`,
  );
  expect(qualifiedName(root)).toBe("{urn:a}b");
  expect([attributeOf(root, "x"), attributeOf(root, "x", "urn:a"), attributeOf(root, "y")]).toEqual([
    "1",
    "2",
    undefined,
  ]);
  expect(root.children.map((node) => (typeof node === "string" ? node : qualifiedName(node)))).toEqual([
    " one ",
    "{urn:d}c",
    "two<3>&4 ",
  ]);
  expect(elementsOf(root)).toHaveLength(1);
  expect(textOf(root)).toBe(" one two<3>&4 ");
});

test("an element without a prefix has no namespace where the default one is taken back", () => {
  const [child] = elementsOf(readXml(`<a xmlns="urn:a"><b xmlns="" c="1"/></a>`));
  expect(child).toMatchObject({ name: "b", namespace: "", attributes: [{ name: "c", namespace: "", value: "1" }] });
});

test("knows where in the text an element begins, if asked", () => {
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
  ["elements too deep", "<a><b><c/></b></a>", { maxDepth: 2 }],
  ["too many attributes", "<a b='' c='' d=''/>", { maxAttributes: 2 }],
  ["a long name", "<abcdef/>", { maxNameLength: 5 }],
  ["a long name of an attribute", "<a abcdef=''/>", { maxNameLength: 5 }],
])("refuses %s", (_name, text, ...[limits]) => {
  expect(() => readXml(text, limits)).toThrow(XmlError);
});

test("names of Object.prototype's members are names like others", () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
  const root = readXml(
    `<a ${names.map((name) => `${name}="${name}"`).join(" ")}>${names.map((name) => `<${name}/>`).join("")}</a>`,
  );
  expect(root.attributes.map(({ name, value }) => [name, value])).toEqual(names.map((name) => [name, name]));
  expect(elementsOf(root).map(({ name }) => name)).toEqual(names);
  expect(Reflect.ownKeys(Object.prototype).filter((key) => typeof key === "string" && key.startsWith("a"))).toEqual([]);
});
