import { ReadableElement } from "../xml/readable-element.js";
import { PAUSE, type Work } from "../xml/slices.js";
import type { Prefixes, XmlAttribute, XmlElement, XmlNode } from "../xml/xml-element.js";
import { renamed } from "../xml/xml-names.js";
import type { ElementTexts, SecretSearch } from "./redact.js";

/** The children of an element. Those before `next` are copied already. */
interface Level {
  readonly nodes: XmlNode[];
  next: number;
}

/**
 * Copies elements without their secrets. Not recursive: resuming after a pause costs time in proportion to the number of
 * nested generators.
 */
export class ElementRedaction {
  readonly #search: SecretSearch;
  readonly #texts: ElementTexts;
  /** Caches searched names: many elements may share one long namespace. */
  readonly #names = new Map([["", ""]]);
  readonly #prefixes = new Map<Prefixes, Prefixes>();

  constructor(search: SecretSearch, texts: ElementTexts) {
    this.#search = search;
    this.#texts = texts;
  }

  /** Redacts texts and attribute values. */
  *texts(element: XmlElement): Work<XmlElement> {
    return this.#texts.areClean ? element : yield* this.#copied(element, false);
  }

  /** Redacts texts, attribute values, names and namespaces. */
  *whole(element: XmlElement): Work<XmlElement> {
    return yield* this.#copied(element, true);
  }

  *#copied(element: XmlElement, withNames: boolean): Work<XmlElement> {
    const nodes = element.children.slice();
    // The attributes come first, as in a search: only as many texts are shown as were searched.
    const copy = yield* this.#withChildren(element, nodes, withNames);
    const open: Level[] = [{ nodes, next: 0 }];
    for (let level = open.at(-1), count = 1; level !== undefined; level = open.at(-1), count += 1) {
      const { next } = level;
      const node = level.nodes[next];
      level.next += 1;
      if (node === undefined) {
        open.pop();
      } else if (typeof node === "string") {
        level.nodes[next] = yield* this.#texts.redacted(node);
      } else {
        const children = node.children.length === 0 ? undefined : node.children.slice();
        level.nodes[next] = yield* this.#withChildren(node, children ?? node.children, withNames);
        if (children !== undefined) {
          open.push({ nodes: children, next: 0 });
        }
      }
      if (count % PAUSE === 0) {
        yield undefined;
      }
    }
    return copy;
  }

  *#withChildren(element: XmlElement, children: readonly XmlNode[], withNames: boolean): Work<ReadableElement> {
    const attributes =
      element.attributes.length === 0 ? element.attributes : yield* this.#attributes(element, withNames);
    const { name, namespace, prefixes } = element;
    return withNames
      ? new ReadableElement(
          this.#names.get(name) ?? (yield* this.#name(name)),
          this.#names.get(namespace) ?? (yield* this.#name(namespace)),
          attributes,
          children,
          prefixes && (this.#prefixes.get(prefixes) ?? (yield* this.#prefixesFor(prefixes))),
        )
      : new ReadableElement(name, namespace, attributes, children, prefixes);
  }

  *#attributes(element: XmlElement, withNames: boolean): Work<XmlAttribute[]> {
    const attributes: XmlAttribute[] = [];
    for (const { name, namespace, value } of element.attributes) {
      attributes.push({
        name: withNames ? yield* this.#name(name) : name,
        namespace: withNames ? yield* this.#name(namespace) : namespace,
        value: yield* this.#texts.redacted(value),
      });
    }
    return attributes;
  }

  *#name(name: string): Work<string> {
    const known = this.#names.get(name);
    const redacted = known ?? (yield* this.#search.redacted(name));
    if (known === undefined) {
      this.#names.set(name, redacted);
    }
    return redacted;
  }

  /** At once, not when they are read: an error is kept with its detail, which must not keep the search and its secrets. */
  #prefixesFor(prefixes: Prefixes): Work<Prefixes> {
    return renamed(prefixes, (name) => this.#name(name), this.#prefixes);
  }
}
