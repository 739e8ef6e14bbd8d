const { inspect } = require("node:util");

/** How each public class of the package looks: to a debugger, as a text, as JSON, and by its name. */
module.exports = async function showClasses(main, soap, { inMemoryInfoRouter }) {
  const { url, transport, ticketFor } = inMemoryInfoRouter({ documents: { "/a/b.txt": "text" }, users: { jane: "x" } });
  const infoRouter = new main.InfoRouterClient({ endpoint: url, ticket: ticketFor("jane"), transport });
  const download = await infoRouter.download("/a/b.txt");
  const details = { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" };
  const fault = { faultCode: "Server", faultSubcodes: [], reason: "r", reasons: [] };
  const service = { code: "PARTIAL", serviceMessage: "s", failedItems: [] };
  const made = {
    InfoRouterClient: infoRouter,
    Download: download,
    InvalidInputError: new main.InvalidInputError("path", "no"),
    TransportError: new main.TransportError("TIMEOUT", "text", details),
    UnexpectedResponseError: new main.UnexpectedResponseError("NOT_SOAP", "text", { httpStatus: 200 }, details),
    SoapFaultError: new main.SoapFaultError(fault, undefined, 500, details),
    ServiceError: new main.ServiceError(service, details),
    DownloadError: new main.DownloadError("CLOSED", "text", details),
    SchemaError: new soap.SchemaError("text", []),
    TransportFailure: new soap.TransportFailure("ECONNRESET", { sent: true }),
  };
  const shown = Object.entries(made).map(([name, value]) => ({
    name,
    className: value.constructor.name,
    inspect: inspect(value).replace(/\n {4}at .*/g, ""),
    string: String(value),
    json: JSON.stringify(value),
  }));
  const refused = await infoRouter.deleteFolder("/a").catch((error) => error);
  const { element } = await infoRouter.call(soap.probe, { path: "/a" });
  await infoRouter.close();
  return { classes: Object.keys(made), shown, element: inspect(element), stack: refused.stack };
};
