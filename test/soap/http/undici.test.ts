import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Agent, type Dispatcher, interceptors, RetryAgent } from "undici";
import { InfoRouterClient } from "../../../src/index.js";
import { Deadline } from "../../../src/soap/deadline.js";
import { nodeTransport } from "../../../src/soap/http/node-transport.js";
import { sendWith, TransportFailure, type TransportRequest } from "../../../src/soap/http/transport.js";
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

const retrying = (): Dispatcher => new RetryAgent(new Agent(), { methods: ["POST"], minTimeout: 1 });

const cut = (response: ServerResponse): void => {
  response.writeHead(200, { "Content-Length": 20 });
  response.write("a", () => response.destroy());
};
const withCopiedBody: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch({ ...options, body: Buffer.from(String(options.body)) }, handler);

test.each<[name: string, answer: (response: ServerResponse) => void, result: object, dispatcher: () => Dispatcher]>([
  ["retries lost connections", (response) => response.destroy(), { code: "ECONNRESET", sent: true }, retrying],
  [
    "retries statuses",
    (response) => response.writeHead(503).end(),
    { code: "UND_ERR_REQ_RETRY", sent: true },
    retrying,
  ],
  ["continues responses that were cut", cut, { code: "ECONNRESET", sent: true }, retrying],
  [
    "continues them over an interceptor that replaces the body",
    cut,
    { code: "ECONNRESET", sent: true },
    () => new Agent().compose(withCopiedBody).compose(interceptors.retry({ methods: ["POST"], minTimeout: 1 })),
  ],
  [
    "follows redirects",
    (response) => response.writeHead(307, { Location: "/elsewhere" }).end(),
    { status: 307 },
    () => new Agent().compose(interceptors.redirect({ maxRedirections: 3 })),
  ],
])("a request is sent once, also by a dispatcher that %s", async (_name, answer, result, dispatcher) => {
  const { url, requests } = await server((_number, response) => answer(response));
  const transport = undiciTransport({ dispatcher: owned(dispatcher()) });
  const found: unknown = await transport(request(url)).catch((error: unknown) => error);
  expect(found instanceof TransportFailure).toBe("code" in result);
  expect(found).toMatchObject(result);
  expect(requests).toHaveLength(1);
});

type OldMethods = Record<
  "onConnect" | "onHeaders" | "onData" | "onComplete" | "onError",
  (...given: unknown[]) => unknown
>;

test.each<[how: string, of: (handler: OldMethods) => Partial<OldMethods>]>([
  [
    "if they are there",
    (handler) => ({
      onConnect: (...given) => handler.onConnect?.(...given),
      onHeaders: (...given) => handler.onHeaders?.(...given) ?? true,
      onData: (...given) => handler.onData?.(...given) ?? true,
      onComplete: (...given) => handler.onComplete?.(...given),
      onError: (...given) => handler.onError?.(...given),
    }),
  ],
  [
    "in any case",
    (handler) => ({
      onConnect: (...given) => handler.onConnect(...given),
      onHeaders: (...given) => handler.onHeaders(...given),
      onData: (...given) => handler.onData(...given),
      onComplete: (...given) => handler.onComplete(...given),
      onError: (...given) => handler.onError(...given),
    }),
  ],
])("nothing is sent over an interceptor that calls the methods of undici 6 %s", async (_how, of) => {
  const { url, requests } = await server((_number, response) => response.end("Yes"));
  const agent = owned(new Agent());
  const dispatcher = agent.compose(
    (dispatch) => (options, handler) => dispatch(options, of(handler as unknown as OldMethods) as never),
  );
  const sending = undiciTransport({ dispatcher })(request(url));
  await expect(sending).rejects.toMatchObject({ code: "OLD_INTERCEPTOR", sent: false });
  const nowhere = undiciTransport({ dispatcher })(request(new URL("http://127.0.0.1:1/")));
  await expect(nowhere).rejects.toMatchObject({ code: "ECONNREFUSED", sent: false });
  await agent.close();
  expect(requests).toEqual([]);
});

test("over an interceptor of undici 6 that does not pass `onConnect` on, a request may have arrived", async () => {
  const { url } = await server((_number, response) => response.end("Yes"));
  const dispatcher = owned(new Agent()).compose((dispatch) => (options, handler) => {
    const { onHeaders, onData, onComplete, onError } = handler as unknown as OldMethods;
    return dispatch(options, { onConnect: () => {}, onHeaders, onData, onComplete, onError } as never);
  });
  const sending = undiciTransport({ dispatcher })(request(url));
  await expect(sending).rejects.toMatchObject({ code: "OLD_INTERCEPTOR", sent: true });
});

test("what is aborted before an interceptor of undici 6 calls `onConnect` is not sent", async () => {
  const { url, requests } = await server((_number, response) => response.end("Yes"));
  const controller = new AbortController();
  const agent = owned(new Agent());
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const { onConnect, onHeaders, onData, onComplete, onError } = handler as unknown as OldMethods;
    const aborting = (...given: unknown[]): unknown => {
      controller.abort();
      return onConnect(...given);
    };
    return dispatch(options, { onConnect: aborting, onHeaders, onData, onComplete, onError } as never);
  });
  const sending = undiciTransport({ dispatcher })(request(url, controller.signal));
  await expect(sending).rejects.toMatchObject({ code: "ABORTED", sent: false });
  await agent.close();
  expect(requests).toEqual([]);
});

test("nothing is sent over an interceptor of undici 6 that only notes the abort", async () => {
  const { url, requests } = await server((_number, response) => response.end("Yes"));
  const agent = owned(new Agent());
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const { onConnect, onHeaders, onData, onComplete, onError } = handler as unknown as OldMethods;
    const noting = (): unknown => onConnect(() => {});
    return dispatch(options, { onConnect: noting, onHeaders, onData, onComplete, onError } as never);
  });
  await expect(undiciTransport({ dispatcher })(request(url))).rejects.toMatchObject({
    code: "OLD_INTERCEPTOR",
    sent: false,
  });
  await agent.close();
  expect(requests).toEqual([]);
});

test("what is aborted before its request is written is not sent over an interceptor that only notes the abort", async () => {
  const { url, requests } = await server((_number, response) => response.end("Yes"));
  const agent = owned(new Agent());
  const controller = new AbortController();
  const aborting = agent.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, {
        onRequestStart: (...given) => {
          controller.abort();
          handler.onRequestStart?.(...given);
        },
        onResponseError: (...given) => handler.onResponseError?.(...given),
      }),
  );
  const dispatcher = aborting.compose(interceptors.dump());
  await expect(undiciTransport({ dispatcher })(request(url, controller.signal))).rejects.toMatchObject({ sent: false });
  await agent.close();
  expect(requests).toEqual([]);
});

test("what is aborted before it is written deletes nothing, also over an interceptor that says it has aborted", async () => {
  await using infoRouterServer = await startInfoRouterServer({
    folders: ["/Finance/Reports"],
    users: { jane: "secret" },
  });
  const agent = owned(new Agent());
  const controller = new AbortController();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const own = { aborted: false, abort: () => Object.assign(own, { aborted: true }) };
    return dispatch(options, {
      onRequestStart: (_starting, context) => {
        controller.abort("mine");
        handler.onRequestStart?.(own as never, context);
      },
    });
  });
  const infoRouter = new InfoRouterClient({
    endpoint: infoRouterServer.url,
    ticket: infoRouterServer.ticketFor("jane"),
    transport: undiciTransport({ dispatcher }),
  });
  await expect(infoRouter.deleteFolder("/Finance/Reports", { signal: controller.signal })).rejects.toBe("mine");
  await agent.close();
  expect(infoRouterServer.folders).toEqual(["/Finance", "/Finance/Reports"]);
});

test("a request that never started, and fails with no error at all, is not sent", async () => {
  const dispatcher = owned(new Agent()).compose(() => (_options, handler) => {
    queueMicrotask(() => handler.onResponseError?.(undefined as never, undefined as never));
    return true;
  });
  const sending = undiciTransport({ dispatcher })(request(new URL("http://127.0.0.1:1/")));
  await expect(sending).rejects.toMatchObject({ code: "UNKNOWN", sent: false });
});

test("a dispatcher that retries may do so until a request is written", async () => {
  const { url, requests } = await server((_number, response) => response.end("Yes"));
  const agent = new Agent();
  let failures = 2;
  const unreachable = agent.compose((dispatch) => (options, handler) => {
    if (failures > 0) {
      failures -= 1;
      const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      queueMicrotask(() => handler.onResponseError?.(undefined as never, refused));
      return true;
    }
    return dispatch(options, handler);
  });
  ends.push(() => agent.destroy());
  const retry = interceptors.retry({ methods: ["POST"], minTimeout: 1 });
  const transport = undiciTransport({ dispatcher: unreachable.compose(retry) });
  expect(await transport(request(url))).toMatchObject({ status: 200 });
  expect([failures, requests.length]).toEqual([0, 1]);
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

test.each([
  ["undici", () => undiciTransport({ dispatcher: owned(new Agent()) })],
  ["node:http", () => nodeTransport({ keepAlive: false })],
])("%s tells of a request before it arrives, and of none that it cannot write", async (_name, transport) => {
  const written: string[] = [];
  const { url } = await server((_number, response) => {
    written.push("arrives");
    response.end();
  });
  const send = sendWith(transport());
  const post = (to: URL): Promise<unknown> => {
    const deadline = new Deadline(Number.POSITIVE_INFINITY);
    return send({ ...request(to), deadline, onWriting: () => written.push("is written") });
  };
  await post(url);
  expect(written).toEqual(["is written", "arrives"]);
  await expect(post(new URL("http://127.0.0.1:9/"))).rejects.toMatchObject({ sent: false });
  expect(written).toHaveLength(2);
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

describe("over a dispatcher", () => {
  type Handler = Required<Dispatcher.DispatchHandler>;
  const HTTPS = new URL("https://dms.example.com/srv.asmx?a=b");
  const HTTP = new URL("http://127.0.0.1:9/");
  const starting = () => ({ abort: jest.fn() }) as unknown as Dispatcher.DispatchController;
  const coded = (code: string, more: object = {}): Error => Object.assign(new Error("x"), { code, ...more });
  const nextPoll = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  function transportOf(act: (handler: Handler) => void, options: { keepAlive?: boolean } = {}) {
    const dispatch = jest.fn((_options: Dispatcher.DispatchOptions, handler: Handler) => act(handler));
    const dispatcher = { dispatch } as unknown as Dispatcher;
    return { dispatch, transport: undiciTransport({ dispatcher, ...options }) };
  }

  /** A whole response. */
  const answer = (handler: Handler): void => {
    const one = starting();
    handler.onRequestStart(one, undefined);
    handler.onResponseStart(one, 206, { a: ["b", "c"] }, "");
    handler.onResponseData(one, Buffer.from("xy"));
    handler.onResponseData(one, Buffer.from("z"));
    handler.onResponseEnd(one, {});
  };

  test.each<[options: { keepAlive?: boolean }, more: object]>([
    [{}, {}],
    [{ keepAlive: true }, {}],
    [{ keepAlive: false }, { reset: true }],
  ])("a request is what it is given, and has no clock of its own: %j", async (options, more) => {
    const { dispatch, transport } = transportOf(answer, options);
    await transport({ ...request(HTTPS), headers: { "X-A": "a" } });
    expect(dispatch.mock.calls[0]?.[0]).toEqual({
      origin: "https://dms.example.com",
      path: "/srv.asmx?a=b",
      method: "POST",
      headers: { "X-A": "a" },
      body: Buffer.from("<a/>"),
      headersTimeout: 0,
      bodyTimeout: 0,
      ...more,
    });
  });

  test("a response of as many bytes as are allowed is whole", async () => {
    const { status, headers, body } = await transportOf(answer).transport({ ...request(HTTPS), maxResponseBytes: 3 });
    expect({ status, headers: { ...headers }, body: String(body) }).toEqual({
      status: 206,
      headers: { a: "b, c" },
      body: "xyz",
    });
  });

  test("a response that ends without having begun has no status that counts", async () => {
    const { transport } = transportOf((handler) => handler.onResponseEnd(starting(), {}));
    expect(await transport(request(HTTPS))).toMatchObject({ status: 0, headers: {} });
  });

  const fails = (error: Error) => (handler: Handler) => handler.onResponseError(starting(), error);
  const failsLater = (error: Error) => (handler: Handler) => {
    handler.onRequestStart(starting(), undefined);
    handler.onResponseError(starting(), error);
  };

  test.each<[what: string, act: (handler: Handler) => void, failure: object, url?: URL]>([
    [
      "no connection",
      fails(coded("ECONNREFUSED", { syscall: "connect" })),
      { code: "ECONNREFUSED", sent: false, syscall: "connect" },
    ],
    ["a lost connection", failsLater(coded("UND_ERR_SOCKET")), { code: "ECONNRESET", sent: true, syscall: undefined }],
    ["no tunnel", fails(coded("UND_ERR_ABORTED")), { code: "NO_TLS", sent: false }],
    [
      "an abort that is not the tunnel's, over http",
      fails(coded("UND_ERR_ABORTED")),
      { code: "UND_ERR_ABORTED", sent: false },
      HTTP,
    ],
    ["an abort after the request began", failsLater(coded("UND_ERR_ABORTED")), { code: "UND_ERR_ABORTED", sent: true }],
    [
      "a dispatcher that throws",
      () => {
        throw coded("UND_ERR_DESTROYED");
      },
      { code: "UND_ERR_DESTROYED", sent: false },
    ],
    [
      "a response before the request",
      (handler) => handler.onResponseStart(starting(), 200, {}, ""),
      { code: "RESPONSE_BEFORE_REQUEST", sent: true },
    ],
    [
      "a response that is too long",
      (handler) => {
        handler.onRequestStart(starting(), undefined);
        handler.onResponseStart(starting(), 206, {}, "");
        handler.onResponseData(starting(), Buffer.alloc(999));
        handler.onResponseData(starting(), Buffer.alloc(2));
        handler.onResponseEnd(starting(), {});
      },
      { code: "RESPONSE_TOO_LARGE", sent: true, httpStatus: 206 },
    ],
  ])("%s is a failure", async (_what, act, failure, url = HTTPS) => {
    const error = await transportOf(act)
      .transport(request(url))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransportFailure);
    expect(error).toMatchObject(failure);
  });

  test("a request that begins twice is aborted both times", async () => {
    const [first, second] = [starting(), starting()];
    const { transport } = transportOf((handler) => {
      handler.onRequestStart(first, undefined);
      handler.onRequestStart(second, undefined);
    });
    const failure = await transport(request(HTTPS)).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ code: "REPETITION_REFUSED", sent: true });
    expect(first.abort).toHaveBeenCalledWith(failure);
    expect(second.abort).toHaveBeenCalledWith(failure);
  });

  test.each<[when: string, abort: (controller: AbortController, sending: () => Promise<unknown>) => Promise<unknown>]>([
    [
      "before",
      (controller, sending) => {
        controller.abort();
        return sending();
      },
    ],
    [
      "while it waits for its turn",
      (controller, sending) => {
        const sent = sending();
        controller.abort();
        return sent;
      },
    ],
  ])("a request that is aborted %s is not dispatched", async (_when, abort) => {
    const controller = new AbortController();
    const { dispatch, transport } = transportOf(answer);
    const sent = abort(controller, () => transport(request(HTTPS, controller.signal)));
    await expect(sent).rejects.toMatchObject({ code: "ABORTED", sent: false });
    await nextPoll();
    expect(dispatch).not.toHaveBeenCalled();
  });

  test("a request that is aborted before it begins is not begun", async () => {
    const [controller, one] = [new AbortController(), starting()];
    const { transport } = transportOf((handler) => {
      controller.abort();
      handler.onRequestStart(one, undefined);
    });
    const failure = await transport(request(HTTPS, controller.signal)).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ code: "ABORTED", sent: false });
    expect(one.abort).toHaveBeenCalledWith(failure);
  });

  test("a request that is aborted after it began is aborted, and may have arrived", async () => {
    const [controller, one] = [new AbortController(), starting()];
    const { transport } = transportOf((handler) => {
      handler.onRequestStart(one, undefined);
      expect(one.abort).not.toHaveBeenCalled();
      controller.abort();
    });
    const failure = await transport(request(HTTPS, controller.signal)).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ code: "ABORTED", sent: true });
    expect(one.abort).toHaveBeenCalledWith(failure);
  });
});

/** A server that sends these bytes to each request. */
async function bytes(text: string): Promise<URL> {
  const listening = createTcpServer((socket) => socket.on("error", () => {}).once("data", () => socket.write(text)));
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  ends.push(() => listening.close());
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/srv.asmx`);
}

test.each([
  [100, { status: 200 }],
  [101, { code: "TOO_MANY_RESPONSES", sent: true }],
])("of %i responses of status 1xx before another one, the result is %j", async (count, want) => {
  const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  const url = await bytes("HTTP/1.1 102 Processing\r\n\r\n".repeat(count) + ok);
  const transport = undiciTransport({ dispatcher: owned(new Agent()) });
  expect(await transport(request(url)).catch((error: unknown) => error)).toMatchObject(want);
});

test("responses of single bytes in chunks are read in turns of the event loop", async () => {
  const BYTES = 20_000;
  const url = await bytes(
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(BYTES)}0\r\n\r\n`,
  );
  const agent = owned(new Agent());
  let inTurn = 0;
  let mostInTurn = 0;
  const counting = agent.compose((dispatch) => (options, handler) => {
    const onResponseData = handler.onResponseData?.bind(handler);
    handler.onResponseData = (controller, chunk) => {
      inTurn += 1;
      if (inTurn === 1) {
        setImmediate(() => {
          inTurn = 0;
        });
      }
      mostInTurn = Math.max(mostInTurn, inTurn);
      onResponseData?.(controller, chunk);
    };
    return dispatch(options, handler);
  });
  const transport = undiciTransport({ dispatcher: counting });
  const { body } = await transport({ ...request(url), maxResponseBytes: BYTES });
  expect(body.length).toBe(BYTES);
  // Bytes that came before the pause may be read with those after it.
  expect(mostInTurn).toBeLessThanOrEqual(2 * 1024);
});
