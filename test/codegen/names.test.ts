import fc from "fast-check";
import {
  camelCase,
  distinctNamespaceNames,
  kebabCase,
  namespaceNames,
  pascalCase,
  propertyName,
  typeName,
  valueName,
} from "../../scripts/contract/names.js";
import { emitService } from "../../scripts/emit/service.js";
import * as runtime from "../../src/soap/index.js";
import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";
import { readFiles } from "./read-outline.js";

const seed = 1;

test.each([
  // name, property, function, type, file
  ["Path", "path", "path", "Path", "path"],
  ["UID", "uid", "uid", "UID", "uid"],
  ["URLPath", "urlPath", "urlPath", "URLPath", "url-path"],
  ["isValidTicket", "isValidTicket", "isValidTicket", "IsValidTicket", "is-valid-ticket"],
  ["first-name", "firstName", "firstName", "FirstName", "first-name"],
  ["a.b_c", "aBC", "aBC", "ABC", "a-b-c"],
  ["ArrayOf_xsd_string", "arrayOfXsdString", "arrayOfXsdString", "ArrayOfXsdString", "array-of-xsd-string"],
  ["_2ndLine", "_2NdLine", "_2NdLine", "_2NdLine", "2-nd-line"],
  ["v1_2", "v1_2", "v1_2", "V1_2", "v1-2"],
  ["_", "_", "_", "_", "_"],
  ["Straße", "straße", "straße", "Straße", "straße"],
  ["Ärger", "ärger", "ärger", "Ärger", "ärger"],
  ["Имя", "имя", "имя", "Имя", "имя"],
  ["名前", "名前", "名前", "名前", "名前"],
  ["x⁰", "x", "x", "X", "x"],
  // keywords, and values that everybody knows
  ["class", "class", "class_", "Class", "class"],
  ["Delete", "delete", "delete_", "Delete", "delete"],
  ["await", "await", "await_", "Await", "await"],
  ["Require", "require", "require_", "Require", "require"],
  ["Exports", "exports", "exports_", "Exports", "exports"],
  ["NaN", "naN", "naN", "NaNType", "na-n"],
  ["undefined", "undefined", "undefined_", "Undefined", "undefined"],
  // types that readers know as something else
  ["Object", "object", "object", "ObjectType", "object"],
  ["Promise", "promise", "promise", "PromiseType", "promise"],
  ["Date", "date", "date", "DateType", "date"],
  ["record", "record", "record", "RecordType", "record"],
  // members that every object has, and the one that a promise waits for
  ["constructor", "constructor_", "constructor", "Constructor", "constructor"],
  ["then", "then_", "then_", "Then", "then"],
])("%s is the property %s, the function %s, the type %s and the file %s", (name, property, value, type, file) => {
  expect([propertyName(name), valueName(name), typeName(name), kebabCase(name)]).toEqual([property, value, type, file]);
});

test.each([
  ["http://tempuri.org/", "tempuri.org"],
  ["http://schemas.example.com/2003/10/Arrays", "Arrays"],
  ["http://example.com/orders/v2", "orders-v2"],
  ["urn:example:orders", "orders"],
  ["http://www.example.com/a/b.xsd", "b"],
  ["", "no-namespace"],
])("the namespace %s is %s for short", (namespace, name) => {
  expect(namespaceNames(namespace)[0]).toBe(name);
});

test.each<[what: string, namespaces: Record<string, string>]>([
  ["its last segment", { "urn:a:orders": "orders", "urn:a:customers": "customers" }],
  [
    "more segments, where another namespace has the same last one",
    {
      "urn:oasis:names:tc:SAML:1.0:assertion": "SAML-1.0-assertion",
      "urn:oasis:names:tc:SAML:2.0:assertion": "SAML-2.0-assertion",
      "http://docs.example.com/assertion/v2": "assertion-v2",
    },
  ],
  [
    "segments that set it apart on file systems that ignore case",
    { "http://x.example.com/device/wsdl": "device-wsdl", "http://x.example.com/media/WSDL": "media-WSDL" },
  ],
  ["all segments, where another namespace has more of the same", { "urn:types": "types", "urn:a:types": "a-types" }],
  [
    "a number, where the segments are the same",
    { "http://a.example/": "a.example", "https://a.example/": "a.example2" },
  ],
])("the short name of a namespace is %s", (_, namespaces) => {
  expect(Object.fromEntries(distinctNamespaceNames(Object.keys(namespaces)))).toEqual(namespaces);
});

test.each<[what: string, schema: string, operation: string, names: string[]]>([
  [
    "a message, where a type of the contract has its name",
    '<xs:complexType name="GetRequest"/><xs:element name="Get"><xs:complexType/></xs:element>',
    "Get",
    ["GetRequest", "GetRequestMessage"],
  ],
  [
    "a type, where the run time has its name",
    '<xs:complexType name="Operation"/><xs:element name="Get"/>',
    "Get",
    ["OperationType"],
  ],
  ["a stub, where the run time has its name", '<xs:element name="List"/>', "List", ["list_", "listOperation"]],
])("%s has another name, without a number", async (_, schema, operation, names) => {
  const files = await generated(contractOf(schema, [operation]));
  const { declared } = namesIn([...files.values()].join(""));
  expect(declared).toEqual(expect.arrayContaining(names));
  expect(declared.filter((name) => /\d/.test(name))).toEqual([]);
});

test("a namespace of a thousand segments has the names of its last twelve, and that of all", () => {
  const segments = Array.from({ length: 1_000 }, (_, index) => `s${index}`);
  const names = namespaceNames(`urn:${segments.join(":")}`);
  expect(names).toHaveLength(13);
  expect(names[1]).toBe("s998-s999");
  expect(names.at(-1)).toBe(segments.join("-"));
});

/** Names as Namespaces in XML has them, of letters, digits, marks and signs of all kinds. */
const ncName = fc
  .tuple(
    fc.constantFrom(..."aZ_éßЖ名Ⅻאªⁱㇰʰǅ"),
    fc.string({ unit: fc.constantFrom(..."aZ09_.-·é\u0301\u0308ßЖ名Ⅻ٣⁰℀ʰǅ\u203f\u{10400}"), maxLength: 8 }),
  )
  .map((parts) => parts.join(""));

test("any name becomes an identifier, and the same one again", () => {
  fc.assert(
    fc.property(ncName, (name) => {
      for (const made of [camelCase, pascalCase, propertyName, valueName, typeName].map((make) => make(name))) {
        expect([name, made]).toEqual([name, expect.stringMatching(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u)]);
        expect(made.normalize("NFC")).toBe(made);
      }
      expect([name, kebabCase(name)]).toEqual([name, expect.stringMatching(/^[\p{ID_Continue}-]+$/u)]);
    }),
    { seed, numRuns: 2000 },
  );
});

/** What a text declares, and what it imports. */
function namesIn(text: string): { readonly declared: string[]; readonly imported: string[] } {
  const imports = [...text.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) => names.split(","));
  return {
    declared: [...text.matchAll(/^(?:export )?(?:const|interface|type|function) ([\p{ID_Continue}$]+)/gmu)].map(
      ([, name = ""]) => name,
    ),
    imported: imports.map((name) => name.replace(/^\s*type |\s/g, "")).filter((name) => name !== ""),
  };
}

test("no type has the name of something that the run time brings", async () => {
  const exported = [
    ...Object.keys(runtime),
    "CallOptions",
    "Operation",
    "SoapClient",
    "WithHeaders",
    "XmlAttribute",
    "XmlElement",
    "XmlNode",
  ];
  const types = exported.map(
    (name) => `<xs:simpleType name="${name}"><xs:list itemType="xs:int"/></xs:simpleType>
      <xs:complexType name="${name}-of"><xs:sequence><xs:element name="${name}" type="tns:${name}" nillable="true" maxOccurs="9"/>
        <xs:any/></xs:sequence><xs:anyAttribute/></xs:complexType>`,
  );
  const elements = exported.map(
    (name) => `<xs:element name="${name}"><xs:complexType><xs:sequence>
      <xs:choice maxOccurs="9"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" nillable="true"/></xs:choice>
      <xs:sequence minOccurs="0"><xs:element name="c" type="xs:int"/><xs:element name="d" type="xs:int"/></xs:sequence>
      </xs:sequence><xs:attribute name="a" type="xs:int"/></xs:complexType></xs:element>`,
  );
  const files = await generated(contractOf([...types, ...elements].join(""), exported));
  for (const [file, text] of files) {
    const { declared, imported } = namesIn(text);
    expect([file, declared.filter((name) => imported.includes(name))]).toEqual([file, []]);
    const twice = declared.filter((name, index) => declared.indexOf(name) !== index);
    expect([file, twice]).toEqual([file, []]);
  }
});

test("operations that differ in case only, or are named as a device, have files of their own on every disk", async () => {
  const names = ["GetFoo", "getFoo", "getFOO", "get-foo", "Test", "Index", "con", "NUL"];
  const elements = names.map((name) => `<xs:element name="${name}" type="xs:string"/>`).join("");
  const files = [...(await generated(contractOf(elements, names))).keys()];
  expect(files).toHaveLength(names.length + 1);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
  expect(files.filter((file) => /^(?:con|nul)\.ts$/.test(file))).toEqual([]);
});

test("operations with names that no file system allows have files of their own", async () => {
  const names = ["a".repeat(300), `${"a".repeat(300)}-b`, "\u6f22".repeat(100), `${"\u6f22".repeat(100)}\u5b57`];
  const elements = names.map((name) => `<xs:element name="${name}" type="xs:string"/>`).join("");
  const files = [...(await generated(contractOf(elements, names))).keys()];
  expect(new Set(files).size).toBe(names.length + 1);
  expect(files.filter((file) => Buffer.byteLength(file) > 220 || file.includes("\ufffd"))).toEqual([]);
});

test("a type that is added renames no other", async () => {
  const typesOf = (names: readonly string[]) =>
    names
      .map(
        (name) => `<xs:complexType name="${name}"><xs:sequence><xs:element name="${name}">
      <xs:complexType><xs:attribute name="a" type="tns:${names[0]}s"/></xs:complexType></xs:element></xs:sequence></xs:complexType>`,
      )
      .join("");
  const namesOf = async (names: readonly string[]) => {
    const simple = `<xs:simpleType name="${names[0]}s"><xs:restriction base="xs:int"/></xs:simpleType>`;
    const model = await readFiles({ "t.wsdl": contractOf(simple + typesOf(names), []) });
    return [...emitService(model)].flatMap(([, text]) => namesIn(text).declared);
  };
  const names = fc.uniqueArray(
    fc.constantFrom("Order", "order", "ORDER", "Order2", "Orders", "OrderItem", "Date", "Date_", "z", "Ä"),
    { minLength: 1 },
  );
  await fc.assert(
    fc.asyncProperty(names, fc.nat(), async (before, place) => {
      const at = 1 + (place % before.length);
      const after = [...before.slice(0, at), "Unrelated", ...before.slice(at)];
      const kept = (await namesOf(after)).filter((name) => !name.startsWith("Unrelated"));
      expect(kept.sort()).toEqual((await namesOf(before)).sort());
    }),
    { seed, numRuns: 20 },
  );
});
