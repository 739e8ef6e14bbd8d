import { getEventListeners } from "node:events";
import type { CallOptions } from "../../../src/soap/client/call-options.js";
import { readSettings } from "../../../src/soap/client/settings.js";
import { soapClientOf } from "../../../src/soap/client/soap-client.js";
import { Deadline } from "../../../src/soap/deadline.js";
import {
  type LogEvent,
  lenient,
  type Operation,
  type SoapClientOptions,
  type Transport,
  TransportFailure,
  type TransportRequest,
} from "../../../src/soap/index.js";
import type { SoapVersion } from "../../support/soap-messages.js";
import { errorOf, failing, find, finding, never, ORIGIN, soapOf, within } from "./calls.js";
import { found, output, SECRET } from "./responses/responses.js";

const sent = { sent: true };

describe("a call that its caller ends rejects with the caller's reason", () => {
  const reason = new Error("enough");

  test("before it is sent", async () => {
    const transport = jest.fn(finding);
    expect(await errorOf(transport, {}, { signal: AbortSignal.abort(reason) })).toBe(reason);
    expect(transport).not.toHaveBeenCalled();
  });

  test("while it waits for the response", async () => {
    const controller = new AbortController();
    const transport: Transport = () => {
      queueMicrotask(() => controller.abort(reason));
      return never({} as TransportRequest);
    };
    expect(await errorOf(transport, {}, { signal: controller.signal })).toBe(reason);
  });
});

describe("a request", () => {
  async function requestOf(options: Partial<SoapClientOptions>, operation = find, callOptions?: CallOptions) {
    const transport = jest.fn(finding);
    await expect(soapOf(transport, options).call(operation, {}, callOptions)).resolves.toEqual({ id: 7 });
    return transport.mock.calls[0]?.[0] as TransportRequest;
  }

  test.each<[version: SoapVersion | undefined, action12: string | undefined, header: string, value: string]>([
    [undefined, "urn:t/Find12", "SOAPAction", '"urn:t/Find"'],
    ["1.1", "urn:t/Find12", "SOAPAction", '"urn:t/Find"'],
    ["1.2", "urn:t/Find12", "Content-Type", 'application/soap+xml; charset=utf-8; action="urn:t/Find12"'],
    ["1.2", undefined, "Content-Type", 'application/soap+xml; charset=utf-8; action="urn:t/Find"'],
  ])("of SOAP %s has the operation's action for it", async (soapVersion, soapAction12, header, value) => {
    const operation = soapAction12 === undefined ? find : { ...find, soapAction12 };
    expect((await requestOf({ soapVersion }, operation)).headers[header]).toBe(value);
  });

  test("has the client's address, headers and limit", async () => {
    const { url, headers, maxResponseBytes } = await requestOf(
      { headers: { "X-A": "a" }, requestIdHeader: "X-Id", maxResponseBytes: 5_000 },
      find,
      { requestId: "id-1" },
    );
    expect({ url: url.href, headers, maxResponseBytes }).toMatchObject({
      url: `${ORIGIN}/srv.asmx`,
      headers: { "X-A": "a", "X-Id": "id-1" },
      maxResponseBytes: 5_000,
    });
  });
});

describe("a call that is a part of another", () => {
  test("has the deadline of the whole, and does not end it", async () => {
    const controller = new AbortController();
    const around = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    await soapOf(finding).call(find, {}, within(around));
    controller.abort();
    expect(around.expired).toBe(true);
  });

  test("has its own limit of bytes, and receives the message", async () => {
    const transport = jest.fn(finding);
    const onBody = jest.fn();
    const response = await soapOf(transport).call(
      find,
      {},
      within(new Deadline(Number.POSITIVE_INFINITY), { maxResponseBytes: 4_000, onBody }),
    );
    expect(transport.mock.calls[0]?.[0].maxResponseBytes).toBe(4_000);
    const message = expect.objectContaining({ name: "FindResponse" });
    expect(onBody).toHaveBeenCalledWith(message, expect.any(Function), response);
  });

  test("is logged with its number", async () => {
    const events: LogEvent[] = [];
    const log = (event: LogEvent): void => void events.push(event);
    const soap = soapOf(finding, { log });
    await soap.call(find, {}, within(new Deadline(Number.POSITIVE_INFINITY), { attempt: 3 }));
    await soap.call(find, {}, within(new Deadline(Number.POSITIVE_INFINITY)));
    expect(events.map(({ type, attempt, endpoint }) => [type, attempt, endpoint])).toEqual([
      ["request", 3, ORIGIN],
      ["response", 3, ORIGIN],
      ["request", 1, ORIGIN],
      ["response", 1, ORIGIN],
    ]);
  });
});

describe("the log", () => {
  async function eventsOf(
    transport: Transport,
    options: Partial<SoapClientOptions> = {},
    callOptions: CallOptions = {},
  ): Promise<LogEvent[]> {
    const events: LogEvent[] = [];
    await errorOf(transport, { log: (event) => void events.push(event), ...options }, callOptions);
    return events;
  }

  test.each<[what: string, transport: Transport, callOptions: CallOptions, event: object]>([
    ["a lost connection", failing(new TransportFailure("ECONNRESET", sent)), {}, { code: "ECONNRESET" }],
    [
      "too long a response",
      failing(new TransportFailure("RESPONSE_TOO_LARGE", { ...sent, httpStatus: 206 })),
      {},
      { code: "RESPONSE_TOO_LARGE", httpStatus: 206 },
    ],
    ["time that is up", never, { timeoutInMs: 1 }, { code: "TIMEOUT" }],
  ])("has a failure for %s", async (_what, transport, callOptions, event) => {
    const [, failure] = await eventsOf(transport, {}, callOptions);
    const common = { type: "failure", operation: "Find", requestId: "id-1", attempt: 1, endpoint: ORIGIN };
    expect(failure).toEqual({ ...common, durationInMs: expect.any(Number), ...event });
  });

  test("has the caller's end without the caller's reason", async () => {
    const controller = new AbortController();
    const transport: Transport = (request) => {
      queueMicrotask(() => controller.abort(Object.assign(new Error("x"), { code: SECRET })));
      return never(request);
    };
    const [, failure] = await eventsOf(transport, {}, { signal: controller.signal });
    expect(failure).toMatchObject({ type: "failure", code: "ABORTED" });
  });

  test("has nothing of a call that was not sent", async () => {
    expect(await eventsOf(finding, {}, { signal: AbortSignal.abort() })).toEqual([]);
  });

  test("has no failure where a response has come", async () => {
    const page: Transport = async () => ({ status: 502, headers: {}, body: Buffer.from("No") });
    expect((await eventsOf(page)).map(({ type }) => type)).toEqual(["request", "response"]);
  });

  test("has messages if that is asked for, without the secrets in the request", async () => {
    const echo: Transport = async () => ({ status: 502, headers: {}, body: Buffer.from(`No ${SECRET}`) });
    expect(await eventsOf(echo, { logMessages: true })).toMatchObject([
      { message: expect.stringContaining("<pwd>[redacted]</pwd>") },
      { message: "No [redacted]" },
    ]);
    expect(JSON.stringify(await eventsOf(echo, { logMessages: true }))).not.toContain(SECRET);
    expect(JSON.stringify(await eventsOf(echo))).not.toContain("message");
  });
});

test.each<[what: string, options: Partial<SoapClientOptions>, callOptions: CallOptions]>([
  ["what the call names as secret", {}, { secrets: [SECRET] }],
  ["a secret member of the request", {}, {}],
  ["a password of the client", { headers: { Authorization: `Bearer ${SECRET}` } }, {}],
])("no error has %s", async (_what, options, callOptions) => {
  const echo: Transport = async () => ({ status: 502, headers: {}, body: Buffer.from(`No ${SECRET}`) });
  expect(await errorOf(echo, options, callOptions)).toMatchObject({ excerpt: "No [redacted]" });
});

test("an error has nothing of a response that is a secret", async () => {
  const page: Transport = async () => ({ status: 502, headers: {}, body: Buffer.from("No") });
  expect(await errorOf(page, {}, { answerIsSecret: true })).toMatchObject({
    message: expect.stringMatching(/^Find: HTTP status 502, from https?:[^"]+$/),
  });
});

test("a call lets go of its caller's signal when it ends", async () => {
  const { signal } = new AbortController();
  await soapOf(finding).call(find, {}, { signal });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test.each([undefined, "1.1", "1.2"] as const)(
  "a client of SOAP %s that is connected sends at once",
  async (soapVersion) => {
    const transport = jest.fn(finding);
    const soap = soapOf(transport, { soapVersion });
    await soap.connect();
    const call = soap.call(find, {});
    expect(transport).toHaveBeenCalledTimes(1);
    await call;
  },
);

test("a lenient stub reads leniently, but not for the facade", async () => {
  const incomplete: Transport = async () => ({
    status: 200,
    headers: {},
    body: Buffer.from(found("")),
  });
  const operation = { ...find, output: lenient(output) } as Operation<unknown, unknown>;
  await expect(soapOf(incomplete).call(operation, {})).resolves.toEqual({});
  const ofFacade = soapClientOf(readSettings({ endpoint: ORIGIN, transport: incomplete }));
  await expect(ofFacade.call(operation, {})).rejects.toMatchObject({ code: "NOT_THE_CONTRACT" });
});

describe("close", () => {
  test("waits for the calls in flight, whatever becomes of them", async () => {
    const ends: ((error: Error) => void)[] = [];
    const soap = soapOf(() => new Promise((_resolve, reject) => ends.push(reject)));
    await soap.connect();
    const calls = [1, 2].map(() => soap.call(find, {}).catch(() => "ended"));
    await new Promise(setImmediate);
    let isClosed = false;
    const closed = soap[Symbol.asyncDispose]().then(() => {
      isClosed = true;
    });
    for (const [index, end] of ends.entries()) {
      await new Promise(setImmediate);
      expect(isClosed).toBe(false);
      end(new Error("x"));
      expect(await calls[index]).toBe("ended");
    }
    await closed;
  });
});
