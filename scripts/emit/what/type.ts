import { resolveReference } from "../../contract/model-index.js";
import type { TypeReference } from "../../contract/service-model.js";
import { call, deferrable } from "../print/expression.js";
import { runtime, schemaOf, typeOf, xs } from "../print/symbol.js";
import { arrayOf, namedType, plainType, runtimeType, unionOf } from "../print/type-expression.js";
import type { EmitContext, EmittedType } from "./context.js";
import { referToSimpleType } from "./simple-type.js";

/** Any element, as data: `xs:anyType`. */
export const ANY_ELEMENT: EmittedType = { type: runtimeType("XmlElement"), schema: xs("anyType") };

/** The emitted type that a reference leads to. */
export function referToType(reference: TypeReference, context: EmitContext): EmittedType {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in" && type.name === "anyType") {
    return ANY_ELEMENT;
  }
  if (type.kind !== "complex") {
    return referToSimpleType(reference, context);
  }
  const declaration = context.variantsOf(type) ?? context.declarationOf(type);
  if (declaration === undefined) {
    // Only `soapenc:Array` itself has no declaration. It does not declare the type of its items.
    return {
      type: arrayOf(unionOf(ANY_ELEMENT.type, plainType("null"))),
      schema: call(runtime("soapArray"), deferrable(ANY_ELEMENT.schema)),
    };
  }
  return { type: namedType(typeOf(declaration)), schema: schemaOf(declaration) };
}
