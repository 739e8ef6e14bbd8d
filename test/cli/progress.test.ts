import { duration, type Progress, renderProgress } from "../../src/cli/terminal/progress.js";

const halfway: Progress = { done: 2_500, total: 5_000, failed: 3, unknown: 1, elapsedInMs: 28_700 };

test.each([
  [120, "[###############---------------]  50%  2,500 of 5,000  87/s  29 s left  3 failed  1 unknown"],
  [80, "[#########---------]  50%  2,500 of 5,000  87/s  29 s left  3 failed  1 unknown"],
  [62, "50%  2,500 of 5,000  87/s  29 s left  3 failed  1 unknown"],
  [57, "50%  2,500 of 5,000  29 s left  3 failed  1 unknown"],
  [40, "50%  29 s left  3 failed  1 unknown"],
  [30, "50%  3 failed  1 unknown"],
  [20, "50%  3 failed"],
  [8, "50%"],
  [3, ""],
  [0, ""],
])("fits %i columns", (columns, want) => {
  expect(renderProgress(halfway, columns)).toBe(want);
});

const MB = 1_000_000;

test.each<[string, Partial<Progress>, number, string]>([
  ["in 80 columns", {}, 80, "[###############---------------]  50%  15.0 MB of 30.0 MB  2.5 MB/s  6 s left"],
  ["in 40 columns", {}, 40, "50%  15.0 MB of 30.0 MB  6 s left"],
  ["in 20 columns", {}, 20, "50%  6 s left"],
  [
    "of a few",
    { done: 512, total: 1_000, before: 0, elapsedInMs: 1_000 },
    60,
    "[########--------]  51%  512 B of 1.0 kB  512 B/s  1 s left",
  ],
])("counts bytes, and for the rate only those of this run: %s", (_name, progress, columns, want) => {
  const half: Progress = {
    done: 15 * MB,
    total: 30 * MB,
    before: 10 * MB,
    unit: "bytes",
    failed: 0,
    unknown: 0,
    elapsedInMs: 2_000,
  };
  expect(renderProgress({ ...half, ...progress }, columns)).toBe(want);
});

test("is shorter than the width of the terminal, so that the cursor stays on its line", () => {
  const progresses = [halfway, { ...halfway, done: 0, elapsedInMs: 0 }, { ...halfway, done: 5_000, total: 5_000 }];
  for (const progress of progresses) {
    for (let columns = 1; columns < 140; columns += 1) {
      expect(renderProgress(progress, columns).length).toBeLessThan(columns);
    }
  }
});

test.each<[string, Partial<Progress>, string]>([
  ["at the beginning", { done: 0, elapsedInMs: 0 }, "[------------------------------]  0%  0 of 5,000"],
  ["with nothing done yet", { done: 0, elapsedInMs: 900 }, "[------------------------------]  0%  0 of 5,000"],
  ["at the end", { done: 5_000 }, "[##############################]  100%  5,000 of 5,000  174/s"],
  [
    "just before the end",
    { done: 4_999 },
    "[#############################-]  99%  4,999 of 5,000  174/s  less than 1 s left",
  ],
  [
    "at less than one in a second",
    { done: 10, total: 20, elapsedInMs: 60_000 },
    "[###############---------------]  50%  10 of 20  10/min  1 min 0 s left",
  ],
  ["without anything to do", { done: 0, total: 0 }, "[##############################]  100%  0 of 0"],
])("%s", (_name, progress, want) => {
  expect(renderProgress({ ...halfway, failed: 0, unknown: 0, ...progress }, 100)).toBe(want);
});

test.each([
  [0.4, "less than 1 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [3_599, "59 min 59 s"],
  [3_600, "1 h 0 min"],
  [360_000, "100 h 0 min"],
])("%d seconds are %s", (seconds, want) => {
  expect(duration(seconds)).toBe(want);
});
