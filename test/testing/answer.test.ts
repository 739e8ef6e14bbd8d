import { deleteFolder, folderExists } from "../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions, InfoRouterError, type Stub } from "../../src/index.js";
import {
  type AnswerOf,
  type FakeInfoRouter,
  type FakeInfoRouterOptions,
  inMemoryInfoRouter,
  type ResultContent,
  type ServerSession,
  startInfoRouterServer,
} from "../../src/testing/index.js";
import { findSecrets } from "../support/secret-search.js";
import {
  beat,
  downloadDocument,
  getDocuments,
  getDomains,
  getFolders,
  getUser,
  isLocked,
  type PathRequest,
  serverInfo,
} from "./other-operations.js";

/** The forms of a result that holds the infoRouter element. */
const forms: readonly [form: string, stub: Stub<PathRequest, { result: unknown }>][] = [
  ["any element", getFolders],
  ["mixed content", getDocuments],
  ["a text that holds the element", getDomains],
  ["a declared type", getUser],
];

interface Door {
  readonly server: FakeInfoRouter & AsyncDisposable;
  readonly options: Pick<InfoRouterClientOptions, "endpoint" | "transport">;
}

const contents = {
  folders: ["/Finance/Reports"],
  users: { jane: "secret", admin: { password: "secret", administrator: true } },
};

const doors: readonly [name: string, open: (options?: FakeInfoRouterOptions) => Promise<Door>][] = [
  [
    "over HTTP",
    async (options) => {
      const server = await startInfoRouterServer({ ...contents, ...options });
      return { server, options: { endpoint: server.url } };
    },
  ],
  [
    "in memory",
    async (options) => {
      const server = inMemoryInfoRouter({ ...contents, ...options });
      return { server, options: { endpoint: server.url, transport: server.transport } };
    },
  ],
];

const ways = doors.flatMap(([name, open]) => (["1.1", "1.2"] as const).map((version) => ({ name, open, version })));

describe.each(ways)("an operation that a test adds, $name, SOAP $version", ({ open, version }) => {
  async function withClient(
    use: (client: InfoRouterClient, server: FakeInfoRouter) => Promise<void>,
    { user = "jane", ...options }: FakeInfoRouterOptions & { user?: string } = {},
  ): Promise<void> {
    const door = await open(options);
    await using server = door.server;
    const ticket = server.ticketFor(user);
    await using client = new InfoRouterClient({ ...door.options, ticket, soapVersion: version });
    await use(client, server);
  }

  test.each(forms)("is answered with %s, by attributes", (_form, stub) =>
    withClient(async (client, server) => {
      server.answer(stub, ({ path }) => ({
        attributes: { name: `<${path}>` },
      }));
      const { attributes } = await client.call(stub, { path: "/Finance" });
      expect(attributes).toMatchObject({ success: "true", name: "</Finance>" });
    }),
  );

  test("is answered with elements, text and a name of its own", () =>
    withClient(async (client, server) => {
      server.answer(getFolders, ({ path }) => ({
        name: "root",
        attributes: { count: 2, isArchive: true, none: undefined },
        elements: [
          { name: "folder", attributes: { path }, text: "one & two" },
          { name: "folder", elements: [{ name: "rule" }] },
        ],
      }));
      const { name, attributes, elements } = await client.call(getFolders, { path: "/Finance" });
      expect({ name, attributes }).toMatchObject({ name: "root", attributes: { count: "2", isArchive: "true" } });
      expect(attributes).not.toHaveProperty("none");
      expect(elements).toMatchObject([
        { name: "folder", attributes: { path: "/Finance" }, text: "one & two" },
        { name: "folder", elements: [{ name: "rule" }] },
      ]);
    }));

  test("is answered with a result that another server gave", () =>
    withClient(async (client, server) => {
      server.answer(getFolders, () => ({ elements: [{ name: "folder", attributes: { name: "a" } }] }));
      const recorded = await client.call(getFolders, {});
      server.answer(getFolders, () => recorded);
      await expect(client.call(getFolders, {})).resolves.toEqual(recorded);
    }));

  test("is answered with bytes, a boolean, a text, or nothing", () =>
    withClient(async (client, server) => {
      server.answer(downloadDocument, ({ path = "" }) => Buffer.from(path));
      server.answer(isLocked, () => true);
      server.answer(getDomains, () => ({ text: "Finance & Legal" }));
      server.answer(beat, () => undefined);
      expect(Buffer.from(await client.call(downloadDocument, { path: "/a" })).toString()).toBe("/a");
      await expect(client.call(isLocked, {})).resolves.toBe(true);
      await expect(client.call(getDomains, {})).resolves.toMatchObject({ text: "Finance & Legal" });
      await expect(client.call(beat, { text: "?" })).resolves.toBeUndefined();
    }));

  test("is recorded without the passwords of a text that is XML", () =>
    withClient(async (client, server) => {
      server.answer(isLocked, () => true);
      await client.call(isLocked, { path: '<s user="jane"><Password>canary-1</Password><m pwd="canary-2"/></s>' });
      expect(server.requests.at(-1)?.values).toEqual({
        Path: '<s user="jane"><Password>[redacted]</Password><m pwd="[redacted]"/></s>',
      });
    }));

  test("needs no member in its request", () =>
    withClient(async (client, server) => {
      server.answer(serverInfo, (request) => ({ attributes: { members: Object.keys(request).length } }));
      const { attributes } = await client.call(serverInfo, {});
      expect(attributes["members"]).toBe("0");
    }));

  test("sees the session of the ticket, the same for all its requests", () =>
    withClient(
      async (client, server) => {
        const sessions: ServerSession[] = [];
        server.answer(getFolders, (_request, session) => {
          sessions.push(session);
          return {};
        });
        await client.call(getFolders, {});
        await client.call(getFolders, {});
        expect(sessions[0]).toMatchObject({ user: "admin", isAdministrator: true, ticket: expect.any(String) });
        expect(sessions[1]).toBe(sessions[0]);
      },
      { user: "admin" },
    ));

  test("is given the request without the ticket, and no session where it takes none", () =>
    withClient(async (client, server) => {
      const seen: unknown[] = [];
      server.answer(getFolders, (request) => {
        seen.push(request);
        return {};
      });
      server.answer(beat, (request, session) => {
        seen.push(request, session);
        return undefined;
      });
      await client.call(getFolders, { path: "/Finance" });
      await client.call(beat, { text: "?" });
      expect(seen).toEqual([{ path: "/Finance" }, { text: "?" }, undefined]);
    }));

  test.each([
    ["errorCode", { code: "SESSION_EXPIRED", serviceCode: 4010 }],
    ["brackets", { code: "SESSION_EXPIRED", serviceCode: 901 }],
  ] as const)("is refused once the ticket has expired (%s)", (dialect, error) =>
    withClient(
      async (client, server) => {
        server.answer(getFolders, () => ({}));
        server.expireTickets();
        await expect(client.call(getFolders, {})).rejects.toMatchObject({ outcome: "rejected", ...error });
        expect(server.executions["GetFolders"]).toBe(0);
      },
      { dialect },
    ),
  );

  test.each(forms)("refuses where its result is %s", (_form, stub) =>
    withClient(async (client, server) => {
      server.answer(stub, () => ({
        attributes: { error: "Access denied." },
      }));
      const error = { name: "ServiceError", code: "ACCESS_DENIED", outcome: "rejected" };
      await expect(client.call(stub, {})).rejects.toMatchObject(error);
      expect(server.requests.at(-1)).toMatchObject({ error: "Access denied." });
    }),
  );

  test("refuses as infoRouter does where its result is bytes: with none", () =>
    withClient(async (client, server) => {
      server.answer(downloadDocument, () => Buffer.from("x"));
      server.failNext({ operation: downloadDocument, with: "access-denied" });
      await expect(client.call(downloadDocument, {})).resolves.toHaveLength(0);
    }));

  test("refuses with a fault where its result has no place for an error", () =>
    withClient(async (client, server) => {
      server.answer(isLocked, () => false);
      server.failNext({ operation: isLocked, with: "access-denied" });
      await expect(client.call(isLocked, {})).rejects.toMatchObject({
        name: "SoapFaultError",
        reason: expect.stringContaining("Access denied."),
      });
    }));

  test("reports what its handler throws as a fault", () =>
    withClient(async (client, server) => {
      server.answer(getFolders, () => {
        throw new Error("no rows in the test's table");
      });
      await expect(client.call(getFolders, {})).rejects.toMatchObject({
        name: "SoapFaultError",
        outcome: "unknown",
        reason: expect.stringContaining("no rows in the test's table"),
      });
    }));

  test.each([
    ["resolves", async () => ({ attributes: { error: "Access denied." } })],
    ["rejects", () => Promise.reject(new Error("mine"))],
  ])("reports a handler whose promise %s as a fault", (_how, handler) =>
    withClient(async (client, server) => {
      // @ts-expect-error A handler returns the result itself.
      server.answer(getFolders, handler);
      await expect(client.call(getFolders, {})).rejects.toMatchObject({
        name: "SoapFaultError",
        reason: expect.stringContaining("found one that returns a promise"),
      });
    }),
  );

  test("reports a result that the contract does not declare as a fault", () =>
    withClient(async (client, server) => {
      // @ts-expect-error The contract declares a boolean.
      server.answer(isLocked, () => "maybe");
      await expect(client.call(isLocked, {})).rejects.toMatchObject({
        name: "SoapFaultError",
        reason: expect.stringContaining("boolean"),
      });
    }));

  test.each([
    ["cut", 0, "ECONNRESET"],
    ["cut-after-execution", 1, "ECONNRESET"],
    ["truncated", 1, "NOT_READABLE"],
    ["bad-gateway", 0, "HTTP_STATUS"],
    ["fault", 0, "SOAP_FAULT"],
    ["system-error", 0, "SYSTEM_ERROR"],
    ["partial", 0, "PARTIAL"],
  ] as const)("fails once with %s, carried out %i times", (failure, executions, code) =>
    withClient(async (client, server) => {
      server.answer(getFolders, () => ({}));
      server.failNext({ operation: getFolders, with: failure });
      await expect(client.call(getFolders, {})).rejects.toMatchObject({ code, outcome: "unknown" });
      expect(server.executions["GetFolders"]).toBe(executions);
      await client.call(getFolders, {});
    }),
  );

  test("may return what stands for an element where a number may be the result, too", () => {
    const contents: AnswerOf<{ name: string; id: number }>[] = [{ text: "abc" }, 5];
    // @ts-expect-error A number alone is the result.
    const number: AnswerOf<{ id: number }> = { text: "abc" };
    expect([contents.length, number]).toEqual([2, { text: "abc" }]);
  });

  test("takes the place of one of the server's own", () =>
    withClient(async (client, server) => {
      server.answer(deleteFolder, () => ({ attributes: { error: "Verweigert", errorCode: 4030 } }));
      await expect(client.deleteFolder("/Finance/Reports")).rejects.toMatchObject({ code: "ACCESS_DENIED" });
      server.answer(folderExists, ({ path }) => (path === "/A" ? {} : { attributes: { error: "Folder not found." } }));
      await expect(client.folderExists("/A")).resolves.toBe(true);
      await expect(client.folderExists("/Finance")).resolves.toBe(false);
      expect(server.folders).toContain("/Finance/Reports");
    }));

  test("is recorded with its arguments, but for tickets and passwords", () =>
    withClient(async (client, server) => {
      server.answer(getFolders, () => ({}));
      server.answer(beat, () => undefined);
      await client.call(getFolders, { path: "/Finance" });
      await client.call(beat, { text: "?", newPassword: "canary" });
      expect(server.requests).toMatchObject([
        { operation: "GetFolders", status: 200, values: { Path: "/Finance" } },
        { operation: "Beat", status: 200, values: { text: "?" } },
      ]);
      expect(JSON.stringify(server.requests)).not.toContain("canary");
    }));

  test.each<readonly [string, (ticket: string) => ResultContent]>([
    ["refuses", (ticket) => ({ attributes: { error: `no ${ticket}` } })],
    ["reports items", (ticket) => ({ elements: [{ name: "item", attributes: { path: ticket, error: ticket } }] })],
    [
      "throws",
      (ticket) => {
        throw new Error(`no ${ticket}`);
      },
    ],
  ])("%s with its ticket, and neither the error nor what is recorded holds it", (_what, handle) =>
    withClient(async (client, server) => {
      let ticket = "";
      server.answer(getFolders, (_request, session) => {
        ticket = session.ticket;
        return handle(ticket);
      });
      const error = await client.call(getFolders, {}).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InfoRouterError);
      expect([...findSecrets(error, [ticket]), ...findSecrets(server.requests, [ticket])]).toEqual([]);
    }),
  );
});

test("is unknown before it is added, to callers and to failures", async () => {
  const { transport, url, ...server } = inMemoryInfoRouter(contents);
  await using client = new InfoRouterClient({ endpoint: url, transport, ticket: server.ticketFor("jane") });
  await expect(client.call(getFolders, {})).rejects.toMatchObject({ name: "SoapFaultError" });
  expect(() => server.failNext({ operation: getFolders, with: "cut" })).toThrow(/GetFolders/);
});

test.each<readonly [string, (server: FakeInfoRouter) => void, RegExp]>([
  // @ts-expect-error It is not a stub.
  ["what is no stub", (server) => server.answer("GetFolders", () => ({})), /generated stub/],
  // @ts-expect-error It is not a function.
  ["what is no handler", (server) => server.answer(getFolders, {}), /GetFolders/],
])("answer refuses %s", (_what, add, message) => {
  expect(() => add(inMemoryInfoRouter(contents))).toThrow(message);
});
