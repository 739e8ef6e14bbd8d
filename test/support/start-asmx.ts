import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, cpSync, mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bytesOf, documentOptions, userOptions } from "../../src/testing/service/contents.js";
import { allWordings } from "../../src/testing/service/dialect.js";
import type { HostState, Seed, TestHost } from "./test-host.js";

/** The C# of the service, and the script that hosts it. */
const SOURCES = join(__dirname, "../proof/asmx");
const PROGRAMS = ["bash", "mcs", "fastcgi-mono-server4", "nginx"];
const INSTALL =
  "apt-get install --no-install-recommends mono-fastcgi-server4 mono-mcs libmono-system-web-services4.0-cil nginx-light";
const SECONDS_TO_START = 60;

export interface AsmxHost extends TestHost {
  /** The temporary folder that it runs in. */
  readonly folder: string;
}

/** Whether this machine has Mono and nginx. */
export function isAsmxAvailable(): boolean {
  return missingPrograms().length === 0;
}

/** `describe` for tests that need the ASMX service. Without Mono they print how to install it, and skip; in CI they fail. */
export function describeWithAsmx(title: string, tests: () => void): void {
  if (isAsmxAvailable()) {
    describe(title, tests);
    return;
  }
  const advice = `the ASMX service needs ${missingPrograms().join(", ")}; on Debian: ${INSTALL}`;
  if (process.env["CI"]) {
    test(title, () => {
      throw new Error(`In CI these tests must run, but ${advice}`);
    });
    return;
  }
  // Jest names no skipped test where it runs more than one file.
  process.stderr.write(`Tests of "${title}" are skipped: ${advice}\n`);
  describe.skip(title, tests);
}

/**
 * Starts the ASMX service, test/proof/asmx/*.cs on Mono behind nginx, on a free port and in a temporary folder. It ends with
 * `close`, and with this process.
 */
export async function startAsmx(): Promise<AsmxHost> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await startOnce();
    } catch (error) {
      // Somebody took the port after it was found free.
      if (attempts === 3 || !String(error).includes("Address already in use")) {
        throw error;
      }
    }
  }
}

async function startOnce(): Promise<AsmxHost> {
  const { folder, port, command } = await prepareAsmx();
  const [program = "", ...rest] = command;
  const host = spawn(program, rest, { detached: true, stdio: "pipe" });
  const origin = `http://127.0.0.1:${port}`;
  const control = async (query: Record<string, string>, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}/control.ashx?${new URLSearchParams(query)}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`control.ashx?do=${query["do"]} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  };
  await untilReady(host, () => control({ do: "show" }));
  return {
    folder,
    url: `${origin}/srv.asmx`,
    async seed(seed) {
      await control({ do: "seed" }, toWire(seed));
    },
    async state() {
      return (await control({ do: "show" })) as HostState;
    },
    async ticketFor(user) {
      return (await control({ do: "ticket", user })) as string;
    },
    async expireTickets() {
      await control({ do: "expire-tickets" });
    },
    async failNext(failure) {
      await control({ do: "fail-next", ...failure });
    },
    close: () => stop(host),
  };
}

/** A folder with the sources, a free port, and the command that serves the one at the other while its input is open. */
export async function prepareAsmx(): Promise<{ folder: string; port: number; command: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "asmx-"));
  cpSync(SOURCES, join(folder, "app"), { recursive: true });
  const port = await freePort();
  return { folder, port, command: ["bash", join(SOURCES, "host.sh"), folder, String(port)] };
}

/** The seed as Control.cs reads it. */
function toWire({ folders, documents, users, tickets, language = "en", ...rest }: Seed): unknown {
  const today = new Date().toISOString().slice(0, 10);
  return {
    ...rest,
    wordings: allWordings("errorCode", language),
    bracketWordings: allWordings("brackets", language),
    folders: folders ?? [],
    documents: Object.entries(documents ?? {}).map(([path, value]) => {
      const { content, earlierVersions = [], contentType, modified, ...flags } = documentOptions(value);
      return {
        ...flags,
        path,
        versions: [...earlierVersions, content].map((version) => Buffer.from(bytesOf(version)).toString("base64")),
        contentType: contentType ?? "application/octet-stream",
        modified: modified ?? today,
      };
    }),
    users: Object.entries(users ?? {}).map(([name, user]) => ({ name, ...userOptions(user) })),
    tickets: Object.entries(tickets ?? {}).map(([ticket, user]) => ({ ticket, user })),
  };
}

/** Probes until the service answers; fails with what it printed if it ends before, or takes too long. */
async function untilReady(host: ChildProcess, probe: () => Promise<unknown>): Promise<void> {
  let printed = "";
  host.stdout?.on("data", (chunk) => (printed += chunk));
  host.stderr?.on("data", (chunk) => (printed += chunk));
  const deadline = Date.now() + SECONDS_TO_START * 1000;
  const ended = new Promise<false>((resolve) => host.once("exit", () => resolve(false)));
  for (;;) {
    const answered = probe().then(
      () => true,
      () => false,
    );
    const isReady = await Promise.race([answered, ended]);
    if (isReady) {
      return;
    }
    if (host.exitCode !== null || Date.now() > deadline) {
      await stop(host);
      throw new Error(`The ASMX service did not start within ${SECONDS_TO_START} s. It printed:\n${printed}`);
    }
    await pause(20);
  }
}

async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null) {
    return;
  }
  const ended = new Promise((resolve) => host.once("close", resolve));
  host.stdin?.end();
  await ended;
}

function missingPrograms(): string[] {
  // nginx is in /usr/sbin, which not everybody has in their path.
  const folders = `${process.env["PATH"]}:/usr/sbin`.split(":");
  return PROGRAMS.filter((program) => !folders.some((folder) => isExecutable(join(folder, program))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
