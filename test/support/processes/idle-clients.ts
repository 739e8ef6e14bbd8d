/**
 * Makes calls with several clients, so that a test can search the output and the memory of the process for secrets:
 *
 *     KEEP=TICKET node --expose-gc --import tsx idle-clients.ts ENDPOINT PASSWORD SNAPSHOT
 *
 * The test passes the secrets backwards, so that only the clients hold them forwards.
 */

import { setTimeout as pause } from "node:timers/promises";
import { writeHeapSnapshot } from "node:v8";
import { WSSecurity } from "soap";
import { Agent } from "undici";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { undiciTransport } from "../../../src/undici.js";

const [endpoint = "", drowssap = "", snapshot = ""] = process.argv.slice(2);
const forwards = (text: string): string => [...text].reverse().join("");

const dispatcher = new Agent();
const make = (options: Partial<InfoRouterClientOptions>): InfoRouterClient =>
  new InfoRouterClient({ endpoint, ticket: () => forwards(`tekcit-${drowssap}`), timeoutInMs: 5_000, ...options });

/** A success, refusals and faults that repeat the ticket, a page, a lost answer, and a ticket that has expired. */
const paths = [
  "/a/success",
  "/a/refusal",
  "/a/refusal-beside-it",
  "/a/fault",
  "/a/fault-with-detail",
  "/a/page",
  "/a/cut",
  "/a/expired",
];
const outcomes: unknown[] = [];

async function callAll(client: InfoRouterClient): Promise<InfoRouterClient> {
  for (const path of paths) {
    outcomes.push(await client.deleteFolder(path).catch((error: unknown) => error));
  }
  for await (const deletion of client.deleteFolders(paths)) {
    outcomes.push(deletion);
  }
  return client;
}

/** A security object whose token is renewed after its client is made, and gone in the end. */
async function callAllWithRenewedToken(): Promise<InfoRouterClient> {
  const security = { accessToken: "first", addHeaders: () => {} };
  const client = make({ security });
  security.accessToken = forwards(`nekot-${drowssap}`);
  await callAll(client);
  security.accessToken = "";
  return client;
}

const idle = {
  afterCalls: await callAll(make({})),
  afterCallsOverUndici: await callAll(make({ transport: undiciTransport({ dispatcher }) })),
  closed: await callAll(make({ ticket: authenticate({ uid: "jane", pwd: forwards(drowssap) }) })),
  closedWithSecurity: await callAll(make({ security: new WSSecurity("jane", "x"), soapVersion: "1.2" })),
  afterRenewal: await callAllWithRenewedToken(),
  // The search must find this ticket: a client that is given a ticket keeps it.
  keeping: await callAll(make({ ticket: forwards(process.env["KEEP"] ?? "") })),
};
await idle.closed.close();
await idle.closedWithSecurity.close();

for (let round = 0; round < 5; round += 1) {
  await pause(10);
  globalThis.gc?.();
}
writeHeapSnapshot(snapshot);
console.log(outcomes, idle);
await dispatcher.close();
await idle.keeping.close();
await idle.afterCalls.close();
await idle.afterCallsOverUndici.close();
