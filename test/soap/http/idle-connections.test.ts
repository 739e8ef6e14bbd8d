import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { Agent, type AgentOptions, type ClientRequest, createServer, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { nodeTransport } from "../../../src/soap/http/node-transport.js";
import type { Transport, TransportRequest } from "../../../src/soap/http/transport.js";
import { listen } from "../../support/listen.js";

/** What IIS allows by default, and announces as `Keep-Alive: timeout=120`. */
const SERVER_IDLE_IN_MS = 120_000;

const transport = nodeTransport();
const server = createServer({ keepAliveTimeout: SERVER_IDLE_IN_MS });
const requests: ClientRequest[] = [];
const onStart = (message: unknown): void => void requests.push((message as { request: ClientRequest }).request);

let request: TransportRequest;

beforeAll(async () => {
  subscribe("http.client.request.start", onStart);
  const { signal } = new AbortController();
  request = { url: new URL(await listen(server)), headers: {}, body: "<e/>", signal, maxResponseBytes: 1000 };
});
afterEach(() => {
  requests.length = 0;
});
afterAll(() => {
  unsubscribe("http.client.request.start", onStart);
  transport.close();
  server.closeAllConnections();
  server.close();
});

/** Begins a call. Its response is held back. */
async function begin(over: Transport = transport) {
  const arrived: Promise<[unknown, ServerResponse]> = once(server, "request") as Promise<[unknown, ServerResponse]>;
  const response = over(request);
  const [, answer] = await arrived;
  const socket = requests.at(-1)?.socket;
  if (!socket) {
    throw new Error("The request has no socket.");
  }
  return { socket, answer, response };
}

/** Makes a call. Its connection is idle afterwards. */
async function callOnce(over?: Transport) {
  const { socket, answer, response } = await begin(over);
  const isFree = once(socket, "free");
  answer.end();
  await Promise.all([response, isFree]);
  return socket;
}

/** Node.js emits "timeout" on a socket when `timeout` milliseconds pass without a byte. No test waits for them. */
test("an idle connection is closed after four seconds, also where the server keeps it for longer", async () => {
  const socket = await callOnce();
  expect(socket.timeout).toBe(4_000);

  socket.emit("timeout");
  expect(socket.destroyed).toBe(true);
  const next = await begin();
  expect(next.socket).not.toBe(socket);
  next.answer.end();
  await next.response;
});

test("an idle connection is left where no timer ran since, as in a machine that slept", async () => {
  const socket = await callOnce();
  const now = Date.now();
  const clock = jest.spyOn(Date, "now").mockReturnValue(now + 60_000);
  const next = await begin();
  clock.mockRestore();
  expect(socket.destroyed).toBe(true);
  expect(next.socket).not.toBe(socket);
  next.answer.end();
  await next.response;
});

describe("of an agent of the caller, such a connection", () => {
  test.each<[what: string, options: AgentOptions, isLeft: boolean]>([
    ["is left after the agent's own time", { timeout: 58_000 }, true],
    ["is used for as long as the agent allows", { timeout: 61_000 }, false],
    ["is used where the agent has no limit", {}, false],
  ])("%s", async (_what, options, isLeft) => {
    const agent = new Agent({ keepAlive: true, ...options });
    const over = nodeTransport({ agent });
    const socket = await callOnce(over);
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_500);
    const next = await begin(over);
    clock.mockRestore();
    expect(next.socket !== socket).toBe(isLeft);
    next.answer.end();
    await next.response;
    agent.destroy();
  });
});

test("an agent that returns such a connection again and again does not stop the process", async () => {
  let count = 0;
  class OneSocket extends Agent {
    #socket: Socket | undefined;

    override createConnection(): Socket {
      count += 1;
      if (count > 50_000) {
        throw new Error("No timer has run.");
      }
      this.#socket ??= connect(Number(request.url.port), request.url.hostname).setMaxListeners(0);
      return this.#socket;
    }
  }
  const agent = new OneSocket({ keepAlive: true, timeout: 58_000 });
  const over = nodeTransport({ agent });
  await callOnce(over);
  const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_500);
  const late = over({ ...request, signal: AbortSignal.timeout(50) });
  await expect(late).rejects.toMatchObject({ code: "ABORTED", sent: false });
  clock.mockRestore();
  agent.destroy();
});

test("a call may wait for its response for longer than that", async () => {
  const { socket, answer, response } = await begin();
  socket.emit("timeout");
  answer.end("late");
  expect(Buffer.from((await response).body).toString()).toBe("late");
  expect(socket.destroyed).toBe(false);
});
