import timers from "node:timers";

/** That of Node.js, also in CommonJS, where `mock.timers` replaces it in the module. */
const { setImmediate } = timers;

/** Yielded before work takes much memory: it waits until no work that began earlier is half done. */
export const OWN_SLICE = "own slice";

/** Work that yields wherever it may pause. */
export type Work<Result, Pause = typeof OWN_SLICE | undefined> = Generator<Pause, Result, undefined>;

/** Elements between two pauses. */
export const PAUSE = 256;

/** 32 characters of a text count like one more element: their number without its last bits. A whole number, which is faster. */
const BITS_OF_LENGTH = 5;

/** When work on many small things may pause: they are counted together, in whatever part of the work they are. */
export class Pace {
  #left = PAUSE;

  /** Counts a text of that length. */
  add(length: number): void {
    this.#left -= 1 + (length >> BITS_OF_LENGTH);
  }

  /** Counts one more. Returns whether to pause before it. */
  isDue(): boolean {
    this.#left -= 1;
    if (this.#left > 0) {
      return false;
    }
    this.#left = PAUSE;
    return true;
  }
}

/**
 * Stands for a value that takes work to read. Where it is returned beside values themselves, the many that take none need no generators,
 * which would double the time.
 */
export class Later {
  readonly work: Work<unknown>;

  constructor(work: Work<unknown>) {
    this.work = work;
  }
}

const SLICE_IN_MS = 5;

/** Work that waits for its next slice. */
interface Waiting {
  /** Of work that has begun, the least goes first. */
  readonly order: number;
  readonly beforeEachSlice: () => void;
  readonly resume: () => void;
  readonly reject: (reason: unknown) => void;
}

let begun = 0;
let waiting: Waiting[] = [];
let isScheduled = false;
/** Whether the latest slice was for work that had not begun. Each kind has every second one: neither waits for all of the other. */
let wasForShort = false;

/**
 * The slices of one piece of work. In one turn of the event loop, only one piece of work that waits has a slice: slices of a
 * hundred calls in one turn would stop all else. It is the one that began first, so that few are half done, and in memory.
 */
export class Slices {
  readonly #order = begun++;
  readonly #beforeEachSlice: () => void;

  /** @param beforeEachSlice Throws if the work is no longer wanted, as `deadline.throwIfExpired()` does. */
  constructor(beforeEachSlice: () => void) {
    this.#beforeEachSlice = beforeEachSlice;
  }

  /**
   * Waits for the next slice.
   *
   * @throws the error of `beforeEachSlice`, as soon as it throws one.
   */
  next(): Promise<void> {
    return nextSlice(this.#order, this.#beforeEachSlice);
  }
}

/** The order of work that is done in one piece, or has yet to show that it is longer. */
const NOT_BEGUN = -1;

/**
 * Waits until work may begin that is done in one piece, or as long as its first slice. Undefined if it may begin at once: all that
 * begins in one turn of the event loop shares a slice.
 *
 * @throws the error of `beforeEachSlice`, as soon as it throws one.
 */
export function mayBegin(beforeEachSlice: () => void): Promise<void> | undefined {
  const now = performance.now();
  const since = sliceBegan ?? beginSlice(now);
  return now - since > SLICE_IN_MS ? nextSlice(NOT_BEGUN, beforeEachSlice) : undefined;
}

function nextSlice(order: number, beforeEachSlice: () => void): Promise<void> {
  return new Promise((resume, reject) => {
    if (waiting.length === 0) {
      wasForShort = false;
    }
    scheduleSlice();
    waiting.push({ order, beforeEachSlice, resume, reject });
  });
}

/** Once for each turn of the event loop, also where short work that shared a slice left none waiting. */
function scheduleSlice(): void {
  if (!isScheduled) {
    isScheduled = true;
    setImmediate(giveSlice);
  }
}

function giveSlice(): void {
  isScheduled = false;
  waiting = waiting.filter(isWanted);
  const [short, begun] = [waiting.find(isShort), oldestOf(waiting.filter((one) => !isShort(one)))];
  const next = wasForShort ? (begun ?? short) : (short ?? begun);
  wasForShort = next !== undefined && isShort(next);
  waiting = waiting.filter((one) => one !== next);
  if (waiting.length > 0) {
    scheduleSlice();
  }
  next?.resume();
  if (next !== undefined && isShort(next)) {
    resumeOthers(performance.now());
  }
}

/** As many short ones as a slice has time for: those that come meanwhile share it too, and would pass those that wait. */
function resumeOthers(since: number): void {
  // A tick from within a microtask runs when no microtask is left, so after the work of the one before.
  queueMicrotask(() =>
    process.nextTick(() => {
      const next = waiting.find(isShort);
      if (next !== undefined && performance.now() - since < SLICE_IN_MS) {
        waiting = waiting.filter((one) => one !== next);
        if (isWanted(next)) {
          next.resume();
        }
        resumeOthers(since);
      }
    }),
  );
}

function isShort({ order }: Waiting): boolean {
  return order === NOT_BEGUN;
}

function oldestOf(some: readonly Waiting[]): Waiting | undefined {
  const [first] = some;
  return first && some.reduce((oldest, one) => (one.order < oldest.order ? one : oldest), first);
}

function isWanted({ beforeEachSlice, reject }: Waiting): boolean {
  try {
    beforeEachSlice();
    return true;
  } catch (error) {
    reject(error);
    return false;
  }
}

/**
 * Does the work in slices, with a turn of the event loop between them. Returns the result itself instead of a promise if
 * the work ends before its first pause.
 *
 * @param beforeEachSlice Throws if the work is no longer wanted, as `deadline.throwIfExpired()` does.
 * @throws the error of the work or of `beforeEachSlice`.
 */
export function inSlices<Result>(work: Work<Result>, beforeEachSlice: () => void): Result | Promise<Result> {
  const since = performance.now();
  const step = work.next();
  return step.done === true ? step.value : goOn(work, new Slices(beforeEachSlice), since, step.value);
}

/** When the first work of this turn of the event loop began. All that begins in the turn shares a slice: hundreds may. */
let sliceBegan: number | undefined;

function beginSlice(now: number): number {
  sliceBegan = now;
  setImmediate(endSlice);
  return now;
}

function endSlice(): void {
  sliceBegan = undefined;
}

async function goOn<Result>(
  work: Work<Result>,
  slices: Slices,
  begin: number,
  first: typeof OWN_SLICE | undefined,
): Promise<Result> {
  let pause = first;
  // Work that waits has a slice of its own: short work does not wait for long work that began before it.
  for (let since = sliceBegan ?? beginSlice(begin); ; ) {
    if (pause === OWN_SLICE || performance.now() - since > SLICE_IN_MS) {
      await slices.next();
      since = performance.now();
    }
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
    pause = step.value;
  }
}

/** Does the work without a pause. */
export function atOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
