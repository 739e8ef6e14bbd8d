/** What a newer contract changes for the callers of an older one, as plain data. `describeChange` puts it into words. */
export interface Change {
  /** Stable: scripts may rely on it. */
  readonly kind: ChangeKind;
  /** The operations concerned, in the order of the contract. */
  readonly operations: readonly string[];
  /** What contains the change; absent if it concerns an operation or port as a whole. */
  readonly place?: Container;
  /** Leads from the place to the element or attribute: `Items/Item/@id`. Absent for the place itself. */
  readonly path?: string;
  readonly old?: string;
  readonly new?: string;
  /** Several names that the change is about: the values of an enumeration, the elements of a choice. */
  readonly names?: readonly string[];
  /** The effect on callers in each direction in which the change occurs. */
  readonly impact: Readonly<Partial<Record<Direction, Impact>>>;
}

/** A message, a header, a fault, a type or a global element. */
export interface Container {
  readonly kind: "request" | "response" | "fault" | "header" | "type" | "element";
  /** `{namespace}name` of the message's element, of the type or of the global element; the name of a fault. */
  readonly name: string;
}

/** Where a change occurs: in requests, in responses, in the details of faults, or in the operation as a whole. */
export type Direction = "operation" | "request" | "response" | "fault";

export interface Impact {
  /** Whether deployed clients go on working with the newer service. */
  readonly clients: "work" | "break";
  /** Whether code that calls the stubs compiles against newly generated ones. */
  readonly code: "compiles" | "breaks";
}

/** The kinds of changes, and of notes: changes without an effect on any caller. */
export type ChangeKind =
  | "service-added"
  | "service-removed"
  | "service-renamed"
  | "port-added"
  | "port-removed"
  | "port-renamed"
  | "address-changed"
  | "operation-added"
  | "operation-removed"
  | "operation-left-out"
  | "operation-respelt"
  | "function-renamed"
  | "constant-renamed"
  | "function-added"
  | "function-removed"
  | "operation-protocol-added"
  | "operation-protocol-removed"
  | "operation-documentation-changed"
  | "soap-action-changed"
  | "style-changed"
  | "use-changed"
  | "response-added"
  | "response-removed"
  | "argument-added"
  | "message-element-renamed"
  | "part-added"
  | "part-removed"
  | "attachment-added"
  | "attachment-removed"
  | "header-added"
  | "header-removed"
  | "fault-added"
  | "fault-removed"
  | "fault-renamed"
  | "namespace-changed"
  | "optional-element-added"
  | "required-element-added"
  | "optional-element-removed"
  | "required-element-removed"
  | "element-respelt"
  | "choice-branch-added"
  | "choice-branch-removed"
  | "required-choice-added"
  | "required-choice-removed"
  | "element-now-required"
  | "element-now-optional"
  | "element-now-repeated"
  | "element-now-single"
  | "occurrence-changed"
  | "nillable-added"
  | "nillable-removed"
  | "order-changed"
  | "content-model-changed"
  | "optional-attribute-added"
  | "required-attribute-added"
  | "optional-attribute-removed"
  | "required-attribute-removed"
  | "attribute-respelt"
  | "attribute-now-required"
  | "attribute-now-optional"
  | "wildcard-added"
  | "wildcard-removed"
  | "wildcard-changed"
  | "property-renamed"
  | "type-changed"
  | "type-renamed"
  | "generated-type-renamed"
  | "generated-type-changed"
  | "base-type-changed"
  | "abstract-added"
  | "abstract-removed"
  | "mixed-added"
  | "mixed-removed"
  | "derived-types-added"
  | "derived-types-removed"
  | "substitutes-added"
  | "substitutes-removed"
  | "default-added"
  | "default-removed"
  | "default-changed"
  | "fixed-added"
  | "fixed-removed"
  | "fixed-changed"
  | "key-added"
  | "key-removed"
  | "enumeration-values-added"
  | "enumeration-values-removed"
  | "facet-added"
  | "facet-removed"
  | "facet-changed";

const NOTES: ReadonlySet<ChangeKind> = new Set(["address-changed", "operation-documentation-changed"]);

/** Whether a change has no effect on any caller. */
export function isNote({ kind }: Change): boolean {
  return NOTES.has(kind);
}

export type Severity = "breaking" | "compatible" | "note";

export function severityOf(change: Change): Severity {
  if (isBreaking(change)) {
    return "breaking";
  }
  return isNote(change) ? "note" : "compatible";
}

/** Whether deployed clients may stop working. */
export function breaksClients({ impact }: Change): boolean {
  return Object.values(impact).some(({ clients }) => clients === "break");
}

/** Whether code may no longer compile. */
export function breaksCode({ impact }: Change): boolean {
  return Object.values(impact).some(({ code }) => code === "breaks");
}

export function isBreaking(change: Change): boolean {
  return breaksClients(change) || breaksCode(change);
}

/**
 * How a set changes: the messages that a contract allows, or the values of a TypeScript type. `replaced` is both widened
 * and narrowed.
 */
export type Effect = "same" | "widened" | "narrowed" | "replaced";

/** The effect of two changes, one after the other. */
export function join(first: Effect, second: Effect): Effect {
  if (first === "same" || first === second) {
    return second;
  }
  return second === "same" ? first : "replaced";
}

/** The effect of adding members to a set, of removing members, or of both. */
export function effectOf(widens: boolean, narrows: boolean): Effect {
  if (widens && narrows) {
    return "replaced";
  }
  if (widens) {
    return "widened";
  }
  return narrows ? "narrowed" : "same";
}

/** The effect of the opposite change. */
export function inverse(effect: Effect): Effect {
  if (effect === "widened") {
    return "narrowed";
  }
  return effect === "narrowed" ? "widened" : effect;
}

/** Callers produce requests and consume responses: narrowing a request breaks them, and so does widening a response. */
const BREAKING_EFFECTS: Record<Direction, readonly Effect[]> = {
  operation: ["widened", "narrowed", "replaced"],
  request: ["narrowed", "replaced"],
  response: ["widened", "replaced"],
  fault: ["widened", "replaced"],
};

/**
 * @param wire how the set of messages that the contract allows changes.
 * @param code how the set of values of the generated TypeScript types changes.
 */
export function impactOf(direction: Direction, wire: Effect, code: Effect): Impact {
  // A client reports a fault whatever its detail contains.
  const breaksOnWire = direction !== "fault" && BREAKING_EFFECTS[direction].includes(wire);
  return {
    clients: breaksOnWire ? "break" : "work",
    code: BREAKING_EFFECTS[direction].includes(code) ? "breaks" : "compiles",
  };
}
