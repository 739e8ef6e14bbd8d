import type { Name } from "../schema/member.js";
import { SOAP_11, SOAP_12, SOAP_ENCODING, SOAP12_ENCODING, XML, XSD, XSI } from "../xml/namespaces.js";
import { escapeAttribute } from "../xml/write-xml.js";

/** A SOAP encoding, and the namespace of its envelope. */
export interface Encoding {
  readonly namespace: string;
  readonly envelope: string;
}

/** SOAP 1.1 §5, and SOAP 1.2 Part 2 §3. */
export const ENCODINGS = {
  "1.1": { namespace: SOAP_ENCODING, envelope: SOAP_11 },
  "1.2": { namespace: SOAP12_ENCODING, envelope: SOAP_12 },
} as const satisfies Record<string, Encoding>;

/** The context of writing, which all elements below an outermost one share. */
export interface Writer {
  /** Undefined for a literal message, whose elements do not carry their types. */
  readonly encoding: Encoding | undefined;
  /** The namespace of element names without prefix. Undefined outside of the outermost element. */
  readonly defaultNamespace?: string;
  /** Prefixes by namespace, which the outermost element declares. `prefixFor` adds to them. */
  readonly prefixes: Map<string, string>;
}

/** The usual prefixes. */
const USUAL_PREFIXES: ReadonlyMap<string, string> = new Map([
  [XSI, "xsi"],
  [XSD, "xsd"],
  [SOAP_ENCODING, "soapenc"],
  [SOAP12_ENCODING, "soapenc"],
  [SOAP_11, "soap"],
  [SOAP_12, "soap"],
]);

/** The prefix of a namespace. Makes one on first use. */
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

/** The name of an element in its tag. */
export function tagName([namespace, name]: Name, writer: Writer): string {
  return namespace === writer.defaultNamespace || namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`;
}

/** The attribute, with a blank before it. */
export function writeAttribute([namespace, name]: Name, value: string, writer: Writer): string {
  return ` ${namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`}="${escapeAttribute(value)}"`;
}

/** `xsi:type="…"`, with a blank before it. */
export function writeType([namespace, name]: Name, writer: Writer): string {
  return writeAttribute([XSI, "type"], namespace === "" ? name : `${prefixFor(namespace, writer)}:${name}`, writer);
}

/** The namespace declarations of the outermost element: all that have been used within it. */
export function declarations({ defaultNamespace, prefixes }: Writer): string {
  const named = [...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`);
  return (defaultNamespace ? ` xmlns="${escapeAttribute(defaultNamespace)}"` : "") + named.join("");
}
