import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { outlinesOf, readFiles, schemaOf, wsdlAround } from "../read-outline.js";

const SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const type = (name: string, base = "xs:string") =>
  `<xs:simpleType name="${name}"><xs:restriction base="${base}"/></xs:simpleType>`;

test.each<[name: string, { given: Record<string, string>; want: string[] }]>([
  [
    "an import from a file, and one that it imports back",
    {
      given: {
        "t.wsdl": wsdlAround(schemaOf(`<xs:import namespace="urn:a" schemaLocation="a.xsd"/>${type("T")}`)),
        "a.xsd": `<xs:schema ${XS} targetNamespace="urn:a" xmlns:b="urn:b" xmlns:a="urn:a"><xs:import namespace="urn:b" schemaLocation="b.xsd"/>${type("A", "b:B")}</xs:schema>`,
        "b.xsd": `<xs:schema ${XS} targetNamespace="urn:b"><xs:import namespace="urn:a" schemaLocation="./a.xsd#top"/>${type("B")}</xs:schema>`,
      },
      want: ["t:T = xs:string", "{urn:a}A = {urn:b}B", "{urn:b}B = xs:string"],
    },
  ],
  [
    "relative locations from where they stand",
    {
      given: {
        "x/t.wsdl": wsdlAround(schemaOf('<xs:include schemaLocation="y/a.xsd"/>')),
        "x/y/a.xsd": schemaOf('<xs:include schemaLocation="../z/b%20c.xsd"/>'),
        "x/z/b c.xsd": schemaOf(type("C")),
      },
      want: ["t:C = xs:string"],
    },
  ],
  [
    "an include of itself, and what is included twice, once",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf('<xs:include schemaLocation="a.xsd"/>') + schemaOf('<xs:include schemaLocation="./a.xsd"/>'),
        ),
        "a.xsd": schemaOf(`<xs:include schemaLocation="a.xsd"/>${type("A")}`),
      },
      want: ["t:A = xs:string"],
    },
  ],
  [
    "one namespace in several schemas, without imports between them",
    {
      given: {
        "t.wsdl": wsdlAround(
          `${schemaOf(type("A", "t:B"))}${schemaOf(type("B", "c:C").replace("<xs:simpleType", '<xs:simpleType xmlns:c="urn:c"'))}<xs:schema ${XS} targetNamespace="urn:c">${type("C")}</xs:schema>`,
        ),
      },
      want: ["t:A = t:B", "t:B = {urn:c}C", "{urn:c}C = xs:string"],
    },
  ],
  [
    "imports without location, of loaded namespaces and of unused ones",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(
            `<xs:import namespace="urn:nowhere"/><xs:import namespace="urn:c" schemaLocation=""/><xs:import/>${type("A")}`,
          ),
        ),
      },
      want: ["t:A = xs:string"],
    },
  ],
  [
    "a chameleon in each namespace that includes it",
    {
      given: {
        "t.wsdl": wsdlAround(
          `${schemaOf('<xs:include schemaLocation="chameleon.xsd"/>')}<xs:schema ${XS} targetNamespace="urn:c"><xs:include schemaLocation="chameleon.xsd"/></xs:schema>`,
        ),
        "chameleon.xsd": `<xs:schema ${XS} elementFormDefault="qualified">${type("A", "B")}${type("B")}<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="l" type="A"/></xs:sequence></xs:complexType></xs:element></xs:schema>`,
      },
      want: [
        "t:A = t:B",
        "t:B = xs:string",
        "{urn:c}A = {urn:c}B",
        "{urn:c}B = xs:string",
        "<t:e> [(t:l t:A)]",
        "<{urn:c}e> [({urn:c}l {urn:c}A)]",
      ],
    },
  ],
  [
    "a schema without namespace, which an import without namespace brings",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(
            `<xs:import schemaLocation="none.xsd"/><xs:simpleType name="T"><xs:list itemType="N"/></xs:simpleType>`,
          ).replace("<xs:schema", '<xs:schema xmlns=""'),
        ),
        "none.xsd": `<xs:schema ${XS}>${type("N")}</xs:schema>`,
      },
      want: ["t:T = list(N)", "N = xs:string"],
    },
  ],
  [
    "redefinitions, also of redefinitions",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(`<xs:redefine schemaLocation="outer.xsd">
            <xs:simpleType name="S"><xs:restriction base="t:S"><xs:maxLength value="1"/></xs:restriction></xs:simpleType>
            <xs:complexType name="C"><xs:complexContent><xs:extension base="t:C"><xs:sequence><xs:element name="c"/></xs:sequence><xs:attribute name="z"/></xs:extension></xs:complexContent></xs:complexType>
            <xs:group name="g"><xs:sequence><xs:group ref="t:g"/><xs:element name="more"/></xs:sequence></xs:group>
            <xs:attributeGroup name="h"><xs:attributeGroup ref="t:h"/><xs:attribute name="more"/></xs:attributeGroup>
          </xs:redefine>`),
        ),
        "outer.xsd": schemaOf(`<xs:redefine schemaLocation="inner.xsd">
            <xs:simpleType name="S"><xs:restriction base="t:S"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
          </xs:redefine>`),
        "inner.xsd": schemaOf(`${type("S")}
          <xs:complexType name="B"><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType>
          <xs:complexType name="C"><xs:complexContent><xs:extension base="t:B"><xs:sequence><xs:element name="b"/></xs:sequence><xs:attribute name="y"/></xs:extension></xs:complexContent></xs:complexType>
          <xs:group name="g"><xs:sequence><xs:element name="one"/></xs:sequence></xs:group>
          <xs:attributeGroup name="h"><xs:attribute name="two"/></xs:attributeGroup>
          <xs:complexType name="U"><xs:group ref="t:g"/><xs:attributeGroup ref="t:h"/></xs:complexType>`),
      },
      want: [
        "t:S = [[xs:string] minLength=1] maxLength=1",
        "t:B = (t:a xs:anyType)",
        "t:C = extension of t:B ((t:b xs:anyType), (t:c xs:anyType)) @y xs:anySimpleType @z xs:anySimpleType",
        "t:U = ((t:one xs:anyType), t:more xs:anyType) @two xs:anySimpleType @more xs:anySimpleType",
      ],
    },
  ],
  [
    "a restriction that redefines a type",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(`<xs:redefine schemaLocation="a.xsd">
            <xs:complexType name="C"><xs:complexContent><xs:restriction base="t:C"><xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="y" use="prohibited"/></xs:restriction></xs:complexContent></xs:complexType>
          </xs:redefine>`),
        ),
        "a.xsd": schemaOf(
          '<xs:complexType name="C"><xs:sequence><xs:element name="a" minOccurs="0"/></xs:sequence><xs:attribute name="y"/><xs:attribute name="z"/></xs:complexType>',
        ),
      },
      want: ["t:C = (t:a xs:anyType) @z xs:anySimpleType"],
    },
  ],
  [
    "well-known schemas that locations on the network offer",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(`<xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/" schemaLocation="http://schemas.xmlsoap.org/soap/encoding/"/>
            <xs:import namespace="http://www.w3.org/2001/XMLSchema" schemaLocation="http://www.w3.org/2001/XMLSchema.xsd"/>
            <xs:import namespace="http://schemas.xmlsoap.org/wsdl/" schemaLocation="http://schemas.xmlsoap.org/wsdl/"/>
            <xs:element name="e" type="enc:int" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"/>`),
        ),
      },
      want: [
        "{http://schemas.xmlsoap.org/soap/encoding/}int = xs:int",
        "<t:e> {http://schemas.xmlsoap.org/soap/encoding/}int",
      ],
    },
  ],
  [
    "a WSDL that imports WSDLs and schemas, in circles",
    {
      given: {
        "t.wsdl":
          '<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"><w:import namespace="urn:o" location="other.wsdl"/><w:import namespace="urn:t" location="a.xsd"/></w:definitions>',
        "other.wsdl":
          '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="t.wsdl"/><import location="b.xsd"/></definitions>',
        "a.xsd": schemaOf(type("A")),
        "b.xsd": schemaOf(type("B")),
      },
      want: ["t:A = xs:string", "t:B = xs:string"],
    },
  ],
  [
    "prefixes that are declared anywhere, and default namespaces",
    {
      given: {
        "t.wsdl": wsdlAround(
          `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
            <element name="a" xmlns:q1="http://www.w3.org/2001/XMLSchema" type="q1:int"/>
            <element name="b" type="string"/>
            <element name="c" xmlns:q1="urn:ext" q1:type="urn:x"><complexType>
              <sequence xmlns:q1="urn:t"><element ref="q1:a"/></sequence>
            </complexType></element>
          </schema>`,
        ),
      },
      want: ["<t:a> xs:int", "<t:b> xs:string", "<t:c> [(ref t:a xs:int)]"],
    },
  ],
  [
    "a document type declaration, as W3C's schema of XML Signature has one",
    {
      given: {
        "t.wsdl": wsdlAround(schemaOf('<xs:include schemaLocation="a.xsd"/>')),
        "a.xsd": `<?xml version="1.0"?>\n<!DOCTYPE xs:schema PUBLIC "-//W3C//DTD XMLSchema 200102//EN" "x.dtd" [\n<!ENTITY % p ''><!ATTLIST xs:schema id ID #IMPLIED>\n]>\n${schemaOf(type("A"))}`,
      },
      want: ["t:A = xs:string"],
    },
  ],
  [
    "a schema that is at hand in place of the well-known one of its namespace",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(
            `<xs:import namespace="${SOAP_11}" schemaLocation="./envelope"/><xs:element name="e" type="s:Envelope" xmlns:s="${SOAP_11}"/>`,
          ),
        ),
        envelope: `<xs:schema ${XS} targetNamespace="${SOAP_11}">${type("Envelope")}</xs:schema>`,
      },
      want: [`{${SOAP_11}}Envelope = xs:string`, `<t:e> {${SOAP_11}}Envelope`],
    },
  ],
  [
    "the well-known schema where the one that is imported is not at hand",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(
            '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/><xs:complexType name="T"><xs:attribute ref="xml:base"/></xs:complexType>',
          ),
        ),
      },
      want: ["t:T = empty @{http://www.w3.org/XML/1998/namespace}base xs:anyURI"],
    },
  ],
  [
    "a file once whose URL has several spellings",
    {
      given: {
        "t.wsdl": wsdlAround(
          schemaOf(
            [".//a%20b.xsd", "./x/../a b.xsd", "%61%20b.xsd", "a%20%62.xsd"]
              .map((location) => `<xs:include schemaLocation="${location}"/>`)
              .join(""),
          ),
        ),
        "a b.xsd": schemaOf(type("A")),
      },
      want: ["t:A = xs:string"],
    },
  ],
  [
    "a schema of another namespace than its import expects",
    {
      given: {
        "t.wsdl": wsdlAround(schemaOf('<xs:import namespace="urn:b" schemaLocation="a.xsd"/>')),
        "a.xsd": schemaOf(type("A")),
      },
      want: ["t:A = xs:string"],
    },
  ],
])("reads %s", async (_, { given, want }) => {
  expect(await outlinesOf(given)).toEqual(want);
});

const declared = (encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?>${wsdlAround(schemaOf('<xs:element name="Grüße" type="xs:string"/>'))}`;
const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};

test.each<[name: string, Uint8Array]>([
  ["UTF-8", Buffer.from(declared("utf-8"))],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${declared("UTF-8")}`)],
  ["UTF-16, little-endian", utf16(declared("UTF-16"), false)],
  ["UTF-16, big-endian", utf16(declared("UTF-16"), true)],
  ["ISO-8859-1", Buffer.from(declared("ISO-8859-1"), "latin1")],
  ["windows-1252", Buffer.from(declared("windows-1252"), "latin1")],
  ["UTF-8 that declares UTF-16", Buffer.from(declared("utf-16"))],
])("reads %s", async (_, bytes) => {
  const { elements } = await readFiles({ "t.wsdl": bytes });

  expect(elements.map((element) => element.name.name)).toEqual(["Grüße"]);
});

test.each([".//a.xsd", "./x/../a.xsd", "%61.xsd"])(
  "does not read a.xsd again where it is spelt %s",
  async (location) => {
    const model = await readFiles({
      "t.wsdl": wsdlAround(schemaOf(`<xs:include schemaLocation="a.xsd"/><xs:include schemaLocation="${location}"/>`)),
      "a.xsd": schemaOf(type("A")),
    });

    expect(model.diagnostics).toBeUndefined();
  },
);

test("reports no missing document if it is a well-known schema", async () => {
  const location = "http://www.w3.org/2001/xml.xsd";
  const model = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(`<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="${location}"/>`),
    ),
  });

  expect(model.diagnostics).toBeUndefined();
});

test("names documents relative to the folder of the WSDL", async () => {
  const { types, document } = await readFiles({
    "x/t.wsdl": wsdlAround(schemaOf('<xs:include schemaLocation="../y/a.xsd"/>')),
    "y/a.xsd": schemaOf(type("A")),
  });

  expect({ document, at: types[0]?.at }).toEqual({
    document: "t.wsdl",
    at: { document: "../y/a.xsd", line: 2, column: 1 },
  });
});

test("leaves out parameters of the WSDL's address that may be secret", async () => {
  const load = async () => new TextEncoder().encode("no XML");

  await expect(readWsdl("https://dms.example.com/srv.asmx?WSDL&ticket=secret", load)).rejects.toThrow(
    /^srv\.asmx\?WSDL&\.\.\.:1:1: not readable as XML/,
  );
});

test.each([
  ["other.wsdl?wsdl=wsdl0&code=secret", "other.wsdl?wsdl=wsdl0&..."],
  ["//jane:secret@dms.example.com/other.wsdl", "//dms.example.com/other.wsdl"],
  [" //jane:secret@dms.example.com/other.wsdl", "//dms.example.com/other.wsdl"],
  ["https://dms.example.com/srv.asmx?wsdl&code=secret#secret", "https://dms.example.com/srv.asmx?wsdl&..."],
])("leaves out what may be secret of an import's location: %s", async (location, shown) => {
  const address = location.replaceAll("&", "&amp;");
  const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import namespace="urn:t" location="${address}"/></definitions>`;
  const load = async (url: string) =>
    url.includes("main") ? new TextEncoder().encode(wsdl) : Promise.reject(new Error("no answer"));

  await expect(readWsdl("https://dms.example.com/main.wsdl", load)).rejects.toThrow(
    `<import location="${shown}"> of the namespace urn:t cannot be read: no answer`,
  );
});
