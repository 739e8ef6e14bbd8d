import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { InfoRouterClient } from "inforouter-soap-client";
import { inMemoryInfoRouter, startInfoRouterServer } from "inforouter-soap-client/testing";
import { deleteReportsBefore } from "../src/retention.js";

const contents = {
  folders: ["/Finance/Reports/2019", "/Finance/Reports/2020", "/Finance/Reports/2021"],
  users: { janitor: "secret" },
};
const beforeLastYear = { firstYear: 2019, year: 2021 };

describe("against a server", () => {
  let server;
  let infoRouter;

  beforeEach(async () => {
    server = await startInfoRouterServer(contents);
    infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("janitor") });
  });

  afterEach(async () => {
    await infoRouter.close();
    await server.close();
  });

  test("the reports of old years are deleted, and no others", async () => {
    const cleanup = await deleteReportsBefore(infoRouter, beforeLastYear);
    assert.deepEqual(cleanup.gone, ["/Finance/Reports/2019", "/Finance/Reports/2020"]);
    assert.deepEqual(server.folders, ["/Finance", "/Finance/Reports", "/Finance/Reports/2021"]);
  });

  test("what may not be deleted is kept", async () => {
    server.failNext({ operation: "DeleteFolder", with: "access-denied" });
    const { kept } = await deleteReportsBefore(infoRouter, beforeLastYear);
    assert.deepEqual(kept, [{ path: "/Finance/Reports/2019", reason: "ACCESS_DENIED" }]);
  });

  test("a lost answer is unclear, and the deletion is not repeated", async () => {
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    const { unclear } = await deleteReportsBefore(infoRouter, { firstYear: 2019, year: 2020 });
    assert.deepEqual(unclear, ["/Finance/Reports/2019"]);
    assert.equal(server.executions.DeleteFolder, 1);
  });
});

describe("in memory, while the clock is faked", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  test("a service that does not answer leaves it unclear, and the others are tried", async () => {
    const server = inMemoryInfoRouter(contents);
    const { url: endpoint, transport } = server;
    const infoRouter = new InfoRouterClient({ endpoint, transport, ticket: server.ticketFor("janitor") });
    await infoRouter.connect(); // loads what the first call needs, which takes real time
    server.failNext({ operation: "DeleteFolder", with: "timeout" });
    const cleaning = deleteReportsBefore(infoRouter, beforeLastYear);
    await turn();
    mock.timers.tick(30_000);
    assert.deepEqual(await cleaning, {
      gone: ["/Finance/Reports/2020"],
      kept: [],
      unclear: ["/Finance/Reports/2019"],
    });
  });
});
