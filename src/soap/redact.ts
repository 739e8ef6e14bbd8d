import { escapeText } from "./write-xml.js";

/**
 * Takes secrets out of a text that someone else wrote, in whichever form they stand there: as they are, escaped for
 * XML, or encoded for a URL; in capitals or small letters.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets) {
    for (const form of new Set([secret, escapeText(secret), encodeURIComponent(secret)])) {
      result = form === "" ? result : result.replaceAll(literal(form), "[redacted]");
    }
  }
  return result;
}

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi");
}
