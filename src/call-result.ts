import { PAUSE, type Work } from "./soap/xml/slices.js";
import { textOf, type XmlElement } from "./soap/xml/xml-element.js";
import type { UnwrappedResult } from "./unwrap-result.js";

/** The root element of an infoRouter answer, or a descendant. */
export interface InfoRouterResult {
  /** Local name: `response`, `root`, `folder` … */
  readonly name: string;
  /** Values by local name. Names keep the server's case. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** The child elements, in the server's order. */
  readonly elements: readonly InfoRouterResult[];
  /** The element's own text, without the text of its children. If the result is only a text: that text. */
  readonly text: string;
  /** The XML element, with namespaces, and with texts and elements in order. Not enumerable: it repeats the other members. */
  readonly element: XmlElement;
}

/**
 * The value that a call resolves with. It depends on the type that the contract declares for the result: bytes, a number or a
 * boolean for these types, undefined for no result, and an {@link InfoRouterResult} for every other type. Attributes of the response's
 * own element count for the type as if they were results.
 */
export type CallResult<Response> = ResultOf<ValueIn<Response>>;

type ValueIn<Response> = Response extends { readonly body: infer Body; readonly headers: unknown }
  ? OneIn<Body>
  : OneIn<Response>;

/** The one member of a response, `getFoldersResult`, or the response itself, if it is of a simple type. */
type OneIn<Body> = Body extends Plain | string | readonly unknown[] ? NoInfer<Body> : NonNullable<Body[keyof Body]>;

type Plain = Uint8Array | boolean | number | bigint;

type ResultOf<Value> = [Value] extends [never] ? undefined : Value extends Plain ? Value : InfoRouterResult;

/**
 * Converts a result that reports success to the value that the call resolves with.
 *
 * @param attributes The properties that the response has of attributes.
 */
export function* toCallResult<Response>(
  unwrapped: UnwrappedResult,
  response: Response,
  attributes: ReadonlySet<string> = new Set(),
): Work<CallResult<Response>> {
  const value = valueIn(response, attributes);
  const isPlain = value instanceof Uint8Array || ["boolean", "number", "bigint"].includes(typeof value);
  const result = isPlain ? value : unwrapped && (yield* toResult(unwrapped.element));
  return result as CallResult<Response>;
}

function valueIn(response: unknown, attributes: ReadonlySet<string>): unknown {
  const hasHeaders = typeof response === "object" && response !== null && "body" in response && "headers" in response;
  const body = hasHeaders ? response.body : response;
  if (typeof body !== "object" || body === null || body instanceof Uint8Array || Array.isArray(body)) {
    return body;
  }
  return Object.entries(body).find(([property]) => !attributes.has(property))?.[1];
}

/** Shared by elements without attributes or child elements: most elements of a large answer are such. */
const NO_ATTRIBUTES: InfoRouterResult["attributes"] = Object.freeze(Object.create(null));
const NO_ELEMENTS: readonly never[] = Object.freeze([]);

/** A result whose child elements are not converted yet. */
type GrowingResult = InfoRouterResult & { elements: readonly InfoRouterResult[] };

function* toResult(element: XmlElement): Work<InfoRouterResult> {
  const result = withoutElements(element);
  const incomplete = [result];
  let count = 0;
  for (let next = incomplete.pop(); next !== undefined; next = incomplete.pop()) {
    const elements: InfoRouterResult[] = [];
    for (const child of next.element.children) {
      if (typeof child !== "string") {
        const inner = withoutElements(child);
        elements.push(inner);
        if (child.children.length > 0) {
          incomplete.push(inner);
        }
      }
      count += 1;
      if (count % PAUSE === 0) {
        yield undefined;
      }
    }
    if (elements.length > 0) {
      // A copy has no spare capacity: V8 grows a list in steps of at least 16.
      next.elements = elements.slice();
    }
  }
  return result;
}

function withoutElements(element: XmlElement): GrowingResult {
  const result = {
    name: element.name,
    attributes: attributesOf(element),
    elements: NO_ELEMENTS,
    text: textOf(element),
  };
  return Object.defineProperty(result, "element", { value: element }) as typeof result & { element: XmlElement };
}

function attributesOf(element: XmlElement): InfoRouterResult["attributes"] {
  if (element.attributes.length === 0) {
    return NO_ATTRIBUTES;
  }
  const attributes: Record<string, string> = Object.create(null);
  for (const { name, value } of element.attributes) {
    attributes[name] = value;
  }
  return attributes;
}
