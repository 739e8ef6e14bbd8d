import type { Work } from "../xml/slices.js";

/** A tag of an envelope or of a response without one, also one that is escaped for HTML, URLs or JSON. */
const MESSAGE =
  /(?:<|&lt;|&#(?:60|x3c);|%3c|\\u003c)\/?(?:[^\s<>:&%\\]{1,100}(?::|%3a))?(?:Envelope|[^\s<>:&%\\]{0,100}Response)\b/i;

/** A control character, which is in no page: its bytes are packed, or in another charset. */
const CONTROL = /[^\P{Cc}\t-\r\x7f-\x9f]/u;
/** UTF-16 has zeros in its bytes. */
const CONTROL_IN_BYTES = /[^\P{Cc}\0\t-\r\x7f-\x9f]/u;

/** Whether a page may hold a SOAP message or a part of it, in any form: escaped, packed, or in another charset than the page. */
export function* holdsMessage(text: string, body: Uint8Array): Work<boolean> {
  if ((yield* hasMatch(text, MESSAGE)) || (yield* hasMatch(text, CONTROL))) {
    return true;
  }
  // All charsets but UTF-16 write a tag alike: with a byte for each character, its label hides none.
  if (text.length === body.byteLength) {
    return false;
  }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  for (const start of [0, 1]) {
    // From the second byte on, the letters of ASCII in UTF-16 with the big end first.
    if (yield* hasMatch(bytes.toString("utf16le", start), MESSAGE)) {
      return true;
    }
  }
  const inBytes = bytes.toString("latin1");
  return (yield* hasMatch(inBytes, MESSAGE)) || (yield* hasMatch(inBytes, CONTROL_IN_BYTES));
}

/** Characters that are searched between two pauses, and those of the next ones that are searched with them. */
const [STEP, OVERLAP] = [256 * 1024, 1024];

function* hasMatch(text: string, pattern: RegExp): Work<boolean> {
  for (let start = 0; start < text.length; start += STEP) {
    yield undefined;
    if (pattern.test(text.slice(start, start + STEP + OVERLAP))) {
      return true;
    }
  }
  return false;
}

/**
 * Whether a text begins as HTML. Of bytes that are not in the charset of their label, read as ISO 8859-1: IIS sends its pages
 * without a label, in the charset of its language.
 */
export function beginsAsPage(text: string): boolean {
  return /^\s*<(?:!doctype\s+html|html)\b/i.test(text);
}
