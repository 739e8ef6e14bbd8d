import type { Agent } from "node:http";
import { copyOf } from "../xml/copy-of-text.js";
import { atOnce, PAUSE, type Work } from "../xml/slices.js";
import { type MemberTags, memberTags, textsInElements } from "./texts-in-elements.js";

type Headers = Readonly<Record<string, string>>;

/** The options that identify a client to the server. */
interface ClientCredentials {
  readonly endpoint?: URL | undefined;
  readonly headers?: Headers | undefined;
  readonly security?: object | undefined;
  readonly agent?: Agent | undefined;
  readonly transport?: object | undefined;
}

/**
 * Returns the secrets of all calls of a client: HTTP credentials, keys in the endpoint's query, those of a security object,
 * the password of a proxy. Error pages and refusals often repeat them.
 */
export function credentialsOfClient(options: ClientCredentials): string[] {
  const { endpoint, headers = {}, security, agent, transport } = options;
  const inQuery = [...(endpoint?.searchParams ?? [])].map(keyOf).filter((value) => value.length >= LONG_ENOUGH);
  const hidden = attempt(() => (transport as Hiding | undefined)?.[PROXY]?.());
  const within = secretsWithin([security, agent, hidden]);
  // Without such an option, no connection leads over a proxy.
  const ofEnvironment = agent === undefined && transport === undefined ? [] : proxyPasswordsIn(process.env);
  return [...new Set([...credentialsInHeaders(headers), ...inQuery, ...within, ...ofEnvironment])];
}

/** The value of a parameter. In `?KEY`, which may end as base64 does, the name is the key, unless it is as short as ordinary names are. */
function keyOf([name, value]: readonly [name: string, value: string]): string {
  return /^=?$/.test(value) && name.length >= LONGER_THAN_NAMES ? name : value;
}

const LONGER_THAN_NAMES = 16;

/** As `http/transport.ts` has it. */
const PROXY = Symbol.for("inforouter-soap-client.proxy");

interface Hiding {
  readonly [PROXY]?: () => unknown;
}

/** Shorter values of a query or a header's parameter may be ordinary words. */
const LONG_ENOUGH = 8;

/** The secrets of WS-Security: a password, and a token of any kind, unless it is a certificate, which is public. */
const OF_WS_SECURITY = ["Password", "BinarySecurityToken(?![^<>]*X509)"];

interface Message {
  readonly headers: Headers;
  readonly envelope: string;
  /** What the envelope holds in another form. */
  readonly unprocessed?: string | undefined;
}

/**
 * Returns the secrets of one message: HTTP credentials, the password or token of WS-Security, and the values of the named members.
 * Names match in any case. The value of a member includes the texts of its descendants.
 *
 * @param isCut The envelope is only the beginning of one.
 */
export function* secretsInMessage(
  { headers, envelope, unprocessed = "" }: Message,
  members: readonly string[],
  isCut = false,
): Work<readonly string[]> {
  const found = new Set(credentialsInHeaders(headers));
  for (const text of [envelope, unprocessed]) {
    yield* addValuesIn(text, patternsOf(members), isCut, found);
    yield undefined;
    for (const ticket of sessionsIn(text)) {
      found.add(ticket);
    }
  }
  return [...found];
}

/**
 * The tickets of sessions for WebDAV: in addresses, `/dav/sid-{ticket}/…`, as infoRouter returns them for CreateDiskMountURL and
 * CreateEditDocumentURL, or a text that is one, `sid-{ticket}`.
 */
export function sessionsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SESSION), ([, ticket = ""]) => ticket);
}

const SESSION = /(?:^\s*|(?:\/|%2f)dav(?:\/|%2f))sid-([^\s"'<>&/?#%]{8}[^\s"'<>&/?#%]*)/gi;

interface Patterns {
  readonly tags: MemberTags;
  readonly attribute: RegExp;
  readonly name: RegExp;
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
    tags: memberTags(names),
    attribute: new RegExp(`\\s(?:[^\\s<>/:="][^\\s<>/:="]*:)?(?:${names})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "gi"),
    name: new RegExp(names, "i"),
  };
  patterns.set(members, made);
  return made;
}

/** How deep texts of a message are read as messages of their own. */
const MOST_LEVELS = 2;

function* addValuesIn(text: string, named: Patterns, isCut: boolean, found: Set<string>, level = 0): Work<void> {
  const values = [...(yield* textsInElements(named.tags, text, isCut))];
  for (const [, inDouble, inSingle = ""] of text.matchAll(named.attribute)) {
    values.push(inDouble ?? inSingle);
    if (values.length % PAUSE === 0) {
      yield undefined;
    }
  }
  for (const [index, value] of values.entries()) {
    for (const form of formsOf(yield* unescaped(value))) {
      found.add(form);
    }
    if (index % PAUSE === PAUSE - 1) {
      yield undefined;
    }
  }
  for (const inner of level < MOST_LEVELS ? escapedIn(text) : []) {
    if (inner !== undefined && named.name.test(inner)) {
      yield* addValuesIn(yield* unescaped(inner), named, isCut, found, level + 1);
    } else if (inner === undefined) {
      yield undefined;
    }
  }
}

/** Yields the texts of a message that may hold XML themselves, such as `settingsXml`, and `undefined` as a pause. */
function* escapedIn(text: string): Generator<string | undefined, void, undefined> {
  const escaped = /&(?:amp;)?lt;/g;
  for (let match = escaped.exec(text), count = 1; match !== null; match = escaped.exec(text), count += 1) {
    const end = text.indexOf("<", match.index);
    yield text.slice(text.lastIndexOf("<", match.index) + 1, end === -1 ? text.length : end);
    if (end === -1) {
      return;
    }
    escaped.lastIndex = end;
    if (count % PAUSE === 0) {
      yield undefined;
    }
  }
}

/** A value in whole, and what a server may repeat of it: an item of a list (`xs:list`), the text that its bytes are, or a ticket. */
function formsOf(value: string): readonly string[] {
  const items = value.length > LONGEST_LIST ? [] : value.split(/\s+/).filter(({ length }) => length >= LONG_ENOUGH);
  const isHexadecimal = /^[\da-f][\da-f]*$/i.test(value);
  const isBase64 = value.length % 4 === 0 && /^[a-z\d+/][a-z\d+/]*={0,2}$/i.test(value);
  const texts = [...(isHexadecimal ? [asText(value, "hex")] : []), ...(isBase64 ? [asText(value, "base64")] : [])];
  // Other bytes than those of a text, or a text that only looks like base64.
  return [
    value,
    ...sessionsIn(value),
    ...items,
    ...texts.filter((text) => text.length >= SHORTEST_TEXT && !/\ufffd|(?!\s)\p{Cc}/u.test(text)),
  ];
}

const LONGEST_LIST = 4096;
/** Shorter ones would match by chance. */
const SHORTEST_TEXT = 4;

function asText(value: string, encoding: "hex" | "base64"): string {
  return Buffer.from(value, encoding).toString();
}

/** To search all of a long message at each call would hold up the process. Parameters that are secrets are short, and come first. */
const MOST_CHARACTERS_FOR_OTHERS = 64 * 1024;
/** Each error of the calls beside it searches them. */
const MOST_FOR_OTHERS = 100;

/** The secrets of a message that errors of other calls must not hold either: a response may repeat what another request sent. */
export function secretsForOthers(
  { envelope, unprocessed = "" }: Omit<Message, "headers">,
  members: readonly string[],
): readonly string[] {
  const beginningOf = (text: string): string => text.slice(0, MOST_CHARACTERS_FOR_OTHERS);
  const beginnings = { headers: {}, envelope: beginningOf(envelope), unprocessed: beginningOf(unprocessed) };
  const isCut = beginnings.envelope !== envelope || beginnings.unprocessed !== unprocessed;
  return atOnce(secretsInMessage(beginnings, members, isCut))
    .filter((secret) => /\S/.test(secret))
    .slice(0, MOST_FOR_OTHERS)
    .map(copyOf);
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

/** Characters between two pauses. */
const STEP = 64 * 1024;

/** Reverses the escapes of `writeXml`, and that for a single quote, which a security object may write. */
function* unescaped(text: string): Work<string> {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    // Not within a reference.
    const end = text.indexOf(";", start + STEP) + 1 || text.length;
    parts.push(text.slice(start, end).replace(/&[^&;]{1,5};/g, (found) => REFERENCES.get(found) ?? found));
    start = end;
    if (start < text.length) {
      yield undefined;
    }
  }
  return parts.join("");
}

/** `Authorization`, `Cookie`, and the names that gateways give to keys and tokens, such as `X-Api-Key`. */
const CREDENTIAL =
  /(?:assertion|auth(?:[-_]?code)?|authentication|authorization|bearer|cookie|cred(?:ential)?s?|jwt|key|otp|(?<![a-z])(?:pass|pin)|pass(?:code|word|wd|phrase)|pwd|secret|session(?:[-_]?id)?|ticket|token)$/i;

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

/** So npm `soap` names the secrets of its security objects: `_password`, `_token`, `passphrase`. */
const NAME_OF_SECRET = /(?:api_?key|(?<![a-z])pass|pass(?:word|wd|phrase)|pwd|token|secret)$/i;
/** What is on its way over an agent's connections, and the environment, of which only the proxies count. */
const NOT_SEARCHED = /^(?:sockets|freeSockets|requests|proxyEnv)$/;
const MOST_LEVELS_OF_OBJECTS = 3;
const MOST_OBJECTS = 100;
const MOST_MEMBERS = 200;
/** Of a store with the tokens of many users, each error would search for all. What a request sends is found in the request. */
const MOST_SECRETS = 20;
const MOST_CHARACTERS = 16 * 1024;
/** A longer text is no address. It may be a certificate. */
const LONGEST_ADDRESS = 2048;

/** The secrets in objects of the caller, and in those within them: by their names, in HTTP headers, and in addresses of proxies. */
function secretsWithin(roots: readonly unknown[]): string[] {
  const secrets = new Set<string>();
  let characters = 0;
  const levels = new Map(roots.map((root) => [root, 0]));
  // The nearest objects come first.
  for (const [object, level] of levels) {
    for (const [name, value] of entriesOf(object)) {
      for (const secret of attempt(() => secretsOfMember(name, value)) ?? []) {
        const isInBounds = secrets.size < MOST_SECRETS && characters + secret.length <= MOST_CHARACTERS;
        if (isInBounds && !secrets.has(secret)) {
          secrets.add(secret);
          characters += secret.length;
        }
      }
      const isSearched = typeof value === "object" && !ArrayBuffer.isView(value) && !NOT_SEARCHED.test(name);
      if (isSearched && level < MOST_LEVELS_OF_OBJECTS && levels.size < MOST_OBJECTS && !levels.has(value)) {
        levels.set(value, level + 1);
      }
    }
  }
  return [...secrets];
}

/** Without getters, which may do something: count, or ask somebody. */
function entriesOf(value: unknown): [name: string, value: unknown][] {
  const object: Hiding = Object(value);
  const names = attempt(() => Object.keys(object)) ?? [];
  const entries = names
    .slice(0, MOST_MEMBERS)
    .map((name): [string, unknown] => [name, attempt(() => Object.getOwnPropertyDescriptor(object, name)?.value)]);
  return [...entries, ["proxy", attempt(() => object[PROXY]?.())]];
}

/** https-proxy-agent keeps the address of its proxy, until its version 6 in parts. */
function secretsOfMember(name: string, value: unknown): string[] {
  if (name === "proxyEnv") {
    return proxyPasswordsIn(value);
  }
  if (typeof value === "object") {
    const ofProxy = value instanceof URL ? passwordsOfAddress(value.href) : [];
    const headers = /headers$/i.test(name) ? entriesOf(value).filter(([, text]) => typeof text === "string") : [];
    return [...ofProxy, ...credentialsInHeaders(Object.fromEntries(headers) as Headers)];
  }
  if (typeof value !== "string") {
    return [];
  }
  if (NAME_OF_SECRET.test(name)) {
    return [value];
  }
  return /auth$/i.test(name) && value.includes(":") ? inBasic(value) : passwordsOfAddress(value);
}

/** Where agents of the caller, and Node.js itself, look for proxies. */
const PROXY_VARIABLES = ["http_proxy", "https_proxy", "all_proxy"]
  .flatMap((name) => [name, `npm_config_${name}`])
  .concat("npm_config_proxy")
  .flatMap((name) => [name, name.toUpperCase()]);

function proxyPasswordsIn(environment: unknown): string[] {
  const addresses = PROXY_VARIABLES.map((name) => Reflect.get(Object(environment), name) ?? "").map(String);
  return addresses.flatMap((address) => passwordsOfAddress(address.includes("://") ? address : `http://${address}`));
}

/** Without a password, the name of the user may be a key. */
function passwordsOfAddress(address: string): string[] {
  const isAddress = address.length <= LONGEST_ADDRESS && address.includes("@") && URL.canParse(address);
  const { username, password } = isAddress ? new URL(address) : { username: "", password: "" };
  if (password !== "") {
    return [password, ...inBasic(attempt(() => decodeURIComponent(`${username}:${password}`)) ?? password)];
  }
  return username.length >= LONG_ENOUGH ? [username, attempt(() => decodeURIComponent(username)) ?? username] : [];
}

/** A proxy gets them as `Basic amFuZTpzZWNyZXQ=`. */
function inBasic(userAndPassword: string): string[] {
  return credentialsOf(`Basic ${Buffer.from(userAndPassword).toString("base64")}`, true);
}

/** Proxies may throw anything. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
