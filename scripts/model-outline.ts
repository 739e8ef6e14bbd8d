import { SOAP_ENCODING, SOAP12_ENCODING, XML, XSD } from "../src/soap/xml/namespaces.js";
import { expandedName } from "../src/soap/xml/xml-element.js";
import { indexModel, type ModelIndex, resolveReference } from "./contract/model-index.js";
import { listed, wrapText } from "./contract/prose.js";
import type {
  AttributeUse,
  ComplexType,
  ElementParticle,
  Fault,
  GlobalElement,
  HeaderPart,
  Message,
  Occurrence,
  Operation,
  Part,
  Particle,
  Port,
  QName,
  ServiceModel,
  SimpleType,
  TypeReference,
  Wildcard,
} from "./contract/service-model.js";

const WIDTH = 80;

/** Something to print, with what belongs below it. */
interface Outline {
  readonly text: string;
  readonly below?: readonly Outline[];
}

/**
 * A model as text of 80 columns: services, ports, operations, and their messages as trees of elements and attributes with
 * types and occurrence. A message shows the content of each type once.
 */
export function outlineModel(model: ServiceModel): string {
  const outliner = new Outliner(indexModel(model), model.targetNamespace);
  const services = model.services.map((service) => outliner.service(service.name, service.ports));
  const head: Outline = { text: model.document, below: outliner.prefixes() };
  return [head, ...services].map((outline) => `${linesOf(outline, 0).join("\n")}\n`).join("\n");
}

function linesOf(outline: Outline, indent: number): string[] {
  const { below = [] } = outline;
  // The contract may hold control characters, which a terminal would obey.
  const text = outline.text.replace(/\p{Cc}/gu, " ");
  // The rest of a long line is indented more than the outlines below it.
  const [first = ""] = wrapText(text, widthAt(indent));
  const rest = text.slice(first.length).trim();
  const more = rest === "" ? [] : wrapText(rest, widthAt(indent + 6)).map((line) => `      ${line}`);
  const lines = [first, ...more].map((line) => " ".repeat(indent) + line.trimEnd());
  return [...lines, ...below.flatMap((inner) => linesOf(inner, indent + 2))];
}

function widthAt(indent: number): number {
  return Math.max(WIDTH - indent, 20);
}

class Outliner {
  readonly #index: ModelIndex;
  readonly #prefixes: Map<string, string>;
  /** Types that a message has shown already, and those that are being shown. */
  #shown = new Set<ComplexType>();
  readonly #open = new Set<ComplexType>();

  constructor(index: ModelIndex, targetNamespace: string) {
    this.#index = index;
    this.#prefixes = new Map([[targetNamespace, "tns"]]);
  }

  /** The namespaces of the names printed so far, with their prefixes. */
  prefixes(): Outline[] {
    const width = Math.max(...[...this.#prefixes.values()].map((prefix) => prefix.length));
    return [...this.#prefixes].map(([namespace, prefix]) => ({ text: `${prefix.padEnd(width)}  ${namespace}` }));
  }

  service(name: string, ports: readonly Port[]): Outline {
    return { text: `service ${name}`, below: ports.map((port, index) => this.#port(port, ports.slice(0, index))) };
  }

  #port({ name, protocol, address, operations }: Port, earlier: readonly Port[]): Outline {
    const text = `port ${name}  ${PROTOCOLS[protocol]}${address === undefined ? "" : `  ${address}`}`;
    const names = operations.map((operation) => operation.name);
    if (protocol === "http-get" || protocol === "http-post") {
      return { text, below: [{ text: `operations, not read: ${names.join(", ")}` }] };
    }
    const same = earlier.find((port) => JSON.stringify(port.operations) === JSON.stringify(operations));
    return {
      text,
      below: same ? [{ text: `operations of ${same.name}` }] : operations.map((one) => this.#operation(one)),
    };
  }

  #operation({ name, style, soapAction, input, output, faults }: Operation): Outline {
    return {
      text: `operation ${name}`,
      below: [
        { text: `SOAPAction "${soapAction}"` },
        this.#message("input", style, input, { name, namespace: input.namespace ?? "" }),
        output === undefined
          ? { text: "no output (one-way)" }
          : this.#message("output", style, output, { name: `${name}Response`, namespace: output.namespace ?? "" }),
        ...faults.map((fault) => this.#fault(fault)),
      ],
    };
  }

  #message(direction: string, style: Operation["style"], message: Message, wrapper: QName): Outline {
    this.#shown = new Set();
    const parts = message.body.map((part) => this.#part(part));
    return {
      text: `${direction} ${message.name}  ${style}/${message.use}`,
      below: [
        ...message.headers.map((header) => this.#header(header)),
        ...(style === "rpc" ? [{ text: this.#name(wrapper), below: parts }] : parts),
        ...(message.attachments ?? []).map((name) => ({ text: `attachment ${name}` })),
      ],
    };
  }

  #header({ part, use, faults = [] }: HeaderPart): Outline {
    const below = [this.#part(part), ...faults.map((fault) => ({ text: "fault", below: [this.#header(fault)] }))];
    return { text: `header  ${use}`, below };
  }

  #fault({ name, use, part }: Fault): Outline {
    this.#shown = new Set();
    return { text: `fault ${name}  ${use}`, below: [this.#part(part)] };
  }

  #part({ name, element, type }: Part): Outline {
    const global = element && this.#index.elements.get(expandedName(element));
    if (global !== undefined) {
      return this.#element(global);
    }
    return element === undefined ? this.#typed(name, { name: type }) : { text: this.#name(element) };
  }

  #element(element: GlobalElement | ElementParticle): Outline {
    const substitutes = this.#index.substitutes.get(expandedName(element.name)) ?? [];
    const isHead = !("reference" in element) || element.reference;
    return this.#typed(
      this.#name(element.name),
      element.type,
      "min" in element && occurrenceOf(element),
      "abstract" in element && element.abstract && "abstract",
      element.nillable && "nillable",
      constraintsOf(element),
      isHead && substitutes.length > 0 && `or ${listed(substitutes.map(({ name }) => this.#name(name)))}`,
    );
  }

  /** An element, part or array item: its name, type and other properties, and the content of its type. */
  #typed(name: string, reference: TypeReference, ...properties: readonly (string | false)[]): Outline {
    const type = resolveReference(reference, this.#index);
    if (type.kind !== "complex") {
      const { label, details } = this.#simple(reference);
      return { text: joined(name, label, ...properties, details) };
    }
    const derived = type.name === undefined ? [] : (this.#index.derivedTypes.get(expandedName(type.name)) ?? []);
    const isRecursive = this.#open.has(type);
    const isRepeated = this.#shown.has(type);
    const text = joined(
      name,
      type.name && this.#name(type.name),
      ...properties,
      type.abstract && "abstract",
      derived.length > 0 && `or xsi:type ${listed(derived.map((one) => this.#name(one.name)))}`,
      isRecursive ? "(recursive)" : isRepeated && "(see above)",
    );
    return isRecursive || isRepeated ? { text } : { text, below: this.#content(type) };
  }

  /** The content and the attributes of a type, those of the base of an extension first. */
  #content(type: ComplexType): Outline[] {
    const { content, derivation, array, mixed, attributes, anyAttribute } = type;
    this.#shown.add(type);
    this.#open.add(type);
    const base = derivation?.method === "extension" ? this.#index.types.get(expandedName(derivation.base)) : undefined;
    const outlines = [
      ...(base?.kind === "complex" && !this.#open.has(base) ? this.#content(base) : []),
      ...(mixed ? [{ text: "text between the elements" }] : []),
      ...(array ? [this.#typed(`items ${array.dimensions}`, array.item)] : []),
      ...(content.kind === "simple" && content.type ? [this.#typed("text", content.type)] : []),
      ...(content.kind === "particle" && !array ? this.#particle(content.particle, true) : []),
      ...attributes.map((attribute) => this.#attribute(attribute)),
      ...(anyAttribute ? [{ text: `@any ${wildcardOf(anyAttribute)}` }] : []),
    ];
    this.#open.delete(type);
    return outlines;
  }

  /** @param isContent whether the particle is the whole content, and so needs no line if it is a sequence. */
  #particle(particle: Particle, isContent = false): Outline[] {
    switch (particle.kind) {
      case "element":
        return [this.#element(particle)];
      case "any":
        return [{ text: joined("any", wildcardOf(particle), occurrenceOf(particle)) }];
      default: {
        const below = particle.particles.flatMap((inner) => this.#particle(inner));
        const occurrence = occurrenceOf(particle);
        const isPlain = isContent && particle.kind === "sequence" && occurrence === "";
        return isPlain ? below : [{ text: joined(particle.kind, occurrence), below }];
      }
    }
  }

  #attribute(attribute: AttributeUse): Outline {
    const { name, type, required } = attribute;
    return this.#typed(`@${this.#name(name)}`, type, required && "required", constraintsOf(attribute));
  }

  /** A simple type: its name, with what it restricts, lists or unites. */
  #simple(reference: TypeReference): { readonly label: string; readonly details?: string } {
    const type = resolveReference(reference, this.#index);
    const variety = type.kind === "simple" ? this.#variety(type.variety) : "";
    return reference.name === undefined
      ? { label: variety }
      : { label: this.#name(reference.name), details: variety && `= ${variety}` };
  }

  /** A simple type as one text. */
  #inline(reference: TypeReference): string {
    const { label, details } = this.#simple(reference);
    return details ? `${label} ${details}` : label;
  }

  #variety(variety: SimpleType["variety"]): string {
    switch (variety.kind) {
      case "restriction": {
        const values = variety.facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
        const others = variety.facets.filter(({ kind }) => kind !== "enumeration");
        const facets = others.map(({ kind, value }) => `${kind}=${value}`);
        const all = [...(values.length > 0 ? [`one of ${listed(values)}`] : []), ...facets].join("; ");
        return `${this.#inline(variety.base)}${all && ` (${all})`}`;
      }
      case "list":
        return `list of ${this.#inline(variety.item)}`;
      case "union":
        return `union of ${listed(variety.members.map((member) => this.#inline(member)))}`;
    }
  }

  #name({ namespace, name }: QName): string {
    if (namespace === "") {
      return name;
    }
    const prefix = this.#prefixes.get(namespace) ?? WELL_KNOWN.get(namespace) ?? `ns${this.#prefixes.size}`;
    this.#prefixes.set(namespace, prefix);
    return `${prefix}:${name}`;
  }
}

const PROTOCOLS: Readonly<Record<Port["protocol"], string>> = {
  soap11: "SOAP 1.1",
  soap12: "SOAP 1.2",
  "http-get": "HTTP GET",
  "http-post": "HTTP POST",
};

const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  [XSD, "xs"],
  [XML, "xml"],
  [SOAP_ENCODING, "soapenc"],
  [SOAP12_ENCODING, "soapenc12"],
]);

/** `0..*`; empty for exactly once. */
export function occurrenceOf({ min, max }: Occurrence): string {
  return min === 1 && max === 1 ? "" : `${min}..${max === "unbounded" ? "*" : max}`;
}

export function constraintsOf({
  default: value,
  fixed,
}: {
  readonly default?: string;
  readonly fixed?: string;
}): string {
  return value !== undefined ? `default="${value}"` : fixed !== undefined ? `fixed="${fixed}"` : "";
}

export function wildcardOf({ namespaces, targetNamespace, processContents }: Wildcard): string {
  const from = typeof namespaces === "string" ? namespaces : `[${namespaces.join(" ")}]`;
  return `(${from}${namespaces === "##other" ? ` than ${targetNamespace}` : ""} ${processContents})`;
}

function joined(...texts: readonly (string | false | undefined)[]): string {
  return texts.filter((text) => text !== false && text !== undefined && text !== "").join("  ");
}
