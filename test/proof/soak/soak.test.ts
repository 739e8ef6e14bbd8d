import { execFile } from "node:child_process";
import { join } from "node:path";

/** A short form of `npm run soak`, in a process of its own, which is to end by itself. */
function soak(transport: string): Promise<{ readonly exitCode: unknown; readonly output: string }> {
  const root = join(__dirname, "../../..");
  const args = ["--import", "tsx", "test/proof/soak/soak.ts", "--calls", "1500", "--transport", transport];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, timeout: 100_000 }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr }),
    );
  });
}

test.each(["node:http", "undici"])(
  "each of many concurrent calls ends with its own outcome, and nothing is left of them, over %s",
  async (transport) => {
    const { exitCode, output } = await soak(transport);
    expect(output).toMatch(/^seed \d+, /);
    expect(output).toMatch(/\nNothing unexpected\.\n$/);
    expect(output).toMatch(/\n1500 calls settled, /);
    expect(exitCode).toBe(0);
  },
);
