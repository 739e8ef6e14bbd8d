import type {
  AttributeUse,
  ComplexType,
  Content,
  Particle,
  QName,
  ServiceModel,
  SimpleType,
  TypeReference,
} from "../../scripts/contract/service-model.js";
import { constraintsOf, occurrenceOf, wildcardOf } from "../../scripts/model-outline.js";
import { readWsdl } from "../../scripts/read/wsdl/read-wsdl.js";

/** Reads a WSDL from texts or bytes by file name; the first is the WSDL itself. */
export function readFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<ServiceModel> {
  const contents = new Map(Object.entries(files));
  const [main = ""] = contents.keys();
  return readWsdl(`file:///${main}`, async (url) => {
    const file = contents.get(decodeURI(new URL(url).pathname).slice(1));
    if (file === undefined) {
      throw new Error("there is no such file");
    }
    return typeof file === "string" ? new TextEncoder().encode(file) : file;
  });
}

/** A WSDL whose only line breaks are those of the schema, which starts at line 2. */
export function wsdlAround(schema: string): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t"><types>\n${schema}\n</types></definitions>`;
}

/** Components in a schema of `urn:t`, which starts at line 2 and holds them from line 3 on. */
export function schemaOf(components: string, attributes = 'elementFormDefault="qualified"'): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" ${attributes}>\n${components}\n</xs:schema>`;
}

/** The outlines of the global types and elements of the model; see {@link outlineOf}. */
export async function outlinesOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { types, elements } = await readFiles(files);
  return [
    ...types.map((type) => `${nameOf(type.name)} = ${outlineOf(type)}`),
    ...elements.map((element) => {
      const facts = [
        element.nillable && "nillable",
        element.abstract && "abstract",
        element.substitutionGroup && `for ${nameOf(element.substitutionGroup)}`,
        constraintsOf(element),
      ];
      return words(`<${nameOf(element.name)}>`, typeOf(element.type), ...facts);
    }),
  ];
}

/**
 * A type in short: `(a, b)` is a sequence, `(a | b)` a choice, `{a, b}` an all; `0..*` is how often, where it is not once;
 * `@a` an attribute, `ref` an element by reference.
 */
export function outlineOf(type: ComplexType | SimpleType): string {
  if (type.kind === "simple") {
    return varietyOf(type.variety);
  }
  return words(
    type.abstract && "abstract",
    type.mixed && "mixed",
    type.derivation && `${type.derivation.method} of ${nameOf(type.derivation.base)}`,
    contentOf(type.content),
    ...type.attributes.map(attributeOutline),
    type.anyAttribute && `@any${wildcardOf(type.anyAttribute)}`,
    type.array && `array of ${typeOf(type.array.item)}${type.array.dimensions}`,
  );
}

function varietyOf(variety: SimpleType["variety"]): string {
  switch (variety.kind) {
    case "restriction":
      return [typeOf(variety.base), ...variety.facets.map(({ kind, value }) => `${kind}=${value}`)].join(" ");
    case "list":
      return `list(${typeOf(variety.item)})`;
    case "union":
      return `union(${variety.members.map(typeOf).join(" | ")})`;
  }
}

function contentOf(content: Content): string {
  switch (content.kind) {
    case "empty":
      return "empty";
    case "simple":
      return content.type === undefined ? "text" : `text(${typeOf(content.type)})`;
    case "particle":
      return particleOf(content.particle);
  }
}

function particleOf(particle: Particle): string {
  switch (particle.kind) {
    case "element":
      return words(
        particle.reference && "ref",
        nameOf(particle.name),
        particle.reference && particle.type.anonymous ? "…" : typeOf(particle.type),
        occurrenceOf(particle),
        particle.nillable && "nillable",
        constraintsOf(particle),
      );
    case "any":
      return words(`any${wildcardOf(particle)}`, occurrenceOf(particle));
    case "sequence":
      return words(`(${particle.particles.map(particleOf).join(", ")})`, occurrenceOf(particle));
    case "choice":
      return words(`(${particle.particles.map(particleOf).join(" | ")})`, occurrenceOf(particle));
    case "all":
      return words(`{${particle.particles.map(particleOf).join(", ")}}`, occurrenceOf(particle));
  }
}

function attributeOutline(use: AttributeUse): string {
  return words(`@${nameOf(use.name)}`, typeOf(use.type), use.required && "required", constraintsOf(use));
}

function typeOf(type: TypeReference): string {
  return type.name === undefined ? `[${outlineOf(type.anonymous)}]` : nameOf(type.name);
}

function nameOf({ namespace, name }: QName): string {
  const prefix = { "http://www.w3.org/2001/XMLSchema": "xs:", "urn:t": "t:", "": "" }[namespace];
  return `${prefix ?? `{${namespace}}`}${name}`;
}

function words(...all: readonly (string | false | undefined)[]): string {
  return all.filter((word) => word !== false && word !== undefined && word !== "").join(" ");
}
