/** What the README's examples use without declaring it: names that stand for the reader's own program. */
import { readFileSync } from "node:fs";
import { InfoRouterClient } from "../../src/index.js";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { getFolders1 } from "../testing/other-operations.js";

/** Stands in for the server of the examples. */
export const exampleServer = await startInfoRouterServer({
  folders: ["2019", "2022", "2023", "2024"].flatMap((year) => [`/Finance/Reports/${year}`, `/Finance/Archive/${year}`]),
  documents: { "/Finance/ledger.csv": "month,amount\n" },
  users: { jane: process.env["DMS_PASSWORD"] ?? "" },
});

exampleServer.answer(getFolders1, () => ({ elements: [{ name: "folder", attributes: { id: 7, name: "Reports" } }] }));

/** In the examples of the test kit. */
export const server = exampleServer;

export const ticket = exampleServer.ticketFor("jane");
export const session = { ticket };
export const infoRouter = new InfoRouterClient({ endpoint: exampleServer.url, ticket });

export const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
export async function readChunks(_guid: string): Promise<void> {}

export const paths = ["/Finance/Reports/2022", "/Finance/Reports/2023", "/Finance/Reports/2024"];
export const shutdown: AbortSignal = new AbortController().signal;

// The test writes the files.
export const clientCertificate = readFileSync("client.pem", "utf8");
export const clientKey = readFileSync("client.key", "utf8");
