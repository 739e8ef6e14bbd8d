import { setImmediate as nextTurn } from "node:timers/promises";
import { authenticate, InfoRouterClient } from "../../../src/index.js";
import { type Dialect, inMemoryInfoRouter, type Language } from "../../../src/testing/index.js";

const FOLDERS = 1000;
const CALLS_PER_TICKET = 100;

const speeches = (["errorCode", "brackets"] as const).flatMap((dialect) =>
  (["en", "tr", "de"] as const).map((language): [Dialect, Language] => [dialect, language]),
);

test.each(speeches)(
  "1,000 deletions end confirmed though each ticket serves for 100 of them: %s, %s",
  async (dialect, language) => {
    const paths = Array.from({ length: FOLDERS }, (_, index) => `/Finance/${index}`);
    await using server = inMemoryInfoRouter({ folders: paths, users: { jane: "secret" }, dialect, language });
    let calls = 0;
    await using infoRouter = new InfoRouterClient({
      endpoint: server.url,
      ticket: authenticate({ uid: "jane", pwd: "secret" }),
      transport: async (request) => {
        // As a network does. Without turns of the event loop, an error that is made in slices waits for the other calls.
        await nextTurn();
        if (++calls % CALLS_PER_TICKET === 0) {
          server.expireTickets();
        }
        return server.transport(request);
      },
    });
    const outcomes: Record<string, number> = {};
    for await (const { outcome } of infoRouter.deleteFolders(paths, { concurrency: 8 })) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    expect(outcomes).toEqual({ deleted: FOLDERS });
    expect(server.folders).toEqual(["/Finance"]);
    expect(server.executions.DeleteFolder).toBe(FOLDERS);
    expect(server.executions.AuthenticateUser).toBeGreaterThanOrEqual(FOLDERS / CALLS_PER_TICKET);
  },
);
