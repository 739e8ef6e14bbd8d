import type { ModelIndex } from "../../contract/model-index.js";
import type { ComplexType, GlobalElement, SimpleType } from "../../contract/service-model.js";
import type { Declaration, Definition } from "../print/declaration.js";
import type { Expression } from "../print/expression.js";
import type { TypeExpression } from "../print/type-expression.js";
import type { Shape } from "./shape.js";

/** What emitting any part of a service goes by. */
export interface EmitContext {
  readonly index: ModelIndex;
  /** Whether messages say the types of their elements, which then must know their names. */
  readonly isEncoded: boolean;
  /** The shapes made so far. */
  readonly shapes: Map<ComplexType, Shape>;
  /** The declaration of a type; undefined where the type is written out in place. */
  declarationOf(type: ComplexType | SimpleType): Declaration | undefined;
  /** The declaration of a type and all that `xsi:type` may narrow it to; undefined where that is nothing. */
  variantsOf(type: ComplexType): Declaration | undefined;
  /** Whether a type extends it. */
  isExtended(type: ComplexType): boolean;
  /** The declaration of what may stand for an element; undefined where that is the element alone. */
  substitutionOf(head: GlobalElement): Declaration | undefined;
  /** A new declaration beside another one. */
  declareWithin(declaration: Declaration, suffix: string): Declaration;
  /** The constant that holds a namespace. */
  namespace(namespace: string): Expression;
  define(definition: Definition): void;
}

/** A type where it is used: in an interface, and in a schema. */
export interface TypeUse {
  readonly type: TypeExpression;
  readonly schema: Expression;
}
