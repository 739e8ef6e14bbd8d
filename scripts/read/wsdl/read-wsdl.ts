import { attributeOf } from "../../../src/soap/xml/xml-element.js";
import type { Service, ServiceModel } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { type Load, readDocuments } from "../source/documents.js";
import { Components } from "../xsd/components.js";
import { readSchema } from "../xsd/schema.js";
import { Contract, type ContractPart } from "./definitions.js";
import { wsdlElements } from "./message.js";
import { readBinding, readPort } from "./port.js";

/**
 * Reads a WSDL 1.1 document, with the documents that it imports, into a service model.
 *
 * @param location absolute URL of the WSDL, from which imports are resolved.
 * @param load gives the bytes of a document: the only way out of here.
 * @throws {WsdlError} where the contract is broken or says something that is not understood.
 */
export async function readWsdl(location: string, load: Load): Promise<ServiceModel> {
  const { definitions, schemas } = await readDocuments(location, load);
  const [main] = definitions;
  const components = new Components(schemas);
  const contract = new Contract(definitions, components);
  const document = main.document.name.replace(/\?.*$/, "");
  const name = attributeOf(main.element, "name") ?? document.replace(/\.[^.]*$/, "");
  const services = readServices(contract, name);
  // Last, because messages may refer to types that are known without a schema.
  const { types, elements } = readSchema(components);
  return { document, targetNamespace: main.targetNamespace, ...documented(main.element), services, types, elements };
}

/** Standards publish bindings without a service. Each is then a port of one service with the name of the document. */
function readServices(contract: Contract, name: string): Service[] {
  const services = contract.all("service").map(readService);
  const bindings = contract.all("binding");
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

function readService({ element, scope, name }: ContractPart): Service {
  const ports = wsdlElements(element, "port");
  return {
    name: name.name,
    ...documented(element),
    ports: ports.map((port) => readPort(port, scope)).filter((port) => port !== undefined),
  };
}
