import { constants } from "node:buffer";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

type Decoder = (body: Uint8Array, options: object, callback: (error: Error | null, result: unknown) => void) => void;

const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", gunzip],
  ["x-gzip", gunzip],
  ["deflate", inflate],
  ["br", brotliDecompress],
]);

/** The result of `node:zlib` with the option `info`. */
interface Decoded {
  readonly buffer: Buffer;
  /** `bytesWritten` counts the input that it consumed. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * The encoding that this client asks for. It also reads `deflate` and Brotli. Some servers send `deflate` without the zlib
 * format that RFC 9110 §8.4.1.2 requires, so a client that asks for it may get what it cannot read.
 */
export const ACCEPT_ENCODING = "gzip";

/** The body cannot be decoded: its `Content-Encoding` is unknown, or it is damaged, cut or too long. */
export class ContentEncodingError extends Error {
  override readonly name = "ContentEncodingError";
  /** Whether the decoded body is longer than allowed. */
  readonly tooLarge: boolean;

  constructor(message: string, tooLarge = false) {
    super(message);
    this.tooLarge = tooLarge;
  }
}

/** Whether a body with this `Content-Encoding` is as it was written. */
export function isPlain(contentEncoding: string): boolean {
  return /^(?:identity)?$/i.test(contentEncoding.trim());
}

/**
 * Decodes the body by its `Content-Encoding`. Stops after `maxBytes` of output.
 *
 * @throws {ContentEncodingError}
 */
export async function decompress(body: Uint8Array, contentEncoding: string, maxBytes: number): Promise<Uint8Array> {
  const decoder = decoders.get(contentEncoding.trim().toLowerCase());
  if (decoder === undefined) {
    throw new ContentEncodingError(`its Content-Encoding is ${JSON.stringify(contentEncoding)}`);
  }
  const options = { maxOutputLength: Math.min(maxBytes, constants.MAX_LENGTH), info: true };
  const { buffer, engine } = await promisify<Uint8Array, object, Decoded>(decoder as never)(body, options).catch(
    (error: NodeJS.ErrnoException) => {
      const tooLarge = error.code === "ERR_BUFFER_TOO_LARGE";
      throw new ContentEncodingError(`its ${contentEncoding} encoding is damaged or cut`, tooLarge);
    },
  );
  // `inflate` and Brotli stop after the first stream. `gunzip` goes on, and ignores zeros at the end.
  if (
    engine.bytesWritten < body.length ||
    (decoder === gunzip && lengthInGzipTrailer(body) !== buffer.length % 2 ** 32)
  ) {
    throw new ContentEncodingError(`its ${contentEncoding} encoding goes on after its end`);
  }
  return buffer;
}

/** ISIZE, the decoded length of the last gzip member (RFC 1952 §2.3.1). With more members, the whole output is longer. */
function lengthInGzipTrailer(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(body.length - 4, true);
}
