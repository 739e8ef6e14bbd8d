import { readFile, realpath, stat } from "node:fs/promises";
import { type Agent, STATUS_CODES } from "node:http";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ContentEncodingError, decompress, isPlain } from "../../../src/soap/http/content-encoding.js";
import { get } from "../../../src/soap/http/node-transport.js";
import { TransportFailure } from "../../../src/soap/http/transport.js";
import { decodeText } from "../../../src/soap/xml/decode-text.js";
import { reasonOf } from "../../contract/error-reason.js";
import type { Load } from "./documents.js";
import { publicAddress } from "./public-address.js";

export interface LoadOptions {
  /** Folder that imported files have to be in. Default: that of the WSDL. */
  readonly root?: string | undefined;
  /**
   * Whether to read from the network, without credentials: `true` from the origin of the WSDL, an origin such as
   * `https://schemas.example.com` from that one. A WSDL from a file has no origin. Default false.
   */
  readonly allowNetwork?: boolean | string | undefined;
  /** For proxies, client certificates and private authorities. */
  readonly agent?: Agent | undefined;
}

/** A contract is a megabyte or two, in some hundred documents at most. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DOCUMENTS = 5_000;
const TIMEOUT_IN_MS = 30_000;
const TIMEOUT_OF_ALL_IN_MS = 300_000;

/** What the documents of a contract have taken so far. Each may import another one that its server makes up, without end. */
interface Spent {
  documents: number;
  bytes: number;
  /** On the network only. */
  timeInMs: number;
}

/**
 * Loads a WSDL and the documents that it imports, but only files below its folder (after `..` and links are resolved) and,
 * if allowed, documents of one origin: that of the WSDL, or the one that is named.
 *
 * Limits the number, the size and the time of the documents: of each, and of all that the loader loads.
 *
 * A rejection gives the reason and a remedy. The caller adds the position of the import.
 */
export function documentLoader(wsdl: URL, { root, allowNetwork = false, agent }: LoadOptions = {}): Load {
  const ownOrigin = wsdl.protocol === "file:" ? undefined : wsdl.origin;
  const origin = typeof allowNetwork === "string" ? readOrigin(allowNetwork) : ownOrigin;

  const spent: Spent = { documents: 0, bytes: 0, timeInMs: 0 };

  return async (location) => {
    spent.documents += 1;
    if (spent.documents > MAX_DOCUMENTS) {
      throw new Error(`the contract has more than ${MAX_DOCUMENTS} documents`);
    }
    const url = new URL(location);
    if (url.protocol === "file:" && wsdl.protocol === "file:") {
      const folder = url.href === wsdl.href ? undefined : (root ?? dirname(fileURLToPath(wsdl)));
      return loadFile(fileURLToPath(url), folder, spent);
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw new Error(`${url.protocol} is not followed from here; save the document beside the WSDL and point there`);
    }
    if (allowNetwork === false || origin === undefined) {
      const option = ownOrigin === undefined ? `--allow-network ${url.origin}` : "--allow-network";
      const instead = url.href === wsdl.href ? "save it and name the file" : "save it beside the WSDL and point there";
      throw new Error(`it is on the network; pass ${option}, or ${instead}`);
    }
    if (url.origin !== origin) {
      throw new Error(`only ${origin} is asked; save the document beside the WSDL and point there`);
    }
    return download(url, agent, spent);
  };
}

/** @throws {Error} It is not the origin of an address: scheme, host and port alone. */
export function readOrigin(text: string): string {
  const url = isOrigin(text) ? new URL(text) : undefined;
  if (url === undefined) {
    throw new Error("--allow-network: expected an origin such as https://schemas.example.com, without a path");
  }
  return url.origin;
}

/** Whether a text is an origin, such as `https://schemas.example.com:8443`; a slash may follow. */
export function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && !/[?#]/.test(text);
}

/** @param root the folder that the file has to be in; undefined for the WSDL itself, which may be anywhere. */
async function loadFile(path: string, root: string | undefined, spent: Spent): Promise<Uint8Array> {
  if (root !== undefined && !isBelow(path, root)) {
    throw new Error(outside(path, root));
  }
  try {
    const target = await realpath(path);
    const folder = root && (await realpath(root));
    if (folder !== undefined && !isBelow(target, folder)) {
      throw new Error(outside(target, folder));
    }
    const found = await stat(target);
    if (folder !== undefined && !found.isFile() && !found.isDirectory()) {
      throw new Error("it is no file: a pipe or device may never end");
    }
    const { size } = found;
    if (size > MAX_BYTES - spent.bytes) {
      throw new Error(tooLarge(spent));
    }
    spent.bytes += size;
    return await readFile(target);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function tooLarge({ bytes }: Spent): string {
  return `${bytes === 0 ? "it is" : "all documents together are"} larger than ${MAX_BYTES / 1024 / 1024} MB`;
}

function outside(path: string, folder: string): string {
  let common = resolve(folder);
  while (!isBelow(path, common)) {
    common = dirname(common);
  }
  const root = relative(process.cwd(), common) || ".";
  const shortest = root.length < common.length ? root : common;
  // `--root /` would allow all files of the machine.
  const option = common === dirname(common) ? "" : `, or pass --root ${shortest}, which holds both`;
  return `it leads out of the folder of the WSDL; move it there${option}`;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}

/** Sends no credentials, follows no redirect, and limits the time and the size. */
async function download(url: URL, agent: Agent | undefined, spent: Spent): Promise<Uint8Array> {
  if (url.username !== "" || url.password !== "") {
    throw new Error("credentials are not sent; save the document beside the WSDL and point there");
  }
  const timeInMs = TIMEOUT_OF_ALL_IN_MS - spent.timeInMs;
  if (timeInMs <= 0) {
    throw new Error(`the documents before it took ${TIMEOUT_OF_ALL_IN_MS / 60_000} minutes`);
  }
  const signal = AbortSignal.timeout(Math.min(TIMEOUT_IN_MS, Math.ceil(timeInMs)));
  const start = performance.now();
  try {
    const maxBytes = MAX_BYTES - spent.bytes;
    const { status, headers, body } = await get(url, { agent, signal, maxResponseBytes: maxBytes });
    if (status >= 300 && status < 400) {
      throw new Error(`it redirects${whereTo(headers["location"], url)}, which is not followed`);
    }
    if (status !== 200) {
      throw new Error(`the server answers ${status} ${STATUS_CODES[status] ?? ""}`.trim());
    }
    // Some servers compress without being asked.
    const encoding = headers["content-encoding"] ?? "";
    const bytes = isPlain(encoding) ? body : await decompress(body, encoding, maxBytes);
    spent.bytes += bytes.length;
    // The charset of the Content-Type overrides the XML declaration, as the byte order mark does when the text is decoded again.
    const text = decodeText(bytes, headers["content-type"]);
    if (/^\s*<(?:!doctype\s+)?html[\s>]/i.test(text)) {
      throw new Error("the server answers with an HTML page; is this the address of the service?");
    }
    return new TextEncoder().encode(`\uFEFF${text}`);
  } catch (error) {
    const isTooLarge =
      error instanceof ContentEncodingError
        ? error.tooLarge
        : error instanceof TransportFailure && error.httpStatus !== undefined;
    throw new Error(isTooLarge ? tooLarge(spent) : reasonOf(error));
  } finally {
    spent.timeInMs += performance.now() - start;
  }
}

/** A redirect, as that from `http:` to `https:`, often repeats the query of the request, which may be a key. */
function whereTo(location: string | undefined, from: URL): string {
  const target = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  return target?.protocol === "http:" || target?.protocol === "https:" ? ` to ${publicAddress(target.href)}` : "";
}
