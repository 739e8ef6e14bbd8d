import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { refuse, requiredAttribute } from "../source/source-document.js";
import {
  type Declaration,
  type GlobalDeclaration,
  isSimple,
  originalOf,
  type ReferencedType,
  resolveTypeName,
} from "./declaration-table.js";

/** `<xs:extension base="tns:Account">` or `<xs:restriction base="tns:Account">`. */
export interface Derivation {
  /** The parent element. */
  readonly within: "complexContent" | "simpleContent";
  readonly method: "extension" | "restriction";
  readonly element: XmlElement;
  readonly base: ReferencedType;
  /** The declaration of the base, if the base is a complex type. */
  readonly complexBase: GlobalDeclaration | undefined;
  /** Whether the base is the original of an `xs:redefine`, which is not in the model. */
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
  const base = resolveTypeName(requiredAttribute(scope, derivation, "base"), derivation, scope);
  const original = originalOf(base, type);
  return {
    within: content.name === "simpleContent" ? "simpleContent" : "complexContent",
    method: derivation.name === "extension" ? "extension" : "restriction",
    element: derivation,
    base,
    complexBase: original ?? (isSimple(base) ? undefined : base.declaration),
    isRedefinition: original !== undefined,
  };
}
