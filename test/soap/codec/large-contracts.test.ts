import { runInNewContext } from "node:vm";
import {
  accessor,
  all,
  anyElement,
  attribute,
  choice,
  complexType,
  decodeRequest,
  decodeResponse,
  element,
  encodeRequest,
  extension,
  type Group,
  group,
  lenient,
  nillable,
  type Operation,
  optional,
  polymorphic,
  repeated,
  restriction,
  sequence,
  soapArray,
  xs,
} from "../../../src/soap/index.js";
import type { MemberDescriptor } from "../../../src/soap/schema/member.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";

type Reading = "strict" | "lenient" | "encoded";

const NAMESPACES = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"`;

const numbers = Array.from({ length: 5_000 }, (_, number) => number);
const names = numbers.map((number) => `m${number}`);
const each = (member: (name: string) => MemberDescriptor) => names.map((name) => [name, member(name)] as const);

const required = (name: string) => element("", name, xs.string);
const anOptional = (name: string) => optional(required(name));
const anAttribute = (name: string) => attribute("", name, xs.string);
const aList = (name: string) => repeated(required(name));

/** The schema of an object with the members. */
function typeOf(members: readonly (readonly [string, MemberDescriptor])[], content?: Group) {
  const declared = Object.fromEntries(members) as Record<never, never>;
  return complexType<object>(declared, content === undefined ? {} : { content: content as Group<never> });
}

/** Reads the rows of an element `e`. */
function read(row: MemberDescriptor, rows: string, reading?: Reading): readonly unknown[] {
  const e = element("", "e", typeOf([["row", repeated(row as never)]]));
  const use = reading === "encoded" ? "encoded" : "literal";
  const messages = { input: e, output: lenient(e) } as object as Pick<Operation<unknown, unknown>, "input" | "output">;
  const operation: Operation<unknown, unknown> = { name: "e", soapAction: "", use, ...messages };
  const body = [readXml(`<e ${NAMESPACES}>${rows}</e>`)];
  const decode = () => (reading === "lenient" ? decodeResponse : decodeRequest)(operation, body, []);
  // A test's own limit of time does not interrupt what takes minutes in one piece.
  const value: unknown = runInNewContext("decode()", { decode }, { timeout: 60_000 });
  return (value as { row: readonly unknown[] }).row;
}

const optionals = typeOf(each(anOptional));
const inPairs = sequence(
  ...numbers.slice(0, 2_500).map((number) => optional(choice(`m${2 * number}`, `m${2 * number + 1}`))),
);
const attributes = typeOf(each(anAttribute));
const TOO_MANY = ": expected at most 2000000 empty lists, groups, nulls and defaults in a message";

const EMPTY = "<row/>".repeat(100_000);

describe("a type with thousands of members is read without asking each row for each of them", () => {
  test.each<readonly [what: string, row: object, rows: string, last: object, reading: Reading]>([
    [
      "optional choices",
      typeOf(each(required), inPairs),
      `${EMPTY}<row><m1/><m8/></row>`,
      { m1: "", m8: "" },
      "strict",
    ],
    [
      "choices whose alternatives end with the same element",
      typeOf(
        [...each(required), ["end", required("end")]],
        choice(...names.map((name) => sequence(name, "end"))) as Group,
      ),
      `${"<row><m9/><end/></row>".repeat(60_000)}`,
      { m9: "", end: "" },
      "strict",
    ],
    [
      "members of xs:all",
      typeOf(each(anOptional), all(...names)),
      `${EMPTY}<row><m9/><m1/></row>`,
      { m1: "", m9: "" },
      "strict",
    ],
    ["members that are read leniently", optionals, `${EMPTY}<row><m9/><m1/></row>`, { m1: "", m9: "" }, "lenient"],
    [
      "members that a lenient reading misses",
      typeOf(each(required)),
      `${EMPTY}<row><m9/></row>`,
      { m9: "" },
      "lenient",
    ],
    ["attributes that a lenient reading misses", attributes, `${EMPTY}<row m9=""/>`, { m9: "" }, "lenient"],
    [
      "optional elements beside a wildcard, and ever new names",
      typeOf([...each(anOptional), ["any", optional(anyElement({ not: "" }))]]),
      numbers.map((number) => `<row><n:n${number} xmlns:n="urn:${number}"/></row>`.repeat(20)).join(""),
      { any: expect.objectContaining({ name: "n4999" }) },
      "strict",
    ],
  ])("%s", (_what, row, rows, last, reading) => {
    expect(read(element("", "row", row as never), rows, reading).at(-1)).toEqual(last);
  });

  test("attributes of nil", () => {
    const row = nillable(element("", "row", typeOf(each((name) => optional(anAttribute(name))))));
    expect(read(row, '<row xsi:nil="true" m9=""/>'.repeat(60_000)).at(-1)).toBeNull();
    expect(() => read(row, '<row xsi:nil="true" other=""/>')).toThrow("unexpected attribute other");
  });
});

describe("a message that implies more than two million values is rejected, where they are", () => {
  const few = (member: (name: string) => MemberDescriptor) => typeOf(each(member).slice(0, 100));
  const withDefault = (name: string) => attribute("", name, xs.string, { default: "x" });
  const inner = group(typeOf([["x", anOptional("x")]]));

  test.each<readonly [what: string, row: object, reading: Reading]>([
    ["empty lists", few(aList), "strict"],
    ["empty lists of a lenient reading", few(aList), "lenient"],
    ["defaults of attributes", few(withDefault), "strict"],
    ["nulls of a struct", few((name) => accessor("", name, xs.string)), "encoded"],
    ["objects of groups", few(() => inner), "strict"],
  ])("%s", (_what, row, reading) => {
    const member = element("", "row", row as never);
    expect(() => read(member, "<row/>".repeat(20_001), reading)).toThrow(`e/row[20000]${TOO_MANY}`);
  });

  test.each<readonly [what: string, type: object, size: (rows: number) => string]>([
    ["nulls of arrays", soapArray(xs.int), (size) => `soapenc:arrayType="xsd:int[${size}]" soapenc:offset="[0]"`],
    ["arrays without items", soapArray(xs.int, { dimensions: 2 }), (size) => `soapenc:arrayType="xsd:int[${size},0]"`],
  ])("%s, and no fewer", (_what, type, size) => {
    const row = element("", "row", type as never);
    const rows = `<row ${size(100_000)}/>`.repeat(20);
    expect(read(row, rows, "encoded")).toHaveLength(20);
    expect(() => read(row, `${rows}<row ${size(1)}/>`, "encoded")).toThrow(`e/row[20]${TOO_MANY}`);
  });
});

test("types that extend each other share the codecs and the schemas of the members that they inherit", () => {
  let looks = 0;
  const inherited = {
    ...anOptional("m0"),
    get schema() {
      looks += 1;
      return xs.string;
    },
  };
  const chain: object[] = [complexType({ m0: inherited } as Record<never, never>)];
  for (const name of names.slice(1, 200)) {
    chain.push(extension(chain.at(-1) as never, { [name]: anOptional(name) } as Record<never, never>));
  }
  const types = chain.map((type, number) => [`T${number}`, ["", `T${number}`, type as never] as const] as const);
  const e = element("", "e", polymorphic<object>(Object.fromEntries(types)));
  const operation = { name: "e", soapAction: "", input: e };

  const body = readXml(`<e ${NAMESPACES} xsi:type="T199"><m0/></e>`);
  const value = decodeRequest(operation, [body], []);
  expect(value).toEqual({ $type: "T199", m0: "" });
  expect(encodeRequest(operation, value).body).toContain("<m0/>");
  expect(looks).toBeLessThan(10);
});

test("the type of an element that is nil many times is made once, although its schema waits in a function", () => {
  let made = 0;
  const x = nillable(
    element("", "x", () => {
      made += 1;
      return restriction(xs.string, { maxLength: 4 });
    }),
  );
  const e = element("", "e", complexType<{ x: (string | null)[] }>({ x: repeated(x) }));
  const body = readXml(`<e ${NAMESPACES}>${'<x xsi:nil="true"/>'.repeat(100)}</e>`);
  expect(decodeRequest({ name: "e", soapAction: "", input: e }, [body], [])).toEqual({ x: Array(100).fill(null) });
  expect(made).toBeLessThan(10);
});
