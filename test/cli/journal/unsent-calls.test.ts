import { tracingChannel } from "node:diagnostics_channel";
import { setImmediate } from "node:timers/promises";
import { Stop, untilStopped } from "../../../src/cli/deletions/stop.js";
import { type UnsentCalls, watchUnsentCalls } from "../../../src/cli/deletions/unsent-calls.js";
import { usePrinted } from "./printed.js";

const printed = usePrinted();

const { start, asyncEnd } = tracingChannel("inforouter-soap-client:call");

/** What the client reports of a request: that it begins, or how it has ended. */
type Report = "begins" | "confirmed" | "not-sent" | "rejected" | "unknown" | "expired";

function publish(report: Report, requestId: string): void {
  if (report === "begins") {
    start.publish({ requestId });
  } else if (report === "expired") {
    asyncEnd.publish({ requestId, outcome: "rejected", error: { code: "SESSION_EXPIRED" } });
  } else {
    asyncEnd.publish({ requestId, outcome: report });
  }
}

/** Whether a call is withdrawn that the stop meets behind these reports. `later` follow the stop. */
async function isWithdrawn(stop: Stop, reports: readonly Report[], later: readonly Report[] = []): Promise<boolean> {
  const interruption = new AbortController();
  const calls = watchUnsentCalls({ interrupted: interruption.signal });
  const withdrawn = await calls.during(async ({ requestId, signal }) => {
    for (const report of reports) {
      publish(report, requestId);
    }
    interruption.abort(stop);
    for (const report of later) {
      publish(report, requestId);
    }
    await setImmediate();
    return signal.aborted && signal.reason === stop;
  });
  calls.end();
  return withdrawn;
}

describe("at a signal of the process, a call", () => {
  const interrupted = Stop.bySignal("SIGINT");

  test.each<[string, Report[], Report[]]>([
    ["waits for its first log-in", [], []],
    ["waits to be repeated, since it was not sent", ["begins", "not-sent"], []],
    ["waits for another ticket", ["begins", "expired"], []],
    ["tries to connect, and cannot", ["begins"], ["not-sent"]],
    ["was sent with an expired ticket", ["begins"], ["expired"]],
  ])("that %s is withdrawn", async (_name, reports, later) => {
    expect(await isWithdrawn(interrupted, reports, later)).toBe(true);
  });

  test.each<[string, Report[], Report[]]>([
    ["may be sent", ["begins"], []],
    ["was sent, and has no answer", ["begins"], ["unknown"]],
    ["looks for a folder that may be deleted", ["begins", "unknown", "begins"], []],
    ["could not look for a folder that may be deleted", ["begins", "unknown", "begins"], ["not-sent"]],
    ["looks for a folder after a refusal", ["begins", "rejected"], []],
    ["is repeated after a request without an answer", ["begins", "unknown", "begins", "not-sent"], []],
  ])("that %s goes on", async (_name, reports, later) => {
    expect(await isWithdrawn(interrupted, reports, later)).toBe(false);
  });
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
    const calls = watchUnsentCalls({ interrupted: interruption.signal });
    const signal = await signalOf(calls);
    interruption.abort(Stop.bySignal("SIGINT"));
    calls.end();
    expect(signal.aborted).toBe(false);
  });

  test("of another client in the process, which is none of the run", async () => {
    const interruption = new AbortController();
    const calls = watchUnsentCalls({ interrupted: interruption.signal });
    const onError = jest.fn();
    process.prependOnceListener("uncaughtException", onError);
    publish("begins", "of-another-client");
    publish("not-sent", "of-another-client");
    await setImmediate();
    process.off("uncaughtException", onError);
    calls.end();
    expect(onError).not.toHaveBeenCalled();
  });
});

test("a watch that has ended no longer listens to the client", async () => {
  const wasSubscribed = [start.hasSubscribers, asyncEnd.hasSubscribers];
  const interruption = new AbortController();
  const add = jest.spyOn(interruption.signal, "addEventListener");
  const remove = jest.spyOn(interruption.signal, "removeEventListener");
  watchUnsentCalls({ interrupted: interruption.signal }).end();
  expect([start.hasSubscribers, asyncEnd.hasSubscribers]).toEqual(wasSubscribed);
  expect(remove.mock.calls).toEqual(add.mock.calls);
});

test("a run that stops of itself withdraws a call only at a signal: until then, each has its own result", async () => {
  const stopping = untilStopped();
  const calls = watchUnsentCalls(stopping);
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
