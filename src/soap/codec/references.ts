import { SchemaError } from "../schema/schema-error.js";
import { SOAP12_ENCODING } from "../xml/namespaces.js";
import { Later, type Work } from "../xml/slices.js";
import { attributeOf, elementsOf, isBlank, type XmlAttribute, type XmlElement } from "../xml/xml-element.js";

/** The deepest nesting of elements, references included. The stack allows somewhat more. */
const MAX_DEPTH = 256;

/** As how many types a target with content is read. An object has several where one type extends another. */
const MAX_TYPES = 8;

/**
 * The targets of references in an encoded message: `href="#id"` (SOAP 1.1 §5.4.1) or `enc:ref="id"` (SOAP 1.2 Part 2
 * §3.1.5).
 *
 * A target is read once as each type. Its references share the value, as the encoding defines, with the element that
 * contains it. So the time is linear in the length of the message. A target that contains itself is rejected: values are
 * trees.
 */
export class References {
  readonly #targets = new Map<string, XmlElement[]>();
  readonly #open = new Set<XmlElement>();
  readonly #values = new Map<XmlElement, Map<object, unknown>>();
  /** What {@link follow} found for each target, as many elements may refer to one long chain. */
  readonly #lasts = new Map<XmlElement, XmlElement>();
  #depth = 0;

  constructor(body: readonly XmlElement[]) {
    this.#collect(body);
  }

  /**
   * Reads an element, or the target that it refers to.
   *
   * @param typeKey identifies the type of the value, whatever member has it: the same target may be read as several types.
   */
  *read(element: XmlElement, typeKey: object, read: (target: XmlElement) => unknown): Work<unknown> {
    if (this.#depth >= MAX_DEPTH) {
      throw new SchemaError(`elements and references are nested more than ${MAX_DEPTH} deep`);
    }
    this.#depth += 1;
    try {
      const target = this.targetOf(element) ?? (this.#isUnreadTarget(element) ? element : undefined);
      if (target !== undefined) {
        return yield* this.#readTarget(target, typeKey, read);
      }
      const value = read(withoutIdentity(element));
      return value instanceof Later ? yield* value.work : value;
    } finally {
      this.#depth -= 1;
    }
  }

  *#readTarget(target: XmlElement, typeKey: object, read: (target: XmlElement) => unknown): Work<unknown> {
    const values = this.#values.get(target) ?? new Map<object, unknown>();
    if (values.has(typeKey)) {
      return values.get(typeKey);
    }
    if (this.#open.has(target)) {
      throw new SchemaError("expected a tree, found an element that refers to one that contains it");
    }
    if (values.size >= MAX_TYPES && target.children.length > 0) {
      throw new SchemaError(`refers to an element that is read as more than ${MAX_TYPES} types`);
    }
    this.#open.add(target);
    try {
      const value = yield* this.read(target, typeKey, read);
      this.#values.set(target, values.set(typeKey, value));
      return value;
    } finally {
      this.#open.delete(target);
    }
  }

  /** Whether references may refer to the element, and it is not being read as their target. */
  #isUnreadTarget(element: XmlElement): boolean {
    const id = idOf(element);
    return id !== undefined && this.#targets.get(id)?.[0] === element && !this.#open.has(element);
  }

  /** The last target of an element, or the element itself, without the attributes `id` and `href`. */
  follow(element: XmlElement, depth = 0): XmlElement {
    const target = this.targetOf(element);
    if (target === undefined) {
      return withoutIdentity(element);
    }
    if (depth === MAX_DEPTH) {
      // Too deep, or a circle: `read` rejects both.
      return element;
    }
    const last = this.#lasts.get(target) ?? this.follow(target, depth + 1);
    this.#lasts.set(target, last);
    return last;
  }

  /** An element, all elements within it, what they refer to, and so on. */
  reachedFrom(root: XmlElement): ReadonlySet<XmlElement> {
    const reached = new Set([root]);
    // The loop also has what is added meanwhile.
    for (const element of reached) {
      const id = idReferredToBy(element);
      // Not all that have the id: to look at each of many for each of many references would take time without end.
      const [target] = (id !== undefined && this.#targets.get(id)) || [];
      for (const next of target === undefined ? elementsOf(element) : [target, ...elementsOf(element)]) {
        reached.add(next);
      }
    }
    return reached;
  }

  /**
   * The target of an element; undefined if it is not a reference.
   *
   * @throws {SchemaError} It is none that can be followed, or has something of its own too, which could contradict the target.
   */
  targetOf(element: XmlElement): XmlElement | undefined {
    const id = idReferredToBy(element);
    if (id === undefined) {
      return undefined;
    }
    const [target, ...others] = this.#targets.get(id) ?? [];
    if (target === undefined || others.length > 0) {
      const count = target === undefined ? "no element has" : "several elements have";
      throw new SchemaError(`refers to an id that ${count}`);
    }
    if (!element.children.every((child) => typeof child === "string" && isBlank(child))) {
      throw new SchemaError("refers to an element, and has content of its own too");
    }
    // Those of SOAP and XML Schema have a namespace.
    if (element.attributes.some((attribute) => attribute.namespace === "" && !isIdentity(attribute))) {
      throw new SchemaError("refers to an element, and has attributes of its own too");
    }
    return target;
  }

  #collect(elements: readonly XmlElement[]): void {
    for (const element of elements) {
      const id = idOf(element);
      if (id !== undefined) {
        const known = this.#targets.get(id);
        known?.push(element);
        this.#targets.set(id, known ?? [element]);
      }
      this.#collect(elementsOf(element));
    }
  }
}

/** SOAP 1.2 has no # in enc:ref. PHP writes one. */
function idReferredToBy(element: XmlElement): string | undefined {
  return (attributeOf(element, "href") ?? attributeOf(element, "ref", SOAP12_ENCODING))?.replace(/^#/, "");
}

/** V8 makes no hash of a text of more than 16,383 characters, and compares such texts whole. */
const LONGEST_ID = 8_192;

/** No longer one: what refers to it is rejected. */
function idOf(element: XmlElement): string | undefined {
  const id = attributeOf(element, "id") ?? attributeOf(element, "id", SOAP12_ENCODING);
  return id !== undefined && id.length <= LONGEST_ID ? id : undefined;
}

function withoutIdentity(element: XmlElement): XmlElement {
  return element.attributes.some(isIdentity)
    ? { ...element, attributes: element.attributes.filter((attribute) => !isIdentity(attribute)) }
    : element;
}

function isIdentity({ name, namespace }: XmlAttribute): boolean {
  return namespace === "" && (name === "id" || name === "href");
}
