import { crc32 } from "node:zlib";

/** A file of a zip archive. Its name is a relative path with slashes. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1980-01-01, the first day of the format. A constant date makes archives of equal files equal. */
const DATE = 0x21;
const VERSION = 20;
const NAMES_ARE_UTF8 = 0x800;

/** Writes a zip archive without compression (APPNOTE.TXT §4.3). */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name, "utf8");
    const facts = detailsOf(bytes, nameBytes.length);
    const file = Buffer.concat([signature("PK\x03\x04"), uint16(VERSION), facts, nameBytes, bytes]);
    const comment = [uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)];
    directory.push(
      Buffer.concat([signature("PK\x01\x02"), uint16(VERSION), uint16(VERSION), facts, ...comment, nameBytes]),
    );
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((total, entry) => total + entry.length, 0);
  const count = uint16(entries.length);
  const end = [signature("PK\x05\x06"), uint16(0), uint16(0), count, count, uint32(size), uint32(offset), uint16(0)];
  return Buffer.concat([...files, ...directory, ...end]);
}

/** The fields that both headers of a file share: from the general purpose flags to the length of the extra field. */
function detailsOf(bytes: Uint8Array, nameLength: number): Buffer {
  const [stored, noExtraField, time] = [uint16(0), uint16(0), uint16(0)];
  const sizes = [uint32(bytes.length), uint32(bytes.length)];
  return Buffer.concat([
    uint16(NAMES_ARE_UTF8),
    stored,
    time,
    uint16(DATE),
    uint32(crc32(bytes)),
    ...sizes,
    uint16(nameLength),
    noExtraField,
  ]);
}

function signature(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
