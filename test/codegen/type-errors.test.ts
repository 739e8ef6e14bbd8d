import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { contractOf } from "./contract-of.js";
import { generateService } from "./generated-service.js";

const root = resolve(__dirname, "../..");

const contract = contractOf(
  `<xs:complexType name="Line"><xs:sequence>
    <xs:element name="no" type="xs:int"/><xs:element name="note" type="xs:string" minOccurs="0"/>
    <xs:element name="price" type="xs:decimal" nillable="true"/><xs:element name="total" type="xs:long"/>
    <xs:element name="color" type="tns:Color"/>
    <xs:element name="tint" type="tns:Tint" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="flags" type="tns:Flags" minOccurs="0"/>
    <xs:element name="gift" type="xs:boolean" fixed="false" minOccurs="0"/>
    <xs:element name="shade" type="tns:Shade" minOccurs="0"/>
    <xs:element name="cover" type="tns:Color" fixed="gold" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Line2"><xs:sequence><xs:element name="no" type="xs:string"/></xs:sequence></xs:complexType>
  <xs:complexType name="Express"><xs:complexContent><xs:extension base="tns:Line2"><xs:sequence>
    <xs:element name="by" type="xs:date"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="EitherOrder"><xs:choice>
    <xs:sequence><xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int" nillable="true"/></xs:sequence>
    <xs:sequence><xs:element name="b" type="xs:int" nillable="true"/><xs:element name="a" type="xs:string"/></xs:sequence>
  </xs:choice></xs:complexType>
  <xs:complexType name="Payment"><xs:choice>
    <xs:element name="x" type="xs:string" maxOccurs="9"/>
    <xs:sequence><xs:element name="by" type="xs:date"/><xs:element name="x" type="xs:string" maxOccurs="9"/></xs:sequence>
  </xs:choice></xs:complexType>
  <xs:simpleType name="Color"><xs:restriction base="xs:token"><xs:enumeration value="red"/><xs:enumeration value="blue"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Shade"><xs:restriction base="tns:Color"><xs:enumeration value="green"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Tint"><xs:union memberTypes="tns:Color xs:string"/></xs:simpleType>
  <xs:simpleType name="Flags"><xs:restriction base="xs:NMTOKENS"><xs:enumeration value="a"/><xs:enumeration value="a b"/></xs:restriction></xs:simpleType>
  <xs:element name="send"><xs:complexType><xs:sequence>
    <xs:element name="line" type="tns:Line" maxOccurs="unbounded"/>
    <xs:choice><xs:element name="card" type="xs:string"/><xs:element name="iban" type="xs:string"/></xs:choice>
    <xs:element name="way" type="tns:Line2" minOccurs="0"/>
    <xs:element name="order" type="tns:EitherOrder" minOccurs="0"/>
    <xs:element name="payment" type="tns:Payment" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>`,
  ["send"],
);

/** Code that compiles. */
const right = `
const line: Line = { no: 1, price: "0.10", total: 5n, color: "red", tint: ["blue", "#fff"], flags: ["a", "b"], shade: "green", cover: "gold" };
const request: SendRequest = { line: [line, { ...line, note: "x", price: null }], card: "4111" };
send(soap, { ...request, way: { $type: "Express", no: "1", by: "2030-01-01" } });
send(soap, { ...request, order: { a: "1", b: null }, payment: { x: ["1"] } });
send(soap, { ...request, payment: { by: "2030-01-01", x: ["1"] } });
export const lineSchema: z.ZodType<Line2> = complexType({ no: element("urn:test", "no", xs.string) });
`;

/** What is wrong with a statement that does not compile. */
const wrong: readonly (readonly [what: string, statement: string])[] = [
  ["a text for a number", `send(soap, { ...request, line: [{ ...line, no: "1" }] });`],
  ["a number for a long", "send(soap, { ...request, line: [{ ...line, total: 5 }] });"],
  ["a number for a decimal", "send(soap, { ...request, line: [{ ...line, price: 0.1 }] });"],
  ["a member that is missing", `send(soap, { ...request, line: [{ no: 1, price: null, total: 5n }] });`],
  [
    "a member that may be nil, and is missing",
    `send(soap, { ...request, line: [{ no: 1, total: 5n, color: "red" }] });`,
  ],
  ["nil where the element is not nillable", "send(soap, { ...request, line: [{ ...line, no: null }] });"],
  ["nil where the element may only be absent", "send(soap, { ...request, line: [{ ...line, note: null }] });"],
  ["a member of no element", `send(soap, { ...request, other: 1 });`],
  ["a literal that the enumeration has not", `send(soap, { ...request, line: [{ ...line, color: "green" }] });`],
  [
    "a text that is no word of an enumeration of lists",
    `send(soap, { ...request, line: [{ ...line, flags: ["c"] }] });`,
  ],
  ["another boolean than the fixed one", "send(soap, { ...request, line: [{ ...line, gift: true }] });"],
  ["a number in an open union of texts", "send(soap, { ...request, line: [{ ...line, tint: [1] }] });"],
  ["one element where it repeats", "send(soap, { ...request, line });"],
  ["both of a choice", `send(soap, { ...request, iban: "DE" });`],
  ["one of what each alternative of a choice requires", `send(soap, { ...request, order: { a: "1" } });`],
  [
    "nothing of what each alternative of a choice requires",
    `send(soap, { ...request, payment: { by: "2030-01-01" } });`,
  ],
  ["none of a choice", "send(soap, { line: [line] });"],
  ["a $type that there is not", `send(soap, { ...request, way: { $type: "Slow", no: "1" } });`],
  ["a derived type without its members", `send(soap, { ...request, way: { $type: "Express", no: "1" } });`],
  ["a response of a one-way operation", "const answer: string = await send(soap, request);"],
  ["a request of another operation", "sendOperation satisfies Operation<Line, void>;"],
  ["a schema that lacks a member", "const a: z.ZodType<Line2> = complexType({});"],
  [
    "a schema with a member too many",
    `const b: z.ZodType<Line2> = complexType({ no: element("", "no", xs.string), x: element("", "x", xs.string) });`,
  ],
  ["a member of another type", `const c: z.ZodType<Line2> = complexType({ no: element("", "no", xs.int) });`],
  ["a member of a wider type", `const d: z.ZodType<{ no: "a" }> = complexType({ no: element("", "no", xs.string) });`],
  [
    "a member of a narrower type",
    `const e: z.ZodType<{ no: string }> = complexType({ no: element("", "no", enumeration(xs.string, ["a"])) });`,
  ],
  [
    "a member that may be absent, of one that may not",
    `const f: z.ZodType<{ no: string }> = complexType({ no: optional(element("", "no", xs.string)) });`,
  ],
  [
    "a member that may not be absent, of one that may",
    `const g: z.ZodType<{ no?: string | undefined }> = complexType({ no: element("", "no", xs.string) });`,
  ],
  [
    "a member that may be nil, of one that may not",
    `const h: z.ZodType<{ no: string }> = complexType({ no: nillable(element("", "no", xs.string)) });`,
  ],
  [
    "one member of an array",
    `const i: z.ZodType<{ no: string[] }> = complexType({ no: element("", "no", xs.string) });`,
  ],
  [
    "a schema of another type as a member's",
    `const j: z.ZodType<{ line: Line }> = complexType({ line: element("", "line", Line2Schema) });`,
  ],
  ["an extension that lacks a member", "const k: z.ZodType<Express> = extension(Line2Schema, {});"],
  [
    "a content model of what is no member",
    `const l: z.ZodType<Line2> = complexType({ no: element("", "no", xs.string) }, { content: sequence("nope") });`,
  ],
  ["a literal that the enumeration's base has not", `const m: z.ZodType<number> = enumeration(xs.int, ["a"]);`],
  ["a bound of another type", "const n: z.ZodType<bigint> = restriction(xs.long, { minInclusive: 1 });"],
  [
    "rows of arrays where there is one dimension",
    "const o: z.ZodType<(number | null)[]> = soapArray(xs.int, { dimensions: 2 });",
  ],
  ["an array whose items cannot be null", "const o: z.ZodType<number[]> = soapArray(xs.int);"],
];

test("the compiler rejects what the contract does not allow, and only that", async () => {
  const { folder } = await generateService(contract);
  const soap = relative(folder, resolve(root, "src/soap/index.js"));
  const code = `import { ${RUNTIME} } from "${soap}";
import { ${GENERATED} } from "./index.js";
declare const soap: SoapClient;
${right}
${rejected(wrong)}
`;
  expect(await compile(folder, code)).toBe("");
});

const answering = contract
  .replace(/(<operation name="send"><input [^>]*>)/, '$1<output message="tns:send"/>')
  .replace('<input><soap:body use="literal"/></input>', '$&<output><soap:body use="literal"/></output>');

/** Code that compiles with a response that is read leniently. */
const rightLeniently = `
const response = await send(soap, { line: [], card: "4111" });
const no: number | null | undefined = response.line?.[0]?.no;
const color: "red" | "blue" | null | undefined = response.line?.at(0)?.color;
const by: string | null | undefined = response.way?.$type === "Express" ? response.way.by : undefined;
`;

const wrongLeniently: typeof wrong = [
  ["a member as if it were there", "const a: number = response.line[0]!.no;"],
  ["a member as if it were not null", "const b: number | undefined = response.line?.[0]?.no;"],
  ["an item as if it were not null", "const c: object[] | null | undefined = response.line;"],
  ["a member of another derived type", "response.way?.by;"],
  ["a request without a member", `send(soap, { card: "4111" });`],
  ["a request with null", `send(soap, { line: null, card: "4111" });`],
];

test("the compiler knows that members may be missing or null where responses are read leniently", async () => {
  const { folder } = await generateService(answering, { lenientResponses: true });
  const soap = relative(folder, resolve(root, "src/soap/index.js"));
  const code = `import type { SoapClient } from "${soap}";
import { send } from "./index.js";
declare const soap: SoapClient;
${rightLeniently}
${rejected(wrongLeniently)}
export { by, color, no };
`;
  expect(await compile(folder, code)).toBe("");
});

function rejected(statements: typeof wrong): string {
  return statements.map(([what, statement]) => `// @ts-expect-error ${what}\n${statement}`).join("\n");
}

const RUNTIME =
  "complexType, element, enumeration, extension, nillable, type Operation, optional, restriction, sequence, type SoapClient, soapArray, xs, type z";
const GENERATED = "type Express, type Line, type Line2, Line2Schema, type SendRequest, send, sendOperation";

/** The errors of the compiler. */
function compile(folder: string, code: string): Promise<string> {
  writeFileSync(join(folder, "use.ts"), code);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = { types: ["node"], typeRoots: [join(root, "node_modules/@types")], noUnusedLocals: false };
  const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return new Promise((done) => {
    execFile(process.execPath, [tsc, "--noEmit", "-p", folder], (_error, stdout) => done(stdout));
  });
}
