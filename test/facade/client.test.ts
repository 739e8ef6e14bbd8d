import nock from "nock";
import { deleteFolder } from "../../generated/index.js";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../src/index.js";
import { createSoapClient } from "../../src/soap/index.js";
import { EXPIRED } from "../support/expired-answers.js";
import { answer, fault, SOAP, type SoapVersion } from "../support/soap-messages.js";

const origin = "https://dms.example.com";
const ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const success = '<response success="true" />';

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.restore());
afterEach(() => nock.cleanAll());

function client(options: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint: `${origin}/srv.asmx`, ticket, ...options });
}

/** Answers the next request, and gives back what it was. */
function reply(
  status: number,
  body: string,
  headers: Record<string, string> = { "Content-Type": SOAP["1.1"].contentType },
) {
  const request = { body: "", headers: {} as Record<string, unknown> };
  nock(origin)
    .post("/srv.asmx")
    .reply(function (_uri, requestBody) {
      request.body = String(requestBody);
      request.headers = this.req.headers;
      return [status, body, headers];
    });
  return request;
}

async function failure(promise: Promise<unknown>): Promise<InfoRouterError> {
  return promise.then(
    () => Promise.reject(new Error("It was taken for success.")),
    (error: InfoRouterError) => error,
  );
}

describe("bytes out", () => {
  test("are the envelope of the API page, in contract order, under SOAP 1.1", async () => {
    const request = reply(200, answer("DeleteFolder", success));
    await client().deleteFolder("/Finance/Reports & <2024>");
    expect(request.body).toBe(
      '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ><soap:Body>' +
        `<DeleteFolder xmlns="http://tempuri.org/"><authenticationTicket>${ticket}</authenticationTicket><Path>/Finance/Reports &amp; &lt;2024&gt;</Path></DeleteFolder>` +
        "</soap:Body></soap:Envelope>",
    );
    expect(request.headers).toMatchObject({
      "content-type": "text/xml; charset=utf-8",
      soapaction: '"http://tempuri.org/DeleteFolder"',
    });
  });

  test("carry the action in the media type under SOAP 1.2", async () => {
    const request = reply(200, answer("DeleteDownloadHandler", success, "1.2"), {
      "Content-Type": SOAP["1.2"].contentType,
    });
    await client({ soapVersion: "1.2" }).deleteDownloadHandler(guid);
    expect(request.body).toContain(`<DownloadHandler>${guid}</DownloadHandler>`);
    expect(request.body).toContain(SOAP["1.2"].namespace);
    expect(request.headers["content-type"]).toBe(
      'application/soap+xml; charset=utf-8; action="http://tempuri.org/DeleteDownloadHandler"',
    );
    expect(request.headers["soapaction"]).toBeUndefined();
  });
});

describe("bytes in", () => {
  test.each<SoapVersion>(["1.1", "1.2"])("a confirmed deletion resolves, under SOAP %s", async (soapVersion) => {
    const headers = { "Content-Type": SOAP[soapVersion].contentType };
    reply(200, answer("DeleteFolder", success, soapVersion), headers);
    await expect(client({ soapVersion }).deleteFolder("/a/b")).resolves.toEqual({ path: "/a/b", outcome: "deleted" });
    reply(200, answer("DeleteDownloadHandler", '<response success="true" error="" />', soapVersion), headers);
    await expect(client({ soapVersion }).deleteDownloadHandler(guid.toUpperCase())).resolves.toEqual({
      downloadHandler: guid,
      outcome: "acknowledged",
    });
  });

  const html = { "Content-Type": "text/html" };
  test.each<[name: string, status: number, body: string, headers: Record<string, string> | undefined, want: object]>([
    [
      "a refusal",
      200,
      answer("DeleteFolder", '<response error="Access denied." />'),
      undefined,
      { name: "ServiceError", code: "ACCESS_DENIED", outcome: "rejected" },
    ],
    [
      "success with status 500",
      500,
      answer("DeleteFolder", success),
      undefined,
      { name: "UnexpectedResponseError", code: "HTTP_STATUS", outcome: "unknown" },
    ],
    [
      "success with status 201",
      201,
      answer("DeleteFolder", success),
      undefined,
      { code: "HTTP_STATUS", outcome: "unknown" },
    ],
    [
      "success of another operation",
      200,
      answer("DeleteDocument", success),
      undefined,
      { code: "NOT_THE_CONTRACT", outcome: "unknown" },
    ],
    [
      "success under the other SOAP version",
      200,
      answer("DeleteFolder", success, "1.2"),
      undefined,
      { code: "NOT_SOAP", outcome: "unknown" },
    ],
    ["an empty body", 200, "", undefined, { code: "NOT_SOAP", outcome: "unknown" }],
    ["a bare response", 200, success, undefined, { code: "NOT_SOAP", outcome: "unknown" }],
    [
      "a cut body",
      200,
      answer("DeleteFolder", success).slice(0, -1),
      undefined,
      { code: "NOT_READABLE", outcome: "unknown" },
    ],
    [
      "two elements",
      200,
      answer("DeleteFolder", success + success),
      undefined,
      { code: "NOT_THE_CONTRACT", outcome: "unknown" },
    ],
    [
      "a server fault",
      500,
      fault("Server", "Out of order"),
      undefined,
      { name: "SoapFaultError", faultCode: "Server", reason: "Out of order", outcome: "unknown" },
    ],
    [
      "a client fault",
      500,
      fault("Client", "No such action"),
      undefined,
      { name: "SoapFaultError", outcome: "rejected" },
    ],
    ["a fault with status 200", 200, fault("Server", "x"), undefined, { name: "SoapFaultError", outcome: "unknown" }],
    [
      "a login page",
      200,
      "<!DOCTYPE html><title>Sign in</title>",
      html,
      { code: "NOT_SOAP", excerpt: "Sign in", outcome: "unknown" },
    ],
    ["401", 401, "<h1>Who are you?</h1>", html, { code: "UNAUTHORIZED", outcome: "rejected", httpStatus: 401 }],
    [
      "503 with a time to wait",
      503,
      "busy",
      { ...html, "Retry-After": "7" },
      { code: "HTTP_STATUS", retryAfterInMs: 7000, outcome: "unknown" },
    ],
    [
      "a redirect",
      302,
      "",
      { Location: "https://login.example.com/x?ticket=1" },
      { code: "REDIRECT_REFUSED", redirectedTo: "https://login.example.com", outcome: "unknown" },
    ],
  ])("%s is an error", async (_name, status, body, headers, want) => {
    reply(status, body, headers);
    const error = await failure(client().deleteFolder("/a/b"));
    expect(error).toMatchObject({ operation: "DeleteFolder", ...want });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(nock.isDone()).toBe(true);
  });

  test("a missing folder is not an error where that was asked for", async () => {
    reply(200, answer("DeleteFolder", '<response error="Folder not found" />'));
    await expect(client().deleteFolder("/a/b", { ifMissing: "ignore" })).resolves.toEqual({
      path: "/a/b",
      outcome: "missing",
    });
    reply(200, answer("DeleteFolder", '<response error="Folder not found" />'));
    expect(await failure(client().deleteFolder("/a/b"))).toMatchObject({ code: "FOLDER_NOT_FOUND" });
    reply(200, answer("DeleteFolder", '<response error="Access denied." />'));
    expect(await failure(client().deleteFolder("/a/b", { ifMissing: "ignore" }))).toMatchObject({
      code: "ACCESS_DENIED",
    });
  });
});

describe("nothing is sent", () => {
  test.each<[name: string, operation: string, argument: string, call: (it: InfoRouterClient) => Promise<unknown>]>([
    ["for a library", "DeleteFolder", "path", (it) => it.deleteFolder("/Finance")],
    ["for a character that XML cannot carry", "DeleteFolder", "path", (it) => it.deleteFolder("/a/\ud800")],
    [
      "for a timeout of zero",
      "DeleteFolder",
      "options.timeoutInMs",
      (it) => it.deleteFolder("/a/b", { timeoutInMs: 0 }),
    ],
    ["for what is not a GUID", "DeleteDownloadHandler", "downloadHandler", (it) => it.deleteDownloadHandler("x")],
    [
      "for a scope's handler that is not a GUID",
      "DeleteDownloadHandler",
      "downloadHandler",
      async (it) => it.downloadHandler("x"),
    ],
    [
      "for a download without time",
      "GetDownloadHandler",
      "options.timeoutInMs",
      (it) => it.download("/a/b", { timeoutInMs: 0 }),
    ],
    [
      "for a zip without time",
      "DownloadZipWithHandler",
      "options.timeoutInMs",
      (it) => it.downloadZip(["/a"], { timeoutInMs: 0 }),
    ],
    [
      "for another option of many",
      "DeleteFolder",
      "options.ifMissing",
      async (it) => it.deleteFolders([], { ifMissing: 1 as never }),
    ],
    ["for what is no path", "FolderExists", "path", (it) => it.folderExists("")],
    ["for options that are null", "FolderExists", "options", (it) => it.folderExists("/a", null as never)],
    [
      "for an option of many",
      "DeleteFolder",
      "options.allowUnusualPath",
      async (it) => it.deleteFolders([], { allowUnusualPath: 1 as never }),
    ],
    ["for a request that is null", "DeleteFolder", "request", (it) => it.call(deleteFolder, null as never)],
  ])("%s", async (_name, operation, argument, call) => {
    const refused = { name: "InvalidInputError", outcome: "not-sent", operation, argument };
    expect(await failure(call(client()))).toMatchObject(refused);
  });

  test("for a request with a ticket, and the error says who fills it in", async () => {
    const call = client().call(deleteFolder, { path: "/a/b", authenticationTicket: "T" } as never);
    const message = "request: expected an object without a ticket, which the client fills in";
    expect(await failure(call)).toMatchObject({ argument: "request", message });
  });

  test.each([[""], ["  "], [undefined], [null], [42]])("with the ticket %j", async (bad) => {
    expect(await failure(client({ ticket: () => bad as string }).deleteFolder("/a/b"))).toMatchObject({
      name: "InvalidInputError",
      argument: "options.ticket",
    });
    expect(() => client({ ticket: bad as string })).toThrow("options.ticket");
  });

  test.each<[options: Partial<InfoRouterClientOptions>, argument: string]>([
    [{ endpoint: "dms" }, "options.endpoint"],
    [{ endpoint: "http://dms.example.com/srv.asmx" }, "allowInsecureHttp"],
    [{ endpoint: "http://127.0.0.1.example.com/srv.asmx" }, "allowInsecureHttp"],
    [{ endpoint: "http://localhost.example.com/srv.asmx" }, "allowInsecureHttp"],
    [{ endpoint: "ftp://dms.example.com/srv.asmx" }, "options.endpoint"],
    [{ endpoint: "https://user:pwd@dms.example.com/srv.asmx" }, "options.endpoint"],
    [{ timeoutInMs: Number.NaN }, "options.timeoutInMs"],
    [{ maxResponseBytes: 0.5 }, "options.maxResponseBytes"],
    [{ maxConnections: 0 }, "options.maxConnections"],
    [{ soapVersion: "1.3" as SoapVersion }, "options.soapVersion"],
    [{ retry: { maxRetries: -1 } }, "options.retry.maxRetries"],
    [{ logOut: 1 as never }, "options.logOut: expected true or false"],
  ])("by a client with %j, which cannot be made", (options, argument) => {
    expect(() => client(options)).toThrow(argument);
  });

  test("to an endpoint without TLS, unless it is this machine or that is wanted", () => {
    for (const endpoint of ["http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]:1/"]) {
      expect(client({ endpoint })).toBeInstanceOf(InfoRouterClient);
    }
    expect(client({ endpoint: "http://dms.example.com/", allowInsecureHttp: true })).toBeInstanceOf(InfoRouterClient);
  });

  test.each<[how: string, close: (infoRouter: InfoRouterClient) => Promise<void>]>([
    ["closed", (infoRouter) => infoRouter.close()],
    ["at the end of its scope", (infoRouter) => infoRouter[Symbol.asyncDispose]()],
  ])("after the client is %s", async (_how, close) => {
    const infoRouter = client();
    await close(infoRouter);
    expect(await failure(infoRouter.deleteFolder("/a/b"))).toMatchObject({
      code: "CLIENT_CLOSED",
      outcome: "not-sent",
      message: "DeleteFolder: the client is closed; make a new one. Nothing was sent.",
    });
  });

  test("by a stub, after its SOAP client is closed", async () => {
    const soap = createSoapClient({ endpoint: `${origin}/srv.asmx` });
    await soap.close();
    expect(await failure(deleteFolder(soap, { authenticationTicket: ticket, path: "/a/b" }))).toMatchObject({
      code: "CLIENT_CLOSED",
      outcome: "not-sent",
    });
  });
});

describe.each(EXPIRED)("tickets, where an expired one is %s", (_name, element) => {
  const expired = answer("DeleteFolder", element);
  const login = answer("AuthenticateUser", '<root success="true" error="" ticket="T-2" />');

  test("a function is asked at each call", async () => {
    let asked = 0;
    const infoRouter = client({ ticket: () => `T-${++asked}` });
    for (const want of ["T-1", "T-2"]) {
      const request = reply(200, answer("DeleteFolder", success));
      await infoRouter.deleteFolder("/a/b");
      expect(request.body).toContain(`>${want}<`);
    }
  });

  test("an error of the function reaches the caller as it is", async () => {
    const own = new Error("the vault is sealed");
    expect(await failure(client({ ticket: () => Promise.reject(own) }).deleteFolder("/a/b"))).toBe(own);
  });

  test("after that the function is asked once more, and the call repeated once", async () => {
    const reasons: string[] = [];
    const infoRouter = client({
      ticket: ({ reason }) => {
        reasons.push(reason);
        return `ticket-${reasons.length}`;
      },
    });
    reply(200, expired);
    const second = reply(200, answer("DeleteFolder", success));
    await infoRouter.deleteFolder("/a/b");
    expect(reasons).toEqual(["initial", "expired"]);
    expect(second.body).toContain(">ticket-2<");
    reply(200, expired);
    reply(200, expired);
    expect(await failure(infoRouter.deleteFolder("/a/b"))).toMatchObject({
      code: "SESSION_EXPIRED",
      outcome: "rejected",
    });
    expect(nock.isDone()).toBe(true);
  });

  test("a ticket that is the same again is not sent again", async () => {
    reply(200, expired);
    expect(await failure(client({ ticket: () => "same" }).deleteFolder("/a/b"))).toMatchObject({
      code: "SESSION_EXPIRED",
    });
  });

  test("authenticate logs in at the first call, once for calls that come together, and again after that", async () => {
    const infoRouter = client({ ticket: authenticate({ uid: "jane", pwd: "p&ss" }) });
    const logIn = (name: string) =>
      reply(200, answer("AuthenticateUser", `<root success="true" error="" ticket="${name}" />`));
    const firstLogin = logIn("T-1");
    const deletions = [1, 2, 3].map(() => reply(200, answer("DeleteFolder", success)));
    await Promise.all(["/a/1", "/a/2", "/a/3"].map((path) => infoRouter.deleteFolder(path)));
    expect(firstLogin.body).toContain("<UID>jane</UID><PWD>p&amp;ss</PWD>");
    for (const { body } of deletions) {
      expect(body).toContain(">T-1<");
    }
    reply(200, expired);
    logIn("T-2");
    const repeated = reply(200, answer("DeleteFolder", success));
    await infoRouter.deleteFolder("/a/4");
    expect(repeated.body).toContain(">T-2<");
    expect(nock.isDone()).toBe(true);
  });

  test("a login that is refused reaches the caller, and is tried again at the next call", async () => {
    const infoRouter = client({ ticket: authenticate({ uid: "jane", pwd: "wrong" }) });
    reply(200, answer("AuthenticateUser", '<root success="false" error="[900] Authentication failed" />'));
    expect(await failure(infoRouter.deleteFolder("/a/b"))).toMatchObject({
      operation: "AuthenticateUser",
      code: "AUTHENTICATION_FAILED",
      message: expect.stringMatching(/^AuthenticateUser: user or password were not accepted\. The service says: /),
    });
    reply(200, login);
    reply(200, answer("DeleteFolder", success));
    await infoRouter.deleteFolder("/a/b");
  });
});

describe("retries", () => {
  const busy = [503, "busy", { "Content-Type": "text/html", "Retry-After": "0" }] as const;

  test("a deletion of a folder that was sent is not repeated", async () => {
    reply(...busy);
    expect(await failure(client({ retry: { maxRetries: 3 } }).deleteFolder("/a/b"))).toMatchObject({ httpStatus: 503 });
  });

  test("a deletion of a download handler is repeated as often as allowed, since it is idempotent", async () => {
    const infoRouter = client({ retry: { maxRetries: 2 } });
    reply(...busy);
    reply(...busy);
    reply(200, answer("DeleteDownloadHandler", success));
    await infoRouter.deleteDownloadHandler(guid);
    reply(...busy);
    reply(...busy);
    reply(...busy);
    expect(await failure(infoRouter.deleteDownloadHandler(guid))).toMatchObject({ httpStatus: 503 });
    expect(nock.isDone()).toBe(true);
  });

  test("nothing is repeated unless it is asked for", async () => {
    reply(...busy);
    expect(await failure(client().deleteDownloadHandler(guid))).toMatchObject({ httpStatus: 503 });
  });
});

test("many deletions of download handlers have the time that is given for each", async () => {
  const transport = (): Promise<never> => new Promise(() => {});
  const handlers = client({ transport }).deleteDownloadHandlers([guid], { timeoutInMs: 1 });
  const error = expect.objectContaining({ code: "TIMEOUT" });
  expect((await handlers.next()).value).toEqual({ downloadHandler: guid, outcome: "failed", error });
});

test("a download handler is deleted at the end of its scope with the options that were given for it", async () => {
  const transport = (): Promise<never> => new Promise(() => {});
  const handler = client({ transport }).downloadHandler(guid, { timeoutInMs: 1, requestId: "mine" });
  const error = await failure(Promise.resolve(handler[Symbol.asyncDispose]()));
  expect(error).toMatchObject({ code: "TIMEOUT", requestId: "mine" });
});

test("a download handler is deleted at the end of its scope", async () => {
  const request = reply(200, answer("DeleteDownloadHandler", success));
  {
    await using handler = client().downloadHandler(`{${guid.toUpperCase()}}`);
    expect(handler.guid).toBe(guid);
    expect(request.body).toBe("");
  }
  expect(request.body).toContain(guid);
});
