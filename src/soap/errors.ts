import { oneLine } from "./secrets/one-line.js";

/**
 * What is known about the operation when a call fails:
 *
 * - `"not-sent"`: no byte of the request left this process. Nothing happened.
 * - `"rejected"`: the service received the request and refused it. Nothing happened.
 * - `"unknown"`: the request left and no response settled it. It may have been carried out; look before repeating it.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** @internal What an outcome means for the caller, as the end of a message. */
export const advice = {
  "not-sent": "nothing was sent.",
  unknown: "the request had left, so look whether it was carried out before repeating it.",
} as const;

/** The details that every error of this package has. */
export interface ErrorDetails {
  readonly operation: string;
  readonly requestId: string;
  readonly outcome: Outcome;
  readonly cause?: ScrubbedCause | undefined;
}

/** What remains of another library's error. The error itself may contain the request, and with it the ticket. */
export interface ScrubbedCause {
  /** Name of the other error's class. */
  readonly name: string;
  /** The system's or the library's code, such as `ECONNRESET`. */
  readonly code?: string;
  /** The system call that failed, such as `connect`. */
  readonly syscall?: string;
}

const KIND = Symbol.for("inforouter-soap-client.error");

/**
 * The base class of all errors of this package. Decide by `outcome` and `code`.
 *
 * No instance contains a ticket, a password, a request or another library's error. `instanceof` and
 * {@link isInfoRouterError} work between two copies of the package in one process.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/Reports/2019");
 * } catch (error) {
 *   if (!(error instanceof InfoRouterError)) throw error;
 *   if (error.outcome === "unknown") console.log("Look before you repeat it.", error.requestId);
 * }
 * ```
 */
export abstract class InfoRouterError extends Error {
  static {
    markErrorClass(this, "InfoRouterError");
  }

  /** Stable, for programs: `"ACCESS_DENIED"`, `"TIMEOUT"` … */
  abstract readonly code: string;
  /** Name of the operation in the contract, such as `DeleteFolder`. */
  readonly operation: string;
  /** Identifies the call in logs and traces. */
  readonly requestId: string;
  /** Whether the operation may have been carried out. */
  readonly outcome: Outcome;
  /** What remains of another library's error that led to this one. */
  declare readonly cause?: ScrubbedCause;
  /**
   * After a deletion with `ifUnknown: "look"`: `"there"` if FolderExists still finds the folder, `"not-seen"` if that
   * call failed too. Absent if the client did not look.
   */
  declare readonly folder?: "there" | "not-seen";
  /**
   * Of a download: GUIDs of the handlers that may be left on the server, or `"unknown"` if the response that names one was
   * lost. Absent if none is left.
   */
  declare readonly handlersLeft?: readonly string[];

  /** @internal */
  constructor(message: string, { operation, requestId, outcome, cause }: ErrorDetails) {
    super(message, cause && { cause });
    this.operation = operation;
    this.requestId = requestId;
    this.outcome = outcome;
    // Materialise the stack now. V8 builds it lazily, and until then keeps the frames' closures alive, and with them the
    // ticket.
    this.name = String(Reflect.get(this, KIND));
    void this.stack;
  }

  /**
   * The details without the stack, for structured logs.
   *
   * ```ts
   * try {
   *   await infoRouter.deleteFolder("/Finance/Nowhere");
   * } catch (error) {
   *   if (!(error instanceof InfoRouterError)) throw error;
   *   process.stdout.write(`${JSON.stringify(error)}\n`);
   * }
   * ```
   */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/**
 * Marks an error class, so that `instanceof` recognises instances of another copy of the package. A class derived from a
 * marked one keeps the `instanceof` of JavaScript.
 *
 * Called as `static { markErrorClass(this, "…") }`: bundlers rename a class that refers to itself by its name.
 */
export function markErrorClass(errorClass: { readonly prototype: InfoRouterError }, kind: string): void {
  Object.defineProperty(errorClass.prototype, KIND, { value: kind });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === errorClass
        ? isInfoRouterError(value) && (errorClass === InfoRouterError || Reflect.get(value, KIND) === kind)
        : Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}

/**
 * Whether a caught value is an error of this package, of any copy in the process.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/Nowhere");
 * } catch (error) {
 *   if (!isInfoRouterError(error)) throw error;
 *   console.log(error.operation, error.code, error.outcome); // DeleteFolder FOLDER_NOT_FOUND rejected
 * }
 * ```
 */
export function isInfoRouterError(value: unknown): value is InfoRouterError {
  return typeof value === "object" && value !== null && KIND in value;
}

/**
 * The client refused an argument or option before anything was sent.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/..");
 * } catch (error) {
 *   if (!(error instanceof InvalidInputError)) throw error;
 *   console.log(error.argument, error.message); // path path: …
 * }
 * ```
 */
export class InvalidInputError extends InfoRouterError {
  static {
    markErrorClass(this, "InvalidInputError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "InvalidInputError";
  override readonly code = "INVALID_INPUT";
  /** Which argument or option, such as `path` or `options.timeoutInMs`. */
  readonly argument: string;

  /** @internal */
  constructor(argument: string, reason: string, { operation = "", requestId = "" } = {}) {
    super(`${argument}: ${reason}`, { operation, requestId, outcome: "not-sent" });
    this.argument = argument;
  }
}

/**
 * There was no whole response: no connection, a lost one, or no time left.
 *
 * ```ts
 * const unreachable = new InfoRouterClient({ endpoint: "http://127.0.0.1:9/srv.asmx", ticket });
 * try {
 *   await unreachable.deleteFolder("/Finance/Reports/2019");
 * } catch (error) {
 *   if (!(error instanceof TransportError)) throw error;
 *   console.log(error.code, error.outcome); // ECONNREFUSED not-sent
 * }
 * ```
 */
export class TransportError extends InfoRouterError {
  static {
    markErrorClass(this, "TransportError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "TransportError";
  /**
   * `"TIMEOUT"`; `"CLIENT_CLOSED"`; `"FUNCTION_ENDED"`, where a function around a stub calls something after its own end;
   * `"NO_TLS"`, where a proxy answered in place of an `https:` endpoint;
   * `"RESPONSE_BEFORE_REQUEST"` and `"TWO_RESPONSES"`, where it is not certain which request a response answers;
   * `"OLD_INTERCEPTOR"`, where an interceptor of a dispatcher has the methods of undici 6;
   * `"TOO_MANY_RESPONSES"`, where more than a hundred of status 1xx come before the one that counts; or the system's code:
   * `"ECONNREFUSED"`, `"ECONNRESET"`, `"CERT_HAS_EXPIRED"` …
   */
  override readonly code: string;

  /** @internal */
  constructor(code: string, message: string, facts: ErrorDetails) {
    super(message, facts);
    this.code = code;
  }
}

/** Why a response is not the contract's. */
export type UnexpectedResponseCode =
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "PROXY_AUTHENTICATION_REQUIRED"
  | "TOO_MANY_REQUESTS"
  | "REDIRECT_REFUSED"
  | "HTTP_STATUS"
  | "RESPONSE_TOO_LARGE"
  | "NOT_READABLE"
  | "NOT_SOAP"
  | "NOT_THE_CONTRACT";

/** The details of an {@link UnexpectedResponseError}. */
export interface ResponseDetails {
  /** HTTP status of the response. */
  readonly httpStatus: number;
  /** The `Content-Type` of the response, with its parameters, without secrets. */
  readonly contentType?: string | undefined;
  /** The title of the page, or the beginning of the text, in at most 200 characters. */
  readonly excerpt?: string | undefined;
  /** From a `Retry-After` header. */
  readonly retryAfterInMs?: number | undefined;
  /** Origin that a redirect pointed to. Nothing more of the address, which could hold a secret. */
  readonly redirectedTo?: string | undefined;
}

/**
 * The response is not what the contract declares: a proxy's page, a login page, an empty or cut body, another service.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/Reports/2019");
 * } catch (error) {
 *   if (!(error instanceof UnexpectedResponseError)) throw error;
 *   console.log(error.httpStatus, error.excerpt, error.retryAfterInMs); // 502 Bad Gateway undefined
 * }
 * ```
 */
export class UnexpectedResponseError extends InfoRouterError implements ResponseDetails {
  static {
    markErrorClass(this, "UnexpectedResponseError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "UnexpectedResponseError";
  override readonly code: UnexpectedResponseCode;
  readonly httpStatus: number;
  readonly contentType?: string | undefined;
  readonly excerpt?: string | undefined;
  readonly retryAfterInMs?: number | undefined;
  readonly redirectedTo?: string | undefined;

  /** @internal */
  constructor(code: UnexpectedResponseCode, message: string, response: ResponseDetails, facts: ErrorDetails) {
    super(message, facts);
    this.code = code;
    this.httpStatus = response.httpStatus;
    this.contentType = response.contentType;
    this.excerpt = response.excerpt;
    this.retryAfterInMs = response.retryAfterInMs;
    this.redirectedTo = response.redirectedTo;
  }
}

/** The reason of a fault in one language. */
export interface FaultReason {
  /** The language's tag (`xml:lang`), such as `en`; `""` where the fault names none. */
  readonly language: string;
  /** The service's text. */
  readonly text: string;
}

/** The content of a `soap:Fault`, in the terms of SOAP 1.2. */
export interface SoapFault {
  /** Local name of the code: `Client`, `Server`, `Sender`, `Receiver`, `VersionMismatch`, `MustUnderstand` … */
  readonly faultCode: string;
  /** Local names of the subcodes, outermost first. */
  readonly faultSubcodes: readonly string[];
  /** The reason in the first language given. */
  readonly reason: string;
  /** The reason in each language given (`xml:lang`; SOAP 1.1 names none). */
  readonly reasons: readonly FaultReason[];
  /** `faultactor`, or `Role`, or `Node`. */
  readonly actor?: string | undefined;
}

/**
 * The response is a `soap:Fault` (SOAP 1.1 §4.4, SOAP 1.2 §5.4), of the service or a gateway.
 *
 * `outcome` is `"rejected"` for Client and Sender with an empty detail, as ASP.NET writes it, and `"unknown"` otherwise: others use
 * these codes for an operation that failed midway, too.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/Reports/2019");
 * } catch (error) {
 *   if (!(error instanceof SoapFaultError)) throw error;
 *   console.log(error.faultCode, error.reason); // Server Object reference not set …
 * }
 * ```
 */
export class SoapFaultError<Detail = unknown> extends InfoRouterError implements SoapFault {
  static {
    markErrorClass(this, "SoapFaultError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "SoapFaultError";
  override readonly code = "SOAP_FAULT";
  readonly faultCode: string;
  readonly faultSubcodes: readonly string[];
  readonly reason: string;
  readonly reasons: readonly FaultReason[];
  readonly actor?: string | undefined;
  /** HTTP status of the response. */
  readonly httpStatus: number;
  /**
   * The fault's detail: typed if the contract declares it, else its elements. Not enumerable, because servers put stack
   * traces and paths there, which do not belong in logs.
   */
  declare readonly detail?: Detail;

  /** @internal @param advice What the caller can try, for the end of the message. */
  constructor(fault: SoapFault, detail: Detail | undefined, httpStatus: number, facts: ErrorDetails, advice = "") {
    const [code, reason] = [oneLine(fault.faultCode, 60), oneLine(firstLine(fault.reason), 200)];
    const end = advice === "" ? "" : `; ${advice}`;
    super(`${facts.operation}: the service answered with a fault, ${code}: ${reason}${end}`, facts);
    this.faultCode = fault.faultCode;
    this.faultSubcodes = fault.faultSubcodes;
    this.reason = fault.reason;
    this.reasons = fault.reasons;
    this.actor = fault.actor;
    this.httpStatus = httpStatus;
    Object.defineProperty(this, "detail", { value: detail });
  }
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? "";
}
