/**
 * The beginning of a text that someone else wrote, fit for an error's message: on one line, without the control and
 * format characters that could play tricks on the terminal or the eye of whoever reads it.
 */
export function oneLine(text: string, maxLength: number): string {
  return text
    .slice(0, 16 * maxLength)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, maxLength);
}
