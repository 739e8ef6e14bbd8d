import type { Message, Operation, Part, QName, ServiceModel } from "../../../scripts/contract/service-model.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { GaveUp, NoSample, Sampler, styles } from "./sample-message.js";

export type Direction = "request" | "response";

/** What stands in the Header and the Body of a message, and how it was made. */
export interface SampleMessage {
  readonly direction: Direction;
  readonly style: string;
  readonly header: readonly XmlElement[];
  readonly body: readonly XmlElement[];
  /** Elements that a schema can validate: those of the body, or, of an rpc message, its parts with their types. */
  readonly validatable: readonly { readonly element: XmlElement; readonly type?: QName }[];
}

/** Samples of an operation's messages, and how many could not be made. */
export function sampleOperation(
  operation: Operation,
  model: ServiceModel,
  seed: number,
): { samples: SampleMessage[]; missing: number } {
  const sampler = new Sampler(model);
  const samples: SampleMessage[] = [];
  let missing = 0;
  const directions = [
    ["request", operation.input, operation.name],
    ["response", operation.output, `${operation.name}Response`],
  ] as const;
  for (const [direction, message, wrapper] of directions) {
    if (message === undefined) {
      continue;
    }
    for (const style of styles(seed)) {
      const make = (part: Part, namespace: string): XmlElement =>
        part.element === undefined
          ? sampler.typed({ namespace, name: part.name }, part.type, style, message.use === "encoded")
          : sampler.element(part.element, style);
      try {
        samples.push({ direction, style: style.name, ...contentOf(message, operation.style, wrapper, make) });
      } catch (error) {
        if (!(error instanceof NoSample || error instanceof GaveUp)) {
          throw error;
        }
        missing += 1;
      }
    }
  }
  return { samples, missing };
}

function contentOf(
  message: Message,
  style: Operation["style"],
  wrapper: string,
  make: (part: Part, namespace: string) => XmlElement,
) {
  const header = message.headers.map(({ part }) => make(part, ""));
  const parts = message.body.map((part) => ({ part, element: make(part, "") }));
  const elements = parts.map(({ element }) => element);
  const typed = parts.map(({ part, element }) =>
    part.type === undefined ? { element } : { element, type: part.type },
  );
  const validatable = message.use === "encoded" ? [] : typed;
  if (style === "document") {
    return { header, body: elements, validatable };
  }
  const body = [{ name: wrapper, namespace: message.namespace ?? "", attributes: [], children: elements }];
  return { header, body, validatable };
}
