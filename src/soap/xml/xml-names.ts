import { isNCName } from "./characters.js";
import { XML, XMLNS } from "./namespaces.js";
import type { Prefixes, XmlAttribute } from "./xml-element.js";

/** Throws what says that the names are not those of a document with namespaces. */
export type Refuse = (message: string) => never;
export const NO_PREFIXES: Prefixes = new Map([["xml", XML]]);

/** The name of an element or attribute, taken apart. */
export interface TagName {
  /** As it stands in the tag. */
  readonly whole: string;
  /** Undefined without a colon. */
  readonly prefix: string | undefined;
  readonly name: string;
  /** The prefix that an attribute of this name declares, `""` for the default namespace; undefined if it declares none. */
  readonly declares: string | undefined;
}

/** A text at a name. */
interface NameText {
  /** Passes over the name, if it stands there. */
  skipName(whole: string): boolean;
  readName(): string;
}

/** A name that may be followed by the same one as the last time: most documents have rows that are alike. */
interface KnownName extends TagName {
  next?: KnownName;
}

/** More are names that a document has once: to remember them takes memory, and saves nothing. */
const MOST_NAMES = 256;

/** The names of a document: each is checked once, and is one string, however often it occurs. */
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
    const name = known ?? takeApart(whole, refuse);
    if (known === undefined && this.#known.size >= MOST_NAMES) {
      this.#last = undefined;
      return name;
    }
    if (known === undefined) {
      this.#known.set(whole, name);
    }
    if (this.#last !== undefined) {
      this.#last.next = name;
    }
    this.#last = name;
    return name;
  }
}

function takeApart(whole: string, refuse: Refuse): KnownName {
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
 * The attributes of a start tag, namespace declarations included. One list serves all tags of a document, since making one
 * for each takes longer than filling it.
 */
export class TagAttributes {
  readonly #names: TagName[] = [];
  readonly #values: string[] = [];
  #count = 0;
  #declarations = 0;
  /** Of the document: each is one string, whichever declaration it is of, and so compared without a look at it. */
  readonly #namespaces = new Map<string, string>();

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
        if (prefix !== "" && namespace === "") {
          refuse(`${whole} declares no prefix, or for no namespace`);
        }
        if (prefix === "xmlns" || namespace === XMLNS || (prefix === "xml") !== (namespace === XML)) {
          refuse(`${whole} declares a prefix or a namespace that is reserved`);
        }
        declared.set(prefix, onlyOne(namespace, this.#namespaces));
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
    // A list that grows keeps room for 17.
    const attributes = new Array<XmlAttribute>(count);
    for (let index = 0, next = 0; index < this.#count; index += 1) {
      const name = this.#names[index] as TagName;
      if (name.declares === undefined) {
        const namespace = namespaceOf(name, prefixes, "", refuse);
        attributes[next] = { name: name.name, namespace, value: this.#values[index] as string };
        next += 1;
      }
    }
    if (count > 1 && hasTwins(attributes)) {
      refuse("an attribute is there twice");
    }
    return attributes;
  }
}

function onlyOne(namespace: string, namespaces: Map<string, string>): string {
  const known = namespaces.get(namespace);
  if (known === undefined) {
    namespaces.set(namespace, namespace);
  }
  return known ?? namespace;
}

/** Most elements of a large document have none. */
const NO_ATTRIBUTES: readonly XmlAttribute[] = Object.freeze([]);

/** As many are compared with each other sooner than they are counted. */
const FEW_ATTRIBUTES = 8;

/** Whether two attributes have one name in one namespace. */
function hasTwins(attributes: readonly XmlAttribute[]): boolean {
  return attributes.length > FEW_ATTRIBUTES
    ? hasTwinsOfMany(attributes)
    : attributes.some(({ name, namespace }, index) => {
        for (let other = 0; other < index; other += 1) {
          if (attributes[other]?.name === name && attributes[other]?.namespace === namespace) {
            return true;
          }
        }
        return false;
      });
}

/**
 * A namespace may be as long as the document, and every attribute of it in that namespace: so each gets a number, and no
 * text is made of it.
 */
function hasTwinsOfMany(attributes: readonly XmlAttribute[]): boolean {
  const numbers = new Map<string, number>([["", 0]]);
  const taken = new Set<string>();
  for (const { name, namespace } of attributes) {
    const number = numbers.get(namespace) ?? numbers.size;
    numbers.set(namespace, number);
    taken.add(number === 0 ? name : `${number}:${name}`);
  }
  return taken.size < attributes.length;
}

/** The namespace of a name. */
export function namespaceOf({ prefix }: TagName, prefixes: Prefixes, withoutPrefix: string, refuse: Refuse): string {
  if (prefix === undefined) {
    return withoutPrefix;
  }
  const namespace = prefix === "" ? undefined : prefixes.get(prefix);
  return namespace ?? refuse(`the prefix ${prefix} is not declared`);
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
