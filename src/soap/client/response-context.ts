import type { Deadline } from "../deadline.js";
import type { ErrorDetails, Outcome } from "../errors.js";
import type { SoapVersion } from "../schema/operation.js";
import type { FindSecrets } from "../secrets/redact-message.js";
import type { Work } from "../xml/slices.js";
import type { XmlElement } from "../xml/xml-element.js";
import type { Turns } from "./turns.js";

/** The data of a call that reading its response needs. */
export interface ResponseContext {
  readonly requestId: string;
  /** Errors name its origin and path. Its query could hold a secret. */
  readonly endpoint: URL;
  readonly soapVersion: SoapVersion;
  readonly maxResponseBytes: number;
  /** Values that must not appear in an error, even if the response repeats them. */
  readonly secrets: FindSecrets;
  /** Names of members whose values in the response must not appear in an error either. */
  readonly secretMembers: readonly string[];
  /** Whether the response is itself a secret. Errors then hold only its fault. */
  readonly isSecret: boolean;
  /** Whether a response may be read leniently, if its stub was generated so. */
  readonly mayBeLenient: boolean;
  /** The deadline of the call, which also limits the reading. */
  readonly deadline: Deadline;
  /** The turns of the client, for long responses. */
  readonly turns: Turns;
  /** Receives the element of the body that is the message, `secrets`, and the response that it is decoded to. */
  readonly onBody?: ((body: XmlElement | undefined, secrets: FindSecrets, response: unknown) => void) | undefined;
  /** Receives the text of the response as soon as it is decoded, or undefined if it is not text or time is up. */
  readonly onText?: ((text: string | undefined) => Work<void>) | undefined;
}

/** What errors about the response have in common. */
export function detailsOf(operation: string, { requestId }: ResponseContext, outcome: Outcome): ErrorDetails {
  return { operation, requestId, outcome };
}
