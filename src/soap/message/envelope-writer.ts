import type { ISecurity, WSDL } from "soap";
import type { SoapVersion } from "../schema/operation.js";
import { checkedSecurity, type MessageOwner, type SoapSecurity } from "./security.js";

/** A message ready to be sent. */
export interface OutgoingMessage {
  readonly envelope: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The envelope as `postProcess` got it, which may have encrypted it: without the body, if the body is still in the envelope. */
  readonly unprocessed?: string | undefined;
}

/**
 * Puts a body into an envelope.
 *
 * @throws {InvalidInputError} The security object returns what cannot be sent.
 */
export type EnvelopeWriter = (
  soapAction: string,
  body: string,
  header: string,
  owner?: MessageOwner,
) => OutgoingMessage;

interface EnvelopeWriterOptions {
  readonly endpoint: string;
  readonly soapVersion: SoapVersion;
  readonly security?: SoapSecurity | undefined;
}

/**
 * Makes an envelope writer from the client of npm `soap`. The client gets a contract with one method, whose content is
 * finished XML.
 *
 * The client writes envelope, HTTP headers and WS-Security. A function in place of its HTTP client takes the message, so
 * that the client never sees a response or an error. It writes each message in one synchronous call. Afterwards its copies
 * of the message are removed: it keeps nothing of a call.
 *
 * npm `soap` is imported here and not before. Its client alone loads in a tenth of the time; the whole package is loaded
 * only if that fails.
 */
export async function createEnvelopeWriter({
  endpoint,
  soapVersion,
  security,
}: EnvelopeWriterOptions): Promise<EnvelopeWriter> {
  const { Client } = await loadClient();
  let message: OutgoingMessage | undefined;
  const client = new Client(contract() as unknown as WSDL, endpoint, {
    forceSoap12Headers: soapVersion === "1.2",
    httpClient: {
      request: (_url: string, envelope: string, _callback: unknown, headers: Record<string, string>) => {
        message = { envelope, headers };
      },
    } as never,
  });
  let currentOwner: MessageOwner | undefined;
  let unprocessed: string | undefined;
  if (security !== undefined) {
    const keep = (envelope: string): void => {
      unprocessed = envelope;
    };
    client.setSecurity(checkedSecurity(security, () => currentOwner, keep) as ISecurity);
  }
  client.addSoapHeader((_method: unknown, _location: unknown, _action: unknown, args: Content) => args.header);

  return (soapAction, body, header, owner) => {
    currentOwner = owner;
    client.setSOAPAction(soapAction);
    let result: OutgoingMessage | undefined;
    try {
      // With an id, npm `soap` does not make one for each message.
      client["service"].port.call({ _xml: body, header } satisfies Content, ignore, { exchangeId: "one" });
      const isBodyKept = unprocessed !== undefined && message?.envelope.includes(body);
      result = message && { ...message, unprocessed: isBodyKept ? unprocessed?.replace(body, "") : unprocessed };
    } finally {
      message = undefined;
      unprocessed = undefined;
      currentOwner = undefined;
      Object.assign(client, { lastRequest: undefined, lastMessage: undefined, lastRequestHeaders: undefined });
    }
    if (result === undefined) {
      throw new Error("npm soap did not hand over the message; is its version one that package.json allows?");
    }
    return result;
  };
}

/** How often the system has failed to read npm `soap`, for example because too many files are open. */
let failures = 0;

async function loadClient(): Promise<Pick<typeof import("soap"), "Client">> {
  try {
    return await import("./soap-client.cjs");
  } catch (error) {
    if (!isOfSystem(error)) {
      return await import("soap");
    }
    failures += 1;
    if (failures === 1) {
      throw error;
    }
    // Node.js remembers that an ES module could not be read, but not by another name.
    const sameFile = `./soap-client.cjs?${failures}`;
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ sameFile);
  }
}

/** Whether the system could not read a file. The whole of `soap` is read no better, and Node.js remembers each failure. */
function isOfSystem(error: unknown): boolean {
  return typeof error === "object" && error !== null && "syscall" in error;
}

interface Content {
  readonly _xml: string;
  readonly header: string;
}

function ignore(): void {}

/** The parts of a WSDL that npm `soap`'s client reads: one service, one port, one document/literal method. */
function contract(): object {
  const method = { $name: "call", soapAction: "", style: "document", input: {} };
  return {
    options: {},
    xmlnsInEnvelope: "",
    definitions: {
      $targetNamespace: "",
      xmlns: {},
      services: { service: { ports: { port: { binding: { methods: { call: method } } } } } },
    },
    objectToDocumentXML: (_name: string, content: Content) => content._xml,
  };
}
