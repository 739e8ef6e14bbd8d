import type { Prefixes, XmlElement, XmlNode } from "./xml-element.js";

/** An element to which nodes are still being added. */
export interface GrowingElement extends XmlElement {
  readonly prefixes: Prefixes;
  children: XmlNode[];
  offset?: number;
}

/** Shared by all elements without children, of which a large document has many. */
export const NO_CHILDREN: XmlNode[] = [];
Object.freeze(NO_CHILDREN);

export function addNode(parent: GrowingElement, node: XmlNode): void {
  if (parent.children === NO_CHILDREN) {
    // Not by `push`, which reserves room for 17 nodes.
    parent.children = [node];
  } else {
    parent.children.push(node);
  }
}

/** Appends to the element's last node. Returns false if that node is not a text. */
export function lengthenText({ children }: GrowingElement, text: string): boolean {
  const last = children.at(-1);
  if (typeof last !== "string") {
    return false;
  }
  children[children.length - 1] = last + text;
  return true;
}
