import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { GroupParticle } from "../../contract/service-model.js";

const COMPOSITORS = ["sequence", "choice", "all"] as const;

export function compositorOf({ name }: XmlElement): GroupParticle["kind"] | undefined {
  return COMPOSITORS.find((compositor) => compositor === name);
}

/** The elements that declare the content model of a complex type or a derivation: one in a valid schema, or none. */
export function contentModelsIn(parent: XmlElement): XmlElement[] {
  return elementsOf(parent).filter(isContentModel);
}

/** Whether the element is a `sequence`, `choice`, `all` or `group`. */
export function isContentModel(element: XmlElement): boolean {
  return element.name === "group" || compositorOf(element) !== undefined;
}

/** Whether a complex type or a derivation has a content model other than an empty `sequence` or `all`. */
export function hasContentModel(parent: XmlElement): boolean {
  return contentModelsIn(parent).some((model) => !isEmptyModel(model));
}

function isEmptyModel(model: XmlElement): boolean {
  return (
    (model.name === "sequence" || model.name === "all") && elementsOf(model).every(({ name }) => name === "annotation")
  );
}
