import { EventEmitter } from "node:events";
import http, { type RequestOptions } from "node:http";
import https, { Agent } from "node:https";
import type { Socket } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import { inspect } from "node:util";
import { InvalidInputError } from "../../../src/soap/errors.js";
import { proxyAgent } from "../../../src/soap/http/proxy-agent.js";

afterEach(() => jest.restoreAllMocks());

/** A request to a proxy that the test answers itself. */
class Asking extends EventEmitter {
  isDestroyed = false;
  end(): void {}
  destroy(): void {
    this.isDestroyed = true;
  }
}

/** What the agent asks its proxy for, so that it can reach the target. */
function ask(proxy: string, target: RequestOptions) {
  const asking = new Asking();
  const asked: [way: string, options: RequestOptions][] = [];
  for (const [way, module] of [["http", http] as const, ["https", https] as const]) {
    jest.spyOn(module, "request").mockImplementation(((options: RequestOptions) => {
      asked.push([way, options]);
      return asking;
    }) as never);
  }
  const socket = proxyAgent(proxy).createConnection(target) as Duplex;
  const listeners = socket.listenerCount("error");
  return { asked, asking, listeners, socket: socket.on("error", () => {}) };
}

const common = {
  method: "CONNECT",
  agent: false,
  rejectUnauthorized: true,
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
};
const dms = { Host: "dms:443", Connection: "keep-alive" };
const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString("base64")}`;

test.each<[proxy: string, target: RequestOptions, way: string, want: RequestOptions]>([
  [
    "http://proxy:3128",
    { host: "dms", port: 443 },
    "http",
    { hostname: "proxy", port: "3128", path: "dms:443", headers: dms },
  ],
  [
    "https://proxy",
    { host: "dms", port: 443 },
    "https",
    { hostname: "proxy", port: "", path: "dms:443", headers: dms },
  ],
  [
    "http://[::1]:1",
    { host: "fe80::1", port: 8443 },
    "http",
    { hostname: "::1", port: "1", path: "[fe80::1]:8443", headers: { ...dms, Host: "[fe80::1]:8443" } },
  ],
  [
    "http://j%40ne:a%20b:c@proxy:1",
    { host: "dms", port: 443 },
    "http",
    { hostname: "proxy", port: "1", path: "dms:443", headers: { ...dms, "Proxy-Authorization": basic("j@ne:a b:c") } },
  ],
  [
    "http://jane@proxy:1",
    { host: "dms", port: 443 },
    "http",
    { hostname: "proxy", port: "1", path: "dms:443", headers: { ...dms, "Proxy-Authorization": basic("jane:") } },
  ],
])("a proxy at %s is asked for a tunnel to %j, until the connection is closed", async (proxy, target, way, want) => {
  const { asked, asking, listeners, socket } = ask(proxy, target);
  // Before any request has the connection, an error without a listener would end the process.
  expect(listeners).toBe(1);
  expect(asked).toEqual([[way, { ...common, ...want }]]);
  const isClosed = new Promise((resolve) => socket.once("close", resolve));
  socket.destroy();
  await isClosed;
  expect(asking.isDestroyed).toBe(true);
});

test.each([
  ["another status", 407, ""],
  ["bytes of its own", 200, "HTTP/1.1 200 OK"],
])("a proxy that answers with %s ends the connection, and nothing was sent", async (_name, statusCode, head) => {
  const { asking, socket } = ask("http://proxy:1", { host: "dms", port: 443 });
  const isClosed = new Promise((resolve) => socket.once("close", resolve));
  const error = new Promise((resolve) => socket.once("error", resolve));
  const tunnel = new PassThrough();
  asking.emit("connect", { statusCode }, tunnel, Buffer.from(head));
  expect(await error).toMatchObject({ code: "NO_TLS", sent: false, proxyStatus: statusCode });
  await isClosed;
  expect([tunnel.destroyed, asking.isDestroyed]).toEqual([true, true]);
});

test("a tunnel keeps the process running as long as the connection in it does", async () => {
  const { asking, socket } = ask("http://proxy:1", { host: "dms", port: 443 });
  const connection = socket as Socket;
  const called: string[] = [];
  const ways = { ref: () => called.push("ref"), unref: () => called.push("unref") };
  expect(connection.unref()).toBe(connection);
  asking.emit("connect", { statusCode: 200 }, Object.assign(new PassThrough(), ways), Buffer.alloc(0));
  // As the agent does after a response, and before it uses the connection again.
  expect([connection.unref(), connection.ref()]).toEqual([connection, connection]);
  expect(called).toEqual(["unref", "ref"]);
  const isClosed = new Promise((resolve) => socket.once("close", resolve));
  socket.destroy();
  await isClosed;
});

test.each(["proxy:3128", "ftp://proxy", "xhttp://proxy", "httpss://proxy", "", "http://a:%zz@proxy"])(
  "%j is not the address of a proxy",
  (proxy) => {
    expect(() => proxyAgent(proxy)).toThrow(InvalidInputError);
    expect(() => proxyAgent(proxy)).toThrow(
      expect.objectContaining({
        argument: "proxy",
        message: "proxy: expected an address such as http://proxy.example.com:3128",
      }),
    );
  },
);

test("the agent verifies certificates unless it is told not to, and shows no password", () => {
  const agent = proxyAgent(new URL("http://jane:s3cret@proxy:1"));
  expect(agent).toBeInstanceOf(Agent);
  expect(agent.options).toMatchObject({ rejectUnauthorized: true });
  expect(proxyAgent("http://proxy", { rejectUnauthorized: false }).options).toMatchObject({
    rejectUnauthorized: false,
  });
  expect(inspect(agent, { depth: 9, showHidden: false })).not.toContain("s3cret");
  expect(JSON.stringify(agent)).not.toContain("s3cret");
});
