import type { Diagnostic } from "./service-model.js";

/** A diagnostic in the form that editors find the place by: `srv.wsdl:12:3: warning: <body> cannot have …`. */
export function diagnosticLine({ grade, subject, message, position }: Diagnostic): string {
  const { document, line, column } = position;
  const what = subject === undefined ? "" : `${subject}: `;
  return `${document}:${line}:${column}: ${grade === "warning" ? "warning" : "left out"}: ${what}${message}`;
}

/** How many there are: `3 warnings; 1 left out`. Empty if there are none. */
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
