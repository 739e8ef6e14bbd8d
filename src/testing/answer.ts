import type { CallResult, InfoRouterResult } from "../call-result.js";
import type { RequestOf, TICKET } from "../operations.js";

/** An element of a result. */
export interface ResultElement {
  /** Local name of the element. */
  readonly name: string;
  /** Its attributes; those that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The child elements. */
  readonly elements?: readonly ResultElement[] | undefined;
  /** Its text, before the child elements. */
  readonly text?: string | undefined;
}

/**
 * A result. The server writes it in the form that the contract declares: an element, the same element escaped in a text,
 * or a declared type. The `InfoRouterResult` of a `call` fits.
 *
 * `success` defaults to `"true"`, or to `"false"` where `error` is not empty. If the contract declares a text, and the
 * result has only a `text`, that text is the result.
 */
export interface ResultContent extends Omit<ResultElement, "name"> {
  /** Name of the element. Default `"response"`. A declared type keeps the name that the contract declares. */
  readonly name?: string | undefined;
}

/** What a handler returns: what `call` resolves with, by the type that the contract declares. */
export type AnswerOf<Response> = ContentOf<CallResult<Response>>;

type ContentOf<Result> = Result extends InfoRouterResult ? ResultContent : Result;

/** The session of a request's ticket. All requests of one session share the object. */
export interface ServerSession {
  /** The ticket of the request. */
  readonly ticket: string;
  /** Name of the user. */
  readonly user: string;
  /** Whether the user is an `administrator`. */
  readonly isAdministrator: boolean;
}

/** The session, or undefined for an operation without a ticket. */
export type SessionOf<Request> = string extends keyof Request
  ? undefined
  : typeof TICKET extends keyof Request
    ? ServerSession
    : [Request] extends [{ readonly body: infer Body extends object; readonly headers: object }]
      ? SessionOf<Body>
      : undefined;

/**
 * Handles the requests of one operation.
 *
 * @param request The request without the ticket.
 * @returns The result itself, not a promise.
 * @throws Any error. The server answers with a `soap:Fault`.
 */
export type Handler<Request, Response> = (
  request: RequestOf<NonNullable<Request>>,
  session: SessionOf<NonNullable<Request>>,
) => AnswerOf<Response>;

/** A handler, without the types of its operation. */
export type AnyHandler = (request: object, session: ServerSession | undefined) => unknown;
