import type { ChangeKind, Direction } from "../verdict/change.js";

/** A sentence without the full stop. `fill` replaces `{phrase}` by a phrase about the change; `{Phrase}` has a capital. */
type Template = string;

/** A facet that lists values has its own sentences. */
export type TemplateKey = ChangeKind | "enumeration-added" | "enumeration-removed";

/** Templates by kind of change. Those for elements serve attributes as well. */
type Templates<T> = Readonly<Partial<Record<TemplateKey, T>>>;

/** What changed. */
export const SUMMARIES: Readonly<Record<TemplateKey, Template>> = {
  "service-added": "Service {new} was added",
  "service-removed": "Service {old} was removed",
  "service-renamed": "Service {old} was renamed to {new}; no message contains the name",
  "port-added": "Port {new} ({names}) was added",
  "port-removed": "Port {old} ({names}) was removed",
  "port-renamed": "Port {old} was renamed to {new}; no message contains the name",
  "address-changed": "The address in the document changed from {oldAddress} to {newAddress}; clients do not use it",
  "operation-added": "{Operations} added",
  "operation-removed": "{Operations} removed",
  "operation-left-out": "{Operations} left out: the contract is broken there",
  "operation-respelt": "The operation was renamed to {new}",
  "function-renamed": "The function of the operation is now named {new}, because of other operations; it was {old}",
  "constant-renamed": "The constant of the operation is now named {new}, because of other operations; it was {old}",
  "function-added": "The operation has the function {new} for ports of another form, too",
  "function-removed": "The operation no longer has the function {old} for ports of another form",
  "operation-protocol-added": "The operation is now also offered in {new}",
  "operation-protocol-removed": "The operation is no longer offered in {old}",
  "operation-documentation-changed": "The documentation changed",
  "soap-action-changed": 'The SOAPAction ({names}) changed from "{old}" to "{new}"',
  "style-changed": "The style changed from {old} to {new}; what it changes in messages is listed separately",
  "use-changed": "The use changed from {old} to {new}",
  "response-added": "The operation now returns a response; it was one-way",
  "response-removed": "The operation is now one-way; it returned a response",
  "argument-added": "Code must now pass {where}, which was always empty",
  "message-element-renamed": "The element of {where} changed from {old} to {new}",
  "part-added": "The body of {message} has a new part, {place}",
  "part-removed": "The body of {message} no longer has the part {place}",
  "attachment-added": "{Message} has a new attachment, {names}",
  "attachment-removed": "{Message} no longer has the attachment {names}",
  "header-added": "{Messages} a new header, {place}",
  "header-removed": "{Messages} no longer the header {place}",
  "fault-added": "Fault {place} is now declared",
  "fault-removed": "Fault {place} is no longer declared",
  "fault-renamed": "Fault {old} was renamed to {new}",
  "namespace-changed": "{Moved} moved from {oldNamespace} to {newNamespace}",
  "optional-element-added": "{Holder} has a new optional element {name} ({new})",
  "required-element-added": "{Holder} has a new required element {name} ({new})",
  "optional-element-removed": "{Holder} no longer has the element {name} ({old})",
  "required-element-removed": "{Holder} no longer has the element {name} ({old})",
  "element-respelt": "{Subject} was renamed to {new}",
  "choice-branch-added": "The choice in {itself} has a new branch: {branch}",
  "choice-branch-removed": "The choice in {itself} no longer has the branch {branch}",
  "required-choice-added": "{Itself} has a new required choice: {names}",
  "required-choice-removed": "{Itself} no longer has the choice of {names}",
  "element-now-required": "{Subject} is now required",
  "element-now-optional": "{Subject} is now optional",
  "element-now-repeated": "{Subject} now occurs {new}; it occurred {old}",
  "element-now-single": "{Subject} now occurs {new}; it occurred {old}",
  "occurrence-changed": "{Subject} now occurs {new}; it occurred {old}",
  "nillable-added": "{Subject} may now be nil",
  "nillable-removed": "{Subject} may no longer be nil",
  "order-changed": "The elements of {itself} are now in another order: {order}",
  "content-model-changed": "The content of {itself} changed from ({old}) to ({new})",
  "optional-attribute-added": "{Holder} has a new optional attribute {name} ({new})",
  "required-attribute-added": "{Holder} has a new required attribute {name} ({new})",
  "optional-attribute-removed": "{Holder} no longer has the attribute {name}",
  "required-attribute-removed": "{Holder} no longer has the attribute {name}",
  "attribute-respelt": "{Subject} was renamed to {new}",
  "attribute-now-required": "{Subject} is now required",
  "attribute-now-optional": "{Subject} is now optional",
  "wildcard-added": "{Holder} has a new wildcard for {wildcard} of {new}",
  "wildcard-removed": "{Holder} no longer has the wildcard for {wildcard} of {old}",
  "wildcard-changed": "{Subject} now allows {new}; it allowed {old}",
  "property-renamed": "In code, {subject} is now the property {new}, because of other members; it was {old}",
  "type-changed": "{Subject} changed from {oldType} to {newType}",
  "type-renamed": "Type {old} was renamed to {new}",
  "generated-type-renamed": "In code, {typed} {declared}",
  "generated-type-changed": "In code, {typed} is now {new}; it was {old}",
  "base-type-changed": "The base of {subject} changed from {oldBase} to {newBase}",
  "abstract-added": "{Subject} is now abstract: messages must use one derived from it",
  "abstract-removed": "{Subject} is no longer abstract",
  "mixed-added": "{Subject} may now contain text between its elements",
  "mixed-removed": "{Subject} may no longer contain text between its elements",
  "derived-types-added": "Types derived from {place} were added: {names}",
  "derived-types-removed": "Types derived from {place} were removed: {names}",
  "substitutes-added": "Substitutes for {place} were added: {names}",
  "substitutes-removed": "Substitutes for {place} were removed: {names}",
  "default-added": '{Subject} now has the default "{new}"',
  "default-removed": '{Subject} no longer has the default "{old}"',
  "default-changed": 'The default of {subject} changed from "{old}" to "{new}"',
  "fixed-added": '{Subject} must now be "{new}"',
  "fixed-removed": '{Subject} no longer has to be "{old}"',
  "fixed-changed": 'The fixed value of {subject} changed from "{old}" to "{new}"',
  "key-added": "{Subject} has new keys, which must be unique or exist: {names}",
  "key-removed": "{Subject} no longer has these keys: {names}",
  "enumeration-added": "{Subject} must now be one of {new}",
  "enumeration-removed": "{Subject} no longer has to be one of {old}",
  "enumeration-values-added": "{Subject} has new values: {names}",
  "enumeration-values-removed": "{Subject} no longer has these values: {names}",
  "facet-added": "{Subject} now has the {names} {new}",
  "facet-removed": "{Subject} no longer has the {names} {old}",
  "facet-changed": "The {names} of {subject} changed from {old} to {new}",
};

const UNKNOWN_OPERATION = "the service does not know the operation that they call";
const OTHER_PROTOCOL = "the service rejects calls in";
const IGNORES = "or, if it is ASMX, ignores it";
const ASSUMES = "or, if it is ASMX, assumes null, 0 or false";
const SENDS_UNKNOWN = `the service rejects {name} in requests ${IGNORES}`;
const SENDS_ANY_UNKNOWN = `the service rejects {any} in requests ${IGNORES}`;
const LACKS_REQUIRED = `the service rejects their requests, which lack {name}, ${ASSUMES}`;
const MAY_LACK_REQUIRED = `the service rejects requests without it ${ASSUMES}`;
const SENDS_ONE = "the service rejects requests with one of them";
const SENDS_ANOTHER = "the service rejects requests with other values";
const READS_UNEXPECTED = "they reject responses that contain it (clients that check less ignore it)";
const READS_NONE = "they reject responses without it";
const READS_ONE = "they reject responses with one of them";
const READS_ANOTHER = "they reject responses with other values";
const READS_AS_ABSENT = "they read it as absent";
const OMITS_DEFAULT = 'when they omit it, they mean "{old}"';
const READS_DEFAULT = 'when it is absent, they read "{old}"';
const RENAMED = {
  request: `the service rejects {old} in requests ${IGNORES}, so that {new} arrives as null`,
  response: "they reject responses that contain {new}",
};

/** Why deployed clients break in a direction. With `Works`: the effect on clients that go on working. */
export const CLIENTS: Templates<Partial<Record<Direction | `${Direction}Works`, Template>>> = {
  "service-removed": { operation: UNKNOWN_OPERATION, operationWorks: "another service offers the same" },
  "port-removed": { operation: `${OTHER_PROTOCOL} {names}`, operationWorks: "another port offers {names}" },
  "operation-removed": { operation: UNKNOWN_OPERATION },
  "operation-left-out": { operation: "the service may expect anything of their calls" },
  "operation-respelt": { operation: UNKNOWN_OPERATION, operationWorks: "no message contains the name" },
  "function-removed": { operation: "the service may not recognize the calls of {old}" },
  "operation-protocol-removed": { operation: `${OTHER_PROTOCOL} {old}` },
  "soap-action-changed": { operation: "the service does not recognize their calls" },
  "use-changed": { operation: "messages have another form" },
  "response-added": { operation: "they do not expect a response" },
  "response-removed": { operation: "they wait for a response that does not come" },
  "message-element-renamed": { request: "the service rejects their requests", response: "they reject the responses" },
  "attachment-added": {
    request: "they do not send it, and the service may require it",
    response: "they reject responses with attachments",
  },
  "attachment-removed": { requestWorks: "they do not send it", responseWorks: "they do not read it" },
  "header-added": { request: "the service may require it", responseWorks: "they ignore it" },
  "header-removed": { requestWorks: "the service ignores it", responseWorks: "they do not need it" },
  "fault-added": { faultWorks: "they receive its detail undecoded" },
  "namespace-changed": {
    request: `the service rejects what they send ${IGNORES}`,
    response: "they reject the responses",
  },
  "optional-element-added": { response: READS_UNEXPECTED },
  "required-element-added": { request: LACKS_REQUIRED, response: READS_UNEXPECTED },
  "optional-element-removed": { request: SENDS_UNKNOWN, responseWorks: READS_AS_ABSENT },
  "required-element-removed": { request: SENDS_UNKNOWN, response: READS_NONE },
  "element-respelt": RENAMED,
  "choice-branch-added": { response: READS_UNEXPECTED },
  "choice-branch-removed": { request: SENDS_ANY_UNKNOWN },
  "required-choice-added": { request: "their requests contain none of these", response: READS_UNEXPECTED },
  "required-choice-removed": { request: SENDS_ANY_UNKNOWN, response: READS_NONE },
  "element-now-required": { request: MAY_LACK_REQUIRED },
  "element-now-optional": { response: READS_NONE },
  "element-now-repeated": { response: "they reject responses with more than one" },
  "element-now-single": { request: "the service rejects requests with more than one, or ignores all but one" },
  "occurrence-changed": { request: "the service rejects another number", response: "they reject another number" },
  "nillable-added": { response: "they reject responses in which it is nil" },
  "nillable-removed": { request: "the service rejects requests in which it is nil" },
  "order-changed": {
    request: "a service that reads elements in order rejects their requests or, if it is WCF, skips some elements",
    response: "they reject the responses as out of order",
  },
  "wildcard-added": { request: "their requests contain none", response: READS_UNEXPECTED },
  "wildcard-removed": { request: `the service rejects what they send there ${IGNORES}`, response: READS_NONE },
  "wildcard-changed": { request: "the service may reject what they send there" },
  "type-changed": {
    request: "the service rejects values that are not {newType}",
    response: "they reject values that are not {oldType}",
  },
  "abstract-added": { request: "the service rejects requests that use it directly" },
  "abstract-removed": { response: "they reject responses that use it directly" },
  "mixed-added": { response: "they reject responses with text there, unless it is white space" },
  "mixed-removed": { request: "the service rejects requests with text there" },
  "derived-types-added": { response: READS_ONE },
  "derived-types-removed": { request: SENDS_ONE },
  "substitutes-added": { response: READS_ONE },
  "substitutes-removed": { request: SENDS_ONE },
  "default-added": { request: 'an empty text that they send now means "{new}"' },
  "default-removed": { request: OMITS_DEFAULT, response: READS_DEFAULT },
  "default-changed": { request: OMITS_DEFAULT, response: READS_DEFAULT },
  "fixed-added": { request: SENDS_ANOTHER },
  "fixed-removed": { response: READS_ANOTHER },
  "fixed-changed": { request: "the service rejects their requests", response: "they reject the responses" },
  "key-added": { request: "the service rejects requests that break one of them" },
  "enumeration-added": { request: SENDS_ANOTHER },
  "enumeration-removed": { response: READS_ANOTHER },
  "enumeration-values-added": { response: READS_ONE },
  "enumeration-values-removed": { request: SENDS_ONE },
  "facet-added": { request: SENDS_ANOTHER },
  "facet-removed": { response: READS_ANOTHER },
  "facet-changed": {
    request: "the service rejects values that {new} does not allow",
    response: "they reject values that {old} does not allow",
  },
};

const MUST_SET = "it must set {property}";
const IS_GONE = "the property {property} is gone";
const ARE_GONE = "properties are gone: {properties}";
const MAY_BE_UNDEFINED = "{property} may be undefined";
const PROPERTY_RENAMED = "the property {oldProperty} is now {newProperty}";
const HANDLE_THEM = "it must handle them";
const CANNOT_USE_THEM = "it can no longer use them";

/** Why code breaks. */
export const CODE: Templates<Template> = {
  "service-removed": "its functions are gone",
  "operation-removed": "{functions} gone",
  "operation-left-out": "{functions} gone",
  "operation-respelt": "the function {oldFunction} is now {newFunction}",
  "function-renamed": "it must call {new} instead of {old}",
  "constant-renamed": "it must use {new} instead of {old}",
  "function-removed": "it can no longer call {old}",
  "response-removed": "there is no response to read",
  "argument-added": "it must pass {where}, if only as an empty object",
  "header-added": "the message is now an object of body and headers",
  "header-removed": "the header {placeProperty} is gone",
  "fault-removed": "its detail no longer has a type",
  "fault-renamed": "it must test for the new name",
  "optional-element-added": "it must set {property}, or the group that repeats it, if only to an empty array",
  "required-element-added": MUST_SET,
  "optional-element-removed": IS_GONE,
  "required-element-removed": IS_GONE,
  "element-respelt": PROPERTY_RENAMED,
  "choice-branch-added": "it must handle the new branch",
  "choice-branch-removed": ARE_GONE,
  "required-choice-added": "it must set one of them",
  "required-choice-removed": ARE_GONE,
  "element-now-required": MUST_SET,
  "element-now-optional": MAY_BE_UNDEFINED,
  "element-now-repeated": "{property} is now an array",
  "element-now-single": "{property} is no longer an array",
  "nillable-added": "{property} may be null",
  "nillable-removed": "{property} must not be null",
  "content-model-changed": "properties are grouped in another way",
  "wildcard-added": "it must set the property for them, if only to an empty array",
  "wildcard-removed": "the property for them is gone",
  "property-renamed": "it must use {new} instead of {old}",
  "type-changed": "{property} {becomes}",
  "generated-type-renamed": "it {imports}",
  "type-renamed": "it must import {newTypeName} instead of {oldTypeName}",
  "abstract-added": "it must use one of the others",
  "abstract-removed": "it must handle it as well",
  "mixed-added": "text and elements are now one list, the property content",
  "mixed-removed": "the property content is gone; each element has a property of its own",
  "derived-types-added": "it must handle another $type",
  "derived-types-removed": CANNOT_USE_THEM,
  "substitutes-added": HANDLE_THEM,
  "substitutes-removed": CANNOT_USE_THEM,
  "fixed-added": '{property} can only be "{new}"',
  "fixed-removed": '{property} may be other than "{old}"',
  "fixed-changed": '{property} can only be "{new}"',
  "enumeration-added": "it may use these values only",
  "enumeration-removed": "it must handle other values",
  "enumeration-values-added": HANDLE_THEM,
  "enumeration-values-removed": CANNOT_USE_THEM,
};

/** Why code compiles although a name changed. */
export const CODE_COMPILES: Templates<Template> = {
  "operation-respelt": "the function is {newFunction} in both",
  "element-respelt": "the property is {newProperty} in both",
};
