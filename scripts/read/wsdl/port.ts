import { cached } from "../../../src/soap/schema/lazy.js";
import { HTTP_BINDING } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { append } from "../../contract/append.js";
import { operationTitle } from "../../contract/diagnostics.js";
import { groupBy } from "../../contract/group-by.js";
import { listed } from "../../contract/prose.js";
import type { Port } from "../../contract/service-model.js";
import { SOAP_BINDINGS } from "../../contract/soap-bindings.js";
import { checkContainer, checkGrammar } from "../source/check-grammar.js";
import { publicLocation } from "../source/public-address.js";
import { haveSameMeaning } from "../source/same-meaning.js";
import { choiceAttribute, definedName, positionOf, refuse, sizeOf, warn } from "../source/source-document.js";
import { documentedReference } from "../xsd/declaration-table.js";
import { type Definition, type DefinitionScope, resolveDefinition } from "./definition-table.js";
import { soapElements, wsdlElements } from "./message.js";
import { type BoundOperation, messageName, readHttpOperation, readOperation, titleOf } from "./operation.js";

/** Reads `<wsdl:port name="SrvSoap" binding="tns:SrvSoap">`; undefined if it is neither SOAP over HTTP nor HTTP. */
export function readPort(element: XmlElement, scope: DefinitionScope): Port | undefined {
  checkGrammar(scope, element);
  const binding = resolveDefinition("binding", "binding", element, scope);
  const port = readBinding(binding, definedName(scope, element), element);
  const address = elementsOf(element).find(
    ({ name, namespace }) => name === "address" && (SOAP_BINDINGS.has(namespace) || namespace === HTTP_BINDING),
  );
  const location = address && attributeOf(address, "location");
  return port && { ...port, ...(location !== undefined && { address: publicLocation(location) }) };
}

/** Reads `<wsdl:binding name="SrvSoap" type="tns:SrvSoap">` as a port without address. */
export function readBinding(binding: Definition, name: string, port?: XmlElement): Port | undefined {
  const { element, scope } = binding;
  refuseTooManyOperations(1, binding);
  refuseTooManyElements(element, binding);
  for (const child of elementsOf(element).filter((it) => it.name !== "operation")) {
    checkGrammar(scope, child);
  }
  const protocol = protocolOf(binding);
  if (protocol === undefined) {
    return undefined;
  }
  const portType = resolveDefinition("portType", "type", element, scope);
  refuseTooManyElements(portType.element, binding);
  for (const one of [element, portType.element]) {
    refuseTooManyOperations(wsdlElements(one, "operation").length, binding);
  }
  checkContainer(portType.scope, portType.element, OPERATIONS);
  const [soapBinding] = soapElements(element, "binding");
  const style = (soapBinding && choiceAttribute(scope, soapBinding, "style", ["document", "rpc"])) ?? "document";
  const isSoap = protocol === "soap11" || protocol === "soap12";
  const operations = boundOperations(binding, portType).map((operation) =>
    scope.document.diagnostics.attempt(titleOf(operation), () => {
      refuseOthers(operation);
      return isSoap ? readOperation(operation, style) : readHttpOperation(operation);
    }),
  );
  return {
    name,
    binding: binding.name,
    portType: portType.name,
    ...documentedReference(scope, port ?? element, element, portType.element),
    protocol,
    operations: operations.filter((operation) => operation !== undefined),
  };
}

const OPERATIONS: ReadonlySet<string> = new Set(["operation"]);

/** Of all ports together, ten times the number in large contracts. Each port has the operations of its binding again. */
const MAX_OPERATIONS = 100_000;

/** @param count the operations that are looked at; 1 for the port itself. */
function refuseTooManyOperations(count: number, { element, scope }: Definition): void {
  if (scope.declarations.count("operations", count) > MAX_OPERATIONS) {
    const found = `and others have more than ${MAX_OPERATIONS} operations, once for each port`;
    refuse(scope, element, found, "expected fewer");
  }
}

/** Of all ports together, twenty for each operation. Those that are ignored are looked at too. */
const MAX_ELEMENTS = 2_000_000;

/** @param read a binding or port type, which each port reads again. */
function refuseTooManyElements(read: XmlElement, { element, scope }: Definition): void {
  const size = cached(sizes, read, () => sizeOf(read));
  if (scope.declarations.count("boundElements", size) > MAX_ELEMENTS) {
    const found = `and others have more than ${MAX_ELEMENTS} elements, once for each port`;
    refuse(scope, element, found, "expected fewer");
  }
}

const sizes = new WeakMap<XmlElement, number>();

/** Reads the extension element of the binding: WSDL 1.1 §3.3, §4.4. Undefined for SOAP over anything but HTTP. */
function protocolOf({ element }: Definition): Port["protocol"] | undefined {
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

/** The operations of a binding, each with the operation of the port type that it binds. */
function boundOperations(binding: Definition, portType: Definition): BoundOperation[] {
  const operations = wsdlElements(portType.element, "operation");
  const declared = groupBy(operations, (operation) => attributeOf(operation, "name")?.trim());
  const byInput = groupBy(operations, nameWithInput);
  const bindings = new Map<XmlElement, XmlElement[]>();
  for (const bound of wsdlElements(binding.element, "operation")) {
    const title = operationTitle(attributeOf(bound, "name")?.trim() ?? "", portType.name);
    binding.scope.document.diagnostics.attempt(title, () => {
      const name = definedName(binding.scope, bound);
      const alike = byInput.get(nameWithInput(bound)) ?? [];
      const operation = chooseOverload(declared.get(name) ?? [], alike, bound, binding.scope);
      if (operation === undefined) {
        const { document, line } = positionOf(binding.scope, bound);
        refuse(
          portType.scope,
          portType.element,
          `has no operation named "${name}", which ${expandedName(binding.name)} binds at ${document}:${line}`,
          `it has ${listed([...declared.keys()].map(String)) || "none"}`,
        );
      }
      append(bindings, operation, bound);
    });
  }
  return [...bindings].flatMap(([operation, [bound, ...others]]) =>
    bound === undefined ? [] : [{ declared: operation, portType, bound, others, binding }],
  );
}

/** Warns if a binding binds an operation twice in the same way, and refuses if it does so in different ways. */
function refuseOthers({ bound, others, binding: { scope } }: BoundOperation): void {
  for (const other of others) {
    const expected = "expected each operation of the port type once";
    if (!haveSameMeaning({ element: bound, scope }, { element: other, scope })) {
      refuse(scope, other, "is bound a second time, and differently", expected);
    }
    warn(scope, other, "is bound a second time, with the same meaning", expected);
  }
}

/**
 * Chooses between operations of one name by the names of their inputs and outputs: WSDL 1.1 §2.4.5, §2.5.
 *
 * @param alike the overloads whose input has the name that the binding refers to.
 */
function chooseOverload(
  overloads: readonly XmlElement[],
  alike: readonly XmlElement[],
  bound: XmlElement,
  scope: DefinitionScope,
): XmlElement | undefined {
  if (overloads.length <= 1) {
    return overloads[0];
  }
  const output = messageName(bound, "output");
  const [chosen, ...others] =
    alike.length > 1 ? alike.filter((overload) => messageName(overload, "output") === output) : alike;
  if (chosen === undefined || others.length > 0) {
    const inputs = overloads.map((overload) => messageName(overload, "input"));
    const expected = `expected <input name="…"> with one of ${listed(inputs)}`;
    refuse(scope, bound, "does not say which overload it binds", expected);
  }
  return chosen;
}

function nameWithInput(operation: XmlElement): string {
  return `${attributeOf(operation, "name")?.trim()} ${messageName(operation, "input")}`;
}
