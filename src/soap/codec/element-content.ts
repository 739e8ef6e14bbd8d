import { SchemaError } from "../schema/schema-error.js";
import { XSI } from "../xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, isBlank, textOf, type XmlElement } from "../xml/xml-element.js";

/** The children of an element that has no text. */
export function onlyElementsOf(element: XmlElement): readonly XmlElement[] {
  if (element.children.some((child) => typeof child === "string" && !isBlank(child))) {
    throw new SchemaError("expected elements only, found text between them");
  }
  return elementsOf(element);
}

/** The text of an element that has no children. */
export function onlyTextOf(element: XmlElement): string {
  const stranger = element.children.find((child) => typeof child !== "string");
  if (stranger !== undefined) {
    throw new SchemaError(`expected text, found element ${expandedName(stranger)}`);
  }
  return textOf(element);
}

/** Whether `xsi:nil` says so. */
export function isNil(element: XmlElement): boolean {
  const nil = attributeOf(element, "nil", XSI);
  const [, yes, no] = /^[\t\n\r ]*(?:(true|1)|(false|0))[\t\n\r ]*$/.exec(nil ?? "false") ?? [];
  if (yes === undefined && no === undefined) {
    throw new SchemaError("expected xsi:nil to be true or false");
  }
  return yes !== undefined;
}
