import { XSI } from "./soap/xml/namespaces.js";
import { readXmlInSlices, XmlError } from "./soap/xml/read-xml.js";
import { attributeOf, elementsOf, isBlank, textOf, type XmlElement } from "./soap/xml/xml-element.js";

/** What an operation's `<OpResult>` holds; undefined for nothing, and where a response does not hold exactly one result. */
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

/** An element of a text costs what an element of the response costs; see `MAX_NODES` there. */
const MAX_NODES = 250_000;

/**
 * Takes the infoRouter element out of a response, whatever form the contract gives to a result:
 *
 * ```xml
 * <OpResponse><OpResult><response success="true"/></OpResult></OpResponse>          xs:any, or mixed content (ASMX)
 * <OpResponse><OpResult>&lt;response success="true"/></OpResult></OpResponse>       a text that holds the element
 * <OpResponse><OpResult success="true"/></OpResponse>                               a declared type with attributes
 * <OpResponse><OpResult xsi:nil="true"/></OpResponse>, or none                      nothing (SoapCore)
 * ```
 *
 * @throws what `beforeEachSlice` throws.
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
    // The contract's name for it stands in the place of `response`.
    return { kind: "answer", element: { ...result, name: "response", namespace: "" } };
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

/** Whether it has one of the attributes that decide between yes and no. */
function hasVerdict({ attributes }: XmlElement): boolean {
  return attributes.some(({ name, namespace }) => namespace === "" && /^(?:success|error|errorcode)$/i.test(name));
}

/** The element that a text holds, if it is one with a verdict. Any other text stays what it is. */
async function elementIn(text: string, beforeEachSlice: () => void): Promise<XmlElement | undefined> {
  if (!/^\s*</.test(text)) {
    return undefined;
  }
  try {
    const element = await readXmlInSlices(text.trim(), { maxNodes: MAX_NODES }, beforeEachSlice);
    return hasVerdict(element) ? element : undefined;
  } catch (error) {
    if (error instanceof XmlError) {
      return undefined;
    }
    throw error;
  }
}
