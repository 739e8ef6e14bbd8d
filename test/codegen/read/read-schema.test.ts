import type { GroupParticle, TypeReference } from "../../../scripts/contract/service-model.js";
import { outlinesOf, readFiles, schemaOf, wsdlAround } from "../read-outline.js";

const complex = (body: string, attributes = "") => `<xs:complexType name="T" ${attributes}>${body}</xs:complexType>`;
const simple = (body: string) => `<xs:simpleType name="T">${body}</xs:simpleType>`;

test.each<[name: string, { given: string; want: string[] }]>([
  [
    "a sequence of local elements, which occur once by default",
    {
      given: complex(
        '<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="t:T" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>',
      ),
      want: ["t:T = (t:a xs:int, t:b t:T 0..*)"],
    },
  ],
  ["no content where there is none", { given: complex(""), want: ["t:T = empty"] }],
  ["no content where the sequence is empty", { given: complex("<xs:sequence/>"), want: ["t:T = empty"] }],
  ["an empty choice, which no content satisfies", { given: complex("<xs:choice/>"), want: ["t:T = ()"] }],
  [
    "choices, alls, nesting and repetition of compositors",
    {
      given: `${complex(
        '<xs:sequence><xs:choice maxOccurs="unbounded"><xs:element name="a"/><xs:sequence minOccurs="0"><xs:element name="b"/></xs:sequence></xs:choice></xs:sequence>',
      )}<xs:complexType name="U"><xs:all minOccurs="0"><xs:element name="a" minOccurs="0"/><xs:element name="b"/></xs:all></xs:complexType>`,
      want: [
        "t:T = ((t:a xs:anyType | (t:b xs:anyType) 0..1) 1..*)",
        "t:U = {t:a xs:anyType 0..1, t:b xs:anyType} 0..1",
      ],
    },
  ],
  [
    "an extension of anyType, which has any content and any attribute",
    {
      given: complex(
        '<xs:complexContent><xs:extension base="xs:anyType"><xs:attribute name="a"/></xs:extension></xs:complexContent>',
      ),
      want: ["t:T = mixed (any(##any lax) 0..*) @a xs:anySimpleType @any(##any lax)"],
    },
  ],
  [
    "simple content of the base, where an extension adds an empty sequence",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:U"><xs:sequence/></xs:extension></xs:complexContent>')}<xs:complexType name="U"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>`,
      want: ["t:T = extension of t:U text", "t:U = text(xs:int)"],
    },
  ],
  [
    "no particle whose maxOccurs is 0",
    {
      given: complex(
        '<xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="0"/><xs:any minOccurs="0" maxOccurs="0"/><xs:choice minOccurs="0" maxOccurs="0"><xs:element name="b"/></xs:choice></xs:sequence>',
      ),
      want: ["t:T = empty"],
    },
  ],
  [
    "form, against elementFormDefault",
    {
      given: complex(
        '<xs:sequence><xs:element name="a" form="unqualified"/></xs:sequence><xs:attribute name="b" form="qualified"/><xs:attribute name="c"/>',
      ),
      want: ["t:T = (a xs:anyType) @t:b xs:anySimpleType @c xs:anySimpleType"],
    },
  ],
  [
    "nillable, default and fixed of elements",
    {
      given: complex(
        '<xs:sequence><xs:element name="a" type="xs:int" nillable="true" default="1"/><xs:element name="b" type="xs:string" nillable="0" fixed=" x "/></xs:sequence>',
      ),
      want: ['t:T = (t:a xs:int nillable default="1", t:b xs:string fixed=" x ")'],
    },
  ],
  [
    "references to elements, with the type, nillable and default of the elements",
    {
      given: `${complex('<xs:sequence><xs:element ref="t:e" minOccurs="0"/></xs:sequence>')}<xs:element name="e" type="xs:int" nillable="true" default="7"/>`,
      want: ['t:T = (ref t:e xs:int 0..1 nillable default="7")', '<t:e> xs:int nillable default="7"'],
    },
  ],
  [
    "elements that refer to each other in circles",
    {
      given:
        '<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="t:b" minOccurs="0"/></xs:sequence></xs:complexType></xs:element><xs:element name="b"><xs:complexType><xs:sequence><xs:element ref="t:a"/></xs:sequence></xs:complexType></xs:element>',
      want: ["<t:a> [(ref t:b … 0..1)]", "<t:b> [(ref t:a …)]"],
    },
  ],
  [
    "anonymous types",
    {
      given:
        '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="a"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>',
      want: ["<t:e> [(t:a [xs:string maxLength=3])]"],
    },
  ],
  [
    "groups, with the occurrence of the reference",
    {
      given: `${complex(
        '<xs:sequence><xs:group ref="t:g" minOccurs="0" maxOccurs="2"/><xs:element name="z"/></xs:sequence>',
      )}<xs:complexType name="U"><xs:group ref="t:g"/></xs:complexType><xs:group name="g"><xs:choice><xs:element name="a"/><xs:group ref="t:h"/></xs:choice></xs:group><xs:group name="h"><xs:sequence><xs:element name="b"/></xs:sequence></xs:group>`,
      want: [
        "t:T = ((t:a xs:anyType | (t:b xs:anyType)) 0..2, t:z xs:anyType)",
        "t:U = (t:a xs:anyType | (t:b xs:anyType))",
      ],
    },
  ],
  [
    "a group within the type of one of its elements",
    {
      given:
        '<xs:element name="e"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element><xs:group name="g"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="more" minOccurs="0" type="t:T"/></xs:sequence></xs:group>' +
        complex('<xs:group ref="t:g"/>'),
      want: ["t:T = (t:a xs:int, t:more t:T 0..1)", "<t:e> [(t:a xs:int, t:more t:T 0..1)]"],
    },
  ],
  [
    "wildcards, their namespaces resolved",
    {
      given: complex(
        '<xs:sequence><xs:any/><xs:any namespace="##other" processContents="lax" maxOccurs="unbounded"/><xs:any namespace="##targetNamespace ##local urn:x" processContents="skip"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="lax"/>',
      ),
      want: [
        "t:T = (any(##any strict), any(##other than urn:t lax) 1..*, any([urn:t  urn:x] skip)) @any(##other than urn:t lax)",
      ],
    },
  ],
  [
    "attributes: use, default, fixed, reference, anonymous type",
    {
      given: `${complex(
        '<xs:attribute name="a" type="xs:int" use="required"/><xs:attribute name="b" default="x"/><xs:attribute ref="t:g" use="required"/><xs:attribute name="c" use="prohibited"/><xs:attribute name="d" fixed="y"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:attribute>',
      )}<xs:attribute name="g" type="xs:boolean" default="true"/>`,
      want: [
        't:T = empty @a xs:int required @b xs:anySimpleType default="x" @t:g xs:boolean required default="true" @d [list(xs:int)] fixed="y"',
      ],
    },
  ],
  [
    "attribute groups, nested, with the wildcards that all of them allow",
    {
      given: `${complex(
        '<xs:attributeGroup ref="t:g"/><xs:anyAttribute namespace="urn:x urn:y" processContents="skip"/>',
      )}<xs:attributeGroup name="g"><xs:attribute name="a"/><xs:attributeGroup ref="t:h"/></xs:attributeGroup><xs:attributeGroup name="h"><xs:attribute name="b"/><xs:anyAttribute namespace="urn:y urn:z"/></xs:attributeGroup>`,
      want: ["t:T = empty @a xs:anySimpleType @b xs:anySimpleType @any([urn:y] skip)"],
    },
  ],
  [
    "xml: attributes without their schema",
    {
      given: `<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>${complex('<xs:attribute ref="xml:lang"/>')}`,
      want: ["t:T = empty @{http://www.w3.org/XML/1998/namespace}lang [union(xs:language | [xs:string enumeration=])]"],
    },
  ],
  [
    "a DataSet, whose schema is an element of the schema of schemas",
    {
      given: complex('<xs:sequence><xs:element ref="xs:schema"/><xs:any/></xs:sequence>'),
      want: ["t:T = (ref xs:schema xs:anyType, any(##any strict))", "<xs:schema> xs:anyType"],
    },
  ],
  [
    "an extension: the content that it adds",
    {
      given: `${complex(
        '<xs:complexContent><xs:extension base="t:B"><xs:sequence><xs:element name="b"/></xs:sequence><xs:attribute name="d"/></xs:extension></xs:complexContent>',
      )}<xs:complexType name="B" abstract="true"><xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="c"/></xs:complexType>`,
      want: [
        "t:T = extension of t:B (t:b xs:anyType) @d xs:anySimpleType",
        "t:B = abstract (t:a xs:anyType) @c xs:anySimpleType",
      ],
    },
  ],
  [
    "a restriction: the whole content, and all attributes that are not prohibited",
    {
      given: `${complex(
        '<xs:complexContent><xs:restriction base="t:B"><xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="c" use="required"/><xs:attribute name="d" use="prohibited"/></xs:restriction></xs:complexContent>',
      )}<xs:complexType name="B"><xs:complexContent><xs:extension base="t:A"><xs:sequence><xs:element name="a" minOccurs="0"/></xs:sequence><xs:attribute name="c"/><xs:attribute name="d"/></xs:extension></xs:complexContent></xs:complexType><xs:complexType name="A"><xs:attribute name="e"/></xs:complexType>`,
      want: [
        "t:T = restriction of t:B (t:a xs:anyType) @e xs:anySimpleType @c xs:anySimpleType required",
        "t:B = extension of t:A (t:a xs:anyType 0..1) @c xs:anySimpleType @d xs:anySimpleType",
        "t:A = empty @e xs:anySimpleType",
      ],
    },
  ],
  [
    "a restriction of anyType, the long form of a type without a base",
    {
      given: complex(
        '<xs:complexContent><xs:restriction base="xs:anyType"><xs:sequence><xs:element name="a"/></xs:sequence></xs:restriction></xs:complexContent>',
      ),
      want: ["t:T = (t:a xs:anyType)"],
    },
  ],
  [
    "mixed content, inherited by extension",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:B"/></xs:complexContent>')}<xs:complexType name="B" mixed="true"><xs:sequence><xs:any/></xs:sequence></xs:complexType><xs:complexType name="C"><xs:complexContent mixed="true"><xs:restriction base="t:B"/></xs:complexContent></xs:complexType>`,
      want: [
        "t:T = mixed extension of t:B empty",
        "t:B = mixed (any(##any strict))",
        "t:C = mixed restriction of t:B empty",
      ],
    },
  ],
  [
    "simple content: text with attributes, extended and restricted",
    {
      given: `${complex(
        '<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency"/></xs:extension></xs:simpleContent>',
      )}<xs:complexType name="U"><xs:simpleContent><xs:extension base="t:T"><xs:attribute name="b"/></xs:extension></xs:simpleContent></xs:complexType><xs:complexType name="V"><xs:simpleContent><xs:restriction base="t:U"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleContent></xs:complexType>`,
      want: [
        "t:T = text(xs:decimal) @currency xs:anySimpleType",
        "t:U = extension of t:T text @b xs:anySimpleType",
        "t:V = restriction of t:U text([xs:decimal maxInclusive=9]) @currency xs:anySimpleType @b xs:anySimpleType",
      ],
    },
  ],
  [
    "an extension that adds attributes to text, written as complex content",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:B"><xs:attribute name="b"/></xs:extension></xs:complexContent>')}<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>`,
      want: ["t:T = extension of t:B text @b xs:anySimpleType", "t:B = text(xs:string)"],
    },
  ],
  [
    "facets of all kinds, with patterns and enumerations unchanged",
    {
      given: `${simple(
        '<xs:restriction base="xs:string"><xs:enumeration value=" a "/><xs:enumeration value=""/><xs:pattern value="\\d+ "/><xs:length value="1"/><xs:minLength value=" 0 "/><xs:maxLength value="9"/><xs:whiteSpace value="collapse"/></xs:restriction>',
      )}<xs:simpleType name="U"><xs:restriction base="xs:decimal"><xs:minInclusive value="-1.5"/><xs:maxExclusive value="10"/><xs:totalDigits value="3"/><xs:fractionDigits value="0"/></xs:restriction></xs:simpleType>`,
      want: [
        "t:T = xs:string enumeration= a  enumeration= pattern=\\d+  length=1 minLength=0 maxLength=9 whiteSpace=collapse",
        "t:U = xs:decimal minInclusive=-1.5 maxExclusive=10 totalDigits=3 fractionDigits=0",
      ],
    },
  ],
  [
    "lists and unions, of types by name and inside",
    {
      given: `${simple('<xs:union memberTypes="xs:int t:L"><xs:simpleType><xs:restriction base="xs:token"/></xs:simpleType></xs:union>')}<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType><xs:simpleType name="M"><xs:list><xs:simpleType><xs:restriction base="t:T"><xs:enumeration value="1"/></xs:restriction></xs:simpleType></xs:list></xs:simpleType><xs:simpleType name="N"><xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType><xs:maxLength value="2"/></xs:restriction></xs:simpleType>`,
      want: [
        "t:T = union(xs:int | t:L | [xs:token])",
        "t:L = list(xs:int)",
        "t:M = list([t:T enumeration=1])",
        "t:N = [list(xs:int)] maxLength=2",
      ],
    },
  ],
  [
    "substitution groups, whose members inherit the type of their head",
    {
      given:
        '<xs:element name="m" substitutionGroup="t:h"/><xs:element name="h" type="t:T" abstract="true"/><xs:element name="n" type="xs:anyType" substitutionGroup="t:m"/>' +
        complex(""),
      want: ["t:T = empty", "<t:m> t:T for t:h", "<t:h> t:T abstract", "<t:n> xs:anyType for t:m"],
    },
  ],
  [
    "identity constraints, notations, block, final and appinfo, which change no message",
    {
      given: `<xs:annotation><xs:appinfo><anything xmlns="urn:x"/></xs:appinfo></xs:annotation><xs:notation name="n" public="p"/><xs:element name="e" type="t:T" block="#all" final="extension"><xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="@b"/></xs:key></xs:element>${complex("", 'block="extension" final="#all" id="T" xmlns:x="urn:x" x:y="z"')}`,
      want: ["t:T = empty", "<t:e> t:T"],
    },
  ],
])("reads %s", async (_, { given, want }) => {
  expect(await outlinesOf({ "t.wsdl": wsdlAround(schemaOf(given)) })).toEqual(want);
});

test("reads a group once, so that a type within it that refers to it again makes a circle, not an endless model", async () => {
  const { elements } = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(`<xs:element name="e"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element>
        <xs:group name="g"><xs:sequence><xs:element name="a"><xs:complexType><xs:group ref="t:g" minOccurs="0"/></xs:complexType></xs:element></xs:sequence></xs:group>`),
    ),
  });

  const outer = groupOf(elements[0]?.type);
  const [a] = outer.particles;
  expect(a).toMatchObject({ name: { name: "a" } });
  expect(groupOf(a?.kind === "element" ? a.type : undefined)).toMatchObject({ min: 0, particles: outer.particles });
});

test("gives a reference to an element the same type object as the element", async () => {
  const { elements } = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(
        `<xs:element name="e"><xs:complexType><xs:sequence><xs:element ref="t:e" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>`,
      ),
    ),
  });

  const [reference] = groupOf(elements[0]?.type).particles;
  expect(reference?.kind === "element" && reference.type).toBe(elements[0]?.type);
});

test("gives the position of a component, in lines and columns from 1", async () => {
  const { types } = await readFiles({ "t.wsdl": wsdlAround(schemaOf("\n  <xs:complexType name='T'/>")) });

  expect(types.map((type) => type.at)).toEqual([{ document: "t.wsdl", line: 4, column: 3 }]);
});

test.each<[name: string, { given: string; want: string | undefined }]>([
  ["nothing where there is nothing", { given: "", want: undefined }],
  ["nothing where there is white space", { given: "<xs:documentation> \n </xs:documentation>", want: undefined }],
  [
    "the text, in one line",
    { given: "<xs:documentation>\n  The  first\n  name. </xs:documentation>", want: "The first name." },
  ],
  [
    "paragraphs, and further documentation as another one",
    {
      given:
        "<xs:documentation>a\n \n b\n\n\nc</xs:documentation><xs:appinfo>no</xs:appinfo><xs:documentation>d</xs:documentation>",
      want: "a\n\nb\n\nc\n\nd",
    },
  ],
  [
    "the text of markup, with blanks where elements touch",
    {
      given: '<xs:documentation><p xmlns="h">One<br/>two</p><p xmlns="h"><b>three</b></p></xs:documentation>',
      want: "One two three",
    },
  ],
])("reads documentation: %s", async (_, { given, want }) => {
  const { types } = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(
        `<xs:simpleType name="T"><xs:annotation>${given}</xs:annotation><xs:list itemType="xs:int"/></xs:simpleType>`,
      ),
    ),
  });

  expect(types[0]?.documentation).toBe(want);
});

test("keeps the documentation of elements, attributes, groups, wildcards and facets", async () => {
  const annotated = (name: string) => `<xs:annotation><xs:documentation>${name}</xs:documentation></xs:annotation>`;
  const { types, elements } = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(`
        <xs:complexType name="T"><xs:sequence>${annotated("sequence")}
          <xs:element name="a">${annotated("element")}</xs:element><xs:any>${annotated("any")}</xs:any><xs:element ref="t:e"/>
        </xs:sequence><xs:attribute name="b">${annotated("attribute")}</xs:attribute></xs:complexType>
        <xs:simpleType name="S"><xs:restriction base="xs:string">
          <xs:enumeration value="x">${annotated("facet")}</xs:enumeration>
        </xs:restriction></xs:simpleType>
        <xs:element name="e">${annotated("global")}</xs:element>`),
    ),
  });

  expect(types).toMatchObject([
    {
      content: {
        particle: {
          documentation: "sequence",
          particles: [{ documentation: "element" }, { documentation: "any" }, { documentation: "global" }],
        },
      },
      attributes: [{ documentation: "attribute" }],
    },
    { variety: { facets: [{ documentation: "facet" }] } },
  ]);
  expect(elements).toMatchObject([{ documentation: "global" }]);
});

test("keeps identity constraints, and which attributes a documented group brings", async () => {
  const annotated = (name: string) => `<xs:annotation><xs:documentation>${name}</xs:documentation></xs:annotation>`;
  const { types, elements } = await readFiles({
    "t.wsdl": wsdlAround(
      schemaOf(`
        <xs:attributeGroup name="inner">${annotated("inner")}<xs:attribute name="b"/></xs:attributeGroup>
        <xs:attributeGroup name="outer"><xs:attribute name="a"/><xs:attributeGroup ref="t:inner"/></xs:attributeGroup>
        <xs:complexType name="T"><xs:attributeGroup ref="t:outer">${annotated("outer")}</xs:attributeGroup></xs:complexType>
        <xs:element name="e"><xs:key name="k"><xs:selector xpath=" t:row "/><xs:field xpath="@a"/><xs:field xpath="."/></xs:key>
          <xs:keyref name="r" refer="t:k">${annotated("r")}<xs:selector xpath="*"/><xs:field xpath="@b"/></xs:keyref></xs:element>`),
    ),
  });

  const [a, b] = ["a", "b"].map((name) => ({ namespace: "", name }));
  expect(types).toMatchObject([
    {
      attributeGroups: [
        { documentation: "outer", attributes: [a, b] },
        { documentation: "inner", attributes: [b] },
      ],
    },
  ]);
  expect(elements).toMatchObject([
    {
      constraints: [
        { kind: "key", name: "k", selector: "t:row", fields: ["@a", "."] },
        { kind: "keyref", name: "r", refer: "k", selector: "*", fields: ["@b"], documentation: "r" },
      ],
    },
  ]);
});

function groupOf(type: TypeReference | undefined): GroupParticle {
  const content = type?.anonymous?.kind === "complex" ? type.anonymous.content : undefined;
  if (content?.kind !== "particle") {
    throw new Error("expected an anonymous complex type with a content model");
  }
  return content.particle;
}
