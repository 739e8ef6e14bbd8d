import { append } from "../../contract/append.js";
import { operationTitle } from "../../contract/diagnostics.js";
import { listed } from "../../contract/prose.js";
import type {
  Diagnostic,
  HeaderPart,
  Operation,
  Part,
  Port,
  Service,
  TypeReference,
} from "../../contract/service-model.js";
import { typedComponentsOf } from "../../contract/typed-components.js";
import type { Diagnostics } from "../source/diagnostics.js";
import { ContractError, type WsdlError } from "../source/wsdl-error.js";
import { type DeclarationTable, keyOf } from "../xsd/declaration-table.js";
import type { Schemas } from "../xsd/read-schemas.js";

/**
 * Leaves out the operations, faults, headers, types and elements that refer to a broken type or element, directly or
 * indirectly.
 *
 * @throws {ContractError} where an operation refers to something ambiguous or missing.
 */
export function withoutBroken(
  services: readonly Service[],
  schemas: Schemas,
  declarations: DeclarationTable,
  diagnostics: Diagnostics,
): Schemas & { readonly services: readonly Service[] } {
  const causes = causesOf(schemas, declarations);
  const types = schemas.types.filter(({ name }) => !causes.has(keyOf("type", name)));
  const elements = schemas.elements.filter(({ name }) => !causes.has(keyOf("element", name)));
  if (declarations.broken.size === 0) {
    return { services, types, elements };
  }
  const remaining = services.map((service) => ({
    ...service,
    ports: service.ports.map((port) => portWithoutBroken(port, causes, diagnostics)),
  }));
  leaveOutUnused(declarations, diagnostics);
  return { services: remaining, types, elements };
}

/** The errors of broken components, and of those that refer to them. */
type Causes = ReadonlyMap<string, WsdlError>;

function causesOf(schemas: Schemas, declarations: DeclarationTable): Causes {
  const causes = new Map([...declarations.broken].map(([{ space, name }, error]) => [keyOf(space, name), error]));
  const referring = new Map<string, string[]>();
  const add = (from: string, to: readonly string[]): void => {
    for (const key of to) {
      append(referring, key, from);
    }
  };
  if (causes.size > 0) {
    for (const type of schemas.types) {
      add(keyOf("type", type.name), referencesOf({ anonymous: type }));
    }
    for (const { name, type, substitutionGroup } of schemas.elements) {
      const head = substitutionGroup === undefined ? [] : [keyOf("element", substitutionGroup)];
      add(keyOf("element", name), [...head, ...referencesOf(type)]);
    }
  }
  // The map grows while it is read.
  for (const [key, error] of causes) {
    for (const from of referring.get(key) ?? []) {
      if (!causes.has(from)) {
        causes.set(from, error);
      }
    }
  }
  return causes;
}

/** The global types and elements that a type refers to, also from the anonymous types in it. */
function referencesOf(type: TypeReference, seen = new Set<object>()): string[] {
  if (type.name !== undefined) {
    return [keyOf("type", type.name)];
  }
  // The type of a broken element is absent.
  if (type.anonymous === undefined || seen.has(type.anonymous)) {
    return [];
  }
  seen.add(type.anonymous);
  const { anonymous } = type;
  const base = anonymous.kind === "complex" && anonymous.derivation ? [keyOf("type", anonymous.derivation.base)] : [];
  const components = typedComponentsOf(anonymous).flatMap((component) =>
    component.isReference && component.name !== undefined
      ? [keyOf("element", component.name)]
      : referencesOf(component.type, seen),
  );
  return [...base, ...components];
}

function portWithoutBroken(port: Port, causes: Causes, diagnostics: Diagnostics): Port {
  const operations = port.operations.map((operation) => operationWithoutBroken(operation, port, causes, diagnostics));
  return { ...port, operations: operations.filter((operation) => operation !== undefined) };
}

function operationWithoutBroken(
  operation: Operation,
  port: Port,
  causes: Causes,
  diagnostics: Diagnostics,
): Operation | undefined {
  const subject = operationTitle(operation.name, port.portType);
  const { input, output } = operation;
  const body = [...input.body, ...(output?.body ?? [])];
  const cause = body.map((part) => causeOf(part, causes)).find((error) => error !== undefined);
  if (cause !== undefined) {
    leaveOut(subject, cause, diagnostics);
    return undefined;
  }
  const leftOut: Diagnostic[] = [...(operation.leftOut ?? [])];
  const keep = (part: Part, kind: string): boolean => {
    const error = causeOf(part, causes);
    if (error !== undefined) {
      leftOut.push(leaveOut(`${kind} of ${subject}`, error, diagnostics));
    }
    return error === undefined;
  };
  const headersOf = (headers: readonly HeaderPart[]) =>
    headers.filter(({ part, faults = [] }) =>
      [part, ...faults.map((fault) => fault.part)].every((one) => keep(one, `header ${part.name}`)),
    );
  const remaining = {
    ...operation,
    input: { ...input, headers: headersOf(input.headers) },
    ...(output && { output: { ...output, headers: headersOf(output.headers) } }),
    faults: operation.faults.filter(({ name, part }) => keep(part, `fault ${name}`)),
  };
  return leftOut.length === 0 ? remaining : { ...remaining, leftOut };
}

function causeOf({ element, type }: Part, causes: Causes): WsdlError | undefined {
  return causes.get(element === undefined ? keyOf("type", type) : keyOf("element", element));
}

function leaveOut(subject: string, cause: WsdlError, diagnostics: Diagnostics): Diagnostic {
  if (cause instanceof ContractError) {
    throw cause;
  }
  return diagnostics.leaveOut(subject, cause);
}

/** Reports the broken components that no operation uses, in one line for each reason. */
function leaveOutUnused(declarations: DeclarationTable, diagnostics: Diagnostics): void {
  const reported = new Set(diagnostics.causes);
  const unused = new Map<WsdlError, string[]>();
  for (const [{ element, name }, error] of declarations.broken) {
    if (!reported.has(error)) {
      append(unused, error, `${element.name} ${name.name}`);
    }
  }
  for (const [error, names] of unused) {
    diagnostics.leaveOut(listed(names, 3), error);
  }
}
