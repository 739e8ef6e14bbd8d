import { isNCName } from "../../../src/soap/xml/characters.js";
import { CharsetError, decodeText } from "../../../src/soap/xml/decode-text.js";
import { readXml, XmlError, type XmlLimits } from "../../../src/soap/xml/read-xml.js";
import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { listed } from "../../contract/prose.js";
import type { Position, QName } from "../../contract/service-model.js";
import type { Diagnostics } from "./diagnostics.js";
import { publicLocation } from "./public-address.js";
import { ContractError, WsdlError } from "./wsdl-error.js";

/** A parsed WSDL or schema document. */
export interface SourceDocument {
  /** Absolute. Imports are resolved against it. */
  readonly url: string;
  /** Path relative to the WSDL's folder, for errors. */
  readonly name: string;
  readonly root: XmlElement;
  /** Of the whole contract. */
  readonly diagnostics: Diagnostics;
  /** Offset of the first character of each line. */
  readonly lineStarts: Uint32Array;
}

/** The document that an element belongs to. */
export interface Source {
  readonly document: SourceDocument;
}

/** Ten times the number in large contracts. A few bytes of text, such as `x<a/>`, are 250 bytes in memory. */
export const MAX_NODES = 2_000_000;

/** Contracts are larger and deeper than messages. The W3C schemas of `xml:` and XML Signature have a DOCTYPE. */
const LIMITS: XmlLimits = {
  offsets: true,
  skipDoctype: true,
  maxDepth: 512,
  maxAttributes: 4096,
  maxNameLength: 4096,
  maxNodes: MAX_NODES,
};

/** Decodes and parses a document. */
export function parseDocument(url: string, name: string, bytes: Uint8Array, diagnostics: Diagnostics): SourceDocument {
  try {
    const { blanks, isMarked } = blanksBeforeDeclaration(bytes);
    const text = isMarked ? decodeText(bytes) : blanks + decodeText(bytes.subarray(blanks.length));
    const lineStarts = lineStartsOf(text);
    if (blanks !== "") {
      const position = { document: name, ...lineAndColumn(lineStarts, blanks.length) };
      diagnostics.warn(position, "the XML declaration has blanks before it", "expected it at the very start");
    }
    try {
      const declaration = blanks === "" ? "" : (/^\s+<\?.*?\?>/s.exec(text)?.[0] ?? "");
      const readable = text.replace(declaration, " ".repeat(declaration.length));
      return { url, name, root: readXml(readable, LIMITS), diagnostics, lineStarts };
    } catch (error) {
      if (error instanceof XmlError) {
        throw new WsdlError(
          { document: name, ...lineAndColumn(lineStarts, error.offset) },
          `not readable as XML: ${error.message.replace(/\.$/, "")}`,
        );
      }
      throw error;
    }
  } catch (error) {
    if (error instanceof CharsetError) {
      throw new WsdlError({ document: name, line: 1, column: 1 }, `not readable as text: ${error.message}`);
    }
    throw error;
  }
}

/** White space before `<?xml …?>`, which XML does not allow, and whether a byte order mark of UTF-8 is before it. */
function blanksBeforeDeclaration(bytes: Uint8Array): { readonly blanks: string; readonly isMarked: boolean } {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 1000));
  const [, mark, blanks = ""] = /^(\xEF\xBB\xBF)?(\s+)(?=<\?xml\s)/.exec(start) ?? [];
  return { blanks, isMarked: mark !== undefined };
}

export function positionOf({ document }: Source, element: XmlElement): Position {
  return { document: document.name, ...lineAndColumn(document.lineStarts, element.offset ?? 0) };
}

/** The number of elements, attributes and texts: the element itself, and all within it. */
export function nodesOf({ attributes, children }: XmlElement): number {
  return children.reduce((sum, child) => sum + (typeof child === "string" ? 1 : nodesOf(child)), 1 + attributes.length);
}

/** The number of elements: the element itself, and all within it. */
export function sizeOf(element: XmlElement): number {
  return elementsOf(element).reduce((sum, child) => sum + sizeOf(child), 1);
}

/** Throws a {@link WsdlError}. Its message consists of the position, the start tag, `found` and `expected`. */
export function refuse(source: Source, element: XmlElement, found: string, expected?: string): never {
  throw new WsdlError(positionOf(source, element), `${describe(element)} ${found}`, expected);
}

/** Records a warning. Its text is like that of an error of {@link refuse}. */
export function warn(source: Source, element: XmlElement, found: string, expected?: string): void {
  source.document.diagnostics.warn(positionOf(source, element), `${describe(element)} ${found}`, expected);
}

/** Throws a {@link ContractError}, with a text like that of {@link refuse}. */
export function refuseContract(source: Source, element: XmlElement, found: string, expected?: string): never {
  throw new ContractError(positionOf(source, element), `${describe(element)} ${found}`, expected);
}

/** The start tag with the one attribute that identifies the element: `<part name="body">`. */
export function describe(element: XmlElement): string {
  const identifying = ["name", "ref", "base", "schemaLocation", "location", "namespace", "value", "message"];
  const attribute = identifying.find((name) => attributeOf(element, name) !== undefined);
  if (attribute === undefined) {
    return `<${element.name}>`;
  }
  const value = attributeOf(element, attribute) ?? "";
  return `<${element.name} ${attribute}="${/location$/i.test(attribute) ? publicLocation(value) : value}">`;
}

/**
 * Reads an attribute that holds a qualified name.
 *
 * @param defaultNamespace the namespace of unprefixed names where no `xmlns` declares one.
 */
export function readQName(source: Source, element: XmlElement, value: string, defaultNamespace = ""): QName {
  const [, prefix = "", name] = /^\s*(?:([^\s:]+):)?([^\s:]+)\s*$/.exec(value) ?? [];
  if (name === undefined) {
    refuse(source, element, `says ${JSON.stringify(value)} where a qualified name belongs`, "expected prefix:name");
  }
  const namespace = element.prefixes?.get(prefix);
  if (namespace === undefined && prefix !== "") {
    const declared = listed([...(element.prefixes?.keys() ?? [])].filter((known) => known !== ""));
    refuse(source, element, `uses the prefix of "${value.trim()}", which is not declared`, `declared are: ${declared}`);
  }
  return { namespace: checkedNamespace(source, element, namespace || defaultNamespace), name };
}

/** No name, and no list of names, contains a longer one: a contract may have it a million times. */
const MAX_ADDRESS = 2_000;

/** Refuses an element whose namespace is longer than any. */
export function checkedNamespace(source: Source, element: XmlElement, namespace: string): string {
  refuseIfTooLong(source, element, "a namespace", namespace);
  return namespace;
}

export function refuseIfTooLong(source: Source, element: XmlElement, what: string, text: string): void {
  if (text.length > MAX_ADDRESS) {
    const position = positionOf(source, element);
    throw new WsdlError(position, `<${element.name}> has ${what} of more than ${MAX_ADDRESS} characters`);
  }
}

export function requiredAttribute(source: Source, element: XmlElement, name: string): string {
  return attributeOf(element, name) ?? refuse(source, element, `has no attribute "${name}"`, "it is required");
}

/** The `name` of a declaration or definition: an NCName (Namespaces in XML §4). */
export function definedName(source: Source, element: XmlElement): string {
  const name = requiredAttribute(source, element, "name").trim();
  return isNCName(name)
    ? name
    : refuse(source, element, "has a name that is no NCName", "expected a letter or _, then letters, digits, . - or _");
}

/** Reads an attribute with a fixed set of values. */
export function choiceAttribute<const Choice extends string>(
  source: Source,
  element: XmlElement,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = attributeOf(element, name)?.trim();
  return value === undefined
    ? undefined
    : (choices.find((choice) => choice === value) ??
        refuse(source, element, `has ${name}="${value}"`, `expected ${choices.join(" or ")}`));
}

export function booleanAttribute(source: Source, element: XmlElement, name: string): boolean {
  const value = choiceAttribute(source, element, name, ["true", "false", "1", "0"]);
  return value === "true" || value === "1";
}

/** Not as a list: a document may have millions of empty lines. */
function lineStartsOf(text: string): Uint32Array {
  let count = 1;
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    count += 1;
  }
  const starts = new Uint32Array(count);
  let index = -1;
  for (let line = 1; line < count; line += 1) {
    index = text.indexOf("\n", index + 1);
    starts[line] = index + 1;
  }
  return starts;
}

function lineAndColumn(lineStarts: Uint32Array, offset: number): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
