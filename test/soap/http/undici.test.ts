import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, type Dispatcher, interceptors, RetryAgent } from "undici";
import { InfoRouterClient } from "../../../src/index.js";
import { TransportFailure, type TransportRequest } from "../../../src/soap/http/transport.js";
import { startInfoRouterServer } from "../../../src/testing/index.js";
import { undiciTransport } from "../../../src/undici.js";

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) {
    await end();
  }
});

function owned<Owned extends Dispatcher>(dispatcher: Owned): Owned {
  ends.push(() => dispatcher.destroy());
  return dispatcher;
}

/** A server that answers by the requests' number, from 1 on. */
async function server(answer: (number: number, response: ServerResponse) => void) {
  const requests: IncomingMessage[] = [];
  const listening = createServer((incoming, response) => {
    requests.push(incoming);
    incoming.resume().on("end", () => answer(requests.length, response));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const url = new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/srv.asmx`);
  return { url, requests };
}

function request(url: URL, signal = new AbortController().signal): TransportRequest {
  return { url, headers: {}, body: "<a/>", signal, maxResponseBytes: 1000 };
}

test("deletes a folder, and leaves the dispatcher open", async () => {
  await using infoRouterServer = await startInfoRouterServer({
    folders: ["/Finance/Reports"],
    users: { jane: "secret" },
  });
  const dispatcher = owned(new Agent());
  const infoRouter = new InfoRouterClient({
    endpoint: infoRouterServer.url,
    ticket: infoRouterServer.ticketFor("jane"),
    transport: undiciTransport({ dispatcher }),
  });
  await expect(infoRouter.deleteFolder("/Finance/Reports")).resolves.toMatchObject({ outcome: "deleted" });
  await infoRouter.close();
  expect(infoRouterServer.folders).toEqual(["/Finance"]);
  expect(dispatcher.closed).toBe(false);
});

test.each<[name: string, answer: (response: ServerResponse) => void, dispatcher: () => Dispatcher]>([
  [
    "a dispatcher that retries statuses",
    (response) => response.writeHead(503).end(),
    () => new RetryAgent(new Agent(), { methods: ["POST"], minTimeout: 1 }),
  ],
  [
    "a dispatcher that retries lost connections",
    (response) => response.destroy(),
    () => new RetryAgent(new Agent(), { methods: ["POST"], minTimeout: 1 }),
  ],
  [
    "a dispatcher that follows redirects",
    (response) => response.writeHead(307, { Location: "/elsewhere" }).end(),
    () => new Agent().compose(interceptors.redirect({ maxRedirections: 3 })),
  ],
])("a request is sent once, also by %s", async (_name, answer, dispatcher) => {
  const { url, requests } = await server((_number, response) => answer(response));
  const transport = undiciTransport({ dispatcher: owned(dispatcher()) });
  const failure = await transport(request(url)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransportFailure);
  expect(failure).toMatchObject({ code: "REPETITION_REFUSED", sent: true });
  expect(requests).toHaveLength(1);
});

test("what is aborted while it waits for a connection is never sent", async () => {
  let answerFirst = (): void => {};
  let arrived = (): void => {};
  const firstArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { url, requests } = await server((number, response) => {
    if (number > 1) {
      response.end("third");
      return;
    }
    answerFirst = () => response.end("first");
    arrived();
  });
  const transport = undiciTransport({ dispatcher: owned(new Agent({ connections: 1 })) });
  const controller = new AbortController();
  const first = transport(request(url));
  await firstArrived;
  const second = transport(request(url, controller.signal));
  const third = transport(request(url));
  controller.abort();
  await expect(second).rejects.toMatchObject({ code: "ABORTED", sent: false });
  answerFirst();
  await Promise.all([first, third]);
  expect(requests).toHaveLength(2);
});

test("a closed dispatcher sends nothing", async () => {
  const { url, requests } = await server((_number, response) => response.end());
  const dispatcher = new Agent();
  await dispatcher.close();
  await expect(undiciTransport({ dispatcher })(request(url))).rejects.toMatchObject({
    code: "UND_ERR_DESTROYED",
    sent: false,
  });
  expect(requests).toEqual([]);
});
