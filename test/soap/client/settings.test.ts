import { Agent } from "node:http";
import { readSettings, type Settings } from "../../../src/soap/client/settings.js";

const endpoint = "https://dms.example.com/srv.asmx";
const settingsOf = (options: object): Settings => readSettings({ endpoint, ...options });
const transport = async () => ({ status: 200, headers: {}, body: new Uint8Array() });
const log = (): void => {};
const OF_INFOROUTER = [
  ...["authenticationTicket", "ticket", "oldTicket", "pwd", "password", "oldPassword", "newPassword"],
  ...["userPassword", "sPassword", "trustedUserPwd", "secretText"],
  ...["MYSQL_Password", "ORACLE_Password", "SQLSERVER_Password", "SMTPSENDPASSWORD"],
];

test("a client has these settings by default", () => {
  expect(settingsOf({})).toEqual({
    endpoint: new URL(endpoint),
    soapVersion: undefined,
    timeoutInMs: 30_000,
    maxResponseBytes: 8_388_608,
    maxConnections: 16,
    keepAlive: true,
    agent: undefined,
    transport: undefined,
    security: undefined,
    headers: { "Accept-Encoding": "gzip" },
    requestIdHeader: undefined,
    log: undefined,
    logMessages: false,
    secretMembers: OF_INFOROUTER,
  });
});

test.each<[options: object]>([
  [{ soapVersion: "1.1" }],
  [{ soapVersion: "1.2" }],
  [{ timeoutInMs: 0.5 }],
  [{ timeoutInMs: Number.POSITIVE_INFINITY }],
  [{ maxResponseBytes: 1 }],
  [{ maxConnections: 1 }],
  [{ transport }],
  [{ transport, keepAlive: true }],
  [{ keepAlive: false }],
  [{ agent: new Agent({ keepAlive: true }) }],
  [{ agent: new Agent({ keepAlive: false }), keepAlive: false }],
  [{ log, logMessages: true }],
  [{ security: { addHeaders: () => ({}) } }],
  [{ security: { postProcess: (xml: string) => xml } }],
])("a setting is what is given: %p", (options) => {
  expect(settingsOf(options)).toMatchObject(options);
});

test.each([[[]], [["pin", "Größe"]]])("names of secret members are added to those of infoRouter: %j", (names) => {
  expect(settingsOf({ secretMembers: names }).secretMembers).toEqual([...OF_INFOROUTER, ...names]);
});

test("the names of secret members do not change with the caller's array", () => {
  const secretMembers = ["pin"];
  const settings = settingsOf({ secretMembers });
  secretMembers.pop();
  expect(settings.secretMembers).toEqual([...OF_INFOROUTER, "pin"]);
});

test("the agent of a security object is the client's, unless the client has its own", () => {
  const [own, ofSecurity] = [new Agent(), new Agent()];
  const addOptions = (options: { httpsAgent?: Agent }) => {
    options.httpsAgent = ofSecurity;
  };
  expect(settingsOf({ security: { addOptions } }).agent).toBe(ofSecurity);
  expect(settingsOf({ security: { addOptions }, agent: own }).agent).toBe(own);
});

test.each([
  "https://dms.example.com/",
  "https://127.0.0.1/",
  "http://localhost:1/",
  "http://127.0.0.1:1/",
  "http://127.10.20.30/",
  "http://[::1]:1/",
])("the endpoint %s is used", (url) => {
  expect(settingsOf({ endpoint: url }).endpoint.href).toBe(url);
  expect(settingsOf({ endpoint: new URL(url) }).endpoint.href).toBe(url);
});

test("an endpoint on another machine is used without TLS only if that is allowed", () => {
  const insecure = "http://dms.example.com/";
  expect(settingsOf({ endpoint: insecure, allowInsecureHttp: true }).endpoint.href).toBe(insecure);
});

const ABSOLUTE = "options.endpoint: expected an absolute URL such as https://dms.example.com/srv.asmx";
const NO_USER = "options.endpoint: expected a URL without user and password; give them as `security` or `headers`";
const CLEAR =
  "options.endpoint: http: would send tickets and passwords in the clear; use https:, or set `allowInsecureHttp: true`";
const MEMBERS = "options.secretMembers: expected an array of names of elements or attributes";
const SECURITY = "options.security: expected an object with addHeaders, toXML or postProcess";
const WITH_TRANSPORT = "options.keepAlive: found false and a `transport`; tell the transport instead";
const WITH_AGENT = "options.keepAlive: found false and an agent that is not made with `keepAlive: false`";
const KEEPING = new Agent({ keepAlive: true });
const addOptions = (options: { httpsAgent?: unknown }): void => {
  options.httpsAgent = {};
};

test.each<[options: object, message: string]>([
  [{ endpoint: "dms.example.com" }, ABSOLUTE],
  [{ endpoint: undefined }, ABSOLUTE],
  [{ endpoint: { toString: () => endpoint } }, ABSOLUTE],
  [{ endpoint: "https://jane@dms.example.com/" }, NO_USER],
  [{ endpoint: "https://:secret@dms.example.com/" }, NO_USER],
  [{ endpoint: "http://dms.example.com/" }, CLEAR],
  [{ endpoint: "http://[::2]/" }, CLEAR],
  [{ endpoint: "http://127.0.0.1.example.com/" }, CLEAR],
  [{ endpoint: "ftp://localhost/" }, "options.endpoint: expected https:, found ftp:"],
  [{ endpoint: "ftp://a/", allowInsecureHttp: true }, "options.endpoint: expected https:, found ftp:"],
  [{ allowInsecureHttp: 1 }, "options.allowInsecureHttp: expected true or false"],
  [{ soapVersion: "1.3" }, 'options.soapVersion: expected "1.1" or "1.2"'],
  [{ timeoutInMs: 0 }, "options.timeoutInMs: expected milliseconds above zero, or Infinity for no limit"],
  [{ maxResponseBytes: 0 }, "options.maxResponseBytes: expected a whole number above zero"],
  [{ maxConnections: 1.5 }, "options.maxConnections: expected a whole number above zero"],
  [{ transport: {} }, "options.transport: expected a function that sends a request"],
  [{ log: {} }, "options.log: expected a function that receives events"],
  [{ logMessages: 1 }, "options.logMessages: expected true or false"],
  [{ secretMembers: "pin" }, MEMBERS],
  [{ secretMembers: ["pin", null] }, MEMBERS],
  [{ secretMembers: ["pin", "a b"] }, MEMBERS],
  [{ security: {} }, SECURITY],
  [{ security: { addHeaders: () => ({}), toXML: "<a/>" } }, SECURITY],
  [{ agent: {} }, "options.agent: expected an http.Agent or https.Agent"],
  [{ security: { addOptions } }, "options.security: expected an http.Agent or https.Agent"],
  [{ keepAlive: 0 }, "options.keepAlive: expected true or false"],
  [{ keepAlive: false, transport }, WITH_TRANSPORT],
  [{ keepAlive: false, agent: KEEPING }, WITH_AGENT],
  [{ keepAlive: false, agent: { addRequest: () => {} } }, WITH_AGENT],
])("options are refused with what was expected: %p", (options, message) => {
  expect(() => settingsOf(options)).toThrow(expect.objectContaining({ name: "InvalidInputError", message }));
});

test("options are an object", () => {
  const message = "options: expected an object";
  expect(() => readSettings(null as never)).toThrow(expect.objectContaining({ message }));
  expect(() => readSettings("https://dms.example.com/" as never)).toThrow(expect.objectContaining({ message }));
});
