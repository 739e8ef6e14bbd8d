import { XSI } from "./soap/xml/namespaces.js";
import { readXmlInSlices, XmlError } from "./soap/xml/read-xml.js";
import { ReadableElement } from "./soap/xml/readable-element.js";
import { attributeOf, elementsOf, isBlank, textOf, type XmlElement } from "./soap/xml/xml-element.js";

/** The content of an `<OpResult>`. Undefined if it is empty, or if the response does not hold exactly one. */
export type UnwrappedResult = InfoRouterAnswer | Value | undefined;

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

/** The bound on the elements in a text. The same as that of a response. */
const MAX_NODES = 250_000;

/**
 * Takes the infoRouter element out of a response, in every form that a contract may declare for a result:
 *
 * ```xml
 * <OpResponse><OpResult><response success="true"/></OpResult></OpResponse>          xs:any, or mixed content (ASMX)
 * <OpResponse><OpResult>&lt;response success="true"/></OpResult></OpResponse>       a text that holds the element
 * <OpResponse><OpResult success="true"/></OpResponse>                               a declared type with attributes
 * <OpResponse><OpResult xsi:nil="true"/></OpResponse>, or none                      nothing (SoapCore)
 * ```
 *
 * @throws What `beforeEachSlice` throws.
 */
export async function unwrapResult(
  body: XmlElement | undefined,
  beforeEachSlice: () => void,
): Promise<UnwrappedResult> {
  const [result, ...others] = body === undefined ? [] : elementsOf(body);
  if (result === undefined || others.length > 0 || isNil(result)) {
    return undefined;
  }
  if (hasVerdict(result)) {
    // A declared type has the contract's name instead of `response`.
    const { attributes, children, prefixes } = result;
    return { kind: "answer", element: new ReadableElement("response", "", attributes, children, prefixes) };
  }
  const [element, ...siblings] = elementsOf(result);
  const text = textOf(result);
  if (element !== undefined) {
    return siblings.length === 0 && isBlank(text) ? { kind: "answer", element } : undefined;
  }
  const held = await elementIn(text, beforeEachSlice);
  return held === undefined ? { kind: "value", element: result } : { kind: "answer", element: held };
}

function isNil(element: XmlElement): boolean {
  return /^\s*(?:true|1)\s*$/.test(attributeOf(element, "nil", XSI) ?? "");
}

/** Whether the element has one of the attributes that report success or failure. */
function hasVerdict({ attributes }: XmlElement): boolean {
  return attributes.some(({ name, namespace }) => namespace === "" && /^(?:success|error|errorcode)$/i.test(name));
}

/** Returns the element that a text holds, if it reports success or failure, or is named as those that do. */
async function elementIn(text: string, beforeEachSlice: () => void): Promise<XmlElement | undefined> {
  if (!/^\s*</.test(text)) {
    return undefined;
  }
  try {
    const element = await readXmlInSlices(text.trim(), { maxNodes: MAX_NODES }, beforeEachSlice);
    return hasVerdict(element) || /^(?:response|root)$/i.test(element.name) ? element : undefined;
  } catch (error) {
    if (error instanceof XmlError) {
      return undefined;
    }
    throw error;
  }
}
