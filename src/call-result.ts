import { PAUSE, type Work } from "./soap/xml/slices.js";
import { textOf, type XmlElement } from "./soap/xml/xml-element.js";
import type { UnwrappedResult } from "./unwrap-result.js";

/** An element of an infoRouter answer, the root or one within it. */
export interface InfoRouterResult {
  /** Local name: `response`, `root`, `folder` … */
  readonly name: string;
  /** Values by local name, in the server's case. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** The child elements, in the server's order. */
  readonly elements: readonly InfoRouterResult[];
  /** The element's own text, without that of its children. Of a text result, the text. */
  readonly text: string;
  /** The element itself, with namespaces and order. Not enumerable: it holds all of the above once more. */
  readonly element: XmlElement;
}

/**
 * What a call resolves with, by the type that the contract gives to the operation's result: bytes, a number or a boolean
 * as they are; undefined for an operation without result; an {@link InfoRouterResult} for everything else.
 */
export type CallResult<Response> = ResultOf<ValueIn<Response>>;

/** The one member of a response: `getFoldersResult`. */
type ValueIn<Response> = Response extends { readonly body: infer Body; readonly headers: unknown }
  ? NonNullable<Body[keyof Body]>
  : NonNullable<Response[keyof Response]>;

type ResultOf<Value> = [Value] extends [never]
  ? undefined
  : [Value] extends [Uint8Array | boolean | number | bigint]
    ? Value
    : InfoRouterResult;

/** Makes what a call resolves with of a result that has been found to be a yes. */
export function* toCallResult<Response>(unwrapped: UnwrappedResult, response: Response): Work<CallResult<Response>> {
  const value = valueIn(response);
  const isPlain = value instanceof Uint8Array || /^(?:boolean|number|bigint)$/.test(typeof value);
  const result = isPlain ? value : unwrapped && (yield* toResult(unwrapped.element));
  return result as CallResult<Response>;
}

function valueIn(response: unknown): unknown {
  const members = typeof response === "object" && response !== null ? response : {};
  const body = "body" in members && "headers" in members ? (members.body ?? {}) : members;
  return Object.values(body)[0];
}

/** Most elements of a large answer have no attributes, and no elements: they share these. */
const NO_ATTRIBUTES: InfoRouterResult["attributes"] = Object.freeze(Object.create(null));
const NO_ELEMENTS: readonly never[] = Object.freeze([]);

/** A result whose elements are still to come. */
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
      // A list that has grown keeps room for 17.
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
