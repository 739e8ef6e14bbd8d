import type { CallResult, InfoRouterResult } from "../call-result.js";
import type { TICKET } from "../operations.js";

/** An element of a result. */
export interface ResultElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The child elements. */
  readonly elements?: readonly ResultElement[] | undefined;
  readonly text?: string | undefined;
}

/**
 * A result in whatever form the contract gives to it: an element, the same within a text, a declared type. An
 * `InfoRouterResult` of `call` is one.
 *
 * Without an attribute `success`, it has `success="true"`, or `"false"` beside an `error` that is not empty. A result that
 * the contract declares as a text and that has a `text` alone is that text.
 */
export interface ResultContent extends Omit<ResultElement, "name"> {
  /** Default `"response"`. A declared type has the name of the contract. */
  readonly name?: string | undefined;
}

/** What an operation is answered with, by the type that the contract gives to its result; what `call` resolves with. */
export type AnswerOf<Response> = [CallResult<Response>] extends [InfoRouterResult]
  ? ResultContent
  : CallResult<Response>;

/** The session of the ticket that a request has: the same object for all requests of a session. */
export interface ServerSession {
  readonly ticket: string;
  readonly user: string;
  readonly isAdministrator: boolean;
}

/** Undefined for an operation that takes no ticket. */
export type SessionOf<Request> = string extends keyof Request
  ? undefined
  : typeof TICKET extends keyof Request
    ? ServerSession
    : undefined;

/**
 * Carries an operation out.
 *
 * @param request Without the ticket.
 * @throws Anything, which becomes a `soap:Fault`.
 */
export type Handler<Request, Response> = (
  request: Omit<NonNullable<Request>, typeof TICKET>,
  session: SessionOf<NonNullable<Request>>,
) => AnswerOf<Response>;

/** A handler as the server keeps it. */
export type AnyHandler = (request: object, session: ServerSession | undefined) => unknown;
