import { HttpsProxyAgent } from "https-proxy-agent";
import { BasicAuthSecurity, BearerSecurity, WSSecurity } from "soap";
import { authenticateUser, deleteFolder } from "../../../generated/index.js";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions, type LogEvent } from "../../../src/index.js";
import { createSoapClient, type Transport } from "../../../src/soap/index.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, type SoapVersion } from "../../support/soap-messages.js";
import { type Echo, echoes, headersOf, spellings } from "./echoes.js";

const GUID_TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
/** Everything that somebody has to write in another way somewhere. */
const ODD_TICKET = `Zq7+/=&<"é'>~ 9 c4nary.\\w%41{}[]^$|?*()`;
const PASSWORD = `Tr0ub4dor &<3 "horse"`;
const TOKEN = "eyJhbGciOi.J9+/x=_-~c4nary";

const endpoint = "http://127.0.0.1:9/";

/** A log, and what it received. */
function recorder() {
  const events: LogEvent[] = [];
  return { events, log: (event: LogEvent) => void events.push(event), logMessages: true };
}

function transportOf(echo: Echo, text: string, version: SoapVersion): Transport {
  const body = Buffer.from(echo.body?.(text, "DeleteFolder", version) ?? "");
  return async () => ({ status: echo.status ?? 200, headers: headersOf(echo, text, version), body });
}

test.each([...echoes.entries()].map(([row, echo]) => ({ row, echo, name: echo.name })))(
  "a response that repeats the ticket leaves nothing of it in an event: $name",
  async ({ row, echo }) => {
    const leaks: string[] = [];
    // Each response meets a third of the spellings, and each spelling both tickets.
    const some = [...spellings.entries()].filter(([column]) => (row + column) % 3 === 0);
    for (const [, [spelling, write]] of some) {
      const [ticket, soapVersion] = row % 2 === 0 ? ([GUID_TICKET, "1.1"] as const) : ([ODD_TICKET, "1.2"] as const);
      const { events, ...log } = recorder();
      const transport = transportOf(echo, write(ticket), soapVersion);
      const infoRouter = new InfoRouterClient({ endpoint, ticket, soapVersion, transport, ...log });
      await infoRouter.deleteFolder("/a/b").catch(() => {});
      expect(events.map(({ type }) => type)).toEqual(["request", "response"]);
      if (findSecrets(events, [ticket]).length > 0) {
        leaks.push(spelling);
      }
    }
    expect(leaks).toEqual([]);
  },
);

const basic = `Basic ${Buffer.from(`jane:${PASSWORD}`).toString("base64")}`;

test.each<[name: string, secret: string, options: Partial<InfoRouterClientOptions>]>([
  ["the password of a log-in", PASSWORD, { ticket: authenticate({ uid: "jane", pwd: PASSWORD }) }],
  ["the ticket of a log-in", GUID_TICKET, { ticket: authenticate({ uid: "jane", pwd: PASSWORD }) }],
  ["a header of basic authentication", PASSWORD, { headers: { Authorization: basic } }],
  ["basic authentication", PASSWORD, { security: new BasicAuthSecurity("jane", PASSWORD) }],
  ["a bearer token", TOKEN, { security: new BearerSecurity(TOKEN) }],
  ["a cookie", TOKEN, { headers: { Cookie: TOKEN } }],
  ["the password of WS-Security", PASSWORD, { security: new WSSecurity("jane", PASSWORD) }],
  [
    "the password of a proxy",
    PASSWORD,
    { agent: new HttpsProxyAgent(`http://jane:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`) },
  ],
])("no event of a session contains %s, even if the service repeats it", async (_name, secret, options) => {
  const { events, ...log } = recorder();
  const transport: Transport = async ({ body }) => {
    const operation = /<(AuthenticateUser|DeleteFolder|LogOut) /.exec(body)?.[1] ?? "";
    const refusal = `<response success="false" error="no ${secret.replace(/[&<"]/g, "*")} ${Buffer.from(secret).toString("base64")}" />`;
    const given = `<root success="true" ticket="${GUID_TICKET}" />`;
    const content = operation === "DeleteFolder" ? refusal : given;
    return { status: 200, headers: {}, body: Buffer.from(answer(operation, content)) };
  };
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "another ticket", transport, ...options, ...log });
  await infoRouter.deleteFolder("/a/b").catch(() => {});
  await infoRouter.close();
  expect(events.filter(({ type }) => type === "response").length).toBeGreaterThan(0);
  expect(findSecrets(events, [secret])).toEqual([]);
});

const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** How a service gives a ticket that nobody knows yet. */
const given: readonly (readonly [name: string, result: (ticket: string) => string])[] = [
  ["an attribute", (ticket) => `<root success="true" ticket="${xml(ticket)}" />`],
  ["an attribute in single quotes", (ticket) => `<root success='true' Ticket = '${xml(ticket)}' />`],
  ["an element", (ticket) => `<root success="true"><ticket>${xml(ticket)}</ticket></root>`],
  [
    "an element with a prefix and attributes",
    (ticket) => `<r:root xmlns:r="r"><r:Ticket a="b">${xml(ticket)}</r:Ticket></r:root>`,
  ],
  ["a text of XML", (ticket) => xml(`<root success="true" ticket="${xml(ticket)}" />`)],
  ["a text of XML with an element", (ticket) => xml(`<root><ticket>${xml(ticket)}</ticket></root>`)],
  ["CDATA", (ticket) => `<![CDATA[<root success="true" ticket="${xml(ticket)}" />]]>`],
  ["an element in CDATA", (ticket) => `<![CDATA[<root success="true"><ticket>${xml(ticket)}</ticket></root>]]>`],
  [
    "an element to which another one refers",
    (ticket) => `<root success="true"><ticket href="#id0" /><multiRef id="id0">${xml(ticket)}</multiRef></root>`,
  ],
  ["JSON", (ticket) => xml(JSON.stringify({ success: true, ticket }))],
  ["a form", (ticket) => `success=true&amp;ticket=${encodeURIComponent(ticket)}&amp;x=y`],
];

describe.each(given)("a stub that logs in, without a word of what is secret, gets a ticket in %s", (_name, result) => {
  test.each([GUID_TICKET, `Zq7+/=&<"é>~9 c4nary`])("and no event contains %s, nor the password", async (ticket) => {
    const { events, ...log } = recorder();
    const transport: Transport = async () => ({
      status: 200,
      headers: {},
      body: Buffer.from(answer("AuthenticateUser", result(ticket))),
    });
    await using soap = createSoapClient({ endpoint, transport, ...log });
    await authenticateUser(soap, { uid: "jane", pwd: PASSWORD }).catch(() => {});
    expect(events).toMatchObject([
      { type: "request", message: expect.stringContaining("<PWD>[redacted]</PWD>") },
      { type: "response", message: expect.stringContaining("[redacted]") },
    ]);
    expect(findSecrets(events, [ticket, PASSWORD])).toEqual([]);
  });
});

test("what a call names as secret is in no event of a stub, and the rest of the messages is", async () => {
  const { events, ...log } = recorder();
  const transport = transportOf({ name: "", body: (s) => `<p>${s}: no such folder</p>` }, "/a/s3cret-folder", "1.1");
  await using soap = createSoapClient({ endpoint, transport, ...log });
  const request = { authenticationTicket: GUID_TICKET, path: "/a/s3cret-folder" };
  await deleteFolder(soap, request, { secrets: ["s3cret-folder"] }).catch(() => {});
  expect(events).toMatchObject([
    { message: expect.stringContaining("<Path>/a/[redacted]</Path>") },
    { message: "<p>/a/[redacted]: no such folder</p>" },
  ]);
  expect(findSecrets(events, [GUID_TICKET])).toEqual([]);
});

test.each([
  ["very many values", Array.from({ length: 101 }, (_, index) => `<a ticket="t-${index}"/>`).join("")],
  ["very long values", `{${Array.from({ length: 5 }, (_, index) => `"ticket": "${index}${"t".repeat(4_000)}"`)}}`],
])("a message with %s of secret members is left out", async (_name, text) => {
  const { events, ...log } = recorder();
  const body = Buffer.from(text);
  const transport: Transport = async () => ({ status: 500, headers: {}, body });
  await new InfoRouterClient({ endpoint, ticket: GUID_TICKET, transport, ...log }).deleteFolder("/a/b").catch(() => {});
  expect(events.at(-1)).toMatchObject({ message: "[redacted]" });
});

test("a long message is cut after its secrets are replaced", async () => {
  const { events, ...log } = recorder();
  const transport: Transport = async () => {
    const body = Buffer.from(`<p>${`${"=".repeat(37)}%${GUID_TICKET}_&amp;\\`.repeat(8_000)}</p>`);
    return { status: 500, headers: {}, body };
  };
  const infoRouter = new InfoRouterClient({ endpoint, ticket: GUID_TICKET, transport, ...log });
  await infoRouter.deleteFolder("/a/b").catch(() => {});
  const message = events.at(-1)?.type === "response" ? (events.at(-1) as { message?: string }).message : undefined;
  expect(message?.length).toBeLessThan(262_144);
  expect(message).toMatch(/\[redacted\].*…$/s);
  expect(message).not.toMatch(/3f2504|c3301/);
});
