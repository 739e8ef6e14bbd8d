import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import type {
  ComplexType,
  ElementParticle,
  GlobalElement,
  IdentityConstraint,
  QName,
  SimpleType,
  TypeReference,
} from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { booleanAttribute, definedName, positionOf, refuse } from "../source/source-document.js";
import { namespaceOfLocal, valueConstraint } from "./attributes.js";
import { readComplexType } from "./complex-type.js";
import {
  documentedReference,
  type GlobalDeclaration,
  resolveDeclaration,
  resolveTypeName,
  type SchemaScope,
} from "./declaration-table.js";
import { readSimpleType } from "./simple-type.js";

/** Reads a global `<xs:element>`: XML Schema Part 1 §3.3. */
export function readGlobalElement(component: GlobalDeclaration): GlobalElement {
  const { element, scope, name } = component;
  const head = headOf(component);
  const inner = innerType(element, scope);
  const type = typeOfGlobal(component);
  if (inner !== undefined) {
    Object.assign(type, { anonymous: readAnonymous(inner, scope) });
  }
  refuseEndlessSubstitution(component);
  return {
    name,
    type,
    nillable: booleanAttribute(scope, element, "nillable"),
    abstract: booleanAttribute(scope, element, "abstract"),
    ...(head !== undefined && { substitutionGroup: head.name }),
    ...valueConstraint(element, scope),
    ...identityConstraints(element),
    ...documented(element),
    at: positionOf(scope, element),
  };
}

/** Reads `<xs:element>` in a content model: a local declaration, or a `ref` to a global one. */
export function readElement(element: XmlElement, scope: SchemaScope): Omit<ElementParticle, "min" | "max"> {
  const reference = attributeOf(element, "ref");
  const global = reference === undefined ? undefined : resolveDeclaration("element", reference, element, scope);
  if (global !== undefined && attributeOf(element, "name") !== undefined) {
    refuse(scope, element, "has both name and ref", "expected one of them");
  }
  const declaration = global ?? { element, scope };
  return {
    kind: "element",
    name: global?.name ?? { namespace: namespaceOfLocal(element, "element", scope), name: definedName(scope, element) },
    reference: global !== undefined,
    type: global === undefined ? typeOfLocal(element, scope) : typeOfGlobal(global),
    nillable: booleanAttribute(declaration.scope, declaration.element, "nillable"),
    ...valueConstraint(declaration.element, declaration.scope),
    ...identityConstraints(declaration.element),
    ...documentedReference(scope, element, declaration.element),
    at: positionOf(scope, element),
  };
}

/** Reads `key`, `unique` and `keyref`: XML Schema Part 1 §3.11. */
function identityConstraints(element: XmlElement): Pick<GlobalElement, "constraints"> {
  const constraints = elementsOf(element).flatMap((child): IdentityConstraint[] => {
    const kind = IDENTITY_CONSTRAINTS.find((name) => name === child.name);
    const refer = attributeOf(child, "refer")?.trim().replace(/^.*:/, "");
    const paths = (name: string) =>
      elementsOf(child)
        .filter((one) => one.name === name)
        .map((one) => attributeOf(one, "xpath")?.trim() ?? "");
    const [selector = ""] = paths("selector");
    return kind === undefined
      ? []
      : [
          {
            kind,
            name: attributeOf(child, "name")?.trim() ?? "",
            ...(refer !== undefined && { refer }),
            selector,
            fields: paths("field"),
            ...documented(child),
          },
        ];
  });
  return constraints.length === 0 ? {} : { constraints };
}

const IDENTITY_CONSTRAINTS = ["key", "unique", "keyref"] as const;

function typeOfLocal(element: XmlElement, scope: SchemaScope): TypeReference {
  const inner = innerType(element, scope);
  return inner === undefined
    ? { name: namedType(element, scope) ?? ANY_TYPE }
    : { anonymous: readAnonymous(inner, scope) };
}

const globalTypes = new WeakMap<GlobalDeclaration, TypeReference>();

/**
 * The type of a global element: one object for the element and all references to it. If the type is anonymous, the
 * object stays empty until the element itself is read, because elements may refer to each other in circles.
 */
function typeOfGlobal(component: GlobalDeclaration): TypeReference {
  const known = globalTypes.get(component);
  if (known !== undefined) {
    return known;
  }
  const { element, scope } = component;
  const name = namedType(element, scope);
  const head = headOf(component);
  let type: TypeReference = { name: name ?? ANY_TYPE };
  if (innerType(element, scope) !== undefined) {
    type = {} as TypeReference;
  } else if (name === undefined && head !== undefined) {
    refuseEndlessSubstitution(component);
    type = typeOfGlobal(head);
  }
  globalTypes.set(component, type);
  return type;
}

function namedType(element: XmlElement, scope: SchemaScope): QName | undefined {
  const name = attributeOf(element, "type");
  return name === undefined ? undefined : resolveTypeName(name, element, scope).name;
}

function innerType(element: XmlElement, scope: SchemaScope): XmlElement | undefined {
  const [inner, ...others] = elementsOf(element).filter(({ name }) => name === "complexType" || name === "simpleType");
  return inner === undefined || (others.length === 0 && attributeOf(element, "type") === undefined)
    ? inner
    : refuse(scope, element, "has more than one type", "expected either type or one complexType or simpleType");
}

function readAnonymous(element: XmlElement, scope: SchemaScope): ComplexType | SimpleType {
  return element.name === "complexType" ? readComplexType({ element, scope }) : readSimpleType({ element, scope });
}

/** The head of the element's substitution group: XML Schema Part 1 §3.3.2. */
function headOf({ element, scope }: GlobalDeclaration): GlobalDeclaration | undefined {
  const head = attributeOf(element, "substitutionGroup");
  return head === undefined ? undefined : resolveDeclaration("element", head, element, scope);
}

/** Of one element and of all together, ten times the numbers in large contracts. Each head has a choice of all its substitutes. */
const [MAX_HEADS, MAX_HEADS_OF_ALL] = [100, 200_000];

/** Refuses an element that stands for itself, or for too many others. */
function refuseEndlessSubstitution(component: GlobalDeclaration): void {
  const seen = new Set([component]);
  const { element, scope } = component;
  for (let head = headOf(component); head !== undefined; head = headOf(head)) {
    const total = scope.declarations.count("heads", 1);
    if (seen.size > MAX_HEADS || total > MAX_HEADS_OF_ALL) {
      const found =
        seen.size > MAX_HEADS ? `has more than ${MAX_HEADS}` : `and others have more than ${MAX_HEADS_OF_ALL}`;
      refuse(scope, element, `${found} heads of substitution groups, once all of them are followed`, "expected fewer");
    }
    if (seen.has(head)) {
      refuse(
        head.scope,
        head.element,
        "is in a substitution group with itself",
        "expected another element as its head",
      );
    }
    seen.add(head);
  }
}
