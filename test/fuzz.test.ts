import { execFile, spawnSync } from "node:child_process";

jest.setTimeout(120_000);

/** A short form of `npm run fuzz`, in a process of its own. */
function fuzz(only: string, cases: number): Promise<string> {
  const args = ["--import", "tsx", "test/fuzz/fuzz.ts", "--only", only, "--cases", String(cases)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 100_000 }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

const comesToTruth = async (only: string, cases: number): Promise<void> => {
  const output = await fuzz(only, cases);
  expect(output).toMatch(new RegExp(`^${only}: seed \\d+\n`));
  expect(output).toMatch(new RegExp(`\n${cases} cases; .*\nNothing unexpected\\.\n`));
};

const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Skipped without python3, the other reader; not in CI, which has it. */
(hasPython || process.env["CI"] !== undefined ? test : test.skip)(
  "answers that are changed by chance come to a typed error, or to a success that another reader confirms",
  () => comesToTruth("answers", 1_500),
);

test("WSDLs that are changed by chance come to an error with a position, or to code that compiles", () =>
  comesToTruth("wsdls", 60));
