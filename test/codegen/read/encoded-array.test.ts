import { outlineOf, readFiles, schemaOf, wsdlAround } from "../read-outline.js";

const ATTRIBUTES = 'elementFormDefault="qualified" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"';
const ENC = 'xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"';
const array = (body: string) =>
  `<xs:complexType name="T"><xs:complexContent><xs:restriction base="enc:Array" ${ENC}>${body}</xs:restriction></xs:complexContent></xs:complexType>`;

test.each<[name: string, { given: string; want: string }]>([
  [
    "an array declared by wsdl:arrayType",
    {
      given: array('<xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:string[]"/>'),
      want: "restriction of {http://schemas.xmlsoap.org/soap/encoding/}Array empty array of xs:string[]",
    },
  ],
  [
    "an array of arrays, of two dimensions",
    {
      given: array('<xs:attribute ref="enc:arrayType" wsdl:arrayType="t:T[][2,3]"/>'),
      want: "restriction of {http://schemas.xmlsoap.org/soap/encoding/}Array empty array of t:T[][2,3]",
    },
  ],
  [
    "an array declared by one repeated element",
    {
      given: array(
        '<xs:sequence><xs:element name="item" type="xs:int" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>',
      ),
      want: "restriction of {http://schemas.xmlsoap.org/soap/encoding/}Array (t:item xs:int 0..*) array of xs:int[]",
    },
  ],
  [
    "a type that extends an array",
    {
      given: `<xs:complexType name="T"><xs:complexContent><xs:extension base="t:U"/></xs:complexContent></xs:complexType>${array('<xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:int[,]"/>').replace('name="T"', 'name="U"')}`,
      want: "extension of t:U empty array of xs:int[,]",
    },
  ],
  [
    "an array without a type of its items",
    {
      given: array('<xs:anyAttribute namespace="##other"/>'),
      want: "restriction of {http://schemas.xmlsoap.org/soap/encoding/}Array empty @any(##other than urn:t strict) array of xs:anyType[]",
    },
  ],
  [
    "a type with the attributes of the encoding",
    {
      given: `<xs:complexType name="T" ${ENC}><xs:attributeGroup ref="enc:commonAttributes"/></xs:complexType>`,
      want: "empty @id xs:ID @href xs:anyURI",
    },
  ],
])("reads %s", async (_, { given, want }) => {
  const { types } = await readFiles({ "t.wsdl": wsdlAround(schemaOf(given, ATTRIBUTES)) });

  expect(types.slice(0, 1).map(outlineOf)).toEqual([want]);
});
