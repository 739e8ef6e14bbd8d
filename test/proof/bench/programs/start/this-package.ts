import { writeSync } from "node:fs";
import { InfoRouterClient } from "inforouter-soap-client";

const [endpoint = ""] = process.argv.slice(2);
const infoRouter = new InfoRouterClient({ endpoint, ticket: "3f2504e0-4f89-11d3-9a0c-0305e82c3301" });
await infoRouter.deleteFolder("/Finance/Reports/2024");
writeSync(1, "done");
process.exit();
