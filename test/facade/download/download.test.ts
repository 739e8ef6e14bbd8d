import * as channels from "node:diagnostics_channel";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { crc32 } from "node:zlib";
import * as operations from "../../../generated/index.js";
import { deleteDownloadHandler, deleteFolder } from "../../../generated/index.js";
import {
  authenticate,
  type CallTrace,
  type Download,
  type InfoRouterClient,
  InvalidInputError,
  isInfoRouterError,
  TransportError,
} from "../../../src/index.js";
import type { ProgrammedFailure } from "../../../src/testing/index.js";
import { failureOf, refusedBy } from "../options/recorder.js";
import {
  CHUNK_SIZE,
  CONTENT,
  type EmbeddedRig,
  type EmbeddedRigOptions,
  endOf,
  PATH,
  setUp,
  skipPauses,
  toTheEnd,
} from "./rig.js";

beforeEach(skipPauses);
afterEach(() => jest.restoreAllMocks());

const own = new Error("the caller's own");

const VERSIONS = {
  documents: { [PATH]: { content: "third", earlierVersions: ["first", "second"], contentType: "text/csv" } },
};

describe("a download", () => {
  test("has what the service says of the document, and gives out chunks of the size that was wanted", async () => {
    const { infoRouter, server } = await setUp({ server: VERSIONS });
    await using download = await infoRouter.download(PATH, { chunkSize: 2 });
    expect(server.handlers).toEqual([download.downloadHandler]);
    const { size, fileName, contentType, versionNumber, crc32 } = download;
    expect({ size, fileName, contentType, versionNumber, crc32 }).toEqual({
      size: 5,
      fileName: "ledger.csv",
      contentType: "text/csv",
      versionNumber: 0,
      crc32: expect.stringMatching(/^[\da-f]{8}$/),
    });
    const chunks: string[] = [];
    for await (const chunk of download) {
      chunks.push(Buffer.from(chunk).toString());
    }
    expect(chunks).toEqual(["th", "ir", "d"]);
    expect(server.handlers).toEqual([]);
  });

  test.each([
    [undefined, "third"],
    [0, "third"],
    [1_000_000, "first"],
    [2_000_000, "second"],
  ])("of version %p is of that version", async (version, text) => {
    const rig = await setUp({ server: VERSIONS });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { version }));
    expect(ended).toMatchObject({ text, loop: "whole" });
  });

  test.each(["readable", "iterator"] as const)("of an empty document is empty, as %s", async (how) => {
    const rig = await setUp({ server: { documents: { [PATH]: "" } } });
    const ended = await endOf(rig, async (download, take) => {
      for await (const chunk of how === "readable" ? download.readable() : download) {
        take(chunk as Uint8Array);
      }
    });
    expect(ended).toMatchObject({ text: "", loop: "whole", left: [] });
  });

  test("begins behind what the caller has, and has its CRC32 checked with the rest", async () => {
    const rig = await setUp();
    const ended = await endOf(rig, async (download, take) => {
      download.skip(12, crc32(Buffer.from(CONTENT.slice(0, 12))));
      await toTheEnd()(download, take);
    });
    expect(ended).toMatchObject({ text: CONTENT.slice(12), loop: "whole", left: [] });
    expect(rig.server.executions.DownloadFileChunk).toBe(2);
  });

  test("that begins behind something else does not end", async () => {
    const ended = await endOf(await setUp(), async (download, take) => {
      download.skip(12, 0);
      await toTheEnd()(download, take);
    });
    expect(ended).toMatchObject({ loop: "WRONG_CHECKSUM", left: [] });
  });

  test.each<[string, number, number]>([
    ["at its end", CONTENT.length, 0],
    ["behind its end", CONTENT.length + 1, 0],
    ["before its beginning", -1, 0],
    ["with no CRC32", 12, -1],
  ])("does not begin %s", async (_name, length, crc) => {
    const { infoRouter } = await setUp();
    await using download = await infoRouter.download(PATH);
    expect(() => download.skip(length, crc)).toThrow(InvalidInputError);
  });

  test("does not begin elsewhere once it is read, nor if it is a zip", async () => {
    const { infoRouter } = await setUp();
    await using zip = await infoRouter.downloadZip([PATH]);
    expect(() => zip.skip(1, 0)).toThrow("without a CRC32 from the service");
    await using download = await infoRouter.download(PATH);
    download[Symbol.asyncIterator]();
    expect(() => download.skip(1, 0)).toThrow("one that is being read");
  });

  test("of a zip learns its size with the first chunk", async () => {
    const rig = await setUp({ server: VERSIONS });
    const sizes: unknown[] = [];
    const ended = await endOf(
      rig,
      async (download, take) => {
        sizes.push(download.size);
        await toTheEnd()(download, take);
        sizes.push(download.size);
      },
      () => rig.infoRouter.downloadZip([PATH, "/Finance"], { chunkSize: 40 }),
    );
    expect(ended).toMatchObject({ loop: "whole", close: "closed", left: [] });
    expect(ended.text).toMatch(/^PK.*third.*PK/s);
    expect(sizes).toEqual([undefined, expect.any(Number)]);
    expect(rig.server.requests[0]?.values).toEqual({ Paths: `${PATH}|/Finance`, partialResult: false });
  });

  test("of a zip is whole where the service has left out a path that is not there, as it says nowhere", async () => {
    const rig = await setUp({ server: VERSIONS });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.downloadZip([PATH, "/Finance/missing.csv"]));
    expect(ended).toMatchObject({ loop: "whole", close: "closed", left: [] });
    expect(ended.text).not.toContain("missing.csv");
  });

  test("has one ticket, however often the client would be given another", async () => {
    const rig: EmbeddedRig = await setUp({ client: { ticket: () => rig.server.ticketFor("jane") } });
    expect(await endOf(rig, toTheEnd())).toMatchObject({ text: CONTENT, close: "closed", left: [] });
  });

  test("gives out chunks that are longer than the answers of other calls may be", async () => {
    const content = "x".repeat(200_000);
    const rig = await setUp({ client: { maxResponseBytes: 4096 }, server: { documents: { [PATH]: content } } });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH));
    expect(ended.text).toBe(content);
  });

  test.each([
    [12, "33554432", 1_048_576],
    [2_000_000, "33554432", 2_000_000],
    [12, "262144", 262_144],
    [2_000_000, "262144", 262_144],
  ])("with chunks of %d bytes, for which the service says %s, asks for %d", async (chunkSize, said, asked) => {
    const rig = await setUp({
      onResponse: (operation, _number, body) =>
        operation === "GetDownloadHandler" ? body.replace(/(?<=\sChunkSize=")\d+/, said) : body,
    });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { chunkSize }));
    expect(ended).toMatchObject({ text: CONTENT, loop: "whole", left: [] });
    const chunks = rig.server.requests.filter(({ operation }) => operation === "DownloadFileChunk");
    expect(chunks.map(({ values }) => values?.["ChunkSize"])).toEqual([asked]);
  });

  test("is read once", async () => {
    const { infoRouter } = await setUp();
    await using download = await infoRouter.download(PATH);
    download.readable().destroy();
    expect(() => download.readable()).toThrow(InvalidInputError);
  });

  test("holds a handler that the client knows as its own", async () => {
    const { infoRouter, server } = await setUp();
    await using download = await infoRouter.download(PATH);
    await expect(infoRouter.deleteDownloadHandler(download.downloadHandler)).resolves.toMatchObject({
      outcome: "deleted",
    });
    expect(server.handlers).toEqual([]);
  });

  test("reads no chunk before it is asked for, and one ahead as a stream", async () => {
    const { infoRouter, server } = await setUp();
    await using download = await infoRouter.download(PATH, { chunkSize: CHUNK_SIZE });
    expect(server.executions.DownloadFileChunk).toBe(0);
    const stream = download.readable();
    await new Promise((resolve) => stream.once("readable", resolve));
    expect(server.executions.DownloadFileChunk).toBe(1);
    stream.destroy();
  });
});

/** Replaces what a pattern finds in the responses to an operation. */
function replacing(operation: string, pattern: RegExp, replacement: string): EmbeddedRigOptions {
  return { onResponse: (called, _number, body) => (called === operation ? body.replace(pattern, replacement) : body) };
}

describe("a file that is not what the service says of it is not whole, and no handler is left, where", () => {
  test.each<readonly [string, operation: string, RegExp, string, code: string]>([
    ["its checksum is another", "GetDownloadHandler", /(?<= CRC32=")[^"]*/, "deadbeef", "WRONG_CHECKSUM"],
    ["its size is another", "GetDownloadHandler", /(?<=Size=")33/, "34", "WRONG_LENGTH"],
    ["it ends too early", "DownloadFileChunk", /(?<=lastchunk=")false/, "true", "WRONG_LENGTH"],
    ["its length is missing", "DownloadFileChunk", /filelength="\d+"/, "", "NOT_THE_CONTRACT"],
    ["its checksum cannot be read", "GetDownloadHandler", /(?<= CRC32=")[^"]*/, "0x12", "NOT_THE_CONTRACT"],
    ["its size cannot be read", "GetDownloadHandler", /(?<=Size=")33/, "33 bytes", "NOT_THE_CONTRACT"],
    ["a checksum is missing", "DownloadFileChunk", /chunkCRC32="\w+"/, "", "NOT_THE_CONTRACT"],
    ["nothing says whether there is more", "DownloadFileChunk", /(?<=lastchunk=")\w+/, "", "NOT_THE_CONTRACT"],
    ["a chunk is shorter than it says", "DownloadFileChunk", /(?<=chunklength=")12/, "13", "NOT_THE_CONTRACT"],
    [
      "a chunk has no bytes",
      "DownloadFileChunk",
      /chunklength="12"(.*?)>[^<]*/,
      'chunklength="0"$1>',
      "NOT_THE_CONTRACT",
    ],
  ])("%s", async (_what, operation, pattern, replacement, code) => {
    const rig = await setUp(replacing(operation, pattern, replacement));
    expect(await endOf(rig, toTheEnd())).toMatchObject({ loop: code, close: "closed", announced: [], left: [] });
  });

  test.each<readonly [string, RegExp, string]>([
    ["its checksum is missing", / CRC32="\w+"/, ""],
    ["it is rendered, so that its checksum is another's", /"false" CRC32="\w+"/, '"TRUE" CRC32="deadbeef"'],
    ["its handler has another case", /downloadhandler=/, "DownloadHandler="],
  ])("but it may be that %s", async (_what, pattern, replacement) => {
    const rig = await setUp(replacing("GetDownloadHandler", pattern, replacement));
    expect(await endOf(rig, toTheEnd())).toMatchObject({ text: CONTENT, loop: "whole", left: [] });
  });

  test("its last chunk has no bytes", async () => {
    const rig = await setUp({
      onResponse: (operation, number, body) => {
        const isWholeChunk = operation === "DownloadFileChunk" && number < 4;
        return isWholeChunk ? body.replace('lastchunk="true"', 'lastchunk="false"') : body;
      },
    });
    expect(await endOf(rig, toTheEnd())).toMatchObject({ text: CONTENT, loop: "whole", left: [] });
    expect(rig.server.executions.DownloadFileChunk).toBe(4);
  });
});

describe("staging rejects", () => {
  test("a part of a zip, and deletes it", async () => {
    const documents = { [PATH]: CONTENT, "/Finance/old.csv": { content: "x", offline: true } };
    const rig = await setUp({
      server: { documents },
      onRequest: (_operation, _number, request) => ({
        ...request,
        body: request.body.replace(/(partialResult>)false/, "$1true"),
      }),
    });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.downloadZip(["/Finance"]));
    expect(rig.server.executions).toMatchObject({ DownloadZipWithHandler: 1, DeleteDownloadHandler: 1 });
    expect(ended).toMatchObject({ loop: "PARTIAL", announced: [], left: [] });
  });

  test("a part of a zip, and says so where its handler is not deleted", async () => {
    const documents = { [PATH]: CONTENT, "/Finance/old.csv": { content: "x", offline: true } };
    const rig = await setUp({
      server: { documents },
      onRequest: (_operation, _number, request) => ({
        ...request,
        body: request.body.replace(/(partialResult>)false/, "$1true"),
      }),
    });
    rig.server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.downloadZip(["/Finance"]));
    expect(ended).toMatchObject({ loop: "PARTIAL", announced: ended.left });
    expect(ended.left).toHaveLength(1);
  });

  test("a zip that the service refuses in part, of which nothing was staged", async () => {
    const documents = { [PATH]: CONTENT, "/Finance/old.csv": { content: "x", offline: true } };
    const rig = await setUp({ server: { documents } });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.downloadZip(["/Finance"]));
    expect(ended).toMatchObject({ loop: "PARTIAL", announced: [], left: [] });
  });

  test.each([
    ["no handler", ""],
    ["what is none", "../../etc/passwd"],
  ])("an answer that names %s", async (_what, handler) => {
    const rig = await setUp(replacing("GetDownloadHandler", /(?<=downloadhandler=")[^"]*/, handler));
    const error = await failureOf(() => rig.infoRouter.download(PATH));
    expect(isInfoRouterError(error) && error.code).toBe("NOT_THE_CONTRACT");
  });

  test.each([
    ["deleted", undefined],
    ["left, as far as anyone knows", ["unknown"]],
  ])("an answer that names the ticket as the handler, so that no error holds it: %s", async (_what, handlersLeft) => {
    const rig: EmbeddedRig = await setUp({
      onResponse: (_operation, _number, body) => body.replace(/(?<=downloadhandler=")[^"]*/, rig.ticket),
    });
    if (handlersLeft !== undefined) {
      rig.server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
    }
    const error = await failureOf(() => rig.infoRouter.download(PATH));
    expect(isInfoRouterError(error) && error).toMatchObject({ code: "NOT_THE_CONTRACT" });
    expect(isInfoRouterError(error) && error.handlersLeft).toEqual(handlersLeft);
    expect(JSON.stringify(error) + String(error)).not.toContain(rig.ticket);
  });
});

test("a handler in which a short password occurs by chance is a handler", async () => {
  // Each random GUID contains a 4: that of its version.
  const ticket = authenticate({ uid: "jane", pwd: "4" });
  const rig = await setUp({ server: { users: { jane: "4" } }, client: { ticket } });
  await using download = await rig.infoRouter.download(PATH);
  expect(await text(download.readable())).toBe(CONTENT);
});

describe("after an ended session", () => {
  const renewing = async (options: EmbeddedRigOptions = {}): Promise<EmbeddedRig> => {
    const rig: EmbeddedRig = await setUp({ ...options, client: { ticket: () => rig.server.ticketFor("jane") } });
    return rig;
  };
  const expiring = (rig: EmbeddedRig, number: number) =>
    toTheEnd((next) => next === number && rig.server.expireTickets());

  test("a file that is another one by now is refused, and its handler deleted", async () => {
    const second = { onResponse: changing("GetDownloadHandler", 2, / CRC32="\w+"/, ' CRC32="deadbeef"') };
    const rig = await renewing(second);
    const ended = await endOf(rig, expiring(rig, 2));
    expect(ended).toMatchObject({ text: CONTENT.slice(0, 12), loop: "CONTENT_CHANGED", close: "closed" });
    expect(ended.announced).toEqual(ended.left);
    expect(ended.left).toHaveLength(1);
  });

  test("that a chunk meets whose first answer was lost, the file is staged anew", async () => {
    const onRequest: EmbeddedRigOptions["onRequest"] = (operation, number, request) => {
      if (operation === "DownloadFileChunk" && number === 3) {
        rig.server.expireTickets();
      }
      return request;
    };
    const rig: EmbeddedRig = await renewing({ onRequest });
    const ended = await endOf(
      rig,
      toTheEnd((next) => next === 2 && rig.server.failNext({ operation: "DownloadFileChunk", with: "cut" })),
    );
    expect(ended).toMatchObject({ text: CONTENT, loop: "whole" });
  });

  test("of another call, whose error aborts the download, no file is staged anew", async () => {
    const controller = new AbortController();
    const reason = await failureOf(async () =>
      (await setUp({ client: { ticket: "another" } })).infoRouter.download(PATH),
    );
    expect(reason).toMatchObject({ code: "SESSION_EXPIRED", outcome: "rejected" });
    const onRequest: EmbeddedRigOptions["onRequest"] = (operation, number, request) => {
      if (operation === "DownloadFileChunk" && number === 2) {
        controller.abort(reason);
      }
      return request;
    };
    const rig = await renewing({ onRequest });
    const { signal } = controller;
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, signal }));
    expect(ended).toMatchObject({ loop: "SESSION_EXPIRED", announced: [], left: [] });
    expect(rig.server.executions).toMatchObject({ GetDownloadHandler: 1, DeleteDownloadHandler: 1 });
  });

  test("a log-in without an answer leaves no handler to announce, because nothing was staged", async () => {
    const rig = await setUp({ client: { ticket: authenticate({ uid: "jane", pwd: "secret" }) } });
    rig.server.failNext({ operation: "AuthenticateUser", with: "cut-after-execution" });
    const error = await failureOf(() => rig.infoRouter.download(PATH));
    expect(error).toMatchObject({ operation: "AuthenticateUser", outcome: "unknown" });
    expect(error).not.toHaveProperty("handlersLeft");
  });

  test.each([
    [1, "whole"],
    [2, "CONTENT_CHANGED"],
  ])("a zip, which has no checksum, at chunk %d ends as %s", async (number, loop) => {
    const rig = await renewing();
    const open = () => rig.infoRouter.downloadZip([PATH], { chunkSize: 100 });
    const ended = await endOf(rig, expiring(rig, number), open);
    expect(ended).toMatchObject({ loop, close: "closed", announced: ended.left });
  });

  test.each([
    ["is staged with another ticket", undefined, { loop: "whole", announced: [] }],
    ["whose staging with another ticket has no answer, may be left", "cut-after-execution", { announced: ["unknown"] }],
  ] as const)("a zip %s", async (_what, failure, want) => {
    const onRequest: EmbeddedRigOptions["onRequest"] = (operation, number, request) => {
      if (operation === "DownloadZipWithHandler" && number === 1) {
        rig.server.expireTickets();
      } else if (operation === "DownloadZipWithHandler" && failure !== undefined) {
        rig.server.failNext({ operation, with: failure });
      }
      return request;
    };
    const rig: EmbeddedRig = await renewing({ onRequest });
    const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.downloadZip([PATH]));
    expect(rig.sent.filter((operation) => operation === "DownloadZipWithHandler")).toHaveLength(2);
    expect(ended).toMatchObject(want);
  });

  test.each(["access-denied", "cut-after-execution"] as const)(
    "staging that fails with %s ends the download",
    async (failure) => {
      const rig = await renewing();
      const ended = await endOf(rig, async (download, take) => {
        rig.server.failNext({ operation: "GetDownloadHandler", with: failure });
        await expiring(rig, 2)(download, take);
      });
      expect(ended).toMatchObject({ loop: expect.any(String), close: "SESSION_EXPIRED" });
      expect(ended.announced).toHaveLength(failure === "access-denied" ? 1 : 2);
    },
  );

  test("a download that is closed while its file is staged anew leaves no handler but the first", async () => {
    let close: () => unknown = () => {};
    const rig = await renewing({
      onRequest: (operation, number, request) => {
        if (operation === "GetDownloadHandler" && number === 2) {
          close();
        }
        return request;
      },
    });
    let first = "";
    const ended = await endOf(rig, async (download, take) => {
      first = download.downloadHandler;
      close = () => download.close();
      await expiring(rig, 2)(download, take);
    });
    expect(ended).toMatchObject({ loop: "CLOSED", close: "closed", announced: [first], left: [first] });
  });

  test.each<[what: string, read: (download: Download) => Promise<unknown>]>([
    ["a loop", (download) => toTheEnd()(download, () => {})],
    ["a stream", (download) => text(download.readable())],
  ])("%s that is aborted while the file is staged anew does not wait for that, as close does", async (_what, read) => {
    const controller = new AbortController();
    const rig: EmbeddedRig = await setUp({
      client: { ticket: () => rig.server.ticketFor("jane"), timeoutInMs: 1000 },
      onRequest: aborting("GetDownloadHandler", 2, controller),
    });
    const download = await rig.infoRouter.download(PATH, { signal: controller.signal });
    const first = download.downloadHandler;
    rig.server.expireTickets();
    rig.server.failNext({ operation: "GetDownloadHandler", with: "timeout-after-execution" });
    expect(await failureOf(() => read(download))).toBe(own);
    expect(download.handlersLeft).toEqual([]);
    expect(await failureOf(() => download.close())).toMatchObject({ code: "SESSION_EXPIRED", handlersLeft: [first] });
    expect(download.handlersLeft).toEqual(["unknown", first]);
    expect(rig.server.handlers).toHaveLength(2);
  });

  test("a download that is aborted while its file is staged anew leaves no handler but the first", async () => {
    const controller = new AbortController();
    const rig = await renewing({ onRequest: aborting("GetDownloadHandler", 2, controller) });
    const { signal } = controller;
    const open = () => rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, signal });
    const ended = await endOf(rig, expiring(rig, 2), open);
    expect(ended).toMatchObject({ text: CONTENT.slice(0, 12), loop: own, close: "closed", announced: ended.left });
    expect(ended.left).toHaveLength(1);
    expect(rig.server.executions.GetDownloadHandler).toBe(2);
  });
});

test("a handler of an aborted staging that remains is in the tracing channel, and in messages of `log`", async () => {
  const controller = new AbortController();
  const traces: CallTrace[] = [];
  const messages: string[] = [];
  const note = (trace: unknown): number => traces.push(trace as CallTrace);
  channels.subscribe("tracing:inforouter-soap-client:call:error", note);
  const { infoRouter, server } = await setUp({
    client: { log: (event) => messages.push(inspect(event)), logMessages: true },
    onRequest: aborting("GetDownloadHandler", 1, controller),
  });
  server.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
  expect(await failureOf(() => infoRouter.download(PATH, { signal: controller.signal }))).toBe(own);
  await infoRouter.close();
  channels.unsubscribe("tracing:inforouter-soap-client:call:error", note);
  expect(traces).toMatchObject([{ operation: "DeleteDownloadHandler", outcome: "rejected" }]);
  expect(server.handlers).toHaveLength(1);
  expect(messages.filter((message) => message.includes(server.handlers[0] ?? "none"))).toHaveLength(2);
  expect(messages.at(-1)).toContain("Access denied.");
});

describe("a download that ends while a ticket function is asked", () => {
  const TIMES = [
    ["for a ticket", "initial", undefined],
    ["for another ticket to stage the file", "expired", "GetDownloadHandler"],
    ["for another ticket to stage the file anew", "expired", "DownloadFileChunk"],
  ] as const;

  test.each(TIMES)("%s aborts the signal of its context", async (_what, at, refused) => {
    for (const isAborted of [true, false]) {
      const controller = new AbortController();
      let asked: AbortSignal | undefined;
      const rig: EmbeddedRig = await setUp({
        client: {
          timeoutInMs: isAborted ? Number.POSITIVE_INFINITY : 1000,
          ticket: ({ reason, signal }) => {
            if (reason !== at) {
              return rig.ticket;
            }
            asked = signal;
            if (isAborted) {
              setImmediate(() => controller.abort(own));
            }
            return new Promise(() => {});
          },
        },
      });
      if (refused !== undefined) {
        rig.server.failNext({ operation: refused, with: "session-expired" });
      }
      const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { signal: controller.signal }));
      expect(ended).toMatchObject({ loop: isAborted ? own : "TIMEOUT", announced: [], left: [] });
      expect(asked?.aborted).toBe(true);
    }
  });

  test("is not asked again after the abort, though nothing of its log-in was sent", async () => {
    const controller = new AbortController();
    const details = { operation: "LogIn", requestId: "id-1", outcome: "not-sent" } as const;
    const ticket = jest.fn(async () => {
      setImmediate(() => controller.abort(own));
      throw new TransportError("ECONNREFUSED", "not sent", details);
    });
    const { infoRouter } = await setUp({ client: { ticket, retry: { maxRetries: 1 } } });
    expect(await failureOf(() => infoRouter.download(PATH, { signal: controller.signal }))).toBe(own);
    await infoRouter.close();
    expect(ticket).toHaveBeenCalledTimes(1);
  });
});

describe("a function around the stub that stages a file", () => {
  type Staging = typeof operations.getDownloadHandler;
  const { getDownloadHandler, folderExists, getDownloadHandlerOperation } = operations;
  const look: Staging = async (soap, { authenticationTicket }, options) => {
    await folderExists(soap, { authenticationTicket, path: "/Finance" }, options);
    return {};
  };

  test.each<[what: string, around: Staging, announced: readonly string[], failures: readonly ProgrammedFailure[]]>([
    [
      "calls another operation behind it whose response is lost, a handler may be left",
      async (...given) => {
        await getDownloadHandler(...given);
        return look(...given);
      },
      ["unknown"],
      [{ operation: "FolderExists", with: "cut" }],
    ],
    [
      "calls the operation by another name, a handler may be left",
      (soap, ...given) => soap.call({ ...getDownloadHandlerOperation, name: "GetDownloadHandler1" }, ...given),
      ["unknown"],
      [{ operation: "GetDownloadHandler", with: "cut-after-execution" }],
    ],
    [
      "calls another operation where the first was refused, no handler is left",
      (...given) => getDownloadHandler(...given).catch(() => look(...given)),
      [],
      [
        { operation: "GetDownloadHandler", with: "client-fault" },
        { operation: "FolderExists", with: "cut" },
      ],
    ],
  ])("%s", async (_what, around, announced, failures) => {
    const client = { operations: { ...operations, getDownloadHandler: around } };
    const rig = await setUp({ client });
    failures.forEach(rig.server.failNext);
    const ended = await endOf(rig, toTheEnd());
    expect(ended).toMatchObject({ loop: "ECONNRESET", announced });
    expect(ended.left).toHaveLength(announced.length);
  });
});

/** Aborts when a request is sent. */
function aborting(
  operation: string,
  which: number,
  controller: AbortController,
): NonNullable<EmbeddedRigOptions["onRequest"]> {
  return (called, number, request) => {
    if (called === operation && number === which) {
      controller.abort(own);
    }
    return request;
  };
}

function changing(operation: string, which: number, pattern: RegExp, replacement: string) {
  return (called: string, number: number, body: string): string =>
    called === operation && number === which ? body.replace(pattern, replacement) : body;
}

describe("is refused before anything is sent:", () => {
  const download = (path: unknown, options: object = {}) => [path, options] as const;
  test.each<readonly [string, readonly [unknown, object], string]>([
    ["no path", download(undefined), "path"],
    ["a blank path", download(" "), "path"],
    ["a path that XML cannot carry", download("/a\0"), "path"],
    ["a version below the first", download("/a/b", { version: 3 }), "options.version"],
    ["a version that is a text", download("/a/b", { version: "1000000" }), "options.version"],
    ["a version that is no int", download("/a/b", { version: 3e9 }), "options.version"],
    ["chunks of nothing", download("/a/b", { chunkSize: 0 }), "options.chunkSize"],
    ["chunks above the service's", download("/a/b", { chunkSize: 33_554_433 }), "options.chunkSize"],
    ["no time", download("/a/b", { timeoutInMs: 0 }), "options.timeoutInMs"],
  ])("%s", async (_what, [path, options], argument) => {
    const { infoRouter, server } = await setUp();
    expect(await refusedBy(() => infoRouter.download(path as string, options))).toBe(argument);
    expect(server.requests).toEqual([]);
  });

  test.each<readonly [string, unknown]>([
    ["no paths", []],
    ["a path that is no array", PATH],
    ["a path with the separator of paths", ["/a|b"]],
    ["a blank path among others", [PATH, ""]],
  ])("a zip of %s", async (_what, paths) => {
    const { infoRouter, server } = await setUp();
    expect(await refusedBy(() => infoRouter.downloadZip(paths as string[]))).toBe("paths");
    expect(server.requests).toEqual([]);
  });

  const { authenticateUser } = operations;
  const least = { authenticateUser, deleteFolder, deleteDownloadHandler };
  const { downloadFileChunk: _, ...withoutChunks } = operations;
  test.each<readonly [string, object, (infoRouter: InfoRouterClient) => Promise<unknown>]>([
    ["getDownloadHandler", least, (it) => it.download(PATH)],
    ["getDownloadHandlerByVersion", least, (it) => it.download(PATH, { version: 1_000_000 })],
    ["downloadZipWithHandler", least, (it) => it.downloadZip([PATH])],
    ["downloadFileChunk", withoutChunks, (it) => it.download(PATH)],
  ])("a download with a contract that lacks %s", async (name, some, call) => {
    const { infoRouter, server } = await setUp({ client: { operations: { ...least, ...some } } });
    expect(await refusedBy(() => call(infoRouter))).toBe(`options.operations.${name}`);
    expect(server.requests).toEqual([]);
  });
});
