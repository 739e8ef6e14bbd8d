import { propertyName, typeName, valueName } from "../../contract/names.js";
import { listed } from "../../contract/prose.js";
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

type Phrases = Readonly<Record<string, (change: Change) => string>>;

const PHRASES: Phrases = {
  subject,
  /** The message, type or element that contains the subject; `itself` is the subject as such a container. */
  holder: (change) => within(change, stepsOf(change).slice(0, -1)),
  itself: (change) => within(change, stepsOf(change)),
  where,
  /** The type of the subject, or the subject as a type. */
  typed: (change) =>
    change.path === undefined && change.place?.name !== "" ? where(change) : `the type of ${subject(change)}`,
  declared,
  imports: ({ old, new: now }) =>
    now === undefined ? `can no longer import ${old}` : `must import ${now} instead of ${old}`,
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
    now.length <= 120 ? `${now}; it was ${old}` : `${listed(names)} moved`,
  wildcard: ({ path = "" }) => (path.endsWith("@*") ? "attributes" : "elements"),
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

function phrasesOfValue(key: "old" | "new"): Phrases {
  return {
    [key]: (change) => shortened(change[key] ?? ""),
    [`${key}Address`]: (change) => shortened(change[key] || "missing"),
    [`${key}Base`]: (change) => change[key] ?? "no type",
    [`${key}Function`]: (change) => valueName(change[key] ?? ""),
    [`${key}Namespace`]: (change) => (change[key] ? `the namespace ${change[key]}` : "no namespace"),
    [`${key}Property`]: (change) => propertyName(change[key] ?? ""),
    [`${key}Type`]: ({ [key]: title = "" }) => (title.startsWith("list of") ? `a ${title}` : title),
    [`${key}TypeName`]: (change) => typeName(change[key] ?? ""),
  };
}

const MOST_SHOWN = 1_000;

/** A value, pattern or list that many changes may be about, and that fills a terminal by itself. As JSON, it is whole. */
function shortened(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} … (${text.length} characters)` : text;
}

/** `element Path of the request`, `type Address`, `attribute id of Items/Item in the response`. */
function subject(change: Change): string {
  const steps = stepsOf(change);
  const last = steps.at(-1);
  return last === undefined ? where(change) : `${titleOf(last, change)} of ${within(change, steps.slice(0, -1))}`;
}

function titleOf(step: string, change: Change): string {
  const kind = step.startsWith("@") ? "attribute" : "element";
  return UNNAMED.get(step)?.title ?? (step.startsWith("(") ? `the group ${step}` : `${kind} ${nameOf(change)}`);
}

/** Content without a name. */
const UNNAMED: ReadonlyMap<string, { readonly title: string; readonly property: string }> = new Map([
  ["*", { title: "the wildcard for elements", property: "any" }],
  ["@*", { title: "the wildcard for attributes", property: "attributes" }],
  ["node()", { title: "the content", property: "content" }],
  ["text()", { title: "the text", property: "value" }],
]);

function within(change: Change, steps: readonly string[]): string {
  return steps.length === 0 ? where(change) : `${steps.join("/")} in ${where(change)}`;
}

function where(change: Change): string {
  const { kind = "operation" } = change.place ?? {};
  if (kind === "operation" || kind === "request" || kind === "response") {
    return `the ${kind}`;
  }
  const name = placeName(change);
  if (name === "") {
    return kind === "fault" ? "the details of faults" : "the headers";
  }
  return `${kind === "fault" ? "the detail of fault" : kind} ${name}`;
}

function placeName({ place }: Change): string {
  return place?.name.replace(/^\{.*\}/, "") ?? "";
}

function stepsOf({ path }: Change): string[] {
  return path?.split("/") ?? [];
}

/** The local name at the end of the path. */
function nameOf(change: Change): string {
  return (stepsOf(change).at(-1) ?? "").replace(/^@/, "");
}

function property(change: Change): string {
  const last = stepsOf(change).at(-1);
  if (last === undefined) {
    return where(change);
  }
  return last.startsWith("(") ? "the group" : (UNNAMED.get(last)?.property ?? propertyOf(nameOf(change)));
}

function propertyOf(name: string): string {
  // The placeholder for any operation keeps its form.
  return name.startsWith(OPERATION) ? OPERATION.toLowerCase() + name.slice(OPERATION.length) : propertyName(name);
}

/** Says no name again that the subject has already. */
function declared(change: Change): string {
  const { path, old, new: now } = change;
  const title = path === undefined ? placeName(change) : "";
  const was = title === old ? "" : `; it was named ${old}`;
  if (now === undefined) {
    return `is no longer exported${was}`;
  }
  return title === now ? `was named ${old}` : `is now named ${now}${was}`;
}

function becomes({ old = "", new: now = "" }: Change): string {
  if (![old, now].every((title) => /^xs:\w+$/.test(title))) {
    return "has another type";
  }
  const [was, is] = [typescriptTypeOf(old.slice(3)), typescriptTypeOf(now.slice(3))];
  return was === is ? "has other literals, by their white space" : `changed from ${was} to ${is}`;
}
