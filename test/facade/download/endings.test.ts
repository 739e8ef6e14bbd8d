import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Download } from "../../../src/index.js";
import type { Failure } from "../../../src/testing/index.js";
import { describeEachHost } from "./each-host.js";
import {
  CHUNK_SIZE,
  CONTENT,
  type DownloadHost,
  type Ended,
  endOf,
  PATH,
  type Rig,
  type RigOptions,
  setUpOn,
  skipPauses,
  toTheEnd,
} from "./rig.js";

const WHOLE = { text: CONTENT, loop: "whole", close: "closed", announced: [], left: [] };
const own = new Error("the caller's own");

type Read = (download: Download, take: (chunk: Uint8Array) => void) => Promise<void>;

/** For a case in which a request is never answered. */
const SHORT_TIMEOUT_IN_MS = 2000;
beforeEach(skipPauses);
afterEach(() => jest.restoreAllMocks());

/** How downloads end that are made from a host: with no handler left there, or with one of which the caller is told. */
function endings(open: () => Promise<DownloadHost>): void {
  const setUp = async (options?: RigOptions): Promise<Rig> => setUpOn(await open(), options);

  describe("where staging fails with", () => {
    test.each<readonly [Failure, string, announced: readonly string[], left: number]>([
      ["access-denied", "ACCESS_DENIED", [], 0],
      ["session-expired", "SESSION_EXPIRED", [], 0],
      ["client-fault", "SOAP_FAULT", [], 0],
      ["unauthorized", "UNAUTHORIZED", [], 0],
      ["system-error", "SYSTEM_ERROR", ["unknown"], 0],
      ["fault", "SOAP_FAULT", ["unknown"], 0],
      ["bad-gateway", "HTTP_STATUS", ["unknown"], 0],
      ["cut", "ECONNRESET", ["unknown"], 0],
      ["cut-after-execution", "ECONNRESET", ["unknown"], 1],
      ["truncated", "NOT_READABLE", ["unknown"], 1],
      ["timeout-after-execution", "TIMEOUT", ["unknown"], 1],
    ])("%s, the error says whether a handler may be left", async (failure, code, announced, left) => {
      const isNeverAnswered = failure === "timeout-after-execution";
      const rig = await setUp(isNeverAnswered ? { client: { timeoutInMs: SHORT_TIMEOUT_IN_MS } } : {});
      await rig.host.failNext({ operation: "GetDownloadHandler", with: failure });
      const ended = await endOf(rig, toTheEnd());
      expect(ended).toMatchObject({ text: "", loop: code, announced });
      expect(ended.left).toHaveLength(left);
    });
  });

  describe.each([1, 2, 3])("where chunk %d", (number) => {
    test.each<readonly [Failure, string]>([
      ["access-denied", "ACCESS_DENIED"],
      ["session-expired", "SESSION_EXPIRED"],
      ["client-fault", "SOAP_FAULT"],
      ["unauthorized", "UNAUTHORIZED"],
      ["system-error", "SYSTEM_ERROR"],
      ["truncated", "NOT_READABLE"],
    ])("always fails with %s, the loop rejects, and no handler is left", async (failure, code) => {
      const rig = await setUp();
      const fail = async (next: number): Promise<void> => {
        if (next === number) {
          await rig.host.failNext({ operation: "DownloadFileChunk", with: failure, times: Number.POSITIVE_INFINITY });
        }
      };
      const ended = await endOf(rig, toTheEnd(fail));
      const text = CONTENT.slice(0, (number - 1) * CHUNK_SIZE);
      expect(ended).toEqual({ text, loop: code, close: "closed", announced: [], left: [] });
    });

    test.each<Failure>([
      "system-error",
      "fault",
      "bad-gateway",
      "login-page",
      "truncated",
      "cut",
      "cut-after-execution",
    ])("fails once with %s, it is read again", async (failure) => {
      const rig = await setUp();
      const fail = async (next: number): Promise<void> => {
        if (next === number) {
          await rig.host.failNext({ operation: "DownloadFileChunk", with: failure });
        }
      };
      expect(await endOf(rig, toTheEnd(fail))).toEqual(WHOLE);
      expect(rig.sent.filter((operation) => operation === "DownloadFileChunk")).toHaveLength(4);
    });

    test("meets an ended session, the file is staged anew and read on, and the first handler is named", async () => {
      const rig: Rig = await setUp({ client: { ticket: () => rig.host.ticketFor("jane") } });
      let first = "";
      const ended = await endOf(rig, async (download, take) => {
        first = download.downloadHandler;
        const read = toTheEnd((next) => next === number && rig.host.expireTickets());
        await read(download, take);
      });
      // The service knows the session no longer, so that nobody can delete what it staged.
      expect(ended).toEqual({ ...WHOLE, announced: [first], left: [first] });
    });

    test("meets an ended session, and there is no other ticket, the caller is told of the handler", async () => {
      const rig = await setUp();
      const ended = await endOf(
        rig,
        toTheEnd((next) => next === number && rig.host.expireTickets()),
      );
      expect(ended).toMatchObject({ loop: "SESSION_EXPIRED", close: "SESSION_EXPIRED", announced: ended.left });
      expect(ended.left).toHaveLength(1);
    });

    test.each<readonly [what: string, times: number, ending: Partial<Ended>]>([
      ["once", 1, WHOLE],
      ["always", Number.POSITIVE_INFINITY, { loop: "WRONG_CHECKSUM", close: "closed", announced: [], left: [] }],
    ])("has a wrong checksum %s", async (_what, times, ending) => {
      let wrong = 0;
      const rig = await setUp({
        onResponse: (operation, request, body) => {
          if (operation === "DownloadFileChunk" && request >= number && wrong < times) {
            wrong += 1;
            return body.replace(/(chunkCRC32=")[^"]*/, "$1deadbeef");
          }
          return body;
        },
      });
      expect(await endOf(rig, toTheEnd())).toMatchObject(ending);
      expect(wrong).toBe(Math.min(times, 2));
    });
  });

  test("where a chunk is never answered, it is read once more, and no handler is left", async () => {
    const rig = await setUp({ client: { timeoutInMs: SHORT_TIMEOUT_IN_MS } });
    await rig.host.failNext({ operation: "DownloadFileChunk", with: "timeout", times: 2 });
    expect(await endOf(rig, toTheEnd())).toMatchObject({ loop: "TIMEOUT", close: "closed", announced: [], left: [] });
  });

  describe("where the deletion", () => {
    test.each<readonly [Failure, string]>([
      ["access-denied", "ACCESS_DENIED"],
      ["session-expired", "SESSION_EXPIRED"],
      ["system-error", "SYSTEM_ERROR"],
      ["fault", "SOAP_FAULT"],
      ["bad-gateway", "HTTP_STATUS"],
      ["cut", "ECONNRESET"],
      ["cut-after-execution", "ECONNRESET"],
    ])("always fails with %s, the file is whole, and close rejects with the handler", async (failure, code) => {
      const rig = await setUp();
      await rig.host.failNext({ operation: "DeleteDownloadHandler", with: failure, times: Number.POSITIVE_INFINITY });
      const ended = await endOf(rig, toTheEnd());
      expect(ended).toMatchObject({ text: CONTENT, loop: "whole", close: code });
      expect(ended.announced).toHaveLength(1);
    });

    test("fails once with an unknown outcome, it is repeated", async () => {
      const rig = await setUp();
      await rig.host.failNext({ operation: "DeleteDownloadHandler", with: "bad-gateway" });
      expect(await endOf(rig, toTheEnd())).toEqual(WHOLE);
    });

    test("fails after a chunk that failed, the error of the chunk names the handler", async () => {
      const rig = await setUp();
      await rig.host.failNext({ operation: "DownloadFileChunk", with: "access-denied" });
      await rig.host.failNext({ operation: "DeleteDownloadHandler", with: "locked" });
      const ended = await endOf(rig, toTheEnd());
      expect(ended).toMatchObject({ loop: "ACCESS_DENIED", close: "LOCKED", announced: ended.left });
      expect(ended.left).toHaveLength(1);
    });

    test("fails after a break, the loop rejects", async () => {
      const rig = await setUp();
      await rig.host.failNext({ operation: "DeleteDownloadHandler", with: "locked" });
      const ended = await endOf(rig, async (download) => {
        for await (const _chunk of download) {
          break;
        }
      });
      expect(ended).toMatchObject({ loop: "LOCKED", close: "LOCKED", announced: ended.left });
    });
  });

  describe("no handler is left", () => {
    const stream = (write: (chunk: Uint8Array) => void) =>
      new Writable({
        write(chunk: Uint8Array, _encoding, done) {
          try {
            write(chunk);
            done();
          } catch (error) {
            done(error as Error);
          }
        },
      });

    test.each<readonly [string, Read, loop: unknown, text: string]>([
      ["the last chunk", toTheEnd(), "whole", CONTENT],
      [
        "a break",
        async (download, take) => {
          for await (const chunk of download) {
            take(chunk);
            break;
          }
        },
        "whole",
        CONTENT.slice(0, CHUNK_SIZE),
      ],
      [
        "an error of the loop's own",
        async (download) => {
          for await (const _chunk of download) {
            throw own;
          }
        },
        own,
        "",
      ],
      ["close before the first chunk", (download) => download.close(), "whole", ""],
      [
        "close, whose loop rejects",
        async (download, take) => {
          for await (const chunk of download) {
            take(chunk);
            await download.close();
          }
        },
        "CLOSED",
        CONTENT.slice(0, CHUNK_SIZE),
      ],
      ["nothing at all but the end of the client", async () => {}, "whole", ""],
      [
        "close while a chunk is read",
        async (download) => {
          const next = download[Symbol.asyncIterator]().next();
          await download.close();
          await next;
        },
        "CLOSED",
        "",
      ],
      [
        "the end of its scope",
        async (given) => {
          await using download = given;
          await download[Symbol.asyncIterator]().next();
        },
        "whole",
        "",
      ],
      ["a stream that is read", (download, take) => pipeline(download.readable(), stream(take)), "whole", CONTENT],
      [
        "a stream that is destroyed",
        async (download, take) => {
          for await (const chunk of download.readable()) {
            take(chunk as Uint8Array);
            break;
          }
        },
        "whole",
        CONTENT.slice(0, CHUNK_SIZE),
      ],
      [
        "a stream whose destination fails",
        (download) =>
          pipeline(
            download.readable(),
            stream(() => {
              throw own;
            }),
          ),
        own,
        "",
      ],
    ])("after %s", async (_what, read, loop, text) => {
      const ended = await endOf(await setUp(), read);
      expect(ended).toEqual({ text, loop, close: "closed", announced: [], left: [] });
    });

    test.each(["DeleteDownloadHandler", "DownloadFileChunk"] as const)(
      "after the end of the client, which waits for %s",
      async (operation) => {
        const rig = await setUp();
        const ended = await endOf(rig, async (download, take) => {
          await rig.host.failNext({ operation, with: "slow", delayInMs: 20 });
          for await (const chunk of download) {
            take(chunk);
            await rig.infoRouter.close();
          }
        });
        expect(ended).toEqual({ text: CONTENT.slice(0, 12), loop: "CLOSED", close: "closed", announced: [], left: [] });
      },
    );
  });

  describe("after an abort, the caller has his reason and no handler is left,", () => {
    const cases: readonly [string, operation: string, number: number][] = [
      ["while the service stages", "GetDownloadHandler", 1],
      ["while the first chunk is read", "DownloadFileChunk", 1],
      ["while another chunk is read", "DownloadFileChunk", 2],
      ["while the last chunk is read", "DownloadFileChunk", 3],
    ];

    test.each(cases)("%s", async (_what, at, which) => {
      const controller = new AbortController();
      const rig = await setUp({
        onRequest: (operation, number, request) => {
          if (operation === at && number === which) {
            controller.abort(own);
          }
          return request;
        },
      });
      const { signal } = controller;
      const ended = await endOf(rig, toTheEnd(), () =>
        rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, signal }),
      );
      expect(ended).toMatchObject({ loop: own, close: "closed", announced: [], left: [] });
    });

    test("before anything is sent", async () => {
      const rig = await setUp();
      const signal = AbortSignal.abort(own);
      const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { signal }));
      expect(ended).toMatchObject({ loop: own });
      expect(rig.sent).toEqual([]);
    });

    test("while a ticket is asked for, so that nothing is sent", async () => {
      const controller = new AbortController();
      const rig: Rig = await setUp({
        client: {
          ticket: async () => {
            controller.abort(own);
            return rig.host.ticketFor("jane");
          },
        },
      });
      const { signal } = controller;
      const ended = await endOf(rig, toTheEnd(), () => rig.infoRouter.download(PATH, { signal }));
      expect(ended).toMatchObject({ loop: own });
      expect(rig.sent).toEqual([]);
    });

    test.each([
      ["between two chunks, also if none is asked for any more", "DownloadFileChunk"],
      ["while the service stages, as soon as it names the handler", "GetDownloadHandler"],
    ])("%s", async (_what, at) => {
      const controller = new AbortController();
      let isDeleted: () => void = () => {};
      const deletion = new Promise<void>((resolve) => {
        isDeleted = resolve;
      });
      const rig = await setUp({
        onResponse: (operation, _number, body) => {
          if (operation === "DeleteDownloadHandler") {
            isDeleted();
          } else if (operation === at && at === "GetDownloadHandler") {
            controller.abort(own);
          }
          return body;
        },
      });
      const { signal } = controller;
      const open = (): Promise<Download> => rig.infoRouter.download(PATH, { chunkSize: CHUNK_SIZE, signal });
      const reading = open().then(async (download) => {
        const chunks = download[Symbol.asyncIterator]();
        await chunks.next();
        controller.abort(own);
        await deletion;
        await chunks.next();
      });
      await expect(reading).rejects.toBe(own);
      // Not by the end of the client, which comes after.
      await deletion;
      expect(await rig.host.handlers()).toEqual([]);
      await rig.infoRouter.close();
    });
  });
}

describeEachHost(endings);
