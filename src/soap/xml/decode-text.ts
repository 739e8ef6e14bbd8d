import { atOnce, type Work } from "./slices.js";

/** The bytes are not valid in their encoding, or the encoding is unknown. */
export class CharsetError extends Error {
  override readonly name = "CharsetError";
}

const BYTE_ORDER_MARKS: readonly [encoding: string, mark: readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * Decodes an XML document: by its byte order mark, else by the charset of the Content-Type, else by its XML declaration,
 * else as UTF-8 (XML 1.0 Appendix F, RFC 7303 §3).
 *
 * @throws {CharsetError} if the encoding is unknown or the bytes are not valid in it.
 */
export function decodeText(bytes: Uint8Array, contentType = ""): string {
  return atOnce(decoding(bytes, contentType));
}

/** Bytes decoded between two pauses. */
const STEP = 256 * 1024;

/** Decodes like {@link decodeText}, with pauses. */
export function* decoding(bytes: Uint8Array, contentType = ""): Work<string> {
  const encoding = byteOrderMark(bytes) ?? charsetOf(contentType) ?? declaredEncoding(bytes) ?? "utf-8";
  const isAscii = /ascii/i.test(encoding);
  const decoder = decoderOf(encoding);
  try {
    if (decoder.encoding === "utf-8" && bytes.length <= STEP) {
      return decoder.decode(bytes);
    }
    // Node.js 20 decodes windows-1252 as ISO 8859-1, except with `stream: true`.
    const pieces: string[] = [];
    for (let start = 0; start < bytes.length; start += STEP) {
      const piece = bytes.subarray(start, start + STEP);
      // TextDecoder decodes the label "ascii" as windows-1252, which has a character for every byte.
      if (isAscii && piece.some((byte) => byte > 0x7f)) {
        throw new CharsetError();
      }
      pieces.push(decoder.decode(piece, { stream: true }));
      yield undefined;
    }
    return pieces.join("") + decoder.decode();
  } catch {
    throw new CharsetError(`the bytes are not ${encoding}`);
  }
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new CharsetError(`unknown encoding ${JSON.stringify(encoding)}`);
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

/** The encoding that `<?xml version="1.0" encoding="…"?>` declares. In UTF-16, one byte of the first `<` is zero. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 200);
  if (head[0] === 0x3c && head[1] === 0) {
    return "utf-16le";
  }
  if (head[0] === 0 && head[1] === 0x3c) {
    return "utf-16be";
  }
  const declaration = new TextDecoder("latin1").decode(head);
  const encoding = /^<\?xml\s[^>]{0,80}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(declaration)?.[1];
  // Bytes that read as ASCII are not UTF-16. .NET declares UTF-16 in strings, and programs save these as UTF-8.
  return /^utf-16/i.test(encoding ?? "") ? undefined : encoding;
}
