import { propertyName } from "../../contract/names.js";
import type { Change, Container } from "../verdict/change.js";
import { OPERATION } from "./merge-alike.js";

/** `Element Path of the request`, `Type Address`, `Attribute id of Items/Item in the response`. */
export function subject(change: Pick<Change, "place" | "path">): string {
  const { path } = change;
  if (path === undefined) {
    return capital(where(change));
  }
  const last = lastStep(path);
  if (last === "text()") {
    return `The text of ${holder(change)}`;
  }
  if (last.startsWith("(")) {
    return `The group ${last} of ${holder(change)}`;
  }
  if (last === "*" || last === "@*") {
    return `The wildcard for ${wildKind(change)} of ${holder(change)}`;
  }
  return `${last.startsWith("@") ? "Attribute" : "Element"} ${named(change)} of ${holder(change)}`;
}

/**
 * What holds the thing that the path leads to: a message, a type, or an element within one.
 *
 * @param isItself whether the path leads to the holder itself.
 */
export function holder(change: Pick<Change, "place" | "path">, isItself = false): string {
  const steps = change.path?.split("/") ?? [];
  const around = isItself ? steps : steps.slice(0, -1);
  return around.length === 0 ? where(change) : `${around.join("/")} in ${where(change)}`;
}

export function where({ place }: Pick<Change, "place">): string {
  if (place === undefined) {
    return "the operation";
  }
  if (place.kind === "request" || place.kind === "response") {
    return `the ${place.kind}`;
  }
  return place.kind === "fault" ? `the detail of fault ${local(place)}` : `${place.kind} ${local(place)}`;
}

export function placeName({ place }: Change): string {
  return place === undefined ? "" : local(place);
}

/** Local name of the place. */
function local({ name }: Container): string {
  return name.replace(/^\{.*\}/, "");
}

/** Local name of what the path leads to. */
export function named({ path = "" }: Pick<Change, "path">): string {
  return lastStep(path).replace(/^@/, "");
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function property(change: Pick<Change, "place" | "path">): string {
  const name = named(change);
  if (name.startsWith("(")) {
    return "the group";
  }
  if (change.path === undefined) {
    return where(change);
  }
  return MADE_UP_PROPERTIES.get(lastStep(change.path)) ?? propertyOf(name);
}

const MADE_UP_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["*", "any"],
  ["@*", "attributes"],
  ["text()", "value"],
]);

export function propertyOf(name: string): string {
  // Whichever operation it is, its name is taken as it is.
  return name.startsWith(OPERATION) ? OPERATION.toLowerCase() + name.slice(OPERATION.length) : propertyName(name);
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function message({ place }: Change): string {
  return place?.kind === "response" ? "the response" : "the request";
}

export function messages({ impact }: Change): string {
  const [both, request] = [impact.request !== undefined && impact.response !== undefined, impact.request !== undefined];
  if (both) {
    return "Request and response have";
  }
  return request ? "The request has" : "The response has";
}

export function operations({ operations: { length } }: Change): string {
  return length === 1 ? "The operation was" : "The operations were";
}

export function moved({ names: list = [] }: Change): string {
  return list.length === 1 ? `The name ${list[0]} has` : `${list.length} names (${listed(list, 6)}) have`;
}

export function namespace(name: string | undefined): string {
  return name === undefined || name === "" ? "no namespace" : `the namespace ${name}`;
}

export function names({ names: list = [] }: Change, separator = ", "): string {
  return separator === ", " ? listed(list) : list.join(separator);
}

/** The first of them, and how many more there are. */
export function listed(list: readonly string[], most = 12): string {
  return list.length <= most + 1 ? list.join(", ") : `${list.slice(0, most).join(", ")} and ${list.length - most} more`;
}

export function order({ old = "", new: now = "", names: list = [] }: Change): string {
  return now.length <= 120 ? `${now}. It was: ${old}` : `${listed(list)} moved`;
}

export function wildKind({ path = "" }: Pick<Change, "path">): string {
  return lastStep(path).startsWith("@") ? "attributes" : "elements";
}

export function isEnumeration({ names: list = [] }: Change): boolean {
  return list.includes("enumeration");
}
