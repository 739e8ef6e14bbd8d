import { HTTP_BINDING, MIME_BINDING, WSDL, XSD } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { closestName } from "../../contract/closest-name.js";
import { SOAP_BINDINGS } from "../../contract/soap-bindings.js";
import { refuse, refuseContract, type Source, warn } from "./source-document.js";

/**
 * Checks a component and all elements in it. Elements that WSDL 1.1, its SOAP binding and XML Schema 1.0 do not define are
 * refused, so that no part of a contract is ignored silently. The functions that read the elements check their order and
 * number.
 *
 * A mistake on which no message depends is a warning: one in an annotation, an element of another namespace in a schema, an
 * unknown attribute. Extensions of a WSDL are ignored, unless they have `wsdl:required="true"`.
 *
 * @throws {WsdlError} at the first element that is not known.
 */
export function checkGrammar(source: Source, element: XmlElement): void {
  if (FREE_TEXT.has(element.name)) {
    return;
  }
  const rule = ruleOf(source, element);
  if (rule === undefined) {
    checkExtension(source, element);
    return;
  }
  checkAttributes(source, element, rule);
  for (const child of elementsOf(element)) {
    if (!isKnown(child, element, rule)) {
      refuseUnlessHarmless(source, child, element, rule);
    } else {
      checkGrammar(source, child);
    }
  }
}

/**
 * Checks an element that holds components, but not the components: they are checked when they are read. Any other child is
 * left out if it is broken.
 */
export function checkContainer(source: Source, element: XmlElement, components: ReadonlySet<string>): void {
  const rule = ruleOf(source, element);
  if (rule !== undefined) {
    checkAttributes(source, element, rule);
    for (const child of elementsOf(element).filter(({ name }) => !components.has(name))) {
      source.document.diagnostics.attempt(undefined, () => {
        if (!isKnown(child, element, rule)) {
          refuseUnlessHarmless(source, child, element, rule);
        } else if (GRAMMARS.has(child.namespace)) {
          checkGrammar(source, child);
        } else {
          // An extension here applies to all messages, so it cannot be left out.
          checkExtension(source, child, refuseContract);
        }
      });
    }
  }
}

function ruleOf(source: Source, element: XmlElement): Rule | undefined {
  const grammar = GRAMMARS.get(element.namespace);
  return grammar && (grammar.get(element.name) ?? refuseUnknown(source, element, grammar));
}

function refuseUnknown(source: Source, element: XmlElement, grammar: ReadonlyMap<string, Rule>): never {
  const meant = suggestion(element.name, new Set(grammar.keys()));
  refuse(source, element, `is no element of ${element.namespace}`, meant);
}

/** Whether an element may stand in another one. Elements of other namespaces are extensions of a WSDL, but not of a schema. */
function isKnown(child: XmlElement, parent: XmlElement, { children }: Rule): boolean {
  return child.namespace === parent.namespace ? children.has(child.name) : parent.namespace !== XSD;
}

function refuseUnlessHarmless(source: Source, child: XmlElement, parent: XmlElement, { children }: Rule): void {
  const [found, expected] = [`cannot stand in <${parent.name}>`, `it may hold ${namesIn(children)}`];
  const isDocumentation = parent.name === "annotation" || FREE_TEXT.has(child.name) || child.name === "annotation";
  const isForeign = child.namespace !== parent.namespace && !isSchemaElement(child.name);
  if (parent.namespace !== XSD || !(isDocumentation || isForeign)) {
    refuse(source, child, found, suggestion(child.name, children) ?? expected);
  }
  warn(source, child, `${found} and is ignored`, expected);
}

/** An element named like one of XML Schema may have a mistyped namespace, or that of a draft. */
function isSchemaElement(name: string): boolean {
  return GRAMMARS.get(XSD)?.has(name) === true;
}

/** Attributes of other namespaces are extensions. */
function checkAttributes(source: Source, element: XmlElement, { attributes: known }: Rule): void {
  if (known !== undefined) {
    for (const { name } of element.attributes.filter((it) => it.namespace === "" && !known.has(it.name))) {
      const found = `cannot have the attribute "${name}", which is ignored`;
      warn(source, element, found, suggestion(name, known) ?? `it may have ${namesIn(known)}`);
    }
  }
}

function suggestion(name: string, known: ReadonlySet<string>): string | undefined {
  const meant = closestName(name, known);
  return meant && `did you mean "${meant}"?`;
}

/** Elements with any content. */
const FREE_TEXT: ReadonlySet<string> = new Set(["documentation", "appinfo"]);

/**
 * Extensions that are ignored even if they are required. They demand SOAP headers, which the caller sends (a security
 * object, an addressing header), and do not change the typed messages.
 */
const HARMLESS_EXTENSIONS: ReadonlySet<string> = new Set([
  "{http://schemas.xmlsoap.org/ws/2004/09/policy}UsingPolicy",
  "{http://schemas.xmlsoap.org/ws/2004/09/policy}Policy",
  "{http://schemas.xmlsoap.org/ws/2004/09/policy}PolicyReference",
  "{http://www.w3.org/ns/ws-policy}UsingPolicy",
  "{http://www.w3.org/ns/ws-policy}Policy",
  "{http://www.w3.org/ns/ws-policy}PolicyReference",
  "{http://www.w3.org/2005/02/addressing/wsdl}UsingAddressing",
  "{http://www.w3.org/2005/08/addressing/wsdl}UsingAddressing",
  "{http://www.w3.org/2006/02/addressing/wsdl}UsingAddressing",
  "{http://www.w3.org/2006/05/addressing/wsdl}UsingAddressing",
  "{http://www.w3.org/2007/05/addressing/metadata}Addressing",
]);

/** @param refuseIt throws the error of an extension that is required and not known. */
function checkExtension(source: Source, element: XmlElement, refuseIt: typeof refuse = refuse): void {
  if (element.namespace === HTTP_BINDING || element.namespace === MIME_BINDING) {
    for (const child of elementsOf(element)) {
      checkGrammar(source, child);
    }
    return;
  }
  const required = attributeOf(element, "required", WSDL)?.trim();
  if ((required === "true" || required === "1") && !HARMLESS_EXTENSIONS.has(expandedName(element))) {
    refuseIt(
      source,
      element,
      `of ${element.namespace} says wsdl:required="true" and is not understood`,
      "take it out of the document if the messages are the same without it",
    );
  }
}

interface Rule {
  /** Attributes without namespace; undefined where any is allowed. */
  readonly attributes: ReadonlySet<string> | undefined;
  /** Child elements of the same namespace. */
  readonly children: ReadonlySet<string>;
}

type GrammarTable = readonly (readonly [element: string, attributes: string | undefined, children: string])[];

/** Attributes are not listed: those that decide what is sent are required, so a misspelt one is an error anyway. */
const WSDL_GRAMMAR: GrammarTable = [
  ["definitions", undefined, "documentation import types message portType binding service"],
  ["import", undefined, "documentation"],
  ["types", undefined, "documentation"],
  ["message", undefined, "documentation part"],
  ["part", undefined, "documentation"],
  ["portType", undefined, "documentation operation"],
  ["binding", undefined, "documentation operation"],
  ["operation", undefined, "documentation input output fault"],
  ["input", undefined, "documentation"],
  ["output", undefined, "documentation"],
  ["fault", undefined, "documentation"],
  ["service", undefined, "documentation port"],
  ["port", undefined, "documentation"],
];

const SOAP_GRAMMAR: GrammarTable = [
  ["address", "location", ""],
  ["binding", "transport style", ""],
  ["operation", "soapAction style soapActionRequired", ""],
  ["body", "parts use encodingStyle namespace", ""],
  ["fault", "name use encodingStyle namespace", ""],
  ["header", "message part use encodingStyle namespace", "headerfault"],
  ["headerfault", "message part use encodingStyle namespace", ""],
];

const MODEL_GROUPS = "group all choice sequence";
const ATTRIBUTES = "attribute attributeGroup anyAttribute";
const FACETS =
  "enumeration pattern length minLength maxLength minInclusive maxInclusive minExclusive maxExclusive totalDigits fractionDigits whiteSpace";
const COMPONENTS = "simpleType complexType group attributeGroup element attribute notation";

/** All elements may also have an `id` and an `annotation`. */
const XSD_GRAMMAR: GrammarTable = [
  [
    "schema",
    "targetNamespace version finalDefault blockDefault attributeFormDefault elementFormDefault",
    `include import redefine ${COMPONENTS}`,
  ],
  ["include", "schemaLocation", ""],
  ["import", "namespace schemaLocation", ""],
  ["redefine", "schemaLocation", "simpleType complexType group attributeGroup"],
  ["annotation", "", "documentation appinfo"],
  ["notation", "name public system", ""],
  [
    "element",
    "name ref type substitutionGroup nillable default fixed form abstract final block minOccurs maxOccurs",
    "simpleType complexType unique key keyref",
  ],
  ["unique", "name", "selector field"],
  ["key", "name", "selector field"],
  ["keyref", "name refer", "selector field"],
  ["selector", "xpath", ""],
  ["field", "xpath", ""],
  ["complexType", "name mixed abstract final block", `simpleContent complexContent ${MODEL_GROUPS} ${ATTRIBUTES}`],
  ["simpleContent", "", "restriction extension"],
  ["complexContent", "mixed", "restriction extension"],
  ["extension", "base", `${MODEL_GROUPS} ${ATTRIBUTES}`],
  ["restriction", "base", `simpleType ${FACETS} ${MODEL_GROUPS} ${ATTRIBUTES}`],
  ["simpleType", "name final", "restriction list union"],
  ["list", "itemType", "simpleType"],
  ["union", "memberTypes", "simpleType"],
  ["group", "name ref minOccurs maxOccurs", "all choice sequence"],
  ["all", "minOccurs maxOccurs", "element"],
  ["choice", "minOccurs maxOccurs", "element group choice sequence any"],
  ["sequence", "minOccurs maxOccurs", "element group choice sequence any"],
  ["any", "namespace processContents minOccurs maxOccurs", ""],
  ["attribute", "name ref type form use default fixed", "simpleType"],
  ["attributeGroup", "name ref", ATTRIBUTES],
  ["anyAttribute", "namespace processContents", ""],
  ...FACETS.split(" ").map((facet) => [facet, "value fixed", ""] as const),
];

const GRAMMARS: ReadonlyMap<string, ReadonlyMap<string, Rule>> = new Map([
  [WSDL, rules(WSDL_GRAMMAR)],
  [XSD, rules(XSD_GRAMMAR, { attributes: ["id"], children: ["annotation"] })],
  ...[...SOAP_BINDINGS.keys()].map((namespace) => [namespace, rules(SOAP_GRAMMAR)] as const),
]);

function rules(table: GrammarTable, everywhere = { attributes: [""], children: [""] }): ReadonlyMap<string, Rule> {
  return new Map(
    table.map(([element, attributes, children]) => [
      element,
      {
        attributes:
          attributes === undefined ? undefined : new Set([...attributes.split(" "), ...everywhere.attributes]),
        children: new Set([...children.split(" "), ...everywhere.children]),
      },
    ]),
  );
}

function namesIn(names: ReadonlySet<string>): string {
  const known = [...names].filter((name) => name !== "");
  return known.length === 0 ? "none" : known.join(", ");
}
