import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { refuse } from "../source/source-document.js";
import { type Component, originalOf, resolveType } from "./components.js";

/**
 * Refuses a type that derives from itself, or is a list or union of itself (XML Schema Part 1 §3.4.6, Part 2 §4.1.5), so
 * that whoever follows bases comes to an end.
 */
export function refuseCircularDerivations(components: Iterable<Component>): void {
  const finished = new Set<Component>();
  const follow = (component: Component, path: readonly Component[]): void => {
    if (finished.has(component)) {
      return;
    }
    if (path.includes(component)) {
      const names = [...path.slice(path.indexOf(component)), component].map(({ name }) => expandedName(name));
      refuse(component.scope, component.element, `is derived from itself: ${names.join(" from ")}`);
    }
    for (const base of basesOf(component.element, component)) {
      follow(base, [...path, component]);
    }
    finished.add(component);
  };
  for (const component of components) {
    if (component.kind === "type") {
      follow(component, []);
    }
  }
}

const DERIVATIONS: ReadonlySet<string> = new Set([
  "complexContent",
  "simpleContent",
  "extension",
  "restriction",
  "simpleType",
  "list",
  "union",
]);

/** The global types that a type is derived from, whether by itself or by a simple type within it. */
function basesOf(element: XmlElement, type: Component): Component[] {
  const names = ["base", "itemType", "memberTypes"]
    .flatMap((attribute) => attributeOf(element, attribute)?.split(/\s+/) ?? [])
    .filter((name) => name !== "");
  const own = names.map((name) => {
    const base = resolveType(name, element, type.scope);
    return originalOf(base, type) ?? base.component;
  });
  const inner = elementsOf(element).filter(({ name }) => DERIVATIONS.has(name));
  return [...own.filter((base) => base !== undefined), ...inner.flatMap((child) => basesOf(child, type))];
}
