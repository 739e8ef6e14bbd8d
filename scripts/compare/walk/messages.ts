import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import type { ModelIndex } from "../../contract/model-index.js";
import type {
  ComplexType,
  ElementParticle,
  Fault,
  HeaderPart,
  Message,
  Operation,
  Part,
  QName,
} from "../../contract/service-model.js";
import type { Place } from "../verdict/change.js";
import { type Comparison, findingAt, type Pair, type Site } from "./comparison.js";
import { compareConstraints, compareNames, compareNillable } from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareReferences } from "./types.js";

/** Compares what stands in the body and in the header of the requests, or of the responses, of an operation. */
export function compareMessages(
  kind: "request" | "response",
  older: Operation,
  newer: Operation,
  pair: Pair,
  comparison: Comparison,
): void {
  const [before, after] = kind === "request" ? [older.input, newer.input] : [older.output, newer.output];
  if (before === undefined || after === undefined) {
    return;
  }
  const { pairs, removed, added } = pairBlocks(
    blocksOf(kind, older, before, comparison.older),
    blocksOf(kind, newer, after, comparison.newer),
  );
  for (const [was, is] of pairs) {
    const isRespelt = is.title === was.title.replace(older.name, newer.name);
    compareBlocks(was, is, siteOf(kind, was), pair, comparison);
    if (was.title !== is.title && !isRespelt) {
      const names = { old: was.title, new: is.title };
      pair.findings.push(
        findingAt(siteOf(kind, was), { kind: "message-element-renamed", ...names, wire: "replaced", code: "same" }),
      );
    }
  }
  for (const block of removed) {
    pair.findings.push(findingAt(siteOf(kind, block), { kind: "part-removed", wire: "replaced", code: "replaced" }));
  }
  for (const block of added) {
    pair.findings.push(findingAt(siteOf(kind, block), { kind: "part-added", wire: "replaced", code: "replaced" }));
  }
  compareHeaders(kind, before.headers, after.headers, pair, comparison);
}

function compareHeaders(
  kind: "request" | "response",
  older: readonly HeaderPart[],
  newer: readonly HeaderPart[],
  pair: Pair,
  comparison: Comparison,
): void {
  const { pairs, removed, added } = pairBlocks(
    older.map(({ part }) => blockOf(part, comparison.older)),
    newer.map(({ part }) => blockOf(part, comparison.newer)),
  );
  for (const [was, is] of pairs) {
    compareBlocks(was, is, siteOf("header", was), pair, comparison);
  }
  for (const block of removed) {
    pair.findings.push(findingAt(siteOf("header", block), { kind: "header-removed", wire: "same", code: "replaced" }));
  }
  // Both sides pass over header blocks that they do not know; but WSDL cannot say that the service does not need one.
  const wire = kind === "request" ? "narrowed" : "same";
  // With the first header, the type of the message becomes one of body and headers.
  const code = older.length === 0 ? "replaced" : "same";
  for (const block of added) {
    pair.findings.push(findingAt(siteOf("header", block), { kind: "header-added", wire, code }));
  }
}

/** Compares the details that faults are declared to have. */
export function compareFaults(
  older: readonly Fault[],
  newer: readonly Fault[],
  pair: Pair,
  comparison: Comparison,
): void {
  const { pairs, removed, added } = pairUp(
    older,
    newer,
    ({ name }) => name,
    ({ part }) => part.element && expandedName(part.element),
    ({ name }) => foldedName(name),
  );
  for (const [before, after] of pairs) {
    const site = faultSite(before);
    if (before.name !== after.name) {
      const names = { old: before.name, new: after.name };
      pair.findings.push(findingAt(site, { kind: "fault-renamed", ...names, wire: "same", code: "replaced" }));
    }
    compareBlocks(
      blockOf(before.part, comparison.older),
      blockOf(after.part, comparison.newer),
      site,
      pair,
      comparison,
    );
  }
  for (const fault of removed) {
    pair.findings.push(findingAt(faultSite(fault), { kind: "fault-removed", wire: "same", code: "replaced" }));
  }
  for (const fault of added) {
    pair.findings.push(findingAt(faultSite(fault), { kind: "fault-added", wire: "same", code: "same" }));
  }
}

function faultSite({ name }: Fault): Site {
  return { place: { kind: "fault", name }, path: [] };
}

/** What stands in a body or header: an element, or, where a part has a type only, content without an element of its own. */
interface Block extends Pick<ElementParticle, "type" | "nillable" | "default" | "fixed"> {
  readonly name?: QName;
  /** The element's local name, or that of the part. */
  readonly title: string;
}

/** In style "rpc", all parts stand in an element with the name of the operation: SOAP 1.1 §7.1. */
function blocksOf(kind: "request" | "response", operation: Operation, message: Message, index: ModelIndex): Block[] {
  if (operation.style === "document") {
    return message.body.map((part) => blockOf(part, index));
  }
  const title = kind === "request" ? operation.name : `${operation.name}Response`;
  const name = { namespace: message.namespace ?? "", name: title };
  return [{ name, title, type: { anonymous: wrapperType(operation, message, index) }, nillable: false }];
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
  // The members of an encoded struct are told apart by their names only: SOAP 1.1 §5.4.1.
  const kind = use === "encoded" ? "all" : "sequence";
  const content = { kind: "particle", particle: { kind, min: 1, max: 1, particles } } as const;
  return { kind: "complex", abstract: false, mixed: false, content, attributes: [], at };
}

function blockOf(part: Part, index: ModelIndex): Block {
  if (part.element === undefined) {
    return { title: part.name, type: { name: part.type }, nillable: false };
  }
  const element = index.elements.get(expandedName(part.element)) ?? { type: { name: ANY_TYPE }, nillable: false };
  return { ...element, name: part.element, title: part.element.name };
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

function compareBlocks(older: Block, newer: Block, site: Site, pair: Pair, comparison: Comparison): void {
  const isMoved = older.name !== undefined && newer.name !== undefined;
  const renamed = isMoved ? compareNames("element", older.name, { ...newer.name, name: older.name.name }, site) : [];
  pair.findings.push(
    ...renamed,
    ...compareNillable(older.nillable, newer.nillable, site),
    ...compareConstraints(older, newer, site),
  );
  compareReferences(older.type, newer.type, site, pair, comparison);
}

function siteOf(kind: Place["kind"], { name, title }: Block): Site {
  return { place: { kind, name: name === undefined ? title : expandedName(name) }, path: [] };
}
