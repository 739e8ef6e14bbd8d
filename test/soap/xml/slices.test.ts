import { atOnce, inSlices, mayBegin, OWN_SLICE, type Work } from "../../../src/soap/xml/slices.js";

const anyTime = (): void => {};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function turnOfPromises(): Promise<void> {
  for (let step = 0; step < 5; step += 1) {
    await undefined;
  }
}

/** Work of some steps, each of which takes longer than a slice may. */
function* longWork(name: string, steps: number, notes: string[]): Work<string> {
  for (let step = 1; step <= steps; step += 1) {
    notes.push(`${name}${step}`);
    yield undefined;
  }
  return name;
}

describe("of several pieces of work", () => {
  beforeEach(() => {
    let now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => {
      now += 6;
      return now;
    });
  });

  afterEach(() => jest.restoreAllMocks());

  test("only one that waits has a slice in a turn of the event loop, and the one that began first ends first", async () => {
    const notes: string[] = [];
    const works = ["a", "b", "c"].map((name) => inSlices(longWork(name, 3, notes), anyTime));
    const all = Promise.all(works);
    // The beginning of each is not put off: most work ends with it.
    expect(notes.splice(0)).toEqual(["a1", "b1", "c1"]);
    const inTurns: string[] = [];
    for (let count = 0; count < 9; count += 1) {
      await turn();
      inTurns.push(notes.splice(0).join());
    }
    expect(inTurns).toEqual(["a2", "a3", "", "b2", "b3", "", "c2", "c3", ""]);
    expect(await all).toEqual(["a", "b", "c"]);
  });

  test("one that begins later, and is short, does not wait for one that is long", async () => {
    const notes: string[] = [];
    const long = inSlices(longWork("a", 3, notes), anyTime);
    await turn();
    jest.spyOn(performance, "now").mockReturnValue(0);
    const short = inSlices(longWork("b", 2, notes), anyTime);
    expect(notes).toEqual(["a1", "a2", "b1", "b2"]);
    expect(await Promise.all([long, short])).toEqual(["a", "b"]);
  });

  test("those that begin in one turn share one slice", async () => {
    let clock = 0;
    jest.spyOn(performance, "now").mockImplementation(() => clock);
    const ended: string[] = [];
    function* work(name: string): Work<void> {
      clock += 4;
      yield undefined;
      ended.push(name);
    }
    await turn();
    const works = ["a", "b", "c"].map((name) => inSlices(work(name), anyTime));
    expect(ended).toEqual(["a"]);
    await Promise.all(works);
    expect(ended).toEqual(["a", "b", "c"]);
  });

  test("those that are done in one piece begin while the slice of a turn lasts, also those that wait", async () => {
    let clock = 0;
    jest.spyOn(performance, "now").mockImplementation(() => clock);
    await turn();
    const notes: string[] = [];
    const work = (name: string): void => {
      notes.push(name);
      clock += 3;
    };
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      await Promise.race([
        Promise.resolve(mayBegin(anyTime))
          .then(turnOfPromises)
          .then(() => work(name)),
        turnOfPromises().then(turnOfPromises),
      ]);
    }
    const inTurns = [notes.splice(0).join()];
    for (let count = 0; count < 3; count += 1) {
      await turn();
      inTurns.push(notes.splice(0).join());
    }
    expect(inTurns).toEqual(["a,b", "c,d", "e,f", ""]);
  });

  test("those that are done in one piece and those that go on have every second turn", async () => {
    const notes: string[] = [];
    const long = inSlices(longWork("a", 3, notes), anyTime);
    const pieces = ["b", "c", "d"].map((note) => mayBegin(anyTime)?.then(() => notes.push(note)));
    await Promise.all([long, ...pieces]);
    expect(notes).toEqual(["a1", "b", "a2", "c", "a3", "d"]);
  });

  test("one that is done in one piece and is no longer wanted does not begin", async () => {
    const enough = new Error("enough");
    await turn();
    await mayBegin(anyTime);
    await expect(
      mayBegin(() => {
        throw enough;
      }),
    ).rejects.toBe(enough);
  });

  test("one that is no longer wanted ends in the next turn, also where others are before it", async () => {
    const notes: string[] = [];
    const enough = new Error("enough");
    const first = inSlices(longWork("a", 10, notes), anyTime);
    const second = inSlices(longWork("b", 10, notes), () => {
      throw enough;
    });
    const third = inSlices(longWork("c", 1, notes), anyTime);
    const ended: string[] = [];
    Promise.resolve(second).catch((error: Error) => ended.push(error.message));
    await turn();
    await turn();
    expect(ended).toEqual(["enough"]);
    expect(notes).not.toContain("b2");
    expect([await first, await third]).toEqual(["a", "c"]);
  });
});

describe("work that ends", () => {
  function* steps(count: number): Work<number> {
    for (let step = 0; step < count; step += 1) {
      yield undefined;
    }
    return count;
  }

  test("before its first pause has its result at once", () => {
    expect(inSlices(steps(0), anyTime)).toBe(0);
  });

  test.each([0, 1, 3])("after %d pauses has its result at once where it must not wait", (count) => {
    expect(atOnce(steps(count))).toBe(count);
  });

  test.each([
    [5, "same turn"],
    [6, "next turn"],
  ])("after %d milliseconds ends in the %s", async (duration, want) => {
    await turn();
    let clock = 100;
    jest.spyOn(performance, "now").mockImplementation(() => clock);
    function* work(): Work<void> {
      clock += duration;
      yield undefined;
    }
    let isNextTurn = false;
    setImmediate(() => {
      isNextTurn = true;
    });
    await inSlices(work(), anyTime);
    jest.restoreAllMocks();
    expect(isNextTurn ? "next turn" : "same turn").toBe(want);
  });

  test("with an error rejects", async () => {
    function* work(): Work<void> {
      yield undefined;
      throw new Error("bad");
    }
    await expect(inSlices(work(), anyTime)).rejects.toThrow("bad");
  });
});

test("work that is about to take much memory waits for a slice of its own, and for work that began before it", async () => {
  const notes: string[] = [];
  function* large(name: string): Work<void> {
    yield OWN_SLICE;
    for (const step of ["begins", "ends"]) {
      notes.push(`${name} ${step}`);
      for (const since = performance.now(); performance.now() - since < 10; ) {
        // Longer than a slice.
      }
      yield undefined;
    }
  }
  // The slice of the tests before it ends.
  await turn();
  await turn();
  const all = Promise.all(["a", "b"].map((name) => inSlices(large(name), anyTime)));
  expect(notes).toEqual([]);
  await all;
  expect(notes).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("two pieces of work have no slice in one turn, also where short work that shared one left none waiting", async () => {
  await turn();
  await turn();
  let now = 0;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  const notes: string[] = [];
  function* own(name: string): Work<void> {
    yield OWN_SLICE;
    notes.push(name);
  }
  expect(mayBegin(anyTime)).toBeUndefined();
  // The slice of this turn is used up.
  now = 10;
  const first = mayBegin(anyTime);
  const second = mayBegin(anyTime)?.then(() => Promise.all(["a", "b"].map((name) => inSlices(own(name), anyTime))));
  await Promise.all([first, turn()]);
  await turn();
  expect(notes).toEqual(["a"]);
  await second;
  expect(notes).toEqual(["a", "b"]);
  clock.mockRestore();
});
