import type { ServiceModel } from "../../contract/service-model.js";
import {
  isSoapPort,
  type OfferedOperation,
  operationKeys,
  PROTOCOL_TITLES,
  type SoapPort,
  type SoapProtocol,
} from "./offered-operations.js";
import { type Observation, observed } from "./operations.js";
import { type Pairing, pairUp } from "./pair-up.js";

/**
 * Compares services and ports. Their names and addresses stand in no message, and code does not see them; what counts is
 * whether each operation is still offered in each version of SOAP.
 */
export function comparePorts(
  older: ServiceModel,
  newer: ServiceModel,
  { pairs, removed, added }: Pairing<OfferedOperation>,
): Observation[] {
  const [kept, found] = [pairs.map(([before]) => before), pairs.map(([, after]) => after)];
  const [before, after] = [portsOf(older, kept, removed), portsOf(newer, found, added)];
  const ports = pairUp(
    before,
    after,
    ({ service, port }) => `${service} ${port.name} ${port.protocol}`,
    ({ port }) => `${port.name} ${port.protocol}`,
    ({ port }) => `${port.portType.name} ${port.protocol}`,
    ({ port }) => port.protocol,
  );
  const lost = bindingsOnlyIn(pairs);
  const gained = bindingsOnlyIn(pairs.map(([one, other]) => [other, one]));
  const observations = [
    ...serviceObservations(ports, before, after),
    ...ports.pairs.flatMap(([one, other]) => portObservations(one, other)),
    // Of a port whose operations are all gone, or all new, that is told.
    ...ports.removed.filter(({ isShared }) => isShared).map((port) => portRemoval(port, lost)),
    ...ports.added.filter(({ isShared }) => isShared).map(portAddition),
    ...outside(ports.removed, lost).map(bindingRemoval),
    ...outside(ports.added, gained).map(bindingAddition),
  ];
  // What holds none of the operations that are compared is no concern of theirs.
  return observations.filter(({ operations }) => operations.length > 0);
}

const HARMLESS = { wire: "same", code: "same" } as const;

/** A SOAP port with the operations that are compared. */
interface ComparedPort {
  readonly service: string;
  readonly port: SoapPort;
  readonly keys: ReadonlySet<string>;
  readonly titles: readonly string[];
  /** Whether any of its operations is in both contracts. */
  readonly isShared: boolean;
}

function portsOf(
  { services }: ServiceModel,
  shared: readonly OfferedOperation[],
  others: readonly OfferedOperation[],
): ComparedPort[] {
  const titles = new Map([...shared, ...others].map(({ key, title }) => [key, title]));
  const sharedKeys = new Set(shared.map(({ key }) => key));
  return services
    .flatMap(({ name, ports }) => ports.filter(isSoapPort).map((port) => ({ service: name, port })))
    .map(({ service, port }) => {
      const keys = operationKeys(port).filter((key) => titles.has(key));
      const isShared = keys.some((key) => sharedKeys.has(key));
      return { service, port, keys: new Set(keys), titles: keys.map((key) => titles.get(key) ?? key), isShared };
    });
}

function serviceObservations(
  { pairs }: Pairing<ComparedPort>,
  older: readonly ComparedPort[],
  newer: readonly ComparedPort[],
): Observation[] {
  const [before, after] = [portsByService(older), portsByService(newer)];
  const successors = new Map(pairs.map(([one, other]) => [one.service, other.service]));
  const taken = new Set(successors.values());
  const gone = [...before].filter(([name]) => !after.has(name));
  const come = [...after].filter(([name]) => !before.has(name) && !taken.has(name));
  return [
    ...gone.map(([old, ports]) => {
      const successor = successors.get(old);
      if (successor !== undefined && !before.has(successor)) {
        return observed(titlesOf(ports), { kind: "service-renamed", old, new: successor, ...HARMLESS });
      }
      const effect = ports.some(({ isShared }) => isShared) ? "same" : "replaced";
      return observed(titlesOf(ports), { kind: "service-removed", old, wire: effect, code: effect });
    }),
    ...come.map(([name, ports]) => observed(titlesOf(ports), { kind: "service-added", new: name, ...HARMLESS })),
  ];
}

function portsByService(ports: readonly ComparedPort[]): ReadonlyMap<string, readonly ComparedPort[]> {
  const services = new Map<string, ComparedPort[]>();
  for (const port of ports) {
    const known = services.get(port.service) ?? [];
    services.set(port.service, known);
    known.push(port);
  }
  return services;
}

function titlesOf(ports: readonly ComparedPort[]): string[] {
  return [...new Set(ports.flatMap(({ titles }) => titles))];
}

function portObservations({ port: older, titles }: ComparedPort, { port: newer }: ComparedPort): Observation[] {
  const [before, after] = [older.address ?? "", newer.address ?? ""];
  const renamed = observed(titles, { kind: "port-renamed", old: older.name, new: newer.name, ...HARMLESS });
  const moved = observed(titles, { kind: "address-changed", old: before, new: after, ...HARMLESS });
  return [...(older.name === newer.name ? [] : [renamed]), ...(before === after ? [] : [moved])];
}

/** An operation and a version of SOAP. */
interface Binding {
  readonly key: string;
  readonly title: string;
  readonly protocol: SoapProtocol;
}

/** What the first operation of a pair is bound to and the second is not. */
function bindingsOnlyIn(pairs: readonly (readonly [OfferedOperation, OfferedOperation])[]): Binding[] {
  return pairs.flatMap(([{ key, title, bindings }, other]) =>
    [...bindings.keys()]
      .filter((protocol) => !other.bindings.has(protocol))
      .map((protocol) => ({ key, title, protocol })),
  );
}

function isWithin({ key, protocol }: Binding, { port, keys }: ComparedPort): boolean {
  return port.protocol === protocol && keys.has(key);
}

/** The bindings that none of the ports took along, or brought. */
function outside(ports: readonly ComparedPort[], bindings: readonly Binding[]): Binding[] {
  return bindings.filter((binding) => !ports.some((port) => isWithin(binding, port)));
}

function bindingRemoval({ title, protocol }: Binding): Observation {
  const old = PROTOCOL_TITLES[protocol];
  return observed([title], { kind: "operation-protocol-removed", old, wire: "replaced", code: "same" });
}

function bindingAddition({ title, protocol }: Binding): Observation {
  return observed([title], { kind: "operation-protocol-added", new: PROTOCOL_TITLES[protocol], ...HARMLESS });
}

/** Nobody misses a port if its operations are offered elsewhere in the same version of SOAP. */
function portRemoval(port: ComparedPort, lost: readonly Binding[]): Observation {
  const missed = lost.filter((binding) => isWithin(binding, port)).map(({ title }) => title);
  return observed(missed.length > 0 ? missed : port.titles, {
    kind: "port-removed",
    old: port.port.name,
    names: [PROTOCOL_TITLES[port.port.protocol]],
    wire: missed.length > 0 ? "replaced" : "same",
    code: "same",
  });
}

function portAddition({ port, titles }: ComparedPort): Observation {
  const names = [PROTOCOL_TITLES[port.protocol]];
  return observed(titles, { kind: "port-added", new: port.name, names, ...HARMLESS });
}
