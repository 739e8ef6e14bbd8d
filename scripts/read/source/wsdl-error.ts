import type { Position } from "../../contract/service-model.js";

/** A document is invalid or not supported. If only a part of the contract is affected, that part is left out. */
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

/** An operation needs something ambiguous or missing. It is not left out: the contract has to be completed first. */
export class ContractError extends WsdlError {}
