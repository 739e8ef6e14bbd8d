import { InfoRouterClient } from "../../../src/index.js";
import { type InfoRouterServer, startInfoRouterServer } from "../../../src/testing/index.js";

let server: InfoRouterServer;
let infoRouter: InfoRouterClient;

beforeEach(async () => {
  const documents = {
    "/F/a.txt": { content: "third", earlierVersions: ["first", "second"], contentType: "text/plain" },
  };
  server = await startInfoRouterServer({ documents, users: { jane: "secret" }, minimumChunkSize: 1 });
  infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
});
afterEach(async () => {
  await infoRouter.close();
  await server.close();
});

test("a document comes in chunks, with what the service says of it, and its handler is deleted", async () => {
  await using download = await infoRouter.download("/F/a.txt", { chunkSize: 2 });
  expect(server.handlers).toEqual([download.downloadHandler]);
  const { size, fileName, contentType, versionNumber } = download;
  expect({ size, fileName, contentType, versionNumber }).toEqual({
    size: 5,
    fileName: "a.txt",
    contentType: "text/plain",
    versionNumber: 0,
  });
  const chunks: string[] = [];
  for await (const chunk of download) {
    chunks.push(Buffer.from(chunk).toString());
  }
  expect(chunks).toEqual(["th", "ir", "d"]);
  expect(server.handlers).toEqual([]);
});
