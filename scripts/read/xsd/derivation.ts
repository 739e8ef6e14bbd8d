import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { refuse, requiredAttribute } from "../source/source-document.js";
import {
  type Component,
  type Declaration,
  isSimple,
  originalOf,
  type ResolvedType,
  resolveType,
} from "./components.js";

/** `<xs:extension base="tns:Account">` or `<xs:restriction base="tns:Account">`, and what it stands in. */
export interface Derivation {
  readonly within: "complexContent" | "simpleContent";
  readonly method: "extension" | "restriction";
  readonly element: XmlElement;
  readonly base: ResolvedType;
  /** The base as a declaration, where it is a complex type. */
  readonly complexBase: Component | undefined;
  /** Whether the base is what `xs:redefine` redefines, and has no name any more. */
  readonly isRedefinition: boolean;
}

export function derivationOf(type: Declaration): Derivation | undefined {
  const { element, scope } = type;
  const content = elementsOf(element).find(({ name }) => name === "complexContent" || name === "simpleContent");
  if (content === undefined) {
    return undefined;
  }
  const [derivation, ...others] = elementsOf(content).filter(({ name }) => name !== "annotation");
  if (derivation === undefined || others.length > 0) {
    refuse(scope, content, "holds no derivation, or more than one", "expected one extension or restriction");
  }
  const base = resolveType(requiredAttribute(scope, derivation, "base"), derivation, scope);
  const original = originalOf(base, type);
  return {
    within: content.name === "simpleContent" ? "simpleContent" : "complexContent",
    method: derivation.name === "extension" ? "extension" : "restriction",
    element: derivation,
    base,
    complexBase: original ?? (isSimple(base) ? undefined : base.component),
    isRedefinition: original !== undefined,
  };
}
