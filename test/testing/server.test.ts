import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { type InfoRouterServerOptions, startInfoRouterServer } from "../../src/testing/index.js";
import { readGuid } from "../../src/testing/service/guid.js";
import { startEmbeddedHost, type TestHost } from "../support/hosts/test-host.js";
import { readCapturedAnswers } from "./captured-answers.js";
import { comparable, withPlaceholders } from "./compare-answers.js";
import { conversations } from "./conversations.js";
import { exchange, exchanges, groups, guidTexts, JANE, type RawAnswer, seed, send } from "./exchanges.js";

describe("the embedded server", () => {
  let host: TestHost;

  beforeAll(async () => {
    host = await startEmbeddedHost();
  });

  afterAll(() => host.close());

  describe("answers as the ASMX service did", () => {
    const captured = new Map(groups.flatMap((group) => [...readCapturedAnswers(group)]));

    test.each(exchanges.map((one) => [one.name, one] as const))("to %s", async (name, one) => {
      const answer = captured.get(name);
      const expected = answer && comparable(answer);
      const actual = comparable(await exchange(host, one));
      expect(expected && withPlaceholders(actual, expected)).toEqual(expected);
    });
  });

  describe("keeps state", () => conversations(() => host));
});

const withServer = async <Result>(
  options: InfoRouterServerOptions,
  use: (server: Awaited<ReturnType<typeof startInfoRouterServer>>) => Promise<Result>,
): Promise<Result> => {
  await using server = await startInfoRouterServer(options);
  return await use(server);
};

const get = (url: string, target: string): Promise<RawAnswer> => send(url, { method: "GET", target });

const deleteReports = (ticket: string): string =>
  `/srv.asmx/DeleteFolder?authenticationTicket=${ticket}&Path=/Finance/Reports`;

test("publishes wsdl/srv.wsdl with its own address", async () => {
  const contract = readFileSync(join(__dirname, "../../wsdl/srv.wsdl"), "utf8");
  await withServer({}, async ({ url }) => {
    for (const query of ["WSDL", "wsdl"]) {
      const { body, contentType } = await get(url, `/srv.asmx?${query}`);
      expect(contentType).toBe("text/xml; charset=utf-8");
      expect(body).toBe(contract.replaceAll("http://localhost/srv.asmx", url));
    }
  });
});

test("spells the ticket's parameter as it is told, in its contract too", async () => {
  await withServer({ ...seed, ticketParameter: "sessionKey" }, async (server) => {
    expect((await get(server.url, "/srv.asmx?WSDL")).body).not.toMatch(/authenticationTicket/i);
    const target = deleteReports(JANE);
    expect((await get(server.url, target)).body).toContain("Missing parameter: sessionKey.");
    expect((await get(server.url, target.replace("authenticationTicket", "sessionKey"))).body).toContain(
      'success="true"',
    );
  });
});

test("lets a ticket live on with each use, but not with isValidTicket", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const options = { ...seed, now: () => now, ticketLifetimeInMs: 1000 };
  await withServer(options, async ({ url }) => {
    const exists = `/srv.asmx/FolderExists?authenticationTicket=${JANE}&Path=/Finance`;
    const isValid = `/srv.asmx/isValidTicket?AuthenticationTicket=${JANE}`;
    now += 999;
    expect((await get(url, exists)).body).toContain('success="true"');
    now += 999;
    expect((await get(url, isValid)).body).toContain('expireOn="2026-01-01T00:00:01Z"');
    now += 1;
    expect((await get(url, isValid)).body).toContain("[901] Session expired or Invalid ticket");
    expect((await get(url, exists)).body).toContain("[901] Session expired or Invalid ticket");
  });
});

test("gives tickets to tests, and lets them expire", async () => {
  await withServer(seed, async (server) => {
    const ticket = server.ticketFor("JANE");
    server.expireTickets();
    expect((await get(server.url, deleteReports(ticket))).body).toContain("[901]");
    expect((await get(server.url, deleteReports(server.ticketFor("jane")))).body).toContain('success="true"');
    expect(() => server.ticketFor("joe")).toThrow('the server has no user "joe"; its users: jane, admin, system');
  });
});

test("records requests without their secrets", async () => {
  await withServer(seed, async (server) => {
    await get(server.url, deleteReports(JANE));
    await get(server.url, "/srv.asmx/AuthenticateUser?UID=jane&PWD=secret");
    await get(server.url, `/srv.asmx/Nope?ticket=${JANE}`);
    await send(server.url, { method: "POST", target: "/srv.asmx", headers: { SOAPAction: "x" }, body: JANE });
    expect(server.requests).toEqual([
      {
        method: "GET",
        path: "/srv.asmx/DeleteFolder",
        status: 200,
        operation: "DeleteFolder",
        binding: "http-get",
        values: { Path: "/Finance/Reports" },
      },
      expect.objectContaining({ operation: "AuthenticateUser", values: { UID: "jane" } }),
      { method: "GET", path: "/srv.asmx/Nope", status: 500 },
      { method: "POST", path: "/srv.asmx", status: 500 },
    ]);
    expect(inspect(server.requests, { depth: 10, showHidden: true })).not.toMatch(new RegExp(`${JANE}|secret`));
  });
});

test("refuses a request of more than 4 MiB", async () => {
  await withServer(seed, async ({ url }) => {
    const headers = { "Content-Type": "text/xml; charset=utf-8", SOAPAction: '"http://tempuri.org/DeleteFolder"' };
    const body = new Uint8Array(4 * 1024 * 1024 + 1);
    expect((await send(url, { method: "POST", target: "/srv.asmx", headers, body })).status).toBe(413);
  });
});

test("has the port that it is told, and gives it back", async () => {
  const port = await withServer({}, async (server) => server.port);
  await withServer({ port }, async (server) => {
    expect(server.url).toBe(`http://127.0.0.1:${port}/srv.asmx`);
    await expect(startInfoRouterServer({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
  await expect(fetch(`http://127.0.0.1:${port}/srv.asmx`)).rejects.toThrow();
});

test("closes twice, and with connections open", async () => {
  const server = await startInfoRouterServer();
  await get(server.url, "/srv.asmx");
  await server.close();
  await server.close();
});

test("refuses contents that contradict themselves", async () => {
  await expect(startInfoRouterServer({ tickets: { abc: "jane" } })).rejects.toThrow('tickets: "abc" is not a GUID');
  await expect(startInfoRouterServer({ tickets: { [JANE]: "jane" } })).rejects.toThrow("its users: none");
});

test.each<[options: object, message: string]>([
  [{ dialect: "numbers" }, 'dialect: expected errorCode, brackets, found "numbers"'],
  [{ language: "fr" }, 'language: expected en, tr, de, found "fr"'],
])("refuses %j, which it does not speak", async (options, message) => {
  await expect(startInfoRouterServer(options)).rejects.toThrow(message);
});

test.each<[options: InfoRouterServerOptions, expired: string]>([
  [{}, '<response success="false" error="Session expired or invalid ticket" errorCode="4010"/>'],
  [{ language: "de" }, '<response success="false" error="Sitzung abgelaufen oder Ticket ungültig" errorCode="4010"/>'],
  [{ dialect: "brackets" }, '<response error="[901] Session expired or Invalid ticket"/>'],
  [{ dialect: "brackets", language: "tr" }, '<response error="[901] Oturumun süresi doldu veya bilet geçersiz"/>'],
])("with %j, refuses an unknown ticket with %s, and a wrong password with [900]", async (options, expired) => {
  await withServer({ users: { jane: "secret" }, ...options }, async ({ url }) => {
    expect((await get(url, deleteReports(JANE))).body).toContain(expired);
    const login = await get(url, "/srv.asmx/AuthenticateUser?UID=jane&PWD=wrong");
    expect(login.body).toMatch(/<root success="false" error="\[900\] [^"]+"\/>/);
  });
});

test.each(guidTexts)("reads the GUID %j as %s", (text, expected) => {
  expect(readGuid(text)).toBe(expected);
});
