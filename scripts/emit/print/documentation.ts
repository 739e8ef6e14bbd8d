import { wrapped } from "../../contract/prose.js";
import { WIDTH } from "./expression.js";

/**
 * The text of a TSDoc comment, with lines of at most the formatter's width. It begins with a line break where it must not
 * stand on one line with the marks around it.
 *
 * @param indent column of the comment.
 */
export function documentationText(text: string, indent: number): string {
  const lines = text.split("\n").flatMap((line) => wrapped(line, WIDTH - indent - " * ".length));
  const [only = "", ...others] = lines;
  const fits = others.length > 0 || indent + only.length + "/**  */".length <= WIDTH;
  return fits ? lines.join("\n") : `\n${only}`;
}

/** A text of the contract, so that it says nothing to tools that read TSDoc. */
export function escapeDocumentation(text: string): string {
  return text
    .replaceAll("*/", "*\\/")
    .replace(/(^|\s)@(?=\w)/g, "$1\\@")
    .replace(/\{(?=@)/g, "\\{");
}

/** A name of the contract in a comment. */
export function code(name: string): string {
  return `\`${name.replaceAll("`", "'").replaceAll("*/", "* /")}\``;
}
