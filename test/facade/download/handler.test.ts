import * as operations from "../../../generated/index.js";
import { checksumOf, deleteHandler, handlersLeftBy, markHandlerLeft } from "../../../src/download/handler.js";
import { type Download, UnexpectedResponseError } from "../../../src/index.js";
import { operationOf, type Stub } from "../../../src/operations.js";
import { complexType, element, type Operation, xs } from "../../../src/soap/index.js";
import { StagedHandlers } from "../../../src/staged-handlers.js";
import { failureOf } from "../options/recorder.js";
import { CHUNK_SIZE, CONTENT, type EmbeddedRig, endOf, PATH, setUp, skipPauses, toTheEnd } from "./rig.js";

/** Nobody has aborted. */
const life = { reason: undefined };

beforeEach(skipPauses);
afterEach(() => jest.restoreAllMocks());

test.each([
  ["DeleteFolder: it has no download handler", "DeleteFolder: it has no download handler. A download"],
  ["DeleteFolder: time is up.", "DeleteFolder: time is up. A download"],
  ['DeleteFolder: the service says: "Broken."', 'DeleteFolder: the service says: "Broken." A download'],
])("the sentence about a handler stands apart from %j", (message, beginning) => {
  const details = { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" } as const;
  const error = new UnexpectedResponseError("NOT_THE_CONTRACT", message, { httpStatus: 200 }, details);
  markHandlerLeft(error, "unknown", life);
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

const lost = () =>
  new UnexpectedResponseError(
    "NOT_THE_CONTRACT",
    "lost",
    { httpStatus: 200 },
    { operation: "DeleteFolder", requestId: "id-1", outcome: "unknown" },
  );

test("an error names each handler that may be left, once", () => {
  const error = lost();
  expect(handlersLeftBy(error, life)).toEqual([]);
  for (const handler of ["guid-1", "guid-1", "unknown", "unknown"]) {
    markHandlerLeft(error, handler, life);
  }
  expect(handlersLeftBy(error, life)).toEqual(["guid-1", "unknown"]);
  expect(error.message).toBe(
    "lost. The download handler guid-1 may be left on the server. A download handler may be left on the server.",
  );
});

const ofAnother = lost();
test.each<[what: string, error: Error, reason: Error | undefined]>([
  ["of other code", new Error("mine"), undefined],
  ["that is the caller's reason", ofAnother, ofAnother],
])("an error %s stays as it is", (_what, error, reason) => {
  const [before, members] = [error.message, Object.keys(error)];
  markHandlerLeft(error, "guid-1", { reason });
  expect([error.message, Object.keys(error), handlersLeftBy(error, life)]).toEqual([before, members, []]);
});

test("a download that the error of another call aborts names its handler, and leaves that error as it is", async () => {
  const controller = new AbortController();
  const rig = await setUp();
  const { signal } = controller;
  const download = await rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, signal });
  rig.server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
  const chunks = download[Symbol.asyncIterator]();
  await chunks.next();
  const reason = lost();
  controller.abort(reason);
  expect(await failureOf(() => chunks.next())).toBe(reason);
  expect([download.handlersLeft, reason.message, reason.handlersLeft]).toEqual([
    [download.downloadHandler],
    "lost",
    undefined,
  ]);
});

test("the handlers that the caller's reason names are those of another download", () => {
  const reason = lost();
  markHandlerLeft(reason, "guid-1", life);
  expect(handlersLeftBy(reason, { reason })).toEqual([]);
});

test.each([
  [0, "00000000"],
  [0xabc, "00000abc"],
  [0xffffffff, "ffffffff"],
])("the checksum %d is %s", (crc, text) => {
  expect(checksumOf(crc)).toBe(text);
});

/** A client whose service changes what it answers: the first match of a pattern. */
const setUpWith = (operation: string, pattern: RegExp, replacement: string): Promise<EmbeddedRig> =>
  setUp({ onResponse: (called, _number, body) => (called === operation ? body.replace(pattern, replacement) : body) });

const GUID = "6d335587-d57a-4f1b-8a3e-4aceb3cd134f";

test.each<[what: string, pattern: RegExp, replacement: string, expected: Partial<Download>]>([
  ["no Size", / Size="\d+"/, "", { size: undefined }],
  ["an empty Size", /(?<= Size=")\d+/, "", { size: undefined }],
  ["a Size in another case", / Size=/, " SIZE=", { size: 33 }],
  ["a Size of 15 digits", /(?<= Size=")\d+/, "123456789012345", { size: 123_456_789_012_345 }],
  ["a short CRC32, in capitals", /(?<= CRC32=")\w+/, "ABC", { crc32: "00000abc" }],
  ["no CRC32", / CRC32="\w+"/, "", { crc32: undefined }],
  ["a CRC32 of a rendered document", /(?<=RenderedContent=")false/, "True", { crc32: undefined }],
  ["a CRC32 of a document that is not rendered", /RenderedContent="false"/, "", { crc32: "1dd26e57" }],
  ["no name", / AlterDocumentName="[^"]*"/, "", { fileName: undefined }],
  ["an empty name", /(?<=AlterDocumentName=")[^"]*/, "", { fileName: undefined }],
  ["no type", / ContentType="[^"]*"/, "", { contentType: undefined }],
  ["a version", /(?<=VersionNumber=")0/, "2000000", { versionNumber: 2_000_000 }],
  ["a version that is no number", /(?<=VersionNumber=")0/, "x2", { versionNumber: undefined }],
  ["a handler in braces", /(?<=downloadhandler=")[^"]*/, `{${GUID}}`, { downloadHandler: `{${GUID}}` }],
  [
    "a handler without hyphens",
    /(?<=downloadhandler=")[^"]*/,
    GUID.replaceAll("-", ""),
    { downloadHandler: GUID.replaceAll("-", "") },
  ],
])("a file is staged with %s", async (_what, pattern, replacement, expected) => {
  const { infoRouter } = await setUpWith("GetDownloadHandler", pattern, replacement);
  const download = await infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
  for (const [name, value] of Object.entries(expected)) {
    expect(download[name as keyof Download]).toBe(value);
  }
});

const NO_HANDLER = "it has no download handler";
const NO_NUMBERS = "expected Size in digits and CRC32 in up to 8 hexadecimal digits, found others";

test.each<[what: string, pattern: RegExp, replacement: string, message: string]>([
  ["no handler", / downloadhandler="[^"]*"/, "", NO_HANDLER],
  ["a handler in a namespace", / downloadhandler=/, ' xmlns:x="urn:x" x:downloadhandler=', NO_HANDLER],
  ["a handler of 31 digits", /(?<=downloadhandler=")[^"]*/, "a".repeat(31), NO_HANDLER],
  ["a handler of 39 digits", /(?<=downloadhandler=")[^"]*/, "a".repeat(39), NO_HANDLER],
  ["a handler with another letter", /(?<=downloadhandler=")./, "g", NO_HANDLER],
  ["a Size with a blank", /(?<= Size=")33/, " 33", NO_NUMBERS],
  ["a Size of 16 digits", /(?<= Size=")33/, "1234567890123456", NO_NUMBERS],
  ["a CRC32 of 9 digits", /(?<= CRC32=")\w+/, "123456789", NO_NUMBERS],
  ["a CRC32 with a blank", /(?<= CRC32=")/, " ", NO_NUMBERS],
])("a file is not staged with %s", async (_what, pattern, replacement, message) => {
  const { infoRouter } = await setUpWith("GetDownloadHandler", pattern, replacement);
  await expect(infoRouter.download(PATH)).rejects.toMatchObject({
    code: "NOT_THE_CONTRACT",
    message: expect.stringContaining(message),
  });
});

const tickets = (count: number) =>
  Array.from({ length: count }, (_, index) => `<a ticket="abcd-efgh-${index}"/>`).join("");

test.each<[what: string, attributes: string, content: string]>([
  ["an acceptance gives as a ticket", `success="true" ticket="${GUID}"`, ""],
  ["a refusal gives as a ticket", `success="false" error="part" ticket="${GUID}"`, ""],
  ["an acceptance gives among too many tickets", `success="true" ticket="${GUID}"`, tickets(101)],
  ["a refusal gives among too many tickets", `success="false" error="part" ticket="${GUID}"`, tickets(101)],
])("a handler is in no error that %s", async (_what, attributes, content) => {
  const element = `<response xmlns="" downloadhandler="${GUID}" ${attributes}>${content}</response>`;
  const { infoRouter, server } = await setUpWith("GetDownloadHandler", /<response.*?\/>/s, element);
  server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
  const error = await failureOf(() => infoRouter.download(PATH));
  expect(handlersLeftBy(error, life)).toEqual(["unknown"]);
  expect(JSON.stringify(error) + String(error)).not.toContain(GUID);
});

test.each([
  ["of seven characters, which occurs by chance,", "6d33558", GUID],
  ["of eight characters", "6d335587", "unknown"],
])("beside a secret %s that is a part of it, %j, an error names the handler as %s", async (_what, password, named) => {
  const refusal = `<response xmlns="" success="false" error="part" downloadhandler="${GUID}"/>`;
  const { infoRouter, server } = await setUp({
    client: { headers: { Authorization: `Basic ${Buffer.from(`jane:${password}`).toString("base64")}` } },
    onResponse: (operation, _number, body) =>
      operation === "GetDownloadHandler" ? body.replace(/<response.*?\/>/s, refusal) : body,
  });
  server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
  expect(handlersLeftBy(await failureOf(() => infoRouter.download(PATH)), life)).toEqual([named]);
});

test.each<[wanted: number, given: string, asked: number]>([
  [12, "12", 12],
  [12, "7", 7],
  [12, "0", 12],
  [12, "", 12],
  [12, "x", 12],
  [12, "1048576", 1_048_576],
  [12, "1048577", 1_048_576],
  [2_000_000, "3000000", 2_000_000],
  [2_000_000, "1500000", 1_500_000],
])("of chunks of %d bytes and a ChunkSize of %j, chunks of %d bytes are asked for", async (wanted, given, asked) => {
  const { infoRouter, server } = await setUpWith("GetDownloadHandler", /(?<=ChunkSize=")\d+/, given);
  await using download = await infoRouter.download(PATH, { chunkSize: wanted });
  await download[Symbol.asyncIterator]().next();
  expect(server.requests.find(({ operation }) => operation === "DownloadFileChunk")?.values).toMatchObject({
    ChunkSize: asked,
  });
});

const CHUNK = "expected a chunk with filelength, lastchunk and chunkCRC32, found none or an invalid value";

test.each<[what: string, pattern: RegExp, replacement: string, message: string | undefined]>([
  ["lastchunk in capitals", /(?<=lastchunk=")false/, "FALSE", undefined],
  ["its checksum in capitals", /(?<=chunkCRC32=")\w+/, "A8765885", undefined],
  ["no filelength", / filelength="\d+"/, "", CHUNK],
  ["no chunkCRC32", / chunkCRC32="\w+"/, "", CHUNK],
  ["no lastchunk", / lastchunk="\w+"/, "", CHUNK],
  ["lastchunk that is neither", /(?<=lastchunk=")false/, "no", CHUNK],
  ["no chunklength", / chunklength="\d+"/, "", "of 1 to 12 bytes, found chunklength missing and 12 bytes"],
  ["another chunklength", /(?<=chunklength=")12/, "11", "of 1 to 12 bytes, found chunklength 11 and 12 bytes"],
  [
    "more bytes than were asked for",
    /(?<=chunklength=")12(.*?>)[^<]*/,
    `13$1${Buffer.from("x".repeat(13)).toString("base64")}`,
    "of 1 to 12 bytes, found chunklength 13 and 13 bytes",
  ],
  [
    "no bytes, and more to come",
    /(?<=chunklength=")12(.*?>)[^<]*/,
    "0$1",
    "of 1 to 12 bytes, found chunklength 0 and 0 bytes",
  ],
])("a chunk with %s is read: only with what it must have", async (_what, pattern, replacement, message) => {
  const { infoRouter } = await setUpWith("DownloadFileChunk", pattern, replacement);
  await using download = await infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
  const next = download[Symbol.asyncIterator]().next();
  await (message === undefined
    ? expect(next).resolves.toMatchObject({ done: false })
    : expect(next).rejects.toMatchObject({
        code: "NOT_THE_CONTRACT",
        operation: "DownloadFileChunk",
        message: expect.stringContaining(message),
      }));
});

test("a file is not staged twice, whatever may be repeated", async () => {
  const { infoRouter, server, sent } = await setUp({ client: { retry: { maxRetries: 2 } } });
  server.failNext({ operation: "GetDownloadHandler", with: "cut-after-execution" });
  await expect(infoRouter.download(PATH)).rejects.toMatchObject({ code: "ECONNRESET", handlersLeft: ["unknown"] });
  expect(sent).toEqual(["GetDownloadHandler"]);
});

test("a response without a result names no handler, and may have staged one", async () => {
  const { infoRouter } = await setUpWith("GetDownloadHandler", /<GetDownloadHandlerResult>.*Result>/, "");
  await expect(infoRouter.download(PATH)).rejects.toMatchObject({
    code: "NOT_THE_CONTRACT",
    handlersLeft: ["unknown"],
  });
});

test("an error of a file that was staged anew holds no ticket of the session before", async () => {
  const tickets: string[] = [];
  const rig: EmbeddedRig = await setUp({
    client: {
      ticket: () => {
        tickets.push(rig.server.ticketFor("jane"));
        return tickets.at(-1) as string;
      },
    },
    onResponse: (operation, _number, body) =>
      operation === "DownloadFileChunk" && tickets.length === 2
        ? body.replace(/<response .*<\/response>/, `<response xmlns="" success="false" error="No ${tickets[0]}."/>`)
        : body,
  });
  const download = await rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
  rig.server.expireTickets();
  const error = await failureOf(() => toTheEnd()(download, () => {}));
  expect(tickets).toHaveLength(2);
  expect(error).toMatchObject({ name: "ServiceError", serviceMessage: "No [redacted]." });
});

test("an error about a chunk has nothing of its content", async () => {
  const { infoRouter } = await setUpWith("DownloadFileChunk", /.*/s, `<p>${CONTENT}</p>`);
  await using download = await infoRouter.download(PATH);
  const error = await failureOf(() => toTheEnd()(download, () => {}));
  expect(error).toMatchObject({ name: "UnexpectedResponseError", excerpt: undefined });
  expect(String(error)).not.toContain("ledger");
});

test("a chunk of two megabytes is read", async () => {
  const { infoRouter } = await setUp({ server: { documents: { [PATH]: "x".repeat(2_000_000) } } });
  await using download = await infoRouter.download(PATH, { chunkSize: 2_000_000 });
  const { value } = await download[Symbol.asyncIterator]().next();
  expect(value).toHaveLength(2_000_000);
});

test("where staging takes no ticket, chunks and deletion have the client's", async () => {
  const { getDownloadHandler, ...others } = operations;
  const { input: _, ...operation } = operationOf(getDownloadHandler);
  const path = element("http://tempuri.org/", "Path", xs.string);
  const size = element("http://tempuri.org/", "PreferedChunkSize", xs.int);
  const members = complexType({ path, preferedChunkSize: size });
  const input = element("http://tempuri.org/", "GetDownloadHandler", members);
  const ticketless: Stub<object, object> = (soap, request, options) =>
    soap.call({ ...operation, input } as Operation<object, object>, request, options);
  const rig: EmbeddedRig = await setUp({
    client: { operations: { ...others, getDownloadHandler: ticketless } },
    onRequest: (_operation, _number, request) => ({
      ...request,
      body: request.body.includes(rig.ticket)
        ? request.body
        : request.body.replace("<Path>", `<AuthenticationTicket>${rig.ticket}</AuthenticationTicket>$&`),
    }),
  });
  expect(await endOf(rig, toTheEnd())).toMatchObject({ text: CONTENT, loop: "whole", close: "closed", left: [] });
});

test.each<[what: string, isAborted: boolean, timeoutInMs: number, expected: number]>([
  ["as long as other requests", false, 30_000, 30_000],
  ["at most 5 seconds after an abort", true, 30_000, 5_000],
  ["no longer than other requests after an abort", true, 1_000, 1_000],
])("the deletion of a handler may take %s", async (_what, isAborted, timeoutInMs, expected) => {
  const during = jest.fn(async () => undefined);
  const signal = isAborted ? AbortSignal.abort() : new AbortController().signal;
  const context = { session: { during }, settings: { timeoutInMs, signal, requestId: "id-1" } };
  await deleteHandler({ ...context, operations, stagedHandlers: new StagedHandlers() } as never, GUID, "T");
  const call = { operation: "DeleteDownloadHandler", requestId: "id-1", timeoutInMs: expected, signal: undefined };
  expect(during).toHaveBeenCalledWith(call, expect.any(Function), { isEnd: true });
});
