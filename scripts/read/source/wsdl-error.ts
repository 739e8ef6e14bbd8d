import type { Position } from "../../contract/service-model.js";

/** The WSDL, or a document that it imports, is invalid or not supported. No code is better than code for another contract. */
export class WsdlError extends Error {
  override readonly name = "WsdlError";
  /** Path of the document, relative to the WSDL's folder. */
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string | undefined;

  constructor(at: Position, found: string, expected?: string, options?: ErrorOptions) {
    super(`${at.document}:${at.line}:${at.column}: ${found}${expected === undefined ? "" : `; ${expected}`}`, options);
    this.document = at.document;
    this.line = at.line;
    this.column = at.column;
    this.found = found;
    this.expected = expected;
  }
}
