import { posix } from "node:path";
import { SOAP_ENCODING, SOAP12_ENCODING, WSDL, WSDL_2, XSD, XSI } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { reasonOf } from "../../contract/error-reason.js";
import { Diagnostics } from "./diagnostics.js";
import { publicAddress } from "./public-address.js";
import {
  checkedNamespace,
  MAX_NODES,
  nodesOf,
  parseDocument,
  refuse,
  refuseIfTooLong,
  type Source,
  type SourceDocument,
  sizeOf,
  warn,
} from "./source-document.js";
import { ContractError, WsdlError } from "./wsdl-error.js";

/** Loads the bytes of a document. Rejects with the reason where it cannot. */
export type Load = (url: string) => Promise<Uint8Array>;

export interface Documents {
  /** The WSDL first, then those that it imports. */
  readonly definitions: readonly [Definitions, ...Definitions[]];
  readonly schemas: readonly Schema[];
  /** The imports that cannot be read. They are errors only if something refers to a definition that they should contain. */
  readonly missing: readonly MissingDocument[];
}

export interface MissingDocument {
  /** The language of the definitions that it should contain. */
  readonly language: "WSDL" | "XML Schema";
  /** The namespace that it should define. */
  readonly namespace: string;
  readonly error: ContractError;
}

/** A `wsdl:definitions`. */
export interface Definitions extends Source {
  readonly element: XmlElement;
  readonly targetNamespace: string;
}

/** An `xs:schema`: a document, or an element of `wsdl:types`. */
export interface Schema extends Source {
  readonly element: XmlElement;
  /** Its own. A chameleon, a schema without one, has that of the schema that includes it. */
  readonly targetNamespace: string;
  /** The namespace of unprefixed names where no `xmlns` declares one: in a chameleon, the target namespace. */
  readonly defaultNamespace: string;
}

/**
 * Reads a WSDL and all documents that it imports, includes and redefines, each once, in the order of the first reference.
 * A schema of the contract replaces the well-known one of its namespace, except for those of XML Schema and SOAP encoding.
 */
export async function readDocuments(url: string, load: Load, diagnostics = new Diagnostics()): Promise<Documents> {
  const main = definitionsOf(parseDocument(url, documentName(publicAddress(url), url), await load(url), diagnostics));
  const documents = new Map([[canonicalUrl(url), main.document]]);
  const definitions: [Definitions, ...Definitions[]] = [main];
  const schemas = new Map<string, Schema>();
  const references = importsOf(main);
  const missing = new Map<string, MissingDocument>();

  const readElements = new Set<XmlElement>();
  let readAgain = 0;
  let nodes = nodesOf(main.element);

  const addSchema = (schema: Schema, reference?: Reference): void => {
    const key = `${schema.document.url} ${schema.element.offset} ${schema.targetNamespace}`;
    if (schemas.has(key)) {
      return;
    }
    if (readElements.has(schema.element)) {
      readAgain += sizeOf(schema.element);
      if (reference !== undefined && readAgain > MAX_READ_AGAIN) {
        const found = `and others read more than ${MAX_READ_AGAIN} elements again, for other namespaces`;
        refuse(reference.from, reference.element, found, "expected schemas with namespaces of their own");
      }
    }
    readElements.add(schema.element);
    schemas.set(key, schema);
    references.push(...referencesOf(schema));
  };
  for (const schema of inlineSchemas(main)) {
    addSchema(schema);
  }
  // The list grows while it is read.
  for (const reference of references) {
    const known = documents.get(reference.url);
    if (missing.has(reference.url)) {
      continue;
    }
    try {
      const document = known ?? (await loadReferenced(reference, url, load));
      nodes += known === undefined ? nodesOf(document.root) : 0;
      if (nodes > MAX_NODES) {
        const found = `and others have more than ${MAX_NODES} elements, attributes and texts`;
        refuse(reference.from, reference.element, found, "expected fewer");
      }
      documents.set(reference.url, document);
      if (isElement(document.root, XSD, "schema")) {
        addSchema(referencedSchema(reference, document), reference);
      } else if (reference.element.namespace === XSD) {
        const { from, element } = reference;
        refuse(from, element, `leads to <${document.root.name}>`, "expected a <schema> of XML Schema");
      } else if (known === undefined) {
        const imported = definitionsOf(document);
        definitions.push(imported);
        references.push(...importsOf(imported));
        for (const schema of inlineSchemas(imported)) {
          addSchema(schema);
        }
      }
    } catch (error) {
      missing.set(reference.url, missingDocument(reference, error));
    }
  }
  return { definitions, schemas: [...schemas.values()], missing: [...missing.values()] };
}

/** A schema without a namespace is read again for each namespace that includes it: a short contract could ask for millions. */
const MAX_READ_AGAIN = 200_000;

/** Rethrows an error that no document caused, and the error of a redefined document, which nothing can replace. */
function missingDocument({ element, from }: Reference, error: unknown): MissingDocument {
  if (!(error instanceof WsdlError) || element.name === "redefine") {
    throw error;
  }
  const isSchema = element.namespace === XSD;
  const namespace = element.name === "include" ? from.targetNamespace : attributeOf(element, "namespace")?.trim();
  const contractError = new ContractError(error, error.found, error.expected, { cause: error });
  return { language: isSchema ? "XML Schema" : "WSDL", namespace: namespace ?? "", error: contractError };
}

/** A reference to another document. */
interface Reference {
  readonly url: string;
  /** The `import`, `include` or `redefine`. */
  readonly element: XmlElement;
  readonly from: Definitions | Schema;
}

/**
 * `<wsdl:import namespace="…" location="…"/>`: WSDL 1.1 §2.1.1. It may also import a schema. Its `namespace` is ignored,
 * because it is often wrong: the imported document declares its own.
 */
function importsOf(definitions: Definitions): Reference[] {
  return elementsOf(definitions.element)
    .filter((child) => isElement(child, WSDL, "import"))
    .flatMap((element) => referencesTo("location", element, definitions));
}

/** `<xs:import namespace="…" schemaLocation="…"/>`, `<xs:include schemaLocation="…"/>`, `<xs:redefine schemaLocation="…">`. */
function referencesOf(schema: Schema): Reference[] {
  return elementsOf(schema.element).flatMap((element) => {
    if (element.name === "include" || element.name === "redefine") {
      return referencesTo("schemaLocation", element, schema);
    }
    // An import without location refers to another schema of the contract.
    const location = element.name === "import" ? (attributeOf(element, "schemaLocation")?.trim() ?? "") : "";
    return location === "" || BUILT_IN.has(attributeOf(element, "namespace") ?? "")
      ? []
      : referencesTo("schemaLocation", element, schema);
  });
}

/** Namespaces whose schemas are part of the generator. A contract's copies of them are not read. */
const BUILT_IN: ReadonlySet<string> = new Set([XSD, XSI, WSDL, SOAP_ENCODING, SOAP12_ENCODING]);

/** The document that an attribute refers to; none without the attribute. */
function referencesTo(attribute: string, element: XmlElement, from: Definitions | Schema): Reference[] {
  const location = attributeOf(element, attribute)?.trim();
  if (location === undefined) {
    warn(from, element, `has no attribute "${attribute}", and brings nothing`, "it is required");
    return [];
  }
  refuseIfTooLong(from, element, "a location", location);
  if (!URL.canParse(location, from.document.url)) {
    refuse(from, element, "has a location that is no URL");
  }
  const url = new URL(location, from.document.url);
  url.hash = "";
  return [{ url: canonicalUrl(url.href), element, from }];
}

function inlineSchemas({ document, element }: Definitions): Schema[] {
  return elementsOf(element)
    .filter((child) => isElement(child, WSDL, "types"))
    .flatMap(elementsOf)
    .filter((child) => isElement(child, XSD, "schema"))
    .map((schema) => schemaOf(document, schema));
}

/** @param includedBy the namespace of the including schema, which a chameleon takes over. */
function schemaOf(document: SourceDocument, element: XmlElement, includedBy = ""): Schema {
  const own = checkedNamespace({ document }, element, attributeOf(element, "targetNamespace")?.trim() ?? "");
  return { document, element, targetNamespace: own || includedBy, defaultNamespace: own === "" ? includedBy : "" };
}

async function loadReferenced({ url, element, from }: Reference, main: string, load: Load): Promise<SourceDocument> {
  const bytes = await load(url).catch((reason: unknown) => {
    const namespace = attributeOf(element, "namespace");
    const what = namespace === undefined ? "" : `of the namespace ${namespace} `;
    return refuse(from, element, `${what}cannot be read: ${reasonOf(reason)}`);
  });
  return parseDocument(url, documentName(publicAddress(url), main), bytes, from.document.diagnostics);
}

function definitionsOf(document: SourceDocument): Definitions {
  const { root } = document;
  if (!isElement(root, WSDL, "definitions")) {
    const version = root.namespace === WSDL_2 ? "; this is WSDL 2.0" : "";
    refuse({ document }, root, "is not the start of a WSDL", `expected <definitions> of ${WSDL}${version}`);
  }
  const targetNamespace = checkedNamespace({ document }, root, attributeOf(root, "targetNamespace")?.trim() ?? "");
  return { document, element: root, targetNamespace };
}

/** XML Schema Part 1 §4.2: an included schema has the same target namespace or none, an imported one that of the `import`. */
function referencedSchema({ element, from }: Reference, document: SourceDocument): Schema {
  const isIncluded = element.namespace === XSD && element.name !== "import";
  const schema = schemaOf(document, document.root, isIncluded ? from.targetNamespace : "");
  const declared = element.namespace === XSD ? attributeOf(element, "namespace") : undefined;
  const expected = isIncluded ? from.targetNamespace : declared;
  if (expected !== undefined && schema.targetNamespace !== expected) {
    const found = schema.targetNamespace === "" ? "no namespace" : `the namespace ${schema.targetNamespace}`;
    warn(from, element, `leads to a schema of ${found}`, `expected ${expected || "none"}`);
  }
  return schema;
}

/** One form for all spellings of a URL (RFC 3986 §6.2.2). In the URL of a file, several slashes in a row are one. */
function canonicalUrl(text: string): string {
  const url = new URL(text);
  const path = url.pathname.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase();
  });
  url.pathname = url.protocol === "file:" ? path.replace(/\/{2,}/g, "/") : path;
  return url.href;
}

function isElement(element: XmlElement, namespace: string, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

/** Path of a document, relative to the folder of the WSDL. */
function documentName(url: string, main: string): string {
  const [document, base] = [new URL(url), new URL(main)];
  return document.protocol === base.protocol && document.host === base.host
    ? decoded(posix.relative(posix.dirname(base.pathname), document.pathname) + document.search)
    : url;
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    // The escaped bytes are not UTF-8.
    return path;
  }
}
