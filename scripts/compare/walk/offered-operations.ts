import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { append } from "../../contract/append.js";
import type { Operation, Port, ServiceModel } from "../../contract/service-model.js";
import { isSoapPort, type SoapProtocol } from "../../contract/soap-bindings.js";

export const PROTOCOL_TITLES: Readonly<Record<SoapProtocol, string>> = { soap11: "SOAP 1.1", soap12: "SOAP 1.2" };

/** An operation of a port type that SOAP ports offer. */
export interface OfferedOperation {
  /** The name; also that of the input if the operation is overloaded, and the port type's if several have the operation. */
  readonly title: string;
  readonly name: string;
  /** The name of the port type. */
  readonly portType: string;
  /** `{namespace}name` of the port type, and the title of the operation within it. */
  readonly key: string;
  /** In each version of SOAP, the operation of each port. */
  readonly bindings: ReadonlyMap<SoapProtocol, readonly Operation[]>;
}

/** The operations of all SOAP ports. Nothing is generated for HTTP bindings. */
export function offeredOperations({ services }: ServiceModel): OfferedOperation[] {
  const offered = new Map<string, Offer>();
  for (const port of services.flatMap(({ ports }) => ports).filter(isSoapPort)) {
    for (const [title, operation] of titledOperations(port)) {
      const key = operationKey(port, title);
      const offer = offered.get(key) ?? { title, portType: port.portType.name, key, bindings: new Map() };
      offered.set(key, offer);
      append(offer.bindings, port.protocol, operation);
    }
  }
  const offers = [...offered.values()];
  const counts = count(offers.map(({ title }) => title));
  return offers.map(({ title, portType, key, bindings }) => {
    const [operation] = [...bindings.values()].flat();
    const isUnique = counts.get(title) === 1;
    return {
      title: isUnique ? title : `${portType}.${title}`,
      name: operation?.name ?? title,
      portType,
      key,
      bindings,
    };
  });
}

interface Offer {
  readonly title: string;
  readonly portType: string;
  readonly key: string;
  readonly bindings: Map<SoapProtocol, Operation[]>;
}

/** The keys of the operations that a port offers. */
export function operationKeys(port: Port): string[] {
  return titledOperations(port).map(([title]) => operationKey(port, title));
}

function operationKey({ portType }: Port, title: string): string {
  return `${expandedName(portType)} ${title}`;
}

/** The names of their inputs distinguish overloaded operations (WSDL 1.1 §2.5). */
function titledOperations({ operations }: Port): [title: string, Operation][] {
  const counts = count(operations.map(({ name }) => name));
  return operations.map((operation) => [
    counts.get(operation.name) === 1 ? operation.name : `${operation.name}(${operation.input.name})`,
    operation,
  ]);
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
