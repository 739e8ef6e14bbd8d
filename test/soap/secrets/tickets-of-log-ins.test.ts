import { authenticateUser } from "../../../generated/index.js";
import { authenticate, InfoRouterClient, type TicketSource } from "../../../src/index.js";
import { createSoapClient, type Transport } from "../../../src/soap/index.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, fault } from "../../support/soap-messages.js";

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const PASSWORD = "Tr0ub4dor-and-3-horses";
const endpoint = "http://127.0.0.1:9/srv.asmx";

const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "no error",
    (error: unknown) => error,
  );

describe("an operation without a ticket, whose fault repeats what only other calls sent, has an error without", () => {
  test.each<[what: string, ticket: TicketSource, text: string]>([
    ["the ticket of the client", TICKET, `the session ${TICKET}`],
    [
      "the ticket and the password of a log-in",
      authenticate({ uid: "jane", pwd: PASSWORD }),
      `${TICKET} of ${PASSWORD}`,
    ],
  ])("%s", async (_what, ticket, text) => {
    const transport: Transport = async ({ body }) => {
      const [operation = ""] = /FolderExists|AuthenticateUser/.exec(body) ?? [];
      const isAnother = body.includes(">joe<");
      const message = isAnother
        ? fault("Server", text)
        : answer(operation, `<root success="true" ${operation === "FolderExists" ? "" : `ticket="${TICKET}"`} />`);
      return { status: 200, headers: {}, body: Buffer.from(message) };
    };
    const infoRouter = new InfoRouterClient({ endpoint, ticket, transport });
    await infoRouter.folderExists("/a/b");
    const error = await reasonOf(infoRouter.call(authenticateUser, { uid: "joe", pwd: "another" }));
    expect(error).toMatchObject({ name: "SoapFaultError", reason: expect.stringContaining("[redacted]") });
    expect(findSecrets(error, [TICKET, PASSWORD])).toEqual([]);
  });
});
