import { crc32 } from "node:zlib";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { textOf } from "../../src/soap/xml/xml-element.js";
import type { OperationName } from "../../src/testing/index.js";
import type { TestHost } from "../support/hosts/test-host.js";
import { ADMIN, JANE, NOTES, SUMMARY, seed, send } from "./exchanges.js";

type Values = Readonly<Record<string, string | number | boolean>>;

interface Answer {
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Declares the tests of what takes more than one request, for a host. */
export function conversations(hostOf: () => TestHost): void {
  /** Calls an operation by HTTP GET. */
  const call = async (operation: OperationName, values: Values): Promise<Answer> => {
    const pairs = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
    const target = `/srv.asmx/${operation}?${new URLSearchParams(pairs)}`;
    const element = readXml((await send(hostOf().url, { method: "GET", target })).body);
    return {
      attributes: Object.fromEntries(element.attributes.map(({ name, value }) => [name, value])),
      text: textOf(element),
    };
  };

  const stage = async (Path: string, ticket = JANE, more: Values = {}): Promise<string> => {
    const operation = "VersionNumber" in more ? "GetDownloadHandlerByVersion" : "GetDownloadHandler";
    const values = { AuthenticationTicket: ticket, Path, PreferedChunkSize: 0, ...more };
    return (await call(operation, values)).attributes["downloadhandler"] ?? "";
  };

  const chunk = (DownloadHandler: string, StartOffset: number, ChunkSize: number, ticket = JANE): Promise<Answer> =>
    call("DownloadFileChunk", { authenticationTicket: ticket, DownloadHandler, StartOffset, ChunkSize });

  const contentOf = async (handler: string): Promise<Buffer> =>
    Buffer.from((await chunk(handler, 0, 1_000_000)).text, "base64");

  beforeEach(() => hostOf().seed({ ...seed, minimumChunkSize: 5 }));

  test("a document comes in chunks, each with its checksum, until its handler is deleted", async () => {
    const values = { AuthenticationTicket: JANE, Path: SUMMARY, PreferedChunkSize: 1 };
    const { attributes } = await call("GetDownloadHandler", values);
    const content = Buffer.from("All is well.\n");
    expect(attributes).toMatchObject({
      Size: "13",
      ChunkSize: "5",
      CRC32: crc32(content).toString(16).padStart(8, "0"),
    });

    const handler = attributes["downloadhandler"] ?? "";
    const chunks = [await chunk(handler, 0, 5), await chunk(handler, 5, 5), await chunk(handler, 10, 5)];
    const bytes = chunks.map(({ text }) => Buffer.from(text, "base64"));
    expect(Buffer.concat(bytes)).toEqual(content);
    expect(chunks.map((one) => one.attributes)).toEqual(
      bytes.map((part, index) => ({
        success: "true",
        filelength: "13",
        chunklength: String(part.length),
        lastchunk: String(index === 2),
        chunkCRC32: crc32(part).toString(16).padStart(8, "0"),
      })),
    );

    await call("DeleteDownloadHandler", { authenticationTicket: JANE, DownloadHandler: handler });
    expect((await chunk(handler, 0, 5)).attributes["error"]).toBe("Handler not found");
    expect((await hostOf().state()).handlers).toEqual([]);
  });

  test.each([
    [13, 5, { chunklength: "0", lastchunk: "true" }],
    [0, 2_147_483_647, { chunklength: "13", lastchunk: "true" }],
    [2_147_483_647, 2_147_483_647, { error: "SystemError:Specified argument was out of the range of valid values." }],
    [-1, 5, { error: "SystemError:Specified argument was out of the range of valid values." }],
    [0, 0, { error: "SystemError:Specified argument was out of the range of valid values." }],
  ])("a chunk from %d of length %d is %j", async (start, length, expected) => {
    expect((await chunk(await stage(SUMMARY), start, length)).attributes).toMatchObject(expected);
  });

  test("a handler is of use to its own session only", async () => {
    const handler = await stage(SUMMARY);
    expect((await chunk(handler, 0, 5, ADMIN)).attributes["error"]).toBe("Handler not found");
    const deletion = await call("DeleteDownloadHandler", { authenticationTicket: ADMIN, DownloadHandler: handler });
    expect(deletion.attributes["success"]).toBe("true");
    expect((await hostOf().state()).handlers).toEqual([handler]);
  });

  test("logging out ends the session and its handlers", async () => {
    await stage(SUMMARY);
    const kept = await stage(SUMMARY, ADMIN);
    await call("LogOut", { AuthenticationTicket: JANE });
    expect((await call("isValidTicket", { AuthenticationTicket: JANE })).attributes["error"]).toMatch(/^\[901\]/);
    expect((await hostOf().state()).handlers).toEqual([kept]);
  });

  test("a ticket from AuthenticateUser opens a session of its own", async () => {
    const { attributes } = await call("AuthenticateUser", { UID: "jane", PWD: "secret" });
    const handler = await stage(SUMMARY, attributes["ticket"]);
    expect((await chunk(handler, 0, 5)).attributes["error"]).toBe("Handler not found");
    expect((await chunk(handler, 0, 5, attributes["ticket"])).attributes["success"]).toBe("true");
  });

  test.each([
    [0, "third"],
    [1_000_000, "first"],
    [2_000_000, "second"],
    [3_000_000, "third"],
  ])("version %d is staged", async (VersionNumber, content) => {
    expect((await contentOf(await stage(NOTES, JANE, { VersionNumber }))).toString()).toBe(content);
  });

  test("a zip holds the documents asked for, folders with all that is in them", async () => {
    const values = { authenticationTicket: JANE, Paths: `/Finance/Reports/2024|${NOTES}`, partialResult: false };
    const { attributes } = await call("DownloadZipWithHandler", values);
    const zip = await contentOf(attributes["downloadhandler"] ?? "");
    expect(namesInZip(zip)).toEqual(["2024/Q1/summary.txt", "notes.txt"]);
  });

  test("a folder is made with those above it, and found", async () => {
    const { attributes } = await call("CreateFolder", { authenticationTicket: JANE, Path: "/Finance/A/B/  c:d.." });
    expect(attributes).toEqual({ success: "true", FolderId: expect.stringMatching(/^\d+$/), FolderName: "c_d" });
    expect((await hostOf().state()).folders).toEqual(expect.arrayContaining(["/Finance/A", "/Finance/A/B/c_d"]));
  });

  test("a document is deleted though it is checked out, and its folder then too", async () => {
    const deletion = { authenticationTicket: JANE, Path: "/Finance/Drafts" };
    expect((await call("DeleteFolder", deletion)).attributes).toEqual({ error: "Access denied." });
    await call("DeleteDocument", { ...deletion, Path: "/Finance/Drafts/plan.txt" });
    expect((await call("DeleteFolder", deletion)).attributes).toEqual({ success: "true" });
  });

  test("a library goes with all that is in it", async () => {
    await call("DeleteDomain", { authenticationTicket: ADMIN, DomainName: "FINANCE" });
    expect(await hostOf().state()).toMatchObject({ folders: ["/Legal"], documents: [] });
  });

  test("requests are recorded and executions counted, without ticket and password", async () => {
    await call("AuthenticateUser", { UID: "jane", PWD: "secret" });
    await call("DeleteFolder", { authenticationTicket: JANE, Path: "/Finance" });
    await call("DeleteFolder", { authenticationTicket: JANE, Path: "/Finance/Reports" });
    const { requests, executions } = await hostOf().state();
    expect(requests).toEqual([
      { operation: "AuthenticateUser", values: { UID: "jane" }, error: null },
      { operation: "DeleteFolder", values: { Path: "/Finance" }, error: "Top-level domain cannot be deleted" },
      { operation: "DeleteFolder", values: { Path: "/Finance/Reports" }, error: null },
    ]);
    expect(executions).toMatchObject({ AuthenticateUser: 1, DeleteFolder: 1, DeleteDownloadHandler: 0 });
  });

  test("programmed failures happen once each, and in place of the operation", async () => {
    const failure = { operation: "DeleteFolder", with: "system-error" } as const;
    await hostOf().failNext(failure);
    await hostOf().failNext(failure);
    const deletion = { authenticationTicket: JANE, Path: "/Finance/Reports" };
    const answers: Answer["attributes"][] = [];
    for (let calls = 0; calls < 3; calls += 1) {
      answers.push((await call("DeleteFolder", deletion)).attributes);
    }
    const refused = { error: "SystemError:The repository is not available." };
    expect(answers).toEqual([refused, refused, { success: "true" }]);
    expect((await hostOf().state()).executions.DeleteFolder).toBe(1);
  });
}

/** File names by the central directory of a zip. */
function namesInZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf("PK\x05\x06");
  const count = zip.readUInt16LE(end + 10);
  let entry = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    const lengths = [28, 30, 32].map((field) => zip.readUInt16LE(entry + field));
    const name = zip.toString("utf8", entry + 46, entry + 46 + (lengths[0] ?? 0));
    entry += 46 + lengths.reduce((sum, length) => sum + length, 0);
    return name;
  });
}
