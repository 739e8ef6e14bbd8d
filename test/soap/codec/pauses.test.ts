import {
  attribute,
  complexType,
  element,
  group,
  lenient,
  list,
  type Operation,
  polymorphic,
  repeated,
  restriction,
  soapArray,
  text,
  union,
  xs,
  type z,
} from "../../../src/soap/index.js";
import { decodingResponse } from "../../../src/soap/message/messages.js";
import type { Message } from "../../../src/soap/schema/operation.js";
import { simpleTypeOf } from "../../../src/soap/schema/type-descriptor.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";

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

test("the blanks of a long text are replaced in steps", () => {
  const output = element("", "e", xs.token);
  const operation: Operation<string, string> = { name: "e", soapAction: "", input: output, output };
  const work = decodingResponse(operation, [readXml(`<e>${"a ".repeat(500_000)}</e>`)], [], false);
  let steps = 0;
  for (let done: boolean | undefined; done !== true; steps += 1) {
    ({ done } = work.next());
  }
  expect(steps).toBeGreaterThan(100);
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
    let [before, most] = [0, 0];
    for (let done: boolean | undefined; done !== true; before = parse.mock.calls.length) {
      ({ done } = work.next());
      most = Math.max(most, parse.mock.calls.length - before);
    }
    expect(before).toBeGreaterThanOrEqual(COUNT);
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
  });
});
