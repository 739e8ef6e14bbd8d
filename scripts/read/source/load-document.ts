import { readFile, realpath, stat } from "node:fs/promises";
import { type Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeText } from "../../../src/soap/xml/decode-text.js";
import { reasonOf } from "../../contract/error-reason.js";
import type { Load } from "./documents.js";

export interface LoadOptions {
  /** Folder that imported files have to be in. Default: that of the WSDL. */
  readonly root?: string | undefined;
  /** Whether to read from the network: from one origin, without credentials. Default false. */
  readonly allowNetwork?: boolean | undefined;
  /** For proxies, client certificates and private authorities. */
  readonly agent?: Agent | undefined;
}

/** A contract is a megabyte or two. */
const MAX_BYTES = 64 * 1024 * 1024;
const TOO_LARGE = `it is larger than ${MAX_BYTES / 1024 / 1024} MB`;
const TIMEOUT_IN_MS = 30_000;

/**
 * Loads a WSDL and the documents that it imports, from its own surroundings only: files below its folder (after `..` and
 * links are resolved), and, if allowed, documents of one origin, which is that of the WSDL or of the first import.
 *
 * A rejection has the reason and what to do. The caller adds the position of the import.
 */
export function documentLoader(wsdl: URL, { root, allowNetwork = false, agent }: LoadOptions = {}): Load {
  let origin = wsdl.protocol === "file:" ? undefined : wsdl.origin;

  return async (location) => {
    const url = new URL(location);
    if (url.protocol === "file:" && wsdl.protocol === "file:") {
      return loadFile(fileURLToPath(url), url.href === wsdl.href ? undefined : (root ?? dirname(fileURLToPath(wsdl))));
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw new Error(`${url.protocol} is not followed from here; save the document beside the WSDL and point there`);
    }
    if (!allowNetwork) {
      throw new Error("it is on the network; save it beside the WSDL and point there, or pass --allow-network");
    }
    origin ??= url.origin;
    if (url.origin !== origin) {
      throw new Error(`only ${origin} is asked; save the document beside the WSDL and point there`);
    }
    return download(url, agent);
  };
}

/** @param root the folder that the file has to be in; undefined for the WSDL itself, which may be anywhere. */
async function loadFile(path: string, root: string | undefined): Promise<Uint8Array> {
  const outside = "it leads out of the folder of the WSDL; move it there, or pass --root with a folder that holds both";
  if (root !== undefined && !isBelow(path, root)) {
    throw new Error(outside);
  }
  try {
    const target = await realpath(path);
    if (root !== undefined && !isBelow(target, await realpath(root))) {
      throw new Error(outside);
    }
    const { size } = await stat(target);
    if (size > MAX_BYTES) {
      throw new Error(TOO_LARGE);
    }
    return await readFile(target);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}

/** Sends no credentials, follows no redirect, and limits the time and the size. */
async function download(url: URL, agent: Agent | undefined): Promise<Uint8Array> {
  if (url.username !== "" || url.password !== "") {
    throw new Error("credentials are not sent; save the document beside the WSDL and point there");
  }
  const signal = AbortSignal.timeout(TIMEOUT_IN_MS);
  try {
    const { statusCode = 0, statusMessage = "", headers, body } = await get(url, { agent, signal });
    if (statusCode >= 300 && statusCode < 400) {
      throw new Error(`it redirects to ${headers.location}, which is not followed`);
    }
    if (statusCode !== 200) {
      throw new Error(`the server answers ${statusCode} ${statusMessage}`.trim());
    }
    // The charset of the Content-Type overrides the XML declaration, as the byte order mark does when the text is decoded again.
    const text = decodeText(body, headers["content-type"]);
    if (/^\s*<(?:!doctype\s+)?html[\s>]/i.test(text)) {
      throw new Error("the server answers with a page for people; is this the address of the service?");
    }
    return new TextEncoder().encode(`\uFEFF${text}`);
  } catch (error) {
    throw new Error(reasonOf(signal.aborted ? signal.reason : error));
  }
}

interface HttpResponse {
  readonly statusCode: number | undefined;
  readonly statusMessage: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

async function get(url: URL, options: { agent: Agent | undefined; signal: AbortSignal }): Promise<HttpResponse> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
    // An error after the start of the response also is an error of the response.
    request.on("error", reject).on("response", resolve).end();
  });
  const { statusCode, statusMessage, headers } = incoming;
  return { statusCode, statusMessage, headers, body: await readBody(incoming) };
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) {
      throw new Error(TOO_LARGE);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
