/** A block that no chunk size divides, so that an offset that is wrong shows. */
const BLOCK = Buffer.from(Uint8Array.from({ length: 65_521 }, (_, index) => (index * 2_654_435_761) >>> 24));

/** The bytes of the document from an offset on. */
export function bytesAt(start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const from = (start + done) % BLOCK.length;
    done += BLOCK.copy(bytes, done, from);
  }
  return bytes;
}
