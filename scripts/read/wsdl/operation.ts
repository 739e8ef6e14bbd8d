import { attributeOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { operationTitle } from "../../contract/diagnostics.js";
import { groupBy } from "../../contract/group-by.js";
import { listed } from "../../contract/prose.js";
import type { Diagnostic, Fault, Message, Operation } from "../../contract/service-model.js";
import { checkGrammar } from "../source/check-grammar.js";
import { documented } from "../source/documentation.js";
import { haveSameMeaning } from "../source/same-meaning.js";
import { choiceAttribute, definedName, positionOf, refuse, warn } from "../source/source-document.js";
import { documentedReference } from "../xsd/declaration-table.js";
import type { Definition, DefinitionScope } from "./definition-table.js";
import {
  type LeaveOut,
  messageOf,
  readMessage,
  readPart,
  readUse,
  refuseTooManyParts,
  soapElements,
  wsdlElements,
} from "./message.js";

/** An operation of a port type, with the operation of a binding that binds it. */
export interface BoundOperation {
  /** `<wsdl:operation>` of the port type. */
  readonly declared: XmlElement;
  readonly portType: Definition;
  /** `<wsdl:operation>` of the binding. */
  readonly bound: XmlElement;
  /** Further operations of the binding that bind the same one. */
  readonly others: readonly XmlElement[];
  readonly binding: Definition;
}

/**
 * Reads an operation of a SOAP binding: WSDL 1.1 §2.4 and §3.
 *
 * @param style the default, which the binding declares.
 */
export function readOperation(operation: BoundOperation, style: Operation["style"]): Operation {
  const { declared, portType, bound, binding } = operation;
  checkGrammar(portType.scope, declared);
  checkGrammar(binding.scope, bound);
  const leftOut: Diagnostic[] = [];
  const leaveOut = { subject: titleOf(operation), onLeftOut: (diagnostic: Diagnostic) => leftOut.push(diagnostic) };
  const [soapOperation] = soapElements(bound, "operation");
  const output = readDirection("output", operation, leaveOut);
  return {
    name: definedName(operation.portType.scope, declared),
    ...documented(declared, bound),
    style: (soapOperation && choiceAttribute(binding.scope, soapOperation, "style", ["document", "rpc"])) ?? style,
    soapAction: (soapOperation && attributeOf(soapOperation, "soapAction")) ?? "",
    input: readDirection("input", operation, leaveOut) ?? emptyMessage(messageName(declared, "input")),
    ...(output && { output }),
    faults: readFaults(operation, leaveOut),
    ...(leftOut.length > 0 && { leftOut }),
    at: positionOf(portType.scope, declared),
  };
}

/** `operation Ask of port type Questions`. */
export function titleOf({ declared, portType }: Pick<BoundOperation, "declared" | "portType">): string {
  return operationTitle(attributeOf(declared, "name")?.trim() ?? "", portType.name);
}

/** Reads the name of an operation of an HTTP binding. No code is generated for it. */
export function readHttpOperation({ declared, portType }: BoundOperation): Operation {
  return {
    name: definedName(portType.scope, declared),
    ...documented(declared),
    style: "document",
    soapAction: "",
    input: emptyMessage(messageName(declared, "input")),
    faults: [],
    at: positionOf(portType.scope, declared),
  };
}

/** The input of a notification (WSDL 1.1 §2.4.4: output only) or of an HTTP binding. */
function emptyMessage(name: string): Message {
  return { name, body: [], use: "literal", headers: [] };
}

/** The name of an operation's input or output, or WSDL 1.1 §2.4.5's default. It distinguishes overloads. */
export function messageName(operation: XmlElement, direction: "input" | "output"): string {
  const [message] = wsdlElements(operation, direction);
  const isOnly = wsdlElements(operation, direction === "input" ? "output" : "input").length === 0;
  const suffix = direction === "input" ? "Request" : "Response";
  const name = attributeOf(operation, "name")?.trim() ?? "";
  return (message && attributeOf(message, "name")?.trim()) ?? (isOnly ? name : name + suffix);
}

function readDirection(
  direction: "input" | "output",
  operation: BoundOperation,
  leaveOut: LeaveOut,
): Message | undefined {
  const { declared, portType, bound, binding } = operation;
  const [message, ...others] = wsdlElements(declared, direction);
  if (others.length > 0) {
    refuse(portType.scope, declared, `has more than one ${direction}`, "expected at most one");
  }
  const [wire] = wsdlElements(bound, direction);
  const name = messageName(declared, direction);
  return message && readMessage(name, message, portType.scope, wire, binding.scope, leaveOut);
}

/** Reads the faults of the port type, with the encoding that the binding declares: WSDL 1.1 §3.6. */
function readFaults({ declared, portType, bound, binding }: BoundOperation, leaveOut: LeaveOut): Fault[] {
  const faults = groupBy(wsdlElements(declared, "fault"), (fault) => attributeOf(fault, "name")?.trim() ?? "");
  refuseTooManyParts(faults.size, declared, portType.scope);
  const wires = groupBy(wsdlElements(bound, "fault"), (wire) => attributeOf(wire, "name")?.trim() ?? "");
  for (const [name, [wire]] of wires) {
    if (wire !== undefined && !faults.has(name)) {
      const known = faults.size === 0 ? "none" : listed([...faults.keys()]);
      warn(binding.scope, wire, "is no fault of the operation in the port type, and is ignored", `it has ${known}`);
    }
  }
  return [...faults]
    .map(([name, [fault, another]]) =>
      portType.scope.document.diagnostics.attempt(
        `fault ${name} of ${leaveOut.subject}`,
        () => fault && readFault(fault, another, wires.get(name)?.[0], portType.scope, binding.scope),
        leaveOut.onLeftOut,
      ),
    )
    .filter((fault) => fault !== undefined);
}

/** @param another a second fault of the same name. */
function readFault(
  fault: XmlElement,
  another: XmlElement | undefined,
  wire: XmlElement | undefined,
  scope: DefinitionScope,
  bindingScope: DefinitionScope,
): Fault {
  const name = definedName(scope, fault);
  if (another !== undefined) {
    const expected = "expected faults of different names";
    if (!haveSameMeaning({ element: fault, scope }, { element: another, scope })) {
      refuse(scope, another, "has the name of another fault", expected);
    }
    warn(scope, another, "has the name and the meaning of another fault, and is ignored", expected);
  }
  const message = messageOf(fault, scope);
  const [part, ...others] = message.parts.values();
  if (part === undefined || others.length > 0) {
    refuse(scope, fault, `has a message of ${message.parts.size} parts`, "the message of a fault has one part");
  }
  const [soapFault] = soapElements(wire, "fault");
  const use = readUse(soapFault, bindingScope);
  return {
    name,
    ...documentedReference(scope, fault, message.element, wire),
    use,
    part: readPart(part, message.scope),
  };
}
