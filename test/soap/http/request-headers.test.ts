import { runInNewContext } from "node:vm";
import { readHeaders, requestHeaders } from "../../../src/soap/http/request-headers.js";
import { isHeader } from "../../../src/soap/http/transport.js";

const CARRIED = "expected a header that HTTP can carry, and that this client does not set";
const ONCE = "expected each header once, whatever its case";

function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the headers of a client", () => {
  test.each<[name: string, headers: Record<string, string> | undefined, want: object]>([
    ["none", undefined, { "Accept-Encoding": "gzip" }],
    ["some", { "X-A": "a" }, { "Accept-Encoding": "gzip", "X-A": "a" }],
    ["another Accept-Encoding", { "accept-ENCODING": "br" }, { "accept-ENCODING": "br" }],
    [
      "an object without a prototype",
      Object.assign(Object.create(null), { "X-A": "a" }),
      { "Accept-Encoding": "gzip", "X-A": "a" },
    ],
    ["an object of another realm", runInNewContext("({ 'X-A': 'a' })"), { "Accept-Encoding": "gzip", "X-A": "a" }],
  ])("are what is given, and the encoding that it asks for: %s", (_name, headers, want) => {
    expect(readHeaders({ headers })).toEqual({ headers: want, requestIdHeader: undefined });
  });

  test.each<[name: string, headers: unknown]>([
    ["null", null],
    ["a string", "X-A: a"],
    ["an array", [["X-A", "a"]]],
    ["a Map", new Map([["X-A", "a"]])],
    ["a Headers", new Headers({ "X-A": "a" })],
    ["an object with a prototype of its own", Object.create({ "X-A": "a" })],
  ])("are a plain object, and not %s", (_name, headers) => {
    expect(refusal(() => readHeaders({ headers: headers as never }))).toBe(
      "options.headers: expected a plain object of strings",
    );
  });

  test.each([
    "Content-Type",
    "content-length",
    "Content-Encoding",
    "SOAPAction",
    "Transfer-Encoding",
    "TE",
    "trailer",
    "Upgrade",
    "Expect",
    "__proto__",
  ])("are not what the client sets itself, or an object cannot hold: %s", (name) => {
    const headers = JSON.parse(`{"${name}": "x"}`);
    expect(refusal(() => readHeaders({ headers }))).toBe(`options.headers["${name}"]: ${CARRIED}`);
    expect(refusal(() => readHeaders({ requestIdHeader: name }))).toBe(`options.requestIdHeader: ${CARRIED}`);
  });

  test.each(["X-Content-Type", "Content-Type-X", "TEA", "Set"])("may have a name that is only alike: %s", (name) => {
    expect(readHeaders({ headers: { [name]: "x" } }).headers).toHaveProperty(name, "x");
  });

  test.each([
    ["Authorization: Basic eA==", "Authorization"],
    ["", ""],
    [` ${"a".repeat(9)}`, ""],
    [`${"a".repeat(50)}b: c`, "a".repeat(50)],
  ])("are refused with no more than the name: %j", (name, shown) => {
    expect(refusal(() => readHeaders({ headers: { [name]: "x" } }))).toBe(`options.headers["${shown}"]: ${CARRIED}`);
  });

  test("are each given once, the header for the request's id among them", () => {
    expect(refusal(() => readHeaders({ headers: { "X-A": "a", "x-a": "b" } }))).toBe(`options.headers["x-a"]: ${ONCE}`);
    expect(refusal(() => readHeaders({ headers: { "X-Id": "a" }, requestIdHeader: "x-ID" }))).toBe(
      `options.requestIdHeader: ${ONCE}`,
    );
    expect(readHeaders({ headers: { "X-A": "a" }, requestIdHeader: "X-Id" }).requestIdHeader).toBe("X-Id");
  });
});

describe("the headers of a request", () => {
  const call = { operation: "DeleteFolder", requestId: "id-1" };
  const headers = { "X-A": "a", "X-B": "b" };

  test("are the client's, the request's id, and the message's", () => {
    const settings = { headers, requestIdHeader: "X-Id", security: undefined };
    expect(requestHeaders(settings, call, { "X-B": "of the message" })).toEqual({
      "X-A": "a",
      "X-B": "of the message",
      "X-Id": "id-1",
    });
    expect(requestHeaders({ ...settings, requestIdHeader: undefined }, call, {})).toEqual(headers);
  });

  test("of a security object replace the others, whatever their case", () => {
    expect(requestHeaders({ headers, requestIdHeader: undefined, security: {} }, call, { "x-a": "c" })).toEqual({
      "x-a": "c",
      "X-B": "b",
    });
  });

  test.each<[name: string, value: string]>([
    ["X-C", "c\r\nd"],
    ["X C", "c"],
    ["Content-Length", "1"],
    ["transfer-ENCODING", "chunked"],
  ])("of a security object are such as HTTP can carry: not %s: %j", (name, value) => {
    const make = (security: object | undefined) => () =>
      requestHeaders({ headers, requestIdHeader: undefined, security }, call, { [name]: value });
    expect(make({})).toThrow(
      expect.objectContaining({
        ...call,
        argument: "options.security",
        message: "options.security: expected it to add headers that HTTP can carry",
      }),
    );
    expect(make(undefined)).not.toThrow();
  });

  test.each(["X-Content-Length", "Content-Length-X"])("may have a name that is only alike: %s", (name) => {
    expect(requestHeaders({ headers: {}, requestIdHeader: undefined, security: {} }, call, { [name]: "1" })).toEqual({
      [name]: "1",
    });
  });
});

test.each<[name: string, value: unknown, isCarried: boolean]>([
  ["X-A", "a", true],
  ["X-A", "", true],
  ["X-A", "caf\u00e9\t!", true],
  ["X-A", "\u20ac", false],
  ["X-A", "a\nb", false],
  ["X-A", 7, false],
  ["X-A", undefined, false],
  ["X A", "a", false],
  ["", "a", false],
])("whether HTTP can carry %j: %j is %p", (name, value, isCarried) => {
  expect(isHeader(name, value as string)).toBe(isCarried);
});
