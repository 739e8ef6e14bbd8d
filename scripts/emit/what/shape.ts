import { XSD } from "../../../src/soap/xml/namespaces.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { typeTitle } from "../../contract/model-index.js";
import { NameScope, propertyName } from "../../contract/names.js";
import type {
  AttributeUse,
  ComplexType,
  ElementParticle,
  GroupParticle,
  Occurrence,
  Particle,
  TypeReference,
  Wildcard,
  WildcardParticle,
} from "../../contract/service-model.js";
import { type Declaration, type Property, schemaOf, typeOf } from "../print/declaration.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import { array, call, type Expression, object, quoted, reference, runtime } from "../print/expression.js";
import { arrayOf, namedType, plainType, type TypeExpression, unionOf } from "../print/type-expression.js";
import type { EmitContext, TypeUse } from "./context.js";
import { documentFacets, fixedType } from "./simple-type.js";
import { ANY_TYPE, runtimeType, useType } from "./type.js";

/** What a complex type, or a group of elements, comes to: properties, each with the member that stands for it in XML. */
export interface Shape {
  readonly properties: readonly ShapedProperty[];
  /** The order of the elements; undefined for one after the other. */
  readonly content: Group | undefined;
  /** Elements that repeat together are objects of their own. */
  readonly groups: readonly { readonly declaration: Declaration; readonly shape: Shape }[];
  /** The names of all properties, those of the base included. */
  readonly names: readonly string[];
}

export interface ShapedProperty extends Property {
  readonly member: Expression;
}

/** A property, or several under a compositor. */
export type Part = Key | Group;

interface Key {
  readonly kind: "key";
  readonly key: string;
  readonly isOptional: boolean;
}

export interface Group {
  readonly kind: GroupParticle["kind"];
  readonly parts: readonly Part[];
  readonly isOptional: boolean;
}

/** The shape of a type: what it has beyond the type that it extends. */
export function shapeOf(type: ComplexType, declaration: Declaration, context: EmitContext): Shape {
  const known = context.shapes.get(type);
  if (known !== undefined) {
    return known;
  }
  const base = baseOf(type, context);
  const inherited = base === undefined ? [] : shapeOf(base.type, base.declaration, context).names;
  const builder = new ShapeBuilder(declaration, inherited, context);
  builder.addType(type, base?.type.mixed === true);
  context.shapes.set(type, builder.shape);
  return builder.shape;
}

/** The shape of a group of elements that occurs once. */
export function shapeOfGroup(group: GroupParticle, declaration: Declaration, context: EmitContext): Shape {
  const builder = new ShapeBuilder(declaration, [], context);
  builder.addContent({ ...group, min: 1, max: 1 });
  return builder.shape;
}

/** The complex type that a type extends. A restriction is a type of its own: it repeats what is left of its base. */
export function baseOf(
  { derivation }: ComplexType,
  context: EmitContext,
): { readonly type: ComplexType; readonly declaration: Declaration } | undefined {
  const type = derivation?.method === "extension" ? context.index.types.get(expandedName(derivation.base)) : undefined;
  const declaration = type && context.declarationOf(type);
  return type?.kind === "complex" && declaration !== undefined ? { type, declaration } : undefined;
}

/** What is known of a property before it has a name. */
type Draft = Omit<ShapedProperty, "name">;

/** Names of properties that stand beside each other: within an alternative of a choice, its own and those around it. */
class UsedNames {
  readonly #own = new Set<string>();
  readonly #around: UsedNames | undefined;

  constructor(around?: UsedNames) {
    this.#around = around;
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#around?.has(name) === true;
  }

  add(name: string): void {
    this.#own.add(name);
  }

  addAll(others: UsedNames): void {
    for (const name of others.#own) {
      this.#own.add(name);
    }
  }
}

class ShapeBuilder {
  readonly #declaration: Declaration;
  readonly #inherited: readonly string[];
  readonly #context: EmitContext;
  readonly #names: NameScope;
  readonly #properties: ShapedProperty[] = [];
  readonly #groups: Shape["groups"][number][] = [];
  /** Names that stand in the contract, which made-up ones must not take away. */
  readonly #given = new Set<string>();
  #content: Part | undefined;

  constructor(declaration: Declaration, inherited: readonly string[], context: EmitContext) {
    this.#declaration = declaration;
    this.#inherited = inherited;
    this.#context = context;
    this.#names = new NameScope(inherited);
  }

  get shape(): Shape {
    const content = this.#content;
    return {
      properties: this.#properties,
      content: content === undefined || content.kind === "key" || isPlain(content) ? undefined : content,
      groups: this.#groups,
      names: [...this.#inherited, ...this.#properties.map(({ name }) => name)],
    };
  }

  addType({ mixed, content, attributes, anyAttribute }: ComplexType, isBaseMixed: boolean): void {
    for (const { name } of attributes) {
      this.#given.add(propertyName(name.name));
    }
    if (mixed) {
      if (!isBaseMixed) {
        this.#addMadeUp(["content", "nodes"], { ...MIXED, member: call(runtime("mixed")) });
      }
    } else if (content.kind === "particle") {
      this.addContent(content.particle);
    } else if (content.kind === "simple" && content.type !== undefined) {
      this.#addText(content.type);
    }
    for (const attribute of attributes) {
      this.#addAttribute(attribute);
    }
    if (anyAttribute !== undefined && !this.#inherited.includes("attributes")) {
      const member = call(runtime("anyAttribute"), ...this.#wildcardArguments(anyAttribute));
      this.#addMadeUp(["attributes", "otherAttributes"], { ...ANY_ATTRIBUTES, member });
    }
  }

  addContent(group: GroupParticle): void {
    for (const name of elementNames(group)) {
      this.#given.add(name);
    }
    this.#content = this.#group(group, false, new UsedNames());
  }

  #particle(particle: Particle, isWithinOptional: boolean, used: UsedNames): Part | undefined {
    switch (particle.kind) {
      case "element":
        return this.#element(particle, isWithinOptional, used);
      case "any":
        return this.#wildcard(particle, isWithinOptional, used);
      default:
        return this.#group(particle, isWithinOptional, used);
    }
  }

  /**
   * @param isWithinOptional whether the group as a whole may be absent.
   * @param used the properties that may stand beside it; those of other alternatives it may share.
   */
  #group(group: GroupParticle, isWithinOptional: boolean, used: UsedNames): Part | undefined {
    const [only, ...others] = group.particles;
    if (only === undefined) {
      return undefined;
    }
    if (others.length === 0) {
      return this.#particle({ ...only, ...multiplied(group, only) }, isWithinOptional, used);
    }
    if (group.max !== 1) {
      return this.#repeatedGroup(group, isWithinOptional, used);
    }
    if (group.kind === "choice") {
      return this.#choice(group, used);
    }
    const isOptional = group.min === 0;
    const parts = group.particles
      .map((particle) => this.#particle(particle, isWithinOptional || isOptional, used))
      .filter((part) => part !== undefined);
    return { kind: group.kind, parts: parts.flatMap((part) => unfolded(part, group.kind)), isOptional };
  }

  #choice(group: GroupParticle, used: UsedNames): Part {
    const alternatives = group.particles.map((particle) => ({ particle, usedHere: new UsedNames(used) }));
    const parts = alternatives
      .map(({ particle, usedHere }) => this.#particle(particle, true, usedHere))
      .filter((part) => part !== undefined);
    for (const { usedHere } of alternatives) {
      used.addAll(usedHere);
    }
    // With an alternative that may be empty, the choice itself may.
    const isOptional = group.min === 0 || parts.some(isEmptiable);
    return { kind: "choice", parts: parts.map(required).flatMap((part) => unfolded(part, "choice")), isOptional };
  }

  #repeatedGroup(group: GroupParticle, isWithinOptional: boolean, used: UsedNames): Part {
    const declaration = this.#context.declareWithin(this.#declaration, "Item");
    this.#groups.push({ declaration, shape: shapeOfGroup(group, declaration, this.#context) });
    const type = namedType(typeOf(declaration));
    const draft: Draft = {
      ...occurring(type, call(runtime("group"), reference(schemaOf(declaration))), group, isWithinOptional),
      documentation: documented(group.documentation, "What repeats together, in the order in which it stands."),
    };
    return this.#add(this.#madeUp("items", "groups"), draft, group.min === 0, used);
  }

  #element(particle: ElementParticle, isWithinOptional: boolean, used: UsedNames): Part {
    const { name, min } = particle;
    const head = particle.reference ? this.#context.index.elements.get(expandedName(name)) : undefined;
    const substitution = head && this.#context.substitutionOf(head);
    const draft =
      substitution === undefined
        ? elementDraft(particle, isWithinOptional, this.#context)
        : substitutionDraft(particle, substitution, isWithinOptional);
    return this.#add([propertyName(name.name)], draft, min === 0, used);
  }

  #wildcard(wildcard: WildcardParticle, isWithinOptional: boolean, used: UsedNames): Part {
    const member = call(runtime("anyElement"), ...this.#wildcardArguments(wildcard));
    const draft: Draft = {
      ...occurring(ANY_TYPE.type, member, wildcard, isWithinOptional),
      documentation: documented(wildcard.documentation, `An element${titleOfWildcard(wildcard)}.`),
    };
    return this.#add(this.#madeUp("any", "anyElement"), draft, wildcard.min === 0, used);
  }

  #addText(reference_: TypeReference): void {
    const { type, schema } = useType(reference_, this.#context);
    this.#addMadeUp(["value", "text"], {
      type,
      isOptional: false,
      documentation: documented(undefined, `The text${titleOf(reference_)}.`),
      member: call(runtime("text"), reference(schema)),
    });
  }

  #addAttribute(attribute: AttributeUse): void {
    const { name, type: reference_, required: isRequired } = attribute;
    const { type, schema } = valueUse(attribute, this.#context);
    const wire = [this.#context.namespace(name.namespace), quoted(name.name)];
    const member = call(runtime("attribute"), ...wire, reference(schema), ...defaultOption(attribute));
    const property = propertyName(name.name);
    this.#add([property, `${property}Attribute`], {
      type,
      isOptional: !isRequired,
      documentation: documented(
        attribute.documentation,
        ...facets(reference_, this.#context),
        `Attribute ${code(name.name)}${titleOf(reference_)}${titleOfValue(attribute)}.`,
      ),
      member: isRequired ? member : call(runtime("optional"), member),
    });
  }

  #addMadeUp(candidates: readonly [string, ...string[]], draft: Draft): void {
    this.#add(this.#madeUp(...candidates), draft);
  }

  /** The candidates that the contract does not use. */
  #madeUp(first: string, ...others: readonly string[]): readonly [string, ...string[]] {
    const [free = first, ...more] = [first, ...others].filter((name) => !this.#given.has(name));
    return [free, ...more];
  }

  /** Adds a property, or finds the equal one of another alternative. */
  #add(
    [first, ...others]: readonly [string, ...string[]],
    draft: Draft,
    isOptional = false,
    used = new UsedNames(),
  ): Part {
    const signature = JSON.stringify([draft.type, draft.member]);
    const equal = this.#namesBySignature.get(signature) ?? [];
    const shared = equal.find((known) => !used.has(known));
    const name = shared ?? this.#names.claim(first, ...others);
    if (shared === undefined) {
      this.#properties.push({ name, ...draft });
      this.#namesBySignature.set(signature, [...equal, name]);
    }
    used.add(name);
    return { kind: "key", key: name, isOptional };
  }

  readonly #namesBySignature = new Map<string, readonly string[]>();

  #wildcardArguments({ namespaces, targetNamespace }: Wildcard): Expression[] {
    if (namespaces === "##any") {
      return [];
    }
    return namespaces === "##other"
      ? [object([["not", this.#context.namespace(targetNamespace)]])]
      : [array(namespaces.map((namespace) => this.#context.namespace(namespace)))];
  }
}

const MIXED: Omit<Draft, "member"> = {
  type: arrayOf(runtimeType("XmlNode")),
  isOptional: false,
  documentation: "Text and elements, in the order in which they stand.",
};

const ANY_ATTRIBUTES: Omit<Draft, "member"> = {
  type: arrayOf(runtimeType("XmlAttribute")),
  isOptional: false,
  documentation: "Attributes that the contract does not name.",
};

function elementDraft(particle: ElementParticle, isWithinOptional: boolean, context: EmitContext): Draft {
  const { name, type: reference_, nillable, documentation } = particle;
  const { type, schema } = valueUse(particle, context);
  const wire = [context.namespace(name.namespace), quoted(name.name)];
  const member = call(runtime("element"), ...wire, reference(schema), ...defaultOption(particle));
  return {
    ...(nillable
      ? occurring(unionOf(type, plainType("null")), call(runtime("nillable"), member), particle, isWithinOptional)
      : occurring(type, member, particle, isWithinOptional)),
    documentation: documented(
      documentation,
      ...facets(reference_, context),
      `${code(name.name)}${titleOf(reference_)}${titleOfValue(particle)}.`,
    ),
  };
}

function substitutionDraft(particle: ElementParticle, substitution: Declaration, isWithinOptional: boolean): Draft {
  const member = call(runtime("group"), reference(schemaOf(substitution)));
  return {
    ...occurring(namedType(typeOf(substitution)), member, particle, isWithinOptional),
    documentation: documented(particle.documentation, `${code(particle.name.name)}, or an element that stands for it.`),
  };
}

/** A type with what is fixed. */
function valueUse({ type, fixed }: Pick<ElementParticle, "type" | "fixed">, context: EmitContext): TypeUse {
  return (fixed === undefined ? undefined : fixedType(type, fixed, context)) ?? useType(type, context);
}

/** A member of a type, as often as a particle says. */
function occurring(
  type: TypeExpression,
  member: Expression,
  { min, max }: Occurrence,
  isWithinOptional: boolean,
): Omit<Draft, "documentation"> {
  if (max === 1) {
    const isOptional = isWithinOptional || min === 0;
    return { type, isOptional, member: isOptional ? call(runtime("optional"), member) : member };
  }
  // An array that may be absent as a whole is not empty where it is there.
  const least = isWithinOptional ? Math.max(min, 1) : min;
  const limits = [
    ...(least > 0 ? [["min", String(least)] as const] : []),
    ...(max === "unbounded" ? [] : [["max", String(max)] as const]),
  ];
  const all = call(runtime("repeated"), member, ...(limits.length === 0 ? [] : [object(limits)]));
  return {
    type: arrayOf(type),
    isOptional: isWithinOptional,
    member: isWithinOptional ? call(runtime("optional"), all) : all,
  };
}

function defaultOption(value: Pick<ElementParticle, "default" | "fixed">): Expression[] {
  const lexical = value.default ?? value.fixed;
  return lexical === undefined ? [] : [object([["default", quoted(lexical)]])];
}

/** How often the only particle of a group occurs. */
function multiplied(group: Occurrence, particle: Occurrence): Occurrence {
  const isUnbounded = group.max === "unbounded" || particle.max === "unbounded";
  return { min: group.min * particle.min, max: isUnbounded ? "unbounded" : Number(group.max) * Number(particle.max) };
}

function unfolded(part: Part, kind: Group["kind"]): readonly Part[] {
  return part.kind === kind && !part.isOptional ? part.parts : [part];
}

function required(part: Part): Part {
  return { ...part, isOptional: false };
}

function isEmptiable(part: Part): boolean {
  if (part.isOptional || part.kind === "key") {
    return part.isOptional;
  }
  return part.kind === "choice" ? part.parts.some(isEmptiable) : part.parts.every(isEmptiable);
}

/** Whether the schemas of the members say all that there is to say. */
function isPlain({ kind, parts, isOptional }: Group): boolean {
  return kind === "sequence" && !isOptional && parts.every((part) => part.kind === "key");
}

function elementNames(group: GroupParticle): string[] {
  return group.particles.flatMap((particle) => {
    switch (particle.kind) {
      case "element":
        return [propertyName(particle.name.name)];
      case "any":
        return [];
      default:
        return elementNames(particle);
    }
  });
}

function documented(documentation: string | undefined, ...facts: readonly string[]): string {
  const paragraphs = documentation === undefined ? facts : [escapeDocumentation(documentation), ...facts];
  return paragraphs.join("\n\n");
}

function facets({ anonymous }: TypeReference, context: EmitContext): string[] {
  return anonymous?.kind === "simple" && context.declarationOf(anonymous) === undefined
    ? documentFacets(anonymous, context)
    : [];
}

/** `, xs:int`: the type, where TypeScript's own does not name it. */
function titleOf(reference_: TypeReference): string {
  const { name, anonymous } = reference_;
  return name?.namespace === XSD || anonymous?.kind === "simple" ? `, ${typeTitle(reference_)}` : "";
}

function titleOfValue({ default: absent, fixed }: Pick<ElementParticle, "default" | "fixed">): string {
  if (fixed !== undefined) {
    return `, always ${code(fixed)}`;
  }
  return absent === undefined ? "" : `, by default ${code(absent)}`;
}

function titleOfWildcard({ namespaces, targetNamespace }: Wildcard): string {
  switch (namespaces) {
    case "##any":
      return " of any name";
    case "##other":
      return ` of a namespace other than ${code(targetNamespace)}`;
    default:
      return ` of ${namespaces.map((one) => (one === "" ? "no namespace" : code(one))).join(" or ")}`;
  }
}
