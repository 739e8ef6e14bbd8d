import { XSD } from "../../../src/soap/xml/namespaces.js";
import { elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { BUILT_IN_TYPES, type FacetFamily } from "../../contract/built-in-types.js";
import { listed } from "../../contract/prose.js";
import type { QName } from "../../contract/service-model.js";
import { checkContainer, checkGrammar } from "../source/check-grammar.js";
import { Diagnostics } from "../source/diagnostics.js";
import { documented } from "../source/documentation.js";
import type { MissingDocument, Schema } from "../source/documents.js";
import { KNOWN_SCHEMAS } from "../source/known-schemas.js";
import { RepeatedDefinitions } from "../source/repeated-definitions.js";
import { definedName, parseDocument, readQName, refuse, type Source } from "../source/source-document.js";
import { type ContractError, WsdlError } from "../source/wsdl-error.js";

/** The symbol spaces of XML Schema Part 1 §2.5. */
type SymbolSpace = "type" | "element" | "attribute" | "group" | "attributeGroup";

/** A type, element, attribute or group of a schema, before it is read. */
export interface Declaration {
  readonly element: XmlElement;
  readonly scope: SchemaScope;
  /** Absent for a local declaration. */
  readonly name?: QName;
  /** The declaration that this one redefines by `xs:redefine`. Its name refers to it within this one. */
  readonly original?: GlobalDeclaration;
}

export interface GlobalDeclaration extends Declaration {
  readonly space: SymbolSpace;
  readonly name: QName;
}

/**
 * What a contract of a few lines could have millions of. The bases of a type and the heads of an element are those of all steps;
 * operations, their elements and parts count for each port, and characters of documentation for each reference to what has it.
 */
type Countable =
  | "elements"
  | "attributes"
  | "bases"
  | "heads"
  | "operations"
  | "boundElements"
  | "parts"
  | "characters";

/** The declarations that a qualified name may refer to, and the namespace of a name without prefix. */
export interface ReferenceScope extends Source {
  readonly declarations: DeclarationTable;
  readonly defaultNamespace: string;
}

export interface SchemaScope extends Schema, ReferenceScope {}

const SPACES: ReadonlyMap<string, SymbolSpace> = new Map([
  ["simpleType", "type"],
  ["complexType", "type"],
  ["element", "element"],
  ["attribute", "attribute"],
  ["group", "group"],
  ["attributeGroup", "attributeGroup"],
]);

interface KnownNames {
  /** The number of declarations at that time. */
  readonly size: number;
  readonly all: readonly string[];
  /** The first name that differs in case only. */
  alike(name: string): string | undefined;
}

/** The global declarations of all schemas, by name. A schema may refer to a namespace that it does not import. */
export class DeclarationTable {
  readonly #declared = new Map<string, GlobalDeclaration>();
  readonly #known = new Map<string, ReadonlyMap<string, GlobalDeclaration>>();
  readonly #broken = new Map<GlobalDeclaration, WsdlError>();
  readonly #counts = new Map<Countable, number>();
  readonly #names = new Map<string, KnownNames>();
  readonly #repeated = new RepeatedDefinitions();
  /** By the namespace that it should define. */
  readonly #missing: ReadonlyMap<string, ContractError>;

  constructor(schemas: readonly Schema[], missing: readonly MissingDocument[] = []) {
    this.#missing = new Map(missing.map(({ namespace, error }) => [namespace, error]));
    const scopes = schemas.map((schema) => ({ ...schema, declarations: this }));
    for (const declaration of scopes.flatMap((scope) => declarationsIn(scope.element, scope))) {
      this.#declare(declaration);
    }
    // The list has an outer redefinition before the inner one, whose result it redefines.
    for (const scope of scopes.toReversed()) {
      const redefines = elementsOf(scope.element).filter(({ name }) => name === "redefine");
      for (const declaration of redefines.flatMap((redefine) => declarationsIn(redefine, scope))) {
        this.#redefine(declaration);
      }
    }
    this.#repeated.warn();
    for (const declaration of this) {
      this.attempt(declaration, () => checkGrammar(declaration.scope, declaration.element));
    }
  }

  /** Runs the reading of a declaration. If it fails, every reference to the declaration throws its error. */
  attempt<T>(declaration: GlobalDeclaration, read: () => T): T | undefined {
    try {
      this.refuseBroken(declaration);
      return read();
    } catch (error) {
      this.#break(declaration, error);
      return undefined;
    }
  }

  /** @returns how many there are so far, these included. */
  count(what: Countable, count: number): number {
    const total = (this.#counts.get(what) ?? 0) + count;
    this.#counts.set(what, total);
    return total;
  }

  /** The declarations that cannot be read, with the reasons. */
  get broken(): ReadonlyMap<GlobalDeclaration, WsdlError> {
    return this.#broken;
  }

  /** @throws {WsdlError} The declaration is known to be broken. */
  refuseBroken(declaration: GlobalDeclaration): void {
    const error = this.#broken.get(declaration);
    if (error !== undefined) {
      throw error;
    }
  }

  /** @throws {ContractError} The namespace is that of an import that cannot be read. */
  refuseMissing(namespace: string): void {
    const error = this.#missing.get(namespace);
    if (error !== undefined) {
      throw error;
    }
  }

  /**
   * All declarations, in the order of the documents. A declaration of a well-known schema joins at the end when something
   * refers to it, also during the iteration.
   */
  [Symbol.iterator](): Iterator<GlobalDeclaration> {
    return this.#declared.values();
  }

  find(space: SymbolSpace, name: QName): GlobalDeclaration | undefined {
    const key = keyOf(space, name);
    const declaration = this.#declared.get(key) ?? this.#knownIn(name.namespace).get(key);
    if (declaration !== undefined) {
      this.#declared.set(key, declaration);
    }
    return declaration;
  }

  /** Declares an element that no schema declares, as one with any content. */
  assumeElement(name: QName, { document }: Source, at: XmlElement): void {
    const element: XmlElement = { ...at, name: "element", namespace: XSD, attributes: [], children: [] };
    const scope = { document, element, targetNamespace: name.namespace, defaultNamespace: "", declarations: this };
    this.#declared.set(keyOf("element", name), { space: "element", name, element, scope });
  }

  /** The names of a symbol space and a namespace, for error messages. Kept, because thousands of references may be wrong. */
  names(space: SymbolSpace, namespace: string): KnownNames {
    const key = keyOf(space, { namespace, name: "" });
    const size = this.#declared.size;
    let known = this.#names.get(key);
    if (known?.size !== size) {
      const all = this.#namesIn(space, namespace);
      const byFolded = new Map(all.toReversed().map((name) => [name.toLowerCase(), name]));
      known = { size, all, alike: (name) => byFolded.get(name.toLowerCase()) };
      this.#names.set(key, known);
    }
    return known;
  }

  #namesIn(space: SymbolSpace, namespace: string): string[] {
    if (space === "type" && namespace === XSD) {
      return [...BUILT_IN_TYPES.keys()];
    }
    const declarations = [...this.#declared.values()];
    return declarations.filter((it) => it.space === space && it.name.namespace === namespace).map((it) => it.name.name);
  }

  #declare(declaration: GlobalDeclaration): void {
    const { space, name } = declaration;
    const key = keyOf(space, name);
    const first = this.#declared.get(key);
    const error = first && this.#repeated.add(first, declaration);
    if (first === undefined) {
      this.#declared.set(key, declaration);
    } else if (error !== undefined) {
      this.#break(first, error);
    }
  }

  #break(declaration: GlobalDeclaration, error: unknown): void {
    if (!(error instanceof WsdlError)) {
      throw error;
    }
    this.#broken.set(declaration, this.#broken.get(declaration) ?? error);
  }

  #redefine(declaration: GlobalDeclaration): void {
    const { space, name, element, scope } = declaration;
    const key = keyOf(space, name);
    const original = this.#declared.get(key);
    const redefined = original === undefined ? declaration : { ...declaration, original };
    this.#declared.set(key, redefined);
    if (original === undefined) {
      const expected = "expected the name of a component of the redefined schema";
      this.attempt(redefined, () => refuse(scope, element, "redefines what is not defined", expected));
    }
  }

  #knownIn(namespace: string): ReadonlyMap<string, GlobalDeclaration> {
    const text = KNOWN_SCHEMAS.get(namespace);
    let known = this.#known.get(namespace);
    if (known === undefined) {
      known = text === undefined ? new Map() : knownDeclarations(namespace, text, this);
      this.#known.set(namespace, known);
    }
    return known;
  }
}

/**
 * Finds the declaration that a qualified name refers to.
 *
 * @throws {WsdlError} where nothing declares it.
 */
export function resolveDeclaration(
  space: SymbolSpace,
  value: string,
  element: XmlElement,
  scope: ReferenceScope,
): GlobalDeclaration {
  const name = readQName(scope, element, value, scope.defaultNamespace);
  const declaration = scope.declarations.find(space, name) ?? refuseUnknown(space, name, element, scope);
  scope.declarations.refuseBroken(declaration);
  return declaration;
}

/** The type that a qualified name refers to: one of a schema, or a built-in one. */
export type ReferencedType =
  | { readonly name: QName; readonly declaration: GlobalDeclaration; readonly builtIn?: undefined }
  | { readonly name: QName; readonly builtIn: FacetFamily; readonly declaration?: undefined };

/**
 * Finds the type that a qualified name refers to.
 *
 * @throws {WsdlError} where nothing declares it.
 */
export function resolveTypeName(value: string, element: XmlElement, scope: ReferenceScope): ReferencedType {
  const name = readQName(scope, element, value, scope.defaultNamespace);
  if (name.namespace === XSD) {
    const builtIn = BUILT_IN_TYPES.get(name.name)?.family;
    return builtIn === undefined ? refuseUnknown("type", name, element, scope) : { name, builtIn };
  }
  const declaration = scope.declarations.find("type", name) ?? refuseUnknown("type", name, element, scope);
  scope.declarations.refuseBroken(declaration);
  return { name, declaration };
}

/** The original of a redefined type, where the redefinition refers to it by its own name. */
export function originalOf(type: ReferencedType, within: Declaration): GlobalDeclaration | undefined {
  const isOwnName = within.name !== undefined && expandedName(type.name) === expandedName(within.name);
  return isOwnName ? within.original : undefined;
}

/** As much as the documents of a contract may hold. A few references to a long documentation repeat it without end. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** The documentation of an element and of what it refers to: see {@link documented}. */
export function documentedReference(
  scope: ReferenceScope,
  element: XmlElement,
  ...referred: readonly (XmlElement | undefined)[]
): ReturnType<typeof documented> {
  const documentation = documented(element, ...referred);
  if (scope.declarations.count("characters", documentation.documentation?.length ?? 0) > MAX_CHARACTERS) {
    const found = `and others repeat more than ${MAX_CHARACTERS} characters of the documentation of what they refer to`;
    refuse(scope, element, found, "expected less");
  }
  return documentation;
}

/** The groups around an element, which it must not refer to again. */
export type OpenGroups = readonly GlobalDeclaration[];

/**
 * The group that a reference expands to: within a redefinition of the group, the original.
 *
 * @throws {WsdlError} where the group would contain itself.
 */
export function referencedGroup(
  space: "group" | "attributeGroup",
  value: string,
  element: XmlElement,
  scope: SchemaScope,
  open: OpenGroups,
): GlobalDeclaration {
  let group: GlobalDeclaration | undefined = resolveDeclaration(space, value, element, scope);
  while (group !== undefined && open.includes(group)) {
    group = group.original;
  }
  return group ?? refuse(scope, element, "refers to a group that it is part of", "a group cannot hold itself");
}

export function isSimple({ declaration, builtIn }: ReferencedType): boolean {
  return declaration === undefined ? builtIn !== "any" : declaration.element.name === "simpleType";
}

function refuseUnknown(space: SymbolSpace, name: QName, element: XmlElement, scope: ReferenceScope): never {
  scope.declarations.refuseMissing(name.namespace);
  const noun = space === "attributeGroup" ? "attribute group" : space;
  const known = scope.declarations.names(space, name.namespace);
  const alike = known.alike(name.name);
  const namespace = name.namespace === "" ? "the empty namespace" : `the namespace ${name.namespace}`;
  let hint = `${namespace} has ${listed(known.all, 8)}`;
  if (known.all.length === 0) {
    hint = `no schema defines any ${noun} in ${namespace}`;
  }
  if (alike !== undefined) {
    hint = `did you mean "${alike}"?`;
  }
  refuse(scope, element, `refers to the ${noun} ${expandedName(name)}, which is not defined`, hint);
}

/** The named components of a schema or `redefine`. One whose name is missing or invalid is left out. */
function declarationsIn(parent: XmlElement, scope: SchemaScope): GlobalDeclaration[] {
  checkContainer(scope, parent, COMPONENTS);
  return elementsOf(parent).flatMap((element) => {
    const space = SPACES.get(element.name);
    const read = () => definedName(scope, element);
    const name = space && scope.document.diagnostics.attempt(element.name, read);
    return space === undefined || name === undefined
      ? []
      : [{ space, name: { namespace: scope.targetNamespace, name }, element, scope }];
  });
}

const COMPONENTS: ReadonlySet<string> = new Set([...SPACES.keys(), "redefine"]);

function knownDeclarations(
  namespace: string,
  text: string,
  declarations: DeclarationTable,
): ReadonlyMap<string, GlobalDeclaration> {
  const document = parseDocument(namespace, namespace, new TextEncoder().encode(text), new Diagnostics());
  const schema = { document, element: document.root, targetNamespace: namespace, defaultNamespace: "" };
  const found = declarationsIn(document.root, { ...schema, declarations });
  return new Map(found.map((declaration) => [keyOf(declaration.space, declaration.name), declaration]));
}

/** The key of a component: its expanded name with its symbol space. */
export function keyOf(space: SymbolSpace, name: QName): string {
  return `${space} ${expandedName(name)}`;
}
