import { constants } from "node:buffer";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

const decoders: ReadonlyMap<string, (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>> =
  new Map([
    ["gzip", promisify<Uint8Array, object, Buffer>(gunzip)],
    ["x-gzip", promisify<Uint8Array, object, Buffer>(gunzip)],
    ["deflate", promisify<Uint8Array, object, Buffer>(inflate)],
    ["br", promisify<Uint8Array, object, Buffer>(brotliDecompress)],
  ]);

/** What this client asks for; what a server sends unasked is read as well. */
export const ACCEPT_ENCODING = "gzip, deflate";

/** The body is compressed in an unknown way, is not what its `Content-Encoding` says, or is cut. */
export class ContentEncodingError extends Error {
  override readonly name = "ContentEncodingError";
  /** True where the body would be longer than allowed. */
  readonly tooLarge: boolean;

  constructor(message: string, tooLarge = false) {
    super(message);
    this.tooLarge = tooLarge;
  }
}

/** Undoes a `Content-Encoding`, and stops at `maxBytes` of output. */
export async function decompress(body: Uint8Array, contentEncoding: string, maxBytes: number): Promise<Uint8Array> {
  const decoder = decoders.get(contentEncoding.trim().toLowerCase());
  if (decoder === undefined) {
    throw new ContentEncodingError(`its Content-Encoding is ${JSON.stringify(contentEncoding)}`);
  }
  try {
    return await decoder(body, { maxOutputLength: Math.min(maxBytes, constants.MAX_LENGTH) });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new ContentEncodingError(`its ${contentEncoding} encoding is damaged or cut`, tooLarge);
  }
}
