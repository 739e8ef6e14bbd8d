import { propertyName, typeName, valueName } from "../../contract/names.js";
import { typescriptTypeOf } from "../verdict/built-in-values.js";
import type { Change } from "../verdict/change.js";
import { OPERATION } from "./merge-alike.js";

/** Replaces `{phrase}` by the phrase about the change, and `{Phrase}` by the same with a capital. */
export function fill(template: string, change: Change): string {
  return template.replaceAll(/\{(\w)(\w*)\}/g, (placeholder, initial: string, rest: string) => {
    const text = PHRASES[initial.toLowerCase() + rest]?.(change) ?? placeholder;
    return initial === initial.toLowerCase() ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
  });
}

/** The first items, and the number of the others. */
export function listed(items: readonly string[], most = 12): string {
  return items.length <= most + 1
    ? items.join(", ")
    : `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}

const PHRASES: Readonly<Record<string, (change: Change) => string>> = {
  subject,
  /** The message, type or element that contains the subject; `itself` is the subject as such a container. */
  holder: (change) => within(change, stepsOf(change).slice(0, -1)),
  itself: (change) => within(change, stepsOf(change)),
  where,
  place: placeName,
  placeProperty: (change) => propertyName(placeName(change)),
  name: nameOf,
  property,
  properties: ({ names = [] }) => names.map(propertyOf).join(", "),
  names: ({ names = [] }) => listed(names),
  any: ({ names = [] }) => names.join(" or "),
  branch: ({ names = [] }) => names.join(" with "),
  moved: ({ names = [] }) =>
    names.length === 1 ? `The name ${names[0]} has` : `${names.length} names (${listed(names, 6)}) have`,
  order: ({ old = "", new: now = "", names = [] }) =>
    now.length <= 120 ? `${now}. It was: ${old}` : `${listed(names)} moved`,
  wildcard: wildcardKind,
  becomes,
  message: ({ place }) => (place?.kind === "response" ? "the response" : "the request"),
  messages: ({ impact: { request, response } }) =>
    request && response ? "request and response have" : `${request ? "the request" : "the response"} has`,
  operations: ({ operations }) => (operations.length === 1 ? "the operation was" : "the operations were"),
  functions: ({ operations: [name = "", ...others] }) =>
    others.length === 0 ? `the function ${valueName(name)} is` : "their functions are",
  ...phrasesOfValue("old"),
  ...phrasesOfValue("new"),
};

function phrasesOfValue(key: "old" | "new"): Record<string, (change: Change) => string> {
  return {
    [key]: (change) => change[key] ?? "",
    [`${key}Address`]: (change) => change[key] || "missing",
    [`${key}Base`]: (change) => change[key] ?? "no type",
    [`${key}Function`]: (change) => valueName(change[key] ?? ""),
    [`${key}Namespace`]: (change) => (change[key] ? `the namespace ${change[key]}` : "no namespace"),
    [`${key}Property`]: (change) => propertyName(change[key] ?? ""),
    [`${key}Type`]: ({ [key]: title = "" }) => (title.startsWith("list of") ? `a ${title}` : title),
    [`${key}TypeName`]: (change) => typeName(change[key] ?? ""),
  };
}

/** `Element Path of the request`, `Type Address`, `Attribute id of Items/Item in the response`. */
function subject(change: Change): string {
  const steps = stepsOf(change);
  const holder = within(change, steps.slice(0, -1));
  const last = steps.at(-1);
  if (last === undefined) {
    return where(change);
  }
  if (last === "text()") {
    return `the text of ${holder}`;
  }
  if (last.startsWith("(")) {
    return `the group ${last} of ${holder}`;
  }
  if (last === "*" || last === "@*") {
    return `the wildcard for ${wildcardKind(change)} of ${holder}`;
  }
  return `${last.startsWith("@") ? "attribute" : "element"} ${nameOf(change)} of ${holder}`;
}

function within(change: Change, steps: readonly string[]): string {
  return steps.length === 0 ? where(change) : `${steps.join("/")} in ${where(change)}`;
}

function where(change: Change): string {
  const { place } = change;
  if (place === undefined) {
    return "the operation";
  }
  if (place.kind === "request" || place.kind === "response") {
    return `the ${place.kind}`;
  }
  return place.kind === "fault" ? `the detail of fault ${placeName(change)}` : `${place.kind} ${placeName(change)}`;
}

function placeName({ place }: Change): string {
  return place === undefined ? "" : place.name.replace(/^\{.*\}/, "");
}

function stepsOf({ path }: Change): string[] {
  return path?.split("/") ?? [];
}

/** The local name at the end of the path. */
function nameOf(change: Change): string {
  return (stepsOf(change).at(-1) ?? "").replace(/^@/, "");
}

function wildcardKind(change: Change): string {
  return stepsOf(change).at(-1)?.startsWith("@") ? "attributes" : "elements";
}

function property(change: Change): string {
  const last = stepsOf(change).at(-1);
  if (last === undefined) {
    return where(change);
  }
  return last.startsWith("(") ? "the group" : (CONTENT_PROPERTIES.get(last) ?? propertyOf(nameOf(change)));
}

/** The properties of content without a name. */
const CONTENT_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["*", "any"],
  ["@*", "attributes"],
  ["text()", "value"],
]);

function propertyOf(name: string): string {
  // The placeholder for any operation keeps its form.
  return name.startsWith(OPERATION) ? OPERATION.toLowerCase() + name.slice(OPERATION.length) : propertyName(name);
}

function becomes({ old = "", new: now = "" }: Change): string {
  return [old, now].every((title) => /^xs:\w+$/.test(title))
    ? `is ${typescriptTypeOf(now.slice(3))} now, and was ${typescriptTypeOf(old.slice(3))}`
    : "has another type";
}
