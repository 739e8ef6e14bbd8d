import { EventEmitter } from "node:events";
import { outputsTaken } from "../terminal/output.js";
import { sayAbove } from "../terminal/status-line.js";

/** The reason why a run ends early. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly exitCode: number;

  /** @param message For the user; if empty, nothing is printed. */
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }

  static bySignal(signal: StoppingSignal): Stop {
    return new Stop(signal === "SIGPIPE" ? "" : "Interrupted.", EXIT_CODES[signal]);
  }
}

/**
 * Ctrl-C, a service manager, a closed terminal, and a closed output (`| head`). As in shells, the exit code is 128 plus the
 * signal's number.
 */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 };

type StoppingSignal = keyof typeof EXIT_CODES;

const STOPPING_SIGNALS: readonly StoppingSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

const outputs = new EventEmitter();

/**
 * Stops a run as a signal does. Nothing listens to SIGPIPE itself, which Node.js ignores then: a listener would also receive it for each
 * connection that its other end has closed.
 */
export function stopForClosedOutput(): void {
  outputs.emit("closed");
}

/**
 * So soon after another one, a signal is that one again: a terminal signals npm (`npx`) as well, which passes it on, and a
 * service manager may send two.
 */
const PASSED_ON_WITHIN_MS = 500;

/** Stops a run at a signal of the process, or at a call of `stop`. The signal's reason is the first {@link Stop}. */
export interface Stopping {
  readonly signal: AbortSignal;
  /** Aborts at the first signal of the process, also where the run has stopped of itself. Its reason is a {@link Stop}. */
  readonly interrupted: AbortSignal;
  stop(reason: Stop): void;
  /** Waits until the outputs have taken everything, or for a signal, which ends the process. Then stops listening to signals. */
  end(): Promise<void>;
}

/**
 * Ends the process. `process.exit` waits for the threads that look up a host name, or access a file on a drive that has gone away; the
 * default action of the signal does not. It is the last resort: it leaves pipes non-blocking, which other processes may share. Windows
 * would report exit code 1.
 */
function endProcess(signal: StoppingSignal, exitCode: number): void {
  const isThreadBusy = process
    .getActiveResourcesInfo()
    .some((resource) => /^(?:GetAddrInfo|FS|Close)Req/.test(resource));
  if (isThreadBusy && process.platform !== "win32") {
    // After the listeners that print.
    process.once("exit", () => {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
  process.exit(exitCode);
}

/** Handles the signals that by default end the process. A second one ends it at once, unless it is the first, passed on. */
export function untilStopped(): Stopping {
  const controller = new AbortController();
  const interruption = new AbortController();
  let isOver = false;
  let signaledAt = Number.NEGATIVE_INFINITY;
  const listenerFor = (signal: StoppingSignal) => (): void => {
    // A closed output rejects each line. Only the first of them stops the run: a later one must not hide a signal.
    const isRepeated = signal === "SIGPIPE" && interruption.signal.aborted;
    if (isRepeated || performance.now() - signaledAt < PASSED_ON_WITHIN_MS) {
      return;
    }
    signaledAt = performance.now();
    const stop = Stop.bySignal(signal);
    if (interruption.signal.aborted || (isOver && signal !== "SIGPIPE")) {
      endProcess(signal, stop.exitCode);
    } else if (controller.signal.aborted && stop.message !== "") {
      // The run has stopped of itself, for example at a refused ticket.
      sayAbove("Finishing the calls under way; a second signal ends at once.");
    }
    controller.abort(stop);
    interruption.abort(stop);
  };
  const listeners = STOPPING_SIGNALS.map((signal) => ({ signal, onSignal: listenerFor(signal) }));
  for (const { signal, onSignal } of listeners) {
    process.on(signal, onSignal);
  }
  const onClosed = listenerFor("SIGPIPE");
  outputs.on("closed", onClosed);
  return {
    signal: controller.signal,
    interrupted: interruption.signal,
    stop: (reason) => controller.abort(reason),
    end: async () => {
      isOver = true;
      await outputsTaken();
      for (const { signal, onSignal } of listeners) {
        process.off(signal, onSignal);
      }
      outputs.off("closed", onClosed);
    },
  };
}
