/** Prints, for each error of each copy of the package, which classes of each copy take it for theirs. */
import { createRequire } from "node:module";
import * as esm from "inforouter-soap-client";

const require = createRequire(import.meta.url);
const copies = { esm, cjs: require("inforouter-soap-client"), another: require("./another/inforouter-soap-client") };
const facts = { operation: "DeleteFolder", requestId: "1", outcome: "unknown" };
const fault = { faultCode: "Server", faultSubcodes: [], reason: "It broke.", reasons: [] };
const makers = {
  InvalidInputError: (kind) => new kind("path", "expected a path"),
  ServiceError: (kind) => new kind({ code: "SYSTEM_ERROR", serviceMessage: "It broke.", failedItems: [] }, facts),
  SoapFaultError: (kind) => new kind(fault, undefined, 500, facts),
  TransportError: (kind) => new kind("TIMEOUT", "It took too long.", facts),
  UnexpectedResponseError: (kind) => new kind("NOT_SOAP", "It is a page.", { httpStatus: 200 }, facts),
};

for (const [from, copy] of Object.entries(copies)) {
  for (const [name, make] of Object.entries(makers)) {
    const error = make(copy[name]);
    for (const [by, { isInfoRouterError, ...classes }] of Object.entries(copies)) {
      const kinds = Object.keys(makers).filter((kind) => error instanceof classes[kind]);
      const isBase = isInfoRouterError(error) && error instanceof classes.InfoRouterError;
      console.log(`${from} ${name}, ${by}: ${isBase ? kinds.join(" ") : "none"}`);
    }
  }
}
