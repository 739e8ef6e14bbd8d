import { tracingChannel } from "node:diagnostics_channel";
import { callWithTicket, type Send, type TicketCall } from "../../../src/call-with-ticket.js";
import { ServiceError } from "../../../src/errors.js";
import { Deadline, DeadlinePassed } from "../../../src/soap/deadline.js";
import { type Outcome, TransportError, UnexpectedResponseError } from "../../../src/soap/errors.js";
import type { CallTrace } from "../../../src/tracing.js";

const facts = { operation: "DeleteFolder", requestId: "id-1" };
const failed = (outcome: Outcome): TransportError => new TransportError("E", "x", { ...facts, outcome });
const refused = (code: "ACCESS_DENIED" | "SESSION_EXPIRED"): ServiceError =>
  new ServiceError({ code, serviceMessage: "x", failedItems: [] }, { ...facts, outcome: "rejected" });
const busy = (retryAfterInMs: number): UnexpectedResponseError =>
  new UnexpectedResponseError(
    "HTTP_STATUS",
    "x",
    { httpStatus: 503, retryAfterInMs },
    { ...facts, outcome: "unknown" },
  );

function call(more: Partial<TicketCall> = {}): TicketCall {
  const secrets = ["Bearer"];
  return {
    ...facts,
    endpoint: "https://dms.example.com",
    deadline: new Deadline(Number.POSITIVE_INFINITY),
    tickets: { secrets: ["password"], current: () => "old", renewed: async () => "new" },
    secrets,
    keepSecret: (secret) => void secrets.push(secret),
    maxRetries: 1,
    isIdempotent: true,
    ...more,
  };
}

/** Fails with each reason in turn, then succeeds. */
function sending(...reasons: unknown[]) {
  return jest.fn<Promise<string>, Parameters<Send<string>>>(async () => {
    if (reasons.length > 0) {
      throw reasons.shift();
    }
    return "done";
  });
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Settles while all the pauses pass. */
async function end(send: Send<string>, options: TicketCall): Promise<unknown> {
  const ended = callWithTicket(send, options).catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(1_000_000);
  return ended;
}

describe("each attempt", () => {
  test("gets the ticket, what the call is, and all that is secret so far", async () => {
    const seen: unknown[] = [];
    const reasons = [refused("SESSION_EXPIRED")];
    const send: Send<string> = async (ticket, { secrets, ...answered }, attempt) => {
      seen.push([ticket, attempt, [...secrets]]);
      expect(answered).toEqual(facts);
      const reason = reasons.shift();
      if (reason !== undefined) {
        throw reason;
      }
      return "done";
    };
    expect(await end(send, call())).toEqual({ value: "done", ticket: "new" });
    expect(seen).toEqual([
      ["old", 1, ["Bearer", "password", "old"]],
      ["new", 2, ["Bearer", "password", "old", "new"]],
    ]);
  });

  test("of an operation that takes no ticket gets none, and is not repeated for an expired one", async () => {
    const send = sending(failed("not-sent"), refused("SESSION_EXPIRED"));
    expect(await end(send, call({ tickets: undefined }))).toMatchObject({ code: "SESSION_EXPIRED" });
    expect(send.mock.calls.map(([ticket, { secrets }]) => [ticket, secrets])).toStrictEqual([
      [undefined, ["Bearer"]],
      [undefined, ["Bearer"]],
    ]);
    expect(await end(sending(), call({ tickets: undefined }))).toEqual({ value: "done", ticket: undefined });
  });

  test.each(["value", "failure"])("that is refused is no success where every object has a member %s", async (name) => {
    const refusal = refused("ACCESS_DENIED");
    Object.defineProperty(Object.prototype, name, { value: "deleted", configurable: true });
    try {
      expect(await end(sending(refusal), call())).toBe(refusal);
      expect(await end(sending(), call())).toEqual({ value: "done", ticket: "old" });
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });

  test.each([
    ["was not sent twice, with two repetitions, gets its ticket", [failed("not-sent"), failed("not-sent")], 3, "done"],
    ["was not sent three times", [failed("not-sent"), failed("not-sent"), failed("not-sent")], 3, "not-sent"],
    ["has no answer", [failed("unknown")], 1, "unknown"],
    ["was refused", [refused("ACCESS_DENIED")], 1, "rejected"],
  ])("waits for a ticket: one whose log-in %s", async (_what, reasons, logins, want) => {
    const current = jest.fn(async () => {
      const reason = reasons.shift();
      if (reason !== undefined) {
        throw reason;
      }
      return "late";
    });
    const tickets = { secrets: [], current, renewed: async () => undefined };
    const send = sending();
    const ended = await end(send, call({ tickets, maxRetries: 2, isIdempotent: true }));
    expect(ended).toMatchObject(want === "done" ? { value: "done", ticket: "late" } : { outcome: want });
    expect([current.mock.calls.length, send.mock.calls.length]).toEqual([logins, want === "done" ? 1 : 0]);
  });

  test("that was refused as expired waits for another ticket, whose log-in was not sent once", async () => {
    const renewed = jest.fn(async () => "late").mockRejectedValueOnce(failed("not-sent"));
    const send = sending(refused("SESSION_EXPIRED"));
    const tickets = { secrets: [], current: () => "old", renewed };
    expect(await end(send, call({ tickets }))).toEqual({ value: "done", ticket: "late" });
    expect([renewed.mock.calls.length, send.mock.calls.length]).toEqual([2, 2]);
  });

  test("is one of all that a call may repeat, log-ins included", async () => {
    const current = jest.fn(async () => "late").mockRejectedValueOnce(failed("not-sent"));
    const tickets = { secrets: [], current, renewed: async () => undefined };
    const send = sending(failed("not-sent"), failed("not-sent"));
    expect(await end(send, call({ tickets, maxRetries: 2 }))).toMatchObject({ outcome: "not-sent" });
    expect([current.mock.calls.length, send.mock.calls.length]).toEqual([2, 2]);
  });

  test("is traced under its number", async () => {
    const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
    const traces: unknown[] = [];
    const start = (trace: unknown): void => void traces.push({ ...(trace as object) });
    channel.start.subscribe(start);
    await end(sending(failed("not-sent"), refused("SESSION_EXPIRED")), call());
    channel.start.unsubscribe(start);
    const trace = { ...facts, endpoint: "https://dms.example.com" };
    expect(traces).toEqual([1, 2, 3].map((attempt) => ({ ...trace, attempt })));
  });
});

describe("of two failures, the caller receives", () => {
  const first = failed("unknown");

  test.each<[name: string, later: unknown, received: "earlier" | "later"]>([
    ["the one that may have happened, after a refusal", refused("ACCESS_DENIED"), "earlier"],
    ["the one that may have happened, after one that was not sent", failed("not-sent"), "earlier"],
    ["the later one, if both may have happened", failed("unknown"), "later"],
    ["the later one, if it is not of this package", new Error("x"), "later"],
  ])("%s", async (_name, later, received) => {
    expect(await end(sending(first, later), call())).toBe(received === "earlier" ? first : later);
  });

  test.each<[name: string, later: unknown, received: "earlier" | "later"]>([
    ["the refusal, since it answers what the lost one asked", refused("ACCESS_DENIED"), "later"],
    ["the one that may have happened, after one that was not sent", failed("not-sent"), "earlier"],
  ])("of an operation that only reads: %s", async (_name, later, received) => {
    expect(await end(sending(first, later), call({ onlyReads: true }))).toBe(received === "earlier" ? first : later);
  });

  test.each<[name: string, ownReason: boolean]>([
    ["the reason of an abort, even if that says that nothing happened", true],
    ["the one that may have happened, if the refusal that follows comes with an abort", false],
  ])("%s", async (_name, ownReason) => {
    const controller = new AbortController();
    const later = failed("not-sent");
    const reasons: Error[] = [first, later];
    const send: Send<string> = async () => {
      const reason = reasons.shift();
      if (reason === later) {
        controller.abort(ownReason ? later : new Error("another"));
      }
      throw reason;
    };
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    expect(await end(send, call({ deadline }))).toBe(ownReason ? later : first);
  });
});

test.each<[name: string, reason: unknown]>([
  ["an error of something else, whatever it says", Object.assign(new Error("x"), { outcome: "unknown" })],
  ["what is no error", undefined],
])("an attempt is not repeated after %s", async (_name, reason) => {
  const send = sending(reason);
  expect(await end(send, call())).toBe(reason);
  expect(send).toHaveBeenCalledTimes(1);
});

describe("the pause before a repetition", () => {
  test.each<[name: string, reason: Error, milliseconds: number]>([
    ["is a fifth of a second", failed("unknown"), 200],
    ["is as long as the service says", busy(7), 7],
    ["is a minute at the most", busy(60_000), 60_000],
  ])("%s", async (_name, reason, milliseconds) => {
    const send = sending(reason);
    const ended = callWithTicket(send, call());
    await jest.advanceTimersByTimeAsync(milliseconds - 1);
    expect(send).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await ended).toEqual({ value: "done", ticket: "old" });
  });

  test("is not made if it would be longer than a minute", async () => {
    const send = sending(busy(60_001));
    expect(await end(send, call())).toMatchObject({ code: "HTTP_STATUS", retryAfterInMs: 60_001 });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test.each<Outcome>(["unknown", "not-sent"])("ends with the time of the call, which stays %s", async (outcome) => {
    const reason = failed(outcome);
    const send = sending(reason);
    expect(await end(send, call({ deadline: new Deadline(100) }))).toBe(reason);
    expect(send).toHaveBeenCalledTimes(1);
  });

  test("ends with the caller's abort, and the call rejects with the caller's reason", async () => {
    const controller = new AbortController();
    const own = new Error("enough");
    const send = sending(failed("unknown"));
    const ended = callWithTicket(send, call({ deadline: new Deadline(1_000, controller.signal) }));
    const rejected = expect(ended).rejects.toBe(own);
    await jest.advanceTimersByTimeAsync(100);
    controller.abort(own);
    await rejected;
    expect(send).toHaveBeenCalledTimes(1);
  });
});

describe("where time is up while the client waits for a ticket", () => {
  const late = (): never => {
    throw new DeadlinePassed();
  };
  const tickets = { secrets: [], current: () => "old", renewed: async () => late() };

  test("the first, nothing was sent", async () => {
    const send = sending();
    expect(await end(send, call({ tickets: { ...tickets, current: late } }))).toMatchObject({
      ...facts,
      name: "TransportError",
      code: "TIMEOUT",
      outcome: "not-sent",
      message: "DeleteFolder: time is up before there was a ticket; nothing was sent.",
    });
    expect(send).not.toHaveBeenCalled();
  });

  test("another after a refused one, nothing was done", async () => {
    expect(await end(sending(refused("SESSION_EXPIRED")), call({ tickets }))).toMatchObject({
      ...facts,
      name: "TransportError",
      code: "TIMEOUT",
      outcome: "rejected",
      message:
        "DeleteFolder: the service refused the ticket, and time is up before there was another; nothing was done.",
    });
  });

  test("another after an attempt that may have happened, that attempt's error remains", async () => {
    const first = failed("unknown");
    expect(await end(sending(first, refused("SESSION_EXPIRED")), call({ tickets }))).toBe(first);
  });

  test("and it is up already, no ticket is asked for", async () => {
    const current = jest.fn(() => "old");
    const own = new Error("enough");
    const deadline = new Deadline(Number.POSITIVE_INFINITY, AbortSignal.abort(own));
    expect(await end(sending(), call({ deadline, tickets: { ...tickets, current } }))).toBe(own);
    expect(current).not.toHaveBeenCalled();
  });
});
