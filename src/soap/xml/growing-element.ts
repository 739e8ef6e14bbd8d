import type { Prefixes, XmlElement, XmlNode } from "./xml-element.js";

/** An element to which nodes are still being added. */
export interface GrowingElement extends XmlElement {
  readonly prefixes: Prefixes;
  children: XmlNode[];
  offset?: number;
}

/** Most elements of a large document have one child or none: they share this, or have a list that is no longer than it. */
export const NO_CHILDREN: XmlNode[] = [];
Object.freeze(NO_CHILDREN);

export function addNode(parent: GrowingElement, node: XmlNode): void {
  if (parent.children === NO_CHILDREN) {
    parent.children = [node];
  } else {
    parent.children.push(node);
  }
}

/** Adds to the text that is the element's last node. Returns false if that is none. */
export function lengthenText({ children }: GrowingElement, text: string): boolean {
  const last = children.at(-1);
  if (typeof last !== "string") {
    return false;
  }
  children[children.length - 1] = last + text;
  return true;
}
