import {
  decodeFaultDetail,
  decodeRequest,
  decodeResponse,
  decodingFaultDetail,
  encodeRequest,
  encodeResponse,
  mistakenForRequest,
  requestProperties,
  responseElement,
} from "../../../src/soap/message/messages.js";
import { xs } from "../../../src/soap/schema/built-in-types.js";
import type { Operation } from "../../../src/soap/schema/operation.js";
import { all } from "../../../src/soap/schema/particle.js";
import { SchemaError } from "../../../src/soap/schema/schema-error.js";
import { soapArray } from "../../../src/soap/schema/soap-array.js";
import {
  accessor,
  complexType,
  element,
  extension,
  nillable,
  optional,
  polymorphic,
  withHeaders,
} from "../../../src/soap/schema/types.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";

const T = "urn:t";
const ENC = "http://schemas.xmlsoap.org/soap/encoding/";
const RPC = "http://www.w3.org/2003/05/soap-rpc";

interface Pair {
  a: string;
  b?: number | undefined;
}
const pair = complexType<Pair>({ a: element(T, "a", xs.string), b: optional(element(T, "b", xs.int)) });
const parts = complexType<Pair>({ a: element("", "a", xs.string), b: optional(element("", "b", xs.int)) });
const nested = complexType<{ a: string | null; inner: Pair | null }>({
  a: accessor("", "a", xs.string),
  inner: accessor("", "inner", parts),
});

const longer = extension<Pair & { c: string }, Pair>(pair, { c: element(T, "c", xs.string) });
const kinds = polymorphic<Pair>({ Longer: [T, "Longer", longer] }, [T, "Pair", pair]);
const variants = polymorphic<Pair>({ Longer: [T, "Longer", longer], Shorter: [T, "Shorter", pair] });

const simple: Operation<Pair, Pair> = {
  name: "Simple",
  soapAction: "",
  input: element(T, "Simple", pair),
  output: element(T, "SimpleResponse", pair),
};
const oneWay: Operation<Pair, undefined> = { name: "OneWay", soapAction: "", input: simple.input };
const rpc: Operation<Pair, Pair> = {
  name: "Rpc",
  soapAction: "",
  style: "rpc",
  input: element(T, "Rpc", parts),
  output: element(T, "RpcResponse", parts),
};
const encoded = { ...rpc, use: "encoded" } as const;
type Nested = { a: string | null; inner: Pair | null };
const deep: Operation<Nested, Nested> = {
  name: "Deep",
  soapAction: "",
  style: "rpc",
  use: "encoded",
  input: element(T, "Deep", nested),
  output: element(T, "DeepResponse", nested),
};

interface Headers {
  one: string;
  two?: string | undefined;
}
const headers = complexType<Headers>(
  { one: element(T, "one", xs.string), two: optional(element("", "two", xs.string)) },
  { content: all("one", "two") },
);
const withBlocks = withHeaders(element(T, "Open", pair), headers);
type Opened = { body: Pair; headers: Headers };
const open: Operation<Opened, Opened> = { name: "Open", soapAction: "", input: withBlocks, output: withBlocks };

/** Elements without the namespace declarations that each test would repeat. */
const elements = (...xml: string[]): XmlElement[] =>
  xml.map((text) => {
    const [child] = readXml(`<x xmlns:t="${T}" xmlns:r="${RPC}" xmlns:e="${ENC}" xmlns:o="urn:o">${text}</x>`).children;
    return child as XmlElement;
  });
/** An element as `{ns}name(content)`, so that a test shows it in one line. */
const shown = ({ namespace, name, children }: XmlElement): string =>
  `${namespace && `{${namespace}}`}${name}(${children.map((child) => (typeof child === "string" ? child : shown(child))).join("")})`;

describe("a message is written", () => {
  test("as its element, without a header", () => {
    const want = { body: `<Simple xmlns="${T}"><a>x</a><b>1</b></Simple>`, header: "" };
    expect(encodeRequest(simple, { a: "x", b: 1 })).toEqual(want);
    expect(encodeResponse(simple, { a: "x" }).body).toBe(`<SimpleResponse xmlns="${T}"><a>x</a></SimpleResponse>`);
  });

  test("as nothing, where the operation declares none", () => {
    expect(encodeResponse(oneWay, undefined)).toEqual({ body: "", header: "" });
  });

  test("as body and header blocks", () => {
    const written = { body: `<Open xmlns="${T}"><a>x</a></Open>`, header: `<one xmlns="${T}">1</one><two>2</two>` };
    const value = { body: { a: "x" }, headers: { one: "1", two: "2" } };
    expect(encodeRequest(open, value)).toEqual(written);
    expect(encodeResponse(open, value)).toEqual(written);
  });

  test.each([
    [undefined, ENC],
    ["1.1", ENC],
    ["1.2", "http://www.w3.org/2003/05/soap-encoding"],
  ] as const)("in the encoding of its version of SOAP: %s", (version, encoding) => {
    const style = expect.stringContaining(`soap:encodingStyle="${encoding}"`);
    expect(encodeRequest(encoded, { a: "x" }, version).body).toEqual(style);
    expect(encodeResponse(encoded, { a: "x" }, version).body).toEqual(style);
    const blocks = encodeRequest({ ...open, use: "encoded" }, { body: { a: "x" }, headers: { one: "1" } }, version);
    expect(blocks).toEqual({ body: style, header: style });
  });

  test("also if it is an empty list, or no bytes", () => {
    const [list, bytes] = [soapArray(xs.string), xs.base64Binary].map((schema) => ({
      ...oneWay,
      input: element(T, "Whole", schema as never),
    })) as [Operation<string[], undefined>, Operation<Uint8Array, undefined>];
    expect(encodeRequest(list, []).body).toContain("Whole");
    expect(encodeRequest(bytes, new Uint8Array()).body).toContain("Whole");
  });

  test("without an encoding, where it is literal", () => {
    expect(encodeRequest(rpc, { a: "x" }).body).not.toContain("encodingStyle");
  });
});

describe("a request", () => {
  const operations = {
    "an element": simple,
    "a body with header blocks": open,
    "a polymorphic type": { ...simple, input: element(T, "Simple", kinds) },
    "a list": { ...simple, input: element(T, "List", soapArray(xs.string)) },
    bytes: { ...simple, input: element(T, "Bytes", xs.base64Binary) },
  } as unknown as Record<string, Operation<unknown, unknown>>;
  const declared = ["an element", "a body with header blocks", "a polymorphic type"];
  const values: readonly [what: string, request: unknown, kind: string][] = [
    ["a promise", Promise.resolve({ a: "x" }), "Promise"],
    ["a Map", new Map([["a", "x"]]), "Map"],
    ["a date", new Date(0), "Date"],
    ["a list", [], "Array"],
    ["of a class with a name", { [Symbol.toStringTag]: "Made\nUp" }, "Made\nUp"],
  ];

  test.each(declared.flatMap((of) => values.map(([what, ...rest]) => [what, of, ...rest] as const)))(
    "that is %s is none where the contract declares %s",
    (_what, of, request, kind) => {
      const operation = operations[of] as Operation<unknown, unknown>;
      const message = `Invalid input: expected an object with the properties of the request, found ${kind}`;
      expect(mistakenForRequest(operation, request)).toBe(message);
      expect(() => encodeRequest(operation, request)).toThrow(
        expect.objectContaining({ name: "SchemaError", message, path: [] }),
      );
    },
  );

  test.each<[what: string, of: string, request: unknown]>([
    ["an object", "an element", {}],
    ["an object without a prototype", "an element", Object.create(null)],
    ["a Map with properties", "an element", Object.assign(new Map(), { a: "x" })],
    ["a text", "an element", "x"],
    ["null", "an element", null],
    ["undefined", "an element", undefined],
    ["a function", "an element", () => undefined],
    ["a list", "a list", []],
    ["bytes", "bytes", new Uint8Array()],
  ])("that is %s may be one where the contract declares %s", (_what, of, request) => {
    expect(mistakenForRequest(operations[of] as Operation<unknown, unknown>, request)).toBeUndefined();
  });
});

describe("the properties of a request", () => {
  test.each<[name: string, operation: Operation<never, never>, want: string[]]>([
    ["are those of its type", simple as never, ["a", "b"]],
    ["are those of its body, beside headers", open as never, ["a", "b"]],
    ["are those of all variants of a type", { ...simple, input: element(T, "Kinds", kinds) } as never, ["a", "b"]],
    [
      "are none that only the first variant has",
      { ...simple, input: element(T, "Kinds", variants) } as never,
      ["a", "b"],
    ],
    ["are none of a text", { ...simple, input: element(T, "Text", xs.string) } as never, []],
  ])("%s", (_name, operation, want) => {
    expect(requestProperties(operation)).toEqual(want);
  });
});

describe("a message is read", () => {
  test("of a request, and of a response", () => {
    expect(decodeRequest(simple, elements("<t:Simple><t:a>x</t:a></t:Simple>"), [])).toEqual({ a: "x" });
    const response = elements("<t:SimpleResponse><t:a>x</t:a><t:b>2</t:b></t:SimpleResponse>");
    expect(decodeResponse(simple, response, [])).toEqual({ a: "x", b: 2 });
  });

  test("as nothing, where the operation declares none", () => {
    expect(decodeResponse(oneWay, elements("<t:a/>"), [])).toBeUndefined();
  });

  test("with the header blocks that are declared, among others", () => {
    const body = elements("<t:Open><t:a>x</t:a></t:Open>");
    const blocks = elements("<o:one>0</o:one>", "<two>2</two>", "<t:two>0</t:two>", "<t:other/>", "<t:one>1</t:one>");
    expect(decodeRequest(open, body, blocks)).toEqual({ body: { a: "x" }, headers: { one: "1", two: "2" } });
    expect(decodeResponse(open, body, blocks)).toEqual({ body: { a: "x" }, headers: { one: "1", two: "2" } });
  });

  test("with header blocks that refer to each other, where it is encoded", () => {
    const body = elements("<t:Open><t:a>x</t:a></t:Open>");
    const blocks = elements('<t:one href="#2"/>', '<o:target id="2">1</o:target>');
    const want = { body: { a: "x" }, headers: { one: "1" } };
    expect(decodeRequest({ ...open, use: "encoded" }, body, blocks)).toEqual(want);
    expect(() => decodeRequest(open, body, blocks)).toThrow(SchemaError);
  });

  test("leniently, where the operation declares that, or its caller asks for it", () => {
    const body = elements("<t:SimpleResponse><t:a>x</t:a><t:more/></t:SimpleResponse>");
    const output = { ...element(T, "SimpleResponse", pair), isLenient: true };
    expect(() => decodeResponse(simple, body, [])).toThrow(SchemaError);
    expect(decodeResponse(simple, body, [], true)).toEqual({ a: "x" });
    expect(decodeResponse({ ...simple, output }, body, [])).toEqual({ a: "x" });
    expect(() => decodeResponse({ ...simple, output }, body, [], false)).toThrow(SchemaError);
    const inBlocks = elements("<t:Open><t:a>x</t:a><t:more/></t:Open>");
    const blocks = elements('<t:one o:more="1">1</t:one>');
    const want = { body: { a: "x" }, headers: { one: "1" } };
    expect(() => decodeResponse(open, inBlocks, elements("<t:one>1</t:one>"))).toThrow(SchemaError);
    expect(() => decodeResponse(open, elements("<t:Open><t:a>x</t:a></t:Open>"), blocks)).toThrow(SchemaError);
    expect(decodeResponse(open, inBlocks, blocks, true)).toEqual(want);
    const extra = elements("<t:RpcResponse><a>x</a><more/></t:RpcResponse>");
    expect(() => decodeResponse(encoded, extra, [])).toThrow(SchemaError);
    expect(decodeResponse(encoded, extra, [], true)).toEqual({ a: "x" });
  });
});

describe("the response of an rpc operation is read", () => {
  const also = (name: string) => `expected one message, found {urn:t}${name} too, which could be it as well`;
  test.each<[name: string, operation: Operation<Pair, Pair>, body: string[], want: Pair | string]>([
    ["without rpc:result", rpc, ["<t:RpcResponse><r:result>a</r:result><a>x</a></t:RpcResponse>"], { a: "x" }],
    [
      "with its names, if it is literal",
      rpc,
      ["<t:RpcResponse><other>x</other></t:RpcResponse>"],
      "expected a, found other",
    ],
    [
      "of its name, if it is literal",
      rpc,
      ["<t:Other><a>x</a></t:Other>"],
      "expected {urn:t}RpcResponse, found {urn:t}Other",
    ],
    [
      "with any name of the return value, if it is encoded",
      encoded,
      ["<t:R><other>x</other><b>1</b></t:R>"],
      { a: "x", b: 1 },
    ],
    ["with any name of its element, if it is encoded", encoded, ["<o:Other><a>x</a></o:Other>"], { a: "x" }],
    ["of no element, not at all", encoded, [], "expected {urn:t}RpcResponse, found the end"],
    ["of no literal element, not at all", rpc, [], "expected {urn:t}RpcResponse, found the end"],
    [
      "of the element that is a root, if it is encoded",
      encoded,
      ['<t:M id="1" e:root="0">x</t:M>', '<t:M id="2" e:root=" false ">y</t:M>', '<t:R><a href="#1"/></t:R>'],
      { a: "x" },
    ],
    [
      "of one that says that it is a root",
      encoded,
      ['<t:M e:root="0"/>', '<t:R e:root="1"><a>x</a></t:R>'],
      { a: "x" },
    ],
    [
      "of one whose attribute is another root",
      encoded,
      ['<t:R root="0"><a href="#1"/></t:R>', '<t:M id="1">y</t:M>'],
      "unexpected attribute root",
    ],
    ["of the first, if none is a root", encoded, ['<t:R e:root="0"><a>x</a></t:R>', '<t:M e:root="0"/>'], { a: "x" }],
    [
      "of 10 as a root, which is not 0",
      encoded,
      ['<t:R e:root="10"><a href="#1"/></t:R>', '<t:M id="1">x</t:M>'],
      { a: "x" },
    ],
    [
      "of 01 as a root, which is not 0",
      encoded,
      ['<t:R e:root="01"><a href="#1"/></t:R>', '<t:M id="1">x</t:M>'],
      { a: "x" },
    ],
    [
      "of one with targets of targets behind it, and another that says that it is no root",
      encoded,
      ['<t:R><a href="#1"/></t:R>', '<t:M id="2">x</t:M>', '<t:M id="1" href="#2"/>', '<t:M e:root="0">y</t:M>'],
      { a: "x" },
    ],
    ["not of one of two", encoded, ["<t:R><a>x</a></t:R>", "<t:M><a>y</a></t:M>"], also("M")],
    ["not of one of two, although one has an id", encoded, ["<t:R><a>x</a></t:R>", '<t:M id="1"/>'], also("M")],
    [
      "not of one of two, although one refers to itself",
      encoded,
      ["<t:R><a>x</a></t:R>", '<t:M id="1"><a href="#1"/></t:M>'],
      also("M"),
    ],
    [
      "not of one of two, although one refers to the other, which says that it is a root",
      encoded,
      ['<t:R><a href="#1"/></t:R>', '<t:M id="1" e:root="1">x</t:M>'],
      also("M"),
    ],
    [
      "not of one beside another of its name, which says that it is no root",
      encoded,
      ["<t:R><a>x</a></t:R>", '<t:R e:root="0"><a>y</a></t:R>'],
      also("R"),
    ],
    [
      "not of one beside another of its name, to which it refers",
      encoded,
      ['<t:R><a href="#1"/></t:R>', '<t:R id="1">x</t:R>'],
      also("R"),
    ],
    [
      "not of one beside another of the name in the contract",
      encoded,
      ['<t:R><a href="#1"/></t:R>', '<t:RpcResponse id="1" e:root="0">x</t:RpcResponse>'],
      also("RpcResponse"),
    ],
  ])("%s", (_name, operation, body, want) => {
    const read = () => decodeResponse(operation, elements(...body), []);
    if (typeof want === "string") {
      expect(read).toThrow(want);
    } else {
      expect(read()).toEqual(want);
    }
  });

  test("is not changed in style document", () => {
    const { style: _, ...document } = rpc;
    const body = elements("<t:RpcResponse><r:result>a</r:result><a>x</a></t:RpcResponse>");
    expect(() => decodeResponse(document, body, [])).toThrow(SchemaError);
  });

  test("within body and header blocks", () => {
    const message = withHeaders(element(T, "R", parts), headers);
    const operation: Operation<Opened, Opened> = { ...open, style: "rpc", use: "encoded", output: message };
    const body = elements("<t:R><r:result>other</r:result><other>x</other></t:R>");
    const want = { body: { a: "x" }, headers: { one: "1" } };
    expect(decodeResponse(operation, body, elements("<t:one>1</t:one>"))).toEqual(want);
  });

  test("as nothing, where the operation declares no output", () => {
    const call = { ...oneWay, style: "rpc", use: "encoded" } as const;
    expect(decodeResponse(call, elements("<t:R><r:result>a</r:result></t:R>"), [])).toBeUndefined();
  });

  test("as a text without parts", () => {
    const output = element(T, "Text", xs.string);
    expect(decodeResponse({ ...encoded, output }, elements("<t:Any>x</t:Any>"), [])).toBe("x");
    const value = nillable(output);
    expect(decodeResponse({ ...encoded, output: value }, elements("<t:Any>x</t:Any>"), [])).toBe("x");
  });
});

describe("the element of a response", () => {
  test.each<[name: string, operation: Operation<never, never>, body: string[], want: string | undefined]>([
    ["is the first, if it is literal", simple as never, ["<t:A>x</t:A>", "<t:B/>"], "{urn:t}A(x)"],
    ["is none of an empty body", simple as never, [], undefined],
    ["is none of an empty body, encoded", encoded as never, [], undefined],
    ["has no rpc:result", rpc as never, ["<t:R><r:result>a</r:result><a>x</a></t:R>"], "{urn:t}R(a(x))"],
    ["has the name that the contract declares", encoded as never, ["<t:R><o:n>x</o:n></t:R>"], "{urn:t}R(a(x))"],
    [
      "keeps its names where no part is declared",
      { ...encoded, output: element(T, "R", xs.string) } as never,
      ["<t:R><o:n>x</o:n></t:R>"],
      "{urn:t}R({urn:o}n(x))",
    ],
    ["is the root", encoded as never, ['<t:M e:root="0"/>', "<t:R><a>x</a></t:R>"], "{urn:t}R(a(x))"],
    [
      "has the targets of its children's references, under the children's names, and texts between them",
      deep as never,
      ['<t:R> <a href="#1"/>-<inner href="#2"/></t:R>', '<o:m id="1">x</o:m>', '<o:m id="2"><a href="#1"/></o:m>'],
      "{urn:t}R( a(x)-inner(a()))",
    ],
    [
      "is itself the target of a reference, under its own name",
      deep as never,
      ['<t:R href="#1"/>', '<o:m id="1"><a>x</a></o:m>'],
      "{urn:t}R(a(x))",
    ],
    [
      "keeps references, if it is literal",
      rpc as never,
      ['<t:R><a href="#1"/></t:R>', '<m id="1">x</m>'],
      "{urn:t}R(a())",
    ],
  ])("%s", (_name, operation, body, want) => {
    const found = responseElement(operation, elements(...body));
    expect(found && shown(found)).toBe(want);
  });
});

describe("the detail of a fault", () => {
  type Faults = { Denied: Pair; Locked: string; Deep: Nested };
  const faults = {
    Denied: element(T, "Denied", pair),
    Locked: element(T, "Locked", xs.string),
    Deep: element(T, "Deep", nested),
  };
  const operation: Operation<Pair, Pair, Faults> = { ...simple, faults };

  test.each<[name: string, use: "literal" | "encoded" | undefined, detail: string[], want: object | undefined]>([
    [
      "is the fault that it holds",
      undefined,
      ["<t:Denied><t:a>x</t:a></t:Denied>"],
      { name: "Denied", value: { a: "x" } },
    ],
    ["is the second that is declared", "literal", ["<t:Locked>x</t:Locked>"], { name: "Locked", value: "x" }],
    [
      "is the fault among other elements",
      undefined,
      ["<o:x/>", "<t:Locked>x</t:Locked>"],
      { name: "Locked", value: "x" },
    ],
    ["stays as it is without elements", undefined, [], undefined],
    ["stays as it is with an unknown element", undefined, ["<t:Other/>"], undefined],
    ["stays as it is with an element of another namespace", undefined, ["<o:Locked>x</o:Locked>"], undefined],
    [
      "is the element in the namespace of the fault, beside one of the same name in another",
      undefined,
      ["<o:Locked>no</o:Locked>", "<t:Locked>x</t:Locked>"],
      { name: "Locked", value: "x" },
    ],
    ["stays as it is where it does not match the contract", undefined, ["<t:Denied/>"], undefined],
    [
      "stays as it is with two elements of a fault",
      undefined,
      ["<t:Locked>x</t:Locked>", "<t:Locked>y</t:Locked>"],
      undefined,
    ],
    [
      "is the next fault, where the first does not match",
      undefined,
      ["<t:Denied/>", "<t:Locked>x</t:Locked>"],
      { name: "Locked", value: "x" },
    ],
    ["may have any namespace, encoded", "encoded", ["<o:Locked>x</o:Locked>"], { name: "Locked", value: "x" }],
    ["may have no other name, encoded", "encoded", ["<t:Other>x</t:Other>"], undefined],
    [
      "may have references, encoded",
      "encoded",
      ['<Deep><a href="#1"/><inner href="#2"/></Deep>', '<o:m id="1">x</o:m>', '<o:m id="2"><a>y</a></o:m>'],
      { name: "Deep", value: { a: "x", inner: { a: "y" } } },
    ],
    ["has no references, literal", "literal", ['<t:Locked href="#1"/>', '<o:m id="1">x</o:m>'], undefined],
  ])("%s", (_name, use, detail, want) => {
    const found = elements(...detail);
    expect(decodeFaultDetail({ ...operation, ...(use && { use }) }, found)).toEqual(want ?? found);
  });

  test("is no fault that may be left out, where it is", () => {
    const found = elements("<t:Other/>");
    const optionalFaults = { Maybe: optional(element(T, "Maybe", xs.string)) };
    expect(decodeFaultDetail({ ...simple, use: "encoded", faults: optionalFaults }, found)).toBe(found);
  });

  test("stays as it is where the operation declares no faults", () => {
    const found = elements("<t:Locked>x</t:Locked>");
    expect(decodeFaultDetail(simple, found)).toBe(found);
  });

  test("has a pause before each fault that it may be, and its references are read once for all of them", () => {
    const shared = complexType<{ a: string | null }>({ a: accessor("", "a", xs.string) });
    /** The number of pauses, and how often the target of the references is looked at. */
    const work = (count: number): [pauses: number, looks: number] => {
      const detail = elements('<fault><in href="#1"/></fault>', '<o:m id="1"><a>x</a></o:m>');
      const [target] = elements("<a>x</a>");
      let looks = 0;
      const get = () => {
        looks += 1;
        return target?.children;
      };
      Object.defineProperty(elementsOf(detail[1] as XmlElement)[0], "children", { get });
      const faults = Array.from({ length: count }, (_, index) => {
        const schema = complexType({ in: element("", "in", shared), missing: element("", `missing${index}`, xs.int) });
        return [`F${index}`, element("", "fault", schema)] as const;
      });
      const operation = { ...simple, use: "encoded" as const, faults: Object.fromEntries(faults) };
      const pauses = [...decodingFaultDetail(operation as Operation<Pair, Pair, object>, detail)].length;
      return [pauses, looks];
    };
    const [pauses, looks] = work(10);
    expect(pauses).toBe(10);
    expect(looks).toBe(work(1)[1]);
  });

  test("hides no error that is not one of the contract", () => {
    const broken = new Error("broken");
    const schema = () => {
      throw broken;
    };
    const detail = elements("<t:Denied/>");
    expect(() => decodeFaultDetail({ ...simple, faults: { Denied: element(T, "Denied", schema) } }, detail)).toThrow(
      broken,
    );
  });
});

test.each<[string, value: object, want: string]>([
  ["one", { a: "x", c: 1 }, 'unknown property "c"; expected a, b'],
  ["several", { a: "x", c: 1, 'd"': 2 }, 'unknown properties "c", "d\\""; expected a, b'],
  [
    "more than ten, as of a text",
    { a: "x", ...[..."0123456789X"] },
    'unknown properties "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" …; expected a, b',
  ],
])("a request with properties that the contract does not have is refused: %s", (_what, value, want) => {
  expect(() => encodeRequest(simple, value as Pair)).toThrow(want);
});

test("at most ten of the properties that the contract has are named", () => {
  const names = Array.from({ length: 11 }, (_, index) => `p${index}`);
  const members = Object.fromEntries(names.map((name) => [name, optional(element(T, name, xs.string))]));
  const many = { ...simple, input: element(T, "Many", complexType<object>(members as never)) };
  const want = new SchemaError(`unknown property "q"; expected ${names.slice(0, 10).join(", ")} …`);
  expect(() => encodeRequest(many as never, { q: 1 })).toThrow(want);
  expect(() =>
    encodeRequest({ ...simple, input: element(T, "None", complexType<object>({})) } as never, { q: 1 }),
  ).toThrow(new SchemaError('unknown property "q"; expected none'));
});
