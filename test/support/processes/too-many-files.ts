/** Deletes a folder while no more files can be opened, then with an old and a new client: `npx tsx too-many-files.ts` */

import { closeSync, openSync } from "node:fs";
import { InfoRouterClient } from "../../../src/index.js";
import { inMemoryInfoRouter } from "../../../src/testing/index.js";

const server = inMemoryInfoRouter({ folders: ["/a/b", "/a/c"], users: { jane: "secret" } });
const { url: endpoint, transport } = server;
const newClient = () => new InfoRouterClient({ endpoint, transport, ticket: server.ticketFor("jane") });
const infoRouter = newClient();
const ends: unknown[] = [];
const end = async (client: InfoRouterClient, path: string) =>
  void ends.push(await client.deleteFolder(path).catch((error: unknown) => error));

const files: number[] = [];
let areFilesOpen = true;
/** Again and again, since other work of the process closes files. */
function openAllFiles(): void {
  if (!areFilesOpen) {
    return;
  }
  try {
    for (;;) {
      files.push(openSync("/dev/null", "r"));
    }
  } catch {
    // No more files can be opened.
  }
  setImmediate(openAllFiles);
}
openAllFiles();
await end(infoRouter, "/a/b");
await end(infoRouter, "/a/b");
areFilesOpen = false;
files.forEach(closeSync);
await end(infoRouter, "/a/b");
await end(newClient(), "/a/c");
console.log(JSON.stringify(ends));
