import type { EventEmitter } from "node:events";
import { inspect } from "node:util";
import type { createEnvelopeWriter as Create, EnvelopeWriter } from "../../../src/soap/message/envelope-writer.js";
import type { SoapSecurity } from "../../../src/soap/message/security.js";

const ENVELOPES = {
  "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "1.2": "http://www.w3.org/2003/05/soap-envelope",
} as const;
const CLIENT = "../../../src/soap/message/soap-client.cjs";

/** Makes writers of a module of its own, in which npm `soap`'s client is the one that is given. */
function writers(client?: () => object): typeof Create {
  jest.resetModules();
  if (client !== undefined) {
    jest.doMock(CLIENT, client);
  }
  return require("../../../src/soap/message/envelope-writer.js").createEnvelopeWriter;
}
afterEach(() => jest.dontMock(CLIENT));

const write = async (security?: SoapSecurity, soapVersion: "1.1" | "1.2" = "1.1"): Promise<EnvelopeWriter> =>
  writers()({ endpoint: "http://127.0.0.1:9/", soapVersion, security });

const envelope = (content: string, version: "1.1" | "1.2" = "1.1"): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ENVELOPES[version]}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >${content}</soap:Envelope>`;
const XML_TYPE = "text/xml; charset=utf-8";

describe("a message has", () => {
  test.each<[name: string, version: "1.1" | "1.2", action: string, headers: Record<string, string>]>([
    ["the namespace and headers of SOAP 1.1", "1.1", "urn:Add", { "Content-Type": XML_TYPE, SOAPAction: '"urn:Add"' }],
    [
      "the namespace and headers of SOAP 1.2",
      "1.2",
      "urn:Add",
      { "Content-Type": 'application/soap+xml; charset=utf-8; action="urn:Add"' },
    ],
    ["an empty action, where the contract declares that", "1.1", "", { "Content-Type": XML_TYPE, SOAPAction: '""' }],
  ])("%s", async (_name, version, action, headers) => {
    const message = (await write(undefined, version))(action, "<a/>", "");
    expect(message).toEqual({ envelope: envelope("<soap:Body><a/></soap:Body>", version), headers });
  });

  test("its header before its body", async () => {
    const { envelope: text } = (await write())("urn:Add", "<a/>", "<h/>");
    expect(text).toBe(envelope("<soap:Header><h/></soap:Header><soap:Body><a/></soap:Body>"));
  });

  test("what a security object adds to header, HTTP headers and envelope", async () => {
    const adding: SoapSecurity = {
      addHeaders: (headers) => Object.assign(headers, { Authorization: "Bearer abc" }),
      toXML: () => "<s/>",
    };
    const added = (await write(adding))("urn:Add", "<a/>", "<h/>");
    expect(added.headers).toMatchObject({ Authorization: "Bearer abc", SOAPAction: '"urn:Add"' });
    expect(added.envelope).toContain("<soap:Header><h/><s/></soap:Header>");
    const signed = (await write({ postProcess: (text, prefix) => `${prefix}:${text}` }))("urn:Add", "<a/>", "");
    expect(signed.envelope).toBe(`soap:${envelope("<soap:Header></soap:Header><soap:Body><a/></soap:Body>")}`);
  });

  test.each<[what: string, postProcess: NonNullable<SoapSecurity["postProcess"]>, want: string]>([
    ["but for the body, where the body is signed", (text) => text.replace("<h/>", "<signature/>"), ""],
    ["in whole, where the body is encrypted", (text) => text.replace("<a/>", "YQ=="), "<a/>"],
    ["in whole, where all of it is encrypted", () => "<e/>", "<a/>"],
  ])("what it was before a security object processed it, %s", async (_what, postProcess, want) => {
    const { unprocessed } = (await write({ postProcess }))("urn:Add", "<a/>", "<h/>");
    expect(unprocessed).toBe(envelope(`<soap:Header><h/></soap:Header><soap:Body>${want}</soap:Body>`));
  });

  test("nothing of the message before it, also where that failed", async () => {
    let mayFail = true;
    const write2 = await write({
      postProcess: (text) => {
        if (mayFail) {
          throw new Error("no key");
        }
        return text;
      },
    });
    expect(() => write2("urn:One", "<one/>", "<first/>")).toThrow(new Error("no key"));
    mayFail = false;
    const { envelope: text, headers, unprocessed } = write2("urn:Two", "<two/>", "");
    expect(unprocessed).not.toContain("first");
    expect(text).toBe(envelope("<soap:Header></soap:Header><soap:Body><two/></soap:Body>"));
    expect(headers).toMatchObject({ SOAPAction: '"urn:Two"' });
  });
});

describe("npm soap's client", () => {
  /** Makes a writer, and returns the client behind it. */
  async function withClient(security?: SoapSecurity): Promise<{ client: EventEmitter; write: EnvelopeWriter }> {
    const { Client } = jest.requireActual(CLIENT);
    let made: EventEmitter | undefined;
    class Kept extends Client {
      constructor(...args: unknown[]) {
        super(...args);
        made = this as unknown as EventEmitter;
      }
    }
    const write = await writers(() => ({ Client: Kept }))({
      endpoint: "http://127.0.0.1:9/",
      soapVersion: "1.1",
      security,
    });
    return { client: made as EventEmitter, write };
  }

  test("keeps nothing of a message, whether it was written or not", async () => {
    const { client, write } = await withClient();
    write("urn:Add", "<a>se-cret</a>", "<h>se-cret</h>");
    expect(inspect(client, { depth: 20, showHidden: true })).not.toContain("se-cret");
    const failing = await withClient({
      postProcess: () => {
        throw new Error("no key");
      },
    });
    expect(() => failing.write("urn:Add", "<a>se-cret</a>", "")).toThrow("no key");
    expect(inspect(failing.client, { depth: 20, showHidden: true })).not.toContain("se-cret");
  });

  test("makes no id for each message, which costs time", async () => {
    const { client, write } = await withClient();
    const ids: string[] = [];
    client.on("message", (_message: string, id: string) => ids.push(id));
    write("urn:Add", "<a/>", "");
    write("urn:Add", "<a/>", "");
    expect(new Set(ids).size).toBe(1);
  });

  const options = { endpoint: "http://127.0.0.1:9/", soapVersion: "1.1" } as const;

  test.each([new Error("no such file"), {}, null, "syscall"])(
    "is loaded with the whole package, where its part cannot be loaded alone: %p",
    async (reason) => {
      const create = writers(() => {
        throw reason;
      });
      const write = await create(options);
      expect(write("urn:Add", "<a/>", "").envelope).toBe(envelope("<soap:Body><a/></soap:Body>"));
    },
  );

  test("that the system cannot read is an error, and is read by other names with the next calls", async () => {
    const unreadable = Object.assign(new Error("x"), { code: "EMFILE", syscall: "open" });
    const failing = (): never => {
      throw unreadable;
    };
    const create = writers(failing);
    jest.doMock(`${CLIENT}?2`, failing, { virtual: true });
    jest.doMock(`${CLIENT}?3`, () => jest.requireActual(CLIENT), { virtual: true });
    await expect(create(options)).rejects.toBe(unreadable);
    await expect(create(options)).rejects.toBe(unreadable);
    const write = await create(options);
    expect(write("urn:Add", "<a/>", "").envelope).toBe(envelope("<soap:Body><a/></soap:Body>"));
  });

  test("that hands over no message is reported, and the message before it is not sent again", async () => {
    let request: ((...args: unknown[]) => void) | undefined;
    class Other {
      readonly service = { port: { call: () => request?.("", "<first/>", undefined, {}) } };
      constructor(_contract: unknown, _endpoint: string, options: { httpClient: { request: typeof request } }) {
        request = options.httpClient.request;
      }
      setSOAPAction(): void {}
      addSoapHeader(): void {}
    }
    const write = await writers(() => ({ Client: Other }))({ endpoint: "http://127.0.0.1:9/", soapVersion: "1.1" });
    expect(write("urn:Add", "", "")).toEqual({ envelope: "<first/>", headers: {} });
    request = undefined;
    expect(() => write("urn:Add", "", "")).toThrow(
      new Error("npm soap did not hand over the message; is its version one that package.json allows?"),
    );
  });
});
