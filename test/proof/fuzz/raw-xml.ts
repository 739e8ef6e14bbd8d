/** XML as it is written, so that what is changed in it can be wrong in every way that written XML can. */
export type RawNode = RawElement | string;

export interface RawElement {
  /** With its prefix. */
  name: string;
  /** Name and value as they are written, namespace declarations among them. */
  attributes: [name: string, value: string][];
  /** Text, comments, sections, declarations and instructions are strings, as they are written. */
  children: RawNode[];
}

const TOKENS =
  /<\?.*?\?>|<!--.*?-->|<!\[CDATA\[.*?\]\]>|<!DOCTYPE[^>]*>|<\/[^>]*>|<(?:"[^"]*"|'[^']*'|[^"'>])*>|[^<]+/gs;
const ATTRIBUTES = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Reads well-formed XML into a root without a name, whose children are the whole document. */
export function readRawXml(text: string): RawElement {
  const document: RawElement = { name: "", attributes: [], children: [] };
  const open = [document];
  for (const [token] of text.matchAll(TOKENS)) {
    const parent = open.at(-1) ?? document;
    const tag = /^<([^\s/>!?]+)(.*?)(\/?)>$/s.exec(token);
    if (token.startsWith("</")) {
      open.pop();
    } else if (tag === null) {
      parent.children.push(token);
    } else {
      const [, name = "", attributes = "", end = ""] = tag;
      const element: RawElement = {
        name,
        attributes: Array.from(attributes.matchAll(ATTRIBUTES), ([, key = "", double, single = ""]) => [
          key,
          double ?? single,
        ]),
        children: [],
      };
      parent.children.push(element);
      if (end === "") {
        open.push(element);
      }
    }
  }
  return document;
}

export function writeRawXml({ name, attributes, children }: RawElement): string {
  const content = children.map((child) => (typeof child === "string" ? child : writeRawXml(child))).join("");
  if (name === "") {
    return content;
  }
  const tag = attributes.reduce((text, [key, value]) => {
    const quote = value.includes('"') ? "'" : '"';
    return `${text} ${key}=${quote}${value}${quote}`;
  }, name);
  return content === "" ? `<${tag} />` : `<${tag}>${content}</${name}>`;
}

/** The element and all elements in it, outermost first. */
export function allElements(element: RawElement): RawElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === "string" ? [] : allElements(child)))];
}

export function copyOf(node: RawNode): RawNode {
  return typeof node === "string"
    ? node
    : {
        name: node.name,
        attributes: node.attributes.map(([name, value]) => [name, value]),
        children: node.children.map(copyOf),
      };
}
