import { isNCName } from "./characters.js";
import { XML, XMLNS } from "./namespaces.js";
import type { Prefixes, XmlAttribute } from "./xml-element.js";

/** Throws what says that the names are not those of a document with namespaces. */
export type Refuse = (message: string) => never;
export const NO_PREFIXES: Prefixes = new Map([["xml", XML]]);

/** The namespaces of a document: each is one string, whichever declaration it is of, and so compared without a look at it. */
export type Namespaces = Map<string, string>;

/** The namespaces in scope of an element with these attributes (Namespaces in XML 1.0 §3). */
export function declaredBy(
  names: readonly string[],
  values: readonly string[],
  around: Prefixes,
  namespaces: Namespaces,
  refuse: Refuse,
): Prefixes {
  let declared: Map<string, string> | undefined;
  for (const [index, name] of names.entries()) {
    if (isDeclaration(name)) {
      declared ??= new Map();
      const prefix = name.slice("xmlns:".length);
      const namespace = values[index] ?? "";
      if (declared.has(prefix)) {
        refuse(`the attribute ${name} is there twice`);
      }
      if (name !== "xmlns" && (!isNCName(prefix) || namespace === "")) {
        refuse(`${name} declares no prefix, or for no namespace`);
      }
      if (prefix === "xmlns" || namespace === XMLNS || (prefix === "xml") !== (namespace === XML)) {
        refuse(`${name} declares a prefix or a namespace that is reserved`);
      }
      declared.set(prefix, onlyOne(namespace, namespaces));
    }
  }
  return declared === undefined ? around : new Scope(declared, around);
}

function onlyOne(namespace: string, namespaces: Namespaces): string {
  const known = namespaces.get(namespace);
  if (known === undefined) {
    namespaces.set(namespace, namespace);
  }
  return known ?? namespace;
}

/** Most elements of a large document have none. */
const NO_ATTRIBUTES: readonly XmlAttribute[] = Object.freeze([]);

/** The attributes that declare no namespace. */
export function attributesOf(
  names: readonly string[],
  values: readonly string[],
  prefixes: Prefixes,
  refuse: Refuse,
): readonly XmlAttribute[] {
  if (names.length === 0) {
    return NO_ATTRIBUTES;
  }
  const attributes: XmlAttribute[] = [];
  for (const [index, attributeName] of names.entries()) {
    if (!isDeclaration(attributeName)) {
      const { name, namespace } = resolve(attributeName, prefixes, "", refuse);
      attributes.push({ name, namespace, value: values[index] ?? "" });
    }
  }
  if (attributes.length > 1 && hasTwins(attributes)) {
    refuse("an attribute is there twice");
  }
  // A list that has grown keeps room for 17.
  return attributes.slice();
}

/**
 * Whether two attributes have one name in one namespace. A namespace may be as long as the document, and every attribute
 * of it in that namespace: so each gets a number, and no text is made of it.
 */
function hasTwins(attributes: readonly XmlAttribute[]): boolean {
  const numbers = new Map<string, number>([["", 0]]);
  const taken = new Set<string>();
  for (const { name, namespace } of attributes) {
    const number = numbers.get(namespace) ?? numbers.size;
    numbers.set(namespace, number);
    taken.add(number === 0 ? name : `${number}:${name}`);
  }
  return taken.size < attributes.length;
}

/** What a name as it stands in a tag is by its namespace. */
export function resolve(
  tagName: string,
  prefixes: Prefixes,
  withoutPrefix: string,
  refuse: Refuse,
): { readonly name: string; readonly namespace: string } {
  const colon = tagName.indexOf(":");
  const name = tagName.slice(colon + 1);
  if (!isNCName(name)) {
    refuse("a name of an element or attribute is not a name in XML 1.0");
  }
  if (colon === -1) {
    return { name, namespace: withoutPrefix };
  }
  const prefix = tagName.slice(0, colon);
  const namespace = prefix === "" ? undefined : prefixes.get(prefix);
  return { name, namespace: namespace ?? refuse(`the prefix ${prefix} is not declared`) };
}

function isDeclaration(name: string): boolean {
  return name === "xmlns" || name.startsWith("xmlns:");
}

/** What an element declares, before what is declared around it. */
class Scope implements Prefixes {
  // A copy of what is around would cost a document of many declarations the square of its length.
  readonly #declared: ReadonlyMap<string, string>;
  readonly #around: Prefixes;

  constructor(declared: ReadonlyMap<string, string>, around: Prefixes) {
    this.#declared = declared;
    this.#around = around;
  }

  get(prefix: string): string | undefined {
    return this.#declared.get(prefix) ?? this.#around.get(prefix);
  }

  keys(): Iterable<string> {
    return new Map(this).keys();
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    yield* this.#around;
    yield* this.#declared;
  }
}
