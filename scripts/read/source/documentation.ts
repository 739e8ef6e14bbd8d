import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";

/**
 * What `wsdl:documentation` or `xs:annotation/xs:documentation` says about an element, to be spread into it. Markup goes,
 * and runs of white space become one blank; a blank line, or another `documentation`, starts a paragraph.
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
