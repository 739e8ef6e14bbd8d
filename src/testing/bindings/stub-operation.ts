import { TICKET } from "../../operations.js";
import { bodyOf, decodeRequest, encodeResponse } from "../../soap/message/messages.js";
import type { MemberDescriptor, Name } from "../../soap/schema/member.js";
import type { Operation } from "../../soap/schema/operation.js";
import { membersOf, typeOf } from "../../soap/schema/type-descriptor.js";
import { writeXml } from "../../soap/xml/write-xml.js";
import { attributeOf, elementsOf, textOf, type XmlElement, type XmlNode } from "../../soap/xml/xml-element.js";
import type { Argument } from "../service/operations.js";
import { soapException } from "./dotnet-exception.js";

/** The operation of a stub that was given to `answer`. */
export type StubOperation = Operation<object, object>;

/** The result of an operation: the infoRouter element, or a value of the type that the contract declares. */
export type StubResult = { readonly element: XmlElement } | { readonly value: unknown };

export interface StubRequest {
  readonly ticket: string | undefined;
  /** The request as its stub takes it, without the ticket. */
  readonly request: object;
  /** The texts of its child elements, by the contract's names. */
  readonly values: Readonly<Record<string, Argument>>;
}

/** The form that the contract declares for a result. `any` is an element of any name; `declared` is a complex type. */
type ResultForm = "any" | "declared" | "text" | "bytes" | "simple" | "none";

/** The name of the request element. */
export function inputName({ input }: StubOperation): Name {
  return bodyOf(input).name;
}

/** @throws {SchemaError} The element does not match the contract. */
export function readStubRequest(operation: StubOperation, element: XmlElement | undefined): StubRequest {
  const decoded = decodeRequest(operation, element === undefined ? [] : [element], []);
  const hasHeaders = "body" in operation.input;
  const { [TICKET]: ticket, ...others }: { [TICKET]?: unknown } = hasHeaders ? Reflect.get(decoded, "body") : decoded;
  const children = element === undefined ? [] : elementsOf(element);
  return {
    ticket: typeof ticket === "string" ? ticket : undefined,
    request: hasHeaders ? { ...decoded, body: others } : others,
    values: Object.fromEntries(children.map((child) => [child.name, textOf(child)])),
  };
}

/**
 * Writes the content of the Body.
 *
 * @throws {SchemaError | XmlWriteError} The result does not match the contract.
 * @throws {DotNetException} The contract declares no place for the infoRouter element.
 */
export function writeStubResponse(operation: StubOperation, result: StubResult): string {
  const response = responseOf(operation);
  const [[property, member] = []] = membersOfElement(response);
  if ("value" in result) {
    return encodeResponse(operation, property === undefined ? {} : { [property]: result.value }).body;
  }
  const form = resultForm(operation);
  if (response === undefined || member === undefined || form === "none" || form === "simple") {
    throw soapException(attributeOf(result.element, "error") ?? "The contract declares no element.");
  }
  return writeXml(elementOf(response.name, [inForm(form, member, result.element)]));
}

export function resultForm(operation: StubOperation): ResultForm {
  const [[, member] = []] = membersOfElement(responseOf(operation));
  if (member === undefined) {
    return "none";
  }
  const type = typeOf(member);
  if (type.kind === "simple") {
    return type.name[1] === "string" ? "text" : /^(?:base64|hex)Binary$/.test(type.name[1]) ? "bytes" : "simple";
  }
  const isDeclared =
    type.kind === "complex" && membersOfElement(member).every(([, { kind }]) => !/^(?:any|mixed)$/.test(kind));
  return isDeclared ? "declared" : "any";
}

function responseOf({ output }: StubOperation): MemberDescriptor | undefined {
  return output && bodyOf(output);
}

function membersOfElement(element: MemberDescriptor | undefined): [property: string, MemberDescriptor][] {
  const type = element && typeOf(element);
  return type?.kind === "complex" ? [...membersOf(type)] : [];
}

function inForm(form: "any" | "declared" | "text" | "bytes", member: MemberDescriptor, answer: XmlElement): XmlElement {
  if (form !== "declared") {
    // infoRouter refuses a request for bytes with an empty result.
    const content = { any: [answer], text: [writeXml(answer)], bytes: [] }[form];
    return elementOf(member.name, content);
  }
  const declared = new Set(membersOfElement(member).map(([, { name }]) => name[1]));
  const attributes = answer.attributes.filter(
    ({ name }) => declared.has(name) || !/^(?:success|error|errorCode)$/.test(name),
  );
  const children = answer.children.map((child) => inNamespace(child, member.name[0]));
  return { ...elementOf(member.name, children), attributes };
}

function elementOf([namespace, name]: Name, children: readonly XmlNode[]): XmlElement {
  return { name, namespace, attributes: [], children };
}

function inNamespace(node: XmlNode, namespace: string): XmlNode {
  return typeof node === "string"
    ? node
    : { ...node, namespace, children: node.children.map((child) => inNamespace(child, namespace)) };
}
