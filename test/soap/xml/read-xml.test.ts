import { readXml, XmlError, type XmlLimits } from "../../../src/soap/xml/read-xml.js";
import { attributeOf, elementsOf, expandedName, textOf } from "../../../src/soap/xml/xml-element.js";
import { read, refused, resultOf } from "./documents.js";

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

test.each(read)("reads %s", (_name, text, children, ...[limits]) => {
  expect(readXml(text, limits).children).toEqual(children);
});

test("blanks in an attribute's value are spaces, unless they are written as references", () => {
  const root = readXml(`<a b="\t1\r\n2\r&#9;&#xA;&#13;'&quot;>" c='"&lt;'/>`);
  expect([attributeOf(root, "b"), attributeOf(root, "c")]).toEqual([" 1 2 \t\n\r'\">", '"<']);
});

test.each(["\t", "\n", "\r", "\r\n"])("a blank in an attribute's value is one space: %j", (blank) => {
  expect(readXml(`<a b='1${blank}2' c='1' d='${blank}'/>`).attributes.map(({ value }) => value)).toEqual([
    "1 2",
    "1",
    " ",
  ]);
});

test("an element has no attributes of its own without one, and those of xml without a declaration", () => {
  const [b, c] = elementsOf(readXml("<a><b/><c xml:lang='de' xmlns:p='u'/></a>"));
  expect(b).toMatchObject({ namespace: "", attributes: [] });
  expect(c?.attributes).toEqual([{ name: "lang", namespace: "http://www.w3.org/XML/1998/namespace", value: "de" }]);
});

test("knows the prefixes in scope, the nearest first", () => {
  const [b, c] = elementsOf(readXml("<a xmlns='d' xmlns:p='u' xmlns:q='v'><b xmlns:p='w' xmlns=''/><c/></a>"));
  const XML = ["xml", "http://www.w3.org/XML/1998/namespace"];
  const around = [XML, ["", "d"], ["p", "u"], ["q", "v"]];
  expect([...(c?.prefixes ?? [])]).toEqual(around);
  expect([...(b?.prefixes ?? [])]).toEqual([...around, ["p", "w"], ["", ""]]);
  expect([...(b?.prefixes?.keys() ?? [])]).toEqual(["xml", "", "p", "q"]);
  expect(["p", "q", "", "r"].map((prefix) => b?.prefixes?.get(prefix))).toEqual(["w", "v", "", undefined]);
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
  const other = `<e xmlns:p='u' xmlns:q='v' ${["p:a", "q:a", ...rest].map((name) => `${name}='1'`).join(" ")}/>`;
  expect(readXml(other).attributes).toHaveLength(count);
});

test("keeps the offset of each element with `offsets`", () => {
  const text = "<a\r\n x='1'>\n  <b\n/>é<c></c></a>";
  const [b, c] = elementsOf(readXml(text, { offsets: true }));
  expect([b?.offset, c?.offset]).toEqual([text.indexOf("<b"), text.indexOf("<c")]);
  expect(readXml(text).offset).toBeUndefined();
});

test.each(refused)("refuses %s", (_name, text, refusal, ...[limits]) => {
  expect(resultOf(() => readXml(text, limits))).toBe(refusal);
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

test.each<[name: string, text: (count: number) => string, most: number, limits?: XmlLimits]>([
  ["depth", (count) => `${"<a>".repeat(count)}${"</a>".repeat(count)}`, 64],
  ["depth", (count) => `${"<a>".repeat(count - 1)}<b/>${"</a>".repeat(count - 1)}`, 3, { maxDepth: 3 }],
  ["attributes", (count) => `<a ${Array.from({ length: count }, (_, n) => `a${n}=""`).join(" ")}/>`, 256],
  ["attributes", (count) => `<a xmlns="u" ${"b='' c='' d=''".slice(0, 5 * (count - 1))}/>`, 3, { maxAttributes: 3 }],
  ["name", (count) => `<${"a".repeat(count)}/>`, 1024],
  ["name", (count) => `<a b:${"c".repeat(count - 2)}="" xmlns:b="u"/>`, 7, { maxNameLength: 7 }],
  ["namespace", (count) => `<a xmlns="${"u".repeat(count)}"/>`, 8192],
  ["namespace", (count) => `<a xmlns:b="${"u".repeat(count)}"/>`, 7, { maxNamespaceLength: 7 }],
  ["nodes", (count) => `<a b="">c${"<d/>".repeat(count - 3)}</a>`, 9, { maxNodes: 9 }],
])("reads up to the bound of its %s, and no further (%#)", (_name, text, most, ...[limits]) => {
  expect(readXml(text(most), limits)).toBeDefined();
  expect(() => readXml(text(most + 1), limits)).toThrow(XmlError);
});
