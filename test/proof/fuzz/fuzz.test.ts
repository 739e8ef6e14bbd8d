import { execFile, spawnSync } from "node:child_process";

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

testWith("python3")("responses changed at random end in a typed error or a true success", () =>
  comesToTruth("answers", 1_000),
);

testWith("python3")("documents changed at random are read as another reader reads them, or rejected by both", () =>
  comesToTruth("documents", 1_000),
);

testWith("xmllint")("messages changed at random are accepted if and only if libxml2 accepts them", () =>
  comesToTruth("messages", 600),
);

test("WSDLs changed at random end in an error with a position, or in code that compiles", () =>
  comesToTruth("wsdls", 60));
