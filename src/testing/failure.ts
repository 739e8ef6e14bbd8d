import { operationOf, type Stub } from "../operations.js";
import { LONGEST_TIMER } from "../soap/deadline.js";
import { DotNetException, soapException } from "./bindings/dotnet-exception.js";
import { type HttpAnswer, htmlPage } from "./bindings/http-message.js";
import type { Arguments, OperationName } from "./service/operations.js";
import { failedItem, Refusal } from "./service/refusal.js";

/**
 * How a call can fail, and what the client reports.
 *
 * | `with` | what happens | executed | error | `code` | `outcome` |
 * |---|---|---|---|---|---|
 * | `"access-denied"` | `error="Access denied."` | no | `ServiceError` | `ACCESS_DENIED` | `rejected` |
 * | `"folder-not-found"` | `error="Folder not found"` | no | `ServiceError` | `FOLDER_NOT_FOUND` | `rejected` |
 * | `"top-level-folder"` | `error="Top-level domain cannot be deleted"` | no | `ServiceError` | `TOP_LEVEL_FOLDER` | `rejected` |
 * | `"locked"` | `errorCode="4230"` | no | `ServiceError` | `LOCKED` | `rejected` |
 * | `"authentication-failed"` | `error="User not found"`, `errorCode="4041"` | no | `ServiceError` | `AUTHENTICATION_FAILED` | `rejected` |
 * | `"session-expired"` | `errorCode="4010"`; the client asks its ticket function for another ticket | no | `ServiceError` | `SESSION_EXPIRED` | `rejected` |
 * | `"bad-request"` | `error="bad Request"` | no | `ServiceError` | `BAD_REQUEST` | `rejected` |
 * | `"system-error"` | `error="SystemError:…"` | no | `ServiceError` | `SYSTEM_ERROR` | `unknown` |
 * | `"partial"` | `error="[log]"` and an item that failed | no | `ServiceError` | `PARTIAL` | `unknown` |
 * | `"fault"` | a `soap:Fault` of the server | no | `SoapFaultError` | `SOAP_FAULT` | `unknown` |
 * | `"client-fault"` | a `soap:Fault` that blames the client | no | `SoapFaultError` | `SOAP_FAULT` | `rejected` |
 * | `"unauthorized"` | a page with status 401 | no | `UnexpectedResponseError` | `UNAUTHORIZED` | `rejected` |
 * | `"too-many-requests"` | status 429, `Retry-After: 1` | no | `UnexpectedResponseError` | `TOO_MANY_REQUESTS` | `rejected` |
 * | `"busy"` | status 503, `Retry-After: 1` | no | `UnexpectedResponseError` | `HTTP_STATUS` | `unknown` |
 * | `"bad-gateway"` | a proxy's page with status 502 | no | `UnexpectedResponseError` | `HTTP_STATUS` | `unknown` |
 * | `"redirect"` | status 302 to another host | no | `UnexpectedResponseError` | `REDIRECT_REFUSED` | `unknown` |
 * | `"login-page"` | a page with status 200 | no | `UnexpectedResponseError` | `NOT_SOAP` | `unknown` |
 * | `"empty"` | status 200 without a body | no | `UnexpectedResponseError` | `NOT_SOAP` | `unknown` |
 * | `"truncated"` | the first half of the answer | yes | `UnexpectedResponseError` | `NOT_READABLE` | `unknown` |
 * | `"cut"` | the connection is lost before the execution | no | `TransportError` | `ECONNRESET` | `unknown` |
 * | `"cut-after-execution"` | the connection is lost before the answer | yes | `TransportError` | `ECONNRESET` | `unknown` |
 * | `"timeout"` | there is no answer | no | `TransportError` | `TIMEOUT` | `unknown` |
 * | `"timeout-after-execution"` | there is no answer | yes | `TransportError` | `TIMEOUT` | `unknown` |
 * | `"slow"` | the answer is late by `delayInMs` | yes | none within the client's timeout | | |
 *
 * The table holds for English and the dialect `"errorCode"`. The dialect `"brackets"` writes `[900]` and `[901]` before the
 * text instead of the attribute, and no number for other refusals. A refusal with an unknown number and text has the code
 * `UNCLASSIFIED`. A 4041 with an unknown text has the code `FOLDER_NOT_FOUND`.
 *
 * If the result of the operation is bytes, a refusal is an empty result, as infoRouter returns it. If the contract declares
 * no place for an error, a refusal is a `soap:Fault`, whose outcome is `rejected`. A one-way operation needs no answer: `"empty"` is
 * no failure of it.
 *
 * To get the outcome `"not-sent"`, close the server before the call: the code is `ECONNREFUSED`.
 */
export type Failure =
  | "access-denied"
  | "folder-not-found"
  | "top-level-folder"
  | "locked"
  | "authentication-failed"
  | "session-expired"
  | "bad-request"
  | "system-error"
  | "partial"
  | "fault"
  | "client-fault"
  | "unauthorized"
  | "too-many-requests"
  | "busy"
  | "bad-gateway"
  | "redirect"
  | "login-page"
  | "empty"
  | "truncated"
  | "cut"
  | "cut-after-execution"
  | "timeout"
  | "timeout-after-execution"
  | "slow";

/** Which calls fail, and how. */
export interface ProgrammedFailure {
  /** The name of an operation of `wsdl/srv.wsdl`, or a stub that was given to `answer`. */
  readonly operation: OperationName | Stub<never, unknown>;
  /** What happens in place of a success. */
  readonly with: Failure;
  /** How many calls of the operation fail. Default 1; `Infinity` for all. */
  readonly times?: number | undefined;
  /** For `"slow"`: milliseconds before the answer. Default 1,000. */
  readonly delayInMs?: number | undefined;
}

/** What the server does with a request. */
export interface Reaction {
  /** If absent, the server cuts the connection. */
  readonly answer?: HttpAnswer;
  /** Milliseconds before the answer or the cut. `Infinity`: neither happens. */
  readonly delayInMs: number;
}

/** Replaces the execution, or the answer after it. */
interface Effect {
  /** Makes the error that is thrown instead of the execution. */
  readonly instead?: (values: Arguments) => Error;
  /** Replaces the answer after the execution. */
  readonly afterwards?: (answer: HttpAnswer) => Reaction;
}

/** Ends a request before the service executes it. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly reaction: Reaction;

  constructor(reaction: Reaction) {
    super("the request ended outside of the service");
    this.reaction = reaction;
  }
}

const cut: Reaction = { delayInMs: 0 };
const silence: Reaction = { delayInMs: Number.POSITIVE_INFINITY };
const inASecond = { "Retry-After": "1" };

/** Refusals have the texts of the older documentation pages, where those exist. */
const effects: Readonly<Record<Failure, Effect | ((delayInMs: number) => Effect)>> = {
  "access-denied": refused("Access denied."),
  "folder-not-found": refused("Folder not found"),
  "top-level-folder": refused("Top-level domain cannot be deleted"),
  locked: refused("Document is checked out"),
  "authentication-failed": refused("[900] Authentication failed"),
  "session-expired": refused("[901] Session expired or Invalid ticket"),
  "bad-request": refused("bad Request"),
  "system-error": refused("SystemError:The repository is not available."),
  partial: {
    instead: ({ Path = "" }) =>
      new Refusal("[log]", { children: [failedItem(`${Path}/contract.docx`, "Document is checked out")] }),
  },
  fault: { instead: () => new DotNetException("System.InvalidOperationException", "The repository is not available.") },
  "client-fault": { instead: () => soapException("The request was not accepted.") },
  unauthorized: answered(htmlPage(401, "401 - Unauthorized"), { "WWW-Authenticate": "Negotiate" }),
  "too-many-requests": answered(htmlPage(429, "429 Too Many Requests"), inASecond),
  busy: answered(htmlPage(503, "503 Service Unavailable"), inASecond),
  "bad-gateway": answered(htmlPage(502, "502 Bad Gateway")),
  redirect: answered(htmlPage(302, "Object moved"), { Location: "https://login.example.com/adfs/ls" }),
  "login-page": answered(htmlPage(200, "Sign in", '<form method="post"><input type="password"></form>')),
  empty: answered({ status: 200, contentType: "text/xml; charset=utf-8", body: "" }),
  truncated: {
    afterwards: (answer) => ({
      answer: { ...answer, body: answer.body.slice(0, answer.body.length / 2) },
      delayInMs: 0,
    }),
  },
  cut: { instead: () => new Interruption(cut) },
  "cut-after-execution": { afterwards: () => cut },
  timeout: { instead: () => new Interruption(silence) },
  "timeout-after-execution": { afterwards: () => silence },
  slow: (delayInMs) => ({ afterwards: (answer) => ({ answer, delayInMs }) }),
};

/** The programmed failures that no call has met yet. */
export class Failures {
  #waiting: (Effect & { operation: string; with: Failure; times: number })[] = [];

  /**
   * @param known The names of the server's operations.
   * @throws {TypeError} The failure or the operation is unknown.
   */
  add(
    { operation: given, with: failure, times = 1, delayInMs = 1000 }: ProgrammedFailure,
    known: readonly string[],
  ): void {
    const operation = typeof given === "string" ? given : operationOf(given).name;
    oneOf("operation", operation, known);
    oneOf("with", failure, Object.keys(effects));
    if (times !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(times) && times > 0)) {
      throw new TypeError(`failNext: times: expected a whole number above zero, or Infinity, found ${times}`);
    }
    if (!(delayInMs >= 0 && delayInMs <= LONGEST_TIMER)) {
      throw new TypeError(`failNext: delayInMs: expected milliseconds up to ${LONGEST_TIMER}, found ${delayInMs}`);
    }
    const effect = effects[failure];
    this.#waiting.push({
      ...(typeof effect === "function" ? effect(delayInMs) : effect),
      operation,
      with: failure,
      times,
    });
  }

  /** The failure that the operation meets now: the one that has waited longest. */
  next(operation: string): (Effect & { readonly with: Failure }) | undefined {
    const failure = this.#waiting.find((one) => one.operation === operation);
    if (failure !== undefined) {
      failure.times -= 1;
      this.#waiting = this.#waiting.filter(({ times }) => times > 0);
    }
    return failure;
  }
}

function refused(error: string): Effect {
  return { instead: () => new Refusal(error) };
}

function answered(answer: HttpAnswer, headers: HttpAnswer["headers"] = {}): Effect {
  return { instead: () => new Interruption({ answer: { ...answer, headers }, delayInMs: 0 }) };
}

function oneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) {
    throw new TypeError(`failNext: ${name}: expected one of ${known.join(", ")}, found ${JSON.stringify(value)}`);
  }
}
