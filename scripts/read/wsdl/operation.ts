import { attributeOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { Fault, Message, Operation } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { choiceAttribute, definedName, positionOf, refuse } from "../source/source-document.js";
import type { Definition } from "./definition-table.js";
import { messageOf, readMessage, readPart, readUse, soapElements, wsdlElements } from "./message.js";

/** An operation of a port type, with the operation of a binding that binds it. */
export interface BoundOperation {
  /** `<wsdl:operation>` of the port type. */
  readonly declared: XmlElement;
  readonly portType: Definition;
  /** `<wsdl:operation>` of the binding. */
  readonly bound: XmlElement;
  readonly binding: Definition;
}

/**
 * Reads an operation of a SOAP binding: WSDL 1.1 §2.4 and §3.
 *
 * @param style the default, which the binding declares.
 */
export function readOperation(operation: BoundOperation, style: Operation["style"]): Operation {
  const { declared, bound, binding } = operation;
  const [soapOperation] = soapElements(bound, "operation");
  const output = readDirection("output", operation);
  return {
    name: definedName(operation.portType.scope, declared),
    ...documented(bound),
    ...documented(declared),
    style: (soapOperation && choiceAttribute(binding.scope, soapOperation, "style", ["document", "rpc"])) ?? style,
    soapAction: (soapOperation && attributeOf(soapOperation, "soapAction")) ?? "",
    input: readDirection("input", operation) ?? emptyMessage(messageName(declared, "input")),
    ...(output && { output }),
    faults: readFaults(operation),
    at: positionOf(operation.portType.scope, declared),
  };
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

function readDirection(direction: "input" | "output", operation: BoundOperation): Message | undefined {
  const { declared, portType, bound, binding } = operation;
  const [message, ...others] = wsdlElements(declared, direction);
  if (others.length > 0) {
    refuse(portType.scope, declared, `has more than one ${direction}`, "expected at most one");
  }
  const [wire] = wsdlElements(bound, direction);
  return message && readMessage(messageName(declared, direction), message, portType.scope, wire, binding.scope);
}

/** Reads the faults of the port type, with the encoding that the binding declares: WSDL 1.1 §3.6. */
function readFaults({ declared, portType, bound, binding }: BoundOperation): Fault[] {
  const faults = new Map<string, XmlElement>();
  for (const fault of wsdlElements(declared, "fault")) {
    const name = definedName(portType.scope, fault);
    if (faults.has(name)) {
      refuse(portType.scope, fault, "has the name of another fault", "expected faults of different names");
    }
    faults.set(name, fault);
  }
  const wires = new Map(wsdlElements(bound, "fault").map((wire) => [definedName(binding.scope, wire), wire]));
  for (const [name, wire] of wires) {
    if (!faults.has(name)) {
      const known = faults.size === 0 ? "none" : [...faults.keys()].join(", ");
      refuse(binding.scope, wire, "is no fault of the operation in the port type", `it has ${known}`);
    }
  }
  return [...faults].map(([name, fault]) => {
    const message = messageOf(fault, portType.scope);
    const [part, ...others] = message.parts.values();
    if (part === undefined || others.length > 0) {
      refuse(
        portType.scope,
        fault,
        `has a message of ${message.parts.size} parts`,
        "the message of a fault has one part",
      );
    }
    const [soapFault] = soapElements(wires.get(name), "fault");
    const use = readUse(soapFault, binding.scope);
    return { name, ...message.documentation, ...documented(fault), use, part: readPart(part, message.scope) };
  });
}
