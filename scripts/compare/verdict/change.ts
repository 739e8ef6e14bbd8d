/**
 * What a newer contract changes for the callers of an older one, as plain data. The sentences are made by
 * `describeChange`.
 */
export interface Change {
  /** What has happened. The codes are stable: scripts may rely on them. */
  readonly kind: ChangeKind;
  /** Names of the operations concerned, in the order of the contract. */
  readonly operations: readonly string[];
  /** The message, type or element within which it has happened; absent for what concerns an operation or port as a whole. */
  readonly place?: Container;
  /** From the place to the element or attribute: `Items/Item/@id`. Absent for the place itself. */
  readonly path?: string;
  readonly old?: string;
  readonly new?: string;
  /** Where it is about several things at once: the values of an enumeration, the elements of a choice. */
  readonly names?: readonly string[];
  /** What it does to callers, for each direction in which it is met. Empty for a note. */
  readonly impact: Readonly<Partial<Record<Direction, Impact>>>;
}

export interface Container {
  readonly kind: "request" | "response" | "fault" | "header" | "type" | "element";
  /** `{namespace}name` of the message's element, of the type or of the global element; the name of a fault. */
  readonly name: string;
}

/** Where a change is met: in a message that is sent or read, in the detail of a fault, or in the operation as a whole. */
export type Direction = "operation" | "request" | "response" | "fault";

/** The two questions that people have. */
export interface Impact {
  /** Whether a client that is deployed already goes on working with the newer service. */
  readonly clients: "work" | "break";
  /** Whether code that calls the stubs compiles after they have been generated anew. */
  readonly code: "compiles" | "breaks";
}

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** All kinds of changes, and of notes: differences that do nothing to any caller. */
export const CHANGE_KINDS = [
  "service-added",
  "service-removed",
  "service-renamed",
  "port-added",
  "port-removed",
  "port-renamed",
  "address-changed",
  "operation-added",
  "operation-removed",
  "operation-respelt",
  "operation-protocol-added",
  "operation-protocol-removed",
  "operation-documentation-changed",
  "soap-action-changed",
  "style-changed",
  "use-changed",
  "response-added",
  "response-removed",
  "message-element-renamed",
  "part-added",
  "part-removed",
  "header-added",
  "header-removed",
  "fault-added",
  "fault-removed",
  "fault-renamed",
  "namespace-changed",
  "optional-element-added",
  "required-element-added",
  "optional-element-removed",
  "required-element-removed",
  "element-respelt",
  "choice-branch-added",
  "choice-branch-removed",
  "required-choice-added",
  "required-choice-removed",
  "element-now-required",
  "element-now-optional",
  "element-now-repeated",
  "element-now-single",
  "occurrence-changed",
  "nillable-added",
  "nillable-removed",
  "order-changed",
  "content-model-changed",
  "optional-attribute-added",
  "required-attribute-added",
  "optional-attribute-removed",
  "required-attribute-removed",
  "attribute-respelt",
  "attribute-now-required",
  "attribute-now-optional",
  "wildcard-added",
  "wildcard-removed",
  "wildcard-changed",
  "type-changed",
  "type-renamed",
  "base-type-changed",
  "abstract-added",
  "abstract-removed",
  "mixed-added",
  "mixed-removed",
  "derived-types-added",
  "derived-types-removed",
  "substitutes-added",
  "substitutes-removed",
  "default-added",
  "default-removed",
  "default-changed",
  "fixed-added",
  "fixed-removed",
  "fixed-changed",
  "enumeration-values-added",
  "enumeration-values-removed",
  "facet-added",
  "facet-removed",
  "facet-changed",
] as const;

const NOTES: ReadonlySet<ChangeKind> = new Set(["address-changed", "operation-documentation-changed"]);

/** Told for the curious, and not counted: it does nothing to any caller. */
export function isNote({ kind }: Change): boolean {
  return NOTES.has(kind);
}

/** Whether clients that are deployed may stop working. */
export function breaksClients({ impact }: Change): boolean {
  return Object.values(impact).some(({ clients }) => clients === "break");
}

/** Whether code may have to be changed before it compiles again. */
export function breaksCode({ impact }: Change): boolean {
  return Object.values(impact).some(({ code }) => code === "breaks");
}

export function isBreaking(change: Change): boolean {
  return breaksClients(change) || breaksCode(change);
}

/**
 * What happens to a set of values: the messages that a contract allows, or the values that a TypeScript type has.
 * `replaced` is both widened and narrowed.
 */
export type Effect = "same" | "widened" | "narrowed" | "replaced";

/** Both effects, one after the other. */
export function join(first: Effect, second: Effect): Effect {
  if (first === "same" || first === second) {
    return second;
  }
  return second === "same" ? first : "replaced";
}

/** The effect of what may be allowed that was not, and of what was allowed and may not be. */
export function effectOf(widens: boolean, narrows: boolean): Effect {
  if (widens && narrows) {
    return "replaced";
  }
  if (widens) {
    return "widened";
  }
  return narrows ? "narrowed" : "same";
}

/** The effect of going the other way. */
export function inverse(effect: Effect): Effect {
  const inverses: Record<Effect, Effect> = {
    same: "same",
    widened: "narrowed",
    narrowed: "widened",
    replaced: "replaced",
  };
  return inverses[effect];
}

/** Whether callers give values or get them decides what hurts: a request may not be narrowed, a response not widened. */
const BREAKING_EFFECTS: Record<Direction, readonly Effect[]> = {
  operation: ["widened", "narrowed", "replaced"],
  request: ["narrowed", "replaced"],
  response: ["widened", "replaced"],
  fault: ["widened", "replaced"],
};

/**
 * @param wire what happens to the messages that the contract allows.
 * @param code what happens to the values of the generated TypeScript types.
 */
export function impactOf(direction: Direction, wire: Effect, code: Effect): Impact {
  // A fault whose detail is not the contract's is still a fault: its detail is handed on as it came.
  const isBroken = direction !== "fault" && BREAKING_EFFECTS[direction].includes(wire);
  return {
    clients: isBroken ? "break" : "work",
    code: BREAKING_EFFECTS[direction].includes(code) ? "breaks" : "compiles",
  };
}
