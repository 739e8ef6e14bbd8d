import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Copies, makeCopies } from "./copies.js";
import { startShapedServer } from "./shaped-server.js";
import { type Shape, shapes } from "./shapes.js";

type Facade = typeof import("../../../src/index.js");
type Stubs = typeof import("../../../generated/index.js");
type Client = InstanceType<Facade["InfoRouterClient"]>;

const REPORT = "/Finance/Reports/2024/report.txt";
const TEXT = "1 < 2 & 3\n".repeat(100);
const contents = {
  folders: ["/Finance/Kept"],
  documents: { [REPORT]: TEXT },
  users: { jane: { password: "secret", readOnly: ["/Finance/Kept"] } },
  minimumChunkSize: 400,
};

let copies: Copies;
let typeErrors: Promise<readonly string[]>;

beforeAll(async () => {
  copies = await makeCopies();
  typeErrors = copies.typeCheck();
  typeErrors.catch(() => {});
});
afterAll(async () => {
  await typeErrors.catch(() => {});
  copies.remove();
});

/** Logs in to a server of the shape, with the client and the stubs of the copy, and lets them be used. */
async function withClient(
  shape: Shape,
  use: (
    client: Client,
    stubs: Stubs,
    infoRouter: Awaited<ReturnType<typeof startShapedServer>>["infoRouter"],
  ) => Promise<void>,
): Promise<void> {
  const folder = copies.folderOf(shape);
  const { InfoRouterClient, authenticate }: Facade = require(join(folder, "src/index.ts"));
  const stubs: Stubs = require(join(folder, "generated/index.ts"));
  await using server = await startShapedServer(shape, contents);
  await using client = new InfoRouterClient({
    endpoint: server.url,
    ticket: authenticate({ uid: "jane", pwd: "secret" }),
    soapVersion: shape.soapVersion,
  });
  await use(client, stubs, server.infoRouter);
}

describe.each(shapes)("a contract with $name", (shape) => {
  test("is generated as such", () => {
    expect(readFileSync(join(copies.folderOf(shape), "generated/delete-folder.ts"), "utf8")).toMatch(shape.stub);
  });

  test("logs in, deletes a folder, and logs out", () =>
    withClient(shape, async (client, _stubs, infoRouter) => {
      await expect(client.deleteFolder("/Finance/Reports")).resolves.toMatchObject({ outcome: "deleted" });
      expect(infoRouter.folders).toEqual(["/Finance", "/Finance/Kept"]);
      await client.close();
      expect(infoRouter.executions).toMatchObject({ AuthenticateUser: 1, DeleteFolder: 1, LogOut: 1 });
    }));

  test("reports a wrong password, a refusal, and a fault", () =>
    withClient(shape, async (client, _stubs, infoRouter) => {
      infoRouter.failNext({ operation: "AuthenticateUser", with: "authentication-failed" });
      await expect(client.deleteFolder("/Finance/Kept")).rejects.toMatchObject({ code: "AUTHENTICATION_FAILED" });
      const refusal = { name: "ServiceError", code: "ACCESS_DENIED", serviceCode: 4030, outcome: "rejected" };
      await expect(client.deleteFolder("/Finance/Kept")).rejects.toMatchObject(refusal);
      infoRouter.failNext({ operation: "DeleteFolder", with: "fault" });
      await expect(client.deleteFolder("/Finance/Kept")).rejects.toMatchObject({ name: "SoapFaultError" });
      expect(infoRouter.folders).toContain("/Finance/Kept");
    }));

  test("renews an expired ticket", () =>
    withClient(shape, async (client, _stubs, infoRouter) => {
      await expect(client.folderExists("/Finance/Kept")).resolves.toBe(true);
      infoRouter.expireTickets();
      await expect(client.folderExists("/Finance/Gone")).resolves.toBe(false);
      expect(infoRouter.executions.AuthenticateUser).toBe(2);
    }));

  test("downloads a document in chunks, and deletes its handler", () =>
    withClient(shape, async (client, _stubs, infoRouter) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await client.download(REPORT, { chunkSize: 400 })) {
        chunks.push(chunk);
      }
      expect(Buffer.concat(chunks).toString()).toBe(TEXT);
      expect(chunks.length).toBeGreaterThan(2);
      expect(infoRouter.handlers).toEqual([]);
    }));

  test("type-checks sources, tests and demo as they are", async () => {
    const errors = (await typeErrors).filter((line) => line.startsWith(`${shapes.indexOf(shape)}/`));
    expect(errors).toEqual([]);
  }, 240_000);
});

test("the compiler found nothing outside of the copies", async () => {
  expect((await typeErrors).filter((line) => !/^\d+\//.test(line))).toEqual([]);
}, 240_000);
