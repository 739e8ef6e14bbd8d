import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { InfoRouterClient } from "../../src/index.js";
import { listenOn } from "../support/gateways.js";
import { results, useCommandLine } from "./command-line.js";
import { startServe } from "./start-serve.js";

const { atEnd, pathOf, run, start, write } = useCommandLine();

/** The variables that `serve` prints, and the process. */
const serve = (...args: string[]) => startServe(start, args);

describe("serve", () => {
  test("prints an address, a user and three commands that work, and ends at Ctrl-C", async () => {
    const { running, env, commands } = await serve();
    expect(commands).toEqual([
      "exists /Finance/Reports/2019",
      "download /Finance/Reports/ledger.csv",
      "delete-folder /Finance/Reports/2019",
    ]);
    const [exists, download, deletion] = commands.map((command) => command.split(" "));
    expect(results(await run(exists ?? [], { env }))).toEqual([{ path: "/Finance/Reports/2019", outcome: "exists" }]);
    expect(await run([...(download ?? []), "--out", pathOf("ledger.csv")], { env })).toMatchObject({ code: 0 });
    expect(results(await run([...(deletion ?? []), "--yes"], { env }))).toEqual([
      { path: "/Finance/Reports/2019", outcome: "deleted" },
    ]);
    running.process.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 0, stderr: "Ended.\n" });
    expect(await run(exists ?? [], { env })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("publishes a contract for check and generate", async () => {
    const { env } = await serve();
    expect(await run(["check"], { env })).toMatchObject({ code: 0 });
    const wsdl = `${env.INFOROUTER_ENDPOINT}?WSDL`;
    const generated = await run(["generate", "--wsdl", wsdl, "--allow-network", "--out", pathOf("stubs")], { env });
    expect(generated).toMatchObject({ code: 0, stdout: `${pathOf("stubs")}: 15 files added; 14 operations\n` });
  });

  test("makes up another password each time, and accepts no other", async () => {
    const [first, second] = [await serve(), await serve()];
    expect(first.env.INFOROUTER_PASSWORD).toMatch(/^[\w-]{12}$/);
    const env = { ...second.env, INFOROUTER_PASSWORD: first.env.INFOROUTER_PASSWORD };
    expect(await run(["exists", "/Finance"], { env })).toMatchObject({ code: 3 });
    expect(await run(["exists", "/Finance"], { env: second.env })).toMatchObject({ code: 0 });
  });

  test("does not print the password of --password-file, which only the user of --user has", async () => {
    const passwordFile = write("password.txt", "s3cret\n");
    const { running, env, commands } = await serve("--user", "o'neill", "--password-file", passwordFile);
    expect(env).toMatchObject({ INFOROUTER_USER: "'o'\\''neill'" });
    expect(commands).toHaveLength(3);
    const at = { INFOROUTER_ENDPOINT: env.INFOROUTER_ENDPOINT };
    const login = ["exists", "/Finance", "--password-file", passwordFile, "--user"];
    expect(await run([...login, "o'neill"], { env: at })).toMatchObject({ code: 0 });
    expect(await run([...login, "jane"], { env: at })).toMatchObject({ code: 3 });
    running.process.kill("SIGTERM");
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringContaining("s3cret")]);
  });

  test("refuses to delete what --read-only names, and deletes the rest", async () => {
    const { env } = await serve("--folder", "/Finance/A", "/Finance/B", "--read-only", "/Finance/B");
    const ended = await run(["delete-folder", "/Finance/A", "/Finance/B", "--yes"], { env });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("1 deleted, 1 failed") });
    expect(results(ended)).toContainEqual({ path: "/Finance/B", outcome: "failed", code: "ACCESS_DENIED" });
  });

  test("outlives clients that go away while it writes", async () => {
    const { env } = await serve();
    const { port, pathname } = new URL(env.INFOROUTER_ENDPOINT);
    for (let count = 0; count < 20; count += 1) {
      const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
      await once(socket, "connect");
      socket.write(`GET ${pathname}?WSDL HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(40));
      await setTimeout(count % 6);
      socket.destroy();
    }
    expect(await run(["exists", "/Finance"], { env })).toMatchObject({ code: 0 });
  });

  test("gives a ticket", async () => {
    const { env, ticket } = await serve();
    await using client = new InfoRouterClient({ endpoint: env.INFOROUTER_ENDPOINT, ticket });
    expect(await client.folderExists("/Finance/Reports/2020")).toBe(true);
  });

  test.each<[string[], string[]]>([
    [
      ["--folder", "/A/B", "/A/C d"],
      ["exists /A/B", "delete-folder /A/B", "check"],
    ],
    [
      ["--folder", "/A"],
      ["exists /A", "check"],
    ],
    [
      ["--document", "/A/it's.txt=package.json"],
      ["exists /A", "download '/A/it'\\''s.txt'", "check"],
    ],
    [
      ["--document", "/A/B/c.txt=package.json", "--folder", "/A"],
      ["exists /A/B", "download /A/B/c.txt", "delete-folder /A/B"],
    ],
  ])("with %j holds that alone, and suggests what works with it", async (args, want) => {
    const { commands } = await serve(...args);
    expect(commands).toEqual(want);
  });

  test("listens on the port of --port, or says that it is taken", async () => {
    const taken = createServer();
    const port = await listenOn(taken);
    atEnd(() => taken.close());
    expect(await run(["serve", "--port", String(port)])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: `inforouter: --port: ${port} cannot be used: another program listens there; name another port, or leave it out\n`,
    });
    await new Promise((resolve) => taken.close(resolve));
    expect((await serve("--port", String(port))).env.INFOROUTER_ENDPOINT).toBe(`http://127.0.0.1:${port}/srv.asmx`);
  });

  test.each<[string[], string]>([
    [["--port", "65536"], "expected a port, from 1 to 65535, or 0 for any free one"],
    [["--port", "80x"], "expected a port, from 1 to 65535"],
    [["--user", "jane:s3cret"], "--user: expected a name alone; give the password with --password-file\n"],
    [["--user", ""], "--user: expected a name alone"],
    [["--password-file", "s3cret"], "--password-file: expected the name of a file, but this process finds none"],
    [["--password", "s3cret"], "--password: refused, because `ps` shows arguments to all users"],
    [["--folder", "/A/.."], '"/A/..": path: '],
    [["--folder", "/A//B"], '"/A//B": path: '],
    [["--document", "/A/b%41.txt=package.json"], "if that is the folder's name, use `startInfoRouterServer` of"],
    [["--folder", "/A/b."], "if that is the folder's name, use `startInfoRouterServer` of"],
    [["--document", "/A/b.txt"], "--document: expected PATH=FILE, such as /Finance/Reports/ledger.csv=ledger.csv\n"],
    [["--document", "/b.txt=package.json"], "--document: expected PATH=FILE"],
    [["--document", "/A/=package.json"], "--document: expected PATH=FILE"],
    [["--document", "/A/b.txt=nowhere.txt"], "--document: nowhere.txt cannot be read: there is no such file\n"],
    [["--document", "/A/b.txt=src"], "--document: src cannot be read: it is a folder\n"],
    [["here"], "too many arguments for 'serve'"],
  ])("with %j exits with 2 and one clear line", async (args, message) => {
    const ended = await run(["serve", ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(ended.stderr).toMatch(/^inforouter: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("s3cret");
  });
});
