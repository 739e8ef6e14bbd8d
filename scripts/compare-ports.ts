import { type Observation, observed } from "./compare-operations.js";
import {
  isSoapPort,
  type OfferedOperation,
  operationKeys,
  PROTOCOL_TITLES,
  type SoapPort,
  type SoapProtocol,
} from "./offered-operations.js";
import { type Pairing, pairUp } from "./pair-up.js";
import type { ServiceModel } from "./service-model.js";

/**
 * Compares services and ports. Their names and addresses stand in no message, and code does not see them; what counts is
 * whether each operation is still offered in each version of SOAP.
 */
export function comparePorts(
  older: ServiceModel,
  newer: ServiceModel,
  operations: Pairing<OfferedOperation>,
): Observation[] {
  const { pairs } = operations;
  const [before, after] = [
    portsOf(older, [...pairs.map(([one]) => one), ...operations.removed]),
    portsOf(newer, [...pairs.map(([, one]) => one), ...operations.added]),
  ];
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
    ...ports.removed.map((port) => portRemoval(port, lost)),
    ...ports.added.map(({ port, titles }) =>
      observed(titles, { kind: "port-added", new: port.name, names: [PROTOCOL_TITLES[port.protocol]], ...HARMLESS }),
    ),
    ...withinPorts(lost, ports.removed).map(({ title, protocol }) =>
      observed([title], {
        kind: "operation-protocol-removed",
        old: PROTOCOL_TITLES[protocol],
        wire: "replaced",
        code: "same",
      }),
    ),
    ...withinPorts(gained, ports.added).map(({ title, protocol }) =>
      observed([title], { kind: "operation-protocol-added", new: PROTOCOL_TITLES[protocol], ...HARMLESS }),
    ),
  ];
  // What holds none of the operations that are compared is no concern of theirs.
  return observations.filter(({ operations: titles }) => titles.length > 0);
}

const HARMLESS = { wire: "same", code: "same" } as const;

/** A SOAP port with the operations that are compared. */
interface ComparedPort {
  readonly service: string;
  readonly port: SoapPort;
  readonly keys: ReadonlySet<string>;
  readonly titles: readonly string[];
}

function portsOf({ services }: ServiceModel, operations: readonly OfferedOperation[]): ComparedPort[] {
  const titles = new Map(operations.map(({ key, title }) => [key, title]));
  return services
    .flatMap(({ name, ports }) => ports.filter(isSoapPort).map((port) => ({ service: name, port })))
    .map(({ service, port }) => {
      const keys = operationKeys(port).filter((key) => titles.has(key));
      return { service, port, keys: new Set(keys), titles: keys.map((key) => titles.get(key) ?? key) };
    });
}

function serviceObservations(
  { pairs }: Pairing<ComparedPort>,
  older: readonly ComparedPort[],
  newer: readonly ComparedPort[],
): Observation[] {
  const [before, after] = [titlesByService(older), titlesByService(newer)];
  const successors = new Map(pairs.map(([one, other]) => [one.service, other.service]));
  const taken = new Set(successors.values());
  const gone = [...before].filter(([name]) => !after.has(name));
  const come = [...after].filter(([name]) => !before.has(name) && !taken.has(name));
  return [
    ...gone.map(([name, titles]) => {
      const successor = successors.get(name);
      return successor === undefined || before.has(successor)
        ? observed(titles, { kind: "service-removed", old: name, ...HARMLESS })
        : observed(titles, { kind: "service-renamed", old: name, new: successor, ...HARMLESS });
    }),
    ...come.map(([name, titles]) => observed(titles, { kind: "service-added", new: name, ...HARMLESS })),
  ];
}

function titlesByService(ports: readonly ComparedPort[]): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, Set<string>>();
  for (const port of ports) {
    const known = titles.get(port.service) ?? new Set();
    titles.set(port.service, known);
    for (const title of port.titles) {
      known.add(title);
    }
  }
  return new Map([...titles].map(([name, set]) => [name, [...set]]));
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
function withinPorts(bindings: readonly Binding[], ports: readonly ComparedPort[]): Binding[] {
  return bindings.filter((binding) => !ports.some((port) => isWithin(binding, port)));
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
