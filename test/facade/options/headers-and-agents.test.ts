import { Agent, createServer } from "node:http";
import type { SoapSecurity } from "../../../src/soap/index.js";
import { listen } from "../../support/listen.js";
import { SOAP } from "../../support/soap-messages.js";
import { transports } from "../../support/transports.js";
import { CONFIRMED, client, recorder, refusedBy } from "./recorder.js";

describe("headers", () => {
  test.each(transports)("are each sent once, unchanged, over %s", async (_name, makeTransport) => {
    const received: (readonly string[])[] = [];
    const server = createServer((request, response) => {
      received.push(request.rawHeaders);
      response.setHeader("Content-Type", SOAP["1.1"].contentType).end(CONFIRMED);
    });
    const endpoint = await listen(server);
    const transport = makeTransport();
    const headers = JSON.parse(
      '{"X-Latin": "caf\u00e9 !", "accept-encoding": "identity", "constructor": "x", "authorization": "Basic eA=="}',
    );
    const security = {
      addHeaders: (made: Record<string, unknown>) => void Object.assign(made, { Authorization: "Bearer y" }),
    };
    await using infoRouter = client({ endpoint, transport, headers, security, requestIdHeader: "X-Request-Id" });
    await infoRouter.deleteFolder("/a/b", { requestId: "r 1" });
    transport.close();
    server.close();
    const [raw = []] = received;
    const pairs = raw.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1]] as const] : [],
    );
    const byName = new Map(pairs);
    expect(pairs).toHaveLength(byName.size);
    expect(
      ["x-latin", "accept-encoding", "constructor", "authorization", "x-request-id"].map((name) => byName.get(name)),
    ).toEqual(["caf\u00e9 !", "identity", "x", "Bearer y", "r 1"]);
  });

  test.each<[what: string, header: Record<string, unknown>]>([
    ["with a line end", { Authorization: "Bearer a\r\nX-Evil: 1" }],
    ["that is not a string", { Authorization: ["a", "b"] }],
    ["with a name that HTTP does not allow", { "X Y": "a" }],
    ["that frames the message", { "Content-Length": "1" }],
    ["that frames the message otherwise", { "transfer-encoding": "chunked" }],
  ])("of a security object are refused %s; nothing is sent", async (_what, header) => {
    const transport = recorder();
    const security = { addHeaders: (made: Record<string, unknown>) => void Object.assign(made, header) };
    await using infoRouter = client({ transport, security });
    expect(await refusedBy(() => infoRouter.deleteFolder("/a/b"))).toBe("options.security");
    expect(transport.requests).toEqual([]);
  });
});

describe("a security object", () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  beforeAll(() => void process.on("unhandledRejection", note));
  afterAll(() => void process.off("unhandledRejection", note));

  test.each<[method: keyof SoapSecurity, what: string, returned: (first: unknown) => unknown]>([
    ["postProcess", "nothing", () => undefined],
    ["postProcess", "a promise", async (envelope) => envelope],
    ["toXML", "a promise that rejects", async () => Promise.reject(new Error("no key"))],
    ["addHeaders", "a promise", async (headers) => Object.assign(Object(headers), { Authorization: "Bearer abc" })],
    ["addOptions", "a promise that rejects", async () => Promise.reject(new Error("no key"))],
  ])("whose %s returns %s is refused; nothing is sent", async (method, _what, returned) => {
    const transport = recorder();
    const security = { toXML: () => "<s/>", [method]: returned } as SoapSecurity;
    const call = async () => client({ transport, security }).deleteFolder("/a/b");
    await expect(call()).rejects.toMatchObject({
      name: "InvalidInputError",
      argument: "options.security",
      message: expect.stringMatching(
        new RegExp(`^options.security: expected its ${method} to return (a string|nothing)$`),
      ),
      ...(method !== "addOptions" && { operation: "DeleteFolder" }),
    });
    // Node.js reports a rejection before the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect({ unhandled, requests: transport.requests }).toEqual({ unhandled: [], requests: [] });
  });

  test("that is frozen, and has some of the methods, adds what it adds", async () => {
    const transport = recorder();
    const security = Object.freeze({
      addHeaders: (headers: Record<string, unknown>) => void Object.assign(headers, { Authorization: "Bearer abc" }),
    });
    await using infoRouter = client({ transport, security });
    await infoRouter.deleteFolder("/a/b").catch(() => {});
    expect(transport.requests[0]?.headers).toMatchObject({ Authorization: "Bearer abc" });
  });
});

describe("agents", () => {
  class CountingAgent extends Agent {
    handedOut = 0;
    /** The method by which Node.js takes a connection from an agent. */
    addRequest(...args: unknown[]): void {
      this.handedOut += 1;
      Reflect.apply(Reflect.get(Agent.prototype, "addRequest"), this, args);
    }
  }

  test.each<[whose: string, options: (own: Agent, ofSecurity: Agent) => object, used: "own" | "ofSecurity"]>([
    ["of the options", (agent) => ({ agent }), "own"],
    [
      "that a security object puts into httpsAgent",
      (_, httpsAgent) => ({
        security: { addOptions: (wanted: object) => void Object.assign(wanted, { httpsAgent, key: "k" }) },
      }),
      "ofSecurity",
    ],
    [
      "of the options rather than a security object's",
      (agent, httpsAgent) => ({
        agent,
        security: { addOptions: (wanted: object) => void Object.assign(wanted, { httpsAgent }) },
      }),
      "own",
    ],
  ])("the agent %s has the connections, and is not closed", async (_whose, options, used) => {
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", SOAP["1.1"].contentType).end(CONFIRMED);
    });
    const endpoint = await listen(server);
    const agents = { own: new CountingAgent({ keepAlive: true }), ofSecurity: new CountingAgent({ keepAlive: true }) };
    const infoRouter = client({ endpoint, ...options(agents.own, agents.ofSecurity) });
    await infoRouter.deleteFolder("/a/b");
    await infoRouter.close();
    expect(Object.entries(agents).map(([name, { handedOut }]) => [name, handedOut])).toEqual(
      Object.keys(agents).map((name) => [name, name === used ? 1 : 0]),
    );
    expect(Object.values(agents[used].freeSockets)).toHaveLength(1);
    agents[used].destroy();
    server.close();
  });
});
