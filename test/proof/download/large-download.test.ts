import { execFile } from "node:child_process";
import { join } from "node:path";

/** A short form of `npm run download`, in a process of its own whose heap is small. */
function download(...options: readonly string[]): Promise<{ readonly exitCode: unknown; readonly output: string }> {
  const root = join(__dirname, "../../..");
  const heap = ["--max-old-space-size=32", "--max-semi-space-size=2"];
  const program = ["--import", "tsx", "test/proof/download/large-download.ts", ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, [...heap, ...program], { cwd: root, timeout: 100_000 }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr }),
    );
  });
}

test("a document that is larger than the memory for it arrives whole", async () => {
  const { exitCode, output } = await download("--megabytes", "60", "--most", "50", "--stream");
  expect(output).toContain("downloaded 60 MB of 60 MB, all as they were sent");
  expect(output).toContain("handlers left: 0");
  expect(exitCode).toBe(0);
});
