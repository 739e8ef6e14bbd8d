/** A node of an element's content: an element, or a run of text. */
export type XmlNode = XmlElement | string;

/** An attribute other than a namespace declaration. */
export interface XmlAttribute {
  /** Local name. */
  readonly name: string;
  /** Namespace name; an attribute without prefix has none, written `""`. */
  readonly namespace: string;
  /** The value, with entities resolved. */
  readonly value: string;
}

/** Namespaces by prefix, `""` for the default namespace. A `Map` fits. */
export interface Prefixes extends Iterable<[prefix: string, namespace: string]> {
  get(prefix: string): string | undefined;
  keys(): Iterable<string>;
}

/** An XML element as plain data, with its content in order. The value of an `xs:any` or `xs:anyType`. */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Namespace name; `""` for none. */
  readonly namespace: string;
  /** In the order of the text, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** Child elements and texts, in order. */
  readonly children: readonly XmlNode[];
  /** Namespaces in scope, by prefix. Only values that are QNames need them, such as that of `xsi:type`. */
  readonly prefixes?: Prefixes | undefined;
  /** Index of the element's `<` in its document. The WSDL reader converts it to line and column. */
  readonly offset?: number | undefined;
}

/**
 * Removes the content of an element that is no longer needed. A promise in V8's old space keeps its value alive until the
 * next major garbage collection. Without this, the whole tree would live as long, and move to the old space too.
 */
export function releaseContent(element: XmlElement): void {
  (element as { children: readonly XmlNode[] }).children = [];
}

/** The value of an attribute; undefined if the element does not have it. */
export function attributeOf(element: XmlElement, name: string, namespace = ""): string | undefined {
  // Not by `find`, which would need a new function for each call.
  for (const attribute of element.attributes) {
    if (attribute.name === name && attribute.namespace === namespace) {
      return attribute.value;
    }
  }
  return undefined;
}

/** The child elements, without the text between them. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== "string");
}

/** The element's own text, without that of its children. */
export function textOf(element: XmlElement): string {
  const { children } = element;
  // Nearly all elements have one child, or none.
  if (children.length <= 1) {
    return typeof children[0] === "string" ? children[0] : "";
  }
  return children.filter((child) => typeof child === "string").join("");
}

/** Whether a value is the word in any case. Others are not looked at in whole, however long they are. */
export function isWord(value: string, word: string): boolean {
  return value.length === word.length && value.toLowerCase() === word;
}

/** Whether a text has only white space by XML 1.0 §2.3, which does not include the no-break space. */
export function isBlank(text: string): boolean {
  return !/[^\t\n\r ]/.test(text);
}

/** The expanded name in the notation of James Clark: `{namespace}name`. */
export function expandedName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}
