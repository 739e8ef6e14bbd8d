/**
 * Shortens a foreign text to one line for an error message. Removes control and format characters, which could mislead a
 * terminal or its reader.
 */
export function oneLine(text: string, maxLength: number): string {
  return text
    .slice(0, 16 * maxLength)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, maxLength);
}
