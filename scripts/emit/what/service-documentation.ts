import { groupBy } from "../../contract/group-by.js";
import type { Service, ServiceModel } from "../../contract/service-model.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";

/** The documentation of a contract, and of services with their ports and port types; empty where there is none. */
export function documentServices({ documentation }: ServiceModel, services: readonly Service[]): string {
  const ofServices = services.flatMap((service) => {
    const ports = [...groupBy(service.ports, (port) => port.documentation)].map(([text, alike]) => {
      const names = alike.map(({ name }) => code(name)).join(", ");
      return `${alike.length === 1 ? "Port" : "Ports"} ${names}: ${escapeDocumentation(text)}`;
    });
    const about = `Service ${code(service.name)}: ${escapeDocumentation(service.documentation)}`;
    return [service.documentation === undefined ? "" : about, ...ports];
  });
  return paragraphs(escapeDocumentation(documentation), ...ofServices);
}
