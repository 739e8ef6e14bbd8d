import type { ModelIndex } from "../../contract/model-index.js";
import type { ComplexType, GlobalElement, GroupParticle, QName, SimpleType } from "../../contract/service-model.js";
import type { Definition } from "../print/definition.js";
import type { Expression } from "../print/expression.js";
import type { Declaration } from "../print/symbol.js";
import type { TypeExpression } from "../print/type-expression.js";

/** The contract and the declarations of a service, for the code that emits its parts. */
export interface EmitContext {
  readonly index: ModelIndex;
  /** Whether any message has `use="encoded"`. Its elements carry `xsi:type`, so schemas must know the names of types. */
  readonly isEncoded: boolean;
  /** Whether an encoded message may hold the type, so that each member of it may be null. */
  isEncodedType(type: ComplexType): boolean;
  /** The declaration of a type; undefined for a type that is written in place. */
  declarationOf(type: ComplexType | SimpleType): Declaration | undefined;
  /** The declaration of the union of a type and its derived types; undefined where `xsi:type` allows no other type. */
  variantsOf(type: ComplexType): Declaration | undefined;
  /** Whether another type is derived from the type. */
  hasDerivedTypes(type: ComplexType): boolean;
  /** The declaration of an element and its substitutes; undefined where the element has no substitutes. */
  substitutionOf(head: GlobalElement): Declaration | undefined;
  /** A new declaration in the file of another one, named after it. */
  declareWithin(declaration: Declaration, suffix: string): Declaration;
  /** The constant that holds a namespace. */
  namespace(namespace: string): Expression;
  /** @param members the components of the contract that the declared object has as properties. */
  define(definition: Definition, members?: readonly Member[]): void;
  /**
   * Counts the characters of a part of the code, which may be emitted once for each type with a group.
   *
   * @throws {Error} There are more than any contract needs.
   */
  spend(characters: number): void;
}

/** A component of the contract, and the property that holds it. Branches of a choice may share one. */
export interface Member {
  readonly of: Component;
  readonly property: string;
  /** The object of one occurrence of a group that repeats. */
  readonly object?: Declaration;
}

type Component =
  | { readonly kind: "element" | "attribute"; readonly name: QName }
  | { readonly kind: "any" | "anyAttribute" | "mixed" | "text" }
  | GroupParticle;

/** Where a declared type stands in the contract. */
export interface TypeOrigin {
  /** A sentence: `Type `Row` of `urn:x`.` */
  readonly about: string;
  /** The global element whose anonymous type it is. The element has no declaration of its own. */
  readonly element?: GlobalElement;
}

/** A type of the contract: as the type of a property, and as its schema. */
export interface EmittedType {
  readonly type: TypeExpression;
  readonly schema: Expression;
}
