import { breaksClients, breaksCode, type Change, type Direction } from "../verdict/change.js";
import { WORDINGS, type Wording } from "./change-wordings.js";

/** A change in words: full sentences, to be read below the names of the operations concerned. */
export interface Description {
  /** What has changed. */
  readonly summary: string;
  /** Whether clients that are deployed go on working, and what happens to them if not. */
  readonly clients: string;
  /** Whether code compiles once the stubs are generated anew, and what has to be changed if not. */
  readonly code: string;
}

export function describeChange(change: Change): Description {
  const { summary, clients = {}, code } = WORDINGS[change.kind];
  return {
    summary: `${summary(change)}.`,
    clients: clientsSentence(change, clients),
    code: codeSentence(change, code),
  };
}

function clientsSentence(change: Change, wording: NonNullable<Wording["clients"]>): string {
  const hurt = directionsOf(change).filter((direction) => change.impact[direction]?.clients === "break");
  if (!breaksClients(change)) {
    const remarks = directionsOf(change).flatMap((direction) => wording[`${direction}Works`]?.(change) ?? []);
    return remarks.length === 0
      ? "Deployed clients go on working."
      : `Deployed clients go on working: ${remarks.join("; ")}.`;
  }
  const consequences = hurt.map((direction) => wording[direction]?.(change) ?? CONSEQUENCES[direction]);
  return `Deployed clients break: ${consequences.join("; ")}.`;
}

const CONSEQUENCES: Readonly<Record<Direction, string>> = {
  operation: "their calls are not understood",
  request: "what they send may be refused",
  response: "they may refuse a response as unexpected",
  fault: "they read its detail undecoded",
};

function codeSentence(change: Change, wording: Wording["code"]): string {
  const reason = wording?.(change);
  if (breaksCode(change)) {
    return `Code has to be changed: ${reason ?? "its types are others now"}.`;
  }
  return change.kind.endsWith("-respelt") && reason !== undefined
    ? `Code compiles once the stubs are generated anew: ${reason}.`
    : "Code compiles once the stubs are generated anew.";
}

function directionsOf({ impact }: Change): Direction[] {
  return DIRECTIONS.filter((direction) => impact[direction] !== undefined);
}

const DIRECTIONS = ["operation", "request", "response", "fault"] as const;
