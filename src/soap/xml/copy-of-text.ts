/** V8 copies shorter parts itself. */
const SHORTEST_REFERENCE = 13;

/**
 * A copy of the text alone. V8 makes a part of a text a reference to the whole: what is kept of a response would keep all of it, with
 * the secrets that were taken out.
 */
export function copyOf(text: string): string {
  return text.length < SHORTEST_REFERENCE ? text : [text.charAt(0), text.slice(1)].join("");
}
