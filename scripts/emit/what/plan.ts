import { SOAP_ENCODING, SOAP12_ENCODING } from "../../../src/soap/xml/namespaces.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { indexModel, type ModelIndex } from "../../contract/model-index.js";
import {
  camelCase,
  kebabCase,
  NameScope,
  namespaceName,
  pascalCase,
  typeName,
  valueName,
} from "../../contract/names.js";
import type {
  ComplexType,
  GlobalElement,
  Message,
  NamedType,
  Operation,
  Part,
  QName,
  ServiceModel,
  SimpleType,
} from "../../contract/service-model.js";
import type { Declaration, Definition } from "../print/declaration.js";
import { code } from "../print/documentation.js";
import type { Expression } from "../print/expression.js";
import { concreteTypesDerivedFrom, defineComplexType, defineSubstitution, defineVariants } from "./complex-type.js";
import type { EmitContext } from "./context.js";
import { type NamedComplexType, substitutesFor } from "./derived-types.js";
import type { DistinctOperation } from "./distinct-operations.js";
import { defineSimpleType, isLongEnumeration } from "./simple-type.js";
import { anonymousTypesWithin, componentsOf } from "./typed-components.js";

/** An operation with the names of its stub. */
export interface PlannedStub extends DistinctOperation {
  readonly functionName: string;
  readonly constantName: string;
  /** Its title as the beginning of a type's name. */
  readonly typeName: string;
  readonly file: string;
}

type AnyType = ComplexType | SimpleType;

/** Exports of the run time and of zod that generated files import. */
const IMPORTED =
  `CallOptions Operation SoapClient WithHeaders XmlAttribute XmlElement XmlNode all anyAttribute anyElement
  attribute choice complexType element enumeration extension group list mixed nillable optional polymorphic repeated restriction sequence
  soapArray text union withHeaders xs z tns`.split(/\s+/);

/** Names that Windows keeps for devices, whatever the ending. */
const DEVICES = ["con", "prn", "aux", "nul", ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [`com${n}`, `lpt${n}`])];

interface PlannedType {
  readonly type: AnyType;
  readonly declaration: Declaration;
  /** What it is in the contract, as a sentence. */
  readonly about: string;
}

/**
 * Says which declarations there are, under which names and in which files; and of those that are used, what they say.
 *
 * Names do not depend on what is used. Named types get theirs first, then the messages of operations, then the anonymous
 * types within them: after their element, or after what is around it as well where that name is not the only one.
 */
export class ServicePlan implements EmitContext {
  readonly index: ModelIndex;
  readonly isEncoded: boolean;
  readonly shapes: EmitContext["shapes"] = new Map();
  readonly stubs: readonly PlannedStub[];

  readonly #model: ServiceModel;
  readonly #names = new NameScope(IMPORTED);
  readonly #files = new NameScope(["index", ...DEVICES], (name) => name.toLowerCase());
  readonly #namespaceFiles = new Map<string, string>();
  readonly #namespaceNames = new Map<string, string>();
  readonly #planned = new Map<AnyType, PlannedType>();
  readonly #variants = new Map<ComplexType, Declaration | undefined>();
  readonly #substitutions = new Map<GlobalElement, Declaration | undefined>();
  readonly #used = new Set<PlannedType>();
  /** Qualified names of all types that others are derived from, anonymous ones included. */
  readonly #bases: ReadonlySet<string>;
  readonly #definitions: Definition[] = [];

  constructor(model: ServiceModel, operations: readonly DistinctOperation[]) {
    this.#model = model;
    this.index = indexModel(model);
    this.isEncoded = operations.some(({ operation }) => [operation.input, operation.output].some(isEncoded));
    this.stubs = operations.map((operation) => this.#planStub(operation));
    this.#planNamedTypes();
    this.#planElements();
    this.#planAnonymousTypes();
    this.#bases = new Set([...this.#planned.keys()].flatMap(basesOf));
  }

  declarationOf(type: AnyType): Declaration | undefined {
    const planned = this.#planned.get(type);
    if (planned !== undefined) {
      this.#used.add(planned);
    }
    return planned?.declaration;
  }

  variantsOf(type: ComplexType): Declaration | undefined {
    if (!isNamed(type) || !this.index.derivedTypes.has(expandedName(type.name))) {
      return undefined;
    }
    const plan = () =>
      concreteTypesDerivedFrom(type, this).length === 0 ? undefined : this.#declareBeside(type, "Any");
    return madeOnce(this.#variants, type, plan, (declaration) => defineVariants(type, declaration, this));
  }

  isExtended({ name }: ComplexType): boolean {
    return name !== undefined && this.#bases.has(expandedName(name));
  }

  substitutionOf(head: GlobalElement): Declaration | undefined {
    if (!this.index.substitutes.has(expandedName(head.name))) {
      return undefined;
    }
    const plan = () =>
      substitutesFor(head, this.index).some(({ abstract }) => !abstract)
        ? this.#declare(this.#fileOf(head.name.namespace), `${typeName(head.name.name)}Choice`)
        : undefined;
    return madeOnce(this.#substitutions, head, plan, (declaration) => defineSubstitution(head, declaration, this));
  }

  declareWithin({ name, file }: Declaration, suffix: string): Declaration {
    return this.#declare(file, `${name}${suffix}`);
  }

  /** A new declaration for what an operation has without a type in the contract. */
  declareMessage({ typeName: name, file }: PlannedStub, role: string): Declaration {
    return this.#declare(file, name.endsWith(role) ? name : `${name}${role}`);
  }

  namespace(namespace: string): Expression {
    if (namespace === "") {
      return '""';
    }
    const known = this.#namespaceNames.get(namespace);
    const isTarget = namespace === this.#model.targetNamespace;
    const name = known ?? (isTarget ? "tns" : this.#names.claim(`${camelCase(namespaceName(namespace))}Namespace`));
    this.#namespaceNames.set(namespace, name);
    return { name, source: { namespace } };
  }

  define(definition: Definition): void {
    this.#definitions.push(definition);
  }

  /** Declares what has been used, and what that uses in turn; or all types that the contract has. */
  defineTypes(which: "used" | "all"): readonly Definition[] {
    if (which === "all") {
      for (const type of [...this.#model.types, ...this.#model.elements.map((element) => element.type.anonymous)]) {
        if (type !== undefined) {
          this.declarationOf(type);
        }
      }
    }
    // The set grows while it is read.
    for (const { type, declaration, about } of this.#used) {
      if (type.kind === "complex") {
        defineComplexType(type, declaration, about, this);
      } else {
        defineSimpleType(type, declaration, about, this);
      }
    }
    return this.#definitions;
  }

  #planStub(operation: DistinctOperation): PlannedStub {
    const { title } = operation;
    return {
      ...operation,
      functionName: this.#names.claim(valueName(title)),
      constantName: this.#names.claim(`${camelCase(title)}Operation`),
      typeName: pascalCase(title),
      file: `${this.#files.claim(kebabCase(title))}.ts`,
    };
  }

  #planNamedTypes(): void {
    const types = this.#model.types.filter(({ name }) => !ENCODINGS.has(name.namespace));
    const namespaces = new Map<string, Set<string>>();
    for (const { name } of types) {
      const key = typeName(name.name);
      namespaces.set(key, (namespaces.get(key) ?? new Set()).add(name.namespace));
    }
    // A type whose name needs no change keeps it, wherever it stands.
    const isUnchanged = ({ name }: NamedType) => typeName(name.name) === name.name;
    for (const type of [...types.filter(isUnchanged), ...types.filter((type) => !isUnchanged(type))]) {
      const { namespace, name } = type.name;
      const isShared = (namespaces.get(typeName(name))?.size ?? 0) > 1 && namespace !== this.#model.targetNamespace;
      const title = typeName(isShared ? `${namespaceName(namespace)}_${name}` : name);
      this.#plan(type, () => this.#declare(this.#fileOf(namespace), title), `Type ${code(name)}${of(namespace)}.`);
    }
  }

  /** An element that is one message and nothing else belongs to the operation, any other one to its namespace. */
  #planElements(): void {
    const uses = countUses(this.#model, this.stubs);
    for (const stub of this.stubs) {
      const { name, style, input, output } = stub.operation;
      for (const [role, message] of [
        ["Request", input],
        ["Response", output],
      ] as const) {
        const element = style === "document" ? this.#onlyElement(message) : undefined;
        const type = element?.type.anonymous;
        if (element !== undefined && type !== undefined && uses.get(expandedName(element.name)) === 1) {
          const about = `${role} of ${code(name)}: element ${code(element.name.name)}${of(element.name.namespace)}.`;
          this.#plan(type, () => this.declareMessage(stub, role), about);
        }
      }
    }
    for (const { name, type } of this.#model.elements) {
      if (type.anonymous !== undefined) {
        const title = typeName(name.name);
        const declare = () => this.#declare(this.#fileOf(name.namespace), title, `${title}Element`);
        this.#plan(type.anonymous, declare, `Element ${code(name.name)}${of(name.namespace)}.`);
      }
    }
  }

  #onlyElement(message: Message | undefined): GlobalElement | undefined {
    const [part, ...others] = message?.body ?? [];
    const name = others.length === 0 ? part?.element : undefined;
    return name && this.index.elements.get(expandedName(name));
  }

  #planAnonymousTypes(): void {
    const seen = new Set<AnyType>();
    const isDeclared = (type: AnyType) => type.kind === "complex" || isLongEnumeration(type, this);
    const roots = [...this.#planned.keys(), ...this.#model.elements.map(({ type }) => type.anonymous)];
    const found = roots.flatMap((type) => (type === undefined ? [] : anonymousTypesWithin(type, isDeclared, seen)));
    const counts = new Map<string, number>();
    for (const { name } of found) {
      counts.set(typeName(name), (counts.get(typeName(name)) ?? 0) + 1);
    }
    for (const { type, name, owner } of found) {
      const around = this.#planned.get(owner)?.declaration;
      if (around !== undefined) {
        const long = `${around.name}${pascalCase(name)}`;
        const candidates = counts.get(typeName(name)) === 1 ? [typeName(name), long] : [long];
        const declare = () => this.#declare(around.file, ...candidates);
        this.#plan(type, declare, `Type of ${code(name)} in ${code(around.name)}.`);
      }
    }
  }

  #plan(type: AnyType, declare: () => Declaration, about: string): void {
    const isInline = type.kind === "simple" && type.name === undefined && !isLongEnumeration(type, this);
    if (!this.#planned.has(type) && !isInline) {
      this.#planned.set(type, { type, declaration: declare(), about });
    }
  }

  /** A declaration in the file of another one, with a prefix before its name. */
  #declareBeside(type: ComplexType, prefix: string): Declaration | undefined {
    const declaration = this.#planned.get(type)?.declaration;
    return declaration && this.#declare(declaration.file, `${prefix}${declaration.name}`);
  }

  #declare(file: string, ...candidates: readonly string[]): Declaration {
    const [first = "", ...others] = candidates;
    return { name: this.#names.claimWith("Schema", first, ...others), file };
  }

  #fileOf(namespace: string): string {
    const known = this.#namespaceFiles.get(namespace);
    if (known !== undefined) {
      return known;
    }
    const name = kebabCase(namespaceName(namespace));
    const file = `${this.#files.claim(name, `${name}-types`)}.ts`;
    this.#namespaceFiles.set(namespace, file);
    return file;
  }
}

const ENCODINGS: ReadonlySet<string> = new Set([SOAP_ENCODING, SOAP12_ENCODING]);

function isNamed(type: ComplexType): type is NamedComplexType {
  return type.name !== undefined;
}

function basesOf(type: AnyType): string[] {
  return type.kind === "complex" && type.derivation !== undefined ? [expandedName(type.derivation.base)] : [];
}

function isEncoded(message: Message | undefined): boolean {
  return message?.use === "encoded";
}

/** ` of `http://tempuri.org/``. */
function of(namespace: string): string {
  return namespace === "" ? "" : ` of ${code(namespace)}`;
}

/** How often each global element is used, be it as a part of a message or by reference. */
function countUses({ types, elements }: ServiceModel, stubs: readonly PlannedStub[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: QName | undefined) => {
    if (name !== undefined) {
      counts.set(expandedName(name), (counts.get(expandedName(name)) ?? 0) + 1);
    }
  };
  for (const { operation } of stubs) {
    for (const part of partsOf(operation)) {
      count(part.element);
    }
  }
  const seen = new Set<AnyType>();
  const countWithin = (type: AnyType | undefined): void => {
    if (type !== undefined && !seen.has(type)) {
      seen.add(type);
      for (const component of componentsOf(type)) {
        count(component.isReference ? component.name : undefined);
        countWithin(component.type.anonymous);
      }
    }
  };
  types.forEach(countWithin);
  for (const { type, substitutionGroup, name } of elements) {
    countWithin(type.anonymous);
    if (substitutionGroup !== undefined) {
      count(name);
      count(substitutionGroup);
    }
  }
  return counts;
}

function partsOf({ input, output, faults }: Operation): Part[] {
  const messages = output === undefined ? [input] : [input, output];
  return [
    ...messages.flatMap(({ body, headers }) => [...body, ...headers.map(({ part }) => part)]),
    ...faults.map(({ part }) => part),
  ];
}

/** Makes a value on the first call and finishes it when it is known, so that it may use itself. */
function madeOnce<Key, Value>(
  made: Map<Key, Value | undefined>,
  key: Key,
  make: () => Value | undefined,
  finish: (value: Value) => void,
): Value | undefined {
  if (!made.has(key)) {
    const value = make();
    made.set(key, value);
    if (value !== undefined) {
      finish(value);
    }
  }
  return made.get(key);
}
