import { propertyName, typeName, valueName } from "../../contract/names.js";
import { typescriptTypeOf } from "../verdict/built-in-values.js";
import type { Change, ChangeKind, Direction } from "../verdict/change.js";
import {
  capital,
  holder,
  isEnumeration,
  message,
  messages,
  moved,
  named,
  names,
  namespace,
  operations,
  order,
  placeName,
  property,
  propertyOf,
  subject,
  where,
  wildKind,
} from "./change-phrases.js";

type Text = (change: Change) => string;

/** Parts of sentences, without the full stop. What is not said here is said in general terms, or is not to be said. */
export interface Wording {
  readonly summary: Text;
  /** What happens to clients that break, and, as a remark, what those meet that work. */
  readonly clients?: Partial<Record<Direction | `${Direction}Works`, Text>>;
  readonly code?: Text;
}

const always =
  (text: string): Text =>
  () =>
    text;

const becomes: Text = ({ old = "", new: now = "" }) => `is ${article(now)} now, and was ${article(old)}`;

function article(title: string): string {
  return title.startsWith("list of") ? `a ${title}` : title;
}

const becomesType: Text = ({ old = "", new: now = "" }) =>
  [old, now].every((title) => /^xs:\w+$/.test(title))
    ? `is ${typescriptTypeOf(now.slice(3))} now, and was ${typescriptTypeOf(old.slice(3))}`
    : "has another type";

const UNREAD = "is refused or, by ASMX, dropped without a word";

const sendsUnknown: Text = (change) => `what they send as ${named(change)} ${UNREAD}`;
const lacksRequired: Text = (change) =>
  `their requests lack ${named(change)}, and are refused or, by ASMX, read as if it were null, 0 or false`;
const mustBeSet: Text = (change) => `it has to set ${property(change)}`;
const isGone: Text = (change) => `the property ${property(change)} is gone`;
const readsAsAbsent: Text = always("they read it as absent");
const refusesIfThere: Text = always(
  "they refuse a response that has it as unexpected (clients that check less ignore it)",
);
const refusesIfMissing: Text = always("they refuse a response without it");

const RESPELT: Wording = {
  summary: (change) => `${subject(change)} is spelt ${change.new} now`,
  clients: {
    request: ({ old, new: now }) => `what they send as ${old} ${UNREAD}, so that ${now} arrives as null`,
    response: ({ new: now }) => `they refuse a response with ${now} as unexpected`,
  },
  code: ({ old = "", new: now = "" }) =>
    propertyName(old) === propertyName(now)
      ? `the property is ${propertyName(now)} in both`
      : `the property ${propertyName(old)} is ${propertyName(now)} now`,
};

/** What is said of each kind of change. */
export const WORDINGS: Readonly<Record<ChangeKind, Wording>> = {
  "service-added": { summary: (change) => `Service ${change.new} was added` },
  "service-removed": {
    summary: (change) => `Service ${change.old} was removed`,
    clients: {
      operation: always("the service does not know what they call"),
      operationWorks: always("another service offers the same"),
    },
    code: always("the functions for it are gone"),
  },
  "service-renamed": {
    summary: ({ old, new: now }) => `Service ${old} is called ${now} now, which stands in no message`,
  },
  "port-added": { summary: (change) => `Port ${change.new} (${names(change)}) was added` },
  "port-removed": {
    summary: (change) => `Port ${change.old} (${names(change)}) was removed`,
    clients: {
      operation: (change) => `those that speak ${names(change)} are not answered any more`,
      operationWorks: (change) => `another port offers the same in ${names(change)}`,
    },
  },
  "port-renamed": { summary: ({ old, new: now }) => `Port ${old} is called ${now} now, which stands in no message` },
  "address-changed": {
    summary: ({ old, new: now }) =>
      `The address in the document is ${now || "missing"} now, and was ${old || "missing"}; it is never used to connect`,
  },
  "operation-added": { summary: (change) => `${operations(change)} added` },
  "operation-removed": {
    summary: (change) => `${operations(change)} removed`,
    clients: { operation: always("the service does not know what they call") },
    code: ({ operations: [name = "", ...others] }) =>
      others.length === 0 ? `the function ${valueName(name)} is gone` : "their functions are gone",
  },
  "operation-respelt": {
    summary: (change) => `The operation is spelt ${change.new} now`,
    clients: { operation: always("the service does not know what they call") },
    code: ({ old = "", new: now = "" }) =>
      valueName(old) === valueName(now)
        ? `the function is ${valueName(now)} in both`
        : `the function ${valueName(old)} is ${valueName(now)} now`,
  },
  "operation-protocol-added": { summary: (change) => `It is offered in ${change.new} as well` },
  "operation-protocol-removed": {
    summary: (change) => `It is not offered in ${change.old} any more`,
    clients: { operation: ({ old }) => `those that speak ${old} are not answered any more` },
  },
  "operation-documentation-changed": { summary: always("The documentation is another one") },
  "soap-action-changed": {
    summary: (change) => `The SOAPAction (${names(change)}) is "${change.new}" now, and was "${change.old}"`,
    clients: { operation: always("the service does not recognize what they call") },
  },
  "style-changed": {
    summary: (change) => `The style ${becomes(change)}; where that makes another message, it is told as well`,
  },
  "use-changed": {
    summary: (change) => `The use ${becomes(change)}`,
    clients: { operation: always("messages have another form") },
  },
  "response-added": {
    summary: always("It answers now, and was one-way"),
    clients: { operation: always("they do not expect a response") },
  },
  "response-removed": {
    summary: always("It is one-way now, and answered before"),
    clients: { operation: always("they wait for a response that does not come") },
    code: always("there is no response to read any more"),
  },
  "message-element-renamed": {
    summary: (change) => `The element of ${where(change)} ${becomes(change)}`,
    clients: {
      request: always("the service does not recognize what they send"),
      response: always("they do not recognize the response"),
    },
  },
  "part-added": { summary: (change) => `The body of ${message(change)} has a new part, ${placeName(change)}` },
  "part-removed": { summary: (change) => `The body of ${message(change)} has no part ${placeName(change)} any more` },
  "header-added": {
    summary: (change) => `${messages(change)} a new header, ${placeName(change)}`,
    clients: {
      request: always("their requests lack it, and the service may want it"),
      responseWorks: always("they pass over it"),
    },
    code: always("body and headers are two things now"),
  },
  "header-removed": {
    summary: (change) => `${messages(change)} no header ${placeName(change)} any more`,
    clients: {
      requestWorks: always("the service passes over it"),
      responseWorks: always("none of them needs it"),
    },
    code: (change) => `the header ${propertyName(placeName(change))} is gone`,
  },
  "fault-added": {
    summary: (change) => `Fault ${placeName(change)} is declared`,
    clients: { faultWorks: always("they read its detail undecoded") },
  },
  "fault-removed": {
    summary: (change) => `Fault ${placeName(change)} is not declared any more`,
    code: always("its detail has no type any more"),
  },
  "fault-renamed": {
    summary: ({ old, new: now }) => `Fault ${old} is called ${now} now`,
    code: always("the fault is told by its name"),
  },
  "namespace-changed": {
    summary: (change) => `${moved(change)} moved from ${namespace(change.old)} to ${namespace(change.new)}`,
    clients: {
      request: always(`what they send ${UNREAD}`),
      response: always("they do not recognize what they read"),
    },
  },
  "optional-element-added": {
    summary: (change) => `${capital(holder(change))} has a new optional element ${named(change)} (${change.new})`,
    clients: { response: refusesIfThere },
    code: (change) => `it has to set ${property(change)}, an array, be it empty`,
  },
  "required-element-added": {
    summary: (change) => `${capital(holder(change))} has a new required element ${named(change)} (${change.new})`,
    clients: { request: lacksRequired, response: refusesIfThere },
    code: mustBeSet,
  },
  "optional-element-removed": {
    summary: (change) => `${capital(holder(change))} has no element ${named(change)} (${change.old}) any more`,
    clients: { request: sendsUnknown, responseWorks: readsAsAbsent },
    code: isGone,
  },
  "required-element-removed": {
    summary: (change) => `${capital(holder(change))} has no element ${named(change)} (${change.old}) any more`,
    clients: { request: sendsUnknown, response: refusesIfMissing },
    code: isGone,
  },
  "element-respelt": RESPELT,
  "choice-branch-added": {
    summary: (change) => `The choice in ${holder(change, true)} has a new branch: ${names(change, " with ")}`,
    clients: { response: refusesIfThere },
    code: always("it has to allow for the new branch"),
  },
  "choice-branch-removed": {
    summary: (change) => `The choice in ${holder(change, true)} has no branch ${names(change, " with ")} any more`,
    clients: { request: (change) => `what they send as ${names(change, " or ")} ${UNREAD}` },
    code: (change) => `properties are gone: ${(change.names ?? []).map(propertyOf).join(", ")}`,
  },
  "required-choice-added": {
    summary: (change) =>
      `${capital(holder(change, true))} has a new choice, one of which must be there: ${names(change)}`,
    clients: { request: always("their requests have none of these"), response: refusesIfThere },
    code: always("it has to set one of them"),
  },
  "required-choice-removed": {
    summary: (change) => `${capital(holder(change, true))} has no choice of ${names(change)} any more`,
    clients: {
      request: (change) => `what they send as ${names(change, " or ")} ${UNREAD}`,
      response: refusesIfMissing,
    },
    code: (change) => `properties are gone: ${(change.names ?? []).map(propertyOf).join(", ")}`,
  },
  "element-now-required": {
    summary: (change) => `${subject(change)} is required now`,
    clients: { request: always("requests without it are refused or, by ASMX, read as if it were null, 0 or false") },
    code: mustBeSet,
  },
  "element-now-optional": {
    summary: (change) => `${subject(change)} is optional now`,
    clients: { response: refusesIfMissing },
    code: (change) => `${property(change)} may be undefined`,
  },
  "element-now-repeated": {
    summary: (change) => `${subject(change)} occurs ${change.new} now, and occurred ${change.old}`,
    clients: { response: always("they refuse a response with more than one") },
    code: (change) => `${property(change)} is an array now`,
  },
  "element-now-single": {
    summary: (change) => `${subject(change)} occurs ${change.new} now, and occurred ${change.old}`,
    clients: { request: always("requests with more than one are refused, or all but one ignored") },
    code: (change) => `${property(change)} is no array any more`,
  },
  "occurrence-changed": {
    summary: (change) => `${subject(change)} occurs ${change.new} now, and occurred ${change.old}`,
    clients: {
      request: always("they may send more or fewer than that"),
      response: always("they refuse a response with more or fewer than they know of"),
    },
  },
  "nillable-added": {
    summary: (change) => `${subject(change)} may be nil now`,
    clients: { response: always("they refuse a response in which it is nil") },
    code: (change) => `${property(change)} may be null`,
  },
  "nillable-removed": {
    summary: (change) => `${subject(change)} may not be nil any more`,
    clients: { request: always("requests in which it is nil are refused") },
    code: (change) => `${property(change)} may not be null`,
  },
  "order-changed": {
    summary: (change) => `The elements of ${holder(change, true)} have another order now: ${order(change)}`,
    clients: {
      request: always("a service that reads them in order refuses what they send or, as WCF does, passes over some"),
      response: always("they refuse the response as out of order"),
    },
  },
  "content-model-changed": {
    summary: (change) => `The content of ${holder(change, true)} is now: ${change.new}. It was: ${change.old}`,
    code: always("other properties go together now"),
  },
  "optional-attribute-added": {
    summary: (change) => `${capital(holder(change))} has a new optional attribute ${named(change)} (${change.new})`,
    clients: { response: refusesIfThere },
  },
  "required-attribute-added": {
    summary: (change) => `${capital(holder(change))} has a new required attribute ${named(change)} (${change.new})`,
    clients: { request: lacksRequired, response: refusesIfThere },
    code: mustBeSet,
  },
  "optional-attribute-removed": {
    summary: (change) => `${capital(holder(change))} has no attribute ${named(change)} any more`,
    clients: { request: sendsUnknown, responseWorks: readsAsAbsent },
    code: isGone,
  },
  "required-attribute-removed": {
    summary: (change) => `${capital(holder(change))} has no attribute ${named(change)} any more`,
    clients: { request: sendsUnknown, response: refusesIfMissing },
    code: isGone,
  },
  "attribute-respelt": RESPELT,
  "attribute-now-required": {
    summary: (change) => `${subject(change)} is required now`,
    clients: { request: always("requests without it are refused or, by ASMX, read as if it were null, 0 or false") },
    code: mustBeSet,
  },
  "attribute-now-optional": {
    summary: (change) => `${subject(change)} is optional now`,
    clients: { response: refusesIfMissing },
    code: (change) => `${property(change)} may be undefined`,
  },
  "wildcard-added": {
    summary: (change) => `${capital(holder(change))} has a wildcard now, for ${wildKind(change)} of ${change.new}`,
    clients: { request: always("their requests lack one"), response: refusesIfThere },
    code: always("it has to give them, be it an empty array"),
  },
  "wildcard-removed": {
    summary: (change) => `${capital(holder(change))} has no wildcard any more for ${wildKind(change)} of ${change.old}`,
    clients: { request: always(`what they send there ${UNREAD}`), response: refusesIfMissing },
    code: always("the property for them is gone"),
  },
  "wildcard-changed": {
    summary: (change) => `${subject(change)} lets in ${change.new} now, and let in ${change.old}`,
    clients: { request: always("what they send there may be refused") },
  },
  "type-changed": {
    summary: (change) => `${subject(change)} ${becomes(change)}`,
    clients: {
      request: ({ new: now }) => `what they send is refused where it is not ${article(now ?? "")}`,
      response: ({ old }) => `they refuse a response in which it is not ${article(old ?? "")}`,
    },
    code: (change) => `${property(change)} ${becomesType(change)}`,
  },
  "type-renamed": {
    summary: ({ old, new: now }) => `Type ${old} is called ${now} now`,
    code: ({ old = "", new: now = "" }) => `what imports ${typeName(old)} has to import ${typeName(now)}`,
  },
  "base-type-changed": {
    summary: ({ old, new: now, ...change }) =>
      `${subject(change)} is derived from ${now ?? "no type"} now, and was from ${old ?? "no type"}`,
  },
  "abstract-added": {
    summary: (change) => `${subject(change)} is abstract now: what is derived from it must be named instead`,
    clients: { request: always("what they send as it is refused") },
    code: always("it has to say which of the others it means"),
  },
  "abstract-removed": {
    summary: (change) => `${subject(change)} is not abstract any more`,
    clients: { response: always("they refuse a response that has it itself") },
    code: always("it has to allow for the type itself"),
  },
  "mixed-added": {
    summary: (change) => `${subject(change)} may hold text between its elements now`,
    clients: { response: always("they refuse a response with text there, unless it is blank") },
    code: always("its texts and elements are one list now, the property content"),
  },
  "mixed-removed": {
    summary: (change) => `${subject(change)} may hold no text between its elements any more`,
    clients: { request: always("requests with text there are refused") },
    code: always("the property content is gone, and elements have their own"),
  },
  "derived-types-added": {
    summary: (change) => `Types derived from ${placeName(change)} were added: ${names(change)}`,
    clients: { response: always("they refuse a response with one of them") },
    code: always("it has to allow for another $type"),
  },
  "derived-types-removed": {
    summary: (change) => `Types derived from ${placeName(change)} were removed: ${names(change)}`,
    clients: { request: always("requests with one of them are refused") },
    code: always("it cannot name them any more"),
  },
  "substitutes-added": {
    summary: (change) => `Other elements may stand for ${placeName(change)} now: ${names(change)}`,
    clients: { response: always("they refuse a response with one of them as unexpected") },
    code: always("it has to allow for them"),
  },
  "substitutes-removed": {
    summary: (change) => `Elements may not stand for ${placeName(change)} any more: ${names(change)}`,
    clients: { request: always("requests with one of them are refused") },
    code: always("it cannot name them any more"),
  },
  "default-added": { summary: (change) => `${subject(change)} has the default "${change.new}" now` },
  "default-removed": {
    summary: (change) => `${subject(change)} has no default any more, and had "${change.old}"`,
    clients: {
      request: ({ old }) => `where they leave it out, they mean "${old}", and the service knows nothing of that`,
      response: ({ old }) => `where it is left out, they go on reading "${old}"`,
    },
  },
  "default-changed": {
    summary: (change) => `${subject(change)} has the default "${change.new}" now, and had "${change.old}"`,
    clients: {
      request: ({ old, new: now }) => `where they leave it out, they mean "${old}", and the service reads "${now}"`,
      response: ({ old, new: now }) => `where it is left out, they go on reading "${old}", and "${now}" is meant`,
    },
  },
  "fixed-added": {
    summary: (change) => `${subject(change)} must be "${change.new}" now`,
    clients: { request: always("requests with another value are refused") },
    code: (change) => `${property(change)} can only be "${change.new}" now`,
  },
  "fixed-removed": {
    summary: (change) => `${subject(change)} may be other than "${change.old}" now`,
    clients: { response: always("they refuse a response with another value") },
    code: (change) => `${property(change)} may be other than "${change.old}"`,
  },
  "fixed-changed": {
    summary: (change) => `${subject(change)} must be "${change.new}" now, and had to be "${change.old}"`,
    clients: {
      request: always("what they send is refused"),
      response: always("they refuse the response"),
    },
    code: (change) => `${property(change)} can only be "${change.new}" now`,
  },
  "enumeration-values-added": {
    summary: (change) => `${subject(change)} may have new values: ${names(change)}`,
    clients: { response: always("they refuse a response with one of them") },
    code: always("it has to allow for them"),
  },
  "enumeration-values-removed": {
    summary: (change) => `${subject(change)} may not have these values any more: ${names(change)}`,
    clients: { request: always("requests with one of them are refused") },
    code: always("it cannot name them any more"),
  },
  "facet-added": {
    summary: (change) =>
      isEnumeration(change)
        ? `${subject(change)} must be one of these now: ${change.new}`
        : `${subject(change)} has the ${names(change)} ${change.new} now`,
    clients: { request: always("requests with other values are refused") },
    code: always("it may use these values only"),
  },
  "facet-removed": {
    summary: (change) =>
      isEnumeration(change)
        ? `${subject(change)} need not be one of these any more: ${change.old}`
        : `${subject(change)} has no ${names(change)} any more, and had ${change.old}`,
    clients: { response: always("they refuse a response with other values") },
    code: always("it has to allow for other values"),
  },
  "facet-changed": {
    summary: (change) => `${subject(change)} has the ${names(change)} ${change.new} now, and had ${change.old}`,
    clients: {
      request: ({ new: now }) => `requests with a value that ${now} does not allow are refused`,
      response: ({ old }) => `they refuse a response with a value that ${old} does not allow`,
    },
  },
};

// Names of things
