import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { open } from "node:fs/promises";
import { paths, useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { pathOf, run, server, start, startScript, write } = useCommandLine();
const onLinux = process.platform === "linux" ? test : test.skip;

describe("credentials", () => {
  test.each<[string, string[], Record<string, string>, string[]]>([
    ["a ticket of the environment", [], { INFOROUTER_TICKET: ticket }, ["/a/b"]],
    ["a ticket of a file", ["--ticket-file", "ticket"], {}, ["/a/b"]],
    [
      "user and password of the environment",
      [],
      { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
    [
      "user and password of the environment, with the line ends of the files that set them",
      [],
      { INFOROUTER_USER: "jane\r", INFOROUTER_PASSWORD: `${password}\r\n` },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
    [
      "a user of the arguments rather than a ticket of the environment",
      ["--user", "jane"],
      { INFOROUTER_TICKET: "old", INFOROUTER_PASSWORD: password },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
    [
      "a password of a file",
      ["--user", "jane", "--password-file", "password"],
      { INFOROUTER_PASSWORD: "old" },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
  ])("may be %s", async (_name, args, env, requests) => {
    const files: Record<string, string> = {
      ticket: write("ticket", `${ticket}\r\n`),
      password: write("password", password),
    };
    for (const file of Object.values(files)) {
      chmodSync(file, 0o600);
    }
    const ended = await run(["delete-folder", "/a/b", "--yes", ...args.map((arg) => files[arg] ?? arg)], { env });
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringMatching(/^1 deleted, in [^\n]+\n$/)]);
    expect(server.requests).toEqual(requests);
  });

  onLinux.each([
    ["delete-folder", "/a/b", "--yes"],
    ["exists", "/a/b"],
    ["download", "/a/b.txt"],
  ])("that another program has not written yet hold up no signal: %s", async (...args) => {
    const pipe = pathOf("password");
    execFileSync("mkfifo", ["-m", "600", pipe]);
    const { process, ended } = start([...args, "--user", "jane", "--password-file", pipe], { env: {} });
    // Opened once the command reads it.
    const writer = await open(pipe, "w");
    process.kill("SIGTERM");
    try {
      expect(await ended).toMatchObject({ signal: "SIGTERM", stdout: "", stderr: "" });
    } finally {
      await writer.close();
    }
  });

  test.each([
    ["--ticket-file", "6f1c2a34-77aa-4b1e-9d55-0123456789ab"],
    ["--user", "jane", "--password-file", "s3cret/p\u00e4ss"],
    ["--user", "jane", "--password-file", "s3cret".repeat(50)],
    ["--cert", __filename, "--key", "TUM0Q0FRQXdCUVlESzJWd0JDSUVJRGZrMkZ3Ug=="],
  ])("are not shown where they stand in place of a file's name: %s", async (...args) => {
    const { code, stdout, stderr } = await run(["exists", "/a/b", ...args], { env: {} });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `inforouter: ${args.at(-2)}: expected the name of a file, but this process finds none of that name; it is not shown, because it may be the secret itself\n`,
    });
    expect(server.requests).toEqual([]);
  });

  test("in a file that other users can read cause a warning", async () => {
    const file = write("ticket", ticket);
    chmodSync(file, 0o644);
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes", "--ticket-file", file], { env: {} });
    expect(code).toBe(0);
    expect(stderr).toContain(`Warning: every user of this machine can read ${file}; chmod 600 helps.`);
  });

  test.each<[string, Uint8Array, string]>([
    ["in Latin-1", Buffer.from("p\u00e4ss", "latin1"), "--password-file: the bytes are not utf-8; save FILE as UTF-8"],
    [
      "in UTF-16 without a mark",
      Buffer.from("pass", "utf16le"),
      "the password: a character of it is not allowed in XML 1.0",
    ],
    ["in two lines", Buffer.from("a\nb"), "--password-file: expected one line in FILE"],
  ])("in a file %s are not sent, and the exit code is 2", async (_name, bytes, message) => {
    const file = write("password", bytes);
    chmodSync(file, 0o600);
    expect(await run(["exists", "/a/b", "--user", "jane", "--password-file", file], { env: {} })).toMatchObject({
      code: 2,
      stderr: `inforouter: ${message.replace("FILE", file)}\n`,
    });
    expect(server.requests).toEqual([]);
  });

  onLinux.each<[string, string]>([
    ["INFOROUTER_TICKET", "INFOROUTER_TICKET=$'\\xe4'"],
    ["INFOROUTER_USER", "INFOROUTER_USER=$'\\xe4' INFOROUTER_PASSWORD=b"],
    ["INFOROUTER_PASSWORD", "INFOROUTER_USER=jane INFOROUTER_PASSWORD=$'\\xe4'"],
  ])("of the environment in Latin-1 are not sent: %s", async (name, settings) => {
    expect(await startScript(`${settings} inforouter exists /a/b`, { env: {} }).ended).toMatchObject({
      code: 2,
      stderr: `inforouter: ${name}: expected UTF-8; letters of another encoding are lost\n`,
    });
    expect(server.requests).toEqual([]);
  });

  test("in a file of UTF-16 with its mark are read", async () => {
    const file = write("password", Buffer.from(`\ufeff${password}\r\n`, "utf16le"));
    chmodSync(file, 0o600);
    const ended = await run(["exists", "/a/b", "--user", "jane", "--password-file", file], { env: {} });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
  });

  test("that cannot be logged out leave the run a success, with a warning", async () => {
    server.cut.add("LogOut");
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes"], { env });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/\nNot logged out: LogOut: no answer from [^\n]+\n$/)]);
  });

  test("that the server does not know lead to a hint at `inforouter check`", async () => {
    server.denied.set("/a/b", "[901] Session expired or Invalid ticket");
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("name its element differently: run `inforouter check`.\n"),
    ]);
    expect(stderr).not.toContain("second signal");
  });

  test("whose log-in gets no answer leave nothing unknown, so that the next run deletes", async () => {
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const args = ["delete-folder", "/a/b", "--yes", "--journal", pathOf("run.journal")];
    server.lost.add("AuthenticateUser");
    const { code, stderr } = await run(args, { env });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^failed \/a\/b: AuthenticateUser: .*\n0 deleted, 1 failed/m),
    ]);
    server.lost.clear();
    expect(await run(args, { env })).toMatchObject({ code: 0, stderr: expect.stringContaining("1 deleted, in") });
    expect(server.requests).toEqual(["AuthenticateUser", "AuthenticateUser", "/a/b", "LogOut"]);
  });

  test("that are wrong are tried once, not for each folder", async () => {
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: "wrong" };
    const { code, stderr } = await run(["delete-folder", ...paths(50), "--yes"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("The log-in failed; the remaining folders were skipped.");
    expect(stderr).toContain("0 deleted, 4 failed, 46 not begun");
    expect(server.requests).toEqual(["AuthenticateUser"]);
  });
});
