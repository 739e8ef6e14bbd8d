/**
 * An infoRouter for the tests of programs that call one.
 *
 * @module inforouter-soap-client/testing
 */

export type { AnswerOf, Handler, ResultContent, ResultElement, ServerSession, SessionOf } from "./answer.js";
export type { Binding } from "./bindings/http-message.js";
export type { Failure, ProgrammedFailure } from "./failure.js";
export type { FakeInfoRouter, FakeInfoRouterOptions, RecordedRequest } from "./fake-info-router.js";
export { type InMemoryInfoRouter, inMemoryInfoRouter } from "./in-memory.js";
export { type InfoRouterServer, type InfoRouterServerOptions, startInfoRouterServer } from "./server.js";
export type { DocumentContent, DocumentOptions, InfoRouterContents, UserOptions } from "./service/contents.js";
export type { Dialect, Language } from "./service/dialect.js";
export type { OperationName } from "./service/operations.js";
export type { SuccessSpelling } from "./service/service.js";
