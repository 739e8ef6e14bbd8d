import { readResponse } from "../../../../src/soap/client/read-response.js";
import type { ResponseContext } from "../../../../src/soap/client/response-context.js";
import { Turns } from "../../../../src/soap/client/turns.js";
import { Deadline } from "../../../../src/soap/deadline.js";
import type { UnexpectedResponseError } from "../../../../src/soap/errors.js";
import { complexType, element, type Operation, type TransportResponse, xs } from "../../../../src/soap/index.js";
import { envelope, type SoapVersion } from "../../../support/soap-messages.js";

type AnyOperation = Operation<unknown, unknown>;
export const input = element("urn:t", "Find", complexType({}));
export const output = element("urn:t", "FindResponse", complexType({ id: element("urn:t", "id", xs.int) }));
export const find = { name: "Find", soapAction: "urn:t/Find", input, output } as AnyOperation;

export const SECRET = "s3cret-ticket";
export const found = (content = "<id>7</id>", version: SoapVersion = "1.1"): string =>
  envelope(`<FindResponse xmlns="urn:t">${content}</FindResponse>`, version);

/** A response. By default it is what `Find` returns. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export const typed = (contentType: string): Answer => ({ headers: { "content-type": contentType } });
export const coded = (encoding: string, body: string | Uint8Array = found()): Answer => ({
  headers: { "content-encoding": encoding },
  body,
});

/** Reads a response as that of an operation. */
export function read(
  { status = 200, headers = { "content-type": "text/xml" }, body = found() }: Answer,
  more: Partial<ResponseContext> = {},
  operation = find,
): Promise<unknown> {
  const response: TransportResponse = { status, headers, body: Buffer.from(body) };
  return readResponse(operation, response, {
    requestId: "id-1",
    endpoint: new URL("https://dms.example.com/srv.asmx"),
    soapVersion: "1.1",
    maxResponseBytes: 100_000,
    secrets: () => [SECRET],
    secretMembers: [],
    isSecret: false,
    mayBeLenient: false,
    deadline: new Deadline(Number.POSITIVE_INFINITY),
    turns: new Turns(),
    ...more,
  });
}

export const errorOf = (...given: Parameters<typeof read>): Promise<UnexpectedResponseError> =>
  read(...given).then(
    () => Promise.reject(new Error("It was taken for a response of the contract.")),
    (error: UnexpectedResponseError) => error,
  );
