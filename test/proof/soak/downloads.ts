/** The callers of the soak test that download. */
import { crc32 } from "node:zlib";
import { type Download, type InfoRouterClient, InfoRouterError } from "../../../src/index.js";
import { CHUNK_SIZE, type DownloadCase, documentOf, downloadCaseOf, pathOf } from "./documents.js";

export interface Downloads {
  /** Downloads the document of that number, as its case has it. */
  run(number: number): Promise<void>;
  /** How often a case came to an ending. */
  readonly endings: ReadonlyMap<string, number>;
  /** What is wrong, given the handlers that are left on the server. */
  violations(handlers: readonly string[]): string[];
  /** Requests that met a connection which the server was closing, so that nothing is known of them. */
  readonly metClosedConnection: number;
}

export function startDownloads(infoRouter: InfoRouterClient, seed: number): Downloads {
  const endings = new Map<string, number>();
  const violations: string[] = [];
  const announced = new Set<string>();
  let metClosedConnection = 0;

  const run = async (number: number): Promise<void> => {
    const expected = downloadCaseOf(seed, number);
    const { ending, left } = await end(infoRouter, number, expected);
    const key = `download ${expected.name}: ${ending}`;
    endings.set(key, (endings.get(key) ?? 0) + 1);
    for (const handler of left) {
      announced.add(handler);
    }
    if (ending === "ECONNRESET" && left.join() === "unknown") {
      metClosedConnection += 1;
    } else if (ending !== expected.ending || left.length !== expected.left) {
      const found = `${ending} with ${left.length} handlers left`;
      violations.push(
        `download ${number} (${expected.name}): expected ${expected.ending} with ${expected.left}, found ${found}`,
      );
    }
  };

  return {
    run,
    endings,
    violations: (handlers) => [
      ...violations,
      ...handlers
        .filter((handler) => !announced.has(handler))
        .map((handler) => `the handler ${handler} is left unsaid`),
    ],
    get metClosedConnection() {
      return metClosedConnection;
    },
  };
}

interface End {
  readonly ending: string;
  /** Handlers of which the caller is told that they may be left. */
  readonly left: readonly string[];
}

async function end(infoRouter: InfoRouterClient, number: number, { caller }: DownloadCase): Promise<End> {
  const controller = new AbortController();
  const reason = { number };
  let download: Download | undefined;
  let ending: string;
  const left = new Set<string>();
  const codeOf = (error: unknown): string => {
    for (const handler of error instanceof InfoRouterError ? (error.handlersLeft ?? []) : []) {
      left.add(handler);
    }
    return error instanceof InfoRouterError ? error.code : error === reason ? "aborted" : String(error);
  };
  try {
    download = await infoRouter.download(pathOf(number), {
      chunkSize: CHUNK_SIZE,
      signal: controller.signal,
      requestId: `download ${number}`,
    });
    ending = await read(download, number, caller, () => controller.abort(reason));
  } catch (error) {
    ending = codeOf(error);
  }
  await download?.close().catch(codeOf);
  for (const handler of download?.handlersLeft ?? []) {
    left.add(handler);
  }
  return { ending, left: [...left] };
}

/** Reads as the caller does. Gives "whole" where each byte is that of the document. */
async function read(
  download: Download,
  number: number,
  caller: DownloadCase["caller"],
  abort: () => void,
): Promise<string> {
  let [length, crc] = [0, 0];
  const chunks = caller === "streams" ? download.readable() : download;
  if (caller === "closes" || caller === "aborts a chunk") {
    const iterator = download[Symbol.asyncIterator]();
    await iterator.next();
    const next = iterator.next();
    await Promise.all([next, caller === "closes" ? download.close() : abort()]);
    return "went on";
  }
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    crc = crc32(chunk, crc);
    if (caller === "breaks") {
      return "abandoned";
    }
    if (caller === "aborts between chunks") {
      abort();
    }
  }
  const document = documentOf(number);
  return length === document.length && crc === crc32(document) ? "whole" : "not the document";
}
