import { inSlices, Slices, type Work } from "../../../src/soap/xml/slices.js";

const anyTime = (): void => {};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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

  test("only one has a slice in a turn of the event loop, and the one that began first ends first", async () => {
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

  test("one that begins in a turn in which another has had its slice waits", async () => {
    jest.spyOn(performance, "now").mockReturnValue(0);
    const notes: string[] = [];
    const waiting = new Slices(anyTime).next();
    const short = inSlices(longWork("a", 3, notes), anyTime);
    expect(notes).toEqual(["a1"]);
    await waiting;
    expect(await short).toBe("a");
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
