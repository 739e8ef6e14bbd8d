import { diagnosticLine } from "../../../scripts/contract/diagnostics.js";
import type { Diagnostic } from "../../../scripts/contract/service-model.js";
import { say } from "../terminal/status-line.js";

/** Prints the warnings of a contract, and what is left out of it, on standard error. */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    say(diagnosticLine(diagnostic));
  }
}
