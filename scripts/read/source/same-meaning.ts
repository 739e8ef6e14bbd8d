import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";

/** A definition, and the namespace of unprefixed names in it where no `xmlns` declares one. */
interface Defined {
  readonly element: XmlElement;
  readonly scope: { readonly element: XmlElement; readonly defaultNamespace: string };
}

/** Whether two definitions mean the same: they differ in prefixes, documentation and white space only. */
export function haveSameMeaning(first: Defined, second: Defined): boolean {
  return textOf(first) === textOf(second);
}

/** Is made once for each definition: thousands may repeat a name whose first one has thousands of values. */
function textOf({ element, scope }: Defined): string {
  const { defaultNamespace } = scope;
  const known = texts.get(element);
  if (known?.defaultNamespace === defaultNamespace) {
    return known.text;
  }
  const text = JSON.stringify(meaningOf(element, scope));
  texts.set(element, { defaultNamespace, text });
  return text;
}

/** A schema without a namespace is read for several. */
const texts = new WeakMap<XmlElement, { readonly defaultNamespace: string; readonly text: string }>();

/** Not as a text: within the texts of the elements around it, each quotation mark would be escaped again and again. */
function meaningOf(element: XmlElement, scope: Defined["scope"]): unknown {
  const attributes = element.attributes.map((attribute) => {
    const { name, value } = attribute;
    const meaning = NAMES.has(name) ? value.split(/\s+/).map((word) => nameMeant(word, element, scope)) : value.trim();
    return [expandedName(attribute), meaning];
  });
  const isLocal =
    (element.name === "element" || element.name === "attribute") && attributeOf(element, "ref") === undefined;
  const form = isLocal && (attributeOf(scope.element, `${element.name}FormDefault`)?.trim() ?? "unqualified");
  const children = elementsOf(element)
    .filter(({ name }) => name !== "annotation" && name !== "documentation")
    .map((child) => meaningOf(child, scope));
  return [expandedName(element), attributes.sort(), form, children];
}

/** Attributes whose values are qualified names, or lists of them. */
const NAMES: ReadonlySet<string> = new Set(
  "type base ref itemType memberTypes substitutionGroup refer element message binding arrayType".split(" "),
);

function nameMeant(word: string, { prefixes }: XmlElement, { defaultNamespace }: Defined["scope"]): string {
  const [, prefix = "", name = ""] = /^(?:([^:]*):)?(.*)$/.exec(word) ?? [];
  return expandedName({ namespace: prefixes?.get(prefix) || defaultNamespace, name });
}
