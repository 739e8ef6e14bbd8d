import { isNCName } from "./characters.js";
import { XML, XMLNS } from "./namespaces.js";
import type { Work } from "./slices.js";
import type { Prefixes, XmlAttribute } from "./xml-element.js";

/** Throws the reader's error with this message. */
export type Refuse = (message: string) => never;
export const NO_PREFIXES: Prefixes = new Map([["xml", XML]]);

/** The name of an element or attribute, split at its colon. */
export interface TagName {
  /** The name in the tag, prefix included. */
  readonly whole: string;
  /** Undefined without a colon. */
  readonly prefix: string | undefined;
  readonly name: string;
  /** The prefix that `xmlns:prefix` declares; `""` for `xmlns`; undefined for a name that declares no namespace. */
  readonly declares: string | undefined;
}

/** A text that is read up to the beginning of a name. */
interface NameText {
  /** Skips the name if the text continues with it. Returns whether it does. */
  skipName(whole: string): boolean;
  readName(): string;
}

/** A name, with the name that followed it last time. In rows of one shape, the same name follows again. */
interface KnownName extends TagName {
  next?: KnownName;
}

/** A document with more names has most of them once: to cache those would save nothing. */
const MOST_NAMES = 256;

/** The names of a document. Each is checked once, and all its occurrences share one string. */
export class TagNames {
  readonly #known = new Map<string, KnownName>();
  #last: KnownName | undefined;

  read(text: NameText, refuse: Refuse): TagName {
    const expected = this.#last?.next;
    if (expected !== undefined && text.skipName(expected.whole)) {
      this.#last = expected;
      return expected;
    }
    const whole = text.readName();
    const known = this.#known.get(whole);
    const name = known ?? splitName(whole, refuse);
    if (known === undefined) {
      if (this.#known.size >= MOST_NAMES) {
        this.#last = undefined;
        return name;
      }
      this.#known.set(whole, name);
    }
    if (this.#last !== undefined) {
      this.#last.next = name;
    }
    this.#last = name;
    return name;
  }
}

function splitName(whole: string, refuse: Refuse): KnownName {
  const colon = whole.indexOf(":");
  const prefix = colon === -1 ? undefined : whole.slice(0, colon);
  const name = whole.slice(colon + 1);
  if (!isNCName(name)) {
    refuse("a name of an element or attribute is not a name in XML 1.0");
  }
  const declares = prefix === "xmlns" ? name : whole === "xmlns" ? "" : undefined;
  return { whole, prefix, name, declares };
}

/**
 * The attributes of a start tag, namespace declarations included. One instance serves all tags of a document, because
 * creating one takes longer than filling it.
 */
export class TagAttributes {
  readonly #names: TagName[] = [];
  readonly #values: string[] = [];
  #count = 0;
  #declarations = 0;
  /** All declarations of a namespace share one string, so that comparing namespaces is fast. */
  readonly #namespaces = new Map<string, string>();
  readonly #maxNamespaceLength: number;

  constructor(maxNamespaceLength: number) {
    this.#maxNamespaceLength = maxNamespaceLength;
  }

  get count(): number {
    return this.#count;
  }

  /** Begins another tag. */
  clear(): void {
    this.#count = 0;
    this.#declarations = 0;
  }

  add(name: TagName, value: string): void {
    this.#names[this.#count] = name;
    this.#values[this.#count] = value;
    this.#count += 1;
    this.#declarations += name.declares === undefined ? 0 : 1;
  }

  /** The namespaces in scope of the element (Namespaces in XML 1.0 §3). */
  scope(around: Prefixes, refuse: Refuse): Prefixes {
    if (this.#declarations === 0) {
      return around;
    }
    const declared = new Map<string, string>();
    for (let index = 0; index < this.#count; index += 1) {
      const { declares: prefix, whole } = this.#names[index] as TagName;
      if (prefix !== undefined) {
        const namespace = this.#values[index] as string;
        if (declared.has(prefix)) {
          refuse(`the attribute ${whole} is there twice`);
        }
        if (namespace.length > this.#maxNamespaceLength) {
          refuse(`a namespace is longer than ${this.#maxNamespaceLength} characters`);
        }
        if (prefix !== "" && namespace === "") {
          refuse(`${whole} is empty, but a prefix must stand for a namespace`);
        }
        if (prefix === "xmlns" || namespace === XMLNS || (prefix === "xml") !== (namespace === XML)) {
          refuse(`${whole} declares a prefix or a namespace that is reserved`);
        }
        declared.set(prefix, shared(namespace, this.#namespaces));
      }
    }
    return new Scope(declared, around);
  }

  /** The attributes that declare no namespace. */
  toList(prefixes: Prefixes, refuse: Refuse): readonly XmlAttribute[] {
    const count = this.#count - this.#declarations;
    if (count === 0) {
      return NO_ATTRIBUTES;
    }
    // A list that grows by `push` reserves room for 17.
    const attributes = new Array<XmlAttribute>(count);
    for (let index = 0, next = 0; index < this.#count; index += 1) {
      const name = this.#names[index] as TagName;
      if (name.declares === undefined) {
        const namespace = namespaceOf(name, prefixes, "", refuse);
        attributes[next] = { name: name.name, namespace, value: this.#values[index] as string };
        next += 1;
      }
    }
    if (count > 1 && hasDuplicate(attributes)) {
      refuse("an attribute is there twice");
    }
    return attributes;
  }
}

function shared(namespace: string, namespaces: Map<string, string>): string {
  const known = namespaces.get(namespace) ?? namespace;
  namespaces.set(namespace, known);
  return known;
}

/** Shared by all elements without attributes, of which a large document has many. */
const NO_ATTRIBUTES: readonly XmlAttribute[] = Object.freeze([]);

/** Up to this number, comparing all pairs is faster than filling a set. */
const FEW_ATTRIBUTES = 8;

/** Whether two attributes have one name in one namespace. Compares namespaces only where names are alike, which is rare. */
function hasDuplicate(attributes: readonly XmlAttribute[]): boolean {
  return (attributes.length > FEW_ATTRIBUTES || hasNameTwice(attributes)) && hasDuplicateByNumber(attributes);
}

function hasNameTwice(attributes: readonly XmlAttribute[]): boolean {
  return attributes.some(({ name }, index) => attributes.findIndex((other) => other.name === name) < index);
}

/**
 * Each namespace gets a number, because comparing them or joining them to the names could take quadratic time: thousands of elements
 * may have two long ones that differ at their ends. All declarations of a namespace share one string, which keeps its hash.
 */
function hasDuplicateByNumber(attributes: readonly XmlAttribute[]): boolean {
  const numbers = new Map<string, number>();
  const taken = new Set<string>();
  for (const { name, namespace } of attributes) {
    const number = numbers.get(namespace) ?? numbers.size;
    numbers.set(namespace, number);
    taken.add(`${number}:${name}`);
  }
  return taken.size < attributes.length;
}

/** The namespace of a name, by its prefix. */
export function namespaceOf({ prefix }: TagName, prefixes: Prefixes, withoutPrefix: string, refuse: Refuse): string {
  if (prefix === undefined) {
    return withoutPrefix;
  }
  const namespace = prefix === "" ? undefined : prefixes.get(prefix);
  return namespace ?? refuse(`the prefix ${prefix} is not declared`);
}

/** The prefixes that an element declares, and then those in scope of its parent. */
class Scope implements Prefixes {
  // Not a copy of the parent's: that would take quadratic time in a document with many declarations.
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

  /** See {@link renamed}. */
  static *renamed(prefixes: Prefixes, rename: Rename, copies: Map<Prefixes, Prefixes>): Work<Prefixes> {
    const scopes: Scope[] = [];
    let outermost = prefixes;
    for (; outermost instanceof Scope && !copies.has(outermost); outermost = outermost.#around) {
      scopes.push(outermost);
    }
    let copy = copies.get(outermost) ?? outermost;
    if (copy === outermost && copy !== NO_PREFIXES) {
      copy = yield* renamedEntries(outermost, rename);
      copies.set(outermost, copy);
    }
    for (const scope of scopes.reverse()) {
      copy = new Scope(yield* renamedEntries(scope.#declared, rename), copy);
      copies.set(scope, copy);
    }
    return copy;
  }
}

type Rename = (name: string) => Work<string>;

function* renamedEntries(entries: Iterable<[string, string]>, rename: Rename): Work<Map<string, string>> {
  const copy = new Map<string, string>();
  for (const [prefix, namespace] of entries) {
    copy.set(yield* rename(prefix), yield* rename(namespace));
  }
  return copy;
}

/**
 * Copies prefixes, with other names for prefixes and namespaces.
 *
 * @param copies What has been copied already: elements share their prefixes, and nested ones those around them.
 */
export function renamed(prefixes: Prefixes, rename: Rename, copies: Map<Prefixes, Prefixes>): Work<Prefixes> {
  return Scope.renamed(prefixes, rename, copies);
}
