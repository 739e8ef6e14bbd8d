import { breaksClients, breaksCode, type Change, type Direction } from "../verdict/change.js";
import { fill } from "./phrases.js";
import { CLIENTS, CODE, CODE_COMPILES, SUMMARIES, type TemplateKey } from "./templates.js";

/** A change in words: full sentences, printed below the names of the operations concerned. */
export interface Description {
  /** What changed. */
  readonly summary: string;
  /** Whether deployed clients go on working, and what happens to them if not. */
  readonly clients: string;
  /** Whether code compiles against newly generated stubs, and what to change if not. */
  readonly code: string;
}

export function describeChange(change: Change): Description {
  const key = templateKey(change);
  return { summary: `${fill(SUMMARIES[key], change)}.`, clients: clientsSentence(change), code: codeSentence(change) };
}

function templateKey({ kind, names }: Change): TemplateKey {
  const isEnumeration = names?.includes("enumeration");
  if (isEnumeration && kind === "facet-added") {
    return "enumeration-added";
  }
  return isEnumeration && kind === "facet-removed" ? "enumeration-removed" : kind;
}

function templateFor<T>(templates: Partial<Record<TemplateKey, T>>, change: Change): T | undefined {
  return templates[templateKey(change).replace("attribute", "element") as TemplateKey];
}

function clientsSentence(change: Change): string {
  const templates = templateFor(CLIENTS, change) ?? {};
  const directions = DIRECTIONS.filter((direction) => change.impact[direction] !== undefined);
  if (breaksClients(change)) {
    const consequences = directions
      .filter((direction) => change.impact[direction]?.clients === "break")
      .map((direction) => fill(templates[direction] ?? CONSEQUENCES[direction], change));
    return `Deployed clients break: ${consequences.join("; ")}.`;
  }
  const remarks = directions.flatMap((direction) => templates[`${direction}Works`] ?? []);
  return remarks.length === 0
    ? "Deployed clients go on working."
    : `Deployed clients go on working: ${remarks.map((remark) => fill(remark, change)).join("; ")}.`;
}

const DIRECTIONS = ["operation", "request", "response", "fault"] as const;

const CONSEQUENCES: Readonly<Record<Direction, string>> = {
  operation: "the service does not understand their calls",
  request: "the service may reject their requests",
  response: "they may reject responses",
  fault: "they receive its detail undecoded",
};

function codeSentence(change: Change): string {
  if (breaksCode(change)) {
    return `Code has to change: ${fill(templateFor(CODE, change) ?? "its types differ", change)}.`;
  }
  const reason = templateFor(CODE_COMPILES, change);
  return `Code compiles against new stubs${reason === undefined ? "" : `: ${fill(reason, change)}`}.`;
}
