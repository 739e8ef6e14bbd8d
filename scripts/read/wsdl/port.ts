import { HTTP_BINDING } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { append } from "../../contract/append.js";
import type { Port } from "../../contract/service-model.js";
import { SOAP_BINDINGS } from "../../contract/soap-bindings.js";
import { choiceAttribute, definedName, positionOf, refuse } from "../source/source-document.js";
import { type ContractPart, type ContractScope, resolvePart } from "./definitions.js";
import { soapElements, wsdlElements } from "./message.js";
import { type BoundOperation, messageName, readHttpOperation, readOperation } from "./operation.js";

/** Reads `<wsdl:port name="SrvSoap" binding="tns:SrvSoap">`; undefined where its protocol is none of ours. */
export function readPort(element: XmlElement, scope: ContractScope): Port | undefined {
  const binding = resolvePart("binding", "binding", element, scope);
  const port = readBinding(binding, definedName(scope, element));
  const address = elementsOf(element).find(
    ({ name, namespace }) => name === "address" && (SOAP_BINDINGS.has(namespace) || namespace === HTTP_BINDING),
  );
  const location = address && attributeOf(address, "location");
  return port && { ...port, ...(location !== undefined && { address: location }) };
}

/** Reads `<wsdl:binding name="SrvSoap" type="tns:SrvSoap">` as a port without address. */
export function readBinding(binding: ContractPart, name: string): Port | undefined {
  const protocol = protocolOf(binding);
  if (protocol === undefined) {
    return undefined;
  }
  const { element, scope } = binding;
  const portType = resolvePart("portType", "type", element, scope);
  const [soapBinding] = soapElements(element, "binding");
  const style = (soapBinding && choiceAttribute(scope, soapBinding, "style", ["document", "rpc"])) ?? "document";
  const isSoap = protocol === "soap11" || protocol === "soap12";
  return {
    name,
    binding: binding.name,
    portType: portType.name,
    protocol,
    operations: boundOperations(binding, portType).map((operation) =>
      isSoap ? readOperation(operation, style) : readHttpOperation(operation),
    ),
  };
}

/** By the element that extends the binding: WSDL 1.1 §3.3, §4.4. SOAP over anything but HTTP is none of ours. */
function protocolOf({ element }: ContractPart): Port["protocol"] | undefined {
  for (const child of elementsOf(element).filter(({ name }) => name === "binding")) {
    const soap = SOAP_BINDINGS.get(child.namespace);
    if (soap !== undefined) {
      return /(^|\bhttps?\/?)$/i.test(attributeOf(child, "transport")?.trim() ?? "") ? soap : undefined;
    }
    if (child.namespace === HTTP_BINDING) {
      return HTTP_VERBS.get(attributeOf(child, "verb")?.trim().toUpperCase() ?? "");
    }
  }
  return undefined;
}

const HTTP_VERBS: ReadonlyMap<string, Port["protocol"]> = new Map([
  ["GET", "http-get"],
  ["POST", "http-post"],
]);

/** The operations that a binding binds, with what its port type says of each. */
function boundOperations(binding: ContractPart, portType: ContractPart): BoundOperation[] {
  const declared = new Map<string, XmlElement[]>();
  const byInput = new Map<string, XmlElement[]>();
  for (const operation of wsdlElements(portType.element, "operation")) {
    const name = definedName(portType.scope, operation);
    append(declared, name, operation);
    append(byInput, `${name} ${messageName(operation, "input")}`, operation);
  }
  const seen = new Set<XmlElement>();
  return wsdlElements(binding.element, "operation").map((bound) => {
    const name = definedName(binding.scope, bound);
    const alike = byInput.get(`${name} ${messageName(bound, "input")}`) ?? [];
    const operation = chooseOverload(declared.get(name) ?? [], alike, bound, binding.scope);
    if (operation === undefined) {
      const { document, line } = positionOf(binding.scope, bound);
      refuse(
        portType.scope,
        portType.element,
        `has no operation named "${name}", which ${expandedName(binding.name)} binds at ${document}:${line}`,
        `it has ${[...declared.keys()].join(", ") || "none"}`,
      );
    }
    if (seen.has(operation)) {
      refuse(binding.scope, bound, "is bound a second time", "expected each operation of the port type once");
    }
    seen.add(operation);
    return { declared: operation, portType, bound, binding };
  });
}

/**
 * Operations of one name are told apart by the names of their inputs and outputs: WSDL 1.1 §2.4.5, §2.5.
 *
 * @param alike those of the overloads whose input has the name that the binding says.
 */
function chooseOverload(
  overloads: readonly XmlElement[],
  alike: readonly XmlElement[],
  bound: XmlElement,
  scope: ContractScope,
): XmlElement | undefined {
  if (overloads.length <= 1) {
    return overloads[0];
  }
  const output = messageName(bound, "output");
  const [chosen, ...others] =
    alike.length > 1 ? alike.filter((overload) => messageName(overload, "output") === output) : alike;
  if (chosen === undefined || others.length > 0) {
    const inputs = overloads.map((overload) => messageName(overload, "input")).join(", ");
    refuse(scope, bound, "does not say which overload it binds", `expected <input name="…"> with one of ${inputs}`);
  }
  return chosen;
}
