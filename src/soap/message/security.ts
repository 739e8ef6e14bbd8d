import { InvalidInputError } from "../errors.js";

/**
 * A security object of npm `soap`: `WSSecurity`, `WSSecurityCert`, `BasicAuthSecurity`, `BearerSecurity` or your own. Its
 * methods return no promises.
 */
export interface SoapSecurity {
  /** Adds HTTP headers. */
  addHeaders?(headers: Record<string, unknown>): void;
  /** May set `httpsAgent` to an agent. Other options are ignored. */
  addOptions?(options: Record<string, unknown>): void;
  /** Returns XML for the header of the envelope. */
  toXML?(): string;
  /** Returns the whole envelope, for example signed. */
  postProcess?(envelope: string, envelopePrefix: string): string;
}

/** The call whose message is written, for errors. */
export interface MessageOwner {
  readonly operation: string;
  readonly requestId: string;
}

/**
 * The security object as npm `soap` gets it. It writes a message at once, so a promise would leave out what it stands for,
 * and its rejection would end the process. It also adds methods to the object, which may be frozen.
 *
 * @param owner The call whose message is being written.
 * @param onUnprocessed Gets each envelope before `postProcess` does.
 */
export function checkedSecurity(
  security: SoapSecurity,
  owner: () => MessageOwner | undefined,
  onUnprocessed: (envelope: string) => void = () => {},
): SoapSecurity {
  const check = (method: keyof SoapSecurity, result: unknown, expected: "nothing" | "a string"): void => {
    if (expected === "a string" ? typeof result !== "string" : isPromise(result)) {
      Promise.resolve(result).catch(() => {});
      throw new InvalidInputError("options.security", `expected its ${method} to return ${expected}`, owner());
    }
  };
  const { postProcess } = security;
  return {
    addHeaders: (headers) => check("addHeaders", security.addHeaders?.(headers), "nothing"),
    addOptions: (options) => check("addOptions", security.addOptions?.(options), "nothing"),
    toXML: () => {
      const xml = security.toXML?.() ?? "";
      check("toXML", xml, "a string");
      return xml;
    },
    ...(postProcess !== undefined && {
      postProcess: (envelope: string, prefix: string) => {
        onUnprocessed(envelope);
        const processed = postProcess.call(security, envelope, prefix);
        check("postProcess", processed, "a string");
        return processed;
      },
    }),
  };
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}
