import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QName } from "../../../scripts/contract/service-model.js";
import type { Documents, Schema } from "../../../scripts/read/source/documents.js";
import { KNOWN_SCHEMAS } from "../../../scripts/read/source/known-schemas.js";
import { escapeAttribute } from "../../../src/soap/xml/write-xml.js";
import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";

const XSD = "http://www.w3.org/2001/XMLSchema";
/** Prefix of XML Schema's own elements in what is written here; published documents have others. */
const PREFIX = "x-s-d";

/** What is said anew, and what is not about the content of a type: the keys of a document. */
const LEFT_OUT = new Set(["annotation", "import", "include", "key", "keyref", "unique"]);

/** An element of a message that is of a type, and has no global declaration: a part of an rpc message. */
export interface TypedElement {
  readonly name: string;
  readonly type: QName;
}

/** Namespace of the elements that are declared for {@link TypedElement}s. */
export const PARTS = "urn:parts-of-messages";

/**
 * Writes a WSDL's schemas as files that a validator can read, and returns the path of one that imports them all.
 *
 * Each namespace gets a file that includes its schemas, and each schema imports all other namespaces, since some rely on
 * what they do not import. Nothing else is changed, so that the schemas decide what is valid as they were published.
 */
export function writeSchemaFiles({ schemas }: Documents, parts: readonly TypedElement[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  const published = new Set(schemas.map(({ targetNamespace }) => targetNamespace));
  const known = [...KNOWN_SCHEMAS].filter(([namespace]) => namespace !== XSD && !published.has(namespace));
  const namespaces = [...published, ...known.map(([namespace]) => namespace)];
  const fileOf = (namespace: string): string => `namespace-${namespaces.indexOf(namespace)}.xsd`;
  const importsFor = (own: string): string =>
    namespaces
      .filter((namespace) => namespace !== own)
      .map((namespace) => tag("import", { namespace, schemaLocation: fileOf(namespace) }))
      .join("");
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const writeNamespace = (namespace: string, name: string, content: string): void =>
    write(name, tag("schema", { [`xmlns:${PREFIX}`]: XSD, targetNamespace: namespace }, content));

  const files = new Map(schemas.map((schema, index) => [schema, `schema-${index}.xsd`]));
  const written = new Set<string>();
  const redefined = new Set(schemas.flatMap(redefinedUrls));
  for (const [schema, name] of files) {
    write(
      name,
      writeSchema(schema, importsFor(schema.targetNamespace), (url) => fileFor(url, schema, files), written),
    );
  }
  for (const namespace of published) {
    const own = [...files].filter(
      ([schema]) => schema.targetNamespace === namespace && !redefined.has(schema.document.url),
    );
    writeNamespace(
      namespace,
      fileOf(namespace),
      own.map(([, name]) => tag("include", { schemaLocation: name })).join(""),
    );
  }
  for (const [namespace, text] of known) {
    // As in the real schema of the encoding, arrays may have further attributes.
    write(fileOf(namespace), text.replaceAll("</sequence>", '</sequence><anyAttribute processContents="lax"/>'));
  }
  const elements = parts.map(({ name, type }) =>
    tag("element", { name, "xmlns:t": type.namespace, type: `t:${type.name}`, nillable: "true" }),
  );
  writeNamespace(PARTS, "all.xsd", importsFor(PARTS) + elements.join(""));
  return join(folder, "all.xsd");
}

function tag(name: string, attributes: Readonly<Record<string, string>>, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([key, value]) => value !== "" || key === "xmlns" || key === "value")
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return `<${PREFIX}:${name}${written.join("")}>${content}</${PREFIX}:${name}>\n`;
}

function redefinedUrls({ element, document }: Schema): string[] {
  return elementsOf(element)
    .filter(({ name, namespace }) => name === "redefine" && namespace === XSD)
    .map((redefine) => locationOf(redefine, document.url));
}

function locationOf(element: XmlElement, base: string): string {
  return new URL(attributeOf(element, "schemaLocation") ?? "", base).href;
}

function fileFor(url: string, { targetNamespace }: Schema, files: ReadonlyMap<Schema, string>): string {
  const found = [...files].find(([other]) => other.document.url === url && other.targetNamespace === targetNamespace);
  return found?.[1] ?? "";
}

/** A DataSet's `<element ref="xs:schema"/>`: no validator has a schema for schemas at hand. */
function isSchemaOfDataSet(element: XmlElement): boolean {
  const [prefix, name] = (attributeOf(element, "ref") ?? "").split(":");
  return name === "schema" && element.prefixes?.get(prefix ?? "") === XSD;
}

/** An empty pattern, which allows nothing but the empty string, is an error to libxml2. */
function isBeyondLibxml2(element: XmlElement): boolean {
  return element.name === "pattern" && attributeOf(element, "value") === "";
}

/**
 * The schema without its own imports and includes; a chameleon with the namespace that it takes on.
 *
 * @param written the components so far. The reader passes over one that is there again, and so must the validator.
 */
function writeSchema(schema: Schema, imports: string, fileAt: (url: string) => string, written: Set<string>): string {
  const { element, targetNamespace, defaultNamespace, document } = schema;

  const writeElement = (source: XmlElement, outer: ReadonlyMap<string, string>): string => {
    if (source.namespace !== XSD || LEFT_OUT.has(source.name)) {
      return "";
    }
    if (attributeOf(source, "ref") !== undefined && isSchemaOfDataSet(source)) {
      return tag("any", { namespace: XSD, processContents: "skip" });
    }
    if (isBeyondLibxml2(source)) {
      return "";
    }
    const isRoot = source === element;
    if (elementsOf(element).includes(source) && attributeOf(source, "name") !== undefined) {
      const space = source.name.replace(/^(?:simple|complex)Type$/, "type");
      const key = `${space} {${targetNamespace}}${attributeOf(source, "name")}`;
      if (written.has(key)) {
        return "";
      }
      written.add(key);
    }
    const scope = new Map([["", defaultNamespace], ...(source.prefixes ?? [])]);
    const attributes: Record<string, string> = isRoot ? { [`xmlns:${PREFIX}`]: XSD } : {};
    for (const [prefix, namespace] of scope) {
      if (prefix !== "xml" && outer.get(prefix) !== namespace) {
        attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`] = namespace;
      }
    }
    for (const { name, namespace, value } of source.attributes) {
      const prefix = [...scope].find(([key, meaning]) => meaning === namespace && key !== "")?.[0];
      // libxml2 knows decimals of up to 24 digits; a default does not matter to what is valid.
      if (name !== "default" || !/\d{25}/.test(value)) {
        attributes[namespace === "" ? name : `${prefix}:${name}`] = value;
      }
    }
    if (isRoot) {
      attributes["targetNamespace"] = targetNamespace;
    }
    if (source.name === "redefine") {
      attributes["schemaLocation"] = fileAt(locationOf(source, document.url));
    }
    const content = elementsOf(source).map((child) => writeElement(child, scope));
    return tag(source.name, attributes, (isRoot ? imports : "") + content.join(""));
  };
  return writeElement(element, new Map());
}
