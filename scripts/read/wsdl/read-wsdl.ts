import { attributeOf } from "../../../src/soap/xml/xml-element.js";
import type { Service, ServiceModel } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { type Load, readDocuments } from "../source/documents.js";
import { DeclarationTable } from "../xsd/declaration-table.js";
import { readSchemas } from "../xsd/read-schemas.js";
import { type Definition, DefinitionTable } from "./definition-table.js";
import { wsdlElements } from "./message.js";
import { readBinding, readPort } from "./port.js";

/**
 * Reads a WSDL 1.1 document, with the documents that it imports, into a service model.
 *
 * @param location absolute URL of the WSDL, against which imports are resolved.
 * @param load loads every document, the WSDL included.
 * @throws {WsdlError} where the contract is invalid or not supported.
 */
export async function readWsdl(location: string, load: Load): Promise<ServiceModel> {
  const { definitions, schemas } = await readDocuments(location, load);
  const [main] = definitions;
  const declarations = new DeclarationTable(schemas);
  const table = new DefinitionTable(definitions, declarations);
  const document = main.document.name.replace(/\?.*$/, "");
  const name = attributeOf(main.element, "name") ?? document.replace(/\.[^.]*$/, "");
  const services = readServices(table, name);
  // After the services, because a message may refer to a type of a well-known schema, which then joins the model.
  const { types, elements } = readSchemas(declarations);
  return { document, targetNamespace: main.targetNamespace, ...documented(main.element), services, types, elements };
}

/** A standard's WSDL may have bindings and no service. The model then has one service, with a port for each binding. */
function readServices(definitions: DefinitionTable, name: string): Service[] {
  const services = definitions.all("service").map(readService);
  const bindings = definitions.all("binding");
  return services.length > 0 || bindings.length === 0
    ? services
    : [
        {
          name,
          ports: bindings
            .map((binding) => readBinding(binding, binding.name.name))
            .filter((port) => port !== undefined),
        },
      ];
}

function readService({ element, scope, name }: Definition): Service {
  const ports = wsdlElements(element, "port");
  return {
    name: name.name,
    ...documented(element),
    ports: ports.map((port) => readPort(port, scope)).filter((port) => port !== undefined),
  };
}
