import type { XmlElement } from "../../soap/xml/xml-element.js";

/** What an operation says: attributes of its answer's element, and its content. */
export interface Answer {
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** The service says no. The message is the text of the documentation's older pages, whatever the dialect. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Answer;

  constructor(error: string, answer: Answer = {}) {
    super(error);
    this.answer = answer;
  }
}

/** One of the items of which an answer says that they failed. */
export function failedItem(path: string, error: string): XmlElement {
  return {
    name: "item",
    namespace: "",
    attributes: Object.entries({ path, error }).map(([name, value]) => ({ name, namespace: "", value })),
    children: [],
  };
}
