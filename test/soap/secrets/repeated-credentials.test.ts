import { createFolder, deleteFolder } from "../../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { readSettings } from "../../../src/soap/client/settings.js";
import { createSoapClient, type Transport } from "../../../src/soap/index.js";
import { secretsInMessage } from "../../../src/soap/secrets/credentials.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, envelope } from "../../support/soap-messages.js";

const KEY = "7d1c-CANARY-of-a-key";
const endpoint = "http://127.0.0.1:9/srv.asmx";
const transport: Transport = async () => ({ status: 403, headers: {}, body: Buffer.from(`<p>No ${KEY}.</p>`) });

test.each<[what: string, options: Partial<InfoRouterClientOptions>]>([
  ...[
    "X-Api-Key",
    "apikey",
    "Ocp-Apim-Subscription-Key",
    "X-Auth-Token",
    "X-Auth",
    "CF-Access-Client-Secret",
    "X-Password",
    "X-Session-Id",
    "X-Ticket",
  ].map((name): [string, object] => [`the header ${name}`, { headers: { [name]: KEY } }]),
  ["one of several cookies", { headers: { Cookie: `lang=en; sid=${KEY}; theme=dark` } }],
  ["a parameter of Authorization", { headers: { Authorization: `Token token="${KEY}", coding="abc"` } }],
  ["a scheme with a hyphen", { headers: { Authorization: `X-Key ${KEY}` } }],
  [
    "a header of a security object",
    { security: { addHeaders: (headers: object) => void Object.assign(headers, { "X-Api-Key": KEY }) } },
  ],
  ["the query of the endpoint", { endpoint: `${endpoint}?code=${KEY}` }],
])("a page that repeats %s leaves nothing of it in an error", async (_what, options) => {
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "T", transport, ...options });
  const soap = createSoapClient({ endpoint, transport, ...options });
  const calls = [infoRouter.deleteFolder("/a/b"), deleteFolder(soap, { authenticationTicket: "T", path: "/a/b" })];
  const excerpt = { reason: { code: "FORBIDDEN", excerpt: "<p>No [redacted].</p>" } };
  expect(await Promise.allSettled<unknown>(calls)).toMatchObject([excerpt, excerpt]);
});

describe("an answer of the service that repeats what only its request holds leaves nothing of it in an error:", () => {
  const addHeaders = (headers: object): void => void Object.assign(headers, { "X-Api-Key": KEY });
  test.each<[what: string, options: Partial<InfoRouterClientOptions>, path: string]>([
    ["a secret member", { secretMembers: ["path"] }, KEY],
    ["a header of a security object", { security: { addHeaders } }, "/a/b"],
    ["a member that is encrypted", { secretMembers: ["path"], security: { postProcess: () => "<e/>" } }, KEY],
    ["CDATA of a text that is XML", {}, `<s><password><![CDATA[${KEY}]]></password></s>`],
    ["an element within one of a text that is XML", {}, `<s><password><value>${KEY}</value></password></s>`],
    ["the ticket of a session for WebDAV", { secretMembers: ["path"] }, `sid-${KEY}`],
    ["a ticket in an address for WebDAV", {}, `/a/https://dms.example.com/dav/sid-${KEY}/b`],
    ["an item of a list", { secretMembers: ["path"] }, `another-key ${KEY}`],
    ["the text of bytes", { secretMembers: ["path"] }, Buffer.from(`${KEY} é`).toString("base64")],
  ])("%s", async (_what, options, path) => {
    for (const element of [
      `<response success="false" error="${KEY} is too weak"/>`,
      `<response success="true" error="${KEY}"/>`,
      `<response success="true" error=""><item path="${KEY}" error="${KEY}"/></response>`,
    ]) {
      const body = Buffer.from(answer("CreateFolder", element));
      const repeating: Transport = async () => ({ status: 200, headers: {}, body });
      const infoRouter = new InfoRouterClient({ endpoint, ticket: "T", transport: repeating, ...options });
      const error = await infoRouter.call(createFolder, { path }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "ServiceError" });
      expect(findSecrets(error, [KEY])).toEqual([]);
    }
  });
});

describe("a ticket that is spread over neighbouring texts is in no error:", () => {
  const [start, end] = ["3f2504e0-4f89-11d3", "-9a0c-0305e82c3301"];
  const long = "x".repeat(300 * 1024);
  const item = `<item path="${start}" error="${end}"/>`;
  const fault = `<faultstring>${start}</faultstring><faultactor>${end}</faultactor>`;
  const wide = `<item path="/a/b/c/d" status="success"/>`.repeat(25_000);

  test.each<[what: string, status: number, body: string]>([
    ["of a failure behind a long text", 200, answer("DeleteFolder", `<root success="false">${long}${item}</root>`)],
    ["of a failure behind many others", 200, answer("DeleteFolder", `<root success="false">${wide}${item}</root>`)],
    [
      "of a refusal and its failure",
      200,
      answer("DeleteFolder", `<root error="${start}">${long}<item error="${end}"/></root>`),
    ],
    ["of a fault behind a long detail", 500, envelope(`<soap:Fault><detail>${long}</detail>${fault}</soap:Fault>`)],
    [
      "of a fault whose detail stands before its text",
      500,
      envelope(`<soap:Fault><detail>${start}</detail><faultstring>${end}</faultstring></soap:Fault>`),
    ],
    [
      "of a fault whose detail stands before its actor",
      500,
      envelope(
        `<soap:Fault><faultstring>a</faultstring><detail>${start}</detail><faultactor>${end}</faultactor></soap:Fault>`,
      ),
    ],
    [
      "of a fault whose text stands behind its detail, but is shown before",
      500,
      envelope(`<soap:Fault><detail>${end}</detail><faultstring>${start}</faultstring></soap:Fault>`),
    ],
    [
      "of a fault, its code and its text, which has a language",
      500,
      envelope(
        `<soap:Fault><faultcode>${start}</faultcode><faultstring xml:lang="en-US">${end}</faultstring></soap:Fault>`,
      ),
    ],
    [
      "of a fault whose code is shown before its text, and stands behind it",
      500,
      envelope(`<soap:Fault><faultstring>${end}</faultstring><faultcode>${start}</faultcode></soap:Fault>`),
    ],
    ["of a page, as values of a tag", 502, `<p a="${start}" b="${end}">`],
    ["of a page, as values of tags", 502, `<p a="${start}"><p b="${end}">`],
    ["of a page, as values of JSON", 502, JSON.stringify({ a: start, b: end })],
    ["of a page, as values of a tag, the first of them named ticket", 502, `<p ticket="${start}" b="${end}">`],
    ["of a page, as values of JSON, the first of them named ticket", 502, JSON.stringify({ ticket: start, b: end })],
    ["of a page, whose end is not shown", 502, `<p a="${start}" ${"b".repeat(300)}="${end}">`],
  ])("%s", async (_what, status, body) => {
    const spreading: Transport = async () => ({ status, headers: {}, body: Buffer.from(body) });
    const client = new InfoRouterClient({ endpoint, ticket: start + end, transport: spreading });
    const error = await client.deleteFolder("/a/b").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ operation: "DeleteFolder" });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/3f2504e0|0305e82c3301/);
  });
});

test.each<[what: string, options: Partial<InfoRouterClientOptions>]>([
  ["another header", { headers: { "X-Tenant": KEY } }],
  ["a short word of a cookie", { headers: { Cookie: "name=CANARY" } }],
  ["a short word of a query", { endpoint: `${endpoint}?name=CANARY` }],
])("a page keeps its words, also those of %s", async (_what, options) => {
  const call = new InfoRouterClient({ endpoint, ticket: "T", transport, ...options }).deleteFolder("/a/b");
  await expect(call).rejects.toMatchObject({ excerpt: `<p>No ${KEY}.</p>` });
});

test.each([
  "authenticationTicket",
  "AuthenticationTicket",
  "ticket",
  "oldTicket",
  "PWD",
  "Password",
  "OldPassword",
  "NewPassword",
  "UserPassword",
  "sPassword",
  "TrustedUserPwd",
  "secretText",
  "MYSQL_Password",
  "ORACLE_Password",
  "SQLSERVER_Password",
  "SMTPSENDPASSWORD",
])("the member %s of infoRouter's messages is a secret, also where an option names others", (name) => {
  for (const others of [undefined, ["AuthToken"], []]) {
    const { secretMembers } = readSettings({ endpoint, secretMembers: others });
    expect(atOnce(secretsInMessage({ envelope: `<${name}>x</${name}>`, headers: {} }, secretMembers))).toEqual(["x"]);
  }
});
