import { XSI } from "./soap/xml/namespaces.js";
import { readXmlInSlices, XmlError } from "./soap/xml/read-xml.js";
import { ReadableElement } from "./soap/xml/readable-element.js";
import { attributeOf, elementsOf, isBlank, textOf, type XmlElement } from "./soap/xml/xml-element.js";

/** The content of an `<OpResult>`. Undefined if the response holds none, or if it is nil. */
export type UnwrappedResult = InfoRouterAnswer | Value | Unclear | undefined;

/** The infoRouter element: `<response success="…"/>`. */
interface InfoRouterAnswer {
  readonly kind: "answer";
  readonly element: XmlElement;
}

/** Any other value, as the `<OpResult>` that holds its text. */
interface Value {
  readonly kind: "value";
  readonly element: XmlElement;
}

/** The response or its result holds several elements, or a text that begins as an infoRouter element and is none. */
interface Unclear {
  readonly kind: "unclear";
  readonly element: XmlElement;
}

/** The bound on the elements in a text. The same as that of a response. */
const MAX_NODES = 250_000;

/**
 * Takes the infoRouter element out of a response, in every form that a contract may declare for a result:
 *
 * ```xml
 * <OpResponse><OpResult><response success="true"/></OpResult></OpResponse>          xs:any, or mixed content (ASMX)
 * <OpResponse><OpResult>&lt;response success="true"/></OpResult></OpResponse>       a text that holds the element
 * <OpResponse><OpResult success="true"/></OpResponse>                               a declared type with attributes
 * <OpResponse success="true"/>, or a text that holds the element                    the response itself (bare)
 * <OpResponse><OpResult xsi:nil="true"/></OpResponse>, or none                      nothing (SoapCore)
 * ```
 *
 * All else is unclear: it could refuse, so that it confirms nothing.
 *
 * @throws What `beforeEachSlice` throws.
 */
export async function unwrapResult(
  body: XmlElement | undefined,
  beforeEachSlice: () => void,
): Promise<UnwrappedResult> {
  if (body === undefined) {
    return undefined;
  }
  const [result, ...others] = elementsOf(body);
  if (reportsItself(body)) {
    return { kind: holdsOther(body) ? "unclear" : "answer", element: asResponse(body) };
  }
  if (result === undefined) {
    return isBlank(textOf(body)) ? undefined : readText(body, textOf(body), beforeEachSlice);
  }
  if (others.length > 0) {
    return { kind: "unclear", element: result };
  }
  if (hasVerdict(result)) {
    return { kind: "answer", element: asResponse(result) };
  }
  if (isNil(result)) {
    return undefined;
  }
  const [element, ...siblings] = elementsOf(result);
  const text = textOf(result);
  if (element === undefined) {
    return readText(result, text, beforeEachSlice);
  }
  return siblings.length === 0 && isBlank(text) ? { kind: "answer", element } : { kind: "unclear", element };
}

/** Whether a response itself reports success or failure. An empty `error` and the code 0 report nothing. */
function reportsItself(body: XmlElement): boolean {
  return body.attributes.some(
    ({ name, namespace, value }) =>
      namespace === "" && isVerdict(name) && (/^success$/i.test(name) || !["", "0"].includes(value)),
  );
}

/** Whether the text of a response, or a result within it, reports on its own: it could refuse what the response reports. */
function holdsOther(body: XmlElement): boolean {
  const reports = (element: XmlElement): boolean => hasVerdict(element) || begins(textOf(element));
  return begins(textOf(body)) || elementsOf(body).some((result) => reports(result) || elementsOf(result).some(reports));
}

/** A declared type has the contract's name instead of `response`. */
function asResponse({ attributes, children, prefixes }: XmlElement): XmlElement {
  return new ReadableElement("response", "", attributes, children, prefixes);
}

function isNil(element: XmlElement): boolean {
  return /^\s*(?:true|1)\s*$/.test(attributeOf(element, "nil", XSI) ?? "");
}

/** Whether the element has one of the attributes that report success or failure. */
function hasVerdict({ attributes }: XmlElement): boolean {
  return attributes.some(({ name, namespace }) => namespace === "" && isVerdict(name));
}

/** Whether attributes of this name report success or failure. */
export function isVerdict(name: string): boolean {
  return /^(?:success|error|errorcode)$/i.test(name);
}

/** How an infoRouter element begins in a text, also one that is not well-formed, or is escaped once more. */
const BEGINNING = /\s*(?:<|&lt;)(?:[\w.-][\w.-]*:)?(?:(?:response|root)\b|[^>]*\s(?:success|error|errorcode)\s*=)/iy;
/** A comment or an instruction before it. Not repeated in one expression, whose memory would grow with each. */
const BEFORE = /\s*(?:<|&lt;)[?!][^>]*>/y;

function begins(text: string): boolean {
  BEGINNING.lastIndex = 0;
  for (BEFORE.lastIndex = 0; BEFORE.test(text); ) {
    BEGINNING.lastIndex = BEFORE.lastIndex;
  }
  return BEGINNING.test(text);
}

/** Reads a text that holds an element which reports success or failure, or is named as those that do. */
async function readText(result: XmlElement, text: string, beforeEachSlice: () => void): Promise<UnwrappedResult> {
  try {
    if (/^\s*</.test(text)) {
      const element = await readXmlInSlices(text.trim(), { maxNodes: MAX_NODES }, beforeEachSlice);
      return hasVerdict(element) || /^(?:response|root)$/i.test(element.name)
        ? { kind: "answer", element }
        : { kind: "value", element: result };
    }
  } catch (error) {
    if (!(error instanceof XmlError)) {
      throw error;
    }
  }
  return { kind: begins(text) ? "unclear" : "value", element: result };
}
