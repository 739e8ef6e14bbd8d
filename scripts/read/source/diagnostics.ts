import type { Diagnostic, Position } from "../../contract/service-model.js";
import { ContractError, WsdlError } from "./wsdl-error.js";

/** Collects the warnings about a contract and the parts left out of it, each once. */
export class Diagnostics implements Iterable<Diagnostic> {
  readonly #found = new Map<string, Diagnostic>();
  readonly #causes = new Set<WsdlError>();

  /** In the order of their discovery. */
  [Symbol.iterator](): Iterator<Diagnostic> {
    return this.#found.values();
  }

  /** The errors for which the reader left something out. */
  get causes(): ReadonlySet<WsdlError> {
    return this.#causes;
  }

  warn(position: Position, found: string, expected?: string): void {
    this.#add({ grade: "warning", message: sentence(found, expected), position });
  }

  leaveOut(subject: string | undefined, cause: WsdlError): Diagnostic {
    const { document, line, column, found, expected } = cause;
    this.#causes.add(cause);
    const position = { document, line, column };
    const message = sentence(found, expected);
    return this.#add({ grade: "left-out", ...(subject !== undefined && { subject }), message, position });
  }

  /**
   * Reads a part of the contract, or leaves it out if it is broken.
   *
   * @param subject the part that is left out; undefined where the text of the error names it.
   * @param onLeftOut is called if it is left out.
   * @throws {ContractError} where the part must not be left out.
   */
  attempt<T>(subject: string | undefined, read: () => T, onLeftOut?: (diagnostic: Diagnostic) => void): T | undefined {
    try {
      return read();
    } catch (error) {
      const diagnostic = this.leaveOut(subject, partError(error));
      onLeftOut?.(diagnostic);
      return undefined;
    }
  }

  #add(diagnostic: Diagnostic): Diagnostic {
    const { grade, subject, message, position } = diagnostic;
    const key = JSON.stringify([grade, subject, message, position]);
    const known = this.#found.get(key);
    if (known === undefined && this.#found.size >= MAX_DIAGNOSTICS) {
      throw new ContractError(position, `the contract has more than ${MAX_DIAGNOSTICS} mistakes`, "expected fewer");
    }
    this.#found.set(key, known ?? diagnostic);
    return known ?? diagnostic;
  }
}

/** Careless contracts have some hundred, and a hostile one could have millions. */
const MAX_DIAGNOSTICS = 100_000;

/** The error of a part that may be left out. Throws any other error. */
function partError(error: unknown): WsdlError {
  if (error instanceof WsdlError && !(error instanceof ContractError)) {
    return error;
  }
  throw error;
}

function sentence(found: string, expected: string | undefined): string {
  return expected === undefined ? found : `${found}; ${expected}`;
}
