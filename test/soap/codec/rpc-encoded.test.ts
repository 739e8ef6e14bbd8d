import {
  accessor,
  complexType,
  decodeResponse,
  element,
  elementsOf,
  type Operation,
  optional,
  restriction,
  soapArray,
  UnexpectedResponseError,
  type XmlElement,
  xs,
  type z,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { useExchange } from "./exchange.js";

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const ENC = 'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"';

const { answer, asked, call } = useExchange();

describe("rpc/encoded", () => {
  const request = {
    rows: [[1, 2], [3]],
    grid: [
      [1n, 2n, 3n],
      [4n, 5n, 6n],
    ],
    person: { name: "A", boss: null, friend: { name: "B" } },
  };
  const answered = (people: string, more = ""): string =>
    `<r:SumResponse xmlns:r="urn:rpc" ${ENC}>${people}</r:SumResponse>${more}`;
  const grid = (inner = "", type = "soapenc:arrayType") =>
    `<grid ${type}="x:long[2,1]">${inner || "<i>1</i><i>2</i>"}</grid>`;
  const PEOPLE = "<one><name>A</name></one><two><name>B</name></two>";
  const people = { one: { name: "A" }, two: { name: "B" }, grid: [[1n], [2n]] };

  test.each([
    [
      "1.1",
      `<ns1:Sum xmlns:ns1="urn:rpc" xmlns:ns2="urn:t" ${ENC} ${XSI} xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">`,
      '<rows xsi:type="soapenc:Array" soapenc:arrayType="ns2:Row[2]">',
      '<item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[2]">',
      '<grid xsi:type="soapenc:Array" soapenc:arrayType="xsd:long[2,3]">',
    ],
    [
      "1.2",
      'soap:encodingStyle="http://www.w3.org/2003/05/soap-encoding">',
      '<rows soapenc:itemType="ns2:Row" soapenc:arraySize="2">',
      '<item soapenc:itemType="xsd:int" soapenc:arraySize="2">',
      '<grid soapenc:itemType="xsd:long" soapenc:arraySize="2 3">',
    ],
  ] as const)("writes types, array types and the encoding of SOAP %s", async (version, start, ...tags) => {
    answer({ body: answered(PEOPLE + grid()) });
    await expect(call("sum", request, undefined, version)).resolves.toEqual(people);
    expect(asked.body).toContain(tags[0]);
    for (const text of [start, ...tags, '<item xsi:type="xsd:int">3</item>', "<boss xsi:nil="]) {
      expect(asked.body).toContain(text);
    }
  });

  test.each<readonly [string, string, object]>([
    [
      "an element by href",
      answered(
        `<one href="#1" xsi:type="x:p" ${XSI}> </one><two href="#2"/>${grid()}`,
        '<m id="1"><name>A</name></m><m id="2"><name>B</name></m>',
      ),
      people,
    ],
    [
      "an element by several href, also within one that href points to",
      answered(
        `<one href="#1"/><two><name>B</name><boss href="#1"/></two>${grid()}`,
        '<m id="1"><name>A</name><friend href="#2"/></m><m id="2"><name href="#n"/></m><m id="n">C</m>',
      ),
      {
        ...people,
        one: { name: "A", friend: { name: "C" } },
        two: { name: "B", boss: { name: "A", friend: { name: "C" } } },
      },
    ],
    [
      "enc:ref with the # that PHP writes",
      answered(`<one e:ref="#1"/><two e:id="1"><name>B</name></two>${grid()}`).replace(
        ENC,
        `${ENC} xmlns:e="http://www.w3.org/2003/05/soap-encoding"`,
      ),
      { ...people, one: { name: "B" }, two: { name: "B" } },
    ],
    [
      "nil and xs:anyType by href",
      answered(
        `<one><name>A</name><boss href="#0"/></one><two><name>B</name><boss id="b" xsi:nil="1" ${XSI}/><note href="#s"/></two>${grid()}`,
        `<m id="0" ${XSI} xsi:nil="true"/><m id="s">text</m>`,
      ),
      {
        ...people,
        one: { name: "A", boss: null },
        two: { name: "B", boss: null, note: { name: "note", children: ["text"] } },
      },
    ],
    [
      "enc:ref, enc:itemType and enc:arraySize of SOAP 1.2",
      answered(
        `<one e:ref="1"/><two e:id="1"><name>B</name></two>${grid("", "e:itemType='x:long' e:arraySize").replace("[2,1]", "").replace('x:long"', '2 1"')}`,
      ).replace(ENC, 'xmlns:e="http://www.w3.org/2003/05/soap-encoding"'),
      { ...people, one: { name: "B" } },
    ],
    [
      "a sparse array of two dimensions",
      answered(`${PEOPLE}<grid soapenc:arrayType="x:long[2,2]"><i soapenc:position="[1,0]">1</i></grid>`),
      {
        ...people,
        grid: [
          [null, null],
          [1n, null],
        ],
      },
    ],
    ["an array of no rows", answered(PEOPLE + grid(" ").replace("[2,1]", "[0,3]")), { ...people, grid: [] }],
    ["an array of empty rows", answered(PEOPLE + grid(" ").replace("[2,1]", "[2,0]")), { ...people, grid: [[], []] }],
  ])("reads %s", async (_what, body, result) => {
    answer({ body });
    await expect(call("sum", request)).resolves.toMatchObject(result);
  });

  const deep = Array.from(
    { length: 5000 },
    (_, id) => `<m id="${id}"><name>x</name><boss href="#${id + 1}"/></m>`,
  ).join("");

  test.each([
    [
      "an element that refers to itself",
      `<one href="#1"/>`,
      '<m id="1"><name>A</name><boss href="#1"/></m>',
      "refers to one that contains it",
    ],
    [
      "elements that refer to each other",
      `<one href="#1"/>`,
      '<m id="1"><name>A</name><boss href="#2"/></m><m id="2"><name>B</name><boss href="#1"/></m>',
      "refers to one that contains it",
    ],
    ["a reference to itself", `<one id="1" href="#1"/>`, "", "refers to one that contains it"],
    [
      "a reference with an element in it",
      `<one href="#1"><name>B</name></one>`,
      '<m id="1"><name>A</name></m>',
      "refers to an element, and has content of its own too",
    ],
    [
      "a reference with a text in it",
      `<one><name href="#1">B</name></one>`,
      '<m id="1">A</m>',
      "refers to an element, and has content of its own too",
    ],
    [
      "a reference to a reference with a text in it",
      `<one><name href="#1"/></one>`,
      '<m id="1" href="#2">B</m><m id="2">A</m>',
      "refers to an element, and has content of its own too",
    ],
    [
      "a reference with another attribute",
      `<one href="#1" success="false"/>`,
      '<m id="1"><name>A</name></m>',
      "refers to an element, and has attributes of its own too",
    ],
    ["a reference to nothing", `<one href="#1"/>`, "", "refers to an id that no element has"],
    [
      "a reference by an id that V8 would compare as a whole",
      `<one href="#${"1".repeat(8_193)}"/>`,
      `<m id="${"1".repeat(8_193)}"/>`,
      "refers to an id that no element has",
    ],
    ["a reference to an attachment", `<one href="cid:1"/>`, "", "refers to an id that no element has"],
    [
      "a reference to two elements",
      `<one href="#1"/>`,
      '<m id="1"/><m id="1"/>',
      "refers to an id that several elements have",
    ],
    ["more references than the stack is deep", `<one href="#0"/>`, deep, ""],
    [
      "very many elements of one id",
      `<one href="#1"/>`,
      '<m id="1"/>'.repeat(80_000),
      "an id that several elements have",
    ],
    [
      "a billion empty rows",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1000000000,0]"/>`,
      "",
      "the size of each dimension",
    ],
    [
      "a row that is missing",
      `${PEOPLE}<grid soapenc:arrayType="x:long[2,2]"><i>1</i></grid>`,
      "",
      "as many items as it declares",
    ],
    ["an array without its sizes", `${PEOPLE}<grid><i>1</i></grid>`, "", "the size of each dimension"],
    [
      "an array of other dimensions",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1]"><i>1</i></grid>`,
      "",
      "of dimensions: 2, found: 1",
    ],
    [
      "an array of very many dimensions",
      `${PEOPLE}<grid soapenc:arrayType="x:long[${",".repeat(100_000)}]"><i>1</i></grid>`,
      "",
      "of dimensions: 2, found: more",
    ],
    [
      "an array of very many dimensions, in SOAP 1.2",
      `${PEOPLE}<grid xmlns:f="http://www.w3.org/2003/05/soap-encoding" f:arraySize="${"1 ".repeat(100_000)}"><i>1</i></grid>`,
      "",
      "of dimensions: 2, found: more",
    ],
    [
      "a position of very many dimensions",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1,1]" soapenc:offset="[${"0,".repeat(100_000)}0]"><i>1</i></grid>`,
      "",
      "a position of its own within the declared size",
    ],
    [
      "a part of an array, from outside of it on",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1,1]" soapenc:offset="[0,1]"><i>1</i></grid>`,
      "",
      "a position of its own within the declared size",
    ],
  ])("rejects %s", async (_what, parts, more, reason) => {
    answer({ body: answered(parts, more) });
    const failure: unknown = await call("sum", request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnexpectedResponseError);
    expect(failure).toMatchObject({ code: "NOT_THE_CONTRACT", message: expect.stringContaining(reason) });
  });

  test("reads references whose tree has 2^60 paths", async () => {
    const pairs = Array.from(
      { length: 60 },
      (_, id) => `<m id="${id}"><name>x</name><boss href="#${id + 1}"/><friend href="#${id + 1}"/></m>`,
    );
    const body = answered(
      `<one href="#0"/><two><name>B</name></two>${grid()}`,
      `${pairs.join("")}<m id="60"><name>end</name></m>`,
    );
    answer({ body });
    const { one } = (await call("sum", request)) as { one: { boss: object; friend: object } };
    expect(one.boss).toEqual(expect.objectContaining({ name: "x" }));
  });

  test("refuses to send rows of different lengths", async () => {
    await expect(call("sum", { ...request, grid: [[1n], []] })).rejects.toMatchObject({
      name: "InvalidInputError",
      message: expect.stringContaining("expected rows of one length"),
    });
  });
});

interface Node {
  name?: string | null | undefined;
  next?: Node | null | undefined;
}

/** A schema for each member of a result, and an element that has the members' targets. */
interface Target {
  readonly what: string;
  readonly schema: z.ZodType<unknown>;
  readonly content: string;
  readonly options?: { readonly default: string };
}

describe("an accessor that the schema qualifies", () => {
  const type = complexType<{ a: string | null; b?: string | null | undefined; other: string | null }>({
    a: accessor("urn:q", "a", xs.string),
    b: optional(accessor("urn:q", "b", xs.string)),
    other: accessor("", "other", xs.string),
  });
  const read = (content: string, use: "encoded" | "literal"): unknown => {
    const output = element("", "R", type);
    const operation = { name: "Get", soapAction: "", use, input: output, output } as const;
    return decodeResponse(
      operation as unknown as Operation<unknown, unknown>,
      elementsOf(readXml(`<Body xmlns:q="urn:q"><R>${content}</R></Body>`)),
      [],
    );
  };
  const want = { a: "1", b: "2", other: "3" };

  test.each([
    ["with its namespace", "<q:a>1</q:a><q:b>2</q:b><other>3</other>"],
    ["without one (SOAP 1.1 §5.1)", "<a>1</a><b>2</b><other>3</other>"],
    ["in either way, in any order", "<other>3</other><b>2</b><q:a>1</q:a>"],
  ])("is read %s in an encoded message", (_how, content) => {
    expect(read(content, "encoded")).toEqual(want);
  });

  test.each([
    ["twice", "<a>1</a><q:a>1</q:a><other>3</other>", "encoded", "unexpected element {urn:q}a"],
    ["in another namespace", '<a xmlns="urn:o">1</a><other>3</other>', "encoded", "unexpected element {urn:o}a"],
    ["without its namespace in a literal message", "<a>1</a><other>3</other>", "literal", "expected {urn:q}a, found a"],
  ] as const)("is refused %s", (_how, content, use, message) => {
    expect(() => read(content, use)).toThrow(message);
  });
});

describe("a target of references", () => {
  const LENGTH = 40;
  const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const node: z.ZodType<Node> = complexType<Node>({
    name: optional(accessor("", "name", xs.string)),
    next: optional(accessor("", "next", () => node)),
  });

  /** An operation whose result has a member of each schema. */
  const returning = (
    schemas: readonly z.ZodType<unknown>[],
    options?: Target["options"],
  ): Operation<unknown, unknown> => {
    const members = schemas.map((schema, index) => [`m${index}`, accessor("", `m${index}`, schema, options)] as const);
    const result = complexType<Record<string, unknown>>(Object.fromEntries(members));
    const output = element("", "R", result);
    const operation: Operation<Record<string, unknown>, Record<string, unknown>> = {
      name: "Get",
      soapAction: "",
      use: "encoded",
      input: output,
      output,
    };
    return operation as unknown as Operation<unknown, unknown>;
  };
  const referring = (ids: readonly string[], more: string): readonly XmlElement[] => {
    const members = ids.map((id, index) => `<m${index} href="#${id}"/>`).join("");
    return elementsOf(readXml(`<Body><R>${members}</R>${more}</Body>`));
  };
  /** How often the children of the innermost element are looked at. */
  const looksAt = (body: readonly XmlElement[], operation: Operation<unknown, unknown>): number => {
    let innermost = body.at(-1);
    for (let next = innermost; next !== undefined; next = elementsOf(next).at(-1)) {
      innermost = next;
    }
    const { children } = innermost as XmlElement;
    let looks = 0;
    const get = (): typeof children => {
      looks += 1;
      return children;
    };
    Object.defineProperty(innermost, "children", { get });
    decodeResponse(operation, body, []);
    return looks;
  };

  test.each<Target>([
    { what: "a text", schema: xs.token, content: "a  b" },
    { what: "a text, where each member has a default", schema: xs.token, content: "a  b", options: { default: "c" } },
    { what: "an object", schema: node, content: "<name>x</name>" },
    { what: "an array", schema: soapArray(node), content: "<i><name>x</name></i>" },
  ])("is read once, whatever number of members refers to it: $what", ({ schema, content, options }) => {
    const looks = (length: number): number => {
      const schemas = numbers(length).map(() => schema);
      const body = referring(
        schemas.map(() => "a"),
        `<x id="a">${content}</x>`,
      );
      return looksAt(body, returning(schemas, options));
    };
    expect(looks(LENGTH)).toBe(looks(1));
  });

  test("is read once, whatever number of other targets contains it", () => {
    const nodes = (depth: number): string =>
      `${numbers(depth)
        .map((id) => `<next id="${id}">`)
        .join("")}<name>x</name>${"</next>".repeat(depth)}`;
    const looks = (length: number): number => {
      const ids = numbers(length);
      return looksAt(referring(ids.map(String), nodes(LENGTH)), returning(ids.map(() => node)));
    };
    expect(looks(LENGTH)).toBe(looks(1));
  });

  test("has one value for its references and for the element that contains it", () => {
    const body = referring(["in", "out"], '<x id="out"><next id="in"><name>x</name></next></x>');
    const { m0, m1 } = decodeResponse(returning([node, node]), body, []) as Record<string, Node>;
    expect(m1).toEqual({ next: { name: "x" } });
    expect(m1?.next).toBe(m0);
  });

  test("has a default for each member that refers to it, where it is empty", () => {
    const result = complexType<{ a: string | null; b: string | null }>({
      a: accessor("", "m0", xs.string, { default: "x" }),
      b: accessor("", "m1", xs.string),
    });
    const operation: Operation<unknown, object> = { ...returning([]), output: element("", "R", result) as never };
    expect(decodeResponse(operation, referring(["a", "a"], '<x id="a"/>'), [])).toEqual({ a: "x", b: "" });
  });

  test.each([
    [8, "x", undefined],
    [9, "x", "m8: refers to an element that is read as more than 8 types"],
    [9, "", undefined],
  ])("is read as no more than 8 types: %i, of the text %j", (count, content, error) => {
    const schemas = numbers(count).map((index) => restriction(xs.string, { maxLength: index + 1 }));
    const body = referring(
      schemas.map(() => "a"),
      `<x id="a">${content}</x>`,
    );
    const read = (): unknown => decodeResponse(returning(schemas), body, []);
    if (error === undefined) {
      expect(Object.keys(read() as object)).toHaveLength(count);
    } else {
      expect(read).toThrow(error);
    }
  });
});
