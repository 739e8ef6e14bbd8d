import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";

/**
 * The text of `wsdl:documentation` or `xs:annotation/xs:documentation`, as a member to spread. Markup is removed, and a run
 * of white space becomes one blank. A blank line, or another `documentation`, starts a paragraph.
 *
 * @param elements the elements of one component, such as a reference and its target. A paragraph that several of them have
 *   appears once.
 */
export function documented(...elements: readonly (XmlElement | undefined)[]): { readonly documentation?: string } {
  const paragraphs = new Set(elements.flatMap((element) => (element === undefined ? [] : paragraphsOf(element))));
  return paragraphs.size === 0 ? {} : { documentation: [...paragraphs].join("\n\n") };
}

function paragraphsOf(element: XmlElement): string[] {
  return elementsOf(element)
    .flatMap((child) => (child.name === "annotation" ? elementsOf(child) : [child]))
    .filter((child) => child.name === "documentation" && child.namespace === element.namespace)
    .flatMap((child) => allText(child).split(/\n[^\S\n]*\n/))
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
}

function allText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : ` ${allText(child)} `)).join("");
}
