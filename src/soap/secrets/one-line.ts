import { copyOf } from "../xml/copy-of-text.js";

/**
 * Shortens a foreign text to one line for an error message. Removes control and format characters, which could mislead a
 * terminal or its reader. An error that is kept does not keep the whole text.
 */
export function oneLine(text: string, maxLength: number): string {
  const line = text
    .slice(0, 16 * maxLength)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, maxLength);
  return copyOf(line);
}
