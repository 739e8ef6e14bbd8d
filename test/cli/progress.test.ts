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
