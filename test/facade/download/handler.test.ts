import { markHandlerLeft } from "../../../src/download/handler.js";
import { UnexpectedResponseError } from "../../../src/soap/errors.js";
import { CHUNK_SIZE, CONTENT, PATH, setUp } from "./rig.js";

test.each([
  ["DeleteFolder: it has no download handler", "DeleteFolder: it has no download handler. A download"],
  ["DeleteFolder: time is up.", "DeleteFolder: time is up. A download"],
  ['DeleteFolder: the service says: "Broken."', 'DeleteFolder: the service says: "Broken." A download'],
])("the sentence about a handler stands apart from %j", (message, beginning) => {
  const details = { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" } as const;
  const error = new UnexpectedResponseError("NOT_THE_CONTRACT", message, { httpStatus: 200 }, details);
  markHandlerLeft(error, "unknown");
  expect(error.message).toBe(`${beginning} handler may be left on the server.`);
});

test.each([
  ["as it is", (body: string) => body],
  ["in lines", (body: string) => body.replace(/(\w{4}==?<)/, "\r\n  $1").replace(/(>\w{4})(\w)/, "$1\r\n$2")],
])("a chunk shares its memory with no request, nor with anything else: base64 %s", async (_how, onResponse) => {
  const { infoRouter } = await setUp({
    onResponse: (operation, _number, body) => (operation === "DownloadFileChunk" ? onResponse(body) : body),
  });
  await using download = await infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
  const texts: string[] = [];
  for await (const { buffer } of download) {
    texts.push(Buffer.from(buffer).toString());
  }
  expect(texts.join("")).toBe(CONTENT);
});
