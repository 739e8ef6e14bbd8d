import type { FacetFamily } from "../../contract/built-in-types.js";
import type { TypeReference } from "../../contract/service-model.js";
import { positionOf, refuse } from "../source/source-document.js";
import { type Declaration, isSimple } from "./components.js";
import { type Derivation, derivationOf } from "./derivation.js";
import { readFacets } from "./facets.js";
import { hasContentModel } from "./particle.js";
import { readSimpleType, simpleTypesIn, varietyOf } from "./simple-type.js";

/** The simple type of a text, and what kind of simple type that is. */
export interface Text {
  readonly type: TypeReference;
  readonly variety: FacetFamily;
}

/** The text that a complex type holds, be it by inheritance; undefined if it holds elements. */
export function textOf(type: Declaration): Text | undefined {
  const derivation = derivationOf(type);
  if (derivation === undefined) {
    return undefined;
  }
  const { within, method, element, base, complexBase } = derivation;
  if (within === "complexContent") {
    // XML Schema Part 1 §3.4.2: an extension without elements has the content of its base, be it text.
    const inherits = method === "extension" && !hasContentModel(element);
    return inherits && complexBase !== undefined ? textOf(complexBase) : undefined;
  }
  if (method === "restriction") {
    return restrictedText(derivation, type);
  }
  if (isSimple(base)) {
    return { type: { name: base.name }, variety: varietyOf(base) };
  }
  return (complexBase && textOf(complexBase)) ?? refuseBase(derivation, type);
}

/** What a restriction leaves: the text of the base, or the simple type inside, with facets. */
function restrictedText(derivation: Derivation, type: Declaration): Text {
  const { element, complexBase } = derivation;
  const { scope } = type;
  if (complexBase === undefined) {
    const expected = "expected a complex type as base, or a <simpleType> with this restriction";
    refuse(scope, element, "restricts a simple type, in simpleContent", expected);
  }
  const [inner] = simpleTypesIn(element).map((simpleType) => ({ element: simpleType, scope }));
  const base = inner
    ? { type: { anonymous: readSimpleType(inner) }, variety: varietyOf(inner) }
    : (textOf(complexBase) ?? refuseBase(derivation, type));
  const facets = readFacets(element, base.variety, scope);
  if (facets.length === 0) {
    return base;
  }
  const variety = { kind: "restriction", base: base.type, facets } as const;
  return {
    type: { anonymous: { kind: "simple", variety, at: positionOf(scope, element) } },
    variety: base.variety,
  };
}

function refuseBase({ element }: Derivation, { scope }: Declaration): never {
  refuse(scope, element, "has a base without text", "expected a base with simpleContent");
}
