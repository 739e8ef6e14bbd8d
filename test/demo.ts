/** `npm run demo`: the package's main job from beginning to end, on an infoRouter server of its own on 127.0.0.1. */
import { crc32 } from "node:zlib";
import { downloadFileChunk, getDownloadHandler, isValidTicket } from "../generated/index.js";
import {
  authenticate,
  InfoRouterClient,
  type InfoRouterError,
  type InfoRouterResult,
  isInfoRouterError,
} from "../src/index.js";
import { startInfoRouterServer } from "../src/testing/index.js";

const ledger = Array.from({ length: 3_000 }, (_, line) => `2024;invoice ${line};paid`).join("\n");
const path = "/Finance/Reports/2024/ledger.csv";

await using server = await startInfoRouterServer({
  folders: ["/Finance/Reports/2023", "/Finance/Locked"],
  documents: { [path]: ledger },
  users: { jane: { password: "correct horse", readOnly: ["/Finance/Locked"] } },
  minimumChunkSize: 32_768,
});
say(1, "An infoRouter server is running", `${server.url}, with the folders ${server.folders.join(" ")}`);

await using infoRouter = new InfoRouterClient({
  endpoint: server.url,
  ticket: authenticate({ uid: "jane", pwd: "correct horse" }),
});
const session = await infoRouter.call(isValidTicket, {});
say(2, "Logged in with AuthenticateUser", `as ${attribute(session, "username")}; the ticket is shown nowhere`);

const download = await infoRouter.call(getDownloadHandler, { path, preferedChunkSize: 32_768 });
const handler = attribute(download, "downloadhandler");
const chunkSize = Number(attribute(download, "ChunkSize"));
say(3, "Prepared a download with GetDownloadHandler", `${path}: handler ${handler}, ${chunkSize} bytes a chunk`);

{
  await using staged = infoRouter.downloadHandler(handler);
  const chunks: Buffer[] = [];
  for (let offset = 0, isLast = false; !isLast; ) {
    const request = { downloadHandler: staged.guid, startOffset: offset, chunkSize };
    const chunk = await infoRouter.call(downloadFileChunk, request);
    const bytes = Buffer.from(chunk.text, "base64");
    const isIntact = crc32(bytes) === Number.parseInt(attribute(chunk, "chunkCRC32"), 16);
    line(`offset ${offset}: ${bytes.length} bytes, CRC32 ${isIntact ? "is right" : "IS WRONG"}`);
    chunks.push(bytes);
    offset += Number(attribute(chunk, "chunklength"));
    isLast = attribute(chunk, "lastchunk").toLowerCase() === "true";
  }
  const isWhole = Buffer.concat(chunks).toString() === ledger;
  say(
    4,
    "Downloaded it with DownloadFileChunk",
    isWhole ? "every byte of the document arrived" : "IT IS NOT THE DOCUMENT",
  );
}
say(5, "Left the scope of `await using`", `DeleteDownloadHandler was called; handlers left: ${server.handlers.length}`);

const deletion = await infoRouter.deleteFolder("/Finance/Reports/2024");
say(6, "Deleted a folder with DeleteFolder", `${JSON.stringify(deletion)}; left: ${server.folders.join(" ")}`);

say(7, "Three refusals, each a typed error", "what a program catches, and what it may conclude:");
await refused("a folder that is not there", () => infoRouter.deleteFolder("/Finance/Reports/2024"));
await refused("a folder without permission", () => infoRouter.deleteFolder("/Finance/Locked"));
await refused("a library", () => infoRouter.deleteFolder("/Finance"));

const executions = Object.entries(server.executions).filter(([, count]) => count > 0);
say(8, "What the server carried out", executions.map(([name, count]) => `${name} × ${count}`).join(", "));

function say(step: number, title: string, detail: string): void {
  console.log(`\n${step}. ${title}`);
  line(detail);
}

/** Wrapped for a terminal of 80 columns. */
function line(text: string): void {
  for (const part of text.match(/.{1,76}(?= |$)|\S+/g) ?? []) {
    console.log(`   ${part.trim()}`);
  }
}

async function refused(what: string, attempt: () => Promise<unknown>): Promise<void> {
  const error = await attempt().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isInfoRouterError(error)) {
    throw new Error(`Deleting ${what} was to be refused.`, { cause: error });
  }
  describe(what, error);
}

function describe(what: string, { name, code, outcome, message }: InfoRouterError): void {
  line(`${what}: ${name} ${code}, outcome "${outcome}"`);
  line(message);
}

/** An attribute of an operation's result, without which the demonstration cannot go on. */
function attribute({ attributes }: InfoRouterResult, name: string): string {
  const value = attributes[name];
  if (value === undefined) {
    throw new Error(`The result has no attribute ${name}.`);
  }
  return value;
}
