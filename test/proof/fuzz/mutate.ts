import { allElements, copyOf, type RawElement, type RawNode, readRawXml, writeRawXml } from "./raw-xml.js";

/** Chance, seeded. */
export interface Chance {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** One of them. */
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
}

export function chanceFrom(next: () => number): Chance {
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] };
}

/** What is written somewhere in the place of something else. */
export interface Vocabulary {
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
  readonly values: readonly string[];
  /** Pieces of text and markup, well-formed or not. */
  readonly pieces: readonly string[];
}

/** For XML of any kind. */
export const anyVocabulary: Vocabulary = {
  names: [
    "a",
    "x:a",
    "soap:Body",
    "xml:lang",
    "xmlns:a",
    "constructor",
    "__proto__",
    "toString",
    "ä",
    "a".repeat(2000),
  ],
  namespaces: [
    "",
    "urn:a",
    "http://tempuri.org/",
    "http://tempuri.org",
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2000/xmlns/",
    "a b",
  ],
  values: [
    "",
    " ",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "999999999999",
    "&amp;",
    "&#x41;",
    "&constructor;",
    "<",
    "a:b:c",
    "\u00a0",
  ],
  pieces: [
    "text",
    " ",
    "\n\t",
    "\u00a0",
    "\ufeff",
    "\u2028",
    "<!-- comment -->",
    "<!---->",
    "<!-- a -- b -->",
    "<?pi data?>",
    "<?xml version='1.0'?>",
    "<![CDATA[section]]>",
    "<![CDATA[]]>",
    "<![CDATA[ ]]>",
    "]]>",
    "&amp;",
    "&lt;",
    "&#65;",
    "&#x20;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&nbsp;",
    "&constructor;",
    "&__proto__;",
    "&",
    "<",
    "<!DOCTYPE a>",
    '<!DOCTYPE a [<!ENTITY nbsp "x">]>',
    "<a/>",
    "<a xmlns=''>",
    "</a>",
    "\0",
    "\u0001",
    "\uffff",
    "\u{1f600}",
  ],
};

type TreeMutation = (document: RawElement, chance: Chance, vocabulary: Vocabulary, other: RawElement) => void;

/** Each changes one thing somewhere in a tree. */
export const treeMutations: Readonly<Record<string, TreeMutation>> = {
  "duplicate a node": (document, chance) => {
    const { parent, index, node } = anyNode(document, chance);
    parent.children.splice(chance.below(2) === 0 ? index : parent.children.length, 0, copyOf(node));
  },
  "remove a node": (document, chance) => {
    const { parent, index } = anyNode(document, chance);
    parent.children.splice(index, 1);
  },
  "swap two nodes": (document, chance) => {
    const [one, two] = [anyNode(document, chance), anyNode(document, chance)];
    if (!contains(one.node, two.node) && !contains(two.node, one.node)) {
      one.parent.children[one.index] = two.node;
      two.parent.children[two.index] = one.node;
    }
  },
  "copy a node elsewhere": (document, chance) => {
    const { node } = anyNode(document, chance);
    insert(document, chance, copyOf(node));
  },
  "unwrap a node": (document, chance) => {
    const { parent, index } = anyNode(document, chance);
    const element = parent.children[index];
    if (typeof element === "object") {
      parent.children.splice(index, 1, ...element.children);
    }
  },
  "wrap a node": (document, chance, vocabulary) => {
    const { parent, index, node } = anyNode(document, chance);
    parent.children[index] = { name: nameFrom(document, chance, vocabulary), attributes: [], children: [node] };
  },
  "nest deeply": (document, chance) => {
    const { parent, index, node } = anyNode(document, chance);
    const name = anyElement(document, chance).name || "a";
    const depth = chance.pick([10, 100, 1000, 4000]);
    parent.children[index] = `${`<${name}>`.repeat(depth)}${written(node)}${`</${name}>`.repeat(depth)}`;
  },
  "repeat many times": (document, chance) => {
    const { parent, index, node } = anyNode(document, chance);
    const text = written(node);
    parent.children[index] = text.repeat(Math.min(chance.pick([5, 50, 3000]), Math.ceil(100_000 / (text.length + 1))));
  },
  "graft from another": (document, chance, _, other) => {
    const { node } = anyNode(other, chance);
    insert(document, chance, copyOf(node));
  },
  "replace by another's": (document, chance, _, other) => {
    const { parent, index } = anyNode(document, chance);
    parent.children[index] = copyOf(anyNode(other, chance).node);
  },
  "insert a piece": (document, chance, { pieces }) => insert(document, chance, chance.pick(pieces)),
  "insert a piece before or after it all": (document, chance, { pieces }) => {
    document.children.splice(chance.below(2) * document.children.length, 0, chance.pick(pieces));
  },
  "rename an element": (document, chance, vocabulary) => {
    const element = anyElement(document, chance);
    element.name = nameFrom(document, chance, vocabulary);
  },
  "change the local name in letters": (document, chance) => {
    const element = anyElement(document, chance);
    element.name = chance.pick([
      element.name.toUpperCase(),
      element.name.toLowerCase(),
      `${element.name}s`,
      element.name.slice(0, -1),
    ]);
  },
  "change a prefix here": (document, chance) => {
    const element = anyElement(document, chance);
    const prefix = chance.pick([...prefixesIn(document), "", "none"]);
    element.name = `${prefix === "" ? "" : `${prefix}:`}${element.name.replace(/^.*:/, "")}`;
  },
  "change a prefix everywhere": (document, chance) => {
    const prefix = chance.pick(prefixesIn(document)) ?? "";
    const rename = (name: string): string =>
      name === `xmlns:${prefix}`
        ? "xmlns:p.1"
        : name.startsWith(`${prefix}:`)
          ? `p.1${name.slice(prefix.length)}`
          : name;
    for (const element of allElements(document)) {
      element.name = rename(element.name);
      element.attributes = element.attributes.map(([name, value]) => [rename(name), value]);
    }
  },
  "change a namespace": (document, chance, { namespaces }) => {
    const declarations = allElements(document).flatMap(({ attributes }) =>
      attributes.filter(([name]) => name.startsWith("xmlns")),
    );
    const declaration = chance.pick(declarations);
    if (declaration !== undefined) {
      declaration[1] = chance.pick(namespaces);
    }
  },
  "declare a namespace": (document, chance, { namespaces }) => {
    const prefix = chance.pick([...prefixesIn(document), "", "p", "xml", "xmlns"]);
    const declaration = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
    anyElement(document, chance).attributes.push([declaration, chance.pick(namespaces)]);
  },
  "add an attribute": (document, chance, vocabulary) => {
    anyElement(document, chance).attributes.push([
      nameFrom(document, chance, vocabulary),
      chance.pick(vocabulary.values),
    ]);
  },
  "add many attributes": (document, chance) => {
    const count = chance.pick([20, 255, 300, 5000]);
    const added = Array.from({ length: count }, (_, index): [string, string] => [`a${index}`, ""]);
    anyElement(document, chance).attributes.push(...added);
  },
  "remove an attribute": (document, chance) => {
    const { attributes } = anyElement(document, chance, hasAttributes);
    attributes.splice(chance.below(attributes.length), 1);
  },
  "duplicate an attribute": (document, chance) => {
    const { attributes } = anyElement(document, chance, hasAttributes);
    const [name, value] = chance.pick(attributes) ?? ["a", ""];
    attributes.splice(chance.below(attributes.length), 0, [name, value]);
  },
  "rename an attribute": (document, chance, vocabulary) => {
    const attribute = chance.pick(anyElement(document, chance, hasAttributes).attributes);
    if (attribute !== undefined) {
      attribute[0] = nameFrom(document, chance, vocabulary);
    }
  },
  "move an attribute": (document, chance) => {
    const [from, to] = [anyElement(document, chance, hasAttributes), anyElement(document, chance)];
    to.attributes.push(...from.attributes.splice(chance.below(from.attributes.length), 1));
  },
  "reorder attributes": (document, chance) => {
    anyElement(document, chance, hasAttributes).attributes.reverse();
  },
  "change a value": (document, chance, { values }) => {
    const attribute = chance.pick(anyElement(document, chance, hasAttributes).attributes);
    if (attribute !== undefined) {
      attribute[1] = chance.pick(values);
    }
  },
  "take another attribute's value": (document, chance) => {
    const name = chance.pick(allElements(document).flatMap(({ attributes }) => attributes))?.[0];
    const alike = allElements(document).flatMap(({ attributes }) => attributes.filter(([one]) => one === name));
    const [to, from] = [chance.pick(alike), chance.pick(alike)];
    if (to !== undefined && from !== undefined) {
      to[1] = from[1];
    }
  },
  "write text otherwise": (document, chance) => {
    const element = anyElement(document, chance, ({ children }) => children.some((child) => typeof child === "string"));
    element.children = element.children.map((child) =>
      typeof child === "string" && !child.startsWith("<")
        ? chance.pick([
            `<![CDATA[${child}]]>`,
            child.replace(/[a-z]/, (letter) => `&#${letter.charCodeAt(0)};`),
            `${child}<!---->`,
          ])
        : child,
    );
  },
};

export const byteMutations: Readonly<
  Record<string, (bytes: Buffer, chance: Chance, vocabulary: Vocabulary, other: Buffer) => Buffer>
> = {
  "flip a bit": (bytes, chance) => {
    const copy = Buffer.from(bytes);
    const at = chance.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
    return copy;
  },
  "set a byte": (bytes, chance) => {
    const copy = Buffer.from(bytes);
    copy[chance.below(copy.length)] = chance.below(256);
    return copy;
  },
  "remove bytes": (bytes, chance) => splice(bytes, chance.below(bytes.length), 1 + chance.below(20), ""),
  "insert bytes": (bytes, chance) =>
    splice(
      bytes,
      chance.below(bytes.length + 1),
      0,
      Buffer.from(Array.from({ length: 1 + chance.below(4) }, () => chance.below(256))),
    ),
  "insert a piece": (bytes, chance, { pieces }) =>
    splice(bytes, chance.below(bytes.length + 1), 0, chance.pick(pieces)),
  "insert a name or value": (bytes, chance, { names, values, namespaces }) =>
    splice(bytes, chance.below(bytes.length + 1), 0, chance.pick([...names, ...values, ...namespaces])),
  "repeat bytes": (bytes, chance) => {
    const at = chance.below(bytes.length);
    return splice(bytes, at, 0, bytes.subarray(at, at + 1 + chance.below(200)));
  },
  "cut the end": (bytes, chance) => bytes.subarray(0, chance.below(bytes.length)),
  "cut the beginning": (bytes, chance) => bytes.subarray(chance.below(bytes.length)),
  "splice two": (bytes, chance, _, other) => {
    const at = chance.below(bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      other.subarray(chance.below(2) === 0 ? at : chance.below(other.length)),
    ]);
  },
  "take a part of another": (bytes, chance, _, other) => {
    const from = chance.below(other.length);
    return splice(bytes, chance.below(bytes.length), 0, other.subarray(from, from + chance.below(300)));
  },
  "append another": (bytes, _, __, other) => Buffer.concat([bytes, other]),
};

/** Other encodings of a text, declared or not. */
export const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8 with a mark": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "UTF-16LE": (text) => Buffer.from(text, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(text, "utf16le").swap16(),
  "Latin-1": (text) => Buffer.from(text, "latin1"),
  "Latin-1, declared": (text) => Buffer.from(declared(text, "ISO-8859-1"), "latin1"),
  "another encoding declared": (text) => Buffer.from(declared(text, "utf-16")),
  "an unknown encoding declared": (text) => Buffer.from(declared(text, "x-unknown")),
};

function declared(text: string, encoding: string): string {
  return text.replace(/encoding="[^"]*"/, `encoding="${encoding}"`);
}

export interface Mutated {
  /** Names of what was done. */
  readonly changes: readonly string[];
}

/** Changes the tree of a document here and there. */
export function mutateTree(
  text: string,
  other: string,
  vocabulary: Vocabulary,
  chance: Chance,
): Mutated & { readonly text: string } {
  const [tree, grafts] = [readRawXml(text), readRawXml(other)];
  const changes = Array.from({ length: howOften(chance) }, () => {
    const name = chance.pick(Object.keys(treeMutations));
    treeMutations[name]?.(tree, chance, vocabulary, grafts);
    return name;
  });
  return { text: writeRawXml(tree), changes };
}

/** Changes a document in its tree, its encoding or its bytes. */
export function mutate(
  text: string,
  other: string,
  vocabulary: Vocabulary,
  chance: Chance,
): Mutated & { readonly bytes: Buffer } {
  const inTree = chance.below(4) > 0 ? mutateTree(text, other, vocabulary, chance) : { text, changes: [] };
  const changes = [...inTree.changes];
  const pick = <T>(table: Readonly<Record<string, T>>): T => {
    const name = chance.pick(Object.keys(table));
    changes.push(name);
    return table[name] as T;
  };
  let bytes: Buffer = chance.below(8) === 0 ? pick(encodings)(inTree.text) : Buffer.from(inTree.text);
  const inBytes = changes.length === 0 || chance.below(8) === 0 ? howOften(chance) : 0;
  for (let count = 0; count < inBytes && bytes.length > 0; count += 1) {
    bytes = pick(byteMutations)(bytes, chance, vocabulary, Buffer.from(other));
  }
  return { bytes, changes };
}

function howOften(chance: Chance): number {
  return 1 + chance.below(chance.pick([1, 3, 6]));
}

function splice(bytes: Buffer, at: number, length: number, replacement: Buffer | string): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(replacement), bytes.subarray(at + length)]);
}

function anyElement(
  document: RawElement,
  chance: Chance,
  has: (element: RawElement) => boolean = () => true,
): RawElement {
  const elements = allElements(document).slice(1);
  const fitting = elements.filter(has);
  return chance.pick(fitting.length > 0 ? fitting : elements) ?? document;
}

const hasAttributes = ({ attributes }: RawElement): boolean => attributes.length > 0;

interface Place {
  readonly parent: RawElement;
  readonly index: number;
  readonly node: RawNode;
}

function anyNode(document: RawElement, chance: Chance): Place {
  const parents = allElements(document).filter(({ children }) => children.length > 0);
  const parent = chance.pick(parents) ?? document;
  const index = chance.below(parent.children.length);
  return { parent, index, node: parent.children[index] ?? "" };
}

function insert(document: RawElement, chance: Chance, node: RawNode): void {
  const parent = anyElement(document, chance);
  parent.children.splice(chance.below(parent.children.length + 1), 0, node);
}

function contains(node: RawNode, other: RawNode): boolean {
  return node === other || (typeof node === "object" && node.children.some((child) => contains(child, other)));
}

function written(node: RawNode): string {
  return typeof node === "string" ? node : writeRawXml(node);
}

function prefixesIn(document: RawElement): string[] {
  const names = allElements(document).flatMap(({ name, attributes }) => [name, ...attributes.map(([key]) => key)]);
  const prefixes = names.flatMap((name) => /^(?!xmlns)([^:]+):|^xmlns:(.+)/.exec(name)?.slice(1) ?? []);
  return [...new Set(prefixes.filter((prefix) => prefix !== undefined))];
}

/** One that stands in the document, or any. */
function nameFrom(document: RawElement, chance: Chance, { names }: Vocabulary): string {
  return chance.below(2) === 0 ? anyElement(document, chance).name || "a" : chance.pick(names);
}
