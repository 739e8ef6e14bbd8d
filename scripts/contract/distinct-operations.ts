import { expandedName } from "../../src/soap/xml/xml-element.js";
import { kebabCase, NameScope } from "./names.js";
import type { Operation, Port, Service } from "./service-model.js";
import { isSoapPort, type SoapProtocol } from "./soap-bindings.js";

/** An operation that one stub serves: the same on all ports that offer it, in both SOAP versions. */
export interface DistinctOperation {
  readonly operation: Operation;
  /** The same operation on all ports. */
  readonly operations: readonly Operation[];
  /** Local name of its port type. */
  readonly portType: string;
  readonly soapAction: string;
  /** The SOAPAction of SOAP 1.2, where it differs. */
  readonly soapAction12: string | undefined;
  /** The SOAP versions of the ports that offer it. */
  readonly versions: readonly ("1.1" | "1.2")[];
  /** Its name, unique among the operations even on file systems that ignore case. */
  readonly title: string;
}

interface Offer {
  readonly operation: Operation;
  readonly operations: Operation[];
  readonly portType: Port["portType"];
  readonly actions: Map<SoapProtocol, string>;
}

/** The SOAP operations of services. Operations that several ports offer alike are one. */
export function distinctOperations(services: readonly Service[]): DistinctOperation[] {
  const offers = new Map<string, Offer[]>();
  for (const { protocol, portType, operations } of services.flatMap(({ ports }) => ports).filter(isSoapPort)) {
    for (const operation of operations) {
      const actions = new Map([[protocol, operation.soapAction]]);
      add(offers, { operation, operations: [operation], portType, actions });
    }
  }
  return titled([...offers.values()].flat());
}

/** Adds the offer of a port, or adds its SOAPAction to the equal offer of another port. */
function add(offers: Map<string, Offer[]>, offer: Offer): void {
  const key = signatureOf(offer);
  const known = offers.get(key) ?? [];
  const [protocol = "soap11", action = ""] = [...offer.actions][0] ?? [];
  const same = known.find(({ actions }) => (actions.get(protocol) ?? action) === action);
  if (same === undefined) {
    offers.set(key, [...known, offer]);
  } else {
    same.actions.set(protocol, action);
    same.operations.push(offer.operation);
  }
}

/** Everything that the stub of an operation depends on, except the version of SOAP and what follows from that version. */
function signatureOf({ operation, portType }: Offer): string {
  const { name, style, input, output, faults } = operation;
  // Only the element around the parts of an rpc message is in the namespace of its body.
  const messages = [input, output].map((one) => (style === "rpc" ? one : one && { ...one, namespace: undefined }));
  const all = [expandedName(portType), name, style, ...messages, faults];
  return JSON.stringify(all, (key, value: unknown) => (OF_A_PORT.has(key) ? undefined : value));
}

/** Members of a message that the ports of an operation may differ in. */
const OF_A_PORT: ReadonlySet<string> = new Set(["documentation", "encodingStyle"]);

function titled(offers: readonly Offer[]): DistinctOperation[] {
  const portTypes = new Map<string, Set<string>>();
  for (const { operation, portType } of offers) {
    const key = kebabCase(operation.name);
    portTypes.set(key, (portTypes.get(key) ?? new Set()).add(expandedName(portType)));
  }
  const titles = new NameScope([], kebabCase);
  return offers.map(({ operation, operations, portType, actions }) => {
    const { name } = operation;
    const isShared = (portTypes.get(kebabCase(name))?.size ?? 0) > 1;
    const soapAction = actions.get("soap11") ?? actions.get("soap12") ?? "";
    const soapAction12 = actions.get("soap12") ?? soapAction;
    return {
      operation,
      operations,
      portType: portType.name,
      soapAction,
      versions: [
        ...(actions.has("soap11") ? ["1.1" as const] : []),
        ...(actions.has("soap12") ? ["1.2" as const] : []),
      ],
      soapAction12: soapAction12 === soapAction ? undefined : soapAction12,
      title: titles.claim(isShared ? `${portType.name}_${name}` : name),
    };
  });
}
