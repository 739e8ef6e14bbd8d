import { constants } from "node:buffer";
import { clientClosed } from "../../../src/soap/client/soap-client.js";
import { Deadline } from "../../../src/soap/deadline.js";
import {
  complexType,
  element,
  InvalidInputError,
  type SoapClientOptions,
  TransportError,
  TransportFailure,
  UnexpectedResponseError,
  xs,
} from "../../../src/soap/index.js";
import { errorOf, failing, find, finding, never, ORIGIN, soapOf, within } from "./calls.js";
import { SECRET } from "./responses/responses.js";

const LEFT = "the request had left, so look whether it was carried out before repeating it.";
const NOTHING = "nothing was sent.";
const sent = { sent: true };
const { MAX_STRING_LENGTH } = constants;

const left = (code: string, proxyStatus?: number) => new TransportFailure(code, { sent: true, proxyStatus });
const kept = (code: string, proxyStatus?: number) => new TransportFailure(code, { sent: false, proxyStatus });
const NOT_LISTENING =
  ", since nothing listens at the port, of it or of a proxy: check the endpoint, and whether it runs";
const NO_TLS = ", since the connection is not TLS to the server";

test.each<[what: string, thrown: unknown, outcome: "unknown" | "not-sent", code: string, why: string]>([
  ["a lost connection", left("ECONNRESET"), "unknown", "ECONNRESET", ""],
  ["no connection", kept("ECONNREFUSED"), "not-sent", "ECONNREFUSED", NOT_LISTENING],
  ["no TLS", kept("EPROTO"), "not-sent", "EPROTO", ", since TLS failed: the port may speak http: instead"],
  ["a socket without TLS", kept("NO_TLS"), "not-sent", "NO_TLS", NO_TLS],
  ["a proxy without tunnel", kept("NO_TLS", 407), "not-sent", "NO_TLS", `${NO_TLS}, the proxy answered 407`],
  [
    "an early response",
    left("RESPONSE_BEFORE_REQUEST"),
    "unknown",
    "RESPONSE_BEFORE_REQUEST",
    ", since a response began before the request was written",
  ],
  [
    "an interceptor of undici 6",
    kept("OLD_INTERCEPTOR"),
    "not-sent",
    "OLD_INTERCEPTOR",
    ", since an interceptor of undici has the methods of undici 6: write it for 7 (onRequestStart)",
  ],
  [
    "responses of status 1xx without end",
    left("TOO_MANY_RESPONSES"),
    "unknown",
    "TOO_MANY_RESPONSES",
    ", since a hundred responses of status 1xx came before it",
  ],
  ["two responses", left("TWO_RESPONSES"), "unknown", "TWO_RESPONSES", ", since two responses came at once"],
  ["another error with a code", Object.assign(new Error("x"), { code: "EPIPE" }), "unknown", "EPIPE", ""],
  ["a text", "x", "unknown", "UNKNOWN", ""],
  ["an error of this package", new InvalidInputError("a", "b"), "unknown", "INVALID_INPUT", ""],
])("a transport that throws %s becomes an error", async (_what, thrown, outcome, code, why) => {
  const error = await errorOf(failing(thrown));
  expect(error).toBeInstanceOf(TransportError);
  const message = `Find: no answer from ${ORIGIN} (${code})${why}; ${outcome === "unknown" ? LEFT : NOTHING}`;
  expect(error).toMatchObject({ code, outcome, operation: "Find", requestId: "id-1", message });
});

describe("a request that no text can hold is refused before anything is sent", () => {
  const refused = {
    name: "InvalidInputError",
    argument: "request",
    outcome: "not-sent",
    message: "request: Find: it is longer than a text of Node.js can be, in which bytes take four characters for three",
  };
  const input = element(
    "urn:t",
    "Find",
    complexType<{ pwd: Uint8Array }>({ pwd: element("urn:t", "pwd", xs.base64Binary) }),
  );

  test("for its bytes", async () => {
    const transport = jest.fn(finding);
    // What 400 MB throw, which take a second.
    const writing = jest.spyOn(Buffer.prototype, "toString").mockImplementationOnce(() => {
      throw Object.assign(new Error("Cannot create a string"), { code: "ERR_STRING_TOO_LONG" });
    });
    const pwd = Uint8Array.of(1);
    await expect(soapOf(transport).call({ ...find, input }, { pwd })).rejects.toMatchObject(refused);
    writing.mockRestore();
    expect(transport).not.toHaveBeenCalled();
  });

  test("for what a message has around it", async () => {
    const transport = jest.fn(finding);
    // V8 keeps its beginning once for all repetitions.
    const security = { toXML: () => "x".repeat(MAX_STRING_LENGTH) };
    expect(await errorOf(transport, { security })).toMatchObject(refused);
    expect(transport).not.toHaveBeenCalled();
  });
});

const NOT_TRUSTED =
  "its certificate is not trusted: pass its authority as `ca` of the agent, or in NODE_EXTRA_CA_CERTS";

test.each([
  ["ENOTFOUND", "the host name, of it or of a proxy, is not known: check the endpoint"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", NOT_TRUSTED],
  ["SELF_SIGNED_CERT_IN_CHAIN", NOT_TRUSTED],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", NOT_TRUSTED],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", NOT_TRUSTED],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another host name: check the endpoint"],
  [
    "ERR_INVALID_PROTOCOL",
    "the agent is for the other protocol: https.Agent and proxyAgent are for https: endpoints, http.Agent for http:",
  ],
])("an error with the code %s says why", async (code, why) => {
  const message = `Find: no answer from ${ORIGIN} (${code}), since ${why}; ${NOTHING}`;
  expect(await errorOf(failing(kept(code)))).toMatchObject({ code, message });
});

test.each<[what: string, thrown: unknown, cause: object]>([
  ["a system's error", Object.assign(new TypeError("x"), { code: "EPIPE" }), { name: "TypeError", code: "EPIPE" }],
  [
    "a failure with a system call",
    new TransportFailure("ECONNREFUSED", { sent: false, syscall: "connect" }),
    { name: "TransportFailure", code: "ECONNREFUSED", syscall: "connect" },
  ],
  [
    "words that are no names",
    Object.assign(new TransportFailure("a b", { ...sent, syscall: "a b" }), { name: "a b" }),
    { name: "Error", code: "UNKNOWN" },
  ],
  [
    "words that are too long",
    Object.assign(new TransportFailure("a".repeat(61), { ...sent, syscall: "a".repeat(61) }), { name: "a".repeat(61) }),
    { name: "Error", code: "UNKNOWN" },
  ],
  [
    "words as long as they may be",
    Object.assign(new TransportFailure("a".repeat(60), sent), { name: "Big-Error.1" }),
    { name: "Big-Error.1", code: "a".repeat(60) },
  ],
  [
    "words with a secret",
    Object.assign(new TransportFailure(SECRET, { ...sent, syscall: SECRET }), { name: SECRET }),
    { name: "Error", code: "UNKNOWN" },
  ],
  [
    "a short secret, which occurs by chance",
    new TransportFailure("ABC", sent),
    { name: "TransportFailure", code: "ABC" },
  ],
  ["a secret of four letters", new TransportFailure("ABCD", sent), { name: "TransportFailure", code: "UNKNOWN" }],
  ["what is no error", { name: "Big", code: "EPIPE" }, { name: "Error", code: "EPIPE" }],
  [
    "an error that throws where it is read",
    Object.defineProperty(new Error("x"), "name", {
      get: () => {
        throw new Error(SECRET);
      },
    }),
    { name: "Error", code: "UNKNOWN" },
  ],
])("the cause of an error has name, code and system call alone: %s", async (_what, thrown, cause) => {
  const error = (await errorOf(failing(thrown), {}, { secrets: ["ABC", "ABCD"] })) as TransportError;
  expect(error.cause).toEqual(cause);
});

test.each<[sent: boolean, outcome: string, end: string]>([
  [true, "unknown", LEFT],
  [false, "not-sent", NOTHING],
])("a response that is too long for the transport is refused: sent %p", async (isSent, outcome, end) => {
  const error = await errorOf(failing(new TransportFailure("RESPONSE_TOO_LARGE", { sent: isSent, httpStatus: 206 })));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({
    code: "RESPONSE_TOO_LARGE",
    httpStatus: 206,
    outcome,
    message: `Find: the answer is longer than allowed; ${end}`,
  });
});

describe("time that is up", () => {
  test("is a TransportError", async () => {
    const error = await errorOf(never, {}, { timeoutInMs: 1 });
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({
      code: "TIMEOUT",
      outcome: "unknown",
      message: `Find: time is up without an answer from ${ORIGIN}; ${LEFT}`,
    });
  });

  test("before the request is sent is known to have sent nothing", async () => {
    const transport = jest.fn(finding);
    const around = new Deadline(1);
    await new Promise<void>((resolve) => around.onExpire(resolve));
    await expect(soapOf(transport).call(find, {}, within(around))).rejects.toMatchObject({
      code: "TIMEOUT",
      outcome: "not-sent",
      message: `Find: time is up without an answer from ${ORIGIN}; ${NOTHING}`,
    });
    expect(transport).not.toHaveBeenCalled();
  });

  test("is the client's by default", async () => {
    expect(await errorOf(never, { timeoutInMs: 1 })).toMatchObject({ code: "TIMEOUT" });
  });
});

describe("nothing is sent", () => {
  test.each<[what: string, options: Partial<SoapClientOptions>, operation: object, argument: string, message: string]>([
    [
      "where the client's version of SOAP is not the operation's",
      { soapVersion: "1.2" },
      { versions: ["1.1"] },
      "options.soapVersion",
      'options.soapVersion: found "1.2"',
    ],
    [
      "where the request is not what the contract declares",
      {},
      { input: element("urn:t", "Find", complexType({ id: element("urn:t", "id", xs.int) })) },
      "request",
      "request: Find/id: Invalid input: expected number",
    ],
    [
      "where a security object returns no envelope",
      { security: { postProcess: () => undefined as never } },
      {},
      "options.security",
      "options.security: expected its postProcess to return a string",
    ],
  ])("%s", async (_what, options, change, argument, message) => {
    const transport = jest.fn(finding);
    const error = (await errorOf(transport, options, {}, { ...find, ...change })) as InvalidInputError;
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ argument, operation: "Find", requestId: "id-1", outcome: "not-sent" });
    expect(error.message.slice(0, message.length)).toBe(message);
    expect(transport).not.toHaveBeenCalled();
  });

  test("where a security object throws, which passes as it is", async () => {
    const reason = new Error("mine");
    const transport = jest.fn(finding);
    const toXML = (): string => {
      throw reason;
    };
    expect(await errorOf(transport, { security: { toXML } })).toBe(reason);
    expect(transport).not.toHaveBeenCalled();
  });

  test("where a schema's own function throws, which passes as it is", async () => {
    const reason = new Error("mine");
    const request = {
      get pwd(): string {
        throw reason;
      },
    };
    await expect(soapOf(finding).call(find, request)).rejects.toBe(reason);
  });

  test("after the client is closed", async () => {
    const transport = jest.fn(finding);
    const soap = soapOf(transport);
    await soap.close();
    const error = await soap.call(find, {}, { requestId: "id-1" }).catch((reason: unknown) => reason);
    expect(error).toEqual(clientClosed({ operation: "Find", requestId: "id-1" }));
    expect(error).toMatchObject({
      code: "CLIENT_CLOSED",
      outcome: "not-sent",
      message: "Find: the client is closed; make a new one. Nothing was sent.",
    });
    expect(transport).not.toHaveBeenCalled();
  });
});
