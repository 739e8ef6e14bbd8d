import type { XmlElement } from "../../soap/xml/xml-element.js";
import type { Arguments, OperationName } from "../service/operations.js";
import type { StubOperation, StubRequest, StubResult } from "./stub-operation.js";

/** What is needed of an HTTP request. */
export interface HttpRequest {
  readonly method: string;
  /** Scheme, host and port that it came to. */
  readonly origin: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly contentType: string;
  readonly soapAction: string | undefined;
  readonly cookie: string | undefined;
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Others than Content-Type. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The way from a binding to the operations: returns the element that the operation answers with. */
export type Call = (binding: Binding, operation: OperationName, values: Arguments) => XmlElement;

/** The way from a SOAP binding to an operation that was added by its stub. */
export type CallStub = (binding: Binding, operation: StubOperation, request: StubRequest) => StubResult;

/** By which of the contract's four bindings an operation was called. */
export type Binding = "soap11" | "soap12" | "http-get" | "http-post";

/** The media type of a Content-Type, without parameters, in small letters. */
export function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

/** A parameter of a Content-Type. */
export function mediaTypeParameter(contentType: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]*))`, "i").exec(contentType) ?? [];
  return quoted ?? plain;
}

/** A page for people. */
export function htmlPage(status: number, title: string, content = ""): HttpAnswer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>\n`;
  return { status, contentType: "text/html", body };
}

/** A request as it arrives. */
export interface IncomingRequest {
  readonly method: string;
  readonly origin: string;
  /** Path and query. */
  readonly target: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export function toHttpRequest({ target, headers, ...rest }: IncomingRequest): HttpRequest {
  const [path = "", query = ""] = target.split(/\?(.*)/s);
  const header = (name: string): string | undefined => [headers[name]].flat()[0];
  return {
    ...rest,
    path,
    query,
    contentType: header("content-type") ?? "",
    soapAction: header("soapaction"),
    cookie: header("cookie"),
  };
}
