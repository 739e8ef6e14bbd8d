import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { reasonOf } from "../contract/error-reason.js";
import type { Diagnostic, Position, ServiceModel } from "../contract/service-model.js";
import { documentLoader, type LoadOptions } from "./source/load-document.js";
import { publicAddress } from "./source/public-address.js";
import { WsdlError } from "./source/wsdl-error.js";
import { readWsdl } from "./wsdl/read-wsdl.js";

/**
 * Reads the WSDL at a path or URL, with the documents that it imports.
 *
 * @throws {WsdlError} where the contract is invalid or not supported. Its path and `wsdl` are relative to the same folder.
 * @throws {Error} where the WSDL cannot be read.
 */
export async function readContract(wsdl: string, options: LoadOptions): Promise<ServiceModel> {
  if (/^\s*https?:/i.test(wsdl) && !URL.canParse(wsdl)) {
    throw new Error(
      `${publicAddress(wsdl)} cannot be read: it is no URL, and is not shown, because it may hold a password`,
    );
  }
  const url = /^(?:https?|file):/i.test(wsdl) && URL.canParse(wsdl) ? new URL(wsdl) : pathToFileURL(wsdl);
  const load = documentLoader(url, options);
  const main = await load(url.href).catch((error: unknown) => {
    throw new Error(`${publicAddress(wsdl)} cannot be read: ${reasonOf(error)}`);
  });
  const hash = createHash("sha256");
  try {
    const model = await readWsdl(url.href, async (location) => {
      const bytes = location === url.href ? main : await load(location);
      hash.update(withUnixLineEnds(bytes), "latin1");
      return bytes;
    });
    return { ...model, fingerprint: hash.digest("hex") };
  } catch (error) {
    if (error instanceof WsdlError) {
      throw new WsdlError(positionFrom(wsdl, error), error.found, error.expected);
    }
    throw error;
  }
}

/** Git for Windows checks files out with CRLF, and each document from the network gets a byte order mark. */
function withUnixLineEnds(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replace(/^\xEF\xBB\xBF/, "")
    .replaceAll("\r\n", "\n");
}

/** The diagnostics of a contract. Their paths and `wsdl` are relative to the same folder. */
export function diagnosticsOf({ diagnostics = [] }: ServiceModel, wsdl: string): Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, position: positionFrom(wsdl, diagnostic.position) }));
}

function positionFrom(wsdl: string, { document, line, column }: Position): Position {
  const isUrl = [wsdl, document].some((address) => /^(?:https?|file):/i.test(address));
  return { document: isUrl ? document : join(dirname(wsdl), document), line, column };
}
