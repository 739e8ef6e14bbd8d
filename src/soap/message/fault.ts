import type { FaultReason, SoapFault } from "../errors.js";
import { copyOf } from "../xml/copy-of-text.js";
import { SOAP_11, SOAP_12, XML } from "../xml/namespaces.js";
import { attributeOf, elementsOf, isBlank, textOf, type XmlElement } from "../xml/xml-element.js";

/** Whether an element of a body is a fault. Its version may differ from that of the envelope. */
export function isFault({ name, namespace }: XmlElement): boolean {
  return name === "Fault" && (namespace === SOAP_11 || namespace === SOAP_12);
}

/**
 * Reads a fault of either version, without its detail. Any part may be missing or malformed. Some servers put the parts of
 * one version into a fault or an envelope of the other. The texts are copies: an error that is kept does not keep the response.
 *
 * ```xml
 * <Fault><faultcode>soap:Client</faultcode><faultstring>…</faultstring><faultactor/><detail/></Fault>
 * <Fault><Code><Value>soap:Sender</Value><Subcode>…</Subcode></Code><Reason><Text xml:lang="en">…</Text></Reason>…</Fault>
 * ```
 */
export function readFault(fault: XmlElement): SoapFault {
  const is12 = fault.namespace === SOAP_12;
  const reasons = either(is12, reasons12(fault), reasons11(fault));
  const codes = either(is12, codes12(child(fault, "Code")), codes11(fault));
  const actor = child(fault, "faultactor") ?? child(fault, "Role") ?? child(fault, "Node");
  return {
    faultCode: codes[0] ?? "",
    faultSubcodes: codes.slice(1),
    reason: reasons[0]?.text ?? "",
    reasons,
    actor: actor && copyOf(textOf(actor).trim()),
  };
}

/** The element of a fault in which the service adds details. */
export function detailOf(fault: XmlElement): XmlElement | undefined {
  const [own, other] = fault.namespace === SOAP_12 ? ["Detail", "detail"] : ["detail", "Detail"];
  return child(fault, own) ?? child(fault, other);
}

/** The parts in the form of the fault's own version; without any, those in the form of the other. */
function either<T>(is12: boolean, in12: readonly T[], in11: readonly T[]): readonly T[] {
  const [own, other] = is12 ? [in12, in11] : [in11, in12];
  return own.length > 0 ? own : other;
}

/**
 * Whether the fault has SOAP's code for a message that was wrong, and was not processed: `Client` or `Sender`. There must be
 * exactly one code, in SOAP's namespace: in another namespace `Client` may mean anything.
 */
export function blamesSender(fault: XmlElement): boolean {
  const is12 = fault.namespace === SOAP_12;
  const inFault = elementsOf(fault).filter(({ name }) => name === (is12 ? "Code" : "faultcode"));
  const codes = is12 && inFault.length === 1 ? inFault.flatMap(valuesOf) : inFault;
  const blame = is12 ? /^Sender$/ : /^Client(?:\.|$)/;
  const [code] = codes;
  if (code === undefined || codes.length > 1) {
    return false;
  }
  const value = textOf(code).trim();
  const colon = value.lastIndexOf(":");
  const prefix = value.slice(0, Math.max(colon, 0));
  return blame.test(afterColon(value)) && code.prefixes?.get(prefix) === fault.namespace;
}

/**
 * Whether the fault has one detail, and that is empty. ASP.NET, infoRouter's server, writes it so, and has a code of its own for an
 * operation that failed midway. Others blame the sender for that too: SoapCore, WCF for a `FaultException` without a code, IBM
 * DataPower. They leave the detail out, or fill it.
 */
export function hasEmptyDetail(fault: XmlElement): boolean {
  const [detail, ...others] = elementsOf(fault).filter(({ name }) => name === "detail" || name === "Detail");
  const isEmpty = detail?.children.every((node) => typeof node === "string" && isBlank(node));
  return isEmpty === true && others.length === 0;
}

function valuesOf(code: XmlElement): readonly XmlElement[] {
  return elementsOf(code).filter(({ name }) => name === "Value");
}

/** Maximum number of a code and its subcodes in SOAP 1.1. SOAP 1.2 nests them, so that the depth of XML limits them. */
const MOST_CODES = 64;

function codes11(fault: XmlElement): string[] {
  const code = child(fault, "faultcode");
  // SOAP 1.1 §4.4.1: a dot makes a code more specific, as in `Client.Authentication`.
  return code === undefined ? [] : localName(textOf(code)).split(".", MOST_CODES);
}

function codes12(code: XmlElement | undefined): string[] {
  const codes: string[] = [];
  for (let level = code; level !== undefined; level = child(level, "Subcode")) {
    const value = child(level, "Value");
    codes.push(value === undefined ? "" : localName(textOf(value)));
  }
  return codes;
}

function reasons11(fault: XmlElement): FaultReason[] {
  const reason = child(fault, "faultstring");
  return reason === undefined ? [] : [{ language: language(reason), text: copyOf(textOf(reason)) }];
}

/** Maximum number of reasons in SOAP 1.2, each in a language of its own (§5.4.2). */
const MOST_REASONS = 64;

function reasons12(fault: XmlElement): FaultReason[] {
  const texts = elementsOf(child(fault, "Reason") ?? fault).filter(({ name }) => name === "Text");
  return texts.slice(0, MOST_REASONS).map((text) => ({ language: language(text), text: copyOf(textOf(text)) }));
}

function language(element: XmlElement): string {
  return copyOf(attributeOf(element, "lang", XML) ?? "");
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  // Not by `elementsOf`: a fault of many elements would be copied for each of its parts.
  return element.children.find((node): node is XmlElement => typeof node !== "string" && node.name === name);
}

function localName(qualifiedName: string): string {
  return copyOf(afterColon(qualifiedName.trim()));
}

/** After the last colon: a text may have many. */
function afterColon(text: string): string {
  return text.slice(text.lastIndexOf(":") + 1);
}
