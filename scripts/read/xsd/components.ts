import { XSD } from "../../../src/soap/xml/namespaces.js";
import { elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { BUILT_IN_TYPES, type FacetFamily } from "../../contract/built-in-types.js";
import type { QName } from "../../contract/service-model.js";
import type { Schema } from "../source/documents.js";
import { KNOWN_SCHEMAS } from "../source/known-schemas.js";
import { definedName, parseDocument, positionOf, readQName, refuse, type Source } from "../source/source-document.js";

/** The symbol spaces of XML Schema Part 1 §2.5. */
export type ComponentKind = "type" | "element" | "attribute" | "group" | "attributeGroup";

/** Something that a schema declares, not yet read. */
export interface Declaration {
  readonly element: XmlElement;
  readonly scope: Scope;
  /** Of a global component; what stands within another one has none. */
  readonly name?: QName;
  /** What an `xs:redefine` redefines: within the declaration, its own name means this. */
  readonly original?: Component;
}

/** A global declaration. */
export interface Component extends Declaration {
  readonly kind: ComponentKind;
  readonly name: QName;
}

/** Where a qualified name stands, and everything that it may refer to. */
export interface NameScope extends Source {
  readonly components: Components;
  readonly defaultNamespace: string;
}

export interface Scope extends Schema, NameScope {}

const KINDS: ReadonlyMap<string, ComponentKind> = new Map([
  ["simpleType", "type"],
  ["complexType", "type"],
  ["element", "element"],
  ["attribute", "attribute"],
  ["group", "group"],
  ["attributeGroup", "attributeGroup"],
]);

/** The global components of all schemas, by name. A name is found whether or not its schema says that it imports it. */
export class Components {
  readonly #found = new Map<string, Component>();
  readonly #known = new Map<string, ReadonlyMap<string, Component>>();

  constructor(schemas: readonly Schema[]) {
    const scopes = schemas.map((schema) => ({ ...schema, components: this }));
    for (const component of scopes.flatMap((scope) => componentsIn(scope.element, scope))) {
      this.#define(component);
    }
    // An outer redefinition is mentioned before the inner one, whose outcome it redefines.
    for (const scope of scopes.toReversed()) {
      const redefines = elementsOf(scope.element).filter(({ name }) => name === "redefine");
      for (const component of redefines.flatMap((redefine) => componentsIn(redefine, scope))) {
        this.#redefine(component);
      }
    }
  }

  /**
   * All components, in the order of the documents. Those known without a document follow, once they are referred to: the
   * sequence grows while it is read.
   */
  [Symbol.iterator](): Iterator<Component> {
    return this.#found.values();
  }

  find(kind: ComponentKind, name: QName): Component | undefined {
    const key = keyOf(kind, name);
    const component = this.#found.get(key) ?? this.#knownIn(name.namespace).get(key);
    if (component !== undefined) {
      this.#found.set(key, component);
    }
    return component;
  }

  /** Takes an element for granted that no schema defines: one that may hold anything. */
  assumeElement(name: QName, { document }: Source, at: XmlElement): Component {
    const element: XmlElement = { ...at, name: "element", namespace: XSD, attributes: [], children: [] };
    const scope = { document, element, targetNamespace: name.namespace, defaultNamespace: "", components: this };
    const component: Component = { kind: "element", name, element, scope };
    this.#found.set(keyOf("element", name), component);
    return component;
  }

  /** Names of the kind in a namespace, for messages. */
  names(kind: ComponentKind, namespace: string): string[] {
    if (kind === "type" && namespace === XSD) {
      return [...BUILT_IN_TYPES.keys()];
    }
    const components = [...this.#found.values()];
    return components.filter((it) => it.kind === kind && it.name.namespace === namespace).map((it) => it.name.name);
  }

  #define(component: Component): void {
    const key = keyOf(component.kind, component.name);
    const first = this.#found.get(key);
    if (first !== undefined) {
      const { document, line } = positionOf(first.scope, first.element);
      refuse(
        component.scope,
        component.element,
        `defines ${expandedName(component.name)} again`,
        `it is defined in ${document}:${line}`,
      );
    }
    this.#found.set(key, component);
  }

  #redefine(component: Component): void {
    const key = keyOf(component.kind, component.name);
    const original = this.#found.get(key);
    if (original === undefined) {
      refuse(
        component.scope,
        component.element,
        "redefines what is not defined",
        "expected the name of a component of the redefined schema",
      );
    }
    this.#found.set(key, { ...component, original });
  }

  #knownIn(namespace: string): ReadonlyMap<string, Component> {
    const text = KNOWN_SCHEMAS.get(namespace);
    let known = this.#known.get(namespace);
    if (known === undefined) {
      known = text === undefined ? new Map() : knownComponents(namespace, text, this);
      this.#known.set(namespace, known);
    }
    return known;
  }
}

/** Finds what an attribute's value refers to, or refuses it. */
export function resolve(kind: ComponentKind, value: string, element: XmlElement, scope: NameScope): Component {
  const name = readQName(scope, element, value, scope.defaultNamespace);
  return scope.components.find(kind, name) ?? refuseUnknown(kind, name, element, scope);
}

/** What the name of a type refers to: a component or a built-in type. */
export type ResolvedType =
  | { readonly name: QName; readonly component: Component; readonly builtIn?: undefined }
  | { readonly name: QName; readonly builtIn: FacetFamily; readonly component?: undefined };

export function resolveType(value: string, element: XmlElement, scope: NameScope): ResolvedType {
  const name = readQName(scope, element, value, scope.defaultNamespace);
  if (name.namespace === XSD) {
    const builtIn = BUILT_IN_TYPES.get(name.name)?.variety;
    return builtIn === undefined ? refuseUnknown("type", name, element, scope) : { name, builtIn };
  }
  return { name, component: scope.components.find("type", name) ?? refuseUnknown("type", name, element, scope) };
}

/** What the name of a redefined type means within the redefinition. */
export function originalOf(type: ResolvedType, within: Declaration): Component | undefined {
  const isOwnName = within.name !== undefined && expandedName(type.name) === expandedName(within.name);
  return isOwnName ? within.original : undefined;
}

/** The group, or, within itself, what it redefines; undefined if there is no such thing. `open` is what stands around. */
export function unopened(group: Component, open: readonly Component[]): Component | undefined {
  let target: Component | undefined = group;
  while (target !== undefined && open.includes(target)) {
    target = target.original;
  }
  return target;
}

/** A type that takes text only. */
export function isSimple({ component, builtIn }: ResolvedType): boolean {
  return component === undefined ? builtIn !== "any" : component.element.name === "simpleType";
}

function refuseUnknown(kind: ComponentKind, name: QName, element: XmlElement, scope: NameScope): never {
  const noun = kind === "attributeGroup" ? "attribute group" : kind;
  const names = scope.components.names(kind, name.namespace);
  const alike = names.find((known) => known.toLowerCase() === name.name.toLowerCase());
  const namespace = name.namespace === "" ? "what has no namespace" : `the namespace ${name.namespace}`;
  let hint = `${namespace} has ${names.slice(0, 8).join(", ")}${names.length > 8 ? " and others" : ""}`;
  if (names.length === 0) {
    hint = `no schema defines any ${noun} in ${namespace}`;
  }
  if (alike !== undefined) {
    hint = `did you mean "${alike}"?`;
  }
  refuse(scope, element, `refers to the ${noun} ${expandedName(name)}, which is not defined`, hint);
}

function componentsIn(parent: XmlElement, scope: Scope): Component[] {
  return elementsOf(parent).flatMap((element) => {
    const kind = KINDS.get(element.name);
    const name = { namespace: scope.targetNamespace, name: kind === undefined ? "" : definedName(scope, element) };
    return kind === undefined ? [] : [{ kind, name, element, scope }];
  });
}

function knownComponents(namespace: string, text: string, components: Components): ReadonlyMap<string, Component> {
  const document = parseDocument(namespace, namespace, new TextEncoder().encode(text));
  const schema = { document, element: document.root, targetNamespace: namespace, defaultNamespace: "" };
  const found = componentsIn(document.root, { ...schema, components });
  return new Map(found.map((component) => [keyOf(component.kind, component.name), component]));
}

function keyOf(kind: ComponentKind, name: QName): string {
  return `${kind} ${expandedName(name)}`;
}
