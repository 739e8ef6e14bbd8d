import { XSD } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { AttributeUse, QName, TypeReference, Wildcard } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { choiceAttribute, definedName, positionOf, refuse, requiredAttribute } from "../source/source-document.js";
import { type Component, type Declaration, resolve, type Scope, unopened } from "./components.js";
import { readSimpleType, resolveSimpleType } from "./simple-type.js";
import { intersection, readWildcard } from "./wildcard.js";

/** What the attribute declarations of a type come to, with references resolved and groups expanded. */
export interface Attributes {
  /** By qualified name. */
  readonly uses: ReadonlyMap<string, AttributeUse>;
  /** Qualified names that a restriction takes away. */
  readonly prohibited: ReadonlySet<string>;
  readonly anyAttribute: Wildcard | undefined;
}

/**
 * Reads the `attribute`, `attributeGroup` and `anyAttribute` of a type, a derivation or an attribute group.
 *
 * @param open the groups that this is within.
 */
export function readAttributes(parent: XmlElement, scope: Scope, open: readonly Component[] = []): Attributes {
  const uses = new Map<string, AttributeUse>();
  const prohibited = new Set<string>();
  let anyAttribute: Wildcard | undefined;

  for (const element of elementsOf(parent)) {
    const found: AttributeUse[] = [];
    if (element.name === "attribute") {
      const attribute = readAttribute(element, scope);
      if (choiceAttribute(scope, element, "use", ["optional", "required", "prohibited"]) === "prohibited") {
        prohibited.add(expandedName(attribute.name));
      } else {
        found.push(attribute);
      }
    }
    if (element.name === "attributeGroup") {
      const group = readAttributeGroup(element, scope, open);
      found.push(...group.uses.values());
      anyAttribute = intersection(anyAttribute, group.anyAttribute);
    }
    if (element.name === "anyAttribute") {
      anyAttribute = intersection(readWildcard(element, scope), anyAttribute);
    }
    for (const use of found) {
      const key = expandedName(use.name);
      if (uses.has(key)) {
        refuse(scope, element, `brings the attribute "${key}" a second time`, "a type has an attribute once");
      }
      uses.set(key, use);
    }
  }
  return { uses, prohibited, anyAttribute };
}

/** `<xs:attributeGroup ref="tns:common"/>`. */
function readAttributeGroup(element: XmlElement, scope: Scope, open: readonly Component[]): Attributes {
  const group = resolve("attributeGroup", requiredAttribute(scope, element, "ref"), element, scope);
  const target =
    unopened(group, open) ??
    refuse(scope, element, "refers to a group that it is part of", "a group cannot hold itself");
  return readAttributes(target.element, target.scope, [...open, target]);
}

/** `<xs:attribute name="lang" type="xs:language" use="required"/>`, or one with a `ref`: XML Schema Part 1 §3.2. */
function readAttribute(element: XmlElement, scope: Scope): AttributeUse {
  const reference = attributeOf(element, "ref");
  const global = reference === undefined ? undefined : resolve("attribute", reference, element, scope);
  return {
    name: global?.name ?? {
      namespace: namespaceOfLocal(element, "attribute", scope),
      name: definedName(scope, element),
    },
    type: global === undefined ? readAttributeType(element, scope) : readAttributeType(global.element, global.scope),
    required: attributeOf(element, "use")?.trim() === "required",
    ...valueConstraint(element, scope, global),
    ...(global && documented(global.element)),
    ...documented(element),
    at: positionOf(scope, element),
  };
}

export function readAttributeType(element: XmlElement, scope: Scope): TypeReference {
  const inner = elementsOf(element).find(({ name }) => name === "simpleType");
  const name = attributeOf(element, "type");
  if (inner !== undefined) {
    return name === undefined
      ? { anonymous: readSimpleType({ element: inner, scope }) }
      : refuse(scope, element, "has two types");
  }
  return { name: name === undefined ? ANY_SIMPLE_TYPE : resolveSimpleType(name, element, scope).name };
}

const ANY_SIMPLE_TYPE: QName = { namespace: XSD, name: "anySimpleType" };

/** The namespace of a local element or attribute: `form` decides, else the schema's `elementFormDefault` or `attributeFormDefault`. */
export function namespaceOfLocal(element: XmlElement, kind: "element" | "attribute", scope: Scope): string {
  const forms = ["qualified", "unqualified"] as const;
  const form =
    choiceAttribute(scope, element, "form", forms) ??
    choiceAttribute(scope, scope.element, `${kind}FormDefault`, forms);
  return form === "qualified" ? scope.targetNamespace : "";
}

/**
 * The value that is supplied where none is given, or the only one allowed.
 *
 * @param global what the element refers to: says it, where the reference does not.
 */
export function valueConstraint(
  element: XmlElement,
  scope: Scope,
  global?: Declaration,
): { readonly default?: string; readonly fixed?: string } {
  const [value, fixed] = [attributeOf(element, "default"), attributeOf(element, "fixed")];
  if (value === undefined && fixed === undefined) {
    return global === undefined ? {} : valueConstraint(global.element, global.scope);
  }
  if (value !== undefined && fixed !== undefined) {
    refuse(scope, element, "has both default and fixed", "expected one of them");
  }
  return value === undefined ? { fixed: fixed ?? "" } : { default: value };
}
