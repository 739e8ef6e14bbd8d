import { authenticate, InfoRouterClient } from "inforouter-soap-client";
import { type InfoRouterServer, inMemoryInfoRouter, startInfoRouterServer } from "inforouter-soap-client/testing";
import { deleteReportsBefore } from "../src/retention";

const contents = {
  folders: ["/Finance/Reports/2019", "/Finance/Reports/2020", "/Finance/Reports/2021"],
  users: { janitor: "secret" },
};
const beforeLastYear = { firstYear: 2019, year: 2021 };

describe("against a server", () => {
  let server: InfoRouterServer;
  let infoRouter: InfoRouterClient;

  beforeEach(async () => {
    server = await startInfoRouterServer(contents);
    infoRouter = new InfoRouterClient({
      endpoint: server.url,
      ticket: authenticate({ uid: "janitor", pwd: "secret" }),
    });
  });

  afterEach(async () => {
    await infoRouter.close();
    await server.close();
  });

  test("the reports of old years are deleted, and no others", async () => {
    const cleanup = await deleteReportsBefore(infoRouter, beforeLastYear);
    expect(cleanup.gone.sort()).toEqual(["/Finance/Reports/2019", "/Finance/Reports/2020"]);
    expect(server.folders).toEqual(["/Finance", "/Finance/Reports", "/Finance/Reports/2021"]);
  });

  test("a year without reports is as good as deleted", async () => {
    expect((await deleteReportsBefore(infoRouter, { firstYear: 2018, year: 2020 })).gone).toHaveLength(2);
  });

  test("what may not be deleted is kept, and the rest is deleted all the same", async () => {
    server.failNext({ operation: "DeleteFolder", with: "access-denied" });
    const cleanup = await deleteReportsBefore(infoRouter, beforeLastYear);
    expect(cleanup.kept).toEqual([{ path: expect.any(String), reason: "ACCESS_DENIED" }]);
    expect(cleanup.gone).toHaveLength(1);
  });

  test("a lost answer is unclear, and the deletion is not repeated", async () => {
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    const cleanup = await deleteReportsBefore(infoRouter, { firstYear: 2019, year: 2020 });
    expect(cleanup.unclear).toEqual(["/Finance/Reports/2019"]);
    expect(server.executions.DeleteFolder).toBe(1);
  });

  test("a session that expires midway is renewed", async () => {
    server.failNext({ operation: "DeleteFolder", with: "session-expired" });
    expect((await deleteReportsBefore(infoRouter, beforeLastYear)).gone).toHaveLength(2);
    expect(server.requests.filter(({ operation }) => operation === "AuthenticateUser")).toHaveLength(2);
  });
});

describe("in memory, while the clock is faked", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("a service that does not answer leaves it unclear, and the others are tried", async () => {
    const server = inMemoryInfoRouter(contents);
    const { url: endpoint, transport } = server;
    const infoRouter = new InfoRouterClient({ endpoint, transport, ticket: server.ticketFor("janitor") });
    server.failNext({ operation: "DeleteFolder", with: "timeout" });
    const cleaning = deleteReportsBefore(infoRouter, beforeLastYear);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await cleaning).toEqual({ gone: ["/Finance/Reports/2020"], kept: [], unclear: ["/Finance/Reports/2019"] });
  });
});
