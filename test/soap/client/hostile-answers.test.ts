import { createServer, type Socket } from "node:net";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import type { Transport } from "../../../src/soap/index.js";
import {
  good,
  type HostileAnswer,
  hostileAnswers,
  type Message,
  messageOf,
  type RawAnswer,
  rawAnswers,
} from "../../support/hostile-answers.js";
import { listen } from "../../support/listen.js";
import { SOAP } from "../../support/soap-messages.js";

const messages: readonly Message[] = (["DeleteFolder", "DeleteDownloadHandler"] as const).flatMap((operation) =>
  (["1.1", "1.2"] as const).map((version) => messageOf(operation, version)),
);

const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/** What a client makes of an answer: `"deleted"`, or the error. */
async function outcomeOf(message: Message, options: Partial<InfoRouterClientOptions>): Promise<unknown> {
  await using infoRouter = new InfoRouterClient({
    endpoint: "http://127.0.0.1:9/",
    ticket: "T",
    soapVersion: message.version,
    ...options,
  });
  const call =
    message.operation === "DeleteFolder" ? infoRouter.deleteFolder("/a/b") : infoRouter.deleteDownloadHandler(guid);
  return call.then(
    ({ outcome }) => outcome,
    (error: unknown) => error,
  );
}

function headersOf({ headers }: HostileAnswer, { version }: Message): Record<string, string> {
  const { "content-type": contentType = SOAP[version].contentType as string, ...others } = headers;
  return { ...others, ...(contentType !== "" && { "content-type": contentType }) };
}

function expectOutcome(outcome: unknown, want: HostileAnswer["want"]): void {
  if (want === "deleted") {
    // A handler that this client did not stage is acknowledged.
    expect(outcome).toMatch(/^(?:deleted|acknowledged)$/);
    return;
  }
  expect(outcome).toBeInstanceOf(Error);
  expect(outcome).toMatchObject(want);
}

test("there are at least 120 responses, each with a name of its own", () => {
  expect(hostileAnswers.length).toBeGreaterThanOrEqual(120);
  expect(new Set(hostileAnswers.map(({ name }) => name)).size).toBe(hostileAnswers.length);
});

describe("each response has its outcome, for both operations over both versions of SOAP", () => {
  test.each(hostileAnswers)("$name", async (answer) => {
    for (const message of messages) {
      const body = Buffer.from(answer.body(message));
      const transport: Transport = async () => ({ status: answer.status, headers: headersOf(answer, message), body });
      expectOutcome(await outcomeOf(message, { transport }), answer.want);
    }
  });
});

describe("over HTTP", () => {
  let answerWith: (socket: Socket) => void = () => {};
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answerWith(socket));
  });
  let endpoint = "";
  beforeAll(async () => {
    endpoint = await listen(server);
  });
  afterAll(() => server.close());

  // Every second one, so that the two halves check each other's way of answering.
  test.each(hostileAnswers.filter((_, index) => index % 2 === 0))("$name", async (answer) => {
    for (const message of messages) {
      const body = Buffer.from(answer.body(message));
      const lines = Object.entries(headersOf(answer, message)).map(([name, value]) => `${name}: ${value}\r\n`);
      const hasBody = answer.status !== 204 && answer.status !== 304;
      const length = hasBody ? `Content-Length: ${body.length}\r\n` : "";
      answerWith = (socket) => {
        socket.write(`HTTP/1.1 ${answer.status} Whatever\r\n${lines.join("")}${length}\r\n`);
        socket.end(body);
      };
      expectOutcome(await outcomeOf(message, { endpoint }), answer.want);
    }
  });

  test.each<RawAnswer>(rawAnswers)("$name, as bytes", async ({ bytes, want }) => {
    for (const message of messages) {
      answerWith = (socket) => socket.end(bytes(message));
      expectOutcome(await outcomeOf(message, { endpoint }), want);
    }
  });
});

describe("a confirmation", () => {
  const answered = async (message: Message, body: Uint8Array): Promise<unknown> =>
    outcomeOf(message, { transport: async () => ({ status: 200, headers: {}, body }) });

  test.each(messages)("is rejected if it is cut anywhere: $operation, SOAP $version", async (message) => {
    const bytes = Buffer.from(good(message));
    expectOutcome(await answered(message, bytes), "deleted");
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await answered(message, bytes.subarray(0, length))).toMatchObject({
        name: "UnexpectedResponseError",
        outcome: "unknown",
      });
    }
  });
});

describe("a refusal", () => {
  const refusals = [
    '<response error="Access denied." />',
    '<response success="false" error="[901] Session expired" />',
    '<response success="true" error="[log]" />',
    '<response success="true"><logitem path="/a" status="failed" message="locked" /></response>',
    '<response success="true"><item path="/a" error="x" /></response>',
    '<response success="true"><log><item>/a</item><error>x</error></log></response>',
  ];

  test.each(refusals)("never becomes a success by one changed byte: %s", async (element) => {
    const message = messageOf("DeleteFolder", "1.1");
    const bytes = Buffer.from(message.answer(element));
    const result = bytes.indexOf("Result>");
    const transport: Transport = async () => ({ status: 200, headers: {}, body: bytes });
    const infoRouter = new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "T", transport });
    for (let offset = 0; offset < bytes.length; offset += 1) {
      const original = bytes[offset] ?? 0;
      const bits = offset < result ? [0, 5, 7] : [0, 1, 2, 3, 4, 5, 6, 7];
      for (const substitute of new Set([...bits.map((bit) => original ^ (1 << bit)), ...Buffer.from(' "<')])) {
        bytes[offset] = substitute;
        const outcome = await infoRouter.deleteFolder("/a/b").catch((error: Error) => error.name);
        expect(outcome).toMatch(/^(?:ServiceError|UnexpectedResponseError|SoapFaultError)$/);
      }
      bytes[offset] = original;
    }
  });
});
