import { InfoRouterClient, type InfoRouterError } from "../../../../src/index.js";
import { proxyAgent, type Transport, type TransportResponse } from "../../../../src/soap/index.js";
import { answer } from "../../../support/soap-messages.js";

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const LOOK = "the request had left, so look whether it was carried out before repeating it.";

async function failure(endpoint: string, options: { transport?: Transport; agent?: ReturnType<typeof proxyAgent> }) {
  await using infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, ...options });
  return infoRouter.deleteFolder("/a/b").then(
    () => Promise.reject(new Error("It was taken for success.")),
    (error: InfoRouterError) => error,
  );
}

const HTML = { "content-type": "text/html" };
const page = (title: string) => `<html><head><title>${title}</title></head></html>`;

describe("an unexpected answer names the endpoint without its query, and what to do", () => {
  test.each<
    [
      what: string,
      endpoint: string,
      response: { status: number; headers: TransportResponse["headers"]; body: string },
      text: string,
    ]
  >([
    [
      "a log-in page",
      "https://dms.example.com/login?key=s3cret",
      { status: 200, headers: HTML, body: page("Sign in") },
      `an unexpected answer: it is not XML – "Sign in", from https://dms.example.com/login; ${LOOK} Check the endpoint: is it https://dms.example.com/login/srv.asmx?`,
    ],
    [
      "a log-in page at the usual path",
      "https://dms.example.com/srv.asmx?key=s3cret",
      { status: 200, headers: HTML, body: page("Sign in") },
      `an unexpected answer: it is not XML – "Sign in", from https://dms.example.com/srv.asmx; ${LOOK} Check the endpoint, and what stands before it.`,
    ],
    [
      "a redirect",
      "https://dms.example.com/srv?key=s3cret",
      {
        status: 302,
        headers: { ...HTML, location: "https://jane:s3cret@login.example.com/s3cret?ticket=s3cret" },
        body: page("Object moved"),
      },
      `HTTP status 302 – "Object moved", from https://dms.example.com/srv, which redirects to https://login.example.com; ${LOOK} Check the endpoint: is it https://dms.example.com/srv.asmx?`,
    ],
    [
      "a redirect to the same origin",
      "https://dms.example.com/srv.asmx",
      { status: 302, headers: { ...HTML, location: "/(S(s3cret))/login.aspx" }, body: "" },
      `HTTP status 302, from https://dms.example.com/srv.asmx, which redirects to https://dms.example.com; ${LOOK} Check the endpoint, and what stands before it.`,
    ],
    [
      "a redirect to nowhere",
      "https://dms.example.com/srv.asmx",
      { status: 302, headers: { ...HTML, location: "mailto:s3cret" }, body: "" },
      `HTTP status 302, from https://dms.example.com/srv.asmx; ${LOOK} Check the endpoint, and what stands before it.`,
    ],
    [
      "a wrong path",
      "https://dms.example.com/infoRouter/?key=s3cret",
      { status: 404, headers: HTML, body: page("Not Found") },
      'HTTP status 404 – "Not Found", from https://dms.example.com/infoRouter/. Check the endpoint: is it https://dms.example.com/infoRouter/srv.asmx?',
    ],
    [
      "a path with the ticket",
      `https://dms.example.com/${TICKET}/srv`,
      { status: 404, headers: HTML, body: "" },
      "HTTP status 404, from https://dms.example.com/[redacted]/srv. Check the endpoint: is it https://dms.example.com/[redacted]/srv.asmx?",
    ],
    [
      "a failure of the server",
      "https://dms.example.com/srv",
      { status: 503, headers: HTML, body: page("Busy") },
      `HTTP status 503 – "Busy", from https://dms.example.com/srv; ${LOOK}`,
    ],
    [
      "the message under a status of failure",
      "https://dms.example.com/srv",
      {
        status: 404,
        headers: { "content-type": "text/xml" },
        body: "<Envelope/>",
      },
      `HTTP status 404 – "<Envelope/>", from https://dms.example.com/srv; ${LOOK}`,
    ],
    [
      "an answer that neither confirms nor refuses",
      "https://dms.example.com/srv.asmx",
      { status: 200, headers: { "content-type": "text/xml" }, body: answer("DeleteFolder", "<response />") },
      `an unexpected answer: it has neither success nor error; ${LOOK}`,
    ],
  ])("%s", async (_what, endpoint, { body, ...head }, text) => {
    const error = await failure(endpoint, { transport: async () => ({ ...head, body: Buffer.from(body) }) });
    expect(error.message).toBe(`DeleteFolder: ${text}`);
    expect(JSON.stringify(error)).not.toContain("s3cret");
  });
});

test("an error explains the code ERR_INVALID_PROTOCOL of a proxyAgent for an http: endpoint", async () => {
  const error = await failure("http://127.0.0.1:9/srv.asmx", { agent: proxyAgent("http://127.0.0.1:9") });
  expect(error).toMatchObject({ code: "ERR_INVALID_PROTOCOL", outcome: "not-sent" });
  expect(error.message).toMatch(/https\.Agent and proxyAgent are for https: endpoints, http\.Agent for http:; nothing/);
});
