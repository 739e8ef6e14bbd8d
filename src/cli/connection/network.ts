import { X509Certificate } from "node:crypto";
import type { Agent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext } from "node:tls";
import { getProxyForUrl } from "proxy-from-env";
import { InvalidInputError } from "../../soap/errors.js";
import { proxyAgent } from "../../soap/http/proxy-agent.js";
import { messageOf } from "../error-text.js";
import { UsageError } from "../usage-error.js";
import type { NetworkOptions } from "./options.js";
import { readFileOf, refuseMissing, warnOfReaders } from "./secret-file.js";

/**
 * Makes the agent for the certificates of the options and the proxy of the environment. The caller destroys it. Undefined if
 * there is neither.
 *
 * @throws {UsageError}
 */
export function agentFor(endpoint: string, options: NetworkOptions, maxConnections: number): Agent | undefined {
  const isSecure = new URL(endpoint).protocol === "https:";
  const certificates = readCertificates(options);
  if (!isSecure && certificates !== undefined) {
    throw new UsageError("--ca, --cert, --key: expected an https: endpoint");
  }
  const proxy = isSecure ? proxyOf(endpoint) : "";
  // The settings of the client's own agent: it closes idle connections before a server does, and verifies certificates.
  const connections = { keepAlive: true, maxSockets: maxConnections, timeout: 4_000, rejectUnauthorized: true };
  if (proxy === "") {
    return certificates === undefined ? undefined : new HttpsAgent({ ...connections, ...certificates });
  }
  try {
    return proxyAgent(proxy, { ...connections, ...certificates });
  } catch (error) {
    throw error instanceof InvalidInputError
      ? new UsageError(
          "HTTPS_PROXY: expected an address such as http://proxy.example.com:3128; a % in user or password is %25",
        )
      : error;
  }
}

/** The proxy of the environment; empty if none. An address without a scheme is one of http:, as it is to curl. */
function proxyOf(endpoint: string): string {
  const proxy = getProxyForUrl(endpoint);
  // The package puts the scheme of the endpoint before it.
  const isBare = VARIABLES.some((name) => `https://${process.env[name]}` === proxy);
  return isBare ? proxy.replace("https:", "http:") : proxy;
}

const VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

function readCertificates({ ca, cert, key }: NetworkOptions): object | undefined {
  if (ca === undefined && cert === undefined && key === undefined) {
    return undefined;
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("--cert, --key: expected both, found only one");
  }
  if (key !== undefined) {
    refuseMissing("--key", key);
  }
  const certificates = {
    ...(ca !== undefined && { ca: readFileOf("--ca", ca) }),
    ...(cert !== undefined && { cert: readFileOf("--cert", cert) }),
    ...(key !== undefined && { key: readFileOf("--key", key) }),
  };
  check("--ca", () => certificates.ca === undefined || new X509Certificate(certificates.ca));
  check("--cert, --key", () => createSecureContext(certificates));
  if (key !== undefined) {
    warnOfReaders(key);
  }
  return certificates;
}

function check(options: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw new UsageError(`${options}: expected valid PEM: ${messageOf(error)}`);
  }
}
