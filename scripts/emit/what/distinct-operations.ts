import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { kebabCase, NameScope } from "../../contract/names.js";
import type { Message, Operation, Port, Service } from "../../contract/service-model.js";

/** An operation as a stub serves it: on all ports that offer it, whichever SOAP version they speak. */
export interface DistinctOperation {
  readonly operation: Operation;
  /** Names of the port types that have it. */
  readonly portType: string;
  readonly soapAction: string;
  /** Where SOAP 1.2 has another one. */
  readonly soapAction12: string | undefined;
  /** Its name, made unique among the operations, even on disks that ignore case. */
  readonly title: string;
}

type SoapProtocol = "soap11" | "soap12";

interface Offer {
  readonly operation: Operation;
  readonly portType: Port["portType"];
  readonly actions: Map<SoapProtocol, string>;
}

/** The SOAP operations of services. What several ports offer alike is one operation. */
export function distinctOperations(services: readonly Service[]): DistinctOperation[] {
  const offers = new Map<string, Offer[]>();
  for (const { protocol, portType, operations } of services.flatMap(({ ports }) => ports)) {
    if (protocol === "soap11" || protocol === "soap12") {
      for (const operation of operations) {
        add(offers, { operation, portType, actions: new Map([[protocol, operation.soapAction]]) });
      }
    }
  }
  return titled([...offers.values()].flat());
}

/** Adds what a port offers, or notes it beside an equal offer of another port. */
function add(offers: Map<string, Offer[]>, offer: Offer): void {
  const key = signatureOf(offer);
  const known = offers.get(key) ?? [];
  const [protocol = "soap11", action = ""] = [...offer.actions][0] ?? [];
  const same = known.find(({ actions }) => (actions.get(protocol) ?? action) === action);
  if (same === undefined) {
    offers.set(key, [...known, offer]);
  } else {
    same.actions.set(protocol, action);
  }
}

/** All that a stub says of an operation, but for its SOAPAction. */
function signatureOf({ operation, portType }: Offer): string {
  const { name, style, input, output, faults } = operation;
  const bare = (message: Message | undefined) => message && { ...message, documentation: undefined };
  return JSON.stringify([expandedName(portType), name, style, bare(input), bare(output), faults]);
}

function titled(offers: readonly Offer[]): DistinctOperation[] {
  const portTypes = new Map<string, Set<string>>();
  for (const { operation, portType } of offers) {
    const key = kebabCase(operation.name);
    portTypes.set(key, (portTypes.get(key) ?? new Set()).add(expandedName(portType)));
  }
  const titles = new NameScope([], kebabCase);
  return offers.map(({ operation, portType, actions }) => {
    const { name } = operation;
    const isShared = (portTypes.get(kebabCase(name))?.size ?? 0) > 1;
    const soapAction = actions.get("soap11") ?? actions.get("soap12") ?? "";
    const soapAction12 = actions.get("soap12") ?? soapAction;
    return {
      operation,
      portType: portType.name,
      soapAction,
      soapAction12: soapAction12 === soapAction ? undefined : soapAction12,
      title: titles.claim(isShared ? `${portType.name}_${name}` : name),
    };
  });
}
