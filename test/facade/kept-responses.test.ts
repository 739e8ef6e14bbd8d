import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as own from "../../generated/index.js";
import { authenticate, InfoRouterClient } from "../../src/index.js";
import { answer, fault } from "../support/soap-messages.js";

jest.setTimeout(30_000);

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What follows a response's own elements. V8 makes a part of a text a reference to the whole. */
const PADDING = `<!--${"x".repeat(1_000_000)}-->`;
const ANSWERS = 6;
/** Of all that is kept of them together. */
const FEW_BYTES = 1_500_000;

/** A client of a service that sends the bodies by the names of their operations, each with a long comment at its end. */
function clientOf(bodies: Readonly<Record<string, string>>, status = 200, operations = own) {
  return new InfoRouterClient({
    operations,
    endpoint: "http://127.0.0.1:9/",
    ticket: "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    transport: async ({ body }) => {
      const [, content = ""] = Object.entries(bodies).find(([operation]) => body.includes(`<${operation} `)) ?? [];
      return { status, headers: {}, body: Buffer.from(content + PADDING) };
    },
  });
}

const deletionBy = (content: string, status = 200) => {
  const infoRouter = clientOf({ DeleteFolder: content }, status);
  return (): Promise<unknown> => infoRouter.deleteFolder("/A/B").catch((error: unknown) => error);
};

const staging = `<response success="true" Size="3" CRC32="352441c2" downloadhandler="${"0123456789abcdef".repeat(2)}"/>`;
const downloadThatKeepsItsHandler = () => {
  const infoRouter = clientOf({
    GetDownloadHandler: answer("GetDownloadHandler", staging),
    DeleteDownloadHandler: answer("DeleteDownloadHandler", '<response success="false" error="no"/>'),
  });
  return async (): Promise<unknown> => {
    const download = await infoRouter.download("/A/b.txt");
    return [download, await download.close().catch((error: unknown) => error)];
  };
};

describe("a long response is not kept in memory by", () => {
  test.each<[what: string, call: () => Promise<unknown>]>([
    ["the error about a fault", deletionBy(fault("Server", "There is no such path."), 500)],
    [
      "the error about a fault with a detail",
      deletionBy(
        fault("Server", "There is no such path.", "1.2").replace(
          "<soap:Detail />",
          '<soap:Detail><a b="a value of the detail">a text of the detail</a></soap:Detail>',
        ),
        500,
      ),
    ],
    [
      "the error about a refusal",
      deletionBy(answer("DeleteFolder", '<response success="false" error="There is no such path."/>')),
    ],
    ["the error about a page", deletionBy("<html>Unavailable", 503)],
    ["a download whose handler remains, its error, or its client", downloadThatKeepsItsHandler()],
  ])("%s", async (_what, call) => {
    await call();
    const before = heapUsed();
    const kept: unknown[] = [];
    for (let count = 0; count < ANSWERS; count += 1) {
      kept.push(await call());
    }
    expect(heapUsed() - before).toBeLessThan(FEW_BYTES);
    expect(kept).toHaveLength(ANSWERS);
  });

  test("a client with the ticket of its log-in", async () => {
    const logIn = answer(
      "AuthenticateUser",
      '<response success="true" ticket="3f2504e0-4f89-11d3-9a0c-0305e82c3301"/>',
    );
    const clients = Array.from({ length: ANSWERS }, () => {
      const ticket = authenticate({ uid: "jane", pwd: "secret" });
      return new InfoRouterClient({
        endpoint: "http://127.0.0.1:9/",
        ticket,
        transport: async ({ body }) => ({
          status: 200,
          headers: {},
          body: Buffer.from(
            body.includes("<AuthenticateUser ")
              ? logIn + PADDING
              : answer("DeleteFolder", '<response success="true"/>'),
          ),
        }),
      });
    });
    await clients[0]?.deleteFolder("/A/B");
    const before = heapUsed();
    for (const infoRouter of clients) {
      await infoRouter.deleteFolder("/A/B");
    }
    expect(heapUsed() - before).toBeLessThan(FEW_BYTES);
  });

  test("a function around a stub that calls other operations before, and drops their responses", async () => {
    let growth = Number.NaN;
    const operations = {
      ...own,
      deleteFolder: async (...[soap, request, options]: Parameters<typeof own.deleteFolder>) => {
        const before = heapUsed();
        for (let count = 0; count < ANSWERS; count += 1) {
          await own.folderExists(soap, request, options);
        }
        growth = heapUsed() - before;
        return own.deleteFolder(soap, request, options);
      },
    };
    const infoRouter = clientOf(
      {
        FolderExists: answer("FolderExists", '<response success="true"/>'),
        DeleteFolder: answer("DeleteFolder", '<response success="true"/>'),
      },
      200,
      operations,
    );
    await infoRouter.deleteFolder("/A/B");
    expect(growth).toBeLessThan(FEW_BYTES);
  });
});
