/** The documents of the soak test, and what the server does to their downloads. */
import type { ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import { randomNumbers } from "../../support/random-numbers.js";
import { answer, SOAP } from "../../support/soap-messages.js";
import { bytesAt } from "../download/content.js";

/** What a download meets, and what its caller does. Each number has its own for ever, so that both sides know it. */
export interface DownloadCase {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  readonly server:
    | "serves"
    | "cuts a chunk"
    | "damages a chunk"
    | "refuses to stage"
    | "refuses a chunk"
    | "ends the session"
    | "refuses the deletion";
  readonly caller: "reads" | "streams" | "breaks" | "closes" | "aborts between chunks" | "aborts a chunk";
  /** `"whole"`, `"abandoned"`, `"aborted"`, or the code of the error. */
  readonly ending: string;
  /** Handlers that stay on the server, and that the caller is told of. */
  readonly left: 0 | 1;
}

type Row = readonly [
  name: string,
  weight: number,
  server: DownloadCase["server"],
  caller: DownloadCase["caller"],
  ending: string,
  left?: DownloadCase["left"],
];

const rows: readonly Row[] = [
  ["whole", 8, "serves", "reads", "whole"],
  ["whole, as a stream", 4, "serves", "streams", "whole"],
  ["whole, of which a chunk was cut", 2, "cuts a chunk", "reads", "whole"],
  ["whole, of which a chunk was damaged", 2, "damages a chunk", "reads", "whole"],
  ["whole, though the session ended", 2, "ends the session", "reads", "whole", 1],
  ["whole, whose handler stays", 1, "refuses the deletion", "reads", "whole", 1],
  ["left after a chunk", 3, "serves", "breaks", "abandoned"],
  ["closed while a chunk is read", 2, "serves", "closes", "CLOSED"],
  ["aborted between two chunks", 2, "serves", "aborts between chunks", "aborted"],
  ["aborted while a chunk is read", 2, "serves", "aborts a chunk", "aborted"],
  ["refused", 1, "refuses to stage", "reads", "ACCESS_DENIED"],
  ["refused at a chunk", 1, "refuses a chunk", "reads", "ACCESS_DENIED"],
];

const downloadCases: readonly DownloadCase[] = rows.map(
  ([name, weight, server, caller, ending, left = 0]): DownloadCase => ({
    name,
    weight,
    server,
    caller,
    ending,
    left,
  }),
);

/** Chunks whose answers are longer than those of other calls may be. */
export const CHUNK_SIZE = 50_000;

export function downloadCaseOf(seed: number, number: number): DownloadCase {
  return bag[Math.floor(randomNumbers(seed + 104_729 * number)() * bag.length)] as DownloadCase;
}

/** Each case as often as its weight. */
const bag = downloadCases.flatMap((one) => Array.from({ length: one.weight }, () => one));

/** A document of three or four chunks. */
export function documentOf(number: number): Buffer {
  return bytesAt(number * 31, 2 * CHUNK_SIZE + 1 + ((number * 7919) % (2 * CHUNK_SIZE)));
}

export function pathOf(number: number): string {
  return `/Soak/Document ${number}`;
}

interface StagedDocument {
  readonly number: number;
  readonly ticket: string;
  hasEnded: boolean;
  /** Times that a chunk behind the first was asked for. */
  later: number;
}

/** The server's side of downloads: it keeps what each session staged. */
export class StagedDocuments {
  readonly #byHandler = new Map<string, StagedDocument>();
  /** Documents of which a session has ended. */
  readonly #ended = new Set<number>();
  readonly #seed: number;
  #staged = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Handlers that are left. */
  get handlers(): readonly string[] {
    return [...this.#byHandler.keys()];
  }

  /** Answers a request if it is one of a download. The arguments are those of the request, in order. */
  answer(operation: string, given: readonly string[], outgoing: ServerResponse): boolean {
    const [ticket = "", target = "", startOffset = "0"] = given;
    const number = /^\/Soak\/Document (\d+)$/.exec(target)?.[1];
    const staged = this.#byHandler.get(target);
    const element =
      number !== undefined
        ? this.#stage(Number(number), ticket)
        : staged && this.#answerFor(staged, operation, { ticket, handler: target, start: Number(startOffset) });
    if (element === undefined) {
      return false;
    }
    if (element === "") {
      outgoing.destroy();
      return true;
    }
    const body = Buffer.from(answer(operation, element));
    outgoing.writeHead(200, { "Content-Type": SOAP["1.1"].contentType, "Content-Length": body.length }).end(body);
    return true;
  }

  #stage(number: number, ticket: string): string {
    if (downloadCaseOf(this.#seed, number).server === "refuses to stage") {
      return DENIED;
    }
    this.#staged += 1;
    const handler = `d0c0d0c0-0000-4000-8000-${String(this.#staged).padStart(12, "0")}`;
    this.#byHandler.set(handler, { number, ticket, hasEnded: false, later: 0 });
    const bytes = documentOf(number);
    return `<response success="true" Size="${bytes.length}" CRC32="${checksum(bytes)}" ChunkSize="${CHUNK_SIZE}" downloadhandler="${handler}"/>`;
  }

  #answerFor(
    staged: StagedDocument,
    operation: string,
    { ticket, handler, start }: { ticket: string; handler: string; start: number },
  ): string {
    const { server } = downloadCaseOf(this.#seed, staged.number);
    if (staged.hasEnded) {
      return EXPIRED;
    }
    if (operation === "DeleteDownloadHandler") {
      // A yes to other sessions as well, whose handlers these are not.
      if (server === "refuses the deletion") {
        return DENIED;
      }
      if (ticket === staged.ticket) {
        this.#byHandler.delete(handler);
      }
      return '<response success="true" error=""/>';
    }
    if (ticket !== staged.ticket) {
      return '<response success="false" error="Handler not found"/>';
    }
    staged.later += start > 0 ? 1 : 0;
    return this.#chunk(staged, start, staged.later === 1 ? server : "serves");
  }

  #chunk(staged: StagedDocument, start: number, server: DownloadCase["server"]): string {
    if (server === "refuses a chunk") {
      return DENIED;
    }
    if (server === "cuts a chunk") {
      return "";
    }
    // Once for each document, not for the handler that comes next.
    if (server === "ends the session" && !this.#ended.has(staged.number)) {
      this.#ended.add(staged.number);
      staged.hasEnded = true;
      return EXPIRED;
    }
    const document = documentOf(staged.number);
    const bytes = document.subarray(start, start + CHUNK_SIZE);
    const crc = server === "damages a chunk" ? "deadbeef" : checksum(bytes);
    const attributes = `filelength="${document.length}" chunklength="${bytes.length}" lastchunk="${start + bytes.length === document.length}"`;
    return `<response success="true" ${attributes} chunkCRC32="${crc}">${bytes.toString("base64")}</response>`;
  }
}

const DENIED = '<response success="false" error="Access denied" errorCode="4030"/>';
const EXPIRED = '<response success="false" error="Session expired or invalid ticket" errorCode="4010"/>';

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}
