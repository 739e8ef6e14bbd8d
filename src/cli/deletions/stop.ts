/** Why a run ends before its end. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly exitCode: number;

  /** @param message For the user; where it is empty there is nothing to say. */
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }

  static bySignal(signal: StoppingSignal): Stop {
    return new Stop(signal === "SIGPIPE" ? "" : "Interrupted.", EXIT_CODES[signal]);
  }
}

/**
 * Ctrl-C, a service manager, a closed terminal, and an output that nobody reads any more (`| head`). The exit codes are
 * 128 and the signal's number, as shells count.
 */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 };

type StoppingSignal = keyof typeof EXIT_CODES;

const STOPPING_SIGNALS: readonly StoppingSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE"];

/** What can stop a run: the signals of the process, and whoever calls `stop`. The first reason counts, a {@link Stop}. */
export interface Stopping {
  readonly signal: AbortSignal;
  stop(reason: Stop): void;
  /** Gives the signals back to whoever had them. */
  end(): void;
}

/** Takes the signals that otherwise end the process. A further one ends it all the same, at once. */
export function untilStopped(): Stopping {
  const controller = new AbortController();
  const listeners = STOPPING_SIGNALS.map((signal) => {
    const onSignal = (): void => {
      const stop = Stop.bySignal(signal);
      if (controller.signal.aborted && signal !== "SIGPIPE") {
        process.exit(stop.exitCode);
      }
      controller.abort(stop);
    };
    return { signal, onSignal };
  });
  for (const { signal, onSignal } of listeners) {
    process.on(signal, onSignal);
  }
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    end: () => {
      for (const { signal, onSignal } of listeners) {
        process.off(signal, onSignal);
      }
    },
  };
}
