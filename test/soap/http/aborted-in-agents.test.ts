import { Agent, type ClientRequest } from "node:http";
import { createServer } from "node:net";
import { type Dispatcher, Agent as UndiciAgent } from "undici";
import { documentLoader } from "../../../scripts/read/source/load-document.js";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { proxyAgent } from "../../../src/soap/index.js";
import { undiciTransport } from "../../../src/undici.js";
import { listen } from "../../support/listen.js";

/** What an agent does with a request before it has returned. */
const moments: readonly [name: string, act: (request: ClientRequest, abort: () => void) => void][] = [
  ["aborts the call", (_request, abort) => abort()],
  [
    "aborts the call, and makes the request fail",
    (request, abort) => {
      abort();
      request.destroy(new Error("refused"));
    },
  ],
  [
    "makes the request fail, and aborts the call",
    (request, abort) => {
      request.destroy(new Error("refused"));
      abort();
    },
  ],
  [
    "throws, once the call is aborted",
    (_request, abort) => {
      abort();
      throw new Error("refused");
    },
  ],
];

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(() => void process.on("uncaughtException", note).on("unhandledRejection", note));
afterAll(() => void process.off("uncaughtException", note).off("unhandledRejection", note));
afterEach(() => unhandled.splice(0));

/** Every callback of the event loop that was waiting has run. */
const untilQuiet = () => new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));

function agentThat(act: (request: ClientRequest) => void): Agent {
  class ActingAgent extends Agent {
    addRequest(request: ClientRequest, options: object): void {
      act(request);
      Reflect.apply(Reflect.get(Agent.prototype, "addRequest"), this, [request, options]);
    }
  }
  return new ActingAgent();
}

test.each(moments)("an agent that %s before it returns ends the call, and nothing else", async (_name, act) => {
  const controller = new AbortController();
  const agent = agentThat((request) => act(request, () => controller.abort()));
  const server = createServer();
  await using client = new InfoRouterClient({ endpoint: await listen(server), ticket: "T", agent });
  await expect(client.deleteFolder("/a/b", { signal: controller.signal })).rejects.toMatchObject({
    name: expect.stringMatching(/^(?:AbortError|TransportError)$/),
  });
  await untilQuiet();
  expect(unhandled).toEqual([]);
  server.close();
});

test.each([true, false])(
  "a call that is aborted before it gets the socket of a proxy's agent (keepAlive: %s) ends nothing else",
  async (keepAlive) => {
    const controller = new AbortController();
    const proxy = createServer();
    const agent = proxyAgent(await listen(proxy), { keepAlive });
    const addRequest = Reflect.get(agent, "addRequest");
    Reflect.set(agent, "addRequest", (...given: unknown[]) => {
      Reflect.apply(addRequest, agent, given);
      controller.abort();
    });
    const client = new InfoRouterClient({ endpoint: "https://localhost:9/srv.asmx", ticket: "T", agent });
    await expect(client.deleteFolder("/a/b", { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    await untilQuiet();
    agent.destroy();
    await client.close();
    await untilQuiet();
    expect(unhandled).toEqual([]);
    proxy.close();
  },
);

test("an agent that makes the request of a contract fail before it returns ends nothing else", async () => {
  const agent = agentThat((request) => request.destroy(new Error("refused")));
  const url = new URL("http://127.0.0.1:9/srv.asmx?WSDL");
  await expect(documentLoader(url, { allowNetwork: true, agent })(url.href)).rejects.toThrow();
  await untilQuiet();
  expect(unhandled).toEqual([]);
});

test.each<[name: string, dispatch: (abort: () => void, next: () => boolean) => boolean, want: object]>([
  [
    "aborts the call before it dispatches",
    (abort, next) => {
      abort();
      return next();
    },
    { name: "AbortError" },
  ],
  [
    "throws",
    () => {
      throw Object.assign(new Error("refused"), { code: "REFUSED" });
    },
    { name: "TransportError", code: "REFUSED", outcome: "not-sent" },
  ],
  [
    "throws once the call is aborted",
    (abort) => {
      abort();
      throw new Error("refused");
    },
    { name: "AbortError" },
  ],
])("a dispatcher that %s ends the call, and nothing else", async (_name, act, want) => {
  const controller = new AbortController();
  const undici = new UndiciAgent();
  const dispatcher: Dispatcher = undici.compose(
    (dispatch) => (options, handler) =>
      act(
        () => controller.abort(),
        () => dispatch(options, handler),
      ),
  );
  const options: InfoRouterClientOptions = {
    endpoint: "http://127.0.0.1:9/srv.asmx",
    ticket: "T",
    transport: undiciTransport({ dispatcher }),
  };
  await using client = new InfoRouterClient(options);
  await expect(client.deleteFolder("/a/b", { signal: controller.signal })).rejects.toMatchObject(want);
  await untilQuiet();
  expect(unhandled).toEqual([]);
  await undici.close();
});
