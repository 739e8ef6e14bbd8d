import * as channels from "node:diagnostics_channel";
import { authenticateUser, deleteDownloadHandler, deleteFolder, folderExists } from "../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../src/index.js";
import type { Transport } from "../../src/soap/index.js";
import { answer } from "../support/soap-messages.js";

const YES = '<response success="true" error="" errorCode="0" />';
const refusal = (error: string, errorCode: string): string =>
  `<response success="false" error="${error}" errorCode="${errorCode}" />`;

/** A service that answers each operation with one element, and keeps what it was asked. */
function service(elements: Readonly<Record<string, string>>) {
  const requests: { operation: string; ticket: string; path: string }[] = [];
  const transport: Transport = async ({ body }) => {
    const text = Buffer.from(body).toString();
    const operation = /<(\w+) xmlns="http:\/\/tempuri/.exec(text)?.[1] ?? "";
    const value = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1] ?? "";
    requests.push({ operation, ticket: value("authenticationTicket"), path: value("Path") });
    return { status: 200, headers: {}, body: Buffer.from(answer(operation, elements[operation] ?? "")) };
  };
  return { requests, transport };
}

function client(transport: Transport, more: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "ticket-1", transport, ...more });
}

async function ends(promise: Promise<{ outcome: string }>): Promise<string | InfoRouterError> {
  return promise.then(
    ({ outcome }) => outcome,
    (error: InfoRouterError) => error,
  );
}

type Call = (infoRouter: InfoRouterClient, signal?: AbortSignal) => Promise<unknown>;

const ignore = { ifMissing: "ignore", requestId: "id-1" } as const;

test.each([
  ["Folder not found"],
  ["Folder not found."],
  ["folder not found"],
  ["Target folder cannot be found"],
  ["Target folder cannot be found."],
])("a folder is missing by the text %j alone", async (text) => {
  const { requests, transport } = service({ DeleteFolder: refusal(text, "4041") });
  expect(await ends(client(transport).deleteFolder("/a/b", ignore))).toBe("missing");
  expect(requests).toHaveLength(1);
});

test.each([
  ["a text that is known", "Folder not found"],
  ["another text", "Ordner nicht gefunden"],
])("it is not missing where the answer also reports success: %s", async (_what, text) => {
  const DeleteFolder = `<response success="true" error="${text}" errorCode="4041" />`;
  const { requests, transport } = service({ DeleteFolder, FolderExists: YES });
  const error = await ends(client(transport).deleteFolder("/a/b", ignore));
  expect(error).toMatchObject({ code: "FOLDER_NOT_FOUND", outcome: "unknown" });
  expect(requests).toHaveLength(1);
});

test("a ticket that is a part of the text does not hide it", async () => {
  const { transport } = service({ DeleteFolder: refusal("Folder not found", "4041") });
  expect(await ends(client(transport, { ticket: "Folder" }).deleteFolder("/a/b", ignore))).toBe("missing");
});

test.each([
  ["/Finance/Reports/2024", "/Finance"],
  ["Finance/Reports", "/Finance"],
  ["\\Finance\\Reports\\", "/Finance"],
])(
  "after any other text, %s is missing once FolderExists has confirmed %s to the same ticket",
  async (path, library) => {
    const { requests, transport } = service({
      DeleteFolder: refusal("Klas\u00f6r bulunamad\u0131", "4041"),
      FolderExists: YES,
    });
    expect(await ends(client(transport).deleteFolder(path, ignore))).toBe("missing");
    expect(requests).toEqual([
      { operation: "DeleteFolder", ticket: "ticket-1", path },
      { operation: "FolderExists", ticket: "ticket-1", path: library },
    ]);
  },
);

test.each([
  ["a folder that is missing as well", refusal("Ordner nicht gefunden", "4041")],
  ["a user that is not found", refusal("User not found", "4041")],
  ["an expired ticket", refusal("Sitzung abgelaufen", "4010")],
  ["a yes with a warning", '<response success="true" warnings="no" />'],
  ["an answer that is none", "<response />"],
])("it is not missing where FolderExists answers with %s", async (_name, element) => {
  const { requests, transport } = service({
    DeleteFolder: refusal("Benutzer ticket-1 nicht gefunden", "4041"),
    FolderExists: element,
  });
  const error = await ends(client(transport, { ticket: () => "ticket-1" }).deleteFolder("/a/b", ignore));
  expect(error).toMatchObject({
    name: "ServiceError",
    code: "UNCLASSIFIED",
    outcome: "rejected",
    operation: "DeleteFolder",
    requestId: "id-1",
    serviceCode: 4041,
    serviceMessage: "Benutzer [redacted] nicht gefunden",
    message: expect.stringMatching(/the folder does not count as missing: .*FolderExists: /),
  });
  expect(JSON.stringify(error)).not.toContain("ticket-1");
  expect(requests.map(({ operation }) => operation)).toEqual(["DeleteFolder", "FolderExists"]);
});

test("it is not missing where the connection is lost on the way to FolderExists", async () => {
  const { transport } = service({ DeleteFolder: refusal("Ordner nicht gefunden", "4041") });
  let requests = 0;
  const cut: Transport = (request) => (++requests === 1 ? transport(request) : Promise.reject(new Error("ticket-1")));
  const error = await ends(client(cut).deleteFolder("/a/b", ignore));
  expect(error).toMatchObject({ code: "UNCLASSIFIED", outcome: "rejected" });
  expect(JSON.stringify(error)).not.toContain("ticket-1");
});

test("it is not missing where the user's stubs have no folderExists, and the error names it", async () => {
  const { requests, transport } = service({ DeleteFolder: refusal("Ordner nicht gefunden", "4041") });
  const operations = { deleteFolder, deleteDownloadHandler, authenticateUser };
  expect(await ends(client(transport, { operations }).deleteFolder("/a/b", ignore))).toMatchObject({
    code: "UNCLASSIFIED",
    message: expect.stringContaining("options.operations has no folderExists"),
  });
  expect(requests).toHaveLength(1);
});

test("it is not missing where the user's own folderExists fails, and the error has nothing of the failure", async () => {
  const { transport } = service({ DeleteFolder: refusal("Ordner nicht gefunden", "4041"), FolderExists: YES });
  const failing: typeof folderExists = async (...call) => {
    await folderExists(...call);
    throw new Error("ticket-1");
  };
  const operations = { deleteFolder, deleteDownloadHandler, authenticateUser, folderExists: failing };
  const error = await ends(client(transport, { operations }).deleteFolder("/a/b", ignore));
  expect(error).toMatchObject({
    code: "UNCLASSIFIED",
    message: expect.stringMatching(/confirm its library with the same ticket \(the stub of FolderExists failed\.\)/),
  });
});

test.each(["/Finance", "\\Finance\\"])("a library, %s, has no parent to ask for", async (path) => {
  const { requests, transport } = service({ FolderExists: refusal("Ordner nicht gefunden", "4041") });
  await expect(client(transport).folderExists(path)).resolves.toBe(false);
  expect(requests).toHaveLength(1);
});

describe("the refusal of another call with the same operation and requestId", () => {
  const missing = refusal("Folder not found", "4041");
  const { transport } = service({ DeleteFolder: missing, FolderExists: missing });
  const silent: Transport = () => new Promise(() => {});
  const gone = { path: "/a/gone" };
  const sameId = { requestId: "id-1" };

  test.each<[name: string, other: Call, call: Call]>([
    [
      "deleteFolder",
      (one) => one.call(deleteFolder, gone, sameId),
      (one, signal) => one.deleteFolder("/a/b", { ...ignore, signal }),
    ],
    [
      "folderExists",
      (one) => one.call(folderExists, gone, sameId),
      (one, signal) => one.folderExists("/a/b", { ...sameId, signal }),
    ],
  ])("is no answer to %s where a signal or a ticket function rejects with it", async (_name, other, call) => {
    const reason = await other(client(transport)).catch((error: unknown) => error);
    expect(reason).toMatchObject({ code: "FOLDER_NOT_FOUND", outcome: "rejected", requestId: "id-1" });
    const controller = new AbortController();
    const calls = [
      call(client(silent), controller.signal),
      call(client(transport, { ticket: () => Promise.reject(reason) })),
    ];
    controller.abort(reason);
    expect(await Promise.allSettled(calls)).toEqual(calls.map(() => ({ status: "rejected", reason })));
  });
});

test("a folderExists that is no stub is refused at once", () => {
  const operations = { deleteFolder, deleteDownloadHandler, authenticateUser, folderExists: "yes" as never };
  expect(() => client(service({}).transport, { operations })).toThrow("options.operations.folderExists");
});

test('"User not found" is a matter of the ticket, and FolderExists is not asked', async () => {
  const { requests, transport } = service({ DeleteFolder: refusal("User not found", "4041"), FolderExists: YES });
  expect(await ends(client(transport).deleteFolder("/a/b", ignore))).toMatchObject({ code: "AUTHENTICATION_FAILED" });
  expect(requests).toHaveLength(1);
});

test("without ifMissing, FolderExists is not asked", async () => {
  const { requests, transport } = service({
    DeleteFolder: refusal("Ordner nicht gefunden", "4041"),
    FolderExists: YES,
  });
  expect(await ends(client(transport).deleteFolder("/a/b"))).toMatchObject({ code: "FOLDER_NOT_FOUND" });
  expect(requests).toHaveLength(1);
});

test("the caller's abort while FolderExists is asked rejects with the caller's reason", async () => {
  const { transport } = service({ DeleteFolder: refusal("Ordner nicht gefunden", "4041") });
  const controller = new AbortController();
  const reason = new Error("enough");
  let requests = 0;
  const silent: Transport = (request) => {
    if (++requests === 1) {
      return transport(request);
    }
    queueMicrotask(() => controller.abort(reason));
    return new Promise(() => {});
  };
  const deletion = client(silent).deleteFolder("/a/b", { ...ignore, signal: controller.signal });
  await expect(deletion).rejects.toBe(reason);
});

test("FolderExists is asked with the renewed ticket, and traced under the call's requestId", async () => {
  const expired = refusal("Session expired or invalid ticket", "4010");
  const { requests, transport } = service({ FolderExists: YES });
  const renewing: Transport = async (request) => {
    const isOld = Buffer.from(request.body).includes(">old<");
    return service({ DeleteFolder: isOld ? expired : refusal("Ordner nicht gefunden", "4041"), FolderExists: YES })
      .transport(request)
      .finally(() => transport(request));
  };
  const traces: unknown[] = [];
  const record = (trace: unknown): void => void traces.push({ ...(trace as object) });
  channels.subscribe("tracing:inforouter-soap-client:call:start", record);
  const ticket = ({ reason }: { reason: string }): string => (reason === "initial" ? "old" : "new");
  expect(await ends(client(renewing, { ticket }).deleteFolder("/a/b", ignore))).toBe("missing");
  channels.unsubscribe("tracing:inforouter-soap-client:call:start", record);
  expect(requests.map((request) => [request.operation, request.ticket])).toEqual([
    ["DeleteFolder", "old"],
    ["DeleteFolder", "new"],
    ["FolderExists", "new"],
  ]);
  expect(traces).toMatchObject([
    { operation: "DeleteFolder", requestId: "id-1", attempt: 1 },
    { operation: "DeleteFolder", requestId: "id-1", attempt: 2 },
    { operation: "FolderExists", requestId: "id-1", attempt: 1 },
  ]);
});
