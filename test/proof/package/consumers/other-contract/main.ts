import { authenticate, InfoRouterClient } from "inforouter-soap-client";
import * as operations from "./inforouter/index.js";

async function main(): Promise<void> {
  const [endpoint = ""] = process.argv.slice(2);
  const ticket = authenticate({ uid: "jane", pwd: "secret" });
  const infoRouter = new InfoRouterClient({ endpoint, ticket, operations });
  console.log((await infoRouter.deleteFolder("/Finance/Reports/2024")).outcome);
  await infoRouter.close();
}

void main();
