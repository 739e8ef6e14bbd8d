import { type FailedItem, ServiceError, type ServiceErrorCode } from "./errors.js";
import { type Outcome, UnexpectedResponseError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import { redactor, redactorFor } from "./soap/secrets/redact.js";
import { XML, XSI } from "./soap/xml/namespaces.js";
import {
  attributeOf,
  elementsOf,
  isBlank,
  textOf,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
} from "./soap/xml/xml-element.js";

/**
 * The `<OpResult>` of an infoRouter operation: a wrapper around one element of any name. A service that declares it
 * `mixed` has its nodes as `content`.
 */
export interface InfoRouterResult {
  readonly any?: XmlElement;
  readonly content?: readonly XmlNode[];
}

/** The call that an answer belongs to. */
export interface AnsweredCall {
  readonly operation: string;
  readonly requestId: string;
  readonly secrets: readonly string[];
}

/**
 * Turns `<response success="…" error="…"/>` into one outcome: returns the element if and only if it says yes, and
 * nothing in it says otherwise.
 *
 * Documented are `<response>`, `<root>` and `<Response>`, `true` in any case, and `error` absent or empty
 * (DeleteFolder, DeleteDownloadHandler, GetSubscribers, DownloadZipWithHandler).
 *
 * @throws {ServiceError} It says no, or yes in part.
 * @throws {UnexpectedResponseError} It says neither.
 */
export function readAnswer(result: InfoRouterResult | undefined, call: AnsweredCall): XmlElement {
  const answer = onlyElement(result, call);
  const success = attributeOf(answer, "success")?.toLowerCase();
  const error = attributeOf(answer, "error") ?? "";
  const failedItems = elementsOf(answer).flatMap(failuresIn);

  if (success === "true" && error === "" && failedItems.length === 0) {
    return answer;
  }
  if (success !== "true" && success !== "false" && error === "") {
    throw unexpected("it has neither success nor error", call);
  }
  const { code, serviceCode } = classify(error);
  const isPartial = failedItems.length > 0 || code === "PARTIAL";
  const isCertain = success !== "true" && !isPartial && code !== "SYSTEM_ERROR";
  const clean = redactorFor(answer, call.secrets);
  throw new ServiceError(
    {
      code: isPartial ? "PARTIAL" : code,
      serviceCode,
      serviceMessage: clean(error),
      failedItems: failedItems.map(({ item, message }) => ({ item: clean(item), message: clean(message) })),
    },
    factsOf(call, isCertain ? "rejected" : "unknown"),
  );
}

/** What the answer to a deletion may consist of. Its root element may have any name but one that says no by itself. */
const BAD_ROOTS = /^(?:fault|error|exception)$/i;
const ROOT_ATTRIBUTES = /^(?:success|error)$/;
const LOG_ELEMENTS = /^(?:log|logitem|item)$/i;
const LOG_ATTRIBUTES = /^(?:path|name|status|message|success|error)$/;
/** Namespaces whose attributes say something of the XML, and nothing of the deletion. */
const XML_NAMESPACES: ReadonlySet<string> = new Set([XSI, XML]);

/**
 * Returns if and only if the service confirms a deletion: as {@link readAnswer}, and the answer consists of nothing but
 * what a confirmation is known to consist of. What is not known could be the word that takes it back, a `warnings="…"`
 * or an `errorcode="…"` for instance, which other operations have.
 *
 * @throws {ServiceError | UnexpectedResponseError} It does not.
 */
export function readConfirmation(result: InfoRouterResult | undefined, call: AnsweredCall): void {
  const answer = readAnswer(result, call);
  const stranger = BAD_ROOTS.test(answer.name)
    ? answer.name
    : (strangerAmong(answer.attributes, ROOT_ATTRIBUTES) ?? elementsOf(answer).map(strangerIn).find(isName));
  if (stranger !== undefined) {
    const name = oneLine(redactor(call.secrets)(stranger), 100);
    throw unexpected(`it says yes, but also ${JSON.stringify(name)}, which no known confirmation does`, call);
  }
  if (!isBlank(textOf(answer))) {
    throw unexpected("it says yes, but also has a text, which no known confirmation does", call);
  }
}

/**
 * The ticket that AuthenticateUser gives.
 *
 * @throws {ServiceError | UnexpectedResponseError} It gives none.
 */
export function readTicket(result: InfoRouterResult | undefined, call: AnsweredCall): string {
  const ticket = attributeOf(onlyElement(result, call), "ticket") ?? "";
  readAnswer(result, { ...call, secrets: [...call.secrets, ticket] });
  if (ticket === "") {
    throw unexpected("it has no ticket", call);
  }
  return ticket;
}

/** The first name in a log that is not known. */
function strangerIn(element: XmlElement): string | undefined {
  return LOG_ELEMENTS.test(element.name)
    ? (strangerAmong(element.attributes, LOG_ATTRIBUTES) ?? elementsOf(element).map(strangerIn).find(isName))
    : element.name;
}

function strangerAmong(attributes: readonly XmlAttribute[], known: RegExp): string | undefined {
  const isKnown = ({ name, namespace }: XmlAttribute): boolean =>
    namespace === "" ? known.test(name) : XML_NAMESPACES.has(namespace);
  return attributes.find((attribute) => !isKnown(attribute))?.name;
}

function isName(name: string | undefined): name is string {
  return name !== undefined;
}

/** By number first, because texts can be translated. */
const codes: ReadonlyMap<number, ServiceErrorCode> = new Map([
  [900, "AUTHENTICATION_FAILED"],
  [901, "SESSION_EXPIRED"],
  [921, "ACCESS_DENIED"],
  [2730, "ACCESS_DENIED"],
]);

const texts: readonly [pattern: RegExp, code: ServiceErrorCode][] = [
  [/^\[log\]$|^MultiStatus$/i, "PARTIAL"],
  [/^SystemError\b/i, "SYSTEM_ERROR"],
  [/^bad request\.?$/i, "BAD_REQUEST"],
  [/^folder not found\.?$/i, "FOLDER_NOT_FOUND"],
  [/^(?:access denied|insufficient (?:rights|permissions))\b/i, "ACCESS_DENIED"],
  [/^top-level domain cannot be deleted\.?$/i, "TOP_LEVEL_FOLDER"],
];

/** `[901] Session expired or Invalid ticket`, `[901]Session …`, or a text without number. */
function classify(error: string): { code: ServiceErrorCode; serviceCode: number | undefined } {
  const [, digits, text] = /^\s*(?:\[(\d{1,9})\])?\s*(.*)$/s.exec(error) ?? [];
  const serviceCode = digits === undefined ? undefined : Number(digits);
  const byNumber = serviceCode === undefined ? undefined : codes.get(serviceCode);
  const byText = texts.find(([pattern]) => pattern.test((text ?? "").trim()))?.[1];
  return { code: byNumber ?? byText ?? "UNCLASSIFIED", serviceCode };
}

/**
 * The failures that an answer lists. The service knows six shapes of them:
 *
 * ```xml
 * <logitem path="…" status="failed" message="…"/>   <logitem name="…" message="…"/>   <item path="…" error="…"/>
 * <log><item>…</item><error>…</error></log>          <logitem path="…" error="…"/>     <item success="false"/>
 * ```
 */
function failuresIn(element: XmlElement): FailedItem[] {
  const value = (name: string): string => attributeOf(element, name) ?? "";
  const hasFailed =
    element.name.toLowerCase() === "error" ||
    value("error") !== "" ||
    (value("success") !== "" && value("success").toLowerCase() !== "true") ||
    (value("status") === "" ? value("message") !== "" : value("status").toLowerCase() !== "success");
  const own = {
    item: value("path") || value("name"),
    message: value("error") || value("message") || textOf(element).trim(),
  };
  return [...(hasFailed ? [own] : []), ...elementsOf(element).flatMap(failuresIn)];
}

function onlyElement(result: InfoRouterResult | undefined, call: AnsweredCall): XmlElement {
  const nodes = result?.content ?? (result?.any === undefined ? [] : [result.any]);
  const [element, ...others] = nodes.filter((node) => typeof node !== "string" || !isBlank(node));
  if (element === undefined || typeof element === "string" || others.length > 0) {
    throw unexpected(`its ${call.operation}Result does not hold exactly one element`, call);
  }
  return element;
}

function unexpected(reason: string, call: AnsweredCall): UnexpectedResponseError {
  const message = `${call.operation}: an unexpected answer: ${reason}`;
  return new UnexpectedResponseError("NOT_THE_CONTRACT", message, { httpStatus: 200 }, factsOf(call, "unknown"));
}

function factsOf({ operation, requestId }: AnsweredCall, outcome: Outcome) {
  return { operation, requestId, outcome };
}
