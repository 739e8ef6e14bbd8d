import { InfoRouterClient, InvalidInputError } from "../../../src/index.js";
import type { Transport, TransportRequest } from "../../../src/soap/index.js";
import { answer, SOAP } from "../../support/soap-messages.js";

export const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
export const CONFIRMED = Buffer.from(answer("DeleteFolder", '<response success="true" />'));

/** A transport that keeps the requests and confirms them. */
export function recorder(): Transport & { readonly requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    const operation = /"http:\/\/tempuri\.org\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "";
    const body = Buffer.from(answer(operation, '<response success="true" />'));
    return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body };
  };
  return Object.assign(transport, { requests });
}

export function client(options: object = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket: "T", ...options });
}

/** What is thrown or rejected with. */
export async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

/** The argument that an `InvalidInputError` names; anything else that is thrown. */
export async function refusedBy(run: () => unknown): Promise<unknown> {
  const error = await failureOf(run);
  const isInvalid = error instanceof InvalidInputError && error.outcome === "not-sent";
  return isInvalid && error.message.startsWith(`${error.argument}: `) ? error.argument : error;
}
