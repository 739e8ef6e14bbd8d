import { resolveReference } from "../../contract/model-index.js";
import type { TypeReference } from "../../contract/service-model.js";
import { schemaOf, typeOf } from "../print/declaration.js";
import { call, reference, runtime, xs } from "../print/expression.js";
import { arrayOf, namedType } from "../print/type-expression.js";
import type { EmitContext, TypeUse } from "./context.js";
import { useSimpleType } from "./simple-type.js";

/** `XmlElement`, and the like: a type of the run time. */
export function runtimeType(name: string) {
  return namedType({ name, source: "runtime", isType: true });
}

/** Any element, as data. */
export const ANY_TYPE: TypeUse = { type: runtimeType("XmlElement"), schema: xs("anyType") };

/** A reference to a type, as it stands in an interface and in a schema. */
export function useType(typeReference: TypeReference, context: EmitContext): TypeUse {
  const type = resolveReference(typeReference, context.index);
  if (type.kind === "built-in" && type.name === "anyType") {
    return ANY_TYPE;
  }
  if (type.kind !== "complex") {
    return useSimpleType(typeReference, context);
  }
  const declaration = context.variantsOf(type) ?? context.declarationOf(type);
  if (declaration === undefined) {
    // `soapenc:Array` itself, of which nothing says what its items are.
    return { type: arrayOf(ANY_TYPE.type), schema: call(runtime("soapArray"), reference(ANY_TYPE.schema)) };
  }
  return { type: namedType(typeOf(declaration)), schema: schemaOf(declaration) };
}
