import { inspect } from "node:util";
import { OptionsWithin, readCallOptions, readSecrecy } from "../../../src/soap/client/call-options.js";
import { Deadline } from "../../../src/soap/deadline.js";

const read = (options: object): ReturnType<typeof readCallOptions> => readCallOptions(options, "Find", 1_000);

describe("the options of a call", () => {
  const nothing = {
    around: undefined,
    onSecrets: undefined,
    onBody: undefined,
    maxResponseBytes: undefined,
    attempt: undefined,
  };

  test("are the caller's", () => {
    const { signal } = new AbortController();
    const own = { signal, timeoutInMs: 7, requestId: "id-1" };
    expect(read(own)).toStrictEqual({ operation: "Find", ...nothing, ...own });
  });

  test("have the client's time, a new identity, and no signal by default", () => {
    const options = read({});
    const requestId = expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(options).toStrictEqual({ operation: "Find", ...nothing, signal: undefined, timeoutInMs: 1_000, requestId });
    expect(read({}).requestId).not.toBe(options.requestId);
  });

  test.each([" ", "~", "a".repeat(200)])("may have the identity %j", (requestId) => {
    expect(read({ requestId }).requestId).toBe(requestId);
  });

  const TEXT = "requestId: expected up to 200 printable ASCII characters";
  test.each<[requestId: unknown, why: string]>([
    ["", TEXT],
    ["a".repeat(201), TEXT],
    ["a\r\nX-Evil: 1", TEXT],
    ["\na", TEXT],
    ["a\x7f", TEXT],
    ["é", TEXT],
    [5, TEXT],
    [["a"], TEXT],
    [null, TEXT],
  ])("have no identity %j", (requestId, why) => {
    const error = { name: "InvalidInputError", message: `options.${why}`, operation: "Find" };
    expect(() => read({ requestId })).toThrow(expect.objectContaining(error));
  });

  test.each<[option: string, value: unknown]>([
    ["signal", {}],
    ["timeoutInMs", 0],
  ])("are not those with the %s %j, and the error has the call's identity", (option, value) => {
    const error = { argument: `options.${option}`, operation: "Find", requestId: "id-1" };
    expect(() => read({ requestId: "id-1", [option]: value })).toThrow(expect.objectContaining(error));
  });

  test.each([null, undefined, "a", () => {}])("are an object, and not %p", (options) => {
    const error = { message: "options: expected an object", operation: "Find" };
    expect(() => read(options as never)).toThrow(expect.objectContaining(error));
  });
});

describe("secrecy", () => {
  const call = { operation: "Find", requestId: "id-1" };
  const secrecyOf = (options: object): ReturnType<typeof readSecrecy> => readSecrecy(options, call);

  test("is of no text and no answer by default", () => {
    expect(secrecyOf({})).toStrictEqual({ secrets: [], answerIsSecret: false });
  });

  test("is of the texts and the answer that the caller names", () => {
    const own = { secrets: ["a", "b"], answerIsSecret: true };
    expect(secrecyOf(own)).toStrictEqual(own);
  });

  test("is of the texts that were in the caller's list at the time of the call", () => {
    const secrets: unknown[] = ["a", "b"];
    const secrecy = secrecyOf({ secrets });
    secrets.length = 0;
    secrets.push(5);
    expect(secrecy.secrets).toEqual(["a", "b"]);
  });

  test.each<[option: string, value: unknown, expected: string]>([
    ["secrets", new Array(1), "an array of strings"],
    ["secrets", "a", "an array of strings"],
    ["secrets", null, "an array of strings"],
    ["secrets", { every: () => true }, "an array of strings"],
    ["secrets", ["a", 5], "an array of strings"],
    ["answerIsSecret", 1, "true or false"],
    ["answerIsSecret", null, "true or false"],
  ])("is not %s: %j", (option, value, expected) => {
    const error = { name: "InvalidInputError", message: `options.${option}: expected ${expected}`, ...call };
    expect(() => secrecyOf({ [option]: value })).toThrow(expect.objectContaining(error));
  });
});

describe("the options of a call within another", () => {
  const around = new Deadline(Number.POSITIVE_INFINITY, new AbortController().signal);
  const internal = { around, onSecrets: () => {}, onBody: () => {}, maxResponseBytes: 5, attempt: 2 };
  const secrets = ["a-secret"];
  const within = new OptionsWithin({ requestId: "id-1", secrets }, true, internal);

  test("have the identity and secrets of the whole, and end by its deadline alone", () => {
    const time = { timeoutInMs: Number.POSITIVE_INFINITY, signal: undefined };
    expect(read(within)).toStrictEqual({ operation: "Find", requestId: "id-1", ...time, ...internal });
    const secrecy = readSecrecy(within, { operation: "Find", requestId: "id-1" });
    expect(secrecy).toStrictEqual({ secrets, answerIsSecret: true });
    // The same list: it changes while calls last.
    expect(secrecy.secrets).toBe(secrets);
  });

  test("print no secret", () => {
    expect(within.secrets).toBe(secrets);
    expect(`${JSON.stringify(within)} ${inspect(within, { showHidden: true, depth: 9 })}`).not.toContain("a-secret");
  });

  test("show a stub the signal of the whole, and in a copy nothing that is internal", () => {
    expect(within.signal).toBe(around.signal);
    expect(read({ ...within })).toMatchObject({ around: undefined, onBody: undefined, attempt: undefined });
  });
});
