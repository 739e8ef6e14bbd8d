import { type CallOptions, OptionsWithin } from "../../../src/soap/client/call-options.js";
import type { Deadline } from "../../../src/soap/deadline.js";
import {
  complexType,
  createSoapClient,
  element,
  type Operation,
  optional,
  type SoapClient,
  type SoapClientOptions,
  type Transport,
  xs,
} from "../../../src/soap/index.js";
import type { SoapVersion } from "../../support/soap-messages.js";
import { found, output, SECRET } from "./responses/responses.js";

interface Request {
  readonly pwd?: string | undefined;
}
/** Takes a secret. */
export const find = {
  name: "Find",
  soapAction: "urn:t/Find",
  input: element("urn:t", "Find", complexType({ pwd: optional(element("urn:t", "pwd", xs.string)) })),
  output,
} as Operation<Request, unknown>;

export const ORIGIN = "https://dms.example.com";

/** Answers in the version of the request. */
export const finding: Transport = async ({ body }) => {
  const version: SoapVersion = body.includes("2003/05/soap-envelope") ? "1.2" : "1.1";
  return { status: 200, headers: {}, body: Buffer.from(found("<id>7</id>", version)) };
};
export const never: Transport = () => new Promise(() => {});
export const failing =
  (thrown: unknown): Transport =>
  () =>
    Promise.reject(thrown);

export const soapOf = (transport: Transport, options: Partial<SoapClientOptions> = {}): SoapClient =>
  createSoapClient({ endpoint: `${ORIGIN}/srv.asmx`, transport, ...options });

/** The options of a call that is a part of another. */
export const within = (around: Deadline, internal: object = {}): CallOptions =>
  new OptionsWithin({ requestId: "id-1", secrets: [] }, false, { around, ...internal });

/** The error of a call with a secret. */
export async function errorOf(
  transport: Transport,
  options: Partial<SoapClientOptions> = {},
  callOptions: CallOptions = {},
  operation = find,
): Promise<unknown> {
  const call = soapOf(transport, options).call(operation, { pwd: SECRET }, { requestId: "id-1", ...callOptions });
  return call.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}
