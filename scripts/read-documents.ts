import { posix } from "node:path";
import { attributeOf, elementsOf, type XmlElement } from "../src/soap/xml-element.js";
import { checkGrammar } from "./check-grammar.js";
import { reasonOf } from "./error-reason.js";
import { KNOWN_SCHEMAS } from "./known-schemas.js";
import {
  parseDocument,
  refuse,
  requiredAttribute,
  type Source,
  type SourceDocument,
  WSDL,
  XSD,
} from "./source-document.js";

/** Gives the bytes of a document, or rejects with the reason why not. */
export type Load = (url: string) => Promise<Uint8Array>;

export interface Documents {
  /** The WSDL first, then those that it imports. */
  readonly definitions: readonly [Definitions, ...Definitions[]];
  readonly schemas: readonly Schema[];
}

/** A `wsdl:definitions`. */
export interface Definitions extends Source {
  readonly element: XmlElement;
  readonly targetNamespace: string;
}

/** An `xs:schema`, be it a document of its own or inside `wsdl:types`. */
export interface Schema extends Source {
  readonly element: XmlElement;
  /** Its own, or, for a chameleon, that of the schema that includes it. */
  readonly targetNamespace: string;
  /** Namespace of a name without prefix where no default namespace is declared: in a chameleon, the target namespace. */
  readonly defaultNamespace: string;
}

/**
 * Reads a WSDL and all documents that it imports, includes and redefines, in the order in which they are mentioned; a
 * document that is mentioned twice, once. Schemas of namespaces that are known anyway are not loaded.
 */
export async function readDocuments(url: string, load: Load): Promise<Documents> {
  const main = definitionsOf(parseDocument(url, documentName(url, url), await load(url)));
  const documents = new Map([[url, main.document]]);
  const definitions = new Map([[url, main]]);
  const schemas = new Map<string, Schema>();
  const references: Reference[] = [];

  const addDefinitions = (added: Definitions): void => {
    definitions.set(added.document.url, added);
    references.push(...importsOf(added));
    for (const element of inlineSchemas(added)) {
      addSchema({ document: added.document, element, ...namespacesOf(element) });
    }
  };
  const addSchema = (added: Schema): void => {
    const key = `${added.document.url} ${added.element.offset} ${added.targetNamespace}`;
    if (!schemas.has(key)) {
      schemas.set(key, added);
      references.push(...referencesOf(added));
    }
  };

  addDefinitions(main);
  // The list grows while it is read.
  for (const reference of references) {
    const document = documents.get(reference.url) ?? (await loadReferenced(reference, url, load));
    documents.set(reference.url, document);
    if (isElement(document.root, XSD, "schema")) {
      addSchema(referencedSchema(reference, document));
    } else if (reference.element.namespace === XSD) {
      refuse(
        reference.from,
        reference.element,
        `leads to <${document.root.name}>`,
        "expected a <schema> of XML Schema",
      );
    } else if (!definitions.has(document.url)) {
      addDefinitions(definitionsOf(document));
    }
  }
  return { definitions: [main, ...[...definitions.values()].slice(1)], schemas: [...schemas.values()] };
}

/** A document that another one asks for. */
interface Reference {
  readonly url: string;
  /** The `import`, `include` or `redefine`, and what it stands in. */
  readonly element: XmlElement;
  readonly from: Definitions | Schema;
}

/**
 * `<wsdl:import namespace="…" location="…"/>`: WSDL 1.1 §2.1.1. Schemas are imported so, too. What it says of the namespace
 * is often wrong and never needed: the document that is imported says its own.
 */
function importsOf(definitions: Definitions): Reference[] {
  return elementsOf(definitions.element)
    .filter((child) => isElement(child, WSDL, "import"))
    .map((element) => referenceTo(requiredAttribute(definitions, element, "location"), element, definitions));
}

/** `<xs:import namespace="…" schemaLocation="…"/>`, `<xs:include schemaLocation="…"/>`, `<xs:redefine schemaLocation="…">`. */
function referencesOf(schema: Schema): Reference[] {
  return elementsOf(schema.element).flatMap((element) => {
    if (element.name === "include" || element.name === "redefine") {
      return [referenceTo(requiredAttribute(schema, element, "schemaLocation"), element, schema)];
    }
    // Without a location, the namespace is that of another schema here, or nothing refers to it.
    const location = element.name === "import" ? attributeOf(element, "schemaLocation")?.trim() : undefined;
    return location === undefined || location === "" || KNOWN_SCHEMAS.has(attributeOf(element, "namespace") ?? "")
      ? []
      : [referenceTo(location, element, schema)];
  });
}

function referenceTo(location: string, element: XmlElement, from: Definitions | Schema): Reference {
  if (!URL.canParse(location.trim(), from.document.url)) {
    refuse(from, element, "has a location that is no URL");
  }
  const url = new URL(location.trim(), from.document.url);
  url.hash = "";
  return { url: url.href, element, from };
}

function inlineSchemas(definitions: Definitions): XmlElement[] {
  return elementsOf(definitions.element)
    .filter((child) => isElement(child, WSDL, "types"))
    .flatMap(elementsOf)
    .filter((child) => isElement(child, XSD, "schema"));
}

async function loadReferenced({ url, element, from }: Reference, main: string, load: Load): Promise<SourceDocument> {
  const bytes = await load(url).catch((reason: unknown) => {
    const namespace = attributeOf(element, "namespace");
    const what = namespace === undefined ? "" : `of the namespace ${namespace} `;
    return refuse(from, element, `${what}cannot be read: ${reasonOf(reason)}`);
  });
  const document = parseDocument(url, documentName(url, main), bytes);
  const { root } = document;
  if (isElement(root, XSD, "schema")) {
    checkGrammar({ document }, root);
  }
  return document;
}

function definitionsOf(document: SourceDocument): Definitions {
  const { root } = document;
  if (!isElement(root, WSDL, "definitions")) {
    const version = root.namespace === "http://www.w3.org/ns/wsdl" ? "; this is WSDL 2.0" : "";
    refuse({ document }, root, "is not the start of a WSDL", `expected <definitions> of ${WSDL}${version}`);
  }
  checkGrammar({ document }, root);
  return { document, element: root, targetNamespace: attributeOf(root, "targetNamespace") ?? "" };
}

/** XML Schema Part 1 §4.2: a schema that is included has the same target namespace or none, one that is imported the one said. */
function referencedSchema({ element, from }: Reference, document: SourceDocument): Schema {
  const own = namespacesOf(document.root);
  const source = { document, element: document.root };
  if (element.namespace === XSD && element.name !== "import") {
    const { targetNamespace } = from;
    if (own.targetNamespace !== "" && own.targetNamespace !== targetNamespace) {
      refuse(from, element, `leads to a schema of the namespace ${own.targetNamespace}`, `expected ${targetNamespace}`);
    }
    return { ...source, targetNamespace, defaultNamespace: own.targetNamespace === "" ? targetNamespace : "" };
  }
  const namespace = attributeOf(element, "namespace");
  if (element.namespace === XSD && namespace !== undefined && namespace !== own.targetNamespace) {
    refuse(from, element, `leads to a schema of ${own.targetNamespace || "no namespace"}`, `expected ${namespace}`);
  }
  return { ...source, ...own };
}

function namespacesOf(schema: XmlElement): { targetNamespace: string; defaultNamespace: string } {
  return { targetNamespace: attributeOf(schema, "targetNamespace")?.trim() ?? "", defaultNamespace: "" };
}

function isElement(element: XmlElement, namespace: string, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

/** Path of a document, relative to the folder of the WSDL. */
function documentName(url: string, main: string): string {
  const [document, base] = [new URL(url), new URL(main)];
  return document.protocol === base.protocol && document.host === base.host
    ? decodeURI(posix.relative(posix.dirname(base.pathname), document.pathname) + document.search)
    : url;
}
