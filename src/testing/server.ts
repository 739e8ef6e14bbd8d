import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { escapeText } from "../soap/write-xml.js";
import type { InfoRouterContents } from "./contents.js";
import { type Contract, contractOf } from "./contract.js";
import { answerForm } from "./form-binding.js";
import { type Binding, type Call, type HttpAnswer, type HttpRequest, htmlPage } from "./http-message.js";
import type { Argument, OperationName } from "./operations.js";
import { type Failure, InfoRouterService, type SuccessSpelling, withoutSecrets } from "./service.js";
import { answerSoap } from "./soap-binding.js";
import { writeWsdl } from "./wsdl.js";

/** What {@link startInfoRouterServer} starts with; everything may be left out. */
export interface InfoRouterServerOptions extends InfoRouterContents {
  /** By default any free one. */
  readonly port?: number | undefined;
  /** Milliseconds that a ticket lives after its last use; by default 30 days. */
  readonly ticketLifetimeInMs?: number | undefined;
  /** The clock by which tickets expire, in milliseconds since 1970; by default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** The least chunk size that GetDownloadHandler agrees to, in bytes; by default 262,144, as documented. */
  readonly minimumChunkSize?: number | undefined;
  /**
   * The name of the ticket's parameter, the same for all operations. By default as in `wsdl/srv.wsdl`:
   * `authenticationTicket` for most, `AuthenticationTicket` for some. A request that spells it otherwise has no ticket.
   */
  readonly ticketParameter?: string | undefined;
  /** How success is spelt, by default as on each operation's documentation page. */
  readonly spelling?: SuccessSpelling | undefined;
}

/** A request as the server saw it. Tickets, passwords and queries are not kept. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Absent where the request did not reach an operation, as are `binding` and `values`. */
  readonly operation?: OperationName;
  readonly binding?: Binding;
  /** The arguments, by the contract's names, but for ticket and password; undefined is .NET's null. */
  readonly values?: Readonly<Record<string, Argument>>;
  /** The text of the answer's `error`, if the operation said no. */
  readonly error?: string;
}

/** A running infoRouter for tests. Its properties show its state at the moment they are read. */
export interface InfoRouterServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/srv.asmx` */
  readonly url: string;
  readonly port: number;
  /** Paths of all folders, libraries included, in order. */
  readonly folders: readonly string[];
  /** Paths of all documents, in order. */
  readonly documents: readonly string[];
  /** GUIDs of the download handlers that have not been deleted. */
  readonly handlers: readonly string[];
  /** The requests answered so far. */
  readonly requests: readonly RecordedRequest[];
  /** How often each operation was carried out; a refused call, or one that failed, is not counted. */
  readonly executions: Readonly<Record<OperationName, number>>;
  /** A new ticket for a user, without a request. */
  ticketFor(user: string): string;
  /** Lets all tickets given out so far expire. */
  expireTickets(): void;
  /** Makes the next call of an operation fail, in place of being carried out. */
  failNext(failure: { readonly operation: OperationName; readonly with: Failure }): void;
  /** Stops listening and cuts what is still connected. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const PATH = "/srv.asmx";
const THIRTY_DAYS_IN_MS = 30 * 24 * 60 * 60 * 1000;
/** ASP.NET's default for `maxRequestLength`. */
const MAXIMUM_REQUEST_BYTES = 4 * 1024 * 1024;

/**
 * Starts an infoRouter on 127.0.0.1 for tests and demonstrations: the operations of `wsdl/srv.wsdl` over its four
 * bindings, with state, in the shapes of a real ASMX host.
 *
 * ```ts
 * await using server = await startInfoRouterServer({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
 * const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
 * ```
 */
export async function startInfoRouterServer(options: InfoRouterServerOptions = {}): Promise<InfoRouterServer> {
  const service = new InfoRouterService({
    ...options,
    minimumChunkSize: options.minimumChunkSize ?? 262_144,
    ticketLifetimeInMs: options.ticketLifetimeInMs ?? THIRTY_DAYS_IN_MS,
    now: options.now ?? Date.now,
    spelling: options.spelling ?? {},
  });
  const contract = contractOf(options.ticketParameter);
  const requests: RecordedRequest[] = [];
  const http = createServer((incoming, outgoing) => {
    answer(incoming, service, contract)
      .then(({ recorded, answered }) => {
        requests.push(recorded);
        write(outgoing, answered);
      })
      .catch((error: unknown) => write(outgoing, htmlPage(500, escapeText(String(error)))));
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject).listen(options.port ?? 0, HOST, resolve);
  });
  const { port } = http.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeAllConnections();
    await closed;
  };
  return {
    url: `http://${HOST}:${port}${PATH}`,
    port,
    get folders() {
      return service.repository.folders;
    },
    get documents() {
      return service.repository.documents;
    },
    get handlers() {
      return service.handlers.guids;
    },
    get requests() {
      return [...requests];
    },
    get executions() {
      return { ...service.executions };
    },
    ticketFor: (user) => service.sessions.ticketFor(user),
    expireTickets: () => service.sessions.expireAll(),
    failNext: (failure) => service.failNext(failure.operation, failure.with),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Answers a request and says what there is to record of it. */
async function answer(
  incoming: IncomingMessage,
  service: InfoRouterService,
  contract: Contract,
): Promise<{ recorded: RecordedRequest; answered: HttpAnswer }> {
  let reached: Pick<RecordedRequest, "operation" | "binding" | "values" | "error"> = {};
  const call: Call = (binding, operation, values) => {
    reached = { operation, binding, values: withoutSecrets(values) };
    const { element, error } = service.call(operation, { ...values, ticketCookie: ticketCookieOf(incoming) });
    reached = { ...reached, ...(error !== undefined && { error }) };
    return element;
  };
  const { method = "", url = "" } = incoming;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const body = await readBody(incoming);
  const request: HttpRequest = {
    method,
    path,
    query,
    contentType: incoming.headers["content-type"] ?? "",
    soapAction: firstOf(incoming.headers["soapaction"]),
    body: body ?? new Uint8Array(),
  };
  const answered =
    body === undefined
      ? htmlPage(413, "Maximum request length exceeded.")
      : route(request, contract, `http://${HOST}:${incoming.socket.localPort}${PATH}`, call);
  return { recorded: { method, path, status: answered.status, ...reached }, answered };
}

function route(request: HttpRequest, contract: Contract, address: string, call: Call): HttpAnswer {
  const isService = request.path.slice(0, PATH.length).toLowerCase() === PATH;
  const rest = request.path.slice(PATH.length);
  if (isService && rest.startsWith("/")) {
    return answerForm(request, decodeURIComponent(rest.slice(1)), contract, call);
  }
  if (!isService || rest !== "") {
    return htmlPage(404, "The resource cannot be found.");
  }
  if (request.method === "POST") {
    return answerSoap(request, contract, call);
  }
  if (request.method !== "GET") {
    return htmlPage(405, "The HTTP verb used to access this page is not allowed.");
  }
  if (request.query.toLowerCase() === "wsdl") {
    return { status: 200, contentType: "text/xml; charset=utf-8", body: writeWsdl(contract, address) };
  }
  const items = [...contract.keys()].map((name) => `<li>${name}</li>`);
  return htmlPage(200, "Srv Web Service", `<ul>${items.join("")}</ul>`);
}

/** The body, or undefined if it is too long; then the rest is read and dropped. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAXIMUM_REQUEST_BYTES) {
      chunks.push(chunk);
    }
  }
  return length <= MAXIMUM_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}

function ticketCookieOf(incoming: IncomingMessage): string | undefined {
  return /(?:^|;)\s*ticket=([^;]*)/.exec(incoming.headers.cookie ?? "")?.[1];
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function write(outgoing: ServerResponse, { status, contentType, body }: HttpAnswer): void {
  outgoing.writeHead(status, {
    "Cache-Control": status === 200 ? "private, max-age=0" : "private",
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
  });
  outgoing.end(body);
}
