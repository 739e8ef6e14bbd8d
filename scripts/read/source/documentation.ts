import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";

/**
 * The text of `wsdl:documentation` or `xs:annotation/xs:documentation`, as a member to spread. Markup is removed, and a run
 * of white space becomes one blank. A blank line, or another `documentation`, starts a paragraph.
 */
export function documented(element: XmlElement): { readonly documentation?: string } {
  const paragraphs = elementsOf(element)
    .flatMap((child) => (child.name === "annotation" ? elementsOf(child) : [child]))
    .filter((child) => child.name === "documentation" && child.namespace === element.namespace)
    .flatMap((child) => allText(child).split(/\n[^\S\n]*\n/))
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
  return paragraphs.length === 0 ? {} : { documentation: paragraphs.join("\n\n") };
}

function allText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : ` ${allText(child)} `)).join("");
}
