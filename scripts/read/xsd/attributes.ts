import { XSD } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { AttributeGroup, AttributeUse, QName, TypeReference, Wildcard } from "../../contract/service-model.js";
import {
  choiceAttribute,
  definedName,
  positionOf,
  refuse,
  requiredAttribute,
  warn,
} from "../source/source-document.js";
import {
  type Declaration,
  documentedReference,
  type GlobalDeclaration,
  type OpenGroups,
  referencedGroup,
  resolveDeclaration,
  type SchemaScope,
} from "./declaration-table.js";
import { readSimpleType, resolveSimpleType } from "./simple-type.js";
import { intersection, readWildcard } from "./wildcard.js";

/** The attributes of a type, with references resolved and groups expanded. */
export interface Attributes {
  /** By expanded name. */
  readonly uses: ReadonlyMap<string, AttributeUse>;
  /** Expanded names of the attributes that a restriction removes. */
  readonly prohibited: ReadonlySet<string>;
  readonly anyAttribute: Wildcard | undefined;
  /** The groups that are documented. */
  readonly groups: readonly AttributeGroup[];
}

/** Reads the `attribute`, `attributeGroup` and `anyAttribute` of a type, a derivation or an attribute group. */
export function readAttributes(parent: XmlElement, scope: SchemaScope, open: OpenGroups = []): Attributes {
  const uses = new Map<string, AttributeUse>();
  const prohibited = new Set<string>();
  const groups: AttributeGroup[] = [];
  let anyAttribute: Wildcard | undefined;

  for (const element of elementsOf(parent)) {
    const added: AttributeUse[] = [];
    if (element.name === "attribute") {
      const attribute = readAttribute(element, scope);
      if (choiceAttribute(scope, element, "use", ["optional", "required", "prohibited"]) === "prohibited") {
        prohibited.add(expandedName(attribute.name));
      } else {
        added.push(attribute);
      }
    }
    if (element.name === "attributeGroup") {
      const group = readAttributeGroup(element, scope, open);
      added.push(...group.uses.values());
      groups.push(...group.groups);
      anyAttribute = intersection(anyAttribute, group.anyAttribute);
    }
    if (element.name === "anyAttribute") {
      anyAttribute = intersection(readWildcard(element, scope), anyAttribute);
    }
    for (const use of added) {
      const key = expandedName(use.name);
      const known = uses.get(key);
      if (known !== undefined) {
        refuseOther(known, use, element, scope);
      }
      uses.set(key, known ?? use);
    }
  }
  return { uses, prohibited, anyAttribute, groups };
}

/** Warns of an attribute that a type has already, and refuses it if it is different. */
export function refuseOther(known: AttributeUse, use: AttributeUse, element: XmlElement, scope: SchemaScope): void {
  const found = `brings the attribute "${expandedName(use.name)}" a second time`;
  if (!isAlike(known, use)) {
    refuse(scope, element, found, "a type has an attribute once");
  }
  warn(scope, element, `${found}, with the same meaning`, "a type has an attribute once");
}

/** Whether two uses mean the same, wherever they and their types stand. A reference to `xml:lang` has a type without a name. */
function isAlike(first: AttributeUse, second: AttributeUse): boolean {
  const rules = ({ required, default: value, fixed }: AttributeUse) => JSON.stringify([required, value, fixed]);
  return (
    rules(first) === rules(second) && (first.type === second.type || meaningOf(first.type) === meaningOf(second.type))
  );
}

/** Is made once for each type, which may have thousands of values. */
function meaningOf(type: TypeReference): string {
  const text = meanings.get(type) ?? JSON.stringify(type, (key, part) => (ABOUT.has(key) ? undefined : part));
  meanings.set(type, text);
  return text;
}

const meanings = new WeakMap<TypeReference, string>();

/** Members of a type that do not change its meaning. */
const ABOUT: ReadonlySet<string> = new Set(["at", "documentation"]);

/** `<xs:attributeGroup ref="tns:common"/>`. */
function readAttributeGroup(element: XmlElement, scope: SchemaScope, open: OpenGroups): Attributes {
  const group = referencedGroup("attributeGroup", requiredAttribute(scope, element, "ref"), element, scope, open);
  const attributes = attributeGroups.get(group) ?? readAttributes(group.element, group.scope, [...open, group]);
  attributeGroups.set(group, attributes);
  const { documentation } = documentedReference(scope, element, group.element);
  const names = [...attributes.uses.values()].map(({ name }) => name);
  return documentation === undefined
    ? attributes
    : { ...attributes, groups: [{ attributes: names, documentation }, ...attributes.groups] };
}

/** Each attribute group is read once: groups that refer to others twice would otherwise take exponential time. */
const attributeGroups = new WeakMap<GlobalDeclaration, Attributes>();

/** `<xs:attribute name="lang" type="xs:language" use="required"/>`, or one with a `ref`: XML Schema Part 1 §3.2. */
function readAttribute(element: XmlElement, scope: SchemaScope): AttributeUse {
  const reference = attributeOf(element, "ref");
  const global = reference === undefined ? undefined : resolveDeclaration("attribute", reference, element, scope);
  return {
    name: global?.name ?? {
      namespace: namespaceOfLocal(element, "attribute", scope),
      name: definedName(scope, element),
    },
    type: global === undefined ? readAttributeType(element, scope) : globalAttributeType(global),
    required: attributeOf(element, "use")?.trim() === "required",
    ...valueConstraint(element, scope, global),
    ...documentedReference(scope, element, global?.element),
    at: positionOf(scope, element),
  };
}

/** The type of a global attribute is read once: thousands of references may lead to one that has thousands of values. */
function globalAttributeType(global: GlobalDeclaration): TypeReference {
  const type = globalAttributeTypes.get(global) ?? readAttributeType(global.element, global.scope);
  globalAttributeTypes.set(global, type);
  return type;
}

const globalAttributeTypes = new WeakMap<GlobalDeclaration, TypeReference>();

export function readAttributeType(element: XmlElement, scope: SchemaScope): TypeReference {
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

/** The namespace of a local element or attribute, by its `form` or the schema's `elementFormDefault`, `attributeFormDefault`. */
export function namespaceOfLocal(element: XmlElement, kind: "element" | "attribute", scope: SchemaScope): string {
  const forms = ["qualified", "unqualified"] as const;
  const form =
    choiceAttribute(scope, element, "form", forms) ??
    choiceAttribute(scope, scope.element, `${kind}FormDefault`, forms);
  return form === "qualified" ? scope.targetNamespace : "";
}

/**
 * Reads `default` and `fixed`.
 *
 * @param global the declaration that the element refers to. Its value applies where the reference has none.
 */
export function valueConstraint(
  element: XmlElement,
  scope: SchemaScope,
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
