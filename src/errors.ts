import { type ErrorFacts, InfoRouterError, markErrorClass } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";

/** What the service refused for. */
export type ServiceErrorCode =
  | "AUTHENTICATION_FAILED"
  | "SESSION_EXPIRED"
  | "BAD_REQUEST"
  | "FOLDER_NOT_FOUND"
  | "ACCESS_DENIED"
  | "TOP_LEVEL_FOLDER"
  | "LOCKED"
  | "SYSTEM_ERROR"
  | "PARTIAL"
  | "UNCLASSIFIED";

/** An item of which the service says that it failed. */
export interface FailedItem {
  /** Its `path` or `name`, where the service gives one. */
  readonly item: string;
  /** The service's text. */
  readonly message: string;
}

/** What a {@link ServiceError} says of the answer. */
export interface ServiceErrorFacts {
  readonly code: ServiceErrorCode;
  /**
   * The service's number for it, whichever way it came: 901 of `[901] Session expired or Invalid ticket`, 4010 of
   * `errorCode="4010"`.
   */
  readonly serviceCode?: number | undefined;
  /** The service's own text, in the language of the session. */
  readonly serviceMessage: string;
  /** Of a partial result, all that failed; no more than an answer may have elements, which is 250,000. */
  readonly failedItems: readonly FailedItem[];
}

/**
 * The service answered, and said no.
 *
 * `outcome` is `"rejected"` for a plain no: `success` is false or absent, `error` has a text, and the answer holds nothing
 * else but a number. After `SYSTEM_ERROR`, `PARTIAL`, and an answer that holds more, some of a folder may be gone, and it is
 * `"unknown"`.
 */
export class ServiceError extends InfoRouterError implements ServiceErrorFacts {
  static {
    markErrorClass(ServiceError, "ServiceError");
  }

  override readonly name = "ServiceError";
  override readonly code: ServiceErrorCode;
  readonly serviceCode?: number | undefined;
  readonly serviceMessage: string;
  readonly failedItems: readonly FailedItem[];

  /** @param explanation What the refusal means, where the code alone does not explain it. */
  constructor(
    { code, serviceCode, serviceMessage, failedItems }: ServiceErrorFacts,
    facts: ErrorFacts,
    explanation: string = explanations[code],
  ) {
    const quotation = JSON.stringify(oneLine(serviceMessage, 500));
    const number = serviceCode === undefined || serviceMessage.includes(`[${serviceCode}]`) ? "" : ` (${serviceCode})`;
    const doubt =
      facts.outcome !== "unknown" || MIDWAY.has(code)
        ? ""
        : " But its answer is no plain refusal: look what is left before repeating it.";
    super(`${facts.operation}: ${explanation} The service says: ${quotation}${number}${doubt}`, facts);
    this.code = code;
    this.serviceCode = serviceCode;
    this.serviceMessage = serviceMessage;
    this.failedItems = failedItems;
  }
}

/** Codes whose explanation says already that something may have been done. */
const MIDWAY: ReadonlySet<ServiceErrorCode> = new Set(["SYSTEM_ERROR", "PARTIAL"]);

const explanations: Readonly<Record<ServiceErrorCode, string>> = {
  AUTHENTICATION_FAILED: "user, password or ticket were not accepted.",
  SESSION_EXPIRED: "the ticket has expired or is unknown; get a new one.",
  BAD_REQUEST: "an argument was not accepted.",
  FOLDER_NOT_FOUND: "there is no such folder.",
  ACCESS_DENIED: "the user may not do this.",
  LOCKED: "something in it is checked out, locked or offline.",
  TOP_LEVEL_FOLDER: "a library is deleted with DeleteDomain, not as a folder.",
  SYSTEM_ERROR: "the server failed, perhaps midway; look what is left before repeating it.",
  PARTIAL: "only a part was done; look what is left before repeating it.",
  UNCLASSIFIED: "the request was refused.",
};
