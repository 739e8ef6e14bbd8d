import type { Agent } from "node:http";
import { checkTimeout, DEFAULT_TIMEOUT_IN_MS } from "../deadline.js";
import { InvalidInputError } from "../errors.js";
import { readHeaders } from "../http/request-headers.js";
import type { Transport } from "../http/transport.js";
import { checkedSecurity, type SoapSecurity } from "../message/security.js";
import type { SoapVersion } from "../schema/operation.js";
import { isNCName } from "../xml/characters.js";
import type { Log } from "./request-log.js";

/** Where and how a service is called. */
export interface SoapClientOptions {
  /** Address of the service. The address in a WSDL is never used. */
  readonly endpoint: string | URL;
  /** Allows an `http:` endpoint on another machine. Tickets and passwords are then sent in the clear. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Version of SOAP. Default `"1.1"`; `"1.2"` for operations that have no other. */
  readonly soapVersion?: SoapVersion | undefined;
  /**
   * Milliseconds that a call may take, from its beginning to the last byte of its response. Default 30,000. If the process was
   * suspended or busy when they passed, the call gets a second more, to read what had arrived.
   */
  readonly timeoutInMs?: number | undefined;
  /** Maximum number of bytes of a response, counted after decompression. Default 8 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Maximum number of connections, and of responses that are not read yet; further calls wait. Default 16. An `agent` or `transport`
   * of your own has a setting of its own.
   */
  readonly maxConnections?: number | undefined;
  /**
   * Whether a connection serves more than one request. With `false` no response can be taken for the response to another
   * request. An `agent` then needs `keepAlive: false` too, and a `transport` needs a setting of its own. Default true.
   */
  readonly keepAlive?: boolean | undefined;
  /**
   * An `http.Agent` or `https.Agent` of yours, for proxies, client certificates and private authorities. For an `https:`
   * endpoint it must return sockets of `tls.connect`. Nothing is sent over other sockets (`NO_TLS`).
   */
  readonly agent?: Agent | undefined;
  /** Replaces `node:http` altogether. */
  readonly transport?: Transport | undefined;
  /** A security object of npm `soap`, such as `WSSecurity`. */
  readonly security?: SoapSecurity | undefined;
  /** HTTP headers to add to each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Name of an HTTP header to send the call's `requestId` in, such as `X-Request-Id`. Default: it is not sent. */
  readonly requestIdHeader?: string | undefined;
  /**
   * Receives an event for each request, and one for its response or failure: operation, attempt, status, duration, bytes.
   * Errors that it throws are ignored. Default: none.
   */
  readonly log?: Log | undefined;
  /** Whether the events of `log` have the messages, without the secrets in them. Default false. */
  readonly logMessages?: boolean | undefined;
  /**
   * Names of elements and attributes, in any case, that hold secrets, in addition to those that hold tickets and passwords in
   * infoRouter's contracts, such as `authenticationTicket` and `PWD`. Their values in a request appear in no error, even if a response
   * repeats them, and in no message of `log`; nor do their values in a response, in errors those of eight characters or more.
   */
  readonly secretMembers?: readonly string[] | undefined;
}

/** The options of a client as it uses them: read once, checked, and completed. */
export interface Settings {
  readonly endpoint: URL;
  readonly soapVersion: SoapVersion | undefined;
  readonly timeoutInMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
  readonly keepAlive: boolean;
  readonly agent: Agent | undefined;
  readonly transport: Transport | undefined;
  readonly security: SoapSecurity | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestIdHeader: string | undefined;
  readonly log: Log | undefined;
  readonly logMessages: boolean;
  readonly secretMembers: readonly string[];
}

/** The names that hold tickets and passwords in infoRouter's contracts of 2013 to 2026, and the password for mail in its settings. */
export const SECRET_MEMBERS: readonly string[] = [
  "authenticationTicket",
  "ticket",
  "oldTicket",
  "pwd",
  "password",
  "oldPassword",
  "newPassword",
  "userPassword",
  "sPassword",
  "trustedUserPwd",
  "secretText",
  "MYSQL_Password",
  "ORACLE_Password",
  "SQLSERVER_Password",
  "SMTPSENDPASSWORD",
];

const DEFAULT_MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
const DEFAULT_MAX_CONNECTIONS = 16;

/** @throws {InvalidInputError} An option cannot be used. */
export function readSettings(options: SoapClientOptions): Settings {
  if (typeof options !== "object" || options === null) {
    throw new InvalidInputError("options", "expected an object");
  }
  const { soapVersion, timeoutInMs = DEFAULT_TIMEOUT_IN_MS, transport, security } = options;
  const { maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES, maxConnections = DEFAULT_MAX_CONNECTIONS } = options;
  if (soapVersion !== undefined && soapVersion !== "1.1" && soapVersion !== "1.2") {
    throw new InvalidInputError("options.soapVersion", 'expected "1.1" or "1.2"');
  }
  if (transport !== undefined && typeof transport !== "function") {
    throw new InvalidInputError("options.transport", "expected a function that sends a request");
  }
  checkSecurity(security);
  const agent = checkAgent("options.agent", options.agent) ?? agentOf(security);
  return {
    endpoint: readEndpoint(options),
    soapVersion,
    timeoutInMs: checkTimeout("options.timeoutInMs", timeoutInMs),
    maxResponseBytes: checkCount("options.maxResponseBytes", maxResponseBytes),
    maxConnections: checkCount("options.maxConnections", maxConnections),
    keepAlive: checkKeepAlive(options.keepAlive, agent, transport),
    agent,
    transport,
    security,
    ...readHeaders(options),
    ...readLog(options),
    secretMembers: checkMembers(options.secretMembers),
  };
}

function readLog({ log, logMessages = false }: SoapClientOptions): Pick<Settings, "log" | "logMessages"> {
  if (log !== undefined && typeof log !== "function") {
    throw new InvalidInputError("options.log", "expected a function that receives events");
  }
  if (typeof logMessages !== "boolean") {
    throw new InvalidInputError("options.logMessages", "expected true or false");
  }
  return { log, logMessages };
}

function checkMembers(names: readonly string[] = []): readonly string[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string" && isNCName(name))) {
    throw new InvalidInputError("options.secretMembers", "expected an array of names of elements or attributes");
  }
  return [...SECRET_MEMBERS, ...names];
}

function readEndpoint({ endpoint, allowInsecureHttp = false }: SoapClientOptions): URL {
  if (typeof allowInsecureHttp !== "boolean") {
    throw new InvalidInputError("options.allowInsecureHttp", "expected true or false");
  }
  const text = typeof endpoint === "string" || endpoint instanceof URL ? String(endpoint) : "";
  if (!URL.canParse(text)) {
    throw new InvalidInputError(
      "options.endpoint",
      "expected an absolute URL such as https://dms.example.com/srv.asmx",
    );
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new InvalidInputError(
      "options.endpoint",
      "expected a URL without user and password; give them as `security` or `headers`",
    );
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (allowInsecureHttp || isLoopback(url.hostname)))) {
    return url;
  }
  throw new InvalidInputError(
    "options.endpoint",
    url.protocol === "http:"
      ? "http: would send tickets and passwords in the clear; use https:, or set `allowInsecureHttp: true`"
      : `expected https:, found ${url.protocol}`,
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function checkCount(argument: string, count: number): number {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidInputError(argument, "expected a whole number above zero");
  }
  return count;
}

/** Rejects `false` where an agent or a transport of the caller could still keep connections. */
function checkKeepAlive(keepAlive = true, agent: Agent | undefined, transport: Transport | undefined): boolean {
  if (typeof keepAlive !== "boolean") {
    throw new InvalidInputError("options.keepAlive", "expected true or false");
  }
  if (!keepAlive && transport !== undefined) {
    throw new InvalidInputError("options.keepAlive", "found false and a `transport`; tell the transport instead");
  }
  if (!keepAlive && agent !== undefined && Reflect.get(agent, "keepAlive") !== false) {
    throw new InvalidInputError(
      "options.keepAlive",
      "found false and an agent that is not made with `keepAlive: false`",
    );
  }
  return keepAlive;
}

const SECURITY_METHODS = ["addHeaders", "addOptions", "toXML", "postProcess"] as const;

function checkSecurity(security: SoapSecurity | undefined): void {
  const methods = SECURITY_METHODS.map((name) => security?.[name]).filter((method) => method !== undefined);
  const isUsable = methods.length > 0 && methods.every((method) => typeof method === "function");
  if (security !== undefined && !isUsable) {
    throw new InvalidInputError("options.security", "expected an object with addHeaders, toXML or postProcess");
  }
}

/** The agent of a security object. Some of npm `soap` have one, with a client certificate. */
function agentOf(security: SoapSecurity | undefined): Agent | undefined {
  const wanted: { httpsAgent?: Agent } = {};
  if (security !== undefined) {
    checkedSecurity(security, () => undefined).addOptions?.(wanted as Record<string, unknown>);
  }
  return checkAgent("options.security", wanted.httpsAgent);
}

function checkAgent(argument: string, agent: Agent | undefined): Agent | undefined {
  // As Node.js checks it: an agent for proxies need not be derived from `http.Agent`.
  if (agent !== undefined && typeof Object(agent).addRequest !== "function") {
    throw new InvalidInputError(argument, "expected an http.Agent or https.Agent");
  }
  return agent;
}
