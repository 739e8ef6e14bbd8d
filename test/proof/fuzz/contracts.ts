import { contractOf } from "../../codegen/contract-of.js";

/** A schema with a little of everything. */
const SCHEMA = `
  <xs:simpleType name="Color"><xs:restriction base="xs:string"><xs:enumeration value="red"/><xs:enumeration value="green"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Code"><xs:restriction base="xs:token"><xs:pattern value="[A-Z]{2}-\\d+"/><xs:maxLength value="10"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Codes"><xs:list itemType="tns:Code"/></xs:simpleType>
  <xs:simpleType name="Either"><xs:union memberTypes="xs:int tns:Color"/></xs:simpleType>
  <xs:complexType name="Animal" abstract="true"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:ID"/></xs:complexType>
  <xs:complexType name="Dog"><xs:complexContent><xs:extension base="tns:Animal"><xs:choice><xs:element name="bark" type="xs:boolean"/><xs:element name="age" type="xs:unsignedByte" minOccurs="0"/></xs:choice></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="tns:Code" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="Node"><xs:sequence><xs:element name="node" type="tns:Node" minOccurs="0" maxOccurs="unbounded"/><xs:group ref="tns:Pair"/><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence><xs:attributeGroup ref="tns:Marks"/><xs:anyAttribute processContents="skip"/></xs:complexType>
  <xs:group name="Pair"><xs:sequence><xs:element name="left" type="xs:long"/><xs:element name="right" type="xs:dateTime" nillable="true"/></xs:sequence></xs:group>
  <xs:attributeGroup name="Marks"><xs:attribute name="lang" default="en"/><xs:attribute name="fixed" type="xs:int" fixed="1"/></xs:attributeGroup>
  <xs:element name="head" type="xs:string" abstract="true"/><xs:element name="member" type="xs:string" substitutionGroup="tns:head"/>`;
const PARTS = [
  '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="color" type="tns:Color"/><xs:element name="codes" type="tns:Codes"/><xs:element name="either" type="tns:Either" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>',
  '<xs:element name="e" type="tns:Dog"/>',
  '<xs:element name="e"><xs:complexType><xs:all><xs:element name="price" type="tns:Price"/><xs:element name="animal" type="tns:Animal" nillable="true"/></xs:all></xs:complexType></xs:element>',
  '<xs:element name="e" type="tns:Node"/>',
  '<xs:element name="e"><xs:complexType mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element ref="tns:head"/><xs:element name="b" type="xs:base64Binary"/></xs:choice></xs:complexType></xs:element>',
];

/** WSDLs of one operation each, which together use most constructs of XML Schema. */
export function smallContracts(): string[] {
  return PARTS.map((part) => contractOf(SCHEMA + part, ["e"]));
}
