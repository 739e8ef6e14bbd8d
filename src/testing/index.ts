/**
 * An infoRouter for the tests of programs that call one.
 *
 * @module inforouter-soap-client/testing
 */

export type { DocumentContent, DocumentOptions, InfoRouterContents, UserOptions } from "./contents.js";
export type { Dialect, Language } from "./dialect.js";
export type { Failure, ProgrammedFailure } from "./failure.js";
export type { FakeInfoRouter, FakeInfoRouterOptions, RecordedRequest } from "./fake-info-router.js";
export type { Binding } from "./http-message.js";
export { type InMemoryInfoRouter, inMemoryInfoRouter } from "./in-memory.js";
export type { OperationName } from "./operations.js";
export { type InfoRouterServer, type InfoRouterServerOptions, startInfoRouterServer } from "./server.js";
export type { SuccessSpelling } from "./service.js";
