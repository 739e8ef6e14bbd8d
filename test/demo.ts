/** `npm run demo`: the package's main job from beginning to end, on an infoRouter server of its own on 127.0.0.1. */
import { isValidTicket } from "../generated/index.js";
import { authenticate, InfoRouterClient, type InfoRouterError, isInfoRouterError } from "../src/index.js";
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
say(
  2,
  "Called isValidTicket, for which the client logged in",
  `as ${session.attributes["username"]}; no ticket is shown`,
);

const download = await infoRouter.download(path, { chunkSize: 32_768 });
say(
  3,
  "Staged a download",
  `${path}: ${download.size} bytes, CRC32 ${download.crc32}, handler ${download.downloadHandler}`,
);

say(4, "Reading it in chunks", "the client checks the length and CRC32 of each, and of the whole:");
const chunks: Uint8Array[] = [];
for await (const chunk of download) {
  line(`chunk ${chunks.push(chunk)}: ${chunk.length} bytes`);
}
const isWhole = Buffer.concat(chunks).toString() === ledger;
line(isWhole ? "every byte of the document arrived" : "IT IS NOT THE DOCUMENT");
say(5, "Its handler was deleted after the last chunk", `handlers left: ${server.handlers.length}`);

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
