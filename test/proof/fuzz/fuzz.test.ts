import { execFile, spawnSync } from "node:child_process";

jest.setTimeout(120_000);

/** A short form of `npm run fuzz`, in a process of its own. */
function fuzz(only: string, cases: number): Promise<string> {
  const args = ["--import", "tsx", "test/proof/fuzz/fuzz.ts", "--only", only, "--cases", String(cases)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 100_000 }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

const comesToTruth = async (only: string, cases: number): Promise<void> => {
  const output = await fuzz(only, cases);
  expect(output).toMatch(new RegExp(`^${only}: seed \\d+\n`));
  expect(output).toMatch(new RegExp(`\n${cases} cases; .*\nNothing unexpected\\.\n`));
};

/** Skipped where the other reader is not installed; not in CI, which has both. */
const testWith = (command: string): jest.It =>
  spawnSync(command, ["--version"]).status === 0 || process.env["CI"] !== undefined ? test : test.skip;

testWith("python3")("answers that are changed by chance come to a typed error, or to a success that is one", () =>
  comesToTruth("answers", 1_000),
);

testWith("python3")(
  "documents that are changed by chance are read as another reader reads them, or refused by both",
  () => comesToTruth("documents", 1_000),
);

testWith("xmllint")("messages that are changed by chance are taken if and only if libxml2 takes them", () =>
  comesToTruth("messages", 600),
);

test("WSDLs that are changed by chance come to an error with a position, or to code that compiles", () =>
  comesToTruth("wsdls", 60));
