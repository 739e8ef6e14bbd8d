import type { Agent } from "node:http";
import { copyOf } from "../xml/copy-of-text.js";

type Headers = Readonly<Record<string, string>>;

/** The options that identify a client to the server. */
interface ClientCredentials {
  readonly endpoint?: URL | undefined;
  readonly headers?: Headers | undefined;
  readonly security?: object | undefined;
  readonly agent?: Agent | undefined;
}

/**
 * Returns the secrets of all calls of a client: HTTP credentials, keys in the endpoint's query, those of a security object,
 * the password of a proxy. Error pages and refusals often repeat them.
 */
export function credentialsOfClient({ endpoint, headers = {}, security, agent }: ClientCredentials): string[] {
  const inQuery = [...(endpoint?.searchParams.values() ?? [])].filter((value) => value.length >= LONG_ENOUGH);
  return [...credentialsInHeaders(headers), ...inQuery, ...passwordsOf(security), ...proxyPasswordOf(agent)];
}

// By `Symbol.for`: the client and `proxyAgent` may be of two copies of the package.
const PROXY = Symbol.for("inforouter-soap-client.proxy");

interface ProxyAgent extends Partial<Agent> {
  readonly proxy?: unknown;
  readonly [PROXY]?: () => unknown;
}

/** Shorter values of a query or a header's parameter may be ordinary words. */
const LONG_ENOUGH = 8;

/** The secrets of WS-Security: a password, and a token of any kind, unless it is a certificate, which is public. */
const OF_WS_SECURITY = ["Password", "BinarySecurityToken(?![^<>]*X509)"];

/**
 * Returns the secrets of one message: HTTP credentials, the password or token of WS-Security, and the values of the named members.
 * Names match in any case. The value of a member includes the texts of its descendants.
 */
export function secretsInMessage(
  { headers, envelope }: { readonly headers: Headers; readonly envelope: string },
  members: readonly string[],
): string[] {
  const { element, attribute, escapedElement } = patternsOf(members);
  const texts = Array.from(envelope.matchAll(element), ({ 0: tag, 1: name, index }) => {
    const start = index + tag.length;
    return envelope.slice(start, envelope.indexOf(`</${name}>`, start)).split(/<!\[CDATA\[(.*?)\]\]>|<[^<>]*>/s);
  });
  const values = Array.from(envelope.matchAll(attribute), ([, inDouble, inSingle = ""]) => inDouble ?? inSingle);
  const found = [...texts.flat(), ...values].filter((value) => value !== undefined);
  return [...credentialsInHeaders(headers), ...found.map(unescaped), ...inEscapedElements(envelope, escapedElement)];
}

interface Patterns {
  readonly element: RegExp;
  readonly attribute: RegExp;
  readonly escapedElement: RegExp;
}

/** By the list of names, which is that of a client: to make them takes longer than to search a short message. */
const patterns = new WeakMap<readonly string[], Patterns>();

function patternsOf(members: readonly string[]): Patterns {
  const known = patterns.get(members);
  if (known !== undefined) {
    return known;
  }
  const names = [...members.map((name) => name.replace(/[.]/g, "\\$&")), ...OF_WS_SECURITY].join("|");
  const made = {
    element: new RegExp(`<((?:[^\\s<>/:=]+:)?(?:${names}))(?:\\s[^<>]*)?(?<!/)>`, "gi"),
    attribute: new RegExp(`\\s(?:[^\\s<>/:="]+:)?(?:${names})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "gi"),
    escapedElement: new RegExp(`&lt;(?:[^\\s<>&/:=]+:)?(?:${names})(?:\\s[^<>&]*)?&gt;`, "gi"),
  };
  patterns.set(members, made);
  return made;
}

/** To search all of a long message at each call would hold up the process. Parameters that are secrets are short, and come first. */
const MOST_CHARACTERS_FOR_OTHERS = 64 * 1024;
/** Each error of the calls beside it searches them. */
const MOST_FOR_OTHERS = 100;

/** The secrets of a message that errors of other calls must not hold either: a response may repeat what another request sent. */
export function secretsForOthers(envelope: string, members: readonly string[]): readonly string[] {
  const found = secretsInMessage({ headers: {}, envelope: envelope.slice(0, MOST_CHARACTERS_FOR_OTHERS) }, members);
  return [...new Set(found.filter((secret) => /\S/.test(secret)))].slice(0, MOST_FOR_OTHERS).map(copyOf);
}

/** Some members are texts that hold XML, such as `settingsXml`. */
function inEscapedElements(envelope: string, element: RegExp): readonly string[] {
  if (!envelope.includes("&lt;")) {
    return [];
  }
  const values = Array.from(envelope.matchAll(element), ({ 0: tag, index }) => {
    // Not in one expression, for whose repetitions V8 has no memory beyond some megabytes.
    const end = /<|&lt;/g;
    end.lastIndex = index + tag.length;
    return envelope.slice(end.lastIndex, end.exec(envelope)?.index);
  });
  return values.filter((value) => value !== "").map((value) => unescaped(unescaped(value)));
}

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&#xD;", "\r"],
  ["&#x9;", "\t"],
  ["&#xA;", "\n"],
  ["&amp;", "&"],
]);

/** Reverses the escapes of `writeXml`, and that for a single quote, which a security object may write. */
function unescaped(text: string): string {
  return text.replace(/&[^&;]{1,5};/g, (reference) => REFERENCES.get(reference) ?? reference);
}

/** `Authorization`, `Cookie`, and the names that gateways give to keys and tokens, such as `X-Api-Key`. */
const CREDENTIAL =
  /(?:assertion|auth|authentication|authorization|cookie|credentials?|jwt|key|(?<![a-z])pass|pass(?:word|phrase)|pwd|secret|session(?:[-_]?id)?|ticket|token)$/i;

function credentialsInHeaders(headers: Headers): string[] {
  const names = Object.keys(headers).filter((name) => CREDENTIAL.test(name));
  return names.flatMap((name) => credentialsOf(headers[name] ?? "", /auth(?:entication|orization)?$/i.test(name)));
}

/**
 * `Bearer abc`, `Basic amFuZTpzZWNyZXQ=` (RFC 9110 §11.4) in UTF-8 or ISO 8859-1, a cookie such as `sid=abc; lang=en`, or a key. Blanks
 * may be before it, as in what follows the colon of `Authorization: Bearer abc`.
 */
function credentialsOf(value: string, hasScheme: boolean): string[] {
  const [, scheme, token = value] = (hasScheme && /^\s*([\w-]+)\s+(\S.*)$/.exec(value)) || [];
  if (scheme?.toLowerCase() !== "basic") {
    const parameters = Array.from(token.matchAll(/=\s*"?([^\s";,]+)/g), ([, parameter = ""]) => parameter);
    // `ApiKey id:abc`, `Bearer: abc`; not the name in `username="jane"`.
    const words = hasScheme ? (token.match(/(?<![^\s:=;,"])[^\s:=;,"]+(?![^\s:=;,"]|\s*=\s*["\w])/g) ?? []) : [];
    return [...new Set([token, ...[...parameters, ...words].filter(({ length }) => length >= LONG_ENOUGH)])];
  }
  const bytes = Buffer.from(token, "base64");
  const texts = new Set([bytes.toString("utf8"), bytes.toString("latin1")]);
  return [token, ...Array.from(texts, (text) => [text, text.slice(text.indexOf(":") + 1)]).flat()];
}

/** The security objects of npm `soap` keep their secrets as `_password`, `_token`, `passphrase`. */
function passwordsOf(security: object = {}): string[] {
  return Object.entries(security).flatMap(([name, value]) =>
    typeof value === "string" && /(?:password|passphrase|token|secret)$/i.test(name) ? [value] : [],
  );
}

/** The proxy's address is kept by https-proxy-agent as `proxy`, by ours behind a function. */
function proxyPasswordOf(agent: ProxyAgent = {}): string[] {
  const proxy = agent[PROXY]?.() ?? agent.proxy;
  const address = typeof proxy === "string" || proxy instanceof URL ? String(proxy) : "";
  const { password } = URL.canParse(address) ? new URL(address) : { password: "" };
  return [password, decoded(password)];
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
