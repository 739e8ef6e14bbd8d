import { InfoRouterClient } from "inforouter-soap-client";
import { startInfoRouterServer } from "inforouter-soap-client/testing";
import { undiciTransport } from "inforouter-soap-client/undici";
import { Agent } from "undici";

async function main(): Promise<void> {
  const server = await startInfoRouterServer({ folders: ["/Finance/Reports/2024"], users: { jane: "secret" } });
  const dispatcher = new Agent();
  const transport = undiciTransport({ dispatcher });
  const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane"), transport });
  console.log((await infoRouter.deleteFolder("/Finance/Reports/2024")).outcome);
  await infoRouter.close();
  await dispatcher.close();
  await server.close();
}

void main();
