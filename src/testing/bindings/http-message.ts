import type { XmlElement } from "../../soap/xml/xml-element.js";
import type { Arguments, OperationName } from "../service/operations.js";
import type { StubOperation, StubRequest, StubResult } from "./stub-operation.js";

/** The part of an HTTP request that the bindings read. */
export interface HttpRequest {
  readonly method: string;
  /** Scheme, host and port of the server. */
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
  /** Headers other than Content-Type. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls an operation for a binding. Returns the element of its answer. */
export type Call = (binding: Binding, operation: OperationName, values: Arguments) => XmlElement;

/** Calls an operation that `answer` added, for a SOAP binding. */
export type CallStub = (binding: Binding, operation: StubOperation, request: StubRequest) => StubResult;

/** The four bindings of the contract. */
export type Binding = "soap11" | "soap12" | "http-get" | "http-post";

/** The media type of a Content-Type, without parameters, in lower case. */
export function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

/** A parameter of a Content-Type. */
export function mediaTypeParameter(contentType: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]*))`, "i").exec(contentType) ?? [];
  return quoted ?? plain;
}

/** Returns an HTML page. */
export function htmlPage(status: number, title: string, content = ""): HttpAnswer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>\n`;
  return { status, contentType: "text/html", body };
}

/** A request before its target and headers are parsed. */
export interface IncomingRequest {
  readonly method: string;
  readonly origin: string;
  /** Path and query. */
  readonly target: string;
  /** By lower-case name. */
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
