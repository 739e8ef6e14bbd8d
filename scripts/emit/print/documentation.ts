import { wrapText } from "../../contract/prose.js";
import { WIDTH } from "./expression.js";

/**
 * The text of a TSDoc comment, wrapped at the formatter's width. A text that does not fit on one line with the comment
 * marks begins with a line break.
 *
 * @param indent column of the comment.
 */
export function documentationText(text: string, indent: number): string {
  const lines = text.split("\n").flatMap((line) => wrapText(line, WIDTH - indent - " * ".length));
  const [only = "", ...others] = lines.map((line) => line.trimEnd());
  const fits = others.length > 0 || indent + only.length + "/**  */".length <= WIDTH;
  return fits ? [only, ...others].join("\n") : `\n${only}`;
}

/** A text of the contract, escaped so that it neither ends the comment nor contains TSDoc tags. */
export function escapeDocumentation(text = ""): string {
  return text
    .replaceAll("*/", "*\\/")
    .replace(/(^|\s)@(?=\w)/g, "$1\\@")
    .replace(/\{(?=@)/g, "\\{")
    .replace(REORDERING, "\ufffd");
}

/** Characters that show the code after them in another order than it has. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

/** The paragraphs of a comment. Absent and empty ones are left out. */
export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join("\n\n");
}

/** A name of the contract in a comment. */
export function code(name: string): string {
  return `\`${name.replaceAll("`", "'").replaceAll("*/", "* /").replace(REORDERING, "\ufffd")}\``;
}
