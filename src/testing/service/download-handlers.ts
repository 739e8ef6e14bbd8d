import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import { Refusal } from "./refusal.js";
import type { Session } from "./sessions.js";

export interface Chunk {
  readonly fileLength: number;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** Files that are staged for chunked download. A file belongs to the session that staged it. */
export class DownloadHandlers {
  readonly #files = new Map<string, { readonly session: Session; readonly bytes: Uint8Array }>();

  get guids(): string[] {
    return [...this.#files.keys()];
  }

  /** Stages a file and returns its handler's GUID. */
  add(session: Session, bytes: Uint8Array): string {
    const guid = randomUUID();
    this.#files.set(guid, { session, bytes });
    return guid;
  }

  read(session: Session, guid: string, start: number, length: number): Chunk {
    const file = this.#files.get(guid);
    if (file?.session !== session) {
      throw new Refusal("Handler not found");
    }
    const { bytes } = file;
    if (start < 0 || start > bytes.length || length <= 0) {
      throw new Refusal("SystemError:Specified argument was out of the range of valid values.");
    }
    return {
      fileLength: bytes.length,
      bytes: bytes.subarray(start, start + length),
      isLast: start + length >= bytes.length,
    };
  }

  /** Removes the handler if it belongs to the session. Does nothing otherwise, without an error, as infoRouter does. */
  delete(session: Session, guid: string): void {
    if (this.#files.get(guid)?.session === session) {
      this.#files.delete(guid);
    }
  }

  deleteAll(session: Session): void {
    for (const guid of this.guids) {
      this.delete(session, guid);
    }
  }
}

/** Eight hexadecimal digits, as the service writes checksums. */
export function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}
