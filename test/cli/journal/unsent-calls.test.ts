import { channel, tracingChannel } from "node:diagnostics_channel";
import { setImmediate } from "node:timers/promises";
import { downloadHandlers, folders, type ItemKind } from "../../../src/cli/deletions/item-kind.js";
import { Stop, untilStopped } from "../../../src/cli/deletions/stop.js";
import { type UnsentCalls, watchUnsentCalls } from "../../../src/cli/deletions/unsent-calls.js";
import { usePrinted } from "./printed.js";

const printed = usePrinted();

const writing = channel("inforouter-soap-client:writing");
const { asyncEnd } = tracingChannel("inforouter-soap-client:call");

/** What the client reports of a request: that it is about to be written, or how it has ended. */
type Report = "written" | "confirmed" | "not-sent" | "rejected" | "unknown" | "expired";

function publish(report: Report, requestId: string): void {
  if (report === "written") {
    writing.publish({ requestId });
  } else if (report === "expired") {
    asyncEnd.publish({ requestId, outcome: "rejected", error: { code: "SESSION_EXPIRED" } });
  } else {
    asyncEnd.publish({ requestId, outcome: report, error: LOST });
  }
}

const LOST = { code: "ECONNRESET" };

/** The error of a call that is withdrawn, and the stop meets behind these reports. Undefined if it goes on. `later` follow the stop. */
async function withdrawn(
  kind: ItemKind,
  stop: Stop,
  reports: readonly Report[],
  later: readonly Report[] = [],
): Promise<unknown> {
  const interruption = new AbortController();
  const calls = watchUnsentCalls({ interrupted: interruption.signal }, kind);
  const call = calls.during(async ({ requestId, signal }) => {
    for (const report of reports) {
      publish(report, requestId);
    }
    interruption.abort(stop);
    for (const report of later) {
      publish(report, requestId);
    }
    await setImmediate();
    signal.throwIfAborted();
  });
  const error = await call.catch((reason: unknown) => reason);
  calls.end();
  return error;
}

describe("at a signal of the process, a call", () => {
  const interrupted = Stop.bySignal("SIGINT");

  test.each<[string, Report[], Report[]]>([
    ["waits for its first log-in, or connects", [], []],
    ["waits to be repeated, since it was not sent, or connects again", ["not-sent"], []],
    ["waits for another ticket, or connects with it", ["written", "expired"], []],
    ["is written, and turns out not to be sent", ["written"], ["not-sent"]],
    ["was sent with an expired ticket", ["written"], ["expired"]],
  ])("that %s is withdrawn", async (_name, reports, later) => {
    expect(await withdrawn(folders, interrupted, reports, later)).toBe(interrupted);
    expect(await withdrawn(downloadHandlers, interrupted, reports, later)).toBe(interrupted);
  });

  test.each<[string, Report[], Report[]]>([
    ["waits to be repeated", ["written", "unknown"], []],
    ["could not be repeated", ["written", "unknown", "not-sent"], []],
    ["has no answer", ["written"], ["unknown"]],
    ["has no answer, and then an expired ticket", ["written", "unknown", "written"], ["expired"]],
  ])("that %s is withdrawn as unknown, where a repetition does no harm", async (_name, reports, later) => {
    expect(await withdrawn(downloadHandlers, interrupted, reports, later)).toBe(LOST);
  });

  test.each<[string, Report[], Report[]]>([
    ["is written", ["written"], []],
    ["was sent, and has no answer", ["written"], ["unknown"]],
    ["looks for a folder that may be deleted", ["written", "unknown", "written"], []],
    ["could not look for a folder that may be deleted", ["written", "unknown"], ["not-sent"]],
    ["looks for a folder after a refusal", ["written", "rejected"], []],
    ["is written again after a request that was not sent", ["not-sent", "written"], []],
  ])("that %s goes on", async (_name, reports, later) => {
    expect(await withdrawn(folders, interrupted, reports, later)).toBeUndefined();
  });

  test.each<[string, Report[]]>([
    ["is repeated", ["written", "unknown", "written"]],
    ["was refused", ["written", "rejected"]],
    ["is confirmed", ["written", "confirmed"]],
  ])("that %s goes on, also where a repetition does no harm", async (_name, reports) => {
    expect(await withdrawn(downloadHandlers, interrupted, reports)).toBeUndefined();
  });
});

test("a signal withdraws also a call that begins after it", async () => {
  const interrupted = AbortSignal.abort(Stop.bySignal("SIGINT"));
  const calls = watchUnsentCalls({ interrupted }, folders);
  const seen = await calls.during(async ({ signal }) => signal.reason);
  calls.end();
  expect(seen).toBe(interrupted.reason);
});

describe("a signal withdraws no call", () => {
  test.each<[string, (calls: UnsentCalls) => Promise<AbortSignal>]>([
    ["that has ended", async (calls) => calls.during(async ({ signal }) => signal)],
    [
      "that begins after the last one of the run",
      async (calls) => {
        calls.end();
        return await calls.during(async ({ signal }) => signal);
      },
    ],
  ])("%s", async (_name, signalOf) => {
    const interruption = new AbortController();
    const calls = watchUnsentCalls({ interrupted: interruption.signal }, folders);
    const signal = await signalOf(calls);
    interruption.abort(Stop.bySignal("SIGINT"));
    calls.end();
    expect(signal.aborted).toBe(false);
  });

  test("of another client in the process, which is none of the run", async () => {
    const interruption = new AbortController();
    const calls = watchUnsentCalls({ interrupted: interruption.signal }, folders);
    const onError = jest.fn();
    process.prependOnceListener("uncaughtException", onError);
    publish("written", "of-another-client");
    publish("not-sent", "of-another-client");
    await setImmediate();
    process.off("uncaughtException", onError);
    calls.end();
    expect(onError).not.toHaveBeenCalled();
  });
});

test("a watch that has ended no longer listens to the client", async () => {
  const wasSubscribed = [writing.hasSubscribers, asyncEnd.hasSubscribers];
  const interruption = new AbortController();
  const add = jest.spyOn(interruption.signal, "addEventListener");
  const remove = jest.spyOn(interruption.signal, "removeEventListener");
  watchUnsentCalls({ interrupted: interruption.signal }, folders).end();
  expect([writing.hasSubscribers, asyncEnd.hasSubscribers]).toEqual(wasSubscribed);
  expect(remove.mock.calls).toEqual(add.mock.calls);
});

test("a run that stops of itself withdraws a call only at a signal: until then, each has its own result", async () => {
  const stopping = untilStopped();
  const calls = watchUnsentCalls(stopping, folders);
  const seen = await calls.during(async ({ signal }) => {
    stopping.stop(new Stop("The log-in failed.", 1));
    const isWithdrawn = signal.aborted;
    process.listeners("SIGINT").at(-1)?.("SIGINT");
    return [isWithdrawn, signal.aborted, signal.reason];
  });
  calls.end();
  stopping.end();
  expect(seen).toEqual([false, true, Stop.bySignal("SIGINT")]);
  expect(printed.err).toEqual(["Finishing the calls under way; a second signal ends at once.\n"]);
});
