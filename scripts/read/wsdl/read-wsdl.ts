import { attributeOf } from "../../../src/soap/xml/xml-element.js";
import type { Service, ServiceModel } from "../../contract/service-model.js";
import { isSoapPort } from "../../contract/soap-bindings.js";
import { checkContainer } from "../source/check-grammar.js";
import { Diagnostics } from "../source/diagnostics.js";
import { documented } from "../source/documentation.js";
import { type Documents, type Load, readDocuments } from "../source/documents.js";
import { KNOWN_SCHEMAS } from "../source/known-schemas.js";
import { warn } from "../source/source-document.js";
import { WsdlError } from "../source/wsdl-error.js";
import { DeclarationTable } from "../xsd/declaration-table.js";
import { readSchemas } from "../xsd/read-schemas.js";
import { type Definition, DefinitionTable } from "./definition-table.js";
import { wsdlElements } from "./message.js";
import { readBinding, readPort } from "./port.js";
import { withoutBroken } from "./without-broken.js";

/**
 * Reads a WSDL 1.1 document, with the documents that it imports, into a service model. The model leaves out the parts that
 * refer to something undefined or contradict themselves.
 *
 * @param location absolute URL of the WSDL, against which imports are resolved.
 * @param load loads every document, the WSDL included.
 * @throws {WsdlError} where the contract cannot be used: it is no WSDL, an import that is needed cannot be read, a name that
 *   is in use has different definitions, or nothing is left of it.
 */
export async function readWsdl(location: string, load: Load): Promise<ServiceModel> {
  const diagnostics = new Diagnostics();
  const { definitions, schemas, missing } = await readDocuments(location, load, diagnostics);
  const [main] = definitions;
  const declarations = new DeclarationTable(schemas, missing);
  const table = new DefinitionTable(definitions, declarations, missing);
  const document = main.document.name.replace(/\?.*$/, "");
  const name = attributeOf(main.element, "name") ?? document.replace(/\.[^.]*$/, "");
  const read = readServices(table, name, diagnostics);
  // After the services, because a message may refer to a type of a well-known schema, which then joins the model.
  const rest = withoutBroken(read, readSchemas(declarations), declarations, diagnostics);
  refuseIfNothingIsLeft(rest, missing, diagnostics);
  warnIfNothingIsBound(rest, table);
  for (const { namespace, error } of missing) {
    if (!diagnostics.causes.has(error) && !KNOWN_SCHEMAS.has(namespace)) {
      const expected = [error.expected, "nothing else is undefined without it"].filter(Boolean).join("; ");
      diagnostics.warn(error, error.found, expected);
    }
  }
  return {
    document,
    targetNamespace: main.targetNamespace,
    ...documented(main.element),
    ...rest,
    ...([...diagnostics].length > 0 && { diagnostics: [...diagnostics] }),
  };
}

type Rest = Pick<ServiceModel, "services" | "types" | "elements">;

/** @throws {WsdlError} the reason why something was left out, or why a WSDL cannot be read, if nothing else is left. */
function refuseIfNothingIsLeft(
  { services, types, elements }: Rest,
  missing: Documents["missing"],
  { causes }: Diagnostics,
): void {
  const all = services.flatMap(({ ports }) => ports);
  const soap = all.filter(isSoapPort);
  const hasOperations = (soap.length > 0 ? soap : all).some(({ operations }) => operations.length > 0);
  const hasTypes = services.length === 0 && types.length + elements.length > 0;
  const [cause] = causes;
  if (!hasOperations && !hasTypes && cause !== undefined) {
    const { found, expected } = cause;
    throw new WsdlError(cause, found, [expected, "nothing else is left to generate"].filter(Boolean).join("; "));
  }
  const unread = missing.find(({ language }) => language === "WSDL");
  if (!hasOperations && unread !== undefined) {
    throw unread.error;
  }
}

/** Ports over other transports are no concern of a client over HTTP, unless there are no others. */
function warnIfNothingIsBound({ services }: Rest, definitions: DefinitionTable): void {
  const [binding] = definitions.all("binding");
  if (binding !== undefined && services.every(({ ports }) => ports.length === 0)) {
    const found = "and others have no port over HTTP, so that there are no operations";
    warn(binding.scope, binding.element, found, "expected a port of SOAP over HTTP");
  }
}

/**
 * A standard's WSDL may have bindings and no service, or only ports of bindings that are elsewhere. The model then has one
 * service more, with a port for each binding.
 */
function readServices(definitions: DefinitionTable, name: string, diagnostics: Diagnostics): Service[] {
  const services = definitions.all("service").map((service) => readService(service, diagnostics));
  const bindings = definitions.all("binding");
  if (bindings.length === 0 || services.some(({ ports, isWhole }) => isWhole || ports.length > 0)) {
    return services.map(({ isWhole: _, ...service }) => service);
  }
  const ports = bindings.map((binding) =>
    diagnostics.attempt(`binding ${binding.name.name}`, () => readBinding(binding, binding.name.name)),
  );
  return [{ name: services[0]?.name ?? name, ports: ports.filter((port) => port !== undefined) }];
}

/** A service, and whether none of its ports is left out. */
function readService({ element, scope, name }: Definition, diagnostics: Diagnostics): Service & { isWhole: boolean } {
  let isWhole = true;
  checkContainer(scope, element, PORTS);
  const ports = wsdlElements(element, "port").map((port) => {
    const subject = `port ${attributeOf(port, "name") ?? ""} of service ${name.name}`;
    return diagnostics.attempt(
      subject,
      () => readPort(port, scope),
      () => {
        isWhole = false;
      },
    );
  });
  return { name: name.name, ...documented(element), ports: ports.filter((port) => port !== undefined), isWhole };
}

const PORTS: ReadonlySet<string> = new Set(["port"]);
