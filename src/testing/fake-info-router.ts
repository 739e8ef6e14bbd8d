import type { Stub } from "../operations.js";
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

/** What a fake infoRouter starts with; everything may be left out. */
export interface FakeInfoRouterOptions extends InfoRouterContents {
  /** Milliseconds that a ticket lives after its last use; by default 30 days. */
  readonly ticketLifetimeInMs?: number | undefined;
  /** The clock by which tickets expire, in milliseconds since 1970; by default `Date.now`, a faked one too. */
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
  /**
   * How refusals carry their number: as the attribute `errorCode` of newer servers, by default, or in brackets before the
   * text, as older ones do. AuthenticateUser has brackets in both.
   */
  readonly dialect?: Dialect | undefined;
  /** Language of the texts with which deletions are refused, by default English. A client must not depend on it. */
  readonly language?: Language | undefined;
}

/** A request as the service saw it. Tickets, passwords and queries are not kept. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Of the answer; absent where there was none. */
  readonly status?: number;
  /** Absent where the request did not reach an operation, as are `binding` and `values`. */
  readonly operation?: string;
  readonly binding?: Binding;
  /**
   * The arguments, by the contract's names, but for tickets and passwords; undefined is .NET's null. Of an operation that
   * `answer` added, the texts of its elements.
   */
  readonly values?: Readonly<Record<string, Argument>>;
  /** The text of the answer's `error`, if the operation said no. */
  readonly error?: string;
  /** What it was made to fail with. */
  readonly failure?: Failure;
}

/**
 * An infoRouter for tests: what it holds, what it was asked, and how it is made to fail. Its properties show its state at
 * the moment they are read.
 */
export interface FakeInfoRouter {
  /** Paths of all folders, libraries included, in order. */
  readonly folders: readonly string[];
  /** Paths of all documents, in order. */
  readonly documents: readonly string[];
  /** GUIDs of the download handlers that have not been deleted. */
  readonly handlers: readonly string[];
  /** The last 1,000 requests, the oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** How often each operation was carried out: not when it was refused, but also when its answer was lost. */
  readonly executions: Readonly<Executions>;
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** A new ticket for a user, without a request. */
  ticketFor(user: string): string;
  /** Lets all tickets given out so far expire. */
  expireTickets(): void;
  /**
   * Makes the next call of an operation fail, or as many as `times` says. Failures of one operation happen in the order
   * in which they were asked for. See {@link Failure} for what the client reports.
   *
   * @throws {TypeError} The server has no such operation, or there is no such failure.
   */
  failNext(failure: ProgrammedFailure): void;
  /**
   * Adds an operation of any contract by its stub, or replaces one of the server's own:
   *
   * ```ts
   * server.answer(getFolders, ({ path }, session) => ({
   *   elements: [{ name: "folder", attributes: { FolderName: "2024", path, owner: session.user } }],
   * }));
   * ```
   *
   * The server refuses requests without a valid ticket by itself, if the operation takes one. It writes the result in the
   * form that the contract gives to it. Operations are added for the SOAP bindings only, and not to the published contract.
   *
   * @throws {InvalidInputError} It is not a generated stub.
   */
  answer<Request, Response>(stub: Stub<Request, Response>, handler: Handler<Request, Response>): void;
}

export const PATH = "/srv.asmx";
const THIRTY_DAYS_IN_MS = 30 * 24 * 60 * 60 * 1000;
const RECORDED_REQUESTS = 1000;
/** ASP.NET's default for `maxRequestLength`. */
export const MAXIMUM_REQUEST_BYTES = 4 * 1024 * 1024;

/** Makes an infoRouter, and the function that says what becomes of a request to it. Knows nothing of sockets. */
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

/** @throws {TypeError} The option has another value. */
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

/** Answers a request, or does to it what a failure wants, and says what there is to record. */
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
    reached = { operation, binding, values: withoutSecrets(values), ...(failure && { failure: failure.with }) };
    const outcome = carryOut(failure?.instead);
    reached = { ...reached, ...(outcome.error !== undefined && { error: outcome.error }) };
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
