import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Stop, stopForClosedOutput, untilStopped } from "../../src/cli/deletions/stop.js";
import { makeCertificates } from "../support/certificates.js";
import { createTlsGateway, createTunnelProxy, listenOn } from "../support/gateways.js";
import { journaled, onTerminal, paths, results, useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { atEnd, pathOf, run, server, start, startScript, write } = useCommandLine();
const onLinux = process.platform === "linux" ? test : test.skip;

describe("a run that is interrupted", () => {
  const args = (journal: string) => [
    "delete-folder",
    ...paths(20),
    "--yes",
    "--concurrency",
    "2",
    "--journal",
    journal,
  ];

  test.each<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("by %s finishes the calls under way, and the same command resumes it", async (signal, code) => {
    const journal = pathOf("run.journal");
    server.held.add("/Finance/F5").add("/Finance/F6");
    const running = start(args(journal));
    await server.received(6);
    const printed = running.printed(
      "Interrupted. Finishing the calls under way; a second signal ends at once. To continue later, run the same command again.",
    );
    running.process.kill(signal);
    await printed;
    server.release();
    const ended = await running.ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain("6 deleted, 14 not begun, in");
    expect(results(ended)).toHaveLength(6);

    const again = await run(args(journal));
    expect([again.code, results(again).length]).toEqual([0, 14]);
    expect(server.deletions).toEqual(new Map(paths(20).map((path) => [path, 1])));
  });

  onTerminal("because its terminal goes away", () => {
    test("ends as by SIGHUP, not by a crash with a core dump", async () => {
      server.held.add("/Finance/F2");
      const journal = pathOf("run.journal");
      const running = start([...args(journal), "--concurrency", "1"], { columns: 80 });
      await server.received(2);
      running.process.stdin.end();
      await setTimeout(500);
      server.release();
      expect(await running.ended).toMatchObject({ code: 129 });
      const states = ["begun", "deleted"];
      expect(journaled(journal)).toEqual({ "/Finance/F1": states, "/Finance/F2": states });
    });

    test("ends without a crash at the question, too", async () => {
      const running = start(["delete-folder", "/a/b"], { columns: 80 });
      await running.printed("[y/N]");
      running.process.stdin.end();
      const { code } = await running.ended;
      // 2 where the answer cannot be read before the signal arrives.
      expect([129, 2]).toContain(code);
      expect(server.requests).toEqual([]);
    });
  });

  test("while it logs in sends no deletion, and the same command resumes it", async () => {
    const journal = pathOf("run.journal");
    server.held.add("AuthenticateUser");
    const env = { INFOROUTER_TICKET: "", INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const running = start(args(journal), { env });
    await server.received(1);
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await printed;
    server.release();
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("0 deleted, 20 not begun, in");
    expect(server.requests).toEqual(["AuthenticateUser", "LogOut"]);
    const states = ["begun", "failed"];
    expect(journaled(journal)).toEqual({ "/Finance/F1": states, "/Finance/F2": states });

    expect(await run(args(journal))).toMatchObject({ code: 0 });
    expect(server.deletions).toEqual(new Map(paths(20).map((path) => [path, 1])));
  });

  describe("while it connects", () => {
    const certificates = makeCertificates();

    /** What leads to a port, and passes nothing on before `open`. */
    async function startGate(port: number) {
      const waiting: Socket[] = [];
      const gate = createServer((socket) => {
        socket.on("error", () => {});
        waiting.push(socket);
        gate.emit("waits");
      });
      atEnd(() => gate.close());
      atEnd(() => waiting.map((socket) => socket.destroy()));
      const open = (): void => {
        for (const socket of waiting) {
          const onward = connect(port, "127.0.0.1").on("error", () => socket.destroy());
          socket.on("close", () => onward.destroy());
          socket.pipe(onward).pipe(socket);
        }
      };
      const waitFor = async (count: number): Promise<void> => {
        while (waiting.length < count) {
          await once(gate, "waits");
        }
      };
      return { port: await listenOn(gate), open, waitFor };
    }

    test.each([
      ["by TLS", "delete-folder", ["/a/b", "/a/c"]],
      ["by TLS", "delete-download-handler", ["a1b2c3d4-e5f6-7890-abcd-ef1234567890"]],
      ["through a proxy", "delete-folder", ["/a/b", "/a/c"]],
    ])("%s, %s sends nothing", async (way, command, items) => {
      const gateway = createTlsGateway(server.endpoint, certificates);
      const proxy = createTunnelProxy();
      atEnd(() => gateway.close());
      atEnd(() => proxy.server.close());
      const gatewayPort = await listenOn(gateway);
      const isDirect = way === "by TLS";
      const gate = await startGate(isDirect ? gatewayPort : await listenOn(proxy.server));
      const journal = pathOf("run.journal");
      const env = {
        INFOROUTER_TICKET: ticket,
        INFOROUTER_ENDPOINT: `https://localhost:${isDirect ? gate.port : gatewayPort}/srv.asmx`,
        ...(!isDirect && { HTTPS_PROXY: `http://127.0.0.1:${gate.port}` }),
      };
      const ca = write("ca.pem", certificates.ca);
      const running = start([command, ...items, "--yes", "--ca", ca, "--journal", journal], { env });
      await gate.waitFor(items.length);
      const printed = running.printed("Interrupted.");
      running.process.kill("SIGINT");
      await printed;
      gate.open();
      const ended = await running.ended;
      expect([ended.code, server.requests, results(ended)]).toEqual([130, [], []]);
      expect(ended.stderr).toContain(`, ${items.length} not begun, in`);
      expect(journaled(journal)).toEqual(Object.fromEntries(items.map((item) => [item, ["begun", "failed"]])));
    });
  });

  test("while it waits to repeat what does no harm twice leaves that unknown", async () => {
    const journal = pathOf("run.journal");
    const handler = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
    server.cut.add(handler);
    const args = ["delete-download-handler", handler, "--yes", "--journal", journal, "--retries", "9", "--verbose"];
    const running = start(args);
    await running.printed("! DeleteDownloadHandler, attempt 3");
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await printed;
    const sent = server.requests.length;
    const ended = await running.ended;
    expect([ended.code, server.requests.length]).toEqual([3, sent]);
    expect(results(ended)).toEqual([{ downloadHandler: handler, outcome: "failed", code: "ECONNRESET" }]);
    expect(journaled(journal)).toEqual({ [handler]: ["begun", "unknown"] });
  });

  test("while it waits to repeat what was not sent leaves that, also as unknown as an earlier run", async () => {
    const journal = pathOf("run.journal");
    server.cut.add("/a/b");
    expect(await run(["delete-folder", "/a/b", "--yes", "--journal", journal])).toMatchObject({ code: 3 });
    server.close();
    const again = ["delete-folder", "/a/b", "/a/c", "--yes", "--journal", journal, "--retry-unknown"];
    const running = start([...again, "--retries", "9", "--concurrency", "2", "--verbose"]);
    await running.printed("! DeleteFolder, attempt 2");
    running.process.kill("SIGINT");
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("0 deleted, 1 unknown, 1 not begun, in");
    expect(journaled(journal)).toEqual({
      "/a/b": ["begun", "unknown", "begun", "unknown"],
      "/a/c": ["begun", "failed"],
    });
  });

  test("once after it has stopped of itself still waits for the calls under way", async () => {
    const journal = pathOf("run.journal");
    server.held.add("/Finance/F1").add("/Finance/F2");
    server.denied.set("/Finance/F1", "[901] Session expired");
    const running = start(args(journal));
    await server.received(2);
    server.release("/Finance/F1");
    await running.printed("The server does not accept the ticket");
    const printed = running.printed("Finishing the calls under way; a second signal ends at once.");
    running.process.kill("SIGINT");
    await printed;
    server.release();
    expect(await running.ended).toMatchObject({ code: 1, signal: null });
    expect(journaled(journal)).toEqual({ "/Finance/F1": ["begun", "failed"], "/Finance/F2": ["begun", "deleted"] });
  });

  test("once after it has stopped of itself sends no deletion that waits for another ticket", async () => {
    const journal = pathOf("run.journal");
    server.held.add("/Finance/F1").add("/Finance/F2");
    server.denied.set("/Finance/F1", "[901] Session expired").set("/Finance/F2", "[900] Authentication failed");
    const env = { INFOROUTER_TICKET: "", INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const running = start(args(journal), { env });
    await server.received(3);
    server.held.add("AuthenticateUser");
    server.release("/Finance/F1");
    await server.received(4);
    server.release("/Finance/F2");
    await running.printed("The server does not accept the ticket");
    const printed = running.printed("Finishing the calls under way");
    running.process.kill("SIGINT");
    await printed;
    server.denied.clear();
    server.release();
    expect(await running.ended).toMatchObject({ code: 1, signal: null });
    expect(server.requests.slice(3)).toEqual(["AuthenticateUser", "LogOut"]);
    expect(server.deletions.size).toBe(0);
    expect(journaled(journal)).toEqual({ "/Finance/F1": ["begun", "failed"], "/Finance/F2": ["begun", "failed"] });
  });

  test("while the service refuses the ticket of several deletions as expired logs in for none of them", async () => {
    const expired = "[901] Session expired";
    server.held.add("/Finance/F1").add("/Finance/F2");
    server.denied.set("/Finance/F1", expired).set("/Finance/F2", expired);
    const env = { INFOROUTER_TICKET: "", INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const running = start(args(pathOf("run.journal")), { env });
    await server.received(3);
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await printed;
    server.release();
    expect(await running.ended).toMatchObject({ code: 130 });
    expect(server.requests.slice(3)).toEqual(["LogOut"]);
  });

  test("twice ends at once, and names what is unknown, as the journal does", async () => {
    const journal = pathOf("run.journal");
    server.held.add("/Finance/F2");
    const running = start(["delete-folder", ...paths(2), "--yes", "--concurrency", "1", "--journal", journal]);
    await server.received(2);
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await printed;
    // Sooner, it would be the first signal, passed on by npm.
    await setTimeout(600);
    running.process.kill("SIGINT");
    const { code, signal, stderr } = await running.ended;
    expect([code, signal]).toEqual([130, null]);
    expect(stderr.split("\n").slice(1)).toEqual(["unknown /Finance/F2: the command ended before it had a result.", ""]);
    expect(journaled(journal)).toEqual({ "/Finance/F1": ["begun", "deleted"], "/Finance/F2": ["begun"] });
  });

  onLinux.each([
    ["looks up a host name", 'import { lookup } from "node:dns"; lookup("dms", () => {});'],
    [
      "opens a file on a drive that is gone",
      'import { open } from "node:fs"; open(process.env.HOSTALIASES, () => {});',
    ],
  ])("twice ends at once also while it %s, which Node.js waits for", async (_name, code) => {
    // Also the look-up opens this pipe, to which nobody writes.
    const HOSTALIASES = pathOf("aliases");
    execFileSync("mkfifo", [HOSTALIASES]);
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
    server.held.add("/a/b");
    const env = { INFOROUTER_TICKET: ticket, HOSTALIASES, NODE_OPTIONS };
    const running = start(["delete-folder", "/a/b", "--yes"], { env });
    await server.received(1);
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await printed;
    await setTimeout(600);
    running.process.kill("SIGINT");
    const { signal, stderr } = await running.ended;
    expect(signal).toBe("SIGINT");
    expect(stderr.split("\n").slice(1)).toEqual(["unknown /a/b: the command ended before it had a result.", ""]);
  });

  test("by the end of its reader, as of tee at Ctrl-C, names what is deleted and has no line", async () => {
    server.held.add("/Finance/F5").add("/Finance/F6");
    const running = start(["delete-folder", ...paths(20), "--yes", "--concurrency", "2"]);
    await Promise.all(paths(4).map((path) => running.printed(`"${path}"`)));
    await server.received(6);
    running.process.stdout.destroy();
    server.release();
    const { code, stderr } = await running.ended;
    expect(code).toBe(141);
    const lost = [...stderr.matchAll(/^deleted (\S+): standard output does not have it\.\n/gm)];
    expect([...paths(4), ...lost.map(([, path]) => path)].sort()).toEqual([...server.deletions.keys()].sort());
    expect(lost.reduce((rest, [line]) => rest.replace(line, ""), stderr)).toMatch(
      /^\d+ deleted, \d+ not begun, in [^\n]+\n$/,
    );
  });

  const many = Array.from({ length: 600 }, (_, index) => `/Finance/${"Long name ".repeat(90)}${index}`);
  const [last = ""] = many.slice(-1);

  onLinux.each<[string, string[], string, string]>([
    ["after the last call", [], "600 deleted, in", ""],
    ["twice during a call", [last], "Interrupted.", `unknown ${last}: the command ended before it had a result.\n`],
  ])("while the reader of its output is behind names what has no line, %s", async (_when, held, said, unknown) => {
    held.map((path) => server.held.add(path));
    const running = start(["delete-folder", "--from", write("list", many.join("\n")), "--yes", "--concurrency", "1"]);
    running.process.stdout.pause();
    const printed = running.printed(said);
    await server.received(many.length);
    if (held.length > 0) {
      running.process.kill("SIGTERM");
      await printed;
      await setTimeout(600);
    }
    await printed;
    running.process.kill("SIGTERM");
    await once(running.process, "exit");
    running.process.stdout.resume();
    const { code, signal, stdout, stderr } = await running.ended;
    expect([code, signal]).toEqual([143, null]);
    const lines = stdout.split("\n").slice(0, -1);
    const whole = lines.map((line) => JSON.parse(line).path);
    const lost = [...stderr.matchAll(/^deleted (.+): standard output may not have it\.$/gm)].map(([, path]) => path);
    expect(lost).not.toEqual([]);
    expect(new Set([...whole, ...lost])).toEqual(new Set(many.filter((path) => !held.includes(path))));
    expect(stderr.endsWith(`: standard output may not have it.\n${unknown}`)).toBe(true);
  });

  test("by the end of the reader of standard error ends with the same exit code", async () => {
    for (const path of paths(20)) {
      server.denied.set(path, "Access denied");
    }
    const running = start(["delete-folder", ...paths(200), "--yes"]);
    await running.printed("Access denied");
    running.process.stderr.destroy();
    const ended = await running.ended;
    expect(ended.code).toBe(141);
    expect(results(ended).length).toBeLessThan(200);
  });

  onLinux("by a full disk under its output logs out, and releases its journal", async () => {
    const script = "inforouter delete-folder /a/b --yes --journal run.journal > /dev/full";
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const ended = await startScript(script, { env }).ended;
    expect(ended.code).toBe(141);
    expect(ended.stderr).toMatch(
      /^1 deleted, in [^\n]+\ndeleted \/a\/b: standard output does not have it\.\ninforouter: standard output cannot be written: the disk is full\n$/,
    );
    expect(server.requests).toEqual(["AuthenticateUser", "/a/b", "LogOut"]);
    expect(readFileSync(pathOf("run.journal"), "utf8")).toMatch(/\n\{"unlock":[^\n]+\n$/);
  });

  onLinux("by a full disk says so once", async () => {
    const ended = await startScript("inforouter delete-folder /a/b /a/c --yes > /dev/full").ended;
    expect(ended.code).toBe(141);
    expect(ended.stderr.match(/cannot be written/g)).toHaveLength(1);
  });

  onLinux.each<[string, string]>([
    ["delete-folder", "inforouter delete-folder $(seq -f /Finance/Reports/%04g 20) --yes"],
    ["exists", "inforouter exists $(seq -f /Finance/Reports/%04g 20)"],
    ["generate --check --json", "inforouter generate --check --json --wsdl $WSDL --out none"],
  ])("by a disk that is full within the last line of %s does not pass for success", async (_name, command) => {
    const env = { INFOROUTER_TICKET: ticket, WSDL: resolve("wsdl/srv.wsdl") };
    const ended = await startScript(`${command} > results`, { env, largestFileInKiB: 1 }).ended;
    expect(statSync(pathOf("results")).size).toBe(1024);
    expect(ended.code).toBe(141);
    expect(ended.stderr).toContain("standard output cannot be written: the file may not grow any larger\n");
  });

  onLinux("by a full disk is continued by `>>` in a new line", async () => {
    const command = "inforouter delete-folder $(seq -f /Finance/Reports/%04g 40) --yes >> results";
    await startScript(command, { largestFileInKiB: 1 }).ended;
    expect(readFileSync(pathOf("results"), "utf8")).not.toMatch(/\n$/);
    const again = "inforouter delete-folder /a/b --yes >> results";
    await startScript(`${again}; ${again.replace("/a/b", "/a/c")}`).ended;
    expect(readFileSync(pathOf("results"), "utf8").split("\n").slice(-3)).toEqual([
      '{"path":"/a/b","outcome":"deleted"}',
      '{"path":"/a/c","outcome":"deleted"}',
      "",
    ]);
  });

  onLinux("by a full disk names what is deleted and has no line", async () => {
    const command = "inforouter delete-folder $(seq -f /Finance/Reports/%04g 40) --yes > results";
    const { stderr } = await startScript(command, { largestFileInKiB: 1 }).ended;
    const lines = readFileSync(pathOf("results"), "utf8").split("\n").slice(0, -1);
    const printed = lines.map((line) => JSON.parse(line).path);
    const said = [...stderr.matchAll(/^deleted (\S+): standard output does not have it\.$/gm)].map(([, path]) => path);
    expect(said).not.toEqual([]);
    expect([...printed, ...said].sort()).toEqual([...server.deletions.keys()].sort());
  });
});

describe("a signal", () => {
  onLinux("of a connection that its other end has closed stops no run", async () => {
    server.held.add("/a/b");
    const running = start(["delete-folder", "/a/b", "/a/c", "--yes", "--concurrency", "1"]);
    await server.received(1);
    running.process.kill("SIGPIPE");
    await setTimeout(100);
    server.release();
    expect(await running.ended).toMatchObject({ code: 0 });
    expect([...server.deletions.keys()]).toEqual(["/a/b", "/a/c"]);
  });

  test.each<[string, string[]]>([
    ["delete-folder", ["delete-folder", "/a/b", "--yes"]],
    ["exists", ["exists", "/a/b"]],
  ])("while %s logs out does not end it before that", async (_name, args) => {
    server.held.add("LogOut");
    const running = start(args, { env: { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password } });
    await server.received(3);
    running.process.kill("SIGINT");
    await setTimeout(100);
    server.release();
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  /** The kernel would end any other process without an exit code: only a listener can make one. */
  const asFirstProcess = () => {
    const first = write("first-process.mjs", 'Object.defineProperty(process, "pid", { value: 1 });');
    return { env: { INFOROUTER_TICKET: ticket, NODE_OPTIONS: `--import=${first}` } };
  };

  test("during a run of the first process of a container is left to the run", async () => {
    server.held.add("/a/b");
    const running = start(["delete-folder", "/a/b", "/a/c", "--yes", "--concurrency", "1"], asFirstProcess());
    await server.received(1);
    const printed = running.printed("Interrupted.");
    running.process.kill("SIGTERM");
    await printed;
    server.release();
    expect(await running.ended).toMatchObject({ code: 143 });
    expect([...server.deletions.keys()]).toEqual(["/a/b"]);
  });

  onLinux.each<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("%s before a run begins ends the first process of a container, too", async (signal, code) => {
    const list = pathOf("list");
    execFileSync("mkfifo", [list]);
    const running = start(["delete-folder", "--from", list, "--yes"], asFirstProcess());
    // Is open once the command reads it.
    const writer = await open(list, "w");
    running.process.kill(signal);
    await setTimeout(100);
    await writer.write("/a/b\n").catch(() => {});
    await writer.close();
    expect(await running.ended).toMatchObject({ code, signal: null });
    expect(server.requests).toEqual([]);
  });

  test.each<[string, NodeJS.Signals, NodeJS.Signals, number, number[]]>([
    ["that npm passes on once more counts once", "SIGINT", "SIGINT", 100, []],
    ["that a service manager sends with another one counts once", "SIGTERM", "SIGHUP", 0, []],
    ["that comes again later ends the process at once", "SIGINT", "SIGINT", 600, [130]],
  ])("%s", (_name, first, second, laterInMs, want) => {
    const exit = jest.spyOn(process, "exit").mockImplementation();
    jest.spyOn(process, "getActiveResourcesInfo").mockReturnValue([]);
    const clock = jest.spyOn(performance, "now").mockReturnValue(1000);
    const { signal, end } = untilStopped();
    try {
      process.emit(first, first);
      clock.mockReturnValue(1000 + laterInMs);
      process.emit(second, second);
      expect(exit.mock.calls.flat()).toEqual(want);
      expect(signal.reason).toEqual(Stop.bySignal(first as "SIGINT"));
    } finally {
      end();
      jest.restoreAllMocks();
    }
  });

  test("ends a run at once also while each line says that its output is closed", () => {
    const exit = jest.spyOn(process, "exit").mockImplementation();
    jest.spyOn(process, "getActiveResourcesInfo").mockReturnValue([]);
    const clock = jest.spyOn(performance, "now").mockReturnValue(1000);
    const { end } = untilStopped();
    try {
      stopForClosedOutput();
      clock.mockReturnValue(1501);
      stopForClosedOutput();
      process.emit("SIGINT", "SIGINT");
      expect(exit.mock.calls.flat()).toEqual([130]);
    } finally {
      void end();
      jest.restoreAllMocks();
    }
  });
});
