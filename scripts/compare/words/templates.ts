import type { ChangeKind, Direction } from "../verdict/change.js";

/**
 * The sentences about changes, without the full stop. `fill` replaces `{phrase}` by a phrase about the change, and
 * `{Phrase}` by the same with a capital.
 */
type Template = string;

/** A facet that lists values has its own sentences. */
export type TemplateKey = ChangeKind | "enumeration-added" | "enumeration-removed";

/** What changed. */
export const SUMMARIES: Readonly<Record<TemplateKey, Template>> = {
  "service-added": "Service {new} was added",
  "service-removed": "Service {old} was removed",
  "service-renamed": "Service {old} is called {new} now, which stands in no message",
  "port-added": "Port {new} ({names}) was added",
  "port-removed": "Port {old} ({names}) was removed",
  "port-renamed": "Port {old} is called {new} now, which stands in no message",
  "address-changed":
    "The address in the document is {newAddress} now, and was {oldAddress}; it is never used to connect",
  "operation-added": "{Operations} added",
  "operation-removed": "{Operations} removed",
  "operation-respelt": "The operation is spelt {new} now",
  "operation-protocol-added": "It is offered in {new} as well",
  "operation-protocol-removed": "It is not offered in {old} any more",
  "operation-documentation-changed": "The documentation is another one",
  "soap-action-changed": 'The SOAPAction ({names}) is "{new}" now, and was "{old}"',
  "style-changed":
    "The style is {newType} now, and was {oldType}; where that makes another message, it is told as well",
  "use-changed": "The use is {newType} now, and was {oldType}",
  "response-added": "It answers now, and was one-way",
  "response-removed": "It is one-way now, and answered before",
  "message-element-renamed": "The element of {where} is {newType} now, and was {oldType}",
  "part-added": "The body of {message} has a new part, {place}",
  "part-removed": "The body of {message} has no part {place} any more",
  "header-added": "{Messages} a new header, {place}",
  "header-removed": "{Messages} no header {place} any more",
  "fault-added": "Fault {place} is declared",
  "fault-removed": "Fault {place} is not declared any more",
  "fault-renamed": "Fault {old} is called {new} now",
  "namespace-changed": "{Moved} moved from {oldNamespace} to {newNamespace}",
  "optional-element-added": "{Holder} has a new optional element {name} ({new})",
  "required-element-added": "{Holder} has a new required element {name} ({new})",
  "optional-element-removed": "{Holder} has no element {name} ({old}) any more",
  "required-element-removed": "{Holder} has no element {name} ({old}) any more",
  "element-respelt": "{Subject} is spelt {new} now",
  "choice-branch-added": "The choice in {itself} has a new branch: {branch}",
  "choice-branch-removed": "The choice in {itself} has no branch {branch} any more",
  "required-choice-added": "{Itself} has a new choice, one of which must be there: {names}",
  "required-choice-removed": "{Itself} has no choice of {names} any more",
  "element-now-required": "{Subject} is required now",
  "element-now-optional": "{Subject} is optional now",
  "element-now-repeated": "{Subject} occurs {new} now, and occurred {old}",
  "element-now-single": "{Subject} occurs {new} now, and occurred {old}",
  "occurrence-changed": "{Subject} occurs {new} now, and occurred {old}",
  "nillable-added": "{Subject} may be nil now",
  "nillable-removed": "{Subject} may not be nil any more",
  "order-changed": "The elements of {itself} have another order now: {order}",
  "content-model-changed": "The content of {itself} is now: {new}. It was: {old}",
  "optional-attribute-added": "{Holder} has a new optional attribute {name} ({new})",
  "required-attribute-added": "{Holder} has a new required attribute {name} ({new})",
  "optional-attribute-removed": "{Holder} has no attribute {name} any more",
  "required-attribute-removed": "{Holder} has no attribute {name} any more",
  "attribute-respelt": "{Subject} is spelt {new} now",
  "attribute-now-required": "{Subject} is required now",
  "attribute-now-optional": "{Subject} is optional now",
  "wildcard-added": "{Holder} has a wildcard now, for {wildcard} of {new}",
  "wildcard-removed": "{Holder} has no wildcard any more for {wildcard} of {old}",
  "wildcard-changed": "{Subject} lets in {new} now, and let in {old}",
  "type-changed": "{Subject} is {newType} now, and was {oldType}",
  "type-renamed": "Type {old} is called {new} now",
  "base-type-changed": "{Subject} is derived from {newBase} now, and was from {oldBase}",
  "abstract-added": "{Subject} is abstract now: what is derived from it must be named instead",
  "abstract-removed": "{Subject} is not abstract any more",
  "mixed-added": "{Subject} may hold text between its elements now",
  "mixed-removed": "{Subject} may hold no text between its elements any more",
  "derived-types-added": "Types derived from {place} were added: {names}",
  "derived-types-removed": "Types derived from {place} were removed: {names}",
  "substitutes-added": "Other elements may stand for {place} now: {names}",
  "substitutes-removed": "Elements may not stand for {place} any more: {names}",
  "default-added": '{Subject} has the default "{new}" now',
  "default-removed": '{Subject} has no default any more, and had "{old}"',
  "default-changed": '{Subject} has the default "{new}" now, and had "{old}"',
  "fixed-added": '{Subject} must be "{new}" now',
  "fixed-removed": '{Subject} may be other than "{old}" now',
  "fixed-changed": '{Subject} must be "{new}" now, and had to be "{old}"',
  "enumeration-added": "{Subject} must be one of these now: {new}",
  "enumeration-removed": "{Subject} need not be one of these any more: {old}",
  "enumeration-values-added": "{Subject} may have new values: {names}",
  "enumeration-values-removed": "{Subject} may not have these values any more: {names}",
  "facet-added": "{Subject} has the {names} {new} now",
  "facet-removed": "{Subject} has no {names} any more, and had {old}",
  "facet-changed": "{Subject} has the {names} {new} now, and had {old}",
};

const UNKNOWN_OPERATION = "the service does not know what they call";
const DROPPED = "is refused or, by ASMX, dropped without a word";
const SENDS_UNKNOWN = `what they send as {name} ${DROPPED}`;
const LACKS_REQUIRED = "their requests lack {name}, and are refused or, by ASMX, read as if it were null, 0 or false";
const REFUSED_WITHOUT = "requests without it are refused or, by ASMX, read as if it were null, 0 or false";
const ONE_OF_THEM = "requests with one of them are refused";
const UNEXPECTED = "they refuse a response that has it as unexpected (clients that check less ignore it)";
const MISSING = "they refuse a response without it";
const NEW_VALUE = "they refuse a response with one of them";
const READ_AS_ABSENT = "they read it as absent";
const RESPELT = {
  request: `what they send as {old} ${DROPPED}, so that {new} arrives as null`,
  response: "they refuse a response with {new} as unexpected",
};

/** What happens to deployed clients that break in a direction, and what those meet that go on working. */
export const CLIENTS: Readonly<
  Partial<Record<TemplateKey, Partial<Record<Direction | `${Direction}Works`, Template>>>>
> = {
  "service-removed": { operation: UNKNOWN_OPERATION, operationWorks: "another service offers the same" },
  "port-removed": {
    operation: "those that speak {names} are not answered any more",
    operationWorks: "another port offers the same in {names}",
  },
  "operation-removed": { operation: UNKNOWN_OPERATION },
  "operation-respelt": { operation: UNKNOWN_OPERATION },
  "operation-protocol-removed": { operation: "those that speak {old} are not answered any more" },
  "soap-action-changed": { operation: "the service does not recognize what they call" },
  "use-changed": { operation: "messages have another form" },
  "response-added": { operation: "they do not expect a response" },
  "response-removed": { operation: "they wait for a response that does not come" },
  "message-element-renamed": {
    request: "the service does not recognize what they send",
    response: "they do not recognize the response",
  },
  "header-added": {
    request: "their requests lack it, and the service may want it",
    responseWorks: "they pass over it",
  },
  "header-removed": { requestWorks: "the service passes over it", responseWorks: "none of them needs it" },
  "fault-added": { faultWorks: "they read its detail undecoded" },
  "namespace-changed": { request: `what they send ${DROPPED}`, response: "they do not recognize what they read" },
  "optional-element-added": { response: UNEXPECTED },
  "required-element-added": { request: LACKS_REQUIRED, response: UNEXPECTED },
  "optional-element-removed": { request: SENDS_UNKNOWN, responseWorks: READ_AS_ABSENT },
  "required-element-removed": { request: SENDS_UNKNOWN, response: MISSING },
  "element-respelt": RESPELT,
  "choice-branch-added": { response: UNEXPECTED },
  "choice-branch-removed": { request: `what they send as {any} ${DROPPED}` },
  "required-choice-added": { request: "their requests have none of these", response: UNEXPECTED },
  "required-choice-removed": { request: `what they send as {any} ${DROPPED}`, response: MISSING },
  "element-now-required": { request: REFUSED_WITHOUT },
  "element-now-optional": { response: MISSING },
  "element-now-repeated": { response: "they refuse a response with more than one" },
  "element-now-single": { request: "requests with more than one are refused, or all but one ignored" },
  "occurrence-changed": {
    request: "they may send more or fewer than that",
    response: "they refuse a response with more or fewer than they know of",
  },
  "nillable-added": { response: "they refuse a response in which it is nil" },
  "nillable-removed": { request: "requests in which it is nil are refused" },
  "order-changed": {
    request: "a service that reads them in order refuses what they send or, as WCF does, passes over some",
    response: "they refuse the response as out of order",
  },
  "optional-attribute-added": { response: UNEXPECTED },
  "required-attribute-added": { request: LACKS_REQUIRED, response: UNEXPECTED },
  "optional-attribute-removed": { request: SENDS_UNKNOWN, responseWorks: READ_AS_ABSENT },
  "required-attribute-removed": { request: SENDS_UNKNOWN, response: MISSING },
  "attribute-respelt": RESPELT,
  "attribute-now-required": { request: REFUSED_WITHOUT },
  "attribute-now-optional": { response: MISSING },
  "wildcard-added": { request: "their requests lack one", response: UNEXPECTED },
  "wildcard-removed": { request: `what they send there ${DROPPED}`, response: MISSING },
  "wildcard-changed": { request: "what they send there may be refused" },
  "type-changed": {
    request: "what they send is refused where it is not {newType}",
    response: "they refuse a response in which it is not {oldType}",
  },
  "abstract-added": { request: "what they send as it is refused" },
  "abstract-removed": { response: "they refuse a response that has it itself" },
  "mixed-added": { response: "they refuse a response with text there, unless it is blank" },
  "mixed-removed": { request: "requests with text there are refused" },
  "derived-types-added": { response: NEW_VALUE },
  "derived-types-removed": { request: ONE_OF_THEM },
  "substitutes-added": { response: "they refuse a response with one of them as unexpected" },
  "substitutes-removed": { request: ONE_OF_THEM },
  "default-removed": {
    request: 'where they leave it out, they mean "{old}", and the service knows nothing of that',
    response: 'where it is left out, they go on reading "{old}"',
  },
  "default-changed": {
    request: 'where they leave it out, they mean "{old}", and the service reads "{new}"',
    response: 'where it is left out, they go on reading "{old}", and "{new}" is meant',
  },
  "fixed-added": { request: "requests with another value are refused" },
  "fixed-removed": { response: "they refuse a response with another value" },
  "fixed-changed": { request: "what they send is refused", response: "they refuse the response" },
  "enumeration-added": { request: "requests with other values are refused" },
  "enumeration-removed": { response: "they refuse a response with other values" },
  "enumeration-values-added": { response: NEW_VALUE },
  "enumeration-values-removed": { request: ONE_OF_THEM },
  "facet-added": { request: "requests with other values are refused" },
  "facet-removed": { response: "they refuse a response with other values" },
  "facet-changed": {
    request: "requests with a value that {new} does not allow are refused",
    response: "they refuse a response with a value that {old} does not allow",
  },
};

const MUST_SET = "it has to set {property}";
const IS_GONE = "the property {property} is gone";
const MAY_BE_UNDEFINED = "{property} may be undefined";
const PROPERTY_RENAMED = "the property {oldProperty} is {newProperty} now";
const ALLOW_FOR_THEM = "it has to allow for them";
const CANNOT_NAME_THEM = "it cannot name them any more";

/** What code that breaks has to do. */
export const CODE: Readonly<Partial<Record<TemplateKey, Template>>> = {
  "service-removed": "the functions for it are gone",
  "operation-removed": "{functions} gone",
  "operation-respelt": "the function {oldFunction} is {newFunction} now",
  "response-removed": "there is no response to read any more",
  "header-added": "body and headers are two things now",
  "header-removed": "the header {placeProperty} is gone",
  "fault-removed": "its detail has no type any more",
  "fault-renamed": "the fault is told by its name",
  "optional-element-added": "it has to set {property}, an array, be it empty",
  "required-element-added": MUST_SET,
  "optional-element-removed": IS_GONE,
  "required-element-removed": IS_GONE,
  "element-respelt": PROPERTY_RENAMED,
  "choice-branch-added": "it has to allow for the new branch",
  "choice-branch-removed": "properties are gone: {properties}",
  "required-choice-added": "it has to set one of them",
  "required-choice-removed": "properties are gone: {properties}",
  "element-now-required": MUST_SET,
  "element-now-optional": MAY_BE_UNDEFINED,
  "element-now-repeated": "{property} is an array now",
  "element-now-single": "{property} is no array any more",
  "nillable-added": "{property} may be null",
  "nillable-removed": "{property} may not be null",
  "content-model-changed": "other properties go together now",
  "required-attribute-added": MUST_SET,
  "optional-attribute-removed": IS_GONE,
  "required-attribute-removed": IS_GONE,
  "attribute-respelt": PROPERTY_RENAMED,
  "attribute-now-required": MUST_SET,
  "attribute-now-optional": MAY_BE_UNDEFINED,
  "wildcard-added": "it has to give them, be it an empty array",
  "wildcard-removed": "the property for them is gone",
  "type-changed": "{property} {becomes}",
  "type-renamed": "what imports {oldTypeName} has to import {newTypeName}",
  "abstract-added": "it has to say which of the others it means",
  "abstract-removed": "it has to allow for the type itself",
  "mixed-added": "its texts and elements are one list now, the property content",
  "mixed-removed": "the property content is gone, and elements have their own",
  "derived-types-added": "it has to allow for another $type",
  "derived-types-removed": CANNOT_NAME_THEM,
  "substitutes-added": ALLOW_FOR_THEM,
  "substitutes-removed": CANNOT_NAME_THEM,
  "fixed-added": '{property} can only be "{new}" now',
  "fixed-removed": '{property} may be other than "{old}"',
  "fixed-changed": '{property} can only be "{new}" now',
  "enumeration-added": "it may use these values only",
  "enumeration-removed": "it has to allow for other values",
  "enumeration-values-added": ALLOW_FOR_THEM,
  "enumeration-values-removed": CANNOT_NAME_THEM,
  "facet-added": "it may use these values only",
  "facet-removed": "it has to allow for other values",
};

/** Why code compiles although a name changed. */
export const CODE_COMPILES: Readonly<Partial<Record<TemplateKey, Template>>> = {
  "operation-respelt": "the function is {newFunction} in both",
  "element-respelt": "the property is {newProperty} in both",
  "attribute-respelt": "the property is {newProperty} in both",
};
