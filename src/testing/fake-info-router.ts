import type { Stub } from "../operations.js";
import { redactor } from "../soap/secrets/redact.js";
import { escapeText } from "../soap/xml/write-xml.js";
import { AddedOperations } from "./added-operations.js";
import type { AnyHandler, Handler } from "./answer.js";
import { type Contract, contractOf } from "./bindings/contract.js";
import { answerForm } from "./bindings/form-binding.js";
import {
  type Binding,
  type Call,
  type CallStub,
  type HttpAnswer,
  type HttpRequest,
  htmlPage,
} from "./bindings/http-message.js";
import { answerSoap, type SoapService } from "./bindings/soap-binding.js";
import { writeWsdl } from "./bindings/wsdl.js";
import { type Failure, Failures, Interruption, type ProgrammedFailure, type Reaction } from "./failure.js";
import type { InfoRouterContents } from "./service/contents.js";
import type { Dialect, Language } from "./service/dialect.js";
import type { Argument, Arguments } from "./service/operations.js";
import {
  type Executions,
  InfoRouterService,
  type Outcome,
  type SuccessSpelling,
  withoutSecrets,
} from "./service/service.js";

/** The options of a fake infoRouter. All are optional. */
export interface FakeInfoRouterOptions extends InfoRouterContents {
  /** Milliseconds after its last use at which a ticket expires. Default 30 days. */
  readonly ticketLifetimeInMs?: number | undefined;
  /** The clock of the tickets, in milliseconds since 1970. Default `Date.now`, also if a test fakes it. */
  readonly now?: (() => number) | undefined;
  /** The least chunk size that GetDownloadHandler returns, in bytes. Default 262,144, as documented. */
  readonly minimumChunkSize?: number | undefined;
  /**
   * The name of the ticket parameter in all operations. Default: the names of `wsdl/srv.wsdl`, which are
   * `authenticationTicket` for most operations and `AuthenticationTicket` for some. A request with another name has no
   * ticket.
   */
  readonly ticketParameter?: string | undefined;
  /** How answers spell success. Default: as on the documentation page of each operation. */
  readonly spelling?: SuccessSpelling | undefined;
  /**
   * How refusals give their number. Default `"errorCode"`, the attribute of newer servers; `"brackets"` before the text is
   * the form of older ones. AuthenticateUser has brackets in both dialects.
   */
  readonly dialect?: Dialect | undefined;
  /** Language of the texts that refuse deletions. Default English. A client must not depend on it. */
  readonly language?: Language | undefined;
}

/** A request that the server received. It holds no tickets, passwords or queries. */
export interface RecordedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path of the URL. */
  readonly path: string;
  /** The HTTP status of the answer. Absent if there was none. */
  readonly status?: number;
  /** Absent, like `binding` and `values`, if the request did not reach an operation. */
  readonly operation?: string;
  /** Protocol of the request. */
  readonly binding?: Binding;
  /**
   * The arguments by the contract's names, without tickets and passwords. Undefined stands for .NET's null. For an operation
   * that `answer` added: the texts of the child elements.
   */
  readonly values?: Readonly<Record<string, Argument>>;
  /** The text of the answer's `error`, if the operation refused. */
  readonly error?: string;
  /** The programmed failure that it met. */
  readonly failure?: Failure;
}

/** An infoRouter for tests. Its properties return the current state. */
export interface FakeInfoRouter {
  /** Sorted paths of all folders and libraries. */
  readonly folders: readonly string[];
  /** Sorted paths of all documents. */
  readonly documents: readonly string[];
  /** GUIDs of the download handlers that exist. */
  readonly handlers: readonly string[];
  /** The last 1,000 requests, the oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** How often each operation was executed. Counts lost answers; does not count refusals. */
  readonly executions: Readonly<Executions>;
  /**
   * Empties `requests`.
   *
   * ```ts
   * server.clearRequests();
   * await infoRouter.deleteFolder("/Finance/Reports/2019");
   * console.log(server.requests.length); // 1
   * ```
   */
  clearRequests(): void;
  /**
   * Returns a new ticket for a user, without a request.
   *
   * ```ts
   * const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
   * ```
   */
  ticketFor(user: string): string;
  /**
   * Expires all tickets that exist.
   *
   * ```ts
   * server.expireTickets();
   * await infoRouter.deleteFolder("/Finance/Reports/2019").catch((error) => console.log(error.code)); // SESSION_EXPIRED
   * ```
   */
  expireTickets(): void;
  /**
   * Makes the next `times` calls of an operation fail. Failures of one operation happen in the order of these calls.
   * {@link Failure} lists what the client reports.
   *
   * ```ts
   * server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
   * await infoRouter.deleteFolder("/Finance/Reports/2019").catch((error) => console.log(error.outcome)); // unknown
   * ```
   *
   * @throws {TypeError} The operation or the failure is unknown.
   */
  failNext(failure: ProgrammedFailure): void;
  /**
   * Adds an operation of any contract by its stub, or replaces one of the server's own.
   *
   * ```ts
   * import { createFolder } from "inforouter-soap-client/operations";
   *
   * server.answer(createFolder, ({ path }, session) => ({ attributes: { FolderId: 17, path, owner: session.user } }));
   * ```
   *
   * If the operation takes a ticket, the server refuses requests without a valid one before it calls the handler. It writes
   * the result in the form that the contract declares. The SOAP bindings serve the operation; the published WSDL and the
   * HTTP GET and POST bindings do not.
   *
   * @throws {InvalidInputError} The stub is not a generated one.
   */
  answer<Request, Response>(stub: Stub<Request, Response>, handler: Handler<Request, Response>): void;
}

export const PATH = "/srv.asmx";
const THIRTY_DAYS_IN_MS = 30 * 24 * 60 * 60 * 1000;
const RECORDED_REQUESTS = 1000;
/** ASP.NET's default for `maxRequestLength`. */
export const MAXIMUM_REQUEST_BYTES = 4 * 1024 * 1024;

/** Creates an infoRouter, and the function that decides how it reacts to a request. Independent of sockets. */
export function createFakeInfoRouter(options: FakeInfoRouterOptions): {
  readonly fake: FakeInfoRouter;
  readonly react: (request: HttpRequest) => Reaction;
} {
  const service = new InfoRouterService({
    ...options,
    minimumChunkSize: options.minimumChunkSize ?? 262_144,
    ticketLifetimeInMs: options.ticketLifetimeInMs ?? THIRTY_DAYS_IN_MS,
    now: options.now ?? (() => Date.now()),
    spelling: options.spelling ?? {},
    dialect: oneOf("dialect", options.dialect ?? "errorCode", ["errorCode", "brackets"]),
    language: oneOf("language", options.language ?? "en", ["en", "tr", "de"]),
  });
  const contract = contractOf(options.ticketParameter);
  const added = new AddedOperations(service);
  const failures = new Failures();
  let requests: RecordedRequest[] = [];

  const react = (request: HttpRequest): Reaction => {
    const { recorded, reaction } = answer(request, { service, contract, added, failures });
    requests = [...requests.slice(1 - RECORDED_REQUESTS), recorded];
    return reaction;
  };
  const fake: FakeInfoRouter = {
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
      return requests;
    },
    get executions() {
      return { ...service.executions };
    },
    clearRequests() {
      requests = [];
    },
    ticketFor: (user) => service.sessions.ticketFor(user),
    expireTickets: () => service.sessions.expireAll(),
    failNext: (failure) => failures.add(failure, Object.keys(service.executions)),
    answer: (stub, handler) => added.add(stub, handler as AnyHandler),
  };
  return { fake, react };
}

/** @throws {TypeError} The value is not a known one. */
function oneOf<Value extends string>(option: string, value: Value, known: readonly Value[]): Value {
  if (!known.includes(value)) {
    throw new TypeError(`${option}: expected ${known.join(", ")}, found ${JSON.stringify(value)}`);
  }
  return value;
}

interface Parts {
  readonly service: InfoRouterService;
  readonly contract: Contract;
  readonly added: AddedOperations;
  readonly failures: Failures;
}

/** Answers a request, or lets it meet a programmed failure. Returns the reaction and the record of it. */
function answer(
  request: HttpRequest,
  { service, contract, added, failures }: Parts,
): { recorded: RecordedRequest; reaction: Reaction } {
  let reached: Omit<RecordedRequest, "method" | "path" | "status"> = {};
  let toReaction = (answered: HttpAnswer): Reaction => ({ answer: answered, delayInMs: 0 });
  const record = <Result>(
    binding: Binding,
    operation: string,
    values: Arguments,
    carryOut: (instead: ((values: Arguments) => Error) | undefined) => Outcome<Result>,
  ): Outcome<Result> => {
    const failure = failures.next(operation);
    const shown = withoutSecrets(values);
    const secrets = Object.entries(values).flatMap(([name, value]) => (name in shown || !value ? [] : [String(value)]));
    reached = { operation, binding, values: shown, ...(failure && { failure: failure.with }) };
    const outcome = carryOut(failure?.instead);
    // The handler of an added operation may repeat the ticket.
    reached = { ...reached, ...(outcome.error !== undefined && { error: redactor(secrets)(outcome.error) }) };
    toReaction = failure?.afterwards ?? toReaction;
    return outcome;
  };
  const call: Call = (binding, operation, values) =>
    record(binding, operation, values, (instead) =>
      service.call(operation, { ...values, ticketCookie: ticketOf(request.cookie) }, instead),
    ).element;
  const callStub: CallStub = (binding, operation, stubRequest) =>
    record(binding, operation.name, stubRequest.values, (instead) => added.call(operation, stubRequest, instead));
  const reaction = reactionOf(() => {
    const answered = route(request, { contract, call, added: added.byName, callStub });
    return toReaction(answered);
  });
  const { method, path } = request;
  return {
    recorded: { method, path, ...(reaction.answer && { status: reaction.answer.status }), ...reached },
    reaction,
  };
}

function reactionOf(run: () => Reaction): Reaction {
  try {
    return run();
  } catch (error) {
    return error instanceof Interruption
      ? error.reaction
      : { answer: htmlPage(500, escapeText(String(error))), delayInMs: 0 };
  }
}

function route(request: HttpRequest, soap: SoapService): HttpAnswer {
  const { contract, call } = soap;
  const isService = request.path.slice(0, PATH.length).toLowerCase() === PATH;
  const rest = request.path.slice(PATH.length);
  if (request.body.length > MAXIMUM_REQUEST_BYTES) {
    return htmlPage(413, "Maximum request length exceeded.");
  }
  if (isService && rest.startsWith("/")) {
    return answerForm(request, decodeURIComponent(rest.slice(1)), contract, call);
  }
  if (!isService || rest !== "") {
    return htmlPage(404, "The resource cannot be found.");
  }
  if (request.method === "POST") {
    return answerSoap(request, soap);
  }
  if (request.method !== "GET") {
    return htmlPage(405, "The HTTP verb used to access this page is not allowed.");
  }
  if (request.query.toLowerCase() === "wsdl") {
    const body = writeWsdl(contract, `${request.origin}${PATH}`);
    return { status: 200, contentType: "text/xml; charset=utf-8", body };
  }
  const items = [...contract.keys()].map((name) => `<li>${name}</li>`);
  return htmlPage(200, "Srv Web Service", `<ul>${items.join("")}</ul>`);
}

function ticketOf(cookie = ""): string | undefined {
  return /(?:^|;)\s*ticket=([^;]*)/.exec(cookie)?.[1];
}
