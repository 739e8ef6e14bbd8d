import { getEventListeners } from "node:events";
import {
  checkSignal,
  checkTimeout,
  Deadline,
  DeadlinePassed,
  LONGEST_TIMER,
  raceDeadline,
  wait,
} from "../../src/soap/deadline.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const call = { operation: "DeleteFolder", requestId: "id-1" };
const reason = new Error("enough");
const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("a timeout", () => {
  test.each([0.5, 1, LONGEST_TIMER + 1, Number.POSITIVE_INFINITY])("may be %d", (timeoutInMs) => {
    expect(checkTimeout("options.timeoutInMs", timeoutInMs)).toBe(timeoutInMs);
  });

  test.each([0, -1, Number.NaN, "1", null, undefined])("is not %p", (timeoutInMs) => {
    const message = "options.timeoutInMs: expected milliseconds above zero, or Infinity for no limit";
    const check = (): unknown => checkTimeout("options.timeoutInMs", timeoutInMs as number, call);
    expect(check).toThrow(expect.objectContaining({ name: "InvalidInputError", message, ...call }));
  });
});

describe("a signal", () => {
  const functions = { addEventListener() {}, removeEventListener() {} };

  test.each<[what: string, signal: unknown]>([
    ["none", undefined],
    ["a signal", new AbortController().signal],
    ["an object of its shape", { aborted: false, ...functions }],
  ])("may be %s", (_what, signal) => {
    expect(() => checkSignal(signal as AbortSignal)).not.toThrow();
  });

  test.each<[what: string, signal: unknown]>([
    ["null", null],
    ["an object without aborted", functions],
    ["an object without addEventListener", { ...functions, aborted: false, addEventListener: undefined }],
    ["an object without removeEventListener", { ...functions, aborted: false, removeEventListener: undefined }],
    [
      "an object that throws",
      {
        get aborted(): boolean {
          throw new Error("s3cret");
        },
      },
    ],
  ])("is not %s", (_what, signal) => {
    const message = "options.signal: expected an AbortSignal";
    expect(() => checkSignal(signal as AbortSignal, call)).toThrow(expect.objectContaining({ message, ...call }));
  });
});

describe("a deadline", () => {
  test("expires when its time has passed, and not before", () => {
    const deadline = new Deadline(100);
    jest.advanceTimersByTime(99);
    expect([deadline.expired, deadline.reason]).toEqual([false, undefined]);
    expect(() => deadline.throwIfExpired()).not.toThrow();
    jest.advanceTimersByTime(1);
    expect(deadline.expired).toBe(true);
    expect(deadline.reason).toBeInstanceOf(DeadlinePassed);
    expect(deadline.reason).toMatchObject({ name: "DeadlinePassed" });
    expect(() => deadline.throwIfExpired()).toThrow(DeadlinePassed);
  });

  test("that passed while the process was suspended leaves a second to read what has arrived, and no more", () => {
    const read = new Deadline(100);
    const missed = new Deadline(100);
    const { now } = performance;
    jest.spyOn(performance, "now").mockImplementation(() => now.call(performance) + 5000);
    jest.advanceTimersByTime(1099);
    expect([read.expired, missed.expired]).toEqual([false, false]);
    read.end();
    jest.advanceTimersByTime(1);
    expect([read.expired, missed.expired]).toEqual([false, true]);
    expect(jest.getTimerCount()).toBe(0);
    jest.restoreAllMocks();
  });

  test.each([
    [LONGEST_TIMER, 1],
    [LONGEST_TIMER + 1, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])("of %d ms has %d timers", (timeoutInMs, timers) => {
    expect(LONGEST_TIMER).toBe(2_147_483_647);
    const deadline = new Deadline(timeoutInMs);
    expect(jest.getTimerCount()).toBe(timers);
    deadline.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each<[when: string, makesBefore: boolean]>([
    ["before", true],
    ["after", false],
  ])("expires with the caller's reason, once; so does a signal that is made %s", (_when, makesBefore) => {
    const caller = new AbortController();
    const deadline = new Deadline(100, caller.signal);
    const callback = jest.fn();
    deadline.onExpire(callback);
    const before = makesBefore ? deadline.signal : undefined;
    expect(before?.aborted ?? false).toBe(false);
    caller.abort(reason);
    jest.advanceTimersByTime(100);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(deadline.reason).toBe(reason);
    const { signal } = deadline;
    expect([signal.aborted, signal.reason]).toEqual([true, reason]);
    expect(deadline.signal).toBe(before ?? signal);
  });

  test("has a signal that is not aborted until it expires", () => {
    const { signal } = new Deadline(100);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(100);
    expect(signal.reason).toBeInstanceOf(DeadlinePassed);
  });

  test("has expired where the caller's signal has", () => {
    const deadline = new Deadline(100, AbortSignal.abort(reason));
    expect(deadline.reason).toBe(reason);
    expect(() => deadline.end()).not.toThrow();
  });

  test("has the default reason where the caller's signal has none", () => {
    const signal = { aborted: true, reason: undefined, addEventListener() {}, removeEventListener() {} };
    expect(new Deadline(100, signal as unknown as AbortSignal).reason).toMatchObject({ name: "AbortError" });
  });

  test("calls back at once where it has expired, and not where that was cancelled", () => {
    const [kept, cancelled, late] = [jest.fn(), jest.fn(), jest.fn()];
    const deadline = new Deadline(100);
    deadline.onExpire(kept);
    deadline.onExpire(cancelled)();
    jest.advanceTimersByTime(100);
    expect([kept, cancelled].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    deadline.onExpire(late)();
    expect(late).toHaveBeenCalledTimes(1);
  });

  test("that is shared goes on until each part has ended", () => {
    const controller = new AbortController();
    const deadline = new Deadline(100, controller.signal);
    expect(deadline.shared()).toBe(deadline);
    deadline.end();
    expect([jest.getTimerCount(), listenersOf(controller.signal)]).toEqual([1, 1]);
    deadline.end();
    expect([jest.getTimerCount(), listenersOf(controller.signal)]).toEqual([0, 0]);
  });

  test("that is shared after it has ended goes on with the rest of its time", () => {
    const deadline = new Deadline(100);
    deadline.end();
    jest.advanceTimersByTime(60);
    deadline.shared();
    jest.advanceTimersByTime(39);
    expect(deadline.expired).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.expired).toBe(true);
  });

  test("that is shared after its time has passed has expired", () => {
    const deadline = new Deadline(100);
    deadline.end();
    jest.advanceTimersByTime(100);
    expect([deadline.expired, deadline.shared().reason]).toEqual([false, new DeadlinePassed()]);
  });

  test("leaves no timer where the caller's signal throws", () => {
    const signal = {
      aborted: false,
      addEventListener: () => {
        throw reason;
      },
    };
    expect(() => new Deadline(100, signal as unknown as AbortSignal)).toThrow(reason);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("the deadlines of a caller's signal", () => {
  test("share one listener, and leave none", () => {
    const caller = new AbortController();
    const [first, second] = [new Deadline(100, caller.signal), new Deadline(100, caller.signal)];
    expect(listenersOf(caller.signal)).toBe(1);
    first.end();
    expect(listenersOf(caller.signal)).toBe(1);
    caller.abort(reason);
    expect([first.expired, second.reason]).toEqual([false, reason]);
    expect(listenersOf(caller.signal)).toBe(0);
  });

  test("leave no listener when all have ended, and later ones follow it anew", () => {
    const caller = new AbortController();
    const first = new Deadline(100, caller.signal);
    first.end();
    expect(listenersOf(caller.signal)).toBe(0);
    const second = new Deadline(100, caller.signal);
    // Once more, which must not release the second.
    first.end();
    const third = new Deadline(100, caller.signal);
    expect(listenersOf(caller.signal)).toBe(1);
    caller.abort(reason);
    expect([first.expired, second.expired, third.expired]).toEqual([false, true, true]);
  });

  test("end also where the signal cannot be released", () => {
    const { signal } = new AbortController();
    signal.removeEventListener = () => {
      throw reason;
    };
    expect(() => new Deadline(100, signal).end()).not.toThrow();
  });
});

describe("a race with a deadline", () => {
  test.each<[how: string, promise: () => Promise<unknown>, end: unknown]>([
    ["resolves as the promise does", async () => "value", "value"],
    ["rejects as the promise does", () => Promise.reject(reason), reason],
  ])("%s, and lets the deadline go", async (_how, promise, end) => {
    const deadline = new Deadline(100);
    const unfollow = jest.fn();
    jest.spyOn(deadline, "onExpire").mockReturnValue(unfollow);
    expect(await raceDeadline(promise(), deadline).catch((error: unknown) => error)).toBe(end);
    expect(unfollow).toHaveBeenCalledTimes(1);
  });

  test("rejects when the deadline expires", async () => {
    const race = raceDeadline(new Promise(() => {}), new Deadline(100));
    jest.advanceTimersByTime(100);
    await expect(race).rejects.toBeInstanceOf(DeadlinePassed);
  });
});

describe("a wait", () => {
  test("ends after its time", async () => {
    const ended = jest.fn();
    const waiting = wait(50, new Deadline(Number.POSITIVE_INFINITY)).then(ended);
    await jest.advanceTimersByTimeAsync(49);
    expect(ended).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledTimes(1);
    await waiting;
  });

  test.each([50_000, Number.POSITIVE_INFINITY])(
    "of %d ms ends with the deadline, and leaves no timer",
    async (time) => {
      const waiting = wait(time, new Deadline(100));
      expect(jest.getTimerCount()).toBe(time === Number.POSITIVE_INFINITY ? 1 : 2);
      const end = expect(waiting).rejects.toBeInstanceOf(DeadlinePassed);
      await jest.advanceTimersByTimeAsync(100);
      await end;
      expect(jest.getTimerCount()).toBe(0);
    },
  );
});
