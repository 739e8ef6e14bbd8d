import type { FacetFamily } from "../../contract/built-in-types.js";
import type { TypeReference } from "../../contract/service-model.js";
import { positionOf, refuse } from "../source/source-document.js";
import { hasContentModel } from "./content-models.js";
import { type Declaration, isSimple } from "./declaration-table.js";
import { type Derivation, derivationOf } from "./derivation.js";
import { readFacets } from "./facets.js";
import { facetFamilyOf, readSimpleType, simpleTypesIn } from "./simple-type.js";

/** The type of a complex type's text. */
interface Text {
  readonly type: TypeReference;
  readonly family: FacetFamily;
}

/** The type of a complex type's text, which it may inherit; undefined if its content is elements. */
export function textOf(type: Declaration): Text | undefined {
  const known = texts.get(type) ?? { text: readText(type) };
  texts.set(type, known);
  return known.text;
}

/** Each is read once: thousands of types may have one base with thousands of values. */
const texts = new WeakMap<Declaration, { readonly text: Text | undefined }>();

function readText(type: Declaration): Text | undefined {
  const derivation = derivationOf(type);
  if (derivation === undefined) {
    return undefined;
  }
  const { within, method, element, base, complexBase } = derivation;
  if (within === "complexContent") {
    // XML Schema Part 1 §3.4.2: an extension without elements has the content of its base, also if that is text.
    const inherits = method === "extension" && !hasContentModel(element);
    return inherits && complexBase !== undefined ? textOf(complexBase) : undefined;
  }
  if (method === "restriction") {
    return restrictedText(derivation, type);
  }
  if (isSimple(base)) {
    return { type: { name: base.name }, family: facetFamilyOf(base) };
  }
  return (complexBase && textOf(complexBase)) ?? refuseBase(derivation, type);
}

/** The text of a restriction: that of the base, or of the `<simpleType>` inside, with the facets. */
function restrictedText(derivation: Derivation, type: Declaration): Text {
  const { element, complexBase } = derivation;
  const { scope } = type;
  if (complexBase === undefined) {
    const expected = "expected a complex type as base, or a <simpleType> with this restriction";
    refuse(scope, element, "restricts a simple type, in simpleContent", expected);
  }
  const [inner] = simpleTypesIn(element).map((simpleType) => ({ element: simpleType, scope }));
  const base = inner
    ? { type: { anonymous: readSimpleType(inner) }, family: facetFamilyOf(inner) }
    : (textOf(complexBase) ?? refuseBase(derivation, type));
  const facets = readFacets(element, base.family, scope);
  if (facets.length === 0) {
    return base;
  }
  const variety = { kind: "restriction", base: base.type, facets } as const;
  return {
    type: { anonymous: { kind: "simple", variety, at: positionOf(scope, element) } },
    family: base.family,
  };
}

function refuseBase({ element }: Derivation, { scope }: Declaration): never {
  refuse(scope, element, "has a base without text", "expected a base with simpleContent");
}
