import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { DistinctOperation } from "../../contract/distinct-operations.js";
import { indexModel, type ModelIndex } from "../../contract/model-index.js";
import {
  camelCase,
  distinctNamespaceNames,
  fileNames,
  kebabCase,
  NameScope,
  namespaceNames,
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
  ServiceModel,
  SimpleType,
} from "../../contract/service-model.js";
import { typeTitles } from "../../contract/type-titles.js";
import { anonymousTypesWithin, countReferences } from "../../contract/typed-components.js";
import type { Definition } from "../print/definition.js";
import { code } from "../print/documentation.js";
import type { Expression } from "../print/expression.js";
import type { Declaration } from "../print/symbol.js";
import { concreteTypesDerivedFrom, defineComplexType, defineSubstitution, defineVariants } from "./complex-type.js";
import type { EmitContext, Member, TypeOrigin } from "./context.js";
import { type NamedComplexType, substitutesFor } from "./derived-types.js";
import { encodedTypes } from "./encoded-types.js";
import { defineSimpleType, isLongEnumeration } from "./simple-type.js";

/** An operation with the names of its stub. */
export interface PlannedStub extends DistinctOperation {
  readonly functionName: string;
  readonly constantName: string;
  /** Its title, as the start of the names of its types. */
  readonly typeName: string;
  readonly file: string;
}

type AnyType = ComplexType | SimpleType;

/** What a message is in an operation, as the end of the name of its type. */
export type MessageRole = "Request" | "Response" | "RequestHeaders" | "ResponseHeaders" | "Faults";

/** Names that generated files import. No declaration may have one of them. */
const IMPORTED =
  `CallOptions Lenient Operation SoapClient WithHeaders XmlAttribute XmlElement XmlNode accessor all anyAttribute anyElement
  attribute choice complexType element enumeration extension group lenient list mixed nillable optional polymorphic repeated restriction sequence
  soapArray text union withHeaders xs z tns`.split(/\s+/);

/** The name, with the suffix if generated files import that name. */
function unlessImported(name: string, suffix: string): string {
  return IMPORTED.includes(name) ? `${name}${suffix}` : name;
}

/** As much as the documents of a contract may hold. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** An object as it is defined: its type, and the components of the contract that its properties hold. */
export interface DefinedObject {
  readonly type: Definition["type"];
  readonly members: readonly Member[];
}

/** What a contract is too large for: its code would fill the memory. */
export class CodeSizeError extends Error {}

interface PlannedType {
  readonly type: AnyType;
  readonly declaration: Declaration;
  readonly origin: TypeOrigin;
}

/**
 * Plans the declarations of a service, with their names and files, and defines those that are referred to.
 *
 * Names do not depend on the selected types. Stubs are named first, then named types, then the elements of messages, then
 * the other global elements, then anonymous types. An anonymous type is named after its element; if several elements share
 * that name, after its owner and the element.
 */
export class ServicePlan implements EmitContext {
  readonly index: ModelIndex;
  readonly isEncoded: boolean;
  readonly stubs: readonly PlannedStub[];

  readonly #model: ServiceModel;
  readonly #names = new NameScope(IMPORTED);
  readonly #files = fileNames();
  readonly #namespaceFiles = new Map<string, string>();
  readonly #namespaceConstants = new Map<string, string>();
  /** Short names of the namespaces that declare types and elements. */
  readonly #namespaceTitles: ReadonlyMap<string, string>;
  readonly #planned = new Map<AnyType, PlannedType>();
  /** The unions of types that have derived types, and of elements that have substitutes. */
  readonly #unions = new Map<ComplexType | GlobalElement, Declaration | undefined>();
  readonly #referred = new Set<PlannedType>();
  readonly #encodedTypes: ReadonlySet<ComplexType>;
  /** Expanded names of all types that other types, named or anonymous, are derived from. */
  readonly #bases: ReadonlySet<string>;
  readonly #definitions: Definition[] = [];
  readonly #objects = new Map<Declaration, DefinedObject>();
  readonly #messages = new Map<Operation, Map<string, Declaration>>();
  #spent = 0;

  constructor(model: ServiceModel, operations: readonly DistinctOperation[]) {
    this.#model = model;
    this.index = indexModel(model);
    this.isEncoded = operations.some(({ operation }) => [operation.input, operation.output].some(isEncoded));
    this.#namespaceTitles = distinctNamespaceNames(
      [...model.types, ...model.elements].map(({ name }) => name.namespace),
    );
    this.stubs = operations.map((operation) => this.#planStub(operation));
    this.#planNamedTypes();
    this.#planElements();
    this.#planAnonymousTypes();
    this.#encodedTypes = encodedTypes(operations, this.index);
    this.#bases = new Set([...this.#planned.keys()].flatMap(basesOf));
  }

  declarationOf(type: AnyType): Declaration | undefined {
    const planned = this.#planned.get(type);
    if (planned !== undefined) {
      this.#referred.add(planned);
    }
    return planned?.declaration;
  }

  variantsOf(type: ComplexType): Declaration | undefined {
    if (!isNamed(type) || !this.index.derivedTypes.has(expandedName(type.name))) {
      return undefined;
    }
    const own = this.#planned.get(type)?.declaration;
    const declare = () =>
      own === undefined || concreteTypesDerivedFrom(type, this).length === 0
        ? undefined
        : this.#declare(own.file, `Any${own.name}`);
    return this.#declareUnion(type, declare, (declaration) => defineVariants(type, declaration, this));
  }

  isEncodedType(type: ComplexType): boolean {
    return this.#encodedTypes.has(type);
  }

  hasDerivedTypes({ name }: ComplexType): boolean {
    return name !== undefined && this.#bases.has(expandedName(name));
  }

  substitutionOf(head: GlobalElement): Declaration | undefined {
    if (!this.index.substitutes.has(expandedName(head.name))) {
      return undefined;
    }
    const declare = () =>
      substitutesFor(head, this.index).some(({ abstract }) => !abstract)
        ? this.#declare(this.#fileOf(head.name.namespace), `${typeName(head.name.name)}Choice`)
        : undefined;
    return this.#declareUnion(head, declare, (declaration) => defineSubstitution(head, declaration, this));
  }

  declareWithin({ name, file }: Declaration, suffix: string): Declaration {
    return this.#declare(file, `${name}${suffix}`);
  }

  /** A new declaration for a message that has no type in the contract. */
  declareMessage({ typeName: name, file, operation }: PlannedStub, role: MessageRole): Declaration {
    const title = name.endsWith(role) ? name : `${name}${role}`;
    const declaration = this.#declare(file, title, `${title}Message`);
    const known = this.#messages.get(operation) ?? new Map<string, Declaration>();
    this.#messages.set(operation, known.set(role, declaration));
    return declaration;
  }

  /** The declaration of a message that has no type in the contract. */
  messageOf({ operation }: PlannedStub, role: MessageRole): Declaration | undefined {
    return this.#messages.get(operation)?.get(role);
  }

  /** The declaration of the union of a type or an element with those that may take its place, if anything refers to it. */
  unionOf(key: ComplexType | GlobalElement): Declaration | undefined {
    return this.#unions.get(key);
  }

  /** The types that have declarations, named and anonymous ones. */
  get plannedTypes(): Iterable<Readonly<PlannedType>> {
    return this.#planned.values();
  }

  /** The object that a declaration has become. */
  objectOf(declaration: Declaration): DefinedObject | undefined {
    return this.#objects.get(declaration);
  }

  namespace(namespace: string): Expression {
    if (namespace === "") {
      return '""';
    }
    const known = this.#namespaceConstants.get(namespace);
    const isTarget = namespace === this.#model.targetNamespace;
    const [title = "", ...others] = this.#titlesOf(namespace).map((one) => `${camelCase(one)}Namespace`);
    const name = known ?? (isTarget ? "tns" : this.#names.claim(title, ...others));
    this.#namespaceConstants.set(namespace, name);
    return { name, source: { namespace } };
  }

  define(definition: Definition, members?: readonly Member[]): void {
    this.#definitions.push(definition);
    if (members !== undefined) {
      this.#objects.set(definition.declaration, { type: definition.type, members });
    }
    this.spend(definition.documentation.length);
  }

  spend(characters: number): void {
    this.#spent += characters;
    if (this.#spent > MAX_CHARACTERS) {
      const megabytes = MAX_CHARACTERS / 1024 / 1024;
      throw new CodeSizeError(
        `${this.#model.document}: its code would have more than ${megabytes} MB: it repeats long texts`,
      );
    }
  }

  /** Defines the types referred to so far, and those that they refer to in turn; or all types of the contract. */
  defineTypes(which: "referred" | "all"): readonly Definition[] {
    if (which === "all") {
      for (const type of [...this.#model.types, ...this.#model.elements.map((element) => element.type.anonymous)]) {
        if (type !== undefined) {
          this.declarationOf(type);
        }
      }
    }
    // Defining a type may add further types to the set.
    for (const { type, declaration, origin } of this.#referred) {
      if (type.kind === "complex") {
        defineComplexType(type, declaration, origin, this);
      } else {
        defineSimpleType(type, declaration, origin, this);
      }
    }
    return this.#definitions;
  }

  #planStub(operation: DistinctOperation): PlannedStub {
    const { title } = operation;
    return {
      ...operation,
      functionName: this.#names.claim(unlessImported(valueName(title), "_")),
      constantName: this.#names.claim(`${camelCase(title)}Operation`),
      typeName: pascalCase(title),
      file: `${this.#files.claim(kebabCase(title))}.ts`,
    };
  }

  #planNamedTypes(): void {
    const titles = typeTitles(this.#model);
    const types = [...titles.keys()];
    // Types whose names need no change come first, so that they keep their names.
    const isUnchanged = ({ name }: NamedType) => typeName(name.name) === name.name;
    for (const type of [...types.filter(isUnchanged), ...types.filter((type) => !isUnchanged(type))]) {
      const { namespace, name } = type.name;
      const title = titles.get(type) ?? typeName(name);
      const declare = () => this.#declare(this.#fileOf(namespace), unlessImported(title, "Type"));
      this.#plan(type, declare, { about: `Type ${code(name)}${of(namespace)}.` });
    }
  }

  /** An element that only one message refers to has the operation's name and file; any other its own name and namespace. */
  #planElements(): void {
    const references = countReferences(
      this.#model,
      this.stubs.map(({ operation }) => operation),
    );
    for (const stub of this.stubs) {
      const { name, style, input, output } = stub.operation;
      for (const [role, message] of [
        ["Request", input],
        ["Response", output],
      ] as const) {
        const element = style === "document" ? this.#onlyElement(message) : undefined;
        const type = element?.type.anonymous;
        if (element !== undefined && type !== undefined && references.get(expandedName(element.name)) === 1) {
          const about = `${role} of ${code(name)}: element ${code(element.name.name)}${of(element.name.namespace)}.`;
          this.#plan(type, () => this.declareMessage(stub, role), { about, element });
        }
      }
    }
    for (const element of this.#model.elements) {
      const { name, type } = element;
      if (type.anonymous !== undefined) {
        const title = typeName(name.name);
        const declare = () => this.#declare(this.#fileOf(name.namespace), title, `${title}Element`);
        const about = `Element ${code(name.name)}${of(name.namespace)}.`;
        this.#plan(type.anonymous, declare, { about, element });
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
    const stubFiles = new Set(this.stubs.map(({ file }) => file));
    // A type within several others belongs to the first. One of a stub comes last, or the file of a namespace would import that stub.
    const isOfStub = ({ declaration }: PlannedType) => Number(stubFiles.has(declaration.file));
    const planned = [...this.#planned.values()].sort((one, other) => isOfStub(one) - isOfStub(other));
    const roots = [...planned.map(({ type }) => type), ...this.#model.elements.map(({ type }) => type.anonymous)];
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
        this.#plan(type, declare, { about: `Type of ${code(name)} in ${code(around.name)}.` });
      }
    }
  }

  #plan(type: AnyType, declare: () => Declaration, origin: TypeOrigin): void {
    const isInline = type.kind === "simple" && type.name === undefined && !isLongEnumeration(type, this);
    if (!this.#planned.has(type) && !isInline) {
      this.#planned.set(type, { type, declaration: declare(), origin });
    }
  }

  /** Declares the union on the first call, and then defines it. So the definition may refer to its own declaration. */
  #declareUnion(
    key: ComplexType | GlobalElement,
    declare: () => Declaration | undefined,
    define: (declaration: Declaration) => void,
  ): Declaration | undefined {
    if (!this.#unions.has(key)) {
      const declaration = declare();
      this.#unions.set(key, declaration);
      if (declaration !== undefined) {
        define(declaration);
      }
    }
    return this.#unions.get(key);
  }

  #declare(file: string, ...candidates: readonly string[]): Declaration {
    const [first = "", ...others] = candidates;
    return { name: this.#names.claimWith("Schema", first, ...others), file };
  }

  /** Short names of a namespace, the best first. */
  #titlesOf(namespace: string): readonly [string, ...string[]] {
    const title = this.#namespaceTitles.get(namespace);
    return title === undefined ? namespaceNames(namespace) : [title];
  }

  #fileOf(namespace: string): string {
    const known = this.#namespaceFiles.get(namespace);
    if (known !== undefined) {
      return known;
    }
    const name = kebabCase(this.#titlesOf(namespace)[0]);
    const file = `${this.#files.claim(name, `${name}-types`)}.ts`;
    this.#namespaceFiles.set(namespace, file);
    return file;
  }
}

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
