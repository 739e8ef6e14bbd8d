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
  /** The number in brackets with which the text began: 901 of `[901] Session expired or Invalid ticket`. */
  readonly serviceCode?: number | undefined;
  /** The service's own text, in the language of the session. */
  readonly serviceMessage: string;
  /** Of a partial result, what failed. */
  readonly failedItems: readonly FailedItem[];
}

/**
 * The service answered, and said no.
 *
 * `outcome` is `"rejected"`, except for `SYSTEM_ERROR`, `PARTIAL` and an answer that says yes and no at once: after those
 * some of a folder may be gone, and it is `"unknown"`.
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

  constructor({ code, serviceCode, serviceMessage, failedItems }: ServiceErrorFacts, facts: ErrorFacts) {
    const quotation = JSON.stringify(oneLine(serviceMessage, 500));
    super(`${facts.operation}: ${explanations[code]} The service says: ${quotation}`, facts);
    this.code = code;
    this.serviceCode = serviceCode;
    this.serviceMessage = serviceMessage;
    this.failedItems = failedItems;
  }
}

const explanations: Readonly<Record<ServiceErrorCode, string>> = {
  AUTHENTICATION_FAILED: "user, password or ticket were not accepted.",
  SESSION_EXPIRED: "the ticket has expired or is unknown; get a new one.",
  BAD_REQUEST: "an argument was not accepted.",
  FOLDER_NOT_FOUND: "there is no such folder.",
  ACCESS_DENIED: "the user may not do this.",
  TOP_LEVEL_FOLDER: "a library is deleted with DeleteDomain, not as a folder.",
  SYSTEM_ERROR: "the server failed, perhaps midway; look what is left before repeating it.",
  PARTIAL: "only a part was done; look what is left before repeating it.",
  UNCLASSIFIED: "the request was refused.",
};
