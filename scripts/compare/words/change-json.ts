import { breaksClients, breaksCode, type Change, type Severity, severityOf } from "../verdict/change.js";
import { type Description, describeChange } from "./describe-change.js";

/** A change as `diff --json` and `inforouter check --json` print it: with its verdict, and in words. */
export interface ChangeJson extends Change, Description {
  readonly severity: Severity;
  readonly breaks: readonly ("clients" | "code")[];
}

export function changeToJson(change: Change): ChangeJson {
  return {
    ...change,
    severity: severityOf(change),
    breaks: [...(breaksClients(change) ? ["clients" as const] : []), ...(breaksCode(change) ? ["code" as const] : [])],
    ...describeChange(change),
  };
}
