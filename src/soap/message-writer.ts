import type { Name } from "./member.js";
import { escapeAttribute } from "./write-xml.js";
import { XSI } from "./xml-element.js";

export const XSD = "http://www.w3.org/2001/XMLSchema";
export const SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";

/** What the elements of a message have in common while they are written. */
export interface Writer {
  /** Whether elements say their types (SOAP 1.1 §5). */
  readonly isEncoded: boolean;
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
]);

export function prefixFor(namespace: string, { prefixes }: Writer): string {
  if (namespace === "http://www.w3.org/XML/1998/namespace") {
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
