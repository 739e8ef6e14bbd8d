import type {
  AttributeUse,
  ComplexType,
  ElementParticle,
  GlobalElement,
  GroupParticle,
  Particle,
  QName,
  ServiceModel,
  SimpleType,
  TypeReference,
  Wildcard,
} from "../../../scripts/contract/service-model.js";
import { XSI } from "../../../src/soap/xml/namespaces.js";
import { expandedName, type XmlAttribute, type XmlElement, type XmlNode } from "../../../src/soap/xml/xml-element.js";
import { randomNumbers } from "../../support/random-numbers.js";
import { sampleTexts } from "./sample-text.js";

const XSD = "http://www.w3.org/2001/XMLSchema";
const SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";

/** Which of the messages that a schema allows is made. */
export interface Style {
  readonly name: string;
  /** Whether what is optional is there. */
  readonly optional: (depth: number) => boolean;
  /** Whether what may be nil is nil. */
  readonly nil: () => boolean;
  /** How often what repeats is there, up to this many times. */
  readonly repeats: number;
  /** Which one of several: branches of a choice, derived types, members of a substitution group, values. */
  readonly pick: (count: number) => number;
}

/** Minimal, maximal, each branch and each derived type in turn, all nil, and a few at random. */
export function styles(seed: number): Style[] {
  const branches = Array.from(
    { length: 5 },
    (_, branch): Style => ({
      name: `branch ${branch + 1}`,
      optional: (depth) => depth < 4,
      nil: () => false,
      repeats: 1,
      pick: (count) => branch % count,
    }),
  );
  const random = Array.from({ length: 3 }, (_, number): Style => {
    const next = randomNumbers(seed + number);
    return {
      name: `random ${seed + number}`,
      optional: (depth) => next() < (depth < 4 ? 0.6 : 0.1),
      nil: () => next() < 0.2,
      repeats: 1 + Math.floor(next() * 3),
      pick: (count) => Math.floor(next() * count),
    };
  });
  const first = () => 0;
  return [
    { name: "minimal", optional: () => false, nil: () => false, repeats: 0, pick: first },
    { name: "maximal", optional: (depth) => depth < 6, nil: () => false, repeats: 2, pick: first },
    { name: "nil", optional: (depth) => depth < 3, nil: () => true, repeats: 1, pick: (count) => count - 1 },
    ...branches,
    ...random,
  ];
}

/** The schema does not end, or allows nothing that could be made here. */
export class NoSample extends Error {
  override readonly name = "NoSample";
}

/** There may be a message, but it takes too long to find. */
export class GaveUp extends Error {
  override readonly name = "GaveUp";
}

const DEEPEST = 24;
/** Elements after which nothing optional is added. */
const LARGEST = 300;

/** Makes messages that the schemas of a service allow. Knows nothing of the code that is generated from them. */
export class Sampler {
  readonly #types: ReadonlyMap<string, ComplexType | SimpleType>;
  readonly #elements: ReadonlyMap<string, GlobalElement>;
  readonly #derived = new Map<string, QName[]>();
  readonly #substitutes = new Map<string, GlobalElement[]>();
  readonly #texts = new Map<unknown, readonly string[]>();
  #ids = 0;
  #left = 0;

  constructor(model: ServiceModel) {
    this.#types = new Map(model.types.map((type) => [expandedName(type.name), type]));
    this.#elements = new Map(model.elements.map((element) => [expandedName(element.name), element]));
    for (const type of model.types) {
      for (const base of this.#basesOf(type)) {
        append(this.#derived, expandedName(base), type.name);
      }
    }
    for (const element of model.elements) {
      for (
        let head = element.substitutionGroup;
        head !== undefined;
        head = this.#elements.get(expandedName(head))?.substitutionGroup
      ) {
        append(this.#substitutes, expandedName(head), element);
      }
    }
  }

  /** An element of a global declaration. */
  element(name: QName, style: Style): XmlElement {
    const declaration = this.#elements.get(expandedName(name));
    if (declaration === undefined) {
      throw new NoSample(`no element ${expandedName(name)}`);
    }
    this.#left = LARGEST;
    return this.#global(declaration, style, 0);
  }

  /** An element of a type, as a part of an rpc message is. Encoded ones name their type in xsi:type. */
  typed(name: QName, type: QName, style: Style, isEncoded: boolean): XmlElement {
    this.#left = LARGEST;
    return this.#element(name, { name: type }, { nillable: false }, style, isEncoded ? 1 : 0, isEncoded);
  }

  #basesOf(type: ComplexType | SimpleType): QName[] {
    const bases: QName[] = [];
    for (
      let next: ComplexType | SimpleType | undefined = type;
      next?.kind === "complex" && next.derivation !== undefined;
    ) {
      bases.push(next.derivation.base);
      next = this.#types.get(expandedName(next.derivation.base));
    }
    return bases;
  }

  #global(declaration: GlobalElement, style: Style, depth: number): XmlElement {
    const substitutes = [declaration, ...(this.#substitutes.get(expandedName(declaration.name)) ?? [])].filter(
      ({ abstract }) => !abstract,
    );
    return this.#attempt(rotated(substitutes, style.pick), ({ name, type, ...element }) =>
      this.#element(name, type, element, style, depth, false),
    );
  }

  #element(
    name: QName,
    reference: TypeReference,
    { nillable, fixed }: { readonly nillable: boolean; readonly fixed?: string },
    style: Style,
    depth: number,
    isEncoded: boolean,
  ): XmlElement {
    if (depth > DEEPEST) {
      throw new NoSample("the schema does not end");
    }
    this.#left -= 1;
    if (this.#left < -10 * LARGEST) {
      throw new GaveUp("the schema does not end soon");
    }
    const made = { name: name.name, namespace: name.namespace };
    const complex = reference.anonymous?.kind === "complex" ? reference.anonymous : this.#complex(reference.name);
    // Nil is null, which has no room for the attributes that an element may have nevertheless.
    const isBare = complex === undefined || (!complex.abstract && this.#attributeUses(complex).size === 0);
    if (nillable && fixed === undefined && isBare && style.nil()) {
      return { ...made, attributes: [{ name: "nil", namespace: XSI, value: "true" }], children: [] };
    }
    if (reference.name?.namespace === XSD && reference.name.name === "anyType") {
      return isEncoded
        ? { ...made, ...this.#typeAttribute({ namespace: XSD, name: "string" }), children: ["any"] }
        : { ...made, attributes: [], children: ["any"] };
    }
    if (complex === undefined) {
      const text = fixed ?? this.#text(reference, style);
      const type = isEncoded && reference.name !== undefined ? this.#typeAttribute(reference.name) : { attributes: [] };
      return { ...made, ...type, prefixes: prefixesWith(type), children: text === "" ? [] : [text] };
    }
    if (complex.array !== undefined && isEncoded) {
      const { item, dimensions } = complex.array;
      return this.#array(made, item, dimensions.match(/\[[^\]]*\]/g) ?? [], style, depth);
    }
    const candidates = [
      ...(complex.abstract ? [] : [undefined]),
      ...(complex.name === undefined ? [] : (this.#derived.get(expandedName(complex.name)) ?? [])),
    ];
    return this.#attempt(rotated(candidates, style.pick), (derived) => {
      const type = derived === undefined ? complex : this.#complex(derived);
      if (type === undefined || (type.abstract && derived !== undefined)) {
        throw new NoSample("an abstract type");
      }
      const named = derived ?? (isEncoded ? complex.name : undefined);
      const typeAttribute = named === undefined ? { attributes: [] } : this.#typeAttribute(named);
      const content = this.#content(type, style, depth, isEncoded);
      return {
        ...made,
        ...typeAttribute,
        attributes: [...typeAttribute.attributes, ...this.#attributes(type, style)],
        children: content,
        prefixes: prefixesWith(typeAttribute),
      };
    });
  }

  /** An encoded array; one of `byte[][]` has arrays of bytes, one of `byte[,]` has the bytes of all rows. */
  #array(
    made: Pick<XmlElement, "name" | "namespace">,
    item: TypeReference,
    brackets: readonly string[],
    style: Style,
    depth: number,
  ): XmlElement {
    const itemName = item.name ?? { namespace: XSD, name: "anyType" };
    const one = { name: "item", namespace: "" };
    const inner = brackets.slice(0, -1);
    const make = () => [
      inner.length > 0
        ? this.#array(one, item, inner, style, depth + 1)
        : this.#element(one, item, { nillable: false }, style, depth + 1, true),
    ];
    const rank = brackets.at(-1)?.split(",").length ?? 1;
    const side = this.#left < 0 ? 0 : Math.min(style.repeats, 2);
    const items =
      rank === 1
        ? this.#repeat({ min: 0, max: "unbounded" }, style, depth, make)
        : Array.from({ length: side ** rank }, make).flat();
    const size = rank === 1 ? items.length : Array.from({ length: rank }, () => side).join(",");
    return {
      ...made,
      attributes: [
        { name: "type", namespace: XSI, value: "enc:Array" },
        { name: "arrayType", namespace: SOAP_ENCODING, value: `t:${itemName.name}${inner.join("")}[${size}]` },
      ],
      children: items,
      prefixes: new Map([
        ["enc", SOAP_ENCODING],
        ["t", itemName.namespace],
      ]),
    };
  }

  #typeAttribute(type: QName): { attributes: XmlAttribute[]; prefixes: ReadonlyMap<string, string> } {
    const value = type.namespace === "" ? type.name : `t:${type.name}`;
    return {
      attributes: [{ name: "type", namespace: XSI, value }],
      prefixes: new Map(type.namespace === "" ? [] : [["t", type.namespace]]),
    };
  }

  #complex(name: QName | undefined): ComplexType | undefined {
    const type = name === undefined ? undefined : this.#types.get(expandedName(name));
    return type?.kind === "complex" ? type : undefined;
  }

  #content(type: ComplexType, style: Style, depth: number, isEncoded: boolean): XmlNode[] {
    const simple = this.#simpleContent(type);
    if (simple !== undefined) {
      const text = this.#text(simple, style);
      return text === "" ? [] : [text];
    }
    const particles = this.#particlesOf(type);
    const children = particles.flatMap((particle) => this.#group(particle, style, depth, isEncoded));
    return type.mixed && style.optional(depth) ? ["mixed ", ...children] : children;
  }

  #simpleContent(type: ComplexType): TypeReference | undefined {
    if (type.content.kind === "simple" && type.content.type !== undefined) {
      return type.content.type;
    }
    const base = type.derivation === undefined ? undefined : this.#complex(type.derivation.base);
    return base === undefined || type.content.kind === "particle" ? undefined : this.#simpleContent(base);
  }

  #particlesOf({ content, derivation }: ComplexType): GroupParticle[] {
    const own = content.kind === "particle" ? [content.particle] : [];
    const base = derivation?.method === "extension" ? this.#complex(derivation.base) : undefined;
    return base === undefined ? own : [...this.#particlesOf(base), ...own];
  }

  #group(group: GroupParticle, style: Style, depth: number, isEncoded: boolean): XmlElement[] {
    return this.#repeat(group, style, depth, () => {
      const { kind, particles } = group;
      if (kind === "choice" && particles.length > 0) {
        return this.#attempt(rotated(particles, style.pick), (particle) =>
          this.#particle(particle, style, depth, isEncoded),
        );
      }
      return particles.flatMap((particle) => this.#particle(particle, style, depth, isEncoded));
    });
  }

  #particle(particle: Particle, style: Style, depth: number, isEncoded: boolean): XmlElement[] {
    switch (particle.kind) {
      case "element":
        return this.#repeat(particle, style, depth, () => [this.#local(particle, style, depth + 1, isEncoded)]);
      case "any":
        return this.#repeat(particle, style, depth, () => [this.#any(particle, style, depth + 1)]);
      default:
        return this.#group(particle, style, depth, isEncoded);
    }
  }

  /** What is optional and cannot be made is left out. */
  #repeat(
    { min, max }: { readonly min: number; readonly max: number | "unbounded" },
    style: Style,
    depth: number,
    make: () => XmlElement[],
  ): XmlElement[] {
    const most = max === "unbounded" ? Number.POSITIVE_INFINITY : max;
    const wanted = this.#left < 0 ? 0 : most > 1 ? style.repeats : style.optional(depth) ? 1 : 0;
    const made: XmlElement[] = [];
    for (let count = 0; count < Math.min(Math.max(min, wanted), most); count += 1) {
      try {
        made.push(...make());
      } catch (error) {
        if (count < min || !(error instanceof NoSample)) {
          throw error;
        }
        break;
      }
    }
    return made;
  }

  #local(particle: ElementParticle, style: Style, depth: number, isEncoded: boolean): XmlElement {
    const global = particle.reference ? this.#elements.get(expandedName(particle.name)) : undefined;
    return global === undefined
      ? this.#element(particle.name, particle.type, particle, style, depth, isEncoded)
      : this.#global(global, style, depth);
  }

  #any({ namespaces, targetNamespace, processContents }: Wildcard, style: Style, depth: number): XmlElement {
    const allowed = (namespace: string): boolean =>
      namespaces === "##any" ||
      (namespaces === "##other" ? namespace !== targetNamespace && namespace !== "" : namespaces.includes(namespace));
    if (processContents !== "strict") {
      const unknown = namespaces === "##any" || namespaces === "##other" ? "urn:unknown" : (namespaces[0] ?? "");
      return {
        name: "unknown",
        namespace: unknown,
        attributes: [{ name: "a", namespace: "", value: "1" }],
        children: ["any"],
      };
    }
    const candidates = [...this.#elements.values()].filter(
      ({ name, abstract }) => !abstract && allowed(name.namespace) && name.namespace !== XSD,
    );
    return this.#attempt(rotated(candidates, style.pick).slice(0, 3), (declaration) =>
      this.#global(declaration, style, depth),
    );
  }

  #attributes(type: ComplexType, style: Style): XmlAttribute[] {
    const uses = this.#attributeUses(type);
    const made = [...uses.values()].flatMap((use) => {
      const { name, required, fixed } = use;
      if ((!required && !style.optional(0)) || name.namespace === SOAP_ENCODING) {
        return [];
      }
      return [{ name: name.name, namespace: name.namespace, value: fixed ?? this.#text(use.type, style) }];
    });
    const wildcard = type.anyAttribute;
    return wildcard !== undefined &&
      wildcard.processContents !== "strict" &&
      typeof wildcard.namespaces === "string" &&
      style.optional(0)
      ? [...made, { name: "unknown", namespace: "urn:unknown", value: "1" }]
      : made;
  }

  #attributeUses(type: ComplexType): Map<string, AttributeUse> {
    const base = type.derivation?.method === "extension" ? this.#complex(type.derivation.base) : undefined;
    const inherited = base === undefined ? [] : this.#attributeUses(base);
    return new Map([...inherited, ...type.attributes.map((use) => [expandedName(use.name), use] as const)]);
  }

  #text(reference: TypeReference, style: Style): string {
    const find = (name: QName): SimpleType | undefined => {
      const type = this.#types.get(expandedName(name));
      return type?.kind === "simple" ? type : undefined;
    };
    const key = reference.name === undefined ? reference.anonymous : expandedName(reference.name);
    const texts = this.#texts.get(key) ?? sampleTexts(reference, find, 1);
    this.#texts.set(key, texts);
    const text = texts[style.pick(texts.length)];
    if (text === undefined) {
      throw new NoSample(
        `no text for ${reference.name === undefined ? "an anonymous type" : expandedName(reference.name)}`,
      );
    }
    // Identifiers are unique in a document.
    this.#ids += 1;
    return text === "id" && /ID/.test(reference.name?.name ?? "") ? `id${this.#ids}` : text;
  }

  /** The first that can be made. */
  #attempt<From, Made>(candidates: readonly From[], make: (from: From) => Made): Made {
    let failure: unknown = new NoSample("nothing to choose from");
    for (const candidate of candidates) {
      try {
        return make(candidate);
      } catch (error) {
        if (!(error instanceof NoSample)) {
          throw error;
        }
        failure = error;
      }
    }
    throw failure;
  }
}

function prefixesWith(type: object): ReadonlyMap<string, string> {
  return new Map([["xsi", XSI], ...("prefixes" in type ? (type.prefixes as ReadonlyMap<string, string>) : [])]);
}

/** The one that is picked first, then the others. */
function rotated<T>(values: readonly T[], pick: (count: number) => number): T[] {
  const start = values.length === 0 ? 0 : pick(values.length);
  return [...values.slice(start), ...values.slice(0, start)];
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
