import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** V8 stops to optimize where a process has compiled many expressions and holds much machine code, as services do. */
test("texts of megabytes are read also in a process whose regular expressions V8 does not optimize", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--no-regexp-optimization",
    "--import",
    "tsx",
    join(__dirname, "../support/processes/long-texts.ts"),
  ]);
  const outcomes = Object.entries(JSON.parse(stdout));
  expect(outcomes.length).toBeGreaterThan(20);
  expect(outcomes.filter(([, outcome]) => outcome !== "read")).toEqual([]);
});
