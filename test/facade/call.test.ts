import { createFolder, deleteDocument, getDownloadHandler, isValidTicket } from "../../generated/index.js";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../src/index.js";
import {
  anyAttribute,
  attribute,
  complexType,
  createSoapClient,
  element,
  optional,
  type SoapClient,
  type Transport,
  type TransportResponse,
  xs,
  type z,
} from "../../src/soap/index.js";
import { inMemoryInfoRouter } from "../../src/testing/index.js";
import { answer, envelope } from "../support/soap-messages.js";
import {
  beat,
  downloadDocument,
  getDocuments,
  getDomains,
  getFolders,
  getUser,
  isLocked,
  moveFile,
  uploadFile,
} from "../testing/other-operations.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/** A transport that answers each request with the next element, the last one for ever. */
function service(...elements: readonly string[]) {
  const bodies: string[] = [];
  const transport: Transport = async ({ body }) => {
    const operation = /<(\w+) xmlns="http:\/\/tempuri/.exec(body)?.[1] ?? "";
    const element = elements[Math.min(bodies.length, elements.length - 1)] ?? "";
    bodies.push(body);
    return { status: 200, headers: {}, body: Buffer.from(answer(operation, element)) };
  };
  return { bodies, transport };
}

function client(transport: Transport, more: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "ticket-1", transport, ...more });
}

describe("what a call resolves with", () => {
  test("is the element: attributes by name, child elements, text, and itself", async () => {
    const { transport, bodies } = service(
      '<root success="true" error="" warnings="one" Path="\\a"><folder name="x">text</folder><folder name="y"/></root>',
    );
    const result = await client(transport).call(createFolder, { path: "/a/b" });

    expect(result.name).toBe("root");
    expect(result.attributes).toEqual({ success: "true", error: "", warnings: "one", Path: "\\a" });
    expect(result.elements.map(({ name, attributes, text }) => [name, attributes["name"], text])).toEqual([
      ["folder", "x", "text"],
      ["folder", "y", ""],
    ]);
    expect(result.element).toMatchObject({ name: "root", namespace: "" });
    expect(bodies[0]).toContain("<authenticationTicket>ticket-1</authenticationTicket><Path>/a/b</Path>");
  });

  test("is the result's value, also beside attributes of the response's element", async () => {
    const input = element("urn:t", "Count", complexType({ path: element("urn:t", "path", xs.string) }));
    const members = {
      version: attribute("", "version", xs.int),
      others: anyAttribute(),
      result: element("urn:t", "CountResult", xs.int),
    };
    const output = element("urn:t", "CountResponse", complexType(members));
    const count = (soap: SoapClient, request: { path: string }) =>
      soap.call({ name: "Count", soapAction: "", input, output }, request);
    const body = envelope(
      '<CountResponse xmlns="urn:t" version="3" other="4"><CountResult>8</CountResult></CountResponse>',
    );
    const transport: Transport = async () => ({ status: 200, headers: {}, body: Buffer.from(body) });
    expect(await client(transport).call(count, { path: "/a/b" })).toBe(8);
  });

  test("has no members of every object's among its attributes", async () => {
    const { transport } = service('<response success="true"/>');
    const { attributes } = await client(transport).call(createFolder, { path: "/a/b" });
    expect(attributes["constructor"]).toBeUndefined();
  });
});

describe("where the contract declares the report in the response itself,", () => {
  const input = element("urn:t", "Touch", complexType({ authenticationTicket: element("urn:t", "T", xs.string) }));
  const report = complexType({
    success: optional(attribute("", "success", xs.string)),
    error: optional(attribute("", "error", xs.string)),
    id: optional(attribute("", "Id", xs.int)),
  });
  const output = element("urn:t", "TouchResponse", report);
  const touch = (soap: SoapClient, request: { authenticationTicket: string }) =>
    soap.call({ name: "Touch", soapAction: "", input, output }, request);
  const answering = (...attributes: string[]): Transport => {
    const bodies = attributes.map((some) => envelope(`<TouchResponse xmlns="urn:t" ${some}/>`));
    return async () => ({ status: 200, headers: {}, body: Buffer.from(bodies.shift() ?? "") });
  };

  test("a call resolves with the response", async () => {
    const result = await client(answering('success="true" error="" Id="3"')).call(touch, {});
    expect(result).toMatchObject({ name: "response", attributes: { success: "true", error: "", Id: "3" } });
  });

  test.each([
    ["a refusal", 'success="false" error="[115]Access denied."', { serviceCode: 115, outcome: "rejected" }],
    ["a contradiction", 'success="true" error="[115]Access denied."', { serviceCode: 115, outcome: "unknown" }],
    ["neither", 'Id="3"', { code: "NOT_THE_CONTRACT", outcome: "unknown" }],
  ])("a call rejects %s", async (_what, attributes, want) => {
    await expect(client(answering(attributes)).call(touch, {})).rejects.toMatchObject(want);
  });

  test("an expired ticket is renewed", async () => {
    let tickets = 0;
    const ticket = async () => `ticket-${++tickets}`;
    const transport = answering('success="false" error="[901]Session expired or invalid ticket"', 'success="true"');
    await client(transport, { ticket }).call(touch, {});
    expect(tickets).toBe(2);
  });
});

describe("where the response is itself a simple value,", () => {
  const input = element("urn:t", "Say", complexType({ path: element("urn:t", "path", xs.string) }));
  const calling = <Value>(type: z.ZodType<Value>, content: string) => {
    const output = element("urn:t", "SayResult", type);
    const say = (soap: SoapClient, request: { path: string }) =>
      soap.call({ name: "Say", soapAction: "", input, output }, request);
    const body = envelope(`<SayResult xmlns="urn:t">${content}</SayResult>`);
    const transport: Transport = async () => ({ status: 200, headers: {}, body: Buffer.from(body) });
    return client(transport).call(say, { path: "/a" });
  };

  test("a call resolves with a number", async () => {
    expect((await calling(xs.int, "5")) + 1).toBe(6);
  });

  test("a call resolves with a text as the element that has it", async () => {
    expect((await calling(xs.string, "five")).text).toBe("five");
  });

  test("a call rejects a refusal in the text", async () => {
    const refusal = "&lt;response success='false' error='[115]Access denied.'/>";
    await expect(calling(xs.string, refusal)).rejects.toMatchObject({ serviceCode: 115, outcome: "rejected" });
  });
});

describe("a call rejects", () => {
  test.each([
    ["two elements", '<response success="true"/><response success="true"/>'],
    ["a text in the place of the element", "true"],
  ])("%s", async (_what, element) => {
    const { transport } = service(element);
    await expect(client(transport).call(createFolder, { path: "/a/b" })).rejects.toMatchObject({
      name: "UnexpectedResponseError",
      outcome: "unknown",
    });
  });

  test.each<readonly [string, (infoRouter: InfoRouterClient) => Promise<unknown>]>([
    // @ts-expect-error The client fills in the ticket.
    ["a ticket of the caller's", (it) => it.call(createFolder, { path: "/a", authenticationTicket: "x" })],
    // @ts-expect-error A request is an object.
    ["no request", (it) => it.call(createFolder)],
    ["what is no stub", (it) => it.call(async () => ({}), {})],
    // @ts-expect-error Nothing is not a stub.
    ["nothing", (it) => it.call(undefined, {})],
    // @ts-expect-error The contract has no such parameter.
    ["a parameter that the contract does not have", (it) => it.call(createFolder, { pahth: "/a" })],
    // @ts-expect-error It is a boolean.
    ["idempotent: 1", (it) => it.call(createFolder, { path: "/a" }, { idempotent: 1 })],
  ])("%s, before anything is sent", async (_what, call) => {
    const { transport, bodies } = service('<response success="true"/>');
    await expect(call(client(transport))).rejects.toMatchObject({ name: "InvalidInputError", outcome: "not-sent" });
    expect(bodies).toEqual([]);
  });
});

test.each<[string, unknown, string]>([
  [
    "a property that it does not have",
    { pahth: "/a" },
    'request: CreateFolder: unknown property "pahth"; expected authenticationTicket, path',
  ],
  [
    "a value of another type",
    { path: 5 },
    "request: CreateFolder/path: Invalid input: expected string, received number",
  ],
  ...[Promise.resolve({ path: "/a" }), new Map([["path", "/a"]]), new Date(0), []].map(
    (other): [string, unknown, string] => {
      const kind = other.constructor.name;
      const message = `request: CreateFolder: Invalid input: expected an object with the properties of the request, found ${kind}`;
      return [`no properties, since it is a ${kind}`, other, message];
    },
  ),
])("the error names the operation, and what it expects, where a request has %s", async (_what, request, message) => {
  const { transport, bodies } = service('<response success="true"/>');
  const want = { argument: "request", operation: "CreateFolder", outcome: "not-sent", message };
  await expect(client(transport).call(createFolder, request as { path: string })).rejects.toMatchObject(want);
  const soap = createSoapClient({ endpoint: "http://127.0.0.1:9/", transport });
  await expect(createFolder(soap, request as { path: string })).rejects.toMatchObject(want);
  expect(bodies).toEqual([]);
});

test("a stub of another copy of the package is refused, before anything is sent", async () => {
  let copy: { readonly createFolder: typeof createFolder } | undefined;
  jest.isolateModules(() => {
    copy = require("../../generated/index.js");
  });
  const { transport, bodies } = service('<response success="true"/>');
  await expect(client(transport).call(copy?.createFolder as typeof createFolder, { path: "/a" })).rejects.toMatchObject(
    {
      name: "InvalidInputError",
      outcome: "not-sent",
      message: expect.stringContaining("of the same copy of inforouter-soap-client"),
    },
  );
  expect(bodies).toEqual([]);
});

test("a call sends the request as it was when it was called, also if the object serves the next call", async () => {
  const { transport, bodies } = service('<response success="true"/>');
  const infoRouter = client(transport, { ticket: async () => "ticket-1" });
  const request = { path: "" };
  const calls = ["/a/1", "/a/2", "/a/3"].map((path) => {
    request.path = path;
    return infoRouter.call(deleteDocument, request);
  });
  await Promise.all(calls);
  expect(bodies.map((body) => /<Path>(.*)<\/Path>/.exec(body)?.[1])).toEqual(["/a/1", "/a/2", "/a/3"]);
});

describe("a call fills in the ticket", () => {
  test("of a request whose type has derived ones, and takes what only these have", async () => {
    const { transport, bodies } = service('<response success="true"/>');
    await client(transport).call(uploadFile, { path: "/a/b" });
    await client(transport).call(uploadFile, { $type: "Draft", path: "/a/b", note: "c" });
    expect(bodies[0]).toContain("<authenticationTicket>ticket-1</authenticationTicket><path>/a/b</path></UploadFile>");
    expect(bodies[1]).toContain("<authenticationTicket>ticket-1</authenticationTicket><path>/a/b</path><note>c</note>");
  });

  test("of a request with headers, in its body", async () => {
    const { transport, bodies } = service('<response success="true"/>');
    const infoRouter = client(transport);
    await infoRouter.call(moveFile, { body: { path: "/a/b" }, headers: { trace: "t-1" } });
    expect(bodies[0]).toContain("<authenticationTicket>ticket-1</authenticationTicket><path>/a/b</path></MoveFile>");
    expect(bodies[0]).toContain("<soap:Header>");
    // @ts-expect-error The client fills in the ticket.
    const own = infoRouter.call(moveFile, { body: { path: "/a", authenticationTicket: "x" }, headers: { trace: "t" } });
    await expect(own).rejects.toMatchObject({ name: "InvalidInputError", outcome: "not-sent" });
    // @ts-expect-error A request with headers has a body.
    const none = infoRouter.call(moveFile, { headers: { trace: "t" } });
    await expect(none).rejects.toMatchObject({ name: "InvalidInputError", outcome: "not-sent" });
    expect(bodies).toHaveLength(1);
  });
});

/** A request whose property is an accessor. */
class AskedFor {
  #path = "/a/b";
  get path(): string {
    return this.#path;
  }
}

test.each<[string, { path: string }]>([
  ["accessors of a class", new AskedFor()],
  ["inherited", Object.create({ path: "/a/b" })],
  ["hidden", Object.defineProperty(new AskedFor(), "path", { value: "/a/b" })],
])("a call sends properties that are %s, as a stub does", async (_what, request) => {
  const { transport, bodies } = service('<response success="true"/>');
  await client(transport).call(createFolder, request);
  expect(bodies[0]).toContain("<Path>/a/b</Path>");
});

describe("a call is sent again", () => {
  const YES = '<response success="true"/>';
  const EXPIRED = '<response success="false" error="Session expired or invalid ticket" errorCode="4010"/>';

  test("once with another ticket, after the service refused the first as expired", async () => {
    const { transport, bodies } = service(EXPIRED, YES);
    const tickets = ["ticket-1", "ticket-2"];
    await client(transport, { ticket: () => tickets.shift() ?? "" }).call(createFolder, { path: "/a" });
    expect(bodies.map((body) => /ticket-\d/.exec(body)?.[0])).toEqual(["ticket-1", "ticket-2"]);
  });

  test.each([
    [false, 1, "unknown"],
    [true, 3, undefined],
  ])("where its outcome is unknown, only if it is idempotent: %p", async (idempotent, sent, outcome) => {
    const { transport, bodies } = service(
      '<response error="SystemError: a"/>',
      '<response error="SystemError: b"/>',
      YES,
    );
    const called = client(transport, { retry: { maxRetries: 5 } }).call(
      deleteDocument,
      { path: "/a/b" },
      { idempotent },
    );
    const ended = await called.then(
      () => undefined,
      (error: InfoRouterError) => error.outcome,
    );
    expect([bodies.length, ended]).toEqual([sent, outcome]);
  });
});

test("an error holds no ticket, whatever repeats it", async () => {
  const { transport } = service('<response error="no ticket-1 here"/>');
  const error: unknown = await client(transport)
    .call(createFolder, { path: "/a" })
    .catch((reason: unknown) => reason);
  expect(JSON.stringify(error)).not.toContain("ticket-1");
  expect(JSON.stringify(error)).toContain("[redacted]");
});

describe("a download handler", () => {
  test.each([
    ["that this client staged with the same ticket is deleted", true, "deleted"],
    ["of which this client knows nothing is acknowledged", false, "acknowledged"],
  ])("%s", async (_what, stages, outcome) => {
    const { transport } = service(
      `<response success="true" error="" downloadhandler="${GUID.toUpperCase()}"/>`,
      '<response success="true"/>',
    );
    const infoRouter = client(transport);
    if (stages) {
      await infoRouter.call(getDownloadHandler, { path: "/a/b", preferedChunkSize: 0 });
    } else {
      await infoRouter.call(isValidTicket, {});
    }
    await expect(infoRouter.deleteDownloadHandler(GUID)).resolves.toEqual({ downloadHandler: GUID, outcome });
    await expect(infoRouter.deleteDownloadHandler(GUID)).resolves.toMatchObject({ outcome: "acknowledged" });
  });

  test("that another ticket staged is acknowledged", async () => {
    const { transport } = service(`<response success="true" downloadhandler="${GUID}"/>`, '<response success="true"/>');
    let ticket = "ticket-1";
    const infoRouter = client(transport, { ticket: () => ticket });
    await infoRouter.call(getDownloadHandler, { path: "/a/b", preferedChunkSize: 0 });
    ticket = "ticket-2";
    await expect(infoRouter.deleteDownloadHandler(GUID)).resolves.toMatchObject({ outcome: "acknowledged" });
  });
});

describe("close", () => {
  const contents = { folders: ["/Finance/Reports"], users: { jane: "secret" } };

  test.each([
    ["logs out what authenticate logged in", {}, 1],
    ["keeps the session where that is wanted", { logOut: false }, 0],
  ])("%s", async (_what, more, logOuts) => {
    const server = inMemoryInfoRouter(contents);
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    const infoRouter = client(server.transport, { endpoint: server.url, ticket, ...more });
    await infoRouter.call(createFolder, { path: "/Finance/New" });
    await Promise.all([infoRouter.close(), infoRouter.close()]);
    expect(server.executions.LogOut).toBe(logOuts);
  });

  test("does not log in only to log out, nor log out a ticket that was given", async () => {
    const server = inMemoryInfoRouter(contents);
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    await client(server.transport, { endpoint: server.url, ticket }).close();
    const given = client(server.transport, { endpoint: server.url, ticket: server.ticketFor("jane") });
    await given.call(createFolder, { path: "/Finance/New" });
    await given.close();
    expect(server.executions).toMatchObject({ AuthenticateUser: 0, LogOut: 0 });
  });

  test("ends also where the log-out fails", async () => {
    const server = inMemoryInfoRouter(contents);
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    const infoRouter = client(server.transport, { endpoint: server.url, ticket });
    await infoRouter.call(createFolder, { path: "/Finance/New" });
    server.failNext({ operation: "LogOut", with: "bad-gateway" });
    await expect(infoRouter.close()).resolves.toBeUndefined();
  });
});

test("a body that the contract does not declare is not read, whatever it holds", async () => {
  const transport: Transport = async () => ({
    status: 200,
    headers: {},
    body: Buffer.from(envelope('<CreateFolderResponse xmlns="urn:other"><r success="true"/></CreateFolderResponse>')),
  });
  await expect(client(transport).call(createFolder, { path: "/a" })).rejects.toMatchObject({
    code: "NOT_THE_CONTRACT",
  });
});

describe("a response that is cut at any byte is no success, where the result is", () => {
  const server = inMemoryInfoRouter({ users: { jane: "secret" } });
  const ticket = server.ticketFor("jane");
  const path = "<é & 1>";
  server.answer(getFolders, () => ({ attributes: { path }, elements: [{ name: "folder", attributes: { path } }] }));
  server.answer(getDocuments, () => ({ name: "root", elements: [{ name: "document", text: path }] }));
  server.answer(getDomains, () => ({ attributes: { path } }));
  server.answer(getUser, () => ({ attributes: { name: path } }));
  server.answer(downloadDocument, () => Buffer.from(path));
  server.answer(isLocked, () => true);
  server.answer(beat, () => undefined);

  test.each<readonly [kind: string, call: (infoRouter: InfoRouterClient) => Promise<unknown>, result: unknown]>([
    ["any element", (it) => it.call(getFolders, {}), expect.objectContaining({ name: "response" })],
    ["mixed content", (it) => it.call(getDocuments, {}), expect.objectContaining({ name: "root" })],
    ["a text with the element", (it) => it.call(getDomains, {}), expect.objectContaining({ name: "response" })],
    ["a declared type", (it) => it.call(getUser, {}), expect.objectContaining({ name: "response" })],
    ["bytes", (it) => it.call(downloadDocument, {}), Buffer.from(path)],
    ["a boolean", (it) => it.call(isLocked, {}), true],
    ["nothing", (it) => it.call(beat, {}), undefined],
  ])("%s", async (_kind, call, result) => {
    const whole: TransportResponse[] = [];
    const record: Transport = async (request) => {
      const response = await server.transport(request);
      whole.push(response);
      return response;
    };
    await expect(call(client(record, { endpoint: server.url, ticket }))).resolves.toEqual(result);

    const [response] = whole;
    const bytes = response?.body ?? new Uint8Array();
    let length = 0;
    const cut = client(async () => ({ status: 200, headers: {}, ...response, body: bytes.subarray(0, length) }));
    const wrong: unknown[] = [];
    for (; length < bytes.length; length += 1) {
      const outcome = await call(cut).catch((error: InfoRouterError) => error.outcome);
      wrong.push(...(outcome === "unknown" ? [] : [[length, outcome]]));
    }
    expect(wrong).toEqual([]);
    expect(length).toBeGreaterThan(200);
  });
});
