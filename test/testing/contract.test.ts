import {
  authenticateUser,
  deleteDownloadHandler,
  deleteFolder,
  folderExists,
  getDownloadHandler,
} from "../../generated/index.js";
import { authenticate, InfoRouterClient, type InfoRouterError, type InfoRouterOperations } from "../../src/index.js";
import type { SuccessSpelling } from "../../src/testing/index.js";
import { type Dialect, type Language, wordingOf } from "../../src/testing/service/dialect.js";
import { describeWithAsmx, startAsmx } from "../support/hosts/start-asmx.js";
import { type Seed, type ServiceFailure, startEmbeddedHost, type TestHost } from "../support/hosts/test-host.js";
import { type OpenTransport, transports } from "../support/transports.js";

const JANE = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const ADMIN = "9b2c1f5e-6a7d-4c3b-8e9f-0a1b2c3d4e5f";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

const seed: Seed = {
  folders: ["/Finance/Reports/2024/Q1", "/Finance/Private/Plans", "/Finance/Kept/Old"],
  documents: {
    "/Finance/Reports/2024/summary.txt": "All is well.\n",
    "/Finance/Drafts/plan.txt": { content: "plan", checkedOut: true },
  },
  users: {
    jane: { password: "secret", readOnly: ["/Finance/Private"] },
    admin: { password: "secret", administrator: true },
  },
  tickets: { [JANE]: "jane", [ADMIN]: "admin" },
  disallowFolderDelete: ["/Finance/Kept"],
};

/** The folders of the seed, with those above them. */
const FOLDERS = [
  "/Finance",
  "/Finance/Drafts",
  "/Finance/Kept",
  "/Finance/Kept/Old",
  "/Finance/Private",
  "/Finance/Private/Plans",
  "/Finance/Reports",
  "/Finance/Reports/2024",
  "/Finance/Reports/2024/Q1",
];

interface Refused {
  readonly when: string;
  readonly call: (client: InfoRouterClient) => Promise<unknown>;
  readonly ticket?: string;
  readonly before?: (host: TestHost) => Promise<void>;
  /** Lets what the facade would refuse reach the service. */
  readonly operations?: Partial<InfoRouterOperations>;
  readonly error: (speech: Speech) => object;
}

/** How the host speaks. */
interface Speech {
  readonly dialect: Dialect;
  readonly language: Language;
}

const speeches: readonly Speech[] = (["brackets", "errorCode"] as const).flatMap((dialect) =>
  (["en", "tr", "de"] as const).map((language) => ({ dialect, language })),
);

/** What refusals are known by, besides the text. */
const numbers: Readonly<Record<Speech["dialect"], Readonly<Record<string, number>>>> = {
  brackets: { "[900] Authentication failed": 900, "[901] Session expired or Invalid ticket": 901 },
  errorCode: {
    "[900] Authentication failed": 4041,
    "[901] Session expired or Invalid ticket": 4010,
    "Folder not found": 4041,
    "Access denied.": 4030,
    "Document is checked out": 4230,
  },
};

/** The codes that the numbers alone stand for; in English, the text can tell more. */
const codesByNumber: Readonly<Record<number, string>> = {
  900: "AUTHENTICATION_FAILED",
  901: "SESSION_EXPIRED",
  4010: "SESSION_EXPIRED",
  4030: "ACCESS_DENIED",
  4041: "FOLDER_NOT_FOUND",
  4230: "LOCKED",
};

/** The refusal that the older pages have this text for, as the client reports it from a host that speaks so. */
const rejected =
  (code: string, text: string, more: object = {}) =>
  ({ dialect, language }: Speech): object => {
    const { error } = wordingOf(text, dialect, language);
    const number = numbers[dialect][text] ?? (dialect === "errorCode" ? 4000 : undefined);
    const isTranslated = error !== wordingOf(text, dialect, "en").error;
    const byNumber = number === undefined ? undefined : codesByNumber[number];
    return {
      name: "ServiceError",
      outcome: "rejected",
      code: isTranslated ? (byNumber ?? "UNCLASSIFIED") : code,
      serviceMessage: error,
      serviceCode: number,
      ...more,
    };
  };
const sessionExpired = rejected("SESSION_EXPIRED", "[901] Session expired or Invalid ticket");
const withoutTicket = rejected("AUTHENTICATION_FAILED", "[900] Authentication failed");
const locked = ({ dialect, language }: Speech): object =>
  rejected(dialect === "errorCode" ? "LOCKED" : "UNCLASSIFIED", "Document is checked out")({ dialect, language });
const deletePath = (path: string) => (client: InfoRouterClient) => client.deleteFolder(path);
const deleteReports = deletePath("/Finance/Reports");
const deleteHandler = (client: InfoRouterClient) => client.deleteDownloadHandler(GUID);

/** Each row of the error tables of both pages of the documentation, and what else a deletion can be answered with. */
const refusals: readonly Refused[] = [
  {
    when: "DeleteFolder has no ticket",
    call: deleteReports,
    operations: { deleteFolder: (soap, request, call) => deleteFolder(soap, { path: request.path }, call) },
    error: withoutTicket,
  },
  { when: "DeleteFolder's ticket is unknown", call: deleteReports, ticket: UNKNOWN, error: sessionExpired },
  { when: "DeleteFolder's ticket is no GUID", call: deleteReports, ticket: "abc123", error: sessionExpired },
  {
    when: "DeleteFolder's ticket expired",
    call: deleteReports,
    before: (host) => host.expireTickets(),
    error: sessionExpired,
  },
  {
    when: "the folder is not there",
    call: deletePath("/Finance/Nope"),
    error: rejected("FOLDER_NOT_FOUND", "Folder not found"),
  },
  {
    when: "the library is not there",
    call: deletePath("/Nope/Reports"),
    error: rejected("FOLDER_NOT_FOUND", "Folder not found"),
  },
  {
    when: "the path is a document's",
    call: deletePath("/Finance/Drafts/plan.txt"),
    error: rejected("FOLDER_NOT_FOUND", "Folder not found"),
  },
  {
    when: "the user may not delete the folder",
    call: deletePath("/Finance/Private/Plans"),
    error: rejected("ACCESS_DENIED", "Access denied."),
  },
  {
    when: "the user may not delete all in it",
    call: deletePath("/Finance/Private"),
    error: rejected("ACCESS_DENIED", "Access denied."),
  },
  {
    when: "a document in it is checked out",
    call: deletePath("/Finance/Drafts"),
    error: rejected("ACCESS_DENIED", "Access denied."),
  },
  {
    when: "the rule DisallowFolderDelete holds",
    call: deletePath("/Finance/Kept"),
    ticket: ADMIN,
    error: rejected("ACCESS_DENIED", "Access denied."),
  },
  {
    when: "the path is a library's",
    call: deleteReports,
    operations: { deleteFolder: (soap, request, call) => deleteFolder(soap, { ...request, path: "/Finance" }, call) },
    error: rejected("TOP_LEVEL_FOLDER", "Top-level domain cannot be deleted"),
  },
  {
    when: "DeleteDownloadHandler has no ticket",
    call: deleteHandler,
    operations: {
      deleteDownloadHandler: (soap, { downloadHandler }, call) =>
        deleteDownloadHandler(soap, { downloadHandler }, call),
    },
    error: withoutTicket,
  },
  { when: "DeleteDownloadHandler's ticket is unknown", call: deleteHandler, ticket: UNKNOWN, error: sessionExpired },
  {
    when: "DeleteDownloadHandler's ticket expired",
    call: deleteHandler,
    before: (host) => host.expireTickets(),
    error: sessionExpired,
  },
  {
    when: "the handler is no GUID, whatever the ticket",
    call: deleteHandler,
    ticket: UNKNOWN,
    operations: {
      deleteDownloadHandler: (soap, request, call) =>
        deleteDownloadHandler(soap, { ...request, downloadHandler: "~D12" }, call),
    },
    error: rejected("BAD_REQUEST", "bad Request"),
  },
];

/** What the service can be made to fail with, whatever it was asked. */
const failures: Readonly<Record<ServiceFailure, Refused["error"]>> = {
  "access-denied": rejected("ACCESS_DENIED", "Access denied."),
  "folder-not-found": rejected("FOLDER_NOT_FOUND", "Folder not found"),
  "top-level-folder": rejected("TOP_LEVEL_FOLDER", "Top-level domain cannot be deleted"),
  locked,
  "authentication-failed": withoutTicket,
  "session-expired": sessionExpired,
  "bad-request": rejected("BAD_REQUEST", "bad Request"),
  "system-error": rejected("SYSTEM_ERROR", "SystemError:The repository is not available.", { outcome: "unknown" }),
  partial: rejected("PARTIAL", "[log]", {
    outcome: "unknown",
    failedItems: [{ item: expect.stringMatching(/\/contract\.docx$/), message: "Document is checked out" }],
  }),
  fault: () => ({ name: "SoapFaultError", outcome: "unknown", httpStatus: 500 }),
  "client-fault": () => ({ name: "SoapFaultError", outcome: "rejected", httpStatus: 500 }),
};

const programmed: readonly Refused[] = (["DeleteFolder", "DeleteDownloadHandler"] as const).flatMap((operation) =>
  (Object.keys(failures) as ServiceFailure[]).map((failure) => ({
    when: `${operation} is made to fail with "${failure}"`,
    call: operation === "DeleteFolder" ? deleteReports : deleteHandler,
    before: (host) => host.failNext({ operation, with: failure }),
    error: failures[failure],
  })),
);

const spellings: readonly SuccessSpelling[] = (["response", "root", "Response"] as const).flatMap((root) =>
  (["true", "True", "TRUE"] as const).flatMap((success) =>
    (["absent", "empty"] as const).flatMap((error) =>
      (["absent", "empty", "zero"] as const).map((errorCode) => ({ root, success, error, errorCode })),
    ),
  ),
);

const guids: readonly [form: string, text: string][] = [
  ["N", GUID.replaceAll("-", "")],
  ["D", GUID],
  ["B", `{${GUID}}`],
  ["P", `(${GUID})`],
];

const badGuids = [
  "",
  " ",
  "~D12",
  GUID.slice(1),
  `${GUID}0`,
  `{${GUID}`,
  GUID.replace("a", "g"),
  `${GUID}\n`,
  GUID.replaceAll("-", "_"),
];

/** Names of folders that must arrive unchanged. */
const names: readonly string[] = [
  "R&D",
  "a < b > c",
  `"quoted" and 'quoted'`,
  "]]>",
  "<![CDATA[x]]>",
  "<Path>/Finance/Other</Path>",
  "&amp;&lt;&#65;&nbsp;",
  "two  blanks",
  "Käse und Brötchen",
  "décomposé e\u0301",
  "Бюджет",
  "予算",
  "😀 👩\u200d👩\u200d👧 \u{10fffd}",
  "\ufffd\ufeff",
  "constructor __proto__",
  "$path {0} %s `",
];

/** Names that a server may read as those of other folders: they are only sent where that is allowed. */
const unusualNames: readonly string[] = [
  "<!-- x --><?y z?>",
  "100 % + 50 %25",
  " leading and trailing  ",
  "\u00a0no-break\u2003blanks\u2009",
  "תקציב \u200f",
  "\u2028 separators of Unicode \u2029",
  "ends with dots..",
  "%2e%2e",
  "* ?",
  "C:",
  "full\uff0fwidth",
];

const topLevelPaths = [
  "/",
  "",
  "Finance",
  "/Finance",
  "/Finance/",
  "\\Finance",
  "/Finance/.",
  "/Finance/..",
  "//Finance",
  "/Finance//",
];

/** The facade's promises, kept on real HTTP over both versions of SOAP. */
function contract(start: () => Promise<TestHost>, open?: OpenTransport): void {
  const transport = open?.();
  let host: TestHost;

  beforeAll(async () => {
    host = await start();
  });

  afterAll(async () => {
    transport?.close();
    await host?.close();
  });

  describe.each(["1.1", "1.2"] as const)("over SOAP %s", (soapVersion) => {
    /** Runs with a client of the seeded host. */
    const withClient = async <Result>(
      use: (client: InfoRouterClient) => Promise<Result>,
      { ticket = JANE, operations = {} }: Pick<Refused, "ticket" | "operations"> = {},
    ): Promise<Result> => {
      const stubs = { authenticateUser, deleteDownloadHandler, deleteFolder, ...operations };
      await using client = new InfoRouterClient({
        endpoint: host.url,
        ticket,
        soapVersion,
        transport,
        operations: stubs,
      });
      return await use(client);
    };

    const stageDownload = async (ticket: string): Promise<string> => {
      await using client = new InfoRouterClient({ endpoint: host.url, ticket, soapVersion, transport });
      const path = "/Finance/Reports/2024/summary.txt";
      const { attributes } = await client.call(getDownloadHandler, { path, preferedChunkSize: 0 });
      return attributes["downloadhandler"] ?? "";
    };

    const asSpoken = speeches.flatMap((speech) =>
      [...refusals, ...programmed].map((refused) => ({ ...speech, ...refused, speech })),
    );

    test.each(asSpoken)("throws when $when ($dialect, $language)", async ({ call, before, error, speech, ...rest }) => {
      await host.seed({ ...seed, ...speech });
      await before?.(host);
      await expect(withClient(call, rest)).rejects.toMatchObject(error(speech));
      expect(await host.state()).toMatchObject({
        folders: FOLDERS,
        executions: { DeleteFolder: 0, DeleteDownloadHandler: 0 },
      });
    });

    test.each(spellings)(
      'takes <$root success="$success"> with error $error and errorCode $errorCode for a deletion',
      async (spelling) => {
        await host.seed({ ...seed, spelling });
        const [folder, handler] = await withClient(async (client) => [
          await client.deleteFolder("/Finance/Reports"),
          await deleteHandler(client),
        ]);
        expect([folder?.outcome, handler?.outcome]).toEqual(["deleted", "acknowledged"]);
        expect(await host.state()).toMatchObject({ executions: { DeleteFolder: 1, DeleteDownloadHandler: 1 } });
      },
    );

    test.each(speeches)(
      "calls a folder that is not there missing, if that is all the same to the caller ($dialect, $language)",
      async (speech) => {
        await host.seed({ ...seed, ...speech });
        const deletion = withClient((client) => client.deleteFolder("/Finance/Nope", { ifMissing: "ignore" }), {
          operations: { folderExists },
        });
        if (speech.dialect === "brackets" && speech.language !== "en") {
          // There is no number, and the text is not a known one.
          await expect(deletion).rejects.toMatchObject({ code: "UNCLASSIFIED" });
        } else {
          await expect(deletion).resolves.toEqual({ path: "/Finance/Nope", outcome: "missing" });
        }
      },
    );

    test.each(speeches)("calls no folder missing to a caller without ticket ($dialect, $language)", async (speech) => {
      await host.seed({ ...seed, ...speech });
      const operations: Partial<InfoRouterOperations> = {
        deleteFolder: (soap, { path }, call) => deleteFolder(soap, { path }, call),
        folderExists: (soap, { path }, call) => folderExists(soap, { path }, call),
      };
      const deletion = withClient((client) => client.deleteFolder("/Finance/Reports", { ifMissing: "ignore" }), {
        operations,
      });
      await expect(deletion).rejects.toMatchObject({ name: "ServiceError", outcome: "rejected" });
      expect((await host.state()).folders).toContain("/Finance/Reports");
    });

    test.each([...names, ...unusualNames])("sends the name %j unchanged", async (name) => {
      await host.seed({ ...seed, folders: [`/Finance/${name}`, "/Finance/Other"] });
      const allowUnusualPath = unusualNames.includes(name);
      await withClient((client) => client.deleteFolder(`/Finance/${name}`, { allowUnusualPath }));
      const { requests, folders } = await host.state();
      expect(requests.map(({ values }) => values)).toEqual([{ Path: `/Finance/${name}` }]);
      expect(folders).toContain("/Finance/Other");
      expect(folders).not.toContain(`/Finance/${name}`);
    });

    test.each(speeches)(
      "logs in at the first call, and again when the session has expired ($dialect, $language)",
      async (speech) => {
        await host.seed({ ...seed, ...speech });
        const ticket = authenticate({ uid: "jane", pwd: "secret" });
        await using client = new InfoRouterClient({ endpoint: host.url, ticket, soapVersion, transport });
        await client.deleteFolder("/Finance/Reports/2024/Q1");
        await host.expireTickets();
        await client.deleteFolder("/Finance/Reports/2024");
        expect((await host.state()).requests.map(({ operation, error }) => error ?? operation)).toEqual([
          "AuthenticateUser",
          "DeleteFolder",
          wordingOf("[901] Session expired or Invalid ticket", speech.dialect, speech.language).error,
          "AuthenticateUser",
          "DeleteFolder",
        ]);
      },
    );

    describe("with this content", () => {
      beforeEach(() => host.seed(seed));

      test("deletes a folder with all that is in it, and nothing else", async () => {
        await withClient(deletePath("/Finance/Reports/2024"));
        expect(await host.state()).toMatchObject({
          folders: FOLDERS.slice(0, -2),
          documents: ["/Finance/Drafts/plan.txt"],
        });
      });

      test.each(["/finance/REPORTS", "\\Finance\\Reports\\", "Finance/Reports"])(
        "finds a folder by %j",
        async (path) => {
          await withClient(deletePath(path));
          expect((await host.state()).folders).not.toContain("/Finance/Reports");
        },
      );

      test("deletes a folder with checked-out documents for an administrator", async () => {
        await withClient(deletePath("/Finance/Drafts"), { ticket: ADMIN });
        expect((await host.state()).documents).toEqual(["/Finance/Reports/2024/summary.txt"]);
      });

      test.each(unusualNames)("sends nothing for the name %j, unless it is allowed", async (name) => {
        await expect(withClient(deletePath(`/Finance/${name}`))).rejects.toMatchObject({ outcome: "not-sent" });
        expect((await host.state()).requests).toEqual([]);
      });

      test.each(topLevelPaths)("sends nothing for the path %j", async (path) => {
        await expect(withClient(deletePath(path))).rejects.toMatchObject({
          name: "InvalidInputError",
          outcome: "not-sent",
        });
        expect((await host.state()).requests).toEqual([]);
      });

      test.each(guids)("deletes a handler whose GUID has the form %s", async (_form, text) => {
        const guid = await stageDownload(JANE);
        const written = text.replaceAll(GUID, guid).replaceAll(GUID.replaceAll("-", ""), guid.replaceAll("-", ""));
        await withClient((client) => client.deleteDownloadHandler(written.toUpperCase()));
        expect((await host.state()).handlers).toEqual([]);
      });

      test.each(badGuids)("sends nothing for the handler %j", async (text) => {
        const error = { name: "InvalidInputError", outcome: "not-sent" };
        await expect(withClient((client) => client.deleteDownloadHandler(text))).rejects.toMatchObject(error);
        expect((await host.state()).requests).toEqual([]);
      });

      test("calls a handler deleted whose temporary file is missing", async () => {
        const guid = await stageDownload(JANE);
        const deletions = await withClient(async (client) => [
          await client.deleteDownloadHandler(guid),
          await client.deleteDownloadHandler(guid),
        ]);
        expect(deletions).toEqual(
          [guid, guid].map((downloadHandler) => ({ downloadHandler, outcome: "acknowledged" })),
        );
      });

      test("leaves the handler of another session where it is", async () => {
        const guid = await stageDownload(ADMIN);
        const deletion = await withClient((client) => client.deleteDownloadHandler(guid));
        expect(deletion).toEqual({ downloadHandler: guid, outcome: "acknowledged" });
        expect(await host.state()).toMatchObject({ handlers: [guid], executions: { DeleteDownloadHandler: 1 } });
      });

      test("deletes a handler at the end of its scope", async () => {
        const guid = await stageDownload(JANE);
        await withClient(async (client) => {
          await using _handler = client.downloadHandler(guid);
          expect((await host.state()).handlers).toEqual([guid]);
        });
        expect((await host.state()).handlers).toEqual([]);
      });

      test("reports a wrong password as the service's refusal", async () => {
        const ticket = authenticate({ uid: "jane", pwd: "wrong" });
        await using client = new InfoRouterClient({ endpoint: host.url, ticket, soapVersion, transport });
        const error = (await client
          .deleteFolder("/Finance/Reports")
          .catch((reason: unknown) => reason)) as InfoRouterError;
        expect(error).toMatchObject({
          ...withoutTicket({ dialect: "brackets", language: "en" }),
          operation: "AuthenticateUser",
        });
        expect((await host.state()).executions.DeleteFolder).toBe(0);
      });
    });
  });
}

describe.each(transports)("the embedded server over %s", (_transport, open) => contract(startEmbeddedHost, open));
describeWithAsmx("the ASMX service", () => contract(startAsmx));
