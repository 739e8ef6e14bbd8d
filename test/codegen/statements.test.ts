import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";

const root = resolve(__dirname, "../..");
const biome = resolve(root, "node_modules/@biomejs/biome/bin/biome");

/** A name that is too long to stand in one line with another one. */
const long = (name: string): string => `${name}${"OfTheVeryLongName".repeat(3)}`;

const element = (name: string, type: string, more = ""): string => `<xs:element name="${name}" type="${type}"${more}/>`;
const object = (name: string, content: string): string => `<xs:complexType name="${name}">${content}</xs:complexType>`;
const sequence = (...elements: readonly string[]): string => `<xs:sequence>${elements.join("")}</xs:sequence>`;
const extension = (base: string, content: string): string =>
  `<xs:complexContent><xs:extension base="tns:${base}">${content}</xs:extension></xs:complexContent>`;
const enumeration = (values: readonly string[]): string => {
  const facets = values.map((value) => `<xs:enumeration value="${value}"/>`);
  return `<xs:restriction base="xs:string">${facets.join("")}</xs:restriction>`;
};
const words = ["first", "second", "third"].map(long);
const members = ["first", "second", "third", "fourth", "fifth", "sixth"];
const either = `<xs:simpleType name="Either"><xs:union>${["xs:boolean", "xs:date", "xs:int"]
  .map((base) => `<xs:simpleType><xs:restriction base="${base}"/></xs:simpleType>`)
  .join("")}</xs:union></xs:simpleType>`;

const schema = [
  object("Base", sequence(element(long("name"), `tns:${long("Large")}`, ' nillable="true" minOccurs="0"'))),
  object("Small", extension("Base", sequence(element("size", "xs:int")))),
  object(long("Large"), extension("Base", sequence(element("size", "xs:int")))),
  object(long("Larger"), extension(long("Large"), sequence(element("more", "xs:int")))),
  object(long("Alike"), extension(long("Large"), "")),
  object(
    "Payment",
    sequence(
      element("amount", "xs:decimal"),
      `<xs:choice>${element("card", "xs:string")}<xs:element name="${long("method")}"><xs:simpleType>${enumeration(members)}</xs:simpleType></xs:element>${element(long("account"), `tns:${long("Large")}`, ' minOccurs="0" nillable="true"')}</xs:choice>`,
    ),
  ),
  object("Any", `<xs:choice>${element("a", "xs:string")}${element("b", "xs:int")}</xs:choice>`),
  object("Nothing", ""),
  object("Many", `<xs:choice>${members.map((name) => element(name, "xs:string")).join("")}</xs:choice>`),
  object(
    "Documented",
    `<xs:annotation><xs:documentation>${"A sentence of several words. ".repeat(9)}\n${"unbroken".repeat(20)}</xs:documentation></xs:annotation>${sequence(element("tree", "tns:Documented", ' minOccurs="0"'))}<xs:anyAttribute namespace="urn:${"a".repeat(90)}"/>`,
  ),
  `<xs:simpleType name="Word">${enumeration(words)}</xs:simpleType>`,
  `<xs:simpleType name="${long(long("Short"))}">${enumeration(["one", long("two")])}</xs:simpleType>`,
  `<xs:simpleType name="${long("Quoted")}">${enumeration(["&quot;", "'"])}</xs:simpleType>`,
  object(
    "Marks",
    sequence(
      `<xs:element name="mark"><xs:simpleType>${enumeration(["\\", "/*"])}</xs:simpleType></xs:element>`,
      element("next", "xs:int"),
    ),
  ),
  `<xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:pattern value="[a-z/]{1,9}|${"long".repeat(30)}"/><xs:maxLength value="9"/></xs:restriction></xs:simpleType>`,
  either,
  `<xs:element name="${long("Get")}"/>`,
  `<xs:element name="${long("GetOnALineItself")}"/>`,
  `<xs:element name="${long("Header")}" type="tns:Base"/>`,
  `<xs:element name="Short" type="tns:Small"/>`,
].join("");

/** A contract whose declarations are too long for a line, in every way in which they can be. */
const contract = contractOf(schema, [long("Get"), long("GetOnALineItself"), long("Header"), "Short"])
  .replaceAll(/<input message="([^"]*)"\/>/g, '<input message="$1"/><output message="$1"/>')
  .replaceAll(
    "<input><soap:body",
    `<input><soap:header message="tns:${long("Header")}" part="parameters" use="literal"/><soap:body`,
  )
  .replaceAll(
    "</input></operation>",
    `</input><output><soap:header message="tns:${long("Header")}" part="parameters" use="literal"/><soap:body use="literal"/></output></operation>`,
  );

/** The text as the project's formatter and linter leave it. */
function formatted(text: string, name: string): string {
  const args = [biome, "check", "--write", `--stdin-file-path=generated/${name}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return stdout;
}

test("the project's formatter changes nothing in generated files", async () => {
  const files = [...(await generated(contract))];

  expect(files.length).toBeGreaterThan(3);
  expect(files.map(([name, text]) => [name, formatted(text, name)])).toEqual(files);
});

test.each([
  ["parameters on lines of their own", /^export function \w+\(\n {2}soap: SoapClient,$/m],
  ["a return type on a line of its own", /^\): Promise<\n {2}WithHeaders<.*>\n> \{$/m],
  ["a return type on several lines", /^\): Promise<\n {2}WithHeaders<\n {4}\w+,\n {4}\w+\n {2}>\n> \{$/m],
  ["type arguments on lines of their own", /^export const \w+: Operation<\n {2}WithHeaders<\n {4}\w+,$/m],
  ["a base on a line of its own", /^export interface \w+\n {2}extends \w+ \{$/m],
  ["a union with a line for each member", /^export type \w+ =\n {2}\| "first/m],
  ["an alias on a line of its own", /^export type \w+ =\n {2}\w+;$/m],
  ["variants with the tag on a line of its own", /^ {2}\| \(\{\n {6}\$type: "\w+";\n {4}\} & \w+\)/m],
  ["a choice beside other properties", /^export type Payment = \{\n[^}]*\} & \(\n {2}\| \{$/m],
  ["a choice alone", /^export type Any =\n {2}\| \{$/m],
  ["a property with a line for each member of its type", /^ {2}\w+\?:\n {4}\| \w+\n {4}\| null\n/m],
  ["such a property within a choice", /^ {6}\w+:\n {8}\| "first"\n/m],
  ["a property that may be null, which is not broken", /^ {6}\w{50,}: \w{50,} \| null;$/m],
  [
    "a property behind literals that end with a backslash and begin like a comment",
    /^ {2}mark: "\\\\" \| "\/\*";\n {2}\/\*\* `next`, /m,
  ],
  ["a constant on a line of its own", /^const \w+ =\n {2}"/m],
  ["imports on lines of their own", /^import \{\n/m],
  ["exports on lines of their own", /^export \{\n/m],
])("that contract has %s", async (_form, pattern) => {
  expect([...(await generated(contract)).values()].join("")).toMatch(pattern);
});
