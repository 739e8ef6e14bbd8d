import { type FailedItem, ServiceError } from "./errors.js";
import { classify, isMissingFolderText, isRefusalCode } from "./service-codes.js";
import { advice, type Outcome, UnexpectedResponseError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import { type ElementTexts, MOST_TEXTS, SecretSearch } from "./soap/secrets/redact.js";
import { secretsFrom } from "./soap/secrets/redact-message.js";
import { inFamilyOf } from "./soap/secrets/secret-family.js";
import { copyOf } from "./soap/xml/copy-of-text.js";
import { PAUSE, type Work } from "./soap/xml/slices.js";
import { attributeOf, isBlank, isWord, textOf, type XmlElement, type XmlNode } from "./soap/xml/xml-element.js";
import type { UnwrappedResult } from "./unwrap-result.js";

/** The call that an infoRouter answer belongs to. */
export interface AnsweredCall {
  readonly operation: string;
  readonly requestId: string;
  readonly secrets: readonly string[];
  /** To find the secrets takes some milliseconds. */
  readonly hasSlowSecrets?: boolean | undefined;
  /** Finds them in steps. */
  readonly prepareSecrets?: (() => Work<unknown>) | undefined;
}

/** What errors of the call must not hold. */
export function secretsOf(call: AnsweredCall): Work<readonly string[]> {
  return secretsFrom(() => call.secrets, call.hasSlowSecrets, call.prepareSecrets);
}

/**
 * Throws unless the service reported success. The session takes a judge as an argument and runs it, because a caller could
 * forget to run the `Work` that it returns.
 */
export type Judge = (result: UnwrappedResult, call: AnsweredCall) => Work<void>;

/** The names and namespaces of an answer's root. It has no namespace, as documented, or that of infoRouter's contract. */
const ROOTS: ReadonlySet<string> = new Set(["response", "Response", "root"]);
const NAMESPACES: ReadonlySet<string> = new Set(["", "http://tempuri.org/"]);
const isRootAttribute = (name: string): boolean => name === "success" || name === "error" || isErrorCode(name);
/** `errorCode`, which some pages spell `errorcode`. */
const isErrorCode = (name: string): boolean => name.toLowerCase() === "errorcode";

/** Whether an element and its descendants report what was done. Other elements are data. */
type IsReport = (element: XmlElement) => boolean;

/**
 * Turns `<response success="…" error="…" errorCode="…"/>` into one outcome. Returns the element if and only if it reports
 * success, and nothing in it reports a failure.
 *
 * The documentation pages have for success: `success` is `true` in upper or lower case, `error` is absent or empty, and
 * `errorCode` (its name in upper or lower case) is absent, empty or 0 (DeleteFolder, DeleteDownloadHandler, GetSubscribers,
 * ActivateFlowDef). A refusal has a number in brackets before the text, a number in `errorCode`, or no number.
 *
 * @throws {ServiceError} The service refused, or did only a part. The outcome is `"rejected"` only for a plain refusal.
 * @throws {UnexpectedResponseError} The element reports neither success nor failure.
 */
export function* readAnswer(answer: XmlElement, call: AnsweredCall, isReport: IsReport = () => true): Work<XmlElement> {
  const success = attributeOf(answer, "success") ?? "";
  const error = attributeOf(answer, "error") || (valuesOf(answer, "error")[0] ?? "");
  const errorCodes = errorCodesOf(answer);
  const failedItems = yield* failuresIn(answer, isReport);
  const hasNoError = error === "" && errorCodes.every((code) => code === "0");

  const isYes = isWord(success, "true") && valuesOf(answer, "success").every((value) => isWord(value, "true"));

  if (isYes && hasNoError && failedItems.length === 0) {
    return answer;
  }
  if (!isWord(success, "true") && !isWord(success, "false") && hasNoError) {
    throw unexpected("it has neither success nor error", call);
  }
  const { code, serviceCode } = classify(error, errorCodes);
  const isPartial = failedItems.length > 0 || code === "PARTIAL";
  const isCertain = !isPartial && code !== "SYSTEM_ERROR" && isPlainNo(answer);
  // A search ends after some texts, so it has first what the error shows, in this order.
  const shown = [error, ...failedItems.slice(0, MOST_TEXTS).flatMap(({ item, message }) => [item, message])];
  const inOrder = { ...answer, attributes: [], children: [...shown, answer] };
  const texts = yield* new SecretSearch(yield* secretsOf(call)).textsOf(inOrder);
  const refusal = new ServiceError(
    {
      code: isPartial ? "PARTIAL" : code,
      serviceCode,
      serviceMessage: yield* texts.redacted(error),
      failedItems: yield* redactItems(failedItems, texts),
    },
    detailsOf(call, isCertain ? "rejected" : "unknown"),
  );
  if (isMissingFolderText(error)) {
    missingByText.add(refusal);
  }
  throw refusal;
}

function* redactItems(items: readonly FailedItem[], texts: ElementTexts): Work<readonly FailedItem[]> {
  const redacted: FailedItem[] = [];
  for (const { item, message } of items) {
    redacted.push({ item: yield* texts.redacted(item), message: yield* texts.redacted(message) });
    if (redacted.length % PAUSE === 0) {
      yield undefined;
    }
  }
  return redacted;
}

/** Kept apart from the errors, because their text may be redacted. */
const missingByText = new WeakSet<ServiceError>();

/** Whether the text of a refusal is one of those known for a missing folder. A translated text is not known. */
export function hasMissingFolderText(refusal: ServiceError): boolean {
  return missingByText.has(refusal);
}

/**
 * Whether an answer refuses and holds nothing else: `success` is false or absent, `error` has a text, and `errorCode`, if
 * there is one, is a number that refuses. Anything else in it could report what was done nevertheless, but for an attribute
 * without a value: a refusal of DownloadZipWithHandler has `downloadhandler=""`.
 */
function isPlainNo(answer: XmlElement): boolean {
  const errorCodes = errorCodesOf(answer);
  return (
    isWord(attributeOf(answer, "success") ?? "false", "false") &&
    !isBlank(attributeOf(answer, "error") ?? "") &&
    errorCodes.length <= 1 &&
    errorCodes.every(isRefusalCode) &&
    strangerIn(withoutEmptyAttributes(answer), ROOTS, isRootAttribute) === undefined &&
    answer.children.every(isBlankNode)
  );
}

function withoutEmptyAttributes(element: XmlElement): XmlElement {
  return {
    ...element,
    attributes: element.attributes.filter(({ namespace, value }) => namespace !== "" || value !== ""),
  };
}

/** More characters are no number of an error. V8 makes no hash of a text of more than 16,383, and compares such texts whole. */
const LONGEST_CODE = 100;

/** The distinct values of `errorCode` that are not empty. */
function errorCodesOf(answer: XmlElement): string[] {
  const codes = valuesOf(answer, "errorcode").map((code) => (code.length > LONGEST_CODE ? "too long" : code));
  return [...new Set(codes)];
}

/**
 * The values that are not empty of attributes with this name in any case. Only the spellings of the documentation confirm, or
 * refuse plainly; any other one can contradict them.
 */
function valuesOf({ attributes }: XmlElement, lowerCaseName: string): string[] {
  return attributes
    .filter(({ name, namespace, value }) => namespace === "" && value !== "" && name.toLowerCase() === lowerCaseName)
    .map(({ value }) => value);
}

/** The items that a confirmation may have, and their attributes. */
const ITEMS: ReadonlySet<string> = new Set(["logitem", "item"]);
const ITEM_ATTRIBUTES: ReadonlySet<string> = new Set(["path", "name", "status", "message", "success", "error"]);
const isItemAttribute = (name: string): boolean => ITEM_ATTRIBUTES.has(name);

/**
 * Returns if and only if the service confirms a deletion: {@link readAnswer} returns, and the answer holds only what
 * confirmations are known to hold. Anything else could contradict the success, such as the `warnings="…"` of other
 * operations.
 *
 * @throws {ServiceError | UnexpectedResponseError} The answer does not confirm it.
 */
export function* readConfirmation(result: UnwrappedResult, call: AnsweredCall): Work<void> {
  const answer = yield* readAnswer(onlyElement(result, call), call);
  const stranger = strangerIn(answer, ROOTS, isRootAttribute) ?? (yield* strangerAmongItems(answer));
  if (stranger !== undefined) {
    const name = oneLine(yield* new SecretSearch(yield* secretsOf(call)).redacted(stranger), 100);
    throw unexpected(`it reports success, but also has ${JSON.stringify(name)}, which no known confirmation has`, call);
  }
  if (!isBlank(textOf(answer))) {
    throw unexpected("it reports success, but also has a text, which no known confirmation has", call);
  }
}

/**
 * Returns the ticket in the answer of AuthenticateUser.
 *
 * @throws {ServiceError | UnexpectedResponseError} The answer refuses, or has no ticket.
 */
export function* readTicket(result: UnwrappedResult, call: AnsweredCall): Work<string> {
  const answer = onlyElement(result, call);
  const ticket = copyOf(attributeOf(answer, "ticket") ?? "");
  const { operation, requestId } = call;
  const secrets = yield* secretsOf(call);
  yield* readAnswer(answer, { operation, requestId, secrets: inFamilyOf(secrets, [...secrets, ticket]) });
  if (ticket === "") {
    throw unexpected("it has no ticket", call);
  }
  return ticket;
}

/** Returns the first unknown name: that of the element, or of an attribute. */
function strangerIn(
  element: XmlElement,
  names: ReadonlySet<string>,
  isKnown: (attribute: string) => boolean,
  elementName = element.name,
): string | undefined {
  return names.has(elementName) && NAMESPACES.has(element.namespace)
    ? element.attributes.find(({ name, namespace }) => namespace !== "" || !isKnown(name))?.name
    : elementName;
}

function* strangerAmongItems({ children }: XmlElement): Work<string | undefined> {
  let count = 0;
  for (const child of children) {
    const stranger = typeof child === "string" ? undefined : strangerInItem(child);
    if (stranger !== undefined) {
      return stranger;
    }
    count += 1;
    if (count % PAUSE === 0) {
      yield undefined;
    }
  }
  return undefined;
}

/** Returns the first name in an item that is not part of a reported success. */
function strangerInItem(item: XmlElement): string | undefined {
  const value = (name: string): string => attributeOf(item, name) ?? "";
  const saysSuccess = isWord(value("status"), "success") || isWord(value("success"), "true");
  return (
    strangerIn(item, ITEMS, isItemAttribute, item.name.toLowerCase()) ??
    (saysSuccess && value("message") === "" && item.children.every(isBlankNode) ? undefined : item.name)
  );
}

function isBlankNode(node: XmlNode): boolean {
  return typeof node === "string" && isBlank(node);
}

/**
 * Returns the failures that an answer lists. They have six documented shapes:
 *
 * ```xml
 * <logitem path="…" status="failed" message="…"/>   <logitem name="…" message="…"/>   <item path="…" error="…"/>
 * <log><item>…</item><error>…</error></log>          <logitem path="…" error="…"/>     <item success="false"/>
 * ```
 *
 * Not recursive: resuming after a pause costs time in proportion to the number of nested generators.
 */
function* failuresIn(answer: XmlElement, isReport: IsReport): Work<readonly FailedItem[]> {
  const failures: FailedItem[] = [];
  const open = [{ nodes: answer.children, next: 0 }];
  /** The depth of the report that is being read. */
  let reportDepth = Number.POSITIVE_INFINITY;
  for (let level = open.at(-1), count = 1; level !== undefined; level = open.at(-1), count += 1) {
    const node = level.nodes[level.next];
    level.next += 1;
    if (node === undefined) {
      open.pop();
    } else if (typeof node === "object") {
      if (open.length <= reportDepth) {
        reportDepth = isReport(node) ? open.length : Number.POSITIVE_INFINITY;
      }
      if (open.length >= reportDepth && hasFailed(node)) {
        failures.push(failedItem(node));
      }
      if (node.children.length > 0) {
        open.push({ nodes: node.children, next: 0 });
      }
    }
    if (count % PAUSE === 0) {
      yield undefined;
    }
  }
  return failures;
}

function hasFailed(element: XmlElement): boolean {
  const status = attributeOf(element, "status") ?? "";
  const success = attributeOf(element, "success") ?? "";
  return (
    element.name.toLowerCase() === "error" ||
    (attributeOf(element, "error") ?? "") !== "" ||
    (success !== "" && !isWord(success, "true")) ||
    (status === "" ? (attributeOf(element, "message") ?? "") !== "" : !isWord(status, "success"))
  );
}

function failedItem(element: XmlElement): FailedItem {
  const value = (name: string): string => attributeOf(element, name) ?? "";
  return {
    item: value("path") || value("name"),
    message: value("error") || value("message") || textOf(element).trim(),
  };
}

/**
 * Whether an element reports a failure, in the answer of an operation other than a deletion: it has one of the documented
 * shapes, or is an answer within the answer. All other elements are data. `<LOGITEM>` in capitals is a row of an audit log.
 */
function isDocumentedReport(element: XmlElement): boolean {
  if (element.name === "log") {
    return element.children.some((child) => typeof child === "object" && child.name === "error");
  }
  return (
    /^(?:logitem|item|[rR]esponse|root)$/.test(element.name) &&
    ((attributeOf(element, "error") ?? "") !== "" ||
      /^failed$/i.test(attributeOf(element, "status") ?? "") ||
      /^false$/i.test(attributeOf(element, "success") ?? ""))
  );
}

/**
 * Returns if the result of an operation other than a deletion reports success, or cannot report anything: a text, a number,
 * bytes, no result.
 *
 * @param mustReport The contract declares a result that can report. Default false.
 * @throws {ServiceError | UnexpectedResponseError} The answer does not report success.
 */
export function* checkResult(result: UnwrappedResult, call: AnsweredCall, mustReport = false): Work<void> {
  if (mustReport || result?.kind === "answer" || result?.kind === "unclear") {
    yield* readAnswer(onlyElement(result, call), call, isDocumentedReport);
  }
}

/** @throws {UnexpectedResponseError} The result is not one infoRouter element. */
export function onlyElement(result: UnwrappedResult, call: AnsweredCall): XmlElement {
  if (result?.kind !== "answer") {
    throw unexpected(`its ${call.operation}Result does not hold exactly one element`, call);
  }
  return result.element;
}

export function unexpected(reason: string, call: AnsweredCall): UnexpectedResponseError {
  const message = `${call.operation}: an unexpected answer: ${reason}; ${advice.unknown}`;
  return new UnexpectedResponseError("NOT_THE_CONTRACT", message, { httpStatus: 200 }, detailsOf(call, "unknown"));
}

function detailsOf({ operation, requestId }: AnsweredCall, outcome: Outcome) {
  return { operation, requestId, outcome };
}
