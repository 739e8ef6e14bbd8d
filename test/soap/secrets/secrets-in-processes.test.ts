import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listen } from "../../support/listen.js";
import { reveals } from "../../support/secret-search.js";
import { answer, fault, type SoapVersion } from "../../support/soap-messages.js";

const PASSWORD = "c4nary0password0Zq7xW";
const KEPT = "c4nary0kept0by0the0client";
const GIVEN = "c4nary0given0by0the0service";
const LONG = "a-reason-in-one-word-that-is-long";
const detail = (ticket = ""): string =>
  `<x:a xmlns:x="urn:a-long-namespace" b="a-value-in-one-word">${LONG}</x:a><c>${ticket}</c>`;
const backwards = (text: string): string => [...text].reverse().join("");

let server: Server;
let endpoint: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
  server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) {
      body += chunk;
    }
    const version: SoapVersion = body.includes("http://www.w3.org/2003/05/soap-envelope") ? "1.2" : "1.1";
    const says = (element: string) => answer("DeleteFolder", element, version);
    const path = /<Path>(.*)<\/Path>/.exec(body)?.[1];
    const ticket = /<authenticationTicket>(.*)<\/authenticationTicket>/.exec(body)?.[1];
    const answers: Record<string, () => void> = {
      "/a/success": () => outgoing.end(says('<response success="true" />')),
      "/a/refusal": () => outgoing.end(says(`<response error="no ${ticket}" />`)),
      // V8 keeps a long part of a text as a reference to the whole.
      "/a/refusal-beside-it": () => outgoing.end(says(`<response error="${LONG}"><a>${ticket}</a></response>`)),
      "/a/fault": () => outgoing.writeHead(500).end(fault("Server", `no ${ticket}`, version)),
      "/a/fault-with-detail": () =>
        outgoing
          .writeHead(500)
          .end(fault("Server", LONG, version).replace(/<([\w:]+) \/>/, `<$1>${detail(ticket)}</$1>`)),
      "/a/page": () => outgoing.writeHead(502, { "Content-Type": "text/html" }).end(`<pre>${body}</pre>`),
      "/a/cut": () => incoming.socket.destroy(),
      "/a/expired": () => outgoing.end(says('<response error="[901] Session expired" />')),
    };
    const logIn = () => outgoing.end(answer("AuthenticateUser", `<root success="true" ticket="${GIVEN}" />`));
    (path === undefined ? logIn : answers[path])?.();
  });
  endpoint = await listen(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Everything that prints what it does is switched on. */
const EVERYTHING = { DEBUG: "*", NODE_DEBUG: "http,https,net,tls,fetch,undici,stream,timer,http2" };

let output: string;
let strings: readonly string[];

beforeAll(async () => {
  const program = join(__dirname, "../../support/processes/idle-clients.ts");
  const flags = ["--expose-gc", "--heap-snapshot-string-limit=1000000", "--import", "tsx"];
  const file = join(folder, "idle.heapsnapshot");
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...flags, program, endpoint, backwards(PASSWORD), file],
    { env: { PATH: process.env["PATH"], KEEP: backwards(KEPT), ...EVERYTHING }, maxBuffer: 256 * 1024 * 1024 },
  );
  output = `${stdout}${stderr}`;
  strings = JSON.parse(readFileSync(file, "utf8")).strings;
});

test("no ticket, password or envelope is in the memory of a process whose clients are idle or closed", () => {
  const holding = (secret: string) => strings.filter((text) => text.includes(secret)).map((text) => text.slice(0, 300));
  expect(holding(KEPT)).not.toEqual([]);
  expect([PASSWORD, GIVEN].flatMap(holding)).toEqual([]);
});

test("no ticket and no password is printed, whatever is switched on for debugging", () => {
  expect(output).toMatch(/^HTTP \d+/m);
  const lines = output.split("\n");
  expect([PASSWORD, GIVEN, KEPT].flatMap((secret) => lines.filter((line) => reveals(line, secret)))).toEqual([]);
});
