import { createServer } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import {
  authenticate,
  InfoRouterClient,
  type InfoRouterClientOptions,
  type InfoRouterError,
  type TicketContext,
} from "../../src/index.js";
import {
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../../src/soap/index.js";
import { SUCCESS } from "../support/counting-server.js";
import { listen } from "../support/listen.js";
import { answer, fault } from "../support/soap-messages.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
type Operation = "DeleteFolder" | "DeleteDownloadHandler";

/** One attempt's end, as the transport has it. */
type End = (operation: Operation) => TransportResponse;

const answered =
  (element: string, status = 200): End =>
  (operation) => ({ status, headers: {}, body: Buffer.from(answer(operation, element)) });
const status =
  (code: number, headers: Record<string, string> = {}): End =>
  () => ({ status: code, headers, body: new Uint8Array() });
const failed =
  (code: string, sent: boolean): End =>
  () => {
    throw new TransportFailure(code, { sent });
  };

const ENDS = {
  success: answered(SUCCESS),
  refused: answered('<response success="false" error="Access denied." />'),
  expired: answered('<response success="false" error="[901] Session expired or Invalid ticket" />'),
  expiredByNumber: answered('<response success="false" error="Oturumun süresi doldu" errorCode="4010" />'),
  expiredAndYes: answered('<response success="true" error="[901] Session expired or Invalid ticket" />'),
  partial: answered('<response success="false" error="[log]" />'),
  notSent: failed("ECONNREFUSED", false),
  cut: failed("ECONNRESET", true),
  unauthorized: status(401),
  busy: status(503, { "retry-after": "0" }),
  tooBusy: status(503, { "retry-after": "61" }),
  busyForAges: status(503, { "retry-after": "999999999" }),
  tooMany: status(429, { "retry-after": "0" }),
  faulty: (): TransportResponse => ({ status: 500, headers: {}, body: Buffer.from(fault("Server", "x")) }),
} satisfies Record<string, End>;

function transportOf(operation: Operation, ends: readonly (keyof typeof ENDS)[]) {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    const end = ends[requests.length];
    requests.push(request);
    if (end === undefined) {
      throw new Error("more requests than expected");
    }
    return ENDS[end](operation);
  };
  return { requests, transport };
}

function client(options: Partial<InfoRouterClientOptions>): InfoRouterClient {
  return new InfoRouterClient({
    endpoint: "http://127.0.0.1:9/",
    ticket: "T",
    timeoutInMs: Number.POSITIVE_INFINITY,
    ...options,
  });
}

function deleteWith(infoRouter: InfoRouterClient, operation: Operation): Promise<unknown> {
  const deletion =
    operation === "DeleteFolder" ? infoRouter.deleteFolder("/a/b") : infoRouter.deleteDownloadHandler(GUID);
  return deletion.then(
    ({ outcome }) => outcome,
    (error: InfoRouterError) => `${error.code} ${error.outcome}`,
  );
}

/** Pauses between repetitions, which are not waited for. There are no other timers, since calls have no deadline here. */
const pauses: number[] = [];
const { setTimeout: later } = globalThis;
beforeAll(() => {
  jest.spyOn(globalThis, "setTimeout").mockImplementation((callback, milliseconds) => {
    pauses.push(Number(milliseconds));
    return later(callback, 0);
  });
});
afterAll(() => jest.restoreAllMocks());
beforeEach(() => {
  pauses.length = 0;
});

type Row = readonly [operation: Operation, ends: readonly (keyof typeof ENDS)[], want: string];

describe("with three repetitions allowed, and another ticket to be had", () => {
  const rows: readonly Row[] = [
    ["DeleteFolder", ["notSent", "notSent", "success"], "deleted"],
    ["DeleteFolder", ["notSent", "notSent", "notSent", "notSent"], "ECONNREFUSED not-sent"],
    ["DeleteFolder", ["cut"], "ECONNRESET unknown"],
    ["DeleteFolder", ["busy"], "HTTP_STATUS unknown"],
    ["DeleteFolder", ["faulty"], "SOAP_FAULT unknown"],
    ["DeleteFolder", ["partial"], "PARTIAL unknown"],
    ["DeleteFolder", ["unauthorized"], "UNAUTHORIZED rejected"],
    ["DeleteFolder", ["tooMany"], "TOO_MANY_REQUESTS rejected"],
    ["DeleteFolder", ["refused"], "ACCESS_DENIED rejected"],
    ["DeleteFolder", ["expired", "success"], "deleted"],
    ["DeleteFolder", ["expired", "expired"], "SESSION_EXPIRED rejected"],
    ["DeleteFolder", ["expired", "cut"], "ECONNRESET unknown"],
    ["DeleteFolder", ["expired", "notSent", "success"], "deleted"],
    ["DeleteFolder", ["notSent", "expired", "success"], "deleted"],
    ["DeleteFolder", ["expired", "notSent", "notSent", "notSent", "notSent"], "ECONNREFUSED not-sent"],
    ["DeleteFolder", ["expiredAndYes"], "SESSION_EXPIRED unknown"],
    ["DeleteDownloadHandler", ["cut", "busy", "faulty", "success"], "acknowledged"],
    ["DeleteDownloadHandler", ["cut", "cut", "cut", "cut"], "ECONNRESET unknown"],
    ["DeleteDownloadHandler", ["partial", "success"], "acknowledged"],
    ["DeleteDownloadHandler", ["refused"], "ACCESS_DENIED rejected"],
    ["DeleteDownloadHandler", ["unauthorized"], "UNAUTHORIZED rejected"],
    ["DeleteDownloadHandler", ["tooMany"], "TOO_MANY_REQUESTS rejected"],
    // What may have happened once is not undone by what follows.
    ["DeleteDownloadHandler", ["cut", "notSent", "notSent", "notSent"], "ECONNRESET unknown"],
    ["DeleteDownloadHandler", ["cut", "refused"], "ECONNRESET unknown"],
    ["DeleteDownloadHandler", ["cut", "unauthorized"], "ECONNRESET unknown"],
    ["DeleteDownloadHandler", ["cut", "expired", "notSent", "success"], "acknowledged"],
    ["DeleteDownloadHandler", ["cut", "expired", "expired"], "ECONNRESET unknown"],
    ["DeleteDownloadHandler", ["cut", "busy", "refused"], "HTTP_STATUS unknown"],
    // A pause that is too long is not made.
    ["DeleteDownloadHandler", ["tooBusy"], "HTTP_STATUS unknown"],
    ["DeleteDownloadHandler", ["busyForAges"], "HTTP_STATUS unknown"],
  ];
  const byNumber = rows
    .filter(([, ends]) => ends.includes("expired"))
    .map(
      ([operation, ends, want]): Row => [
        operation,
        ends.map((end) => (end === "expired" ? "expiredByNumber" : end)),
        want,
      ],
    );

  test.each<Row>([...rows, ...byNumber])("%s that ends with %j is %s", async (operation, ends, want) => {
    const { requests, transport } = transportOf(operation, ends);
    let asked = 0;
    const infoRouter = client({ transport, retry: { maxRetries: 3 }, ticket: () => `T-${asked++}` });
    expect(await deleteWith(infoRouter, operation)).toBe(want);
    expect(requests).toHaveLength(ends.length);
  });
});

test.each<Row>([
  ["DeleteFolder", ["notSent"], "ECONNREFUSED not-sent"],
  ["DeleteDownloadHandler", ["cut"], "ECONNRESET unknown"],
])("without repetitions allowed, %s that ends with %j is %s", async (operation, ends, want) => {
  const { requests, transport } = transportOf(operation, ends);
  expect(await deleteWith(client({ transport }), operation)).toBe(want);
  expect(requests).toHaveLength(1);
});

describe("what may have happened once is not undone by a ticket that cannot be had:", () => {
  const login = { uid: "jane", pwd: "a password" };
  test.each<readonly [what: string, renew: (context: TicketContext) => string | Promise<string>]>([
    ["the log-in is refused", ({ authenticateUser }) => authenticateUser(login)],
    ["there is none", () => ""],
  ])("%s", async (_what, renew) => {
    const { transport } = transportOf("DeleteDownloadHandler", ["cut", "expired", "unauthorized"]);
    const ticket = (context: TicketContext) => (context.reason === "initial" ? "T-0" : renew(context));
    const infoRouter = client({ transport, retry: { maxRetries: 3 }, ticket });
    expect(await deleteWith(infoRouter, "DeleteDownloadHandler")).toBe("ECONNRESET unknown");
  });
});

test("what was refused here is not repeated", async () => {
  const { requests, transport } = transportOf("DeleteFolder", []);
  const security = { addHeaders: (headers: Record<string, unknown>) => Object.assign(headers, { "X-A": "a\r\nb" }) };
  const deletion = client({ transport, security, retry: { maxRetries: 3 } }).deleteFolder("/a/b");
  await expect(deletion).rejects.toMatchObject({ code: "INVALID_INPUT", outcome: "not-sent" });
  expect(pauses).toEqual([]);
  expect(requests).toEqual([]);
});

test("pauses double up to a minute, unless the service says how long", async () => {
  const ends = ["busy", ...Array.from({ length: 10 }, () => "cut" as const)] as const;
  const { transport } = transportOf("DeleteDownloadHandler", ends);
  await deleteWith(client({ transport, retry: { maxRetries: 10 } }), "DeleteDownloadHandler");
  expect(pauses).toEqual([0, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 60_000]);
});

test("a missing folder is missing only if the service says nothing else", async () => {
  const says = (element: string) =>
    client({ transport: async () => answered(element)("DeleteFolder") }).deleteFolder("/a/b", { ifMissing: "ignore" });
  await expect(says('<response error="Folder not found" />')).resolves.toMatchObject({ outcome: "missing" });
  const error = { code: "FOLDER_NOT_FOUND", outcome: "unknown" };
  await expect(says('<response success="true" error="Folder not found" />')).rejects.toMatchObject(error);
});

test.each([
  ['success="false" error="[901] Session expired or Invalid ticket"', "", "deleted"],
  ['success="false" error="Session expired or invalid ticket" errorCode="4010"', "", "deleted"],
  ['errorcode="4010" error="Oturumun s\u00fcresi doldu"', "", "deleted"],
  ['success="1" error="[901] Session expired or Invalid ticket"', "", "unknown"],
  ['success="false" error="[901] Session expired"', '<logitem path="/a/b" status="success" />', "unknown"],
  ['success="false" error="Session expired or invalid ticket" errorCode="4010"', "deleted", "unknown"],
  ['success="true" error="" errorCode="4010"', "", "unknown"],
])("an expired ticket is renewed for a plain no alone: %s, %j", async (attributes, content, outcome) => {
  let requests = 0;
  const elements = [
    `<response ${attributes}>${content}</response>`,
    '<response success="true" error="" errorCode="0" />',
  ];
  const transport = async () => answered(elements[requests++] ?? "")("DeleteFolder");
  const ticket = ({ reason }: { reason: string }): string => `ticket-${reason}`;
  const end = await client({ transport, ticket })
    .deleteFolder("/a/b")
    .catch((error: unknown) => error);
  expect(end).toMatchObject({ outcome });
  expect(requests).toBe(outcome === "deleted" ? 2 : 1);
});

test("a transport cannot pass an error off as the service's", async () => {
  const refusal = await client({ transport: async () => ENDS.expired("DeleteFolder") })
    .deleteFolder("/a/b")
    .catch((error: Error) => error);
  const transport = jest.fn(() => Promise.reject(refusal));
  const deletion = client({ transport, ticket: () => "T" }).deleteFolder("/a/b");
  await expect(deletion).rejects.toMatchObject({ name: "TransportError", code: "SESSION_EXPIRED", outcome: "unknown" });
  expect(transport).toHaveBeenCalledTimes(1);
});

describe("tickets", () => {
  /** A service that knows one ticket at a time. */
  async function serve(): Promise<{ endpoint: string; valid: string; logins: number; cookies: number; close(): void }> {
    const state = { endpoint: "", valid: "T-0", logins: 0, cookies: 0, close: () => server.close() };
    const server = createServer((incoming, outgoing) => {
      let body = "";
      state.cookies += incoming.headers.cookie === undefined ? 0 : 1;
      incoming.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      incoming.on("end", () => {
        if (body.includes("AuthenticateUser")) {
          state.logins += 1;
          outgoing.setHeader("Set-Cookie", "ticket=somebody-else");
          outgoing.end(answer("AuthenticateUser", `<root success="true" error="" ticket="${state.valid}" />`));
          return;
        }
        const isValid = body.includes(`<authenticationTicket>${state.valid}</authenticationTicket>`);
        const expired = '<response success="false" error="[901] Session expired or Invalid ticket" />';
        outgoing.end(answer("DeleteFolder", isValid ? SUCCESS : expired));
      });
    });
    state.endpoint = await listen(server);
    return state;
  }

  test("that expire are renewed once for all the calls that meet it, and once more when they expire again", async () => {
    const service = await serve();
    const infoRouter = client({ endpoint: service.endpoint, ticket: authenticate({ uid: "jane", pwd: "secret" }) });
    const deleteMany = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 50 }, (_, index) => infoRouter.deleteFolder(`/a/${index}`)));
    await deleteMany();
    expect(service.logins).toBe(1);
    for (const valid of ["T-1", "T-2"]) {
      service.valid = valid;
      const before = service.logins;
      await deleteMany();
      expect(service.logins).toBe(before + 1);
    }
    expect(service.cookies).toBe(0);
    await infoRouter.close();
    service.close();
  });

  test.each<[name: string, ticket: (context: TicketContext) => unknown]>([
    ["nothing", () => undefined],
    ["null", () => null],
    ["an empty string", () => ""],
    ["blanks", () => " \t\n\u00a0\ufeff"],
    ["a number", () => 7],
    ["a String object", () => new String("T")],
    ["an object", () => ({ toString: () => "T" })],
    ["a promise of nothing", async () => undefined],
    ["nothing the second time", ({ reason }) => (reason === "initial" ? "old" : "")],
  ])("that are %s are never sent", async (_name, ticket) => {
    const { requests, transport } = transportOf("DeleteFolder", ["expired"]);
    const infoRouter = client({ transport, ticket: ticket as () => string });
    const deletion = infoRouter.deleteFolder("/a/b", { requestId: "id-1" });
    const want = {
      name: "InvalidInputError",
      argument: "options.ticket",
      operation: "DeleteFolder",
      requestId: "id-1",
    };
    await expect(deletion).rejects.toMatchObject(want);
    for (const { body } of requests) {
      expect(body).toContain("<authenticationTicket>old</authenticationTicket>");
    }
  });

  const own = new Error("the vault is sealed");
  const fail = (): never => {
    throw own;
  };
  test.each<[name: string, ticket: (context: TicketContext) => Promise<string> | string]>([
    ["throws", fail],
    ["rejects", () => Promise.reject(own)],
    ["fails to renew", ({ reason }) => (reason === "initial" ? "old" : fail())],
  ])("of a function that %s: its error is the caller's own", async (_name, ticket) => {
    const { transport } = transportOf("DeleteFolder", ["expired"]);
    await expect(client({ transport, ticket }).deleteFolder("/a/b")).rejects.toBe(own);
  });

  test("are asked for again after a renewal that failed", async () => {
    const { transport } = transportOf("DeleteFolder", ["expired", "expired", "success"]);
    let renewals = 0;
    const ticket = ({ reason }: TicketContext): string => {
      renewals += reason === "expired" ? 1 : 0;
      return reason === "initial" ? "old" : renewals === 1 ? fail() : "new";
    };
    const infoRouter = client({ transport, ticket });
    await expect(infoRouter.deleteFolder("/a/b")).rejects.toBe(own);
    await infoRouter.deleteFolder("/a/b");
    expect(renewals).toBe(2);
  });

  test("are renewed for the calls that still wait, if the first of them ends", async () => {
    const expired = ENDS.expired("DeleteFolder");
    const success = ENDS.success("DeleteFolder");
    let giveTicket: (ticket: string) => void = () => {};
    const signals: AbortSignal[] = [];
    const infoRouter = client({
      transport: async ({ body }) => (body.includes(">new<") ? success : expired),
      ticket: ({ reason, signal }) => {
        if (reason === "initial") {
          return "old";
        }
        signals.push(signal);
        return new Promise((resolve) => {
          giveTicket = resolve;
        });
      },
    });
    const controller = new AbortController();
    const first = infoRouter.deleteFolder("/a/1", { signal: controller.signal }).catch((reason: unknown) => reason);
    const second = infoRouter.deleteFolder("/a/2");
    while (signals.length === 0) {
      await turn();
    }
    await turn();
    controller.abort("enough");
    expect(await first).toBe("enough");
    giveTicket("new");
    expect(await second).toMatchObject({ outcome: "deleted" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

test("a client that is closed finishes its calls, and takes no more", async () => {
  let giveTicket: (ticket: string) => void = () => {};
  const ticket = new Promise<string>((resolve) => {
    giveTicket = resolve;
  });
  const infoRouter = client({ transport: async () => ENDS.success("DeleteFolder"), ticket: () => ticket });
  const deletion = infoRouter.deleteFolder("/a/b");
  const closing = infoRouter.close();
  await expect(infoRouter.deleteFolder("/a/c")).rejects.toMatchObject({ code: "CLIENT_CLOSED", outcome: "not-sent" });
  giveTicket("T");
  expect(await deletion).toMatchObject({ outcome: "deleted" });
  await closing;
});
