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

/** Namespaces by prefix, `""` for the default one: a map, as far as anyone needs one. */
export interface Prefixes extends Iterable<[prefix: string, namespace: string]> {
  get(prefix: string): string | undefined;
  keys(): Iterable<string>;
}

/** An XML element as plain data, with its content in order. What `xs:any` and `xs:anyType` are read into. */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Namespace name; none is `""`. */
  readonly namespace: string;
  /** In the order of the text, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** Child elements and texts, in order. */
  readonly children: readonly XmlNode[];
  /** Namespaces in scope, by prefix; needed only where a value is a QName, such as `xsi:type`. */
  readonly prefixes?: Prefixes | undefined;
  /** Index of the element's `<` in the text it was read from; the WSDL reader turns it into line and column. */
  readonly offset?: number | undefined;
}

/**
 * Lets go of the content of an element that nobody reads any more. Promises that have moved to the old space hold what they
 * resolved with until the next large garbage collection, and a tree as long, which then moves to the old space as well.
 */
export function releaseContent(element: XmlElement): void {
  (element as { children: readonly XmlNode[] }).children = [];
}

/** The value of an attribute, or undefined where the element has none of that name. */
export function attributeOf(element: XmlElement, name: string, namespace = ""): string | undefined {
  // A `find` would make a function for each of the many questions about a large document.
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

/** Whether a text is nothing but what XML calls white space (XML 1.0 §2.3). A no-break space is a character like any other. */
export function isBlank(text: string): boolean {
  return !/[^\t\n\r ]/.test(text);
}

/** `{namespace}name`, as James Clark writes qualified names. */
export function expandedName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}
