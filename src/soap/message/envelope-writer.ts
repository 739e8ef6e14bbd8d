import type { WSDL } from "soap";
import type { SoapVersion } from "../schema/operation.js";

/** A security object of npm `soap`: `WSSecurity`, `WSSecurityCert`, `BasicAuthSecurity`, `BearerSecurity` or your own. */
export interface SoapSecurity {
  /** Adds HTTP headers. */
  addHeaders?(headers: Record<string, unknown>): void;
  /** Only what is put into `httpsAgent` is used. */
  addOptions?(options: Record<string, unknown>): void;
  /** Returns XML for the header of the envelope. */
  toXML?(): string;
  /** Returns the whole envelope, signed for instance. */
  postProcess?(envelope: string, envelopePrefix: string): string;
}

/** A message ready to be sent. */
export interface OutgoingMessage {
  readonly envelope: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Puts a body into an envelope. */
export type EnvelopeWriter = (soapAction: string, body: string, header: string) => OutgoingMessage;

interface EngineOptions {
  readonly endpoint: string;
  readonly soapVersion: SoapVersion;
  readonly security?: SoapSecurity | undefined;
}

/**
 * Makes the engine: npm `soap`'s client over a contract of a single method, which takes any body as it is.
 *
 * The client writes envelope, HTTP headers and WS-Security. Its codec sees nothing but `_xml`, and in the place of its
 * HTTP stands a function that hands the message back, so that neither answer nor error ever reaches it. All of that
 * happens in one synchronous call, after which the client's memory of it is wiped: it keeps nothing of a call.
 *
 * `soap` is imported here and not before, and no more of it than the client, if it can be had alone: it takes a tenth of
 * the time that the whole does.
 */
export async function createEnvelopeWriter({
  endpoint,
  soapVersion,
  security,
}: EngineOptions): Promise<EnvelopeWriter> {
  const { Client } = await import("./soap-client.cjs").catch(() => import("soap"));
  let message: OutgoingMessage | undefined;
  const client = new Client(contract() as unknown as WSDL, endpoint, {
    forceSoap12Headers: soapVersion === "1.2",
    httpClient: {
      request: (_url: string, envelope: string, _callback: unknown, headers: Record<string, string>) => {
        message = { envelope, headers };
      },
    } as never,
  });
  if (security !== undefined) {
    client.setSecurity(security);
  }
  client.addSoapHeader((_method: unknown, _location: unknown, _action: unknown, args: Content) => args.header);

  return (soapAction, body, header) => {
    client.setSOAPAction(soapAction);
    let result: OutgoingMessage | undefined;
    try {
      client["service"].port.call({ _xml: body, header } satisfies Content, ignore, { exchangeId: "one" });
      result = message;
    } finally {
      message = undefined;
      Object.assign(client, { lastRequest: undefined, lastMessage: undefined, lastRequestHeaders: undefined });
    }
    if (result === undefined) {
      throw new Error("npm soap did not hand over the message; is its version one that package.json allows?");
    }
    return result;
  };
}

interface Content {
  readonly _xml: string;
  readonly header: string;
}

function ignore(): void {}

/** What npm `soap`'s Client reads of its WSDL: one service, one port, one document/literal method. */
function contract(): object {
  const method = { $name: "call", soapAction: "", style: "document", input: { $name: "call" } };
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
