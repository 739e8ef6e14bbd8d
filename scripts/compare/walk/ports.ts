import { groupBy } from "../../contract/group-by.js";
import type { ServiceModel } from "../../contract/service-model.js";
import { isSoapPort, type SoapPort, type SoapProtocol } from "../../contract/soap-bindings.js";
import { type OfferedOperation, operationKeys, PROTOCOL_TITLES } from "./offered-operations.js";
import { type OperationDifferences, operationDifferences } from "./operations.js";
import { type Pairing, pairUp } from "./pair-up.js";

/**
 * Compares services and ports. Neither messages nor code contain their names and addresses, so callers notice only if an
 * operation is no longer offered in a version of SOAP.
 */
export function comparePorts(
  older: ServiceModel,
  newer: ServiceModel,
  { pairs, removed, added }: Pairing<OfferedOperation>,
): OperationDifferences[] {
  const before = portsOf(
    older,
    pairs.map(([operation]) => operation),
    removed,
  );
  const after = portsOf(
    newer,
    pairs.map(([, operation]) => operation),
    added,
  );
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
  const found = [
    ...serviceDifferences(ports, before, after, servicesOfBoth(older, newer)),
    ...ports.pairs.flatMap(([one, other]) => portDifferences(one, other)),
    // If all operations of a port were removed or added, those are reported instead.
    ...ports.removed.filter(({ isShared }) => isShared).map((port) => portRemoval(port, lost)),
    ...ports.added.filter(({ isShared }) => isShared).map(portAddition),
    ...outside(ports.removed, lost).map(bindingRemoval),
    ...outside(ports.added, gained).map(bindingAddition),
  ];
  // Services and ports without any compared operation do not matter.
  return found.filter(({ operations }) => operations.length > 0);
}

const HARMLESS = { wire: "same", code: "same" } as const;

/** A SOAP port with the operations that are compared. */
interface ComparedPort {
  readonly service: string;
  readonly port: SoapPort;
  readonly keys: ReadonlySet<string>;
  readonly titles: readonly string[];
  /** Whether both contracts have one of its operations. */
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

/** The names of services that are in both contracts, if only with ports that are left out. */
function servicesOfBoth(older: ServiceModel, newer: ServiceModel): ReadonlySet<string> {
  const names = new Set(older.services.map(({ name }) => name));
  return new Set(newer.services.map(({ name }) => name).filter((name) => names.has(name)));
}

function serviceDifferences(
  { pairs }: Pairing<ComparedPort>,
  older: readonly ComparedPort[],
  newer: readonly ComparedPort[],
  ofBoth: ReadonlySet<string>,
): OperationDifferences[] {
  const serviceOf = ({ service }: ComparedPort) => service;
  const [before, after] = [groupBy(older, serviceOf), groupBy(newer, serviceOf)];
  const successors = new Map(pairs.map(([one, other]) => [one.service, other.service]));
  const taken = new Set(successors.values());
  const gone = [...before].filter(([name]) => !after.has(name) && !ofBoth.has(name));
  const come = [...after].filter(([name]) => !before.has(name) && !ofBoth.has(name) && !taken.has(name));
  return [
    ...gone.map(([old, ports]) => {
      const successor = successors.get(old);
      if (successor !== undefined && !before.has(successor)) {
        return operationDifferences(titlesOf(ports), { kind: "service-renamed", old, new: successor, ...HARMLESS });
      }
      const effect = ports.some(({ isShared }) => isShared) ? "same" : "replaced";
      return operationDifferences(titlesOf(ports), { kind: "service-removed", old, wire: effect, code: effect });
    }),
    ...come.map(([name, ports]) =>
      operationDifferences(titlesOf(ports), { kind: "service-added", new: name, ...HARMLESS }),
    ),
  ];
}

function titlesOf(ports: readonly ComparedPort[]): string[] {
  return [...new Set(ports.flatMap(({ titles }) => titles))];
}

function portDifferences({ port: older, titles }: ComparedPort, { port: newer }: ComparedPort): OperationDifferences[] {
  const [before, after] = [older.address ?? "", newer.address ?? ""];
  const renamed = operationDifferences(titles, { kind: "port-renamed", old: older.name, new: newer.name, ...HARMLESS });
  const moved = operationDifferences(titles, { kind: "address-changed", old: before, new: after, ...HARMLESS });
  return [...(older.name === newer.name ? [] : [renamed]), ...(before === after ? [] : [moved])];
}

/** An operation in one version of SOAP. */
interface Binding {
  readonly key: string;
  readonly title: string;
  readonly protocol: SoapProtocol;
}

/** In each pair, the bindings of the first operation that the second one does not have. */
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

/** The bindings that belong to none of the ports. */
function outside(ports: readonly ComparedPort[], bindings: readonly Binding[]): Binding[] {
  return bindings.filter((binding) => !ports.some((port) => isWithin(binding, port)));
}

function bindingRemoval({ title, protocol }: Binding): OperationDifferences {
  const old = PROTOCOL_TITLES[protocol];
  return operationDifferences([title], { kind: "operation-protocol-removed", old, wire: "replaced", code: "same" });
}

function bindingAddition({ title, protocol }: Binding): OperationDifferences {
  return operationDifferences([title], {
    kind: "operation-protocol-added",
    new: PROTOCOL_TITLES[protocol],
    ...HARMLESS,
  });
}

/** Removing a port breaks nothing if another port offers its operations in the same version of SOAP. */
function portRemoval(port: ComparedPort, lost: readonly Binding[]): OperationDifferences {
  const missed = lost.filter((binding) => isWithin(binding, port)).map(({ title }) => title);
  return operationDifferences(missed.length > 0 ? missed : port.titles, {
    kind: "port-removed",
    old: port.port.name,
    names: [PROTOCOL_TITLES[port.port.protocol]],
    wire: missed.length > 0 ? "replaced" : "same",
    code: "same",
  });
}

function portAddition({ port, titles }: ComparedPort): OperationDifferences {
  const names = [PROTOCOL_TITLES[port.protocol]];
  return operationDifferences(titles, { kind: "port-added", new: port.name, names, ...HARMLESS });
}
