import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const SECONDS_TO_START = 60;

/** A command that serves a folder at a port of 127.0.0.1 while its input is open, then removes the folder. */
export interface HostCommand {
  readonly folder: string;
  readonly port: number;
  readonly command: readonly string[];
}

export interface Host {
  /** The temporary folder that it runs in. */
  readonly folder: string;
  readonly origin: string;
  close(): Promise<void>;
}

/** A temporary folder, with a copy of the sources as its `app`, and a free port. */
export async function prepareFolder(name: string, sources: string): Promise<{ folder: string; port: number }> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  cpSync(sources, join(folder, "app"), { recursive: true });
  return { folder, port: await freePort() };
}

/**
 * Starts a server, and waits until it answers. It ends with `close`, and with this process.
 *
 * @param probe rejects while the server does not answer.
 */
export async function startHost(
  prepare: () => Promise<HostCommand>,
  probe: (origin: string) => Promise<unknown>,
): Promise<Host> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await startOnce(await prepare(), probe);
    } catch (error) {
      // Another process took the port after it was found free.
      if (attempts === 3 || !/address already in use/i.test(String(error))) {
        throw error;
      }
    }
  }
}

async function startOnce(
  { folder, port, command }: HostCommand,
  probe: (origin: string) => Promise<unknown>,
): Promise<Host> {
  const [program = "", ...rest] = command;
  const host = spawn(program, rest, { detached: true, stdio: "pipe" });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(host, () => probe(origin));
  return { folder, origin, close: () => stop(host) };
}

/** Probes until the server answers; fails with what it printed if it ends before, or takes too long. */
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
      throw new Error(`The server did not start within ${SECONDS_TO_START} s. It printed:\n${printed}`);
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
