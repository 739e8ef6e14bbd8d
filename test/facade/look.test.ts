import * as operations from "../../generated/index.js";
import {
  authenticateUser,
  deleteDownloadHandler,
  deleteFolder,
  deleteFolderOperation,
  isValidTicket,
} from "../../generated/index.js";
import {
  authenticate,
  InfoRouterClient,
  type InfoRouterClientOptions,
  type InfoRouterError,
  TransportError,
} from "../../src/index.js";
import { inMemoryInfoRouter, type OperationName } from "../../src/testing/index.js";
import { answer } from "../support/soap-messages.js";

const contents = { folders: ["/Finance/Reports", "/Finance/Kept"], users: { jane: "secret" } };

function start(more: Partial<InfoRouterClientOptions> = {}) {
  const server = inMemoryInfoRouter(contents);
  const ticket = server.ticketFor("jane");
  return {
    server,
    infoRouter: new InfoRouterClient({ endpoint: server.url, transport: server.transport, ticket, ...more }),
  };
}

describe("folderExists", () => {
  test.each([
    ["/Finance/Reports", true],
    ["/Finance", true],
    ["/Finance/Nope", false],
    ["/Nope", false],
  ])("answers for %s: %p", async (path, exists) => {
    await expect(start().infoRouter.folderExists(path)).resolves.toBe(exists);
  });

  test.each(["access-denied", "system-error", "bad-gateway", "cut"] as const)(
    "throws where the service answers with %s",
    async (failure) => {
      const { server, infoRouter } = start();
      server.failNext({ operation: "FolderExists", with: failure });
      await expect(infoRouter.folderExists("/Finance/Reports")).rejects.toMatchObject({ operation: "FolderExists" });
    },
  );

  test("refuses stubs without one for FolderExists", async () => {
    const operations = { deleteFolder, deleteDownloadHandler, authenticateUser };
    await expect(start({ operations }).infoRouter.folderExists("/Finance")).rejects.toMatchObject({
      name: "InvalidInputError",
      argument: "options.operations.folderExists",
      message: "options.operations.folderExists: expected the stub of FolderExists",
    });
  });

  test("refuses a path that a server could read as another", async () => {
    await expect(start().infoRouter.folderExists("/Finance/..")).rejects.toMatchObject({ outcome: "not-sent" });
    await expect(start().infoRouter.folderExists("/Finance/R.")).rejects.toMatchObject({ outcome: "not-sent" });
    await expect(start().infoRouter.folderExists("/Finance/R.", { allowUnusualPath: true })).resolves.toBe(false);
  });
});

test("no folder is missing because of a ticket that the server does not see, while another one is accepted", async () => {
  const NO = '<response success="false" error="Benutzer nicht gefunden" errorCode="4041" />';
  let count = 0;
  const infoRouter = new InfoRouterClient({
    endpoint: "http://127.0.0.1:9/",
    ticket: () => (count++ % 2 === 0 ? "unseen" : "accepted"),
    transport: async ({ body }) => {
      const element = body.includes("unseen") ? NO : '<response success="true" />';
      return { status: 200, headers: {}, body: Buffer.from(answer("FolderExists", element)) };
    },
  });
  const error = await infoRouter.folderExists("/Finance/Reports").catch((reason: InfoRouterError) => reason);
  expect(error).toMatchObject({ name: "ServiceError", code: "UNCLASSIFIED" });
});

test("deleteFolder resolves with deleted, and does not look unless it is told to", async () => {
  const { server, infoRouter } = start();
  await expect(infoRouter.deleteFolder("/Finance/Reports")).resolves.toEqual({
    path: "/Finance/Reports",
    outcome: "deleted",
  });
  server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
  const error = await infoRouter.deleteFolder("/Finance/Kept").catch((reason: InfoRouterError) => reason);
  expect(error).toMatchObject({ code: "ECONNRESET", outcome: "unknown" });
  expect(error).not.toHaveProperty("folder");
  expect(server.executions.FolderExists).toBe(0);
});

describe('deleteFolder with ifUnknown: "look"', () => {
  const look = { ifUnknown: "look" } as const;

  test("resolves with gone where the answer was lost and the folder is not there", async () => {
    const { server, infoRouter } = start();
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    await expect(infoRouter.deleteFolder("/Finance/Reports", look)).resolves.toEqual({
      path: "/Finance/Reports",
      outcome: "gone",
    });
  });

  test("rejects with the error of the deletion where the folder is still there", async () => {
    const { server, infoRouter } = start();
    server.failNext({ operation: "DeleteFolder", with: "cut" });
    const error = await infoRouter.deleteFolder("/Finance/Reports", look).catch((reason: InfoRouterError) => reason);
    expect(error).toMatchObject({ code: "ECONNRESET", outcome: "unknown", operation: "DeleteFolder", folder: "there" });
  });

  test("rejects with the error of the deletion where there is no answer to FolderExists either", async () => {
    const { server, infoRouter } = start();
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    server.failNext({ operation: "FolderExists", with: "access-denied" });
    const error = await infoRouter.deleteFolder("/Finance/Reports", look).catch((reason: InfoRouterError) => reason);
    expect(error).toMatchObject({ code: "ECONNRESET", outcome: "unknown", folder: "not-seen" });
  });

  test.each(["access-denied", "folder-not-found", "client-fault"] as const)(
    "does not look after a refusal: %s",
    async (failure) => {
      const { server, infoRouter } = start();
      server.failNext({ operation: "DeleteFolder", with: failure });
      await expect(infoRouter.deleteFolder("/Finance/Reports", look)).rejects.toMatchObject({ outcome: "rejected" });
      expect(server.executions.FolderExists).toBe(0);
    },
  );

  test("does not look where the answer to a log-in was lost, because the deletion was not sent", async () => {
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    const { server, infoRouter } = start({ ticket });
    server.failNext({ operation: "AuthenticateUser", with: "cut-after-execution" });
    const deletion = infoRouter.deleteFolder("/Finance/Nowhere", look);
    await expect(deletion).rejects.toMatchObject({ operation: "AuthenticateUser", outcome: "unknown" });
    expect(server.executions).toMatchObject({ DeleteFolder: 0, FolderExists: 0 });
  });

  test.each<[what: string, around: typeof deleteFolder, lost: OperationName]>([
    [
      "another operation behind it",
      async (soap, request, options) => {
        const response = await deleteFolder(soap, request, options);
        await isValidTicket(soap, { authenticationTicket: request.authenticationTicket }, options);
        return response;
      },
      "isValidTicket",
    ],
    [
      "the operation by another name",
      (soap, ...given) => soap.call({ ...deleteFolderOperation, name: "DeleteFolder1" }, ...given),
      "DeleteFolder",
    ],
  ])("looks where a function around the stub lost the answer to %s", async (_what, around, operation) => {
    const { server, infoRouter } = start({ operations: { ...operations, deleteFolder: around } });
    server.failNext({ operation, with: "cut-after-execution" });
    await expect(infoRouter.deleteFolder("/Finance/Reports", look)).resolves.toMatchObject({ outcome: "gone" });
  });

  const lost = (operation: string, requestId: string): InfoRouterError =>
    new TransportError("ECONNRESET", "lost", { operation, requestId, outcome: "unknown" });

  test.each([
    ["another operation", lost("CreateFolder", "id-1")],
    ["another call", lost("DeleteFolder", "id-2")],
  ])("does not look where the ticket function lost the answer to %s", async (_what, reason) => {
    const { server, infoRouter } = start({ ticket: () => Promise.reject(reason) });
    const deletion = infoRouter.deleteFolder("/Finance/Nowhere", { ...look, requestId: "id-1" });
    await expect(deletion).rejects.toBe(reason);
    expect(reason).not.toHaveProperty("folder");
    expect(server.executions).toMatchObject({ DeleteFolder: 0, FolderExists: 0 });
  });

  test("does not look after an abort, though its reason is the lost answer to the same deletion", async () => {
    const reason = lost("DeleteFolder", "id-1");
    const { infoRouter } = start();
    const signal = AbortSignal.abort(reason);
    const deletion = infoRouter.deleteFolder("/Finance/Nowhere", { ...look, requestId: "id-1", signal });
    await expect(deletion).rejects.toBe(reason);
    expect(reason).not.toHaveProperty("folder");
  });

  test("deletes nothing twice", async () => {
    const { server, infoRouter } = start({ retry: { maxRetries: 3 } });
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    await infoRouter.deleteFolder("/Finance/Reports", look);
    expect(server.executions.DeleteFolder).toBe(1);
    expect(server.folders).toContain("/Finance/Kept");
  });

  test("repeats FolderExists, and never the deletion, after lost answers", async () => {
    const { server, infoRouter } = start({ retry: { maxRetries: 3 }, timeoutInMs: Number.POSITIVE_INFINITY });
    const { setTimeout: later } = globalThis;
    const pause = jest.spyOn(globalThis, "setTimeout").mockImplementation((callback) => later(callback, 0));
    server.failNext({ operation: "DeleteFolder", with: "cut" });
    server.failNext({ operation: "FolderExists", with: "cut" });
    server.failNext({ operation: "FolderExists", with: "cut" });
    const deletion = infoRouter.deleteFolder("/Finance/Reports", look);
    await expect(deletion).rejects.toMatchObject({ outcome: "unknown", folder: "there" });
    expect(pause).toHaveBeenCalledTimes(2);
    pause.mockRestore();
  });

  test("takes a plain no for the answer, though an earlier one was lost", async () => {
    const { server, infoRouter } = start({ retry: { maxRetries: 1 } });
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    server.failNext({ operation: "FolderExists", with: "cut" });
    const deletion = infoRouter.deleteFolder("/Finance/Reports", look);
    await expect(deletion).resolves.toMatchObject({ outcome: "gone" });
    server.failNext({ operation: "FolderExists", with: "cut" });
    await expect(infoRouter.folderExists("/Finance/Reports")).resolves.toBe(false);
  });

  test("is yielded by deleteFolders as gone", async () => {
    const { server, infoRouter } = start();
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    const results = [];
    for await (const result of infoRouter.deleteFolders(["/Finance/Reports"], look)) {
      results.push(result);
    }
    expect(results).toEqual([{ path: "/Finance/Reports", outcome: "gone" }]);
  });
});
