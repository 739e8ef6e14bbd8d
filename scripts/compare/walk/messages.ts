import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import { isEmptyMessage, type ModelIndex } from "../../contract/model-index.js";
import { propertyName } from "../../contract/names.js";
import type {
  ComplexType,
  ElementParticle,
  Fault,
  GlobalElement,
  HeaderPart,
  Message,
  Operation,
  Part,
  QName,
} from "../../contract/service-model.js";
import type { MessageRole } from "../../emit/what/service-plan.js";
import type { Container } from "../verdict/change.js";
import { compareDeclarations, compareWays } from "./code-names.js";
import {
  type ComparedPair,
  type Comparison,
  type Difference,
  differenceAt,
  emptyPair,
  type Location,
  Scope,
} from "./comparison.js";
import {
  compareDeclaredNames,
  compareElementConstraints,
  compareIdentityConstraints,
  compareNillable,
} from "./declarations.js";
import type { GeneratedCode } from "./generated-code.js";
import { foldedName, pairUp } from "./pair-up.js";
import { abstractDifferences, elementLocation, pairOfHeads } from "./substitutes.js";

/** Compares the body and the headers of the requests or the responses of an operation. */
export function compareMessages(
  kind: "request" | "response",
  older: Operation,
  newer: Operation,
  comparison: Comparison,
): ComparedPair {
  const pair = emptyPair();
  const [before, after] = kind === "request" ? [older.input, newer.input] : [older.output, newer.output];
  if (before === undefined || after === undefined) {
    return pair;
  }
  const { generated } = comparison;
  const [blocksBefore, blocksAfter] = [
    blocksOf(kind, older, before, comparison.older, generated.older),
    blocksOf(kind, newer, after, comparison.newer, generated.newer),
  ];
  const { pairs, removed, added } = pairBlocks(blocksBefore, blocksAfter);
  // Where the service does not know the operation by its new name, that is reported instead.
  const isAlike = isCalledAlike(older, newer);
  const renamed = ({ title }: Block) => (isAlike ? title : title.replace(older.name, newer.name));
  for (const [was, is] of pairs) {
    const location = locationOf(kind, was);
    compareBlocks(was, is, new Scope(location, pair, comparison));
    if (was.title !== is.title && is.title !== renamed(was)) {
      const names = { old: was.title, new: is.title };
      pair.differences.push(
        differenceAt(location, { kind: "message-element-renamed", ...names, wire: "replaced", code: "same" }),
      );
    }
  }
  const change = { wire: "replaced", code: "replaced" } as const;
  pair.differences.push(
    ...removed.map((block) => differenceAt(locationOf(kind, block), { kind: "part-removed", ...change })),
    ...added.map((block) => differenceAt(locationOf(kind, block), { kind: "part-added", ...change })),
  );
  const kept = new Set(pairs.map(([, is]) => is));
  const order = blocksAfter.filter((block) => kept.has(block));
  pair.differences.push(...compareOrder(kind, [...kept], order), ...compareAttachments(kind, before, after));
  if (kind === "request" && isEmptyMessage(before, comparison.older) && !isEmptyMessage(after, comparison.newer)) {
    const location = locationOf(kind, blocksBefore[0] ?? { title: older.name });
    pair.differences.push(differenceAt(location, { kind: "argument-added", wire: "same", code: "replaced" }));
  }
  compareHeaders(kind, before.headers, after.headers, pair, comparison);
  const role = kind === "request" ? "Request" : "Response";
  // The only part of a document is no object of its own, and that of the style rpc stands for its type.
  if (blocksBefore.length !== 1 && blocksAfter.length !== 1) {
    pair.differences.push(...compareDeclaredMessages(role, { kind, name: "" }, older, newer, comparison));
  }
  const ofHeaders = compareDeclaredMessages(`${role}Headers`, { kind: "header", name: "" }, older, newer, comparison);
  pair.differences.push(...ofHeaders);
  return pair;
}

/** Compares the types that are made for two messages in code: for several parts, for headers, or for the details of faults. */
export function compareDeclaredMessages(
  role: MessageRole,
  place: Container,
  older: Operation,
  newer: Operation,
  { generated }: Comparison,
): Difference[] {
  const [was, is] = [generated.older.messageOf(older, role), generated.newer.messageOf(newer, role)];
  const properties = generated.newer.propertiesIn(is);
  const functionOf = (one: Operation, code: GeneratedCode) => code.stubOf(one)?.functionName;
  // Where the function of the operation has another name, that is reported instead.
  const isRenamed =
    older.name !== newer.name && functionOf(older, generated.older) !== functionOf(newer, generated.newer);
  return [
    ...(isRenamed ? [] : compareDeclarations(was, is, { place, path: [] })),
    ...compareWays(generated.older.propertiesIn(was), (key) => properties.get(key), { place, path: [] }),
  ];
}

/** Whether a service finds the operation by the same SOAPAction and element. Only messages of the style rpc contain its name. */
export function isCalledAlike(older: Operation, newer: Operation): boolean {
  const elementsOf = ({ input }: Operation) => input.body.map(({ element }) => element?.name).join(" ");
  return (
    older.style === "document" &&
    newer.style === "document" &&
    older.soapAction === newer.soapAction &&
    elementsOf(older) === elementsOf(newer)
  );
}

/** Compares the order of the same parts: those of a document stand below the body in the order of the contract. */
function compareOrder(kind: "request" | "response", older: readonly Block[], newer: readonly Block[]): Difference[] {
  if (older.every((block, index) => block === newer[index])) {
    return [];
  }
  const titles = (blocks: readonly Block[]) => blocks.map(({ title }) => title);
  const orders = { old: titles(older).join(", "), new: titles(newer).join(", "), names: titles(newer) };
  const location: Location = { place: { kind, name: "" }, path: [] };
  return [differenceAt(location, { kind: "order-changed", ...orders, wire: "replaced", code: "same" })];
}

/** The run time sends no attachments, and rejects responses that have some. */
function compareAttachments(
  kind: "request" | "response",
  { attachments: older = [] }: Message,
  { attachments: newer = [] }: Message,
): Difference[] {
  const { removed, added } = pairUp(older, newer, (name) => name);
  const location: Location = { place: { kind, name: "" }, path: [] };
  const wire = kind === "request" ? "narrowed" : "widened";
  return [
    ...removed.map((name) =>
      differenceAt(location, { kind: "attachment-removed", names: [name], wire: "same", code: "same" }),
    ),
    ...added.map((name) => differenceAt(location, { kind: "attachment-added", names: [name], wire, code: "same" })),
  ];
}

function compareHeaders(
  kind: "request" | "response",
  older: readonly HeaderPart[],
  newer: readonly HeaderPart[],
  pair: ComparedPair,
  comparison: Comparison,
): void {
  const { pairs, removed, added } = pairBlocks(
    older.map(({ part }) => blockOf(part, comparison.older)),
    newer.map(({ part }) => blockOf(part, comparison.newer)),
  );
  // Both sides ignore unknown header blocks, but WSDL cannot declare that the service does not need one.
  const wire = kind === "request" ? "narrowed" : "same";
  for (const [was, is] of pairs) {
    const location = locationOf("header", was);
    compareBlocks(was, is, new Scope(location, pair, comparison));
    if (was.title !== is.title) {
      const names = { old: was.title, new: is.title };
      const code = propertyName(was.title) === propertyName(is.title) ? "same" : "replaced";
      pair.differences.push(differenceAt(location, { kind: "message-element-renamed", ...names, wire, code }));
    }
  }
  // The first header changes the type of the message to an object of body and headers.
  const code = older.length === 0 ? "replaced" : "same";
  const removal = { kind: "header-removed", wire: "same", code: "replaced" } as const;
  pair.differences.push(
    ...removed.map((block) => differenceAt(locationOf("header", block), removal)),
    ...added.map((block) => differenceAt(locationOf("header", block), { kind: "header-added", wire, code })),
  );
}

/** Compares the declared details of faults. */
export function compareFaults(older: Operation, newer: Operation, comparison: Comparison): ComparedPair {
  const pair = emptyPair();
  const { pairs, removed, added } = pairUp(
    older.faults,
    newer.faults,
    ({ name }) => name,
    ({ part }) => part.element && expandedName(part.element),
    ({ name }) => foldedName(name),
  );
  for (const [before, after] of pairs) {
    const scope = new Scope(faultLocation(before), pair, comparison);
    if (before.name !== after.name) {
      const names = { old: before.name, new: after.name };
      scope.add(differenceAt(scope.location, { kind: "fault-renamed", ...names, wire: "same", code: "replaced" }));
    }
    compareBlocks(blockOf(before.part, comparison.older), blockOf(after.part, comparison.newer), scope);
  }
  const removal = { kind: "fault-removed", wire: "same", code: "replaced" } as const;
  const addition = { kind: "fault-added", wire: "same", code: "same" } as const;
  pair.differences.push(
    ...removed.map((fault) => differenceAt(faultLocation(fault), removal)),
    ...added.map((fault) => differenceAt(faultLocation(fault), addition)),
    ...compareDeclaredMessages("Faults", { kind: "fault", name: "" }, older, newer, comparison),
  );
  return pair;
}

function faultLocation({ name }: Fault): Location {
  return { place: { kind: "fault", name }, path: [] };
}

/** The content of a part: a global element, or only a type if the part has no element. */
interface Block extends Pick<ElementParticle, "type" | "nillable" | "default" | "fixed" | "constraints"> {
  /** Absent if the part has no global element. */
  readonly element?: GlobalElement;
  readonly name?: QName;
  /** The element's local name, or that of the part. */
  readonly title: string;
}

/** In style "rpc", an element named after the operation contains all parts (SOAP 1.1 §7.1). */
function blocksOf(
  kind: "request" | "response",
  operation: Operation,
  message: Message,
  index: ModelIndex,
  code: GeneratedCode,
): Block[] {
  if (operation.style === "document") {
    return message.body.map((part) => blockOf(part, index));
  }
  const title = kind === "request" ? operation.name : `${operation.name}Response`;
  const name = { namespace: message.namespace ?? "", name: title };
  const type = wrapperType(operation, message, index);
  code.standFor(type, operation, kind === "request" ? "Request" : "Response", message.use === "encoded");
  return [{ name, title, type: { anonymous: type }, nillable: false }];
}

function wrapperType({ at }: Operation, { body, use }: Message, index: ModelIndex): ComplexType {
  const particles = body.map((part): ElementParticle => {
    const name = { namespace: "", name: part.name };
    return {
      name,
      ...blockOf(part, index),
      kind: "element",
      reference: part.element !== undefined,
      min: 1,
      max: 1,
      at,
    };
  });
  // Only their names distinguish the members of an encoded struct, not their order (SOAP 1.1 §5.4.1).
  const kind = use === "encoded" ? "all" : "sequence";
  const content = { kind: "particle", particle: { kind, min: 1, max: 1, particles } } as const;
  return { kind: "complex", abstract: false, mixed: false, content, attributes: [], at };
}

function blockOf(part: Part, index: ModelIndex): Block {
  if (part.element === undefined) {
    return { title: part.name, type: { name: part.type }, nillable: false };
  }
  const element = index.elements.get(expandedName(part.element));
  const known = element === undefined ? { type: { name: ANY_TYPE }, nillable: false } : { ...element, element };
  return { ...known, name: part.element, title: part.element.name };
}

function pairBlocks(older: readonly Block[], newer: readonly Block[]): ReturnType<typeof pairUp<Block>> {
  const isOnly = older.length === 1 && newer.length === 1;
  return pairUp(
    older,
    newer,
    ({ name, title }) => (name === undefined ? title : expandedName(name)),
    ({ title }) => title,
    ({ title }) => foldedName(title),
    () => (isOnly ? "only" : undefined),
  );
}

function compareBlocks(older: Block, newer: Block, scope: Scope): void {
  const areElements = older.name !== undefined && newer.name !== undefined;
  const namespaceDifferences = areElements
    ? compareDeclaredNames("element", older.name, { ...newer.name, name: older.name.name }, scope.location)
    : [];
  scope.add(
    ...namespaceDifferences,
    ...compareNillable(older.nillable, newer.nillable, scope.location),
    ...compareElementConstraints(older, newer, scope.location, scope.comparison),
    ...compareIdentityConstraints(older.constraints, newer.constraints, scope.location),
  );
  scope.comparison.compareReferences(older.type, newer.type, scope);
  if (
    older.element !== undefined &&
    newer.element !== undefined &&
    (older.element.abstract || newer.element.abstract)
  ) {
    // Only a substitute of an abstract element can be sent.
    scope.pair.uses.add(pairOfHeads(older.element, newer.element, scope.comparison));
    // In code, the message is the element itself from now on.
    const isUnion = scope.comparison.generated.older.unionOf(older.element) !== undefined;
    scope.add(
      ...abstractDifferences(older.element.abstract, newer.element.abstract, elementLocation(older.element.name)).map(
        (difference): Difference => (isUnion ? { ...difference, code: "replaced" } : difference),
      ),
    );
  }
}

function locationOf(kind: Container["kind"], { name, title }: Pick<Block, "name" | "title">): Location {
  return { place: { kind, name: name === undefined ? title : expandedName(name) }, path: [] };
}
