import type { Name } from "../schema/member.js";
import { SOAP_11, SOAP_12, SOAP_ENCODING, SOAP12_ENCODING, XML, XSD, XSI } from "../xml/namespaces.js";
import { escapeAttribute } from "../xml/write-xml.js";

/** A SOAP encoding, with the namespace of the envelope that it is part of. */
export interface Encoding {
  readonly namespace: string;
  readonly envelope: string;
}

/** SOAP 1.1 §5, and SOAP 1.2 Part 2 §3. */
export const ENCODINGS = {
  "1.1": { namespace: SOAP_ENCODING, envelope: SOAP_11 },
  "1.2": { namespace: SOAP12_ENCODING, envelope: SOAP_12 },
} as const satisfies Record<string, Encoding>;

/** What the elements of a message have in common while they are written. */
export interface Writer {
  /** How elements say their types; undefined where they do not. */
  readonly encoding: Encoding | undefined;
  /** The namespace of names without prefix; undefined where there is no element around yet. */
  readonly defaultNamespace?: string;
  /** Prefixes by namespace, declared by the root. Whoever asks for one adds it. */
  readonly prefixes: Map<string, string>;
}

/** Prefixes that people expect. */
const USUAL_PREFIXES: ReadonlyMap<string, string> = new Map([
  [XSI, "xsi"],
  [XSD, "xsd"],
  [SOAP_ENCODING, "soapenc"],
  [SOAP12_ENCODING, "soapenc"],
  [SOAP_11, "soap"],
  [SOAP_12, "soap"],
]);

export function prefixFor(namespace: string, { prefixes }: Writer): string {
  if (namespace === XML) {
    return "xml";
  }
  let prefix = prefixes.get(namespace);
  if (prefix === undefined) {
    prefix = USUAL_PREFIXES.get(namespace) ?? `ns${prefixes.size + 1}`;
    prefixes.set(namespace, prefix);
  }
  return prefix;
}

/** An element's name as it stands in a tag. */
export function tagName([namespace, name]: Name, writer: Writer): string {
  return namespace === writer.defaultNamespace || namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`;
}

/** An attribute with the blank before it. */
export function writeAttribute([namespace, name]: Name, value: string, writer: Writer): string {
  return ` ${namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`}="${escapeAttribute(value)}"`;
}

/** `xsi:type="…"`, with the blank before it. */
export function writeType([namespace, name]: Name, writer: Writer): string {
  return writeAttribute([XSI, "type"], namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`, writer);
}

/** The declarations of all that has been used, for the root. */
export function declarations({ defaultNamespace, prefixes }: Writer): string {
  const named = [...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`);
  return (defaultNamespace ? ` xmlns="${escapeAttribute(defaultNamespace)}"` : "") + named.join("");
}
