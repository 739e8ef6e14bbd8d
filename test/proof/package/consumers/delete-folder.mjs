import { InfoRouterClient, isInfoRouterError, ServiceError } from "inforouter-soap-client";
import { createSoapClient } from "inforouter-soap-client/soap";
import { startInfoRouterServer } from "inforouter-soap-client/testing";

const server = await startInfoRouterServer({ folders: ["/Finance/Reports/2024"], users: { jane: "secret" } });
const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });

const deletion = await infoRouter.deleteFolder("/Finance/Reports/2024");
const refusal = await infoRouter.deleteFolder("/Finance/Reports/2024").catch((error) => error);
console.log(
  JSON.stringify({
    outcome: deletion.outcome,
    left: server.folders,
    code: refusal.code,
    isServiceError: refusal instanceof ServiceError && isInfoRouterError(refusal),
    soap: typeof createSoapClient,
  }),
);
await infoRouter.close();
await server.close();
