import { tracingChannel } from "node:diagnostics_channel";
import { createFolder } from "../../../generated/index.js";
import { authenticate, type CallTrace, InfoRouterClient, InfoRouterError } from "../../../src/index.js";
import type { Transport } from "../../../src/soap/index.js";
import { inMemoryInfoRouter } from "../../../src/testing/index.js";
import { skipPauses, toTheEnd } from "../../facade/download/rig.js";
import { findSecrets } from "../../support/secret-search.js";
import { downloadDocument, getDomains } from "../../testing/other-operations.js";
import { type Echo, echoes, headersOf, spellings } from "./echoes.js";

const PASSWORD = `Tr0ub4dor &<3 "horse"`;
const CONTENT = "a confidential ledger of the year, in chunks";
const LEDGER = "/Finance/ledger.csv";
const contents = {
  folders: ["/Finance/Reports"],
  documents: { [LEDGER]: CONTENT },
  users: { jane: PASSWORD },
  minimumChunkSize: 1,
};

const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
const published = new Set<object>();
const publish = (message: object): void => void published.add(message);
const subscribers = { start: publish, end: publish, asyncStart: publish, asyncEnd: publish, error: publish };

beforeEach(() => {
  skipPauses();
  channel.subscribe(subscribers);
});
afterEach(() => {
  jest.restoreAllMocks();
  channel.unsubscribe(subscribers);
  published.clear();
});

/** A way through the client, and the operations whose answers repeat a secret on it. */
interface Path {
  readonly name: string;
  readonly repeating: readonly string[];
  readonly take: (infoRouter: InfoRouterClient) => Promise<unknown>;
  readonly firstChunkExpires?: true;
}

const look = (infoRouter: InfoRouterClient) => infoRouter.deleteFolder("/Finance/Reports", { ifUnknown: "look" });
const download = async (infoRouter: InfoRouterClient): Promise<void> => {
  const opened = await infoRouter.download(LEDGER, { chunkSize: 20 });
  await toTheEnd()(opened, () => {});
  await opened.close();
};

const paths: readonly Path[] = [
  { name: "call", repeating: ["CreateFolder"], take: (it) => it.call(createFolder, { path: "/Finance/New" }) },
  { name: "call, of a text", repeating: ["GetDomains"], take: (it) => it.call(getDomains, {}) },
  { name: "call, of bytes", repeating: ["DownloadDocument"], take: (it) => it.call(downloadDocument, {}) },
  { name: "folderExists", repeating: ["FolderExists"], take: (it) => it.folderExists("/Finance/Reports") },
  { name: "a look", repeating: ["DeleteFolder", "FolderExists"], take: look },
  { name: "a look that is answered", repeating: ["DeleteFolder"], take: look },
  { name: "the staging of a download", repeating: ["GetDownloadHandler"], take: download },
  { name: "the staging of a zip", repeating: ["DownloadZipWithHandler"], take: (it) => it.downloadZip(["/Finance"]) },
  { name: "a chunk", repeating: ["DownloadFileChunk"], take: download },
  { name: "the deletion of a handler", repeating: ["DeleteDownloadHandler"], take: download },
  {
    name: "a download that is staged anew",
    repeating: ["GetDownloadHandler", "DeleteDownloadHandler"],
    take: download,
    firstChunkExpires: true,
  },
  { name: "a log-out", repeating: ["LogOut"], take: (it) => it.folderExists("/Finance") },
];

describe.each(paths.map((path, index) => ({ ...path, index })))(
  "on the way through $name, an answer leaves nothing in errors and traces of",
  ({ index, repeating, take, firstChunkExpires }) => {
    test.each<readonly [what: string, secretOf: (ticket: string) => string]>([
      ["the ticket", (ticket) => ticket],
      ["the password", () => PASSWORD],
    ])("%s", async (_what, secretOf) => {
      const server = inMemoryInfoRouter(contents);
      const leaks: string[] = [];
      for (const [row, echo] of echoes.entries()) {
        // Each way meets every sixth of them, each in another writing.
        if ((row + index) % 6 !== 0) {
          continue;
        }
        const [spelling, write] = spellings[(row * 7) % spellings.length] ?? ["", String];
        const repeated = { repeating, echo, repeats: (ticket: string) => write(secretOf(ticket)), firstChunkExpires };
        const service = repeatingService(server.transport, repeated);
        const errors = await errorsOf(service.transport, server.url, take);
        const secrets = service.tickets.map(secretOf);
        const views = [...errors, [...published]].flatMap((seen) => findSecrets(seen, secrets));
        published.clear();
        leaks.push(...views.map((view) => `${echo.name}, ${spelling}: ${view}: ${errors.join(" | ")}`));
      }
      expect(leaks).toEqual([]);
    });
  },
);

interface Repeating {
  readonly repeating: readonly string[];
  readonly echo: Echo;
  /** What is repeated, given the latest ticket. */
  readonly repeats: (ticket: string) => string;
  readonly firstChunkExpires: true | undefined;
}

/** The service, whose answers to some operations repeat a secret. */
function repeatingService(
  transport: Transport,
  { repeating, echo, repeats, firstChunkExpires }: Repeating,
): { readonly transport: Transport; readonly tickets: readonly string[] } {
  const tickets: string[] = [];
  let chunks = 0;
  return {
    tickets,
    transport: async (request) => {
      const operation = /\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "";
      const isFirstChunk = operation === "DownloadFileChunk" && ++chunks === 1;
      const isLater = firstChunkExpires === undefined || chunks > 0;
      if (repeating.includes(operation) && isLater) {
        const secret = repeats(tickets.at(-1) ?? "");
        const body = Buffer.from(echo.body?.(secret, operation, "1.1") ?? "");
        return { status: echo.status ?? 200, headers: headersOf(echo, secret, "1.1"), body };
      }
      const response = await transport(request);
      const text = Buffer.from(response.body).toString();
      if (operation === "AuthenticateUser") {
        tickets.push(/ ticket="([^"]*)"/.exec(text)?.[1] ?? "");
      }
      if (firstChunkExpires && isFirstChunk) {
        const expired = text.replace(
          /<response .*<\/response>/s,
          '<response xmlns="" success="false" error="[901] Expired" />',
        );
        return { ...response, body: Buffer.from(expired) };
      }
      return response;
    },
  };
}

async function errorsOf(
  transport: Transport,
  endpoint: string,
  take: (infoRouter: InfoRouterClient) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const ticket = authenticate({ uid: "jane", pwd: PASSWORD });
  const infoRouter = new InfoRouterClient({ endpoint, transport, ticket });
  const errors: unknown[] = [];
  await take(infoRouter).catch((error: unknown) => errors.push(error));
  await infoRouter.close().catch((error: unknown) => errors.push(error));
  expect(errors.filter((error) => !(error instanceof InfoRouterError))).toEqual([]);
  return errors;
}
