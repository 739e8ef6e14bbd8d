import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type ModelIndex, typeTitle } from "../../contract/model-index.js";
import type {
  AttributeUse,
  ComplexType,
  Particle,
  QName,
  TypeReference,
  Wildcard,
} from "../../contract/service-model.js";
import { type Effect, inverse } from "../verdict/change.js";
import { compareAttributes } from "./attributes.js";
import { below, type Comparison, type Finding, findingAt, type Pair, type Site } from "./comparison.js";
import { compareContent } from "./content.js";
import { treeOf } from "./content-tree.js";
import { compareNames } from "./declarations.js";
import { pairUp } from "./pair-up.js";
import { compareReferences, renamings } from "./types.js";

/** Two complex types where an element has them: with the types that an `xsi:type` may name instead. */
export function pairOfComplexTypes(older: ComplexType, newer: ComplexType, site: Site, comparison: Comparison): Pair {
  return comparison.pair("type", older, newer, (pair) => {
    pair.uses.add(pairOfShapes(older, newer, site, comparison));
    pair.findings.push(
      ...renamings(older, newer, site, comparison),
      ...flagFindings("abstract", older.abstract, newer.abstract, ["narrowed", "narrowed"], site),
    );
    compareDerivedTypes(older, newer, site, pair, comparison);
  });
}

/** The types derived from two types, directly; what is derived from those is met there. */
function compareDerivedTypes(
  older: ComplexType,
  newer: ComplexType,
  site: Site,
  pair: Pair,
  comparison: Comparison,
): void {
  const derivedFrom = ({ name }: ComplexType, { derivedTypes }: ModelIndex) =>
    name === undefined ? [] : (derivedTypes.get(expandedName(name)) ?? []);
  const { pairs, removed, added } = pairUp(
    derivedFrom(older, comparison.older),
    derivedFrom(newer, comparison.newer),
    ({ name }) => expandedName(name),
    ({ name }) => name.name,
  );
  for (const [before, after] of pairs) {
    const place = { kind: "type", name: expandedName(before.name) } as const;
    pair.uses.add(pairOfComplexTypes(before, after, { place, path: [] }, comparison));
    pair.findings.push(...compareNames("element", before.name, after.name, site));
  }
  // Values of the first derived type have all that code knows of; only if there are others may code ask which one it is.
  const isOneOfSeveral = pairs.length + removed.length > 0 || older.derivation !== undefined;
  const names = (types: readonly { readonly name: QName }[]) => types.map(({ name }) => name.name);
  if (added.length > 0) {
    pair.findings.push(
      findingAt(site, {
        kind: "derived-types-added",
        names: names(added),
        wire: "widened",
        code: isOneOfSeveral ? "widened" : "same",
      }),
    );
  }
  if (removed.length > 0) {
    pair.findings.push(
      findingAt(site, { kind: "derived-types-removed", names: names(removed), wire: "narrowed", code: "replaced" }),
    );
  }
}

/** What two complex types hold. Types with the same base are compared in what they add, and their base once for all of them. */
function pairOfShapes(older: ComplexType, newer: ComplexType, site: Site, comparison: Comparison): Pair {
  return comparison.pair("shape", older, newer, (pair) => {
    const bases = commonBases(older, newer, comparison);
    if (bases !== undefined) {
      const [before, after] = bases;
      const place = { kind: "type", name: expandedName(before.name ?? { namespace: "", name: "" }) } as const;
      pair.uses.add(pairOfShapes(before, after, { place, path: [] }, comparison));
    }
    const [before, after] =
      bases === undefined
        ? [shapeOf(older, comparison.older), shapeOf(newer, comparison.newer)]
        : [ownShape(older), ownShape(newer)];
    pair.findings.push(
      ...baseFindings(older, newer, site),
      ...flagFindings("mixed", before.mixed, after.mixed, ["widened", "replaced"], site),
    );
    compareArrays(older, newer, site, pair, comparison);
    compareText(before, after, site, pair, comparison);
    compareContent(treeOf(before.particles), treeOf(after.particles), site, pair, comparison);
    compareAttributes(before, after, site, pair, comparison);
  });
}

/** All that a complex type holds. */
export interface Shape {
  readonly mixed: boolean;
  /** Of a type with text only. */
  readonly text?: TypeReference;
  readonly particles: readonly Particle[];
  readonly attributes: readonly AttributeUse[];
  readonly anyAttribute?: Wildcard;
}

/** With what it has from its bases. */
export function shapeOf(type: ComplexType, index: ModelIndex): Shape {
  const own = ownShape(type);
  const base = extendedBase(type, index);
  if (base === undefined) {
    return own;
  }
  const inherited = shapeOf(base, index);
  return {
    ...inherited,
    ...own,
    mixed: own.mixed || inherited.mixed,
    particles: [...inherited.particles, ...own.particles],
    attributes: [...inherited.attributes, ...own.attributes],
  };
}

function ownShape({ content, mixed, attributes, anyAttribute }: ComplexType): Shape {
  return {
    mixed,
    ...(content.kind === "simple" && content.type !== undefined && { text: content.type }),
    particles: content.kind === "particle" ? [content.particle] : [],
    attributes,
    ...(anyAttribute && { anyAttribute }),
  };
}

function extendedBase({ derivation }: ComplexType, { types }: ModelIndex): ComplexType | undefined {
  const base = derivation?.method === "extension" ? types.get(expandedName(derivation.base)) : undefined;
  return base?.kind === "complex" ? base : undefined;
}

function commonBases(
  older: ComplexType,
  newer: ComplexType,
  comparison: Comparison,
): [ComplexType, ComplexType] | undefined {
  const [before, after] = [extendedBase(older, comparison.older), extendedBase(newer, comparison.newer)];
  return before !== undefined && after !== undefined && before.name?.name === after.name?.name
    ? [before, after]
    : undefined;
}

/** Another base alone changes no message: what a type holds is compared with what its bases hold. */
function baseFindings(older: ComplexType, newer: ComplexType, site: Site): Finding[] {
  const [old, now] = [older.derivation?.base.name, newer.derivation?.base.name];
  return old === now
    ? []
    : [
        findingAt(site, {
          kind: "base-type-changed",
          ...(old !== undefined && { old }),
          ...(now !== undefined && { new: now }),
          wire: "same",
          code: "same",
        }),
      ];
}

function flagFindings(
  flag: "abstract" | "mixed",
  older: boolean,
  newer: boolean,
  [wire, code]: readonly [wire: Effect, code: Effect],
  site: Site,
): Finding[] {
  if (older === newer) {
    return [];
  }
  return newer
    ? [findingAt(site, { kind: `${flag}-added`, wire, code })]
    : [findingAt(site, { kind: `${flag}-removed`, wire: inverse(wire), code: inverse(code) })];
}

/** SOAP-encoded arrays: SOAP 1.1 §5.4.2. */
function compareArrays(
  { array: older }: ComplexType,
  { array: newer }: ComplexType,
  site: Site,
  pair: Pair,
  comparison: Comparison,
): void {
  if (older !== undefined && newer !== undefined) {
    compareReferences(older.item, newer.item, below(site, "item"), pair, comparison);
    return;
  }
  if (older !== newer) {
    const title = (array: typeof older) => (array === undefined ? "no array" : `an array of ${typeTitle(array.item)}`);
    const [old, now] = [title(older), title(newer)];
    pair.findings.push(findingAt(site, { kind: "type-changed", old, new: now, wire: "replaced", code: "replaced" }));
  }
}

function compareText(older: Shape, newer: Shape, site: Site, pair: Pair, comparison: Comparison): void {
  if (older.text !== undefined && newer.text !== undefined) {
    compareReferences(older.text, newer.text, below(site, "text()"), pair, comparison);
    return;
  }
  if (older.text !== newer.text) {
    const [old, now] = [titleOfContent(older), titleOfContent(newer)];
    pair.findings.push(findingAt(site, { kind: "type-changed", old, new: now, wire: "replaced", code: "replaced" }));
  }
}

function titleOfContent({ text, particles }: Shape): string {
  if (text !== undefined) {
    return `text (${typeTitle(text)})`;
  }
  return particles.length === 0 ? "empty" : "made of elements";
}
