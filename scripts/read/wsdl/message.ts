import { MIME_BINDING, WSDL } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { listed } from "../../contract/prose.js";
import type { Diagnostic, HeaderPart, Message, Part, QName } from "../../contract/service-model.js";
import { SOAP_BINDINGS } from "../../contract/soap-bindings.js";
import { checkGrammar } from "../source/check-grammar.js";
import { documented } from "../source/documentation.js";
import {
  choiceAttribute,
  definedName,
  readQName,
  refuse,
  requiredAttribute,
  type Source,
  warn,
} from "../source/source-document.js";
import { documentedReference, resolveDeclaration, resolveTypeName } from "../xsd/declaration-table.js";
import { type Definition, type DefinitionScope, resolveDefinition } from "./definition-table.js";

/**
 * Reads an input or output of an operation: its message, and which parts are in the SOAP body and which are headers
 * (WSDL 1.1 §3.5, §3.7).
 *
 * @param declared the `<wsdl:input>` or `<wsdl:output>` of the port type, in `scope`.
 * @param bound that of the binding, in `bindingScope`.
 */
export function readMessage(
  name: string,
  declared: XmlElement,
  scope: DefinitionScope,
  bound: XmlElement | undefined,
  bindingScope: DefinitionScope,
  { subject, onLeftOut }: LeaveOut,
): Message {
  refuseTooManyParts(0, declared, scope);
  const message = messageOf(declared, scope);
  const attachments = new Set(attachedParts(bound));
  refuseTooManyParts(attachments.size, declared, scope);
  // Parts of the message that are attachments or headers.
  const elsewhere = new Set(attachments);
  const headers = soapElements(bound, "header")
    .map((header) => {
      const part = attributeOf(header, "part") ?? "";
      const read = () => {
        if (expandedName(messageOf(header, bindingScope).name) === expandedName(message.name)) {
          elsewhere.add(part);
        }
        return readHeader(header, bindingScope);
      };
      return scope.document.diagnostics.attempt(`header ${part} of ${subject}`, read, onLeftOut);
    })
    .filter((header) => header !== undefined);
  refuseTooManyParts(headers.length, declared, scope);
  const [body, another] = soapElements(bound, "body");
  if (another !== undefined) {
    refuse(bindingScope, another, "is a second one", "expected one soap:body");
  }
  const named = body && attributeOf(body, "parts");
  const parts =
    body === undefined || named === undefined
      ? [...message.parts].filter(([part]) => !elsewhere.has(part)).map(([, element]) => element)
      : words(named).map((part) => partNamed(part, message, body, bindingScope));
  refuseTooManyParts(parts.length, declared, scope);
  const namespace = body && attributeOf(body, "namespace");
  const encodingStyle = body && attributeOf(body, "encodingStyle");
  return {
    name,
    message: message.name,
    ...documentedReference(scope, declared, message.element, bound),
    body: parts.map((part) => readPart(part, message.scope)),
    use: readUse(body, bindingScope),
    ...(namespace !== undefined && { namespace }),
    ...(encodingStyle !== undefined && { encodingStyle }),
    headers,
    ...(attachments.size > 0 && { attachments: [...attachments] }),
  };
}

/** Of all operations of all ports together, ten times the number in large contracts. Operations may share a large message. */
const MAX_PARTS = 200_000;

/** Refuses an operation with too many parts, headers and faults, or any operation once there are too many. */
export function refuseTooManyParts(count: number, element: XmlElement, scope: DefinitionScope): void {
  if (scope.declarations.count("parts", count) > MAX_PARTS) {
    const found = `and others have more than ${MAX_PARTS} parts, headers and faults, once for each operation and port`;
    refuse(scope, element, found, "expected fewer");
  }
}

/** How to report the parts that are left out of an operation. */
export interface LeaveOut {
  /** The title of the operation. */
  readonly subject: string;
  readonly onLeftOut: (diagnostic: Diagnostic) => void;
}

/** Reads `<soap:header message="tns:Session" part="session" use="literal"/>` */
function readHeader(element: XmlElement, scope: DefinitionScope): HeaderPart {
  const message = messageOf(element, scope);
  const part = partNamed(requiredAttribute(scope, element, "part"), message, element, scope);
  const faults = elementsOf(element).filter(({ name }) => name === "headerfault");
  refuseTooManyParts(faults.length, element, scope);
  assumeElementOf(part, message.scope);
  return {
    part: readPart(part, message.scope),
    message: message.name,
    use: readUse(element, scope),
    ...(faults.length > 0 && { faults: faults.map((fault) => readHeader(fault, scope)) }),
  };
}

/** Allows a header any content if no schema declares it. The schemas of WS-Security and the like are often left out. */
function assumeElementOf(part: XmlElement, scope: DefinitionScope): void {
  const element = attributeOf(part, "element");
  const name = element === undefined ? undefined : readQName(scope, part, element);
  if (name !== undefined && scope.declarations.find("element", name) === undefined) {
    const found = `refers to the element ${expandedName(name)}, which is not defined`;
    warn(scope, part, found, "as a header, it is given any content");
    scope.declarations.assumeElement(name, scope, part);
  }
}

/** A `<wsdl:message>`. Its parts are elements, because only those that are bound have to be readable. */
interface ReadMessage {
  readonly name: QName;
  readonly element: XmlElement;
  readonly parts: ReadonlyMap<string, XmlElement>;
  readonly scope: DefinitionScope;
}

/** The message that the attribute `message` of an element refers to. */
export function messageOf(referring: XmlElement, referringScope: DefinitionScope): ReadMessage {
  const definition = resolveDefinition("message", "message", referring, referringScope);
  const known = messages.get(definition) ?? resultOf(() => readParts(definition));
  messages.set(definition, known);
  return known();
}

/** Each message is read once: many operations and headers may refer to one that has many parts. */
const messages = new WeakMap<Definition, () => ReadMessage>();

/** Returns or throws what a function did. */
function resultOf<T>(run: () => T): () => T {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function readParts({ name, element, scope }: Definition): ReadMessage {
  checkGrammar(scope, element);
  const parts = new Map<string, XmlElement>();
  for (const part of wsdlElements(element, "part")) {
    const partName = definedName(scope, part);
    if (parts.has(partName)) {
      refuse(scope, part, "has the name of another part", "expected parts of different names");
    }
    parts.set(partName, part);
  }
  return { name, element, parts, scope };
}

/** Reads `<wsdl:part name="parameters" element="tns:DeleteFolder"/>`, or a part with a `type`. */
export function readPart(part: XmlElement, scope: DefinitionScope): Part {
  const name = definedName(scope, part);
  const [element, type] = [attributeOf(part, "element"), attributeOf(part, "type")];
  if (element !== undefined && type === undefined) {
    return { name, ...documented(part), element: resolveDeclaration("element", element, part, scope).name };
  }
  if (type !== undefined && element === undefined) {
    return { name, ...documented(part), type: resolveTypeName(type, part, scope).name };
  }
  refuse(scope, part, "has neither element nor type, or both", "expected one of them");
}

function partNamed(
  name: string,
  { name: message, parts }: ReadMessage,
  element: XmlElement,
  scope: Source,
): XmlElement {
  const known = () => listed([...parts.keys()]) || "none";
  return (
    parts.get(name) ??
    refuse(scope, element, `names the part "${name}" of the message ${expandedName(message)}`, `it has ${known()}`)
  );
}

export function readUse(element: XmlElement | undefined, scope: Source): "literal" | "encoded" {
  return (element && choiceAttribute(scope, element, "use", ["literal", "encoded"])) ?? "literal";
}

/** The parts that `<mime:content part="image"/>` sends outside the envelope: WSDL 1.1 §5. */
function attachedParts(parent: XmlElement | undefined): string[] {
  return (parent === undefined ? [] : elementsOf(parent))
    .filter(({ namespace }) => namespace === MIME_BINDING)
    .flatMap((child) => [...words(attributeOf(child, "part") ?? ""), ...attachedParts(child)]);
}

/** Elements of the SOAP binding, also those inside `<mime:multipartRelated>`. */
export function soapElements(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent === undefined ? [] : elementsOf(parent)).flatMap((child) => {
    if (child.namespace === MIME_BINDING) {
      return soapElements(child, name);
    }
    return SOAP_BINDINGS.has(child.namespace) && child.name === name ? [child] : [];
  });
}

export function wsdlElements(parent: XmlElement, name: string): XmlElement[] {
  return elementsOf(parent).filter((child) => child.namespace === WSDL && child.name === name);
}

function words(value: string): string[] {
  return value.split(/\s+/).filter((word) => word !== "");
}
