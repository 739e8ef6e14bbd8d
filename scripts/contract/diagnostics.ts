import type { Diagnostic, QName, ServiceModel } from "./service-model.js";

/** A diagnostic in the form that editors turn into a link: `srv.wsdl:12:3: warning: <body> cannot have …`. */
export function diagnosticLine({ grade, subject, message, position }: Diagnostic): string {
  const { document, line, column } = position;
  const what = subject === undefined ? "" : `${subject}: `;
  const text = `${document}:${line}:${column}: ${grade === "warning" ? "warning" : "left out"}: ${what}${message}`;
  // A terminal would obey control characters, a line break would end a comment, and some marks would reverse the order of one.
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "?");
}

/** The subject of a diagnostic: `operation Ask of port type Questions`. */
export function operationTitle(name: string, portType: Pick<QName, "name">): string {
  return `operation ${name} of port type ${portType.name}`;
}

/** Tells whether an operation, or each port that may have it, is left out of a contract that is broken there. */
export function leftOutOperations({ services, diagnostics = [] }: ServiceModel) {
  const leftOut = diagnostics.filter(({ grade }) => grade === "left-out");
  const subjects = new Set(leftOut.map(({ subject }) => subject));
  const lacksPorts = leftOut.some(({ subject = "" }) => /^(?:port|binding) /.test(subject));
  const portTypes = new Set(services.flatMap(({ ports }) => ports.map(({ portType }) => portType.name)));
  return (name: string, portType: Pick<QName, "name">): boolean =>
    subjects.has(operationTitle(name, portType)) || (lacksPorts && !portTypes.has(portType.name));
}

/** The number of diagnostics of each grade: `3 warnings; 1 left out`. Empty if there are none. */
export function diagnosticCounts(diagnostics: readonly Diagnostic[]): string {
  const warnings = diagnostics.filter(({ grade }) => grade === "warning").length;
  const leftOut = diagnostics.length - warnings;
  return [warnings > 0 && counted(warnings, "warning"), leftOut > 0 && `${leftOut} left out`]
    .filter(Boolean)
    .join("; ");
}

/** `1 warning`, `2 warnings`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The contract has diagnostics, and `--strict` rejects them. */
export class StrictError extends Error {
  override readonly name = "StrictError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`--strict: ${diagnosticCounts(diagnostics)}`);
    this.diagnostics = diagnostics;
  }
}

/** @throws {StrictError} if `strict` is true and there is a diagnostic. */
export function refuseIfStrict(diagnostics: readonly Diagnostic[], strict: boolean | undefined): void {
  if (strict === true && diagnostics.length > 0) {
    throw new StrictError(diagnostics);
  }
}
