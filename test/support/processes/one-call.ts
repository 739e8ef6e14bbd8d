/** Deletes a folder, and prints the error: `npx tsx one-call.ts ENDPOINT` */

import { InfoRouterClient } from "../../../src/index.js";

const [endpoint = ""] = process.argv.slice(2);
await using infoRouter = new InfoRouterClient({ endpoint, ticket: "T" });
const outcome = await infoRouter.deleteFolder("/a/b").catch((error: unknown) => error);
console.log(JSON.stringify(outcome));
