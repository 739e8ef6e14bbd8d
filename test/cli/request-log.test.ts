import { useCommandLine } from "./command-line.js";
import { password } from "./item-server.js";

const { run } = useCommandLine();

/** With INFOROUTER_LOG=debug there is a message after each line. */
const LINES = [
  /^> AuthenticateUser, attempt 1: \d+ bytes/,
  /^< AuthenticateUser, attempt 1: status 200, \d+ bytes, \d+ ms/,
  /^> FolderExists, attempt 1: \d+ bytes/,
  /^< FolderExists, attempt 1: status 200, \d+ bytes, \d+ ms/,
];
const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
const logOf = (stderr: string): string[] => stderr.split("\n").filter((line) => /^[<>!] /.test(line));

test("--verbose prints a line for each request and each response on standard error", async () => {
  const { code, stdout, stderr } = await run(["exists", "/a/there", "--verbose"], { env });
  expect(code).toBe(0);
  expect(stdout).not.toContain("attempt");
  for (const [index, line] of LINES.entries()) {
    expect(logOf(stderr)[index]).toMatch(new RegExp(`${line.source}$`));
  }
});

test("INFOROUTER_LOG=debug prints the messages as well, without password and ticket", async () => {
  const { stderr } = await run(["exists", "/a/there"], { env: { ...env, INFOROUTER_LOG: "debug" } });
  for (const [index, line] of LINES.entries()) {
    expect(logOf(stderr)[index]).toMatch(line);
  }
  expect(stderr).toContain("<PWD>[redacted]</PWD>");
  expect(stderr).toContain("<Path>/a/there</Path>");
  expect(stderr).not.toContain(password);
});

test("without either, nothing of it is printed", async () => {
  expect(logOf((await run(["exists", "/a/there"], { env })).stderr)).toEqual([]);
});

test("another INFOROUTER_LOG is refused before anything is sent", async () => {
  const { code, stderr } = await run(["exists", "/a/there"], { env: { ...env, INFOROUTER_LOG: "all" } });
  expect([code, stderr]).toEqual([2, expect.stringContaining('INFOROUTER_LOG: expected "debug"')]);
});
