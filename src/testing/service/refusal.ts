import type { XmlElement } from "../../soap/xml/xml-element.js";

/** The attributes and children of an operation's answer. */
export interface Answer {
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** The service refuses. In every dialect, the message is the text of the older documentation pages. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Answer;

  constructor(error: string, answer: Answer = {}) {
    super(error);
    this.answer = answer;
  }
}

/** Returns an item that reports a failure of one path. */
export function failedItem(path: string, error: string): XmlElement {
  return {
    name: "item",
    namespace: "",
    attributes: Object.entries({ path, error }).map(([name, value]) => ({ name, namespace: "", value })),
    children: [],
  };
}
