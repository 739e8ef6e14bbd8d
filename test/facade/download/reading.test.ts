import { getEventListeners, once } from "node:events";
import * as operations from "../../../generated/index.js";
import { authenticate, type Download } from "../../../src/index.js";
import { failureOf } from "../options/recorder.js";
import { CHUNK_SIZE, CONTENT, type EmbeddedRig, PATH, setUp, skipPauses, toTheEnd } from "./rig.js";

beforeEach(skipPauses);
afterEach(() => jest.restoreAllMocks());

async function open(rig: EmbeddedRig): Promise<Download> {
  return rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, requestId: "id-1" });
}

describe("a download refuses", () => {
  const call = { operation: "DownloadFileChunk", requestId: "id-1", outcome: "not-sent" };
  const SHORTER = "length, crc: expected fewer bytes than 33, and their CRC32";

  test.each<[what: string, use: (download: Download) => unknown, argument: string, message: string]>([
    ["to skip all", (download) => download.skip(33, 0), "length, crc", SHORTER],
    ["to skip less than nothing", (download) => download.skip(-1, 0), "length, crc", SHORTER],
    ["to skip a part of a byte", (download) => download.skip(0.5, 0), "length, crc", SHORTER],
    ["a checksum that is none", (download) => download.skip(1, 2 ** 32), "length, crc", SHORTER],
    [
      "to skip what is being read",
      (download) => {
        download[Symbol.asyncIterator]();
        download.skip(1, 0);
      },
      "download",
      "download: expected a download that can skip bytes, found one that is being read",
    ],
    [
      "to be read twice",
      (download) => {
        download[Symbol.asyncIterator]();
        download[Symbol.asyncIterator]();
      },
      "download",
      "download: expected one that has not been read; a download is read once",
    ],
  ])("%s", async (_what, use, argument, message) => {
    const download = await open(await setUp());
    expect(() => use(download)).toThrow(expect.objectContaining({ ...call, argument, message }));
  });

  test("to skip a part of a zip", async () => {
    const { infoRouter } = await setUp();
    const zip = await infoRouter.downloadZip([PATH]);
    expect(() => zip.skip(1, 0)).toThrow(
      "download: expected a download that can skip bytes, found one without a CRC32 from the service",
    );
  });
});

test("a download may skip nothing", async () => {
  const download = await open(await setUp());
  download.skip(0, 0);
  const chunks: Uint8Array[] = [];
  await toTheEnd()(download, (chunk) => chunks.push(chunk));
  expect(Buffer.concat(chunks).toString()).toBe(CONTENT);
});

test("an empty document has no chunk", async () => {
  const download = await open(await setUp({ server: { documents: { [PATH]: "" } } }));
  const chunks: unknown[] = [];
  await toTheEnd()(download, (chunk) => chunks.push(chunk));
  expect(chunks).toEqual([]);
});

test("a loop that is left has its end", async () => {
  const chunks = (await open(await setUp()))[Symbol.asyncIterator]();
  await chunks.next();
  expect(await chunks.return?.()).toStrictEqual({ done: true, value: undefined });
  await expect(chunks.next()).resolves.toMatchObject({ done: true });
});

test("the end of its scope deletes the handler", async () => {
  const rig = await setUp();
  {
    await using download = await open(rig);
    expect(rig.server.handlers).toEqual([download.downloadHandler]);
  }
  expect(rig.server.handlers).toEqual([]);
});

test("a download that is closed early says so", async () => {
  const download = await open(await setUp());
  const chunks = download[Symbol.asyncIterator]();
  await download.close();
  await expect(chunks.next()).rejects.toMatchObject({
    name: "DownloadError",
    code: "CLOSED",
    outcome: "unknown",
    operation: "DownloadFileChunk",
    requestId: "id-1",
    message: expect.stringContaining("the download was closed before its end."),
  });
});

test("an error of the loop names the handler that may be left", async () => {
  const rig = await setUp();
  const download = await open(rig);
  rig.server.failNext({ operation: "DownloadFileChunk", with: "access-denied" });
  rig.server.failNext({ operation: "DeleteDownloadHandler", with: "locked" });
  const error = await failureOf(() => toTheEnd()(download, () => {}));
  expect(error).toMatchObject({ code: "ACCESS_DENIED", handlersLeft: [download.downloadHandler] });
  expect(download.handlersLeft).toEqual([download.downloadHandler]);
});

test("a file is staged anew once for a chunk", async () => {
  const rig: EmbeddedRig = await setUp({ client: { ticket: () => rig.server.ticketFor("jane") } });
  const download = await open(rig);
  rig.server.failNext({ operation: "DownloadFileChunk", with: "session-expired", times: 2 });
  await expect(toTheEnd()(download, () => {})).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  expect(rig.server.executions.GetDownloadHandler).toBe(2);
});

test("a file is staged anew 20 times at most, whatever the server chooses", async () => {
  const rig: EmbeddedRig = await setUp({
    client: { ticket: () => rig.server.ticketFor("jane") },
    server: { documents: { [PATH]: "x".repeat(30) } },
  });
  const download = await rig.infoRouter.download(PATH, { chunkSize: 1 });
  const error = await failureOf(() => toTheEnd()(download, () => rig.server.expireTickets()));
  expect(error).toMatchObject({ code: "SESSION_EXPIRED" });
  expect(rig.server.executions.GetDownloadHandler).toBe(21);
  expect(download.handlersLeft).toHaveLength(21);
});

test("files that are staged anew one after another share the renewal of their ticket", async () => {
  const rig = await setUp({ client: { ticket: authenticate({ uid: "jane", pwd: "secret" }) } });
  const downloads = [await open(rig), await open(rig), await open(rig)];
  rig.server.expireTickets();
  for (const download of downloads) {
    await toTheEnd()(download, () => {});
  }
  expect(rig.server.executions).toMatchObject({ AuthenticateUser: 2, GetDownloadHandler: 6 });
});

test("a file is staged anew with a renewed ticket where the one that another call renewed is refused too", async () => {
  const rig = await setUp({ client: { ticket: authenticate({ uid: "jane", pwd: "secret" }) } });
  const [first, second] = [await open(rig), await open(rig)];
  rig.server.expireTickets();
  await toTheEnd()(first, () => {});
  rig.server.expireTickets();
  await toTheEnd()(second, () => {});
  expect(rig.server.executions).toMatchObject({ AuthenticateUser: 3 });
});

const TOO_LONG = "the file is longer than 2 GiB; the service sends no chunk that begins later.";

test.each<[offset: number, size: number, isAskedFor: boolean, code: string, message: string]>([
  [2_147_483_647, 2_147_483_647 + CHUNK_SIZE, true, "NOT_THE_CONTRACT", "expected a chunk with filelength"],
  [2_147_483_648, 2_147_483_647 + CHUNK_SIZE, false, "TOO_LONG", TOO_LONG],
  // Its last chunk begins too late, wherever the others end.
  [0, 2_147_483_648 + CHUNK_SIZE, false, "TOO_LONG", TOO_LONG],
])("a chunk that begins at %d of %d bytes is asked for: %p", async (offset, size, isAskedFor, code, message) => {
  const { infoRouter, sent } = await setUp({
    onRequest: (_operation, _number, request) => ({ ...request, body: request.body.replace(`>${offset}<`, ">0<") }),
    onResponse: (operation, _number, body) =>
      operation === "GetDownloadHandler"
        ? body.replace(/(?<= Size=")\d+/, `${size}`)
        : body.replace(/ filelength="\d+"/, ""),
  });
  const download = await infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
  download.skip(offset, 0);
  const error = await failureOf(() => toTheEnd()(download, () => {}));
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  expect(sent.includes("DownloadFileChunk")).toBe(isAskedFor);
});

test.each<[what: string, operation: string | undefined, pattern: RegExp, replacement: string, message: string]>([
  [
    "a chunk with another checksum",
    "DownloadFileChunk",
    /(?<=chunkCRC32=")\w+/,
    "deadbeef",
    "the chunk at 0 does not have the CRC32 that the service sends with it.",
  ],
  [
    "a file with another checksum",
    "GetDownloadHandler",
    /(?<= CRC32=")\w+/,
    "deadbeef",
    "the file does not have the CRC32 that the service sent for it.",
  ],
  [
    "another length in a chunk",
    "DownloadFileChunk",
    /(?<=filelength=")33/,
    "34",
    "expected a file of 33 bytes, found 12 bytes of a file of 34.",
  ],
  [
    "a chunk beyond the end",
    undefined,
    /((?: Size|filelength)=")33/,
    "$110",
    "expected a file of 10 bytes, found 12 bytes of a file of 10.",
  ],
  [
    "an early end",
    "DownloadFileChunk",
    /(?<=lastchunk=")false/,
    "true",
    "expected a file of 33 bytes, found 12 bytes in all of a file of 33.",
  ],
])("%s is an error with what was found", async (_what, operation, pattern, replacement, message) => {
  const onResponse = (called: string, _number: number, body: string): string =>
    called === (operation ?? called) ? body.replace(pattern, replacement) : body;
  const download = await open(await setUp({ onResponse }));
  await expect(toTheEnd()(download, () => {})).rejects.toMatchObject({
    name: "DownloadError",
    message: expect.stringContaining(message),
  });
});

test.each<[what: string, number: number, pattern: RegExp, replacement: string, expires: number]>([
  ["another checksum", 2, /(?<= CRC32=")\w+/, "deadbeef", 1],
  ["another size", 2, /(?<= Size=")\d+/, "34", 1],
  ["no checksum, after its first chunk", 0, /(?<=RenderedContent=")false/, "true", 2],
])("a file that is staged anew may be another one: %s", async (_what, which, pattern, replacement, expires) => {
  const onResponse = (operation: string, number: number, body: string): string =>
    operation === "GetDownloadHandler" && number === (which || number) ? body.replace(pattern, replacement) : body;
  const rig: EmbeddedRig = await setUp({ client: { ticket: () => rig.server.ticketFor("jane") }, onResponse });
  const download = await open(rig);
  const reading = toTheEnd((number) => number === expires && rig.server.expireTickets());
  await expect(reading(download, () => {})).rejects.toMatchObject({
    code: "CONTENT_CHANGED",
    message: expect.stringContaining("the ticket expired, and the file that was staged anew may have other content."),
  });
});

test("all requests of a download have its requestId, also those that stage it anew", async () => {
  const ids: (string | undefined)[] = [];
  const rig: EmbeddedRig = await setUp({
    client: { ticket: () => rig.server.ticketFor("jane"), requestIdHeader: "X-Id" },
    onRequest: (_operation, _number, request) => {
      ids.push(request.headers["X-Id"]);
      return request;
    },
  });
  const download = await open(rig);
  rig.server.expireTickets();
  await toTheEnd()(download, () => {});
  expect(rig.sent.filter((operation) => operation === "GetDownloadHandler")).toHaveLength(2);
  expect(new Set(ids)).toEqual(new Set(["id-1"]));
});

test.each<[what: string, element: string]>([
  ["another refusal", '<response xmlns="" success="false" error="Access denied"/>'],
  ["an expiry that is no plain refusal", '<response xmlns="" success="true" error="[901] Session expired"/>'],
])("a file is not staged anew for %s", async (_what, element) => {
  const rig: EmbeddedRig = await setUp({
    client: { ticket: () => rig.server.ticketFor("jane") },
    onResponse: (operation, _number, body) =>
      operation === "DownloadFileChunk" ? body.replace(/<response .*<\/response>/, element) : body,
  });
  const download = await open(rig);
  await expect(toTheEnd()(download, () => {})).rejects.toMatchObject({ name: "ServiceError" });
  expect(rig.server.executions.GetDownloadHandler).toBe(1);
});

test("a chunk that is lost three times is not read again", async () => {
  const rig = await setUp();
  const download = await open(rig);
  rig.server.failNext({ operation: "DownloadFileChunk", with: "cut", times: 3 });
  await expect(toTheEnd()(download, () => {})).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(rig.sent.filter((operation) => operation === "DownloadFileChunk")).toHaveLength(3);
});

test("a chunk whose time is up is read again, once", async () => {
  jest.restoreAllMocks();
  jest.useFakeTimers({ doNotFake: ["setImmediate", "performance", "nextTick", "queueMicrotask"] });
  const rig = await setUp({
    onRequest: (operation, _number, request) => {
      if (operation === "DownloadFileChunk") {
        setImmediate(() => jest.advanceTimersByTime(30_000));
      }
      return request;
    },
  });
  const download = await open(rig);
  rig.server.failNext({ operation: "DownloadFileChunk", with: "timeout", times: 3 });
  const error = await failureOf(() => toTheEnd()(download, () => {})).finally(() => jest.useRealTimers());
  expect(error).toMatchObject({ code: "TIMEOUT" });
  expect(rig.sent.filter((operation) => operation === "DownloadFileChunk")).toHaveLength(2);
});

test("a download that has ended lets go of its caller's signal", async () => {
  const { infoRouter } = await setUp();
  const { signal } = new AbortController();
  const download = await infoRouter.download(PATH, { signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  await toTheEnd()(download, () => {});
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a loop that is left rejects once, also where a wrapper of the stub ends after the deletion failed", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  let end = (): void => {};
  let wasRead = (): void => {};
  const isRead = new Promise<void>((resolve) => {
    wasRead = resolve;
  });
  const downloadFileChunk: typeof operations.downloadFileChunk = async (...call) => {
    try {
      const response = await operations.downloadFileChunk(...call);
      wasRead();
      return response;
    } finally {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    }
  };
  const rig = await setUp({ client: { operations: { ...operations, downloadFileChunk } } });
  rig.server.failNext({ operation: "DeleteDownloadHandler", with: "locked", times: 3 });
  const download = await open(rig);
  const chunks = download[Symbol.asyncIterator]();
  const chunk = failureOf(() => chunks.next());
  await isRead;
  const left = failureOf(() => chunks.return?.());
  await expect(download.close()).rejects.toHaveProperty("code", "LOCKED");
  expect(await chunk).toHaveProperty("code", "CLOSED");
  await new Promise(setImmediate);
  end();
  expect(await left).toHaveProperty("code", "LOCKED");
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("a stream ends with", () => {
  const own = new Error("the caller's own");
  const ended = async (rig: EmbeddedRig, end: Error | undefined): Promise<unknown> => {
    const stream = (await open(rig)).readable();
    const failed = once(stream, "error").then(([error]: unknown[]) => error);
    const closed = once(stream, "close").then(() => "no error");
    stream.destroy(end);
    return Promise.race([failed, closed.catch(() => failed)]);
  };

  test("the error of a chunk", async () => {
    const rig = await setUp();
    rig.server.failNext({ operation: "DownloadFileChunk", with: "access-denied" });
    const stream = (await open(rig)).readable().resume();
    const [error] = await once(stream, "error");
    expect(error).toMatchObject({ code: "ACCESS_DENIED" });
  });

  test.each<[what: string, end: Error | undefined, failsToDelete: boolean, expected: unknown]>([
    ["no error where it is destroyed", undefined, false, "no error"],
    ["the error that it is destroyed with", own, false, own],
    ["that error also where the handler is not deleted", own, true, own],
    ["the error of the deletion", undefined, true, expect.objectContaining({ code: "LOCKED" })],
  ])("%s", async (_what, end, failsToDelete, expected) => {
    const rig = await setUp();
    if (failsToDelete) {
      rig.server.failNext({ operation: "DeleteDownloadHandler", with: "locked" });
    }
    expect(await ended(rig, end)).toEqual(expected);
  });

  test("no error where nobody listens for one, and the handler is not deleted, so that the process goes on", async () => {
    const rig = await setUp();
    rig.server.failNext({ operation: "DeleteDownloadHandler", with: "locked" });
    const download = await open(rig);
    const stream = download.readable().destroy();
    // Not by `once` of node:events, which listens for errors.
    await new Promise((resolve) => stream.on("close", resolve));
    expect(stream.errored).toBeNull();
    await expect(download.close()).rejects.toMatchObject({ code: "LOCKED", handlersLeft: [download.downloadHandler] });
  });
});
