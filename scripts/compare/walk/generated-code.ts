import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { append } from "../../contract/append.js";
import { distinctOperations } from "../../contract/distinct-operations.js";
import type {
  ComplexType,
  GlobalElement,
  GroupParticle,
  Operation,
  Particle,
  ServiceModel,
  SimpleType,
} from "../../contract/service-model.js";
import { type Definition, namesInDefinition, namesInStub, type StubDefinition } from "../../emit/print/definition.js";
import type { Declaration } from "../../emit/print/symbol.js";
import type { Member } from "../../emit/what/context.js";
import { CodeSizeError, type MessageRole, type PlannedStub, ServicePlan } from "../../emit/what/service-plan.js";
import { defineStub } from "../../emit/what/stub.js";
import { treeOf, treeTitle } from "../verdict/content-tree.js";

/** A property in code, on the way to an element or attribute: with its object, if it holds a group that repeats. */
export interface PropertyStep {
  readonly of: Member["of"];
  readonly property: string;
  readonly object?: { readonly name: string; readonly isUnion: boolean };
}

/** The properties that lead to an element or attribute, the outermost one first. */
export type Way = readonly PropertyStep[];

/** By element or attribute, the ways to it. It may be there several times. */
export type Properties = ReadonlyMap<string, readonly Way[]>;

/** A type, or the union of it and those derived from it. */
export interface DeclaredType {
  readonly type: ComplexType | SimpleType;
  readonly isUnion: boolean;
}

const NONE: Properties = new Map();

/** The members of a definition that do not become code. */
const NOT_CODE: ReadonlySet<string> = new Set(["documentation", "names", "source"]);

/** What the components of a contract are in code, as the generator itself defines them for the whole contract. */
export class GeneratedCode {
  readonly #plan: ServicePlan;
  readonly #stubs: ReadonlyMap<Operation, PlannedStub>;
  readonly #wrappers = new WeakMap<ComplexType, { readonly declaration: Declaration; readonly isEncoded: boolean }>();
  readonly #properties = new Map<Declaration, Properties>();
  readonly #definitions = new Map<Declaration | PlannedStub, Definition | StubDefinition>();
  readonly #exported = new Map<string, Declaration>();
  readonly #types = new Map<string, DeclaredType>();

  constructor(model: ServiceModel) {
    this.#plan = new ServicePlan(model, distinctOperations(model.services));
    const { stubs } = this.#plan;
    this.#stubs = new Map(stubs.flatMap((stub) => stub.operations.map((operation) => [operation, stub])));
    try {
      for (const stub of stubs) {
        this.#definitions.set(stub, defineStub(stub, this.#plan, false));
      }
      for (const definition of this.#plan.defineTypes("all")) {
        const { declaration } = definition;
        this.#definitions.set(declaration, definition);
        this.#exported.set(declaration.name, declaration);
      }
    } catch (error) {
      // Nothing can be generated for such a contract. What is defined so far has its names.
      if (!(error instanceof CodeSizeError)) {
        throw error;
      }
    }
    for (const { declaration, type } of this.#plan.plannedTypes) {
      const union = type.kind === "complex" ? this.unionOf(type) : undefined;
      this.#types.set(declaration.name, { type, isUnion: false });
      if (union !== undefined) {
        this.#types.set(union.name, { type, isUnion: true });
      }
    }
  }

  /** The declaration of a type; undefined for a type that is written in place. */
  declarationOf(type: ComplexType | SimpleType): Declaration | undefined {
    const wrapper = type.kind === "complex" ? this.#wrappers.get(type) : undefined;
    return wrapper?.declaration ?? this.#plan.declarationOf(type);
  }

  /** The declaration of the union of a type and its derived types, or of an element and its substitutes. */
  unionOf(key: ComplexType | GlobalElement): Declaration | undefined {
    return this.#plan.unionOf(key);
  }

  /** The stub of an operation. */
  stubOf(operation: Operation | undefined): PlannedStub | undefined {
    return operation && this.#stubs.get(operation);
  }

  /** The declarations that a stub or a declaration refers to. */
  referredBy(one: Declaration | PlannedStub): Declaration[] {
    const definition = this.#definitions.get(one);
    if (definition === undefined) {
      return [];
    }
    const names = "declaration" in definition ? namesInDefinition(definition) : namesInStub(definition);
    return names.map(({ source }) => source).filter((source) => typeof source !== "string" && "file" in source);
  }

  /** `{namespace}name` of the type that has the name in code; or else that name. */
  titleOf(name: string): string {
    const { type, isUnion = true } = this.#types.get(name) ?? {};
    return isUnion || type?.name === undefined ? name : expandedName(type.name);
  }

  /** What has the name in code; undefined for a declaration that no type of the contract has. */
  typeNamed(name: string): DeclaredType | undefined {
    return this.#types.get(name);
  }

  /** Whether the code exports a type of the name. */
  exports(name: string): boolean {
    return this.#exported.has(name);
  }

  hasFunction(name: string): boolean {
    return this.#plan.stubs.some(({ functionName }) => functionName === name);
  }

  /** The declaration of a message that has no type in the contract. */
  messageOf(operation: Operation, role: MessageRole): Declaration | undefined {
    const stub = this.stubOf(operation);
    return stub && this.#plan.messageOf(stub, role);
  }

  /** Makes a type, which the contract does not have, stand for the parts of a message. */
  standFor(type: ComplexType, operation: Operation, role: "Request" | "Response", isEncoded: boolean): void {
    const declaration = this.messageOf(operation, role);
    if (declaration !== undefined) {
      this.#wrappers.set(type, { declaration, isEncoded });
    }
  }

  /** The properties of a type, without those that it inherits. */
  propertiesOf(type: ComplexType): Properties {
    return this.propertiesIn(this.declarationOf(type));
  }

  /** The type that has the name, as code without documentation; undefined if there is none. */
  codeNamed(name: string): string | undefined {
    const declaration = this.#exported.get(name);
    const definition = declaration && this.#definitions.get(declaration);
    return definition && "type" in definition
      ? JSON.stringify(definition.type, (key, value) => (NOT_CODE.has(key) ? undefined : value))
      : undefined;
  }

  propertiesIn(declaration: Declaration | undefined): Properties {
    const known = declaration && this.#properties.get(declaration);
    if (known !== undefined || declaration === undefined) {
      return known ?? NONE;
    }
    const properties = new Map<string, Way[]>();
    this.#addWays(declaration, [], properties);
    this.#properties.set(declaration, properties);
    return properties;
  }

  #addWays(declaration: Declaration, to: Way, properties: Map<string, Way[]>): void {
    for (const { of, property, object } of this.#plan.objectOf(declaration)?.members ?? []) {
      if (object === undefined) {
        append(properties, keyOf(of), [...to, { of, property }]);
      } else {
        const step = { of, property, object: { name: object.name, isUnion: this.#isUnion(object) } };
        this.#addWays(object, [...to, step], properties);
      }
    }
  }

  /** What the declaration of a type is, apart from its properties. */
  formOf(type: ComplexType): { readonly isUnion: boolean; readonly isNullable: boolean } {
    const declaration = this.declarationOf(type);
    const object = declaration && this.#plan.objectOf(declaration);
    const isEncoded = this.#wrappers.get(type)?.isEncoded ?? this.#plan.isEncodedType(type);
    return {
      isUnion: declaration !== undefined && this.#isUnion(declaration),
      isNullable: isEncoded && object?.members.some(({ of }) => of.kind === "element") === true,
    };
  }

  #isUnion(declaration: Declaration): boolean {
    const type = this.#plan.objectOf(declaration)?.type;
    return type?.kind === "object" && type.alternatives !== undefined;
  }
}

/** Identifies an element or attribute. All wildcards for elements have the same key, as have the names of groups. */
function keyOf(of: Member["of"]): string {
  return of.kind === "element"
    ? expandedName(of.name)
    : of.kind === "attribute"
      ? `@${expandedName(of.name)}`
      : of.kind;
}

/** The last step of a path to the component. */
export function titleOfStep({ of }: PropertyStep): string {
  switch (of.kind) {
    case "element":
      return of.name.name;
    case "attribute":
      return `@${of.name.name}`;
    case "any":
      return "*";
    case "anyAttribute":
      return "@*";
    case "mixed":
      return "node()";
    case "text":
      return "text()";
    default:
      return titleOfGroup(of);
  }
}

function titleOfGroup(group: GroupParticle): string {
  const tree = treeOf([{ ...group, particles: withinDepth(group.particles, SHOWN_DEPTH), min: 1, max: 1 }]);
  return tree === undefined ? "()" : treeTitle(tree, true);
}

/** The titles of many groups within groups would be long together. */
const SHOWN_DEPTH = 6;

function withinDepth(particles: readonly Particle[], depth: number): Particle[] {
  return particles.flatMap((particle) => {
    if (particle.kind === "element" || particle.kind === "any") {
      return particle;
    }
    return depth === 0 ? [] : { ...particle, particles: withinDepth(particle.particles, depth - 1) };
  });
}
