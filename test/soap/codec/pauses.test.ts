import {
  attribute,
  complexType,
  createSoapClient,
  element,
  group,
  lenient,
  list,
  type Operation,
  optional,
  polymorphic,
  repeated,
  restriction,
  soapArray,
  text,
  union,
  withHeaders,
  xs,
  type z,
} from "../../../src/soap/index.js";
import { decodingFaultDetail, decodingResponse } from "../../../src/soap/message/messages.js";
import type { Message } from "../../../src/soap/schema/operation.js";
import { Limit, SchemaError } from "../../../src/soap/schema/schema-error.js";
import { simpleTypeOf } from "../../../src/soap/schema/type-descriptor.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import type { Work } from "../../../src/soap/xml/slices.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";

const COUNT = 20_000;
/** A pause is due after 256 elements, attributes or items. */
const MOST_AT_ONCE = 512;

interface Case {
  readonly schema: z.ZodType<unknown>;
  /** Contains {@link COUNT} integers. */
  readonly xml: string;
  readonly use?: "encoded";
  readonly isLenient?: boolean;
}

const ints = "1 ".repeat(COUNT);
const v = element("", "v", xs.int);
const elements = "<v>1</v>".repeat(COUNT);
const rows = `<row>${"<v>1</v>".repeat(COUNT / 100)}</row>`.repeat(100);
const inRows = (row: z.ZodType<unknown>) => complexType({ row: repeated(element("", "row", row)) });
const attributes = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`a${index}`, attribute("", `a${index}`, xs.int)]),
);
const written = Object.keys(attributes)
  .map((name) => `${name}="1"`)
  .join(" ");

const cases: Readonly<Record<string, Case>> = {
  "the items of a list": { schema: list(xs.int), xml: `<e>${ints}</e>` },
  "the items of a list with facets": { schema: restriction(list(xs.int), { minLength: 1 }), xml: `<e>${ints}</e>` },
  "the items of a list in a union": { schema: union(xs.int, list(xs.int)), xml: `<e>${ints}</e>` },
  "the items of lists": {
    schema: inRows(list(xs.int)),
    xml: `<e>${`<row>${"1 ".repeat(100)}</row>`.repeat(COUNT / 100)}</e>`,
  },
  "the items of a list beside attributes": { schema: complexType({ v: text(list(xs.int)) }), xml: `<e>${ints}</e>` },
  "the items of a list in an attribute": {
    schema: complexType({ v: attribute("", "v", list(xs.int)) }),
    xml: `<e v="${ints}"/>`,
  },
  elements: { schema: complexType({ v: repeated(v) }), xml: `<e>${elements}</e>` },
  "elements of elements": { schema: inRows(complexType({ v: repeated(v) })), xml: `<e>${rows}</e>` },
  "elements of a variant": {
    schema: inRows(polymorphic({}, ["", "Row", complexType({ v: repeated(v) })])),
    xml: `<e>${rows}</e>`,
  },
  "elements in any order": {
    schema: complexType({ v: repeated(v) }),
    xml: `<e>${elements}</e>`,
    isLenient: true,
  },
  "groups of elements": {
    schema: complexType({ pair: repeated(group(complexType({ v }))) }),
    xml: `<e>${elements}</e>`,
  },
  "attributes of elements": {
    schema: inRows(complexType(attributes)),
    xml: `<e>${`<row ${written}/>`.repeat(COUNT / 20)}</e>`,
  },
  "the items of an encoded array": { schema: soapArray(xs.int), xml: `<e>${elements}</e>`, use: "encoded" },
  "elements of an encoded struct": {
    schema: complexType({ v: repeated(v) }),
    xml: `<e>${elements}</e>`,
    use: "encoded",
  },
};

/** Does the work, and returns the number of its steps, and the most that was counted in one of them. */
function stepsOf(work: Work<unknown>, count: () => number): { readonly steps: number; readonly most: number } {
  let [steps, before, most] = [0, count(), 0];
  for (let done: boolean | undefined; done !== true; steps += 1, before = count()) {
    ({ done } = work.next());
    most = Math.max(most, count() - before);
  }
  return { steps, most };
}

function reading(schema: z.ZodType<unknown>, xml: string): Work<unknown> {
  const output = element("", "e", schema);
  return decodingResponse({ name: "e", soapAction: "", input: output, output }, [readXml(xml)], [], false);
}

test.each([
  ["a token", xs.token],
  ["a token of a union", union(xs.int, xs.token)],
])("the blanks of a long text are replaced in steps: %s", (_name, schema) => {
  expect(stepsOf(reading(schema, `<e>${"a ".repeat(500_000)}</e>`), () => 0).steps).toBeGreaterThan(100);
});

test("the blanks of an xsi:type are replaced in steps", () => {
  const pet = polymorphic({}, ["", "Dog", complexType({ v })]);
  const type = `xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="${"a ".repeat(500_000)}"`;
  let steps = 0;
  const count = () => {
    steps += 1;
    return 0;
  };
  expect(() => stepsOf(reading(inRows(pet), `<e><row ${type}/></e>`), count)).toThrow(SchemaError);
  expect(steps).toBeGreaterThan(100);
});

describe("a long text is read as one of the types of a union in each step", () => {
  afterEach(() => jest.restoreAllMocks());

  const types = [xs.date, xs.dateTime, xs.duration, xs.NMTOKEN] as const;

  test.each([
    ["a text", union(...types)],
    ["an item of a list", list(union(...types))],
  ])("%s", (_name, schema) => {
    const spies = types.map((type) => jest.spyOn(simpleTypeOf(type), "parse"));
    const count = () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    expect(stepsOf(reading(schema, `<e>${"a".repeat(20_000)}</e>`), count).most).toBe(1);
    expect(count()).toBe(types.length);
  });
});

test("the lists that a message leaves out are counted in steps", () => {
  const lists = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, index) => [`l${index}`, repeated(element("", `l${index}`, xs.int))]),
  );
  const add = jest.spyOn(Limit.prototype, "add");
  const work = reading(inRows(complexType(lists)), `<e>${"<row/>".repeat(10)}</e>`);
  expect(stepsOf(work, () => add.mock.calls.length).most).toBeLessThanOrEqual(MOST_AT_ONCE);
  expect(add).toHaveBeenCalledTimes(COUNT);
  jest.restoreAllMocks();
});

describe("elements of other names are passed over in steps", () => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  const input = element("", "e", complexType({}));
  let looks = 0;
  const others = (count: number): XmlElement[] =>
    Array.from({ length: count }, () => ({
      ...readXml("<other/>"),
      get name() {
        looks += 1;
        return "other";
      },
    }));

  test("header blocks", () => {
    const headers = complexType(Object.fromEntries(names.map((name) => [name, optional(element("", name, xs.int))])));
    const output = withHeaders(input, headers);
    const work = decodingResponse(
      { name: "e", soapAction: "", input, output },
      [readXml("<e/>")],
      others(COUNT),
      false,
    );
    expect(stepsOf(work, () => looks).most).toBeLessThanOrEqual(MOST_AT_ONCE);
  });

  test("the content of a fault, for each fault", () => {
    const faults = Object.fromEntries(names.map((name) => [name, element("", name, xs.int)]));
    const operation = { name: "e", soapAction: "", input, faults };
    expect(stepsOf(decodingFaultDetail(operation, others(1_000)), () => looks).most).toBeLessThanOrEqual(1_000);
  });
});

test("other work gets its turn before a response is read a second time, leniently", async () => {
  const turns: number[] = [];
  let [turn, isDone] = [0, false];
  setImmediate(function next() {
    turn += 1;
    if (!isDone) {
      setImmediate(next);
    }
  });
  const { parse } = simpleTypeOf(xs.NMTOKEN);
  jest.spyOn(simpleTypeOf(xs.NMTOKEN), "parse").mockImplementation((...text) => {
    turns.push(turn);
    for (const since = performance.now(); performance.now() - since < 20; ) {
      // A long text takes as long.
    }
    return parse(...text);
  });
  const output = element("", "e", xs.NMTOKEN);
  const body = Buffer.from(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><e>!</e></s:Body></s:Envelope>`,
  );
  const headers = { "content-type": "text/xml" };
  const transport = async () => ({ status: 200, headers, body });
  const soap = createSoapClient({ endpoint: "http://localhost/", soapVersion: "1.1", transport });
  const call = soap.call({ name: "e", soapAction: "", input: element("", "e", complexType({})), output }, {});
  await expect(call).rejects.toThrow("expected an xs:NMTOKEN");
  isDone = true;
  jest.restoreAllMocks();
  expect(turns).toEqual([expect.any(Number), expect.any(Number)]);
  expect(turns[1]).toBeGreaterThan(turns[0] ?? 0);
});

describe("other work gets its turn while values are read from", () => {
  afterEach(() => jest.restoreAllMocks());

  test.each(Object.entries(cases))("%s", (_name, { schema, xml, use = "literal", isLenient = false }) => {
    const output = element("", "e", schema);
    const messages = { input: output, output: isLenient ? lenient(output) : output } as Record<
      string,
      Message<unknown>
    >;
    const operation = { name: "e", soapAction: "", use, ...messages } as unknown as Operation<unknown, unknown>;
    const body = [readXml(xml)];
    const parse = jest.spyOn(simpleTypeOf(xs.int), "parse");
    const work = decodingResponse(operation, body, [], isLenient);
    const { most } = stepsOf(work, () => parse.mock.calls.length);
    expect(parse.mock.calls.length).toBeGreaterThanOrEqual(COUNT);
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
  });
});
