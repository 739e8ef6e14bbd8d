import { createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { authenticateUser, createFolder, deleteDownloadHandler, deleteFolder } from "../../../generated/index.js";
import { authenticate, InfoRouterClient, type LogEvent } from "../../../src/index.js";
import { operationOf } from "../../../src/operations.js";
import { readResponse } from "../../../src/soap/client/read-response.js";
import { Turns } from "../../../src/soap/client/turns.js";
import { Deadline } from "../../../src/soap/deadline.js";
import { decompress } from "../../../src/soap/http/content-encoding.js";
import { ElementRedaction } from "../../../src/soap/secrets/element-redaction.js";
import { SecretSearch } from "../../../src/soap/secrets/redact.js";
import { redactMessage } from "../../../src/soap/secrets/redact-message.js";
import { readXml, readXmlInSlices } from "../../../src/soap/xml/read-xml.js";
import { atOnce, type Work } from "../../../src/soap/xml/slices.js";
import { XmlText } from "../../../src/soap/xml/xml-text.js";
import { costlyAnswers } from "../../support/costly-answers.js";
import { listen } from "../../support/listen.js";
import { answer } from "../../support/soap-messages.js";

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const endpoint = "http://127.0.0.1:9/";

function clientFor(body: Uint8Array, more: { maxResponseBytes?: number } = {}): InfoRouterClient {
  const transport = async () => ({ status: 200, headers: {}, body });
  return new InfoRouterClient({ endpoint, ticket: TICKET, transport, ...more });
}

/** Turns of the event loop until something has ended. */
async function turnsDuring(action: Promise<unknown>): Promise<number> {
  let turns = 0;
  let hasEnded = false;
  const settle = (): void => {
    hasEnded = true;
  };
  action.then(settle, settle);
  while (!hasEnded) {
    await nextTurn();
    turns += 1;
  }
  return turns;
}

interface Effort {
  /** Characters that were looked at, each as often as it was. */
  readonly looks: number;
  /** The most of them between two places where the work may be interrupted. */
  readonly mostAtOnce: number;
}

/** What work consists of, whichever machine does it. */
function effortOf(work: () => Work<unknown>): Effort {
  const { charCodeAt } = String.prototype;
  let [looks, before, mostAtOnce] = [0, 0, 0];
  Object.assign(String.prototype, {
    charCodeAt(this: string, index: number) {
      looks += 1;
      return charCodeAt.call(this, index);
    },
  });
  try {
    const running = work();
    for (let done: boolean | undefined; done !== true; before = looks) {
      ({ done } = running.next());
      mostAtOnce = Math.max(mostAtOnce, looks - before);
    }
  } finally {
    Object.assign(String.prototype, { charCodeAt });
  }
  return { looks, mostAtOnce };
}

/** Linear work grows by the factor, quadratic work by its square. */
const FACTOR = 8;
const TOLERATED = 10;

describe("a long answer ends its call before time is up, whatever it is made of", () => {
  // Where the work grows faster than the answer, it is cut by the deadline.
  test.each(costlyAnswers)("$name", async ({ body }) => {
    const infoRouter = clientFor(Buffer.from(body(1_000_000)));
    const end = await infoRouter.deleteFolder("/a/b", { timeoutInMs: 10_000 }).catch((error: unknown) => error);
    expect(end).not.toHaveProperty("code", "TIMEOUT");
  });
});

/** A search whose first work, to make the secret searchable, is done. */
function readyFor(secret: string): SecretSearch {
  const search = new SecretSearch([secret]);
  atOnce(search.redacted(""));
  return search;
}

describe("to take secrets out of a text of eight times the length is about eight times the work", () => {
  test.each<[name: string, secret: (length: number) => string, text: (length: number) => string]>([
    ["a ticket without its last character", () => TICKET, (length) => TICKET.slice(0, -1).repeat(length / 35)],
    ["backslashes and blanks", () => "\\ \\ \\ \\ \\ \\ \\ a", (length) => "\\ ".repeat(length)],
    ["backslashes", () => `${"\\".repeat(13)}a`, (length) => "\\".repeat(2 * length)],
    ["ever longer secrets of one letter", (length) => "a".repeat(length / 8), (length) => "a".repeat(length / 8 - 1)],
    ["the beginning of the secret", (length) => `${"a".repeat(length / 64)}b`, (length) => "a".repeat(length)],
    [
      "the secret and the beginning of what follows in it",
      () => "abcdefgh!!!!",
      (length) => "abcdefgh!!!".repeat(length / 8),
    ],
    [
      "a match at each character, before which the secret has more",
      () => `${"!".repeat(1016)}abababab`,
      (length) => "ab".repeat(length / 2),
    ],
    [
      "a match at each character, after which the secret has more",
      () => `abababab${"!".repeat(1016)}`,
      (length) => "ab".repeat(length / 2),
    ],
    ["escapes of escapes", () => TICKET, (length) => "%2525&amp;amp;\\\\u0041".repeat(length / 16)],
    ["markup without end", () => TICKET, (length) => "<a".repeat(length)],
    ["bytes of a character without end", () => TICKET, (length) => "%f0".repeat(length / 2)],
    ["what nobody sees", () => TICKET, (length) => "\u00ad".repeat(length)],
  ])("%s", (_name, secret, text) => {
    const effort = (length: number): Effort => {
      const search = readyFor(secret(length));
      const searched = text(length);
      return effortOf(() => search.redacted(searched));
    };
    const short = effort(16_384);
    const long = effort(FACTOR * 16_384);
    expect(long.looks).toBeLessThan(TOLERATED * Math.max(short.looks, 16_384));
    // Each character of a step a few times.
    expect(long.mostAtOnce).toBeLessThan(16 * 16_384);
  });

  test("and no more work from where a text is too long to be searched", () => {
    const search = readyFor(TICKET);
    const effort = (length: number): Effort => {
      const text = TICKET.slice(0, -1).repeat(length / 35);
      return effortOf(() => search.redacted(text));
    };
    expect(effort(64 * 256 * 1024)).toEqual(effort(2 * 256 * 1024));
  });
});

test("to take secrets out of a message for the log is done in steps", () => {
  const message = "<a b='c'>&amp;amp;lt;%2541\\\\u0041".repeat(8_000);
  const { looks, mostAtOnce } = effortOf(() => redactMessage(message, [TICKET], ["ticket"]));
  expect(looks).toBeGreaterThan(32 * 16_384);
  expect(mostAtOnce).toBeLessThan(16 * 16_384);
});

describe("an element is searched in steps, whatever its texts are in", () => {
  const escaped = "&amp;amp;%2541\\\\u0041_x0041_";
  const times = (count: number, part: (index: number) => string) =>
    Array.from({ length: count }, (_, n) => part(n)).join("");

  test.each([
    ["elements", times(1_000, () => `<b>${escaped.repeat(9)}</b>`)],
    ["attributes", times(40, () => `<b ${times(200, (n) => `a${n}="${escaped.repeat(2)}" `)}/>`)],
    [
      "names of attributes",
      times(40, (row) => `<b ${times(200, (n) => `a${"_x0041_".repeat(5)}${200 * row + n}="" `)}/>`),
    ],
    [
      "namespaces",
      times(40, (row) => `<b ${times(200, (n) => `xmlns:a${n}="${escaped.repeat(2)}${200 * row + n}" `)}/>`),
    ],
  ])("%s", (_name, content) => {
    const element = readXml(`<a>${TICKET}${content}</a>`);
    const search = readyFor(TICKET);
    const texts = atOnce(search.textsOf(element));
    const { looks, mostAtOnce } = effortOf(() => new ElementRedaction(search, texts).whole(element));
    expect(looks).toBeGreaterThan(32 * 16_384);
    expect(mostAtOnce).toBeLessThan(16 * 16_384);
  });
});

describe("XML read in slices", () => {
  const document = answer(
    "DeleteFolder",
    `<response a="&lt;\r\n\u{1f600}"><![CDATA[]]]]><!-- -- -->${"<b xmlns='u'>\r\n&amp;\u{10ffff}</b>".repeat(3_500)}</response>`.replace(
      " -- ",
      " ",
    ),
  );

  test("is what it is if read as a whole", async () => {
    expect(document.length).toBeGreaterThan(5 * 16_384);
    const plain = (value: unknown): string =>
      JSON.stringify(value, (key, one) => (key === "prefixes" ? undefined : one));
    const deadline = new Deadline(Number.POSITIVE_INFINITY);
    // Shifted character by character, so that the slices end everywhere.
    for (let shift = 0; shift < 16; shift += 1) {
      const text = document.replace("?>", `?>${" ".repeat(shift)}`);
      expect(plain(await readXmlInSlices(text, {}, () => deadline.throwIfExpired())) === plain(readXml(text))).toBe(
        true,
      );
    }
  });

  test("lets others have their turn after every 16,384 characters", async () => {
    const text = `<a>${"<b/>".repeat(100_000)}</a>`;
    const turns = await turnsDuring(readXmlInSlices(text, {}, () => {}));
    expect(turns).toBeGreaterThanOrEqual(Math.floor(text.length / 16_384));
  });

  test("ends with the call", async () => {
    const controller = new AbortController();
    const reading = readXmlInSlices(`<a>${"<b/>".repeat(100_000)}</a>`, {}, () => controller.signal.throwIfAborted());
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

test("short answers that come in one turn of the event loop are read in turns, as soon as they have used up a slice", async () => {
  const CALLS = 20;
  let arrive = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const body = Buffer.from(answer("DeleteFolder", '<response success="true"/>'));
  const transport = async () => {
    await arrival;
    return { status: 200, headers: {}, body };
  };
  const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, transport });
  const calls = Array.from({ length: CALLS }, () => infoRouter.deleteFolder("/a/b"));
  await nextTurn();
  let now = performance.now();
  jest.spyOn(performance, "now").mockImplementation(() => {
    now += 6;
    return now;
  });
  arrive();
  expect(await turnsDuring(Promise.all(calls))).toBeGreaterThanOrEqual(CALLS);
  jest.restoreAllMocks();
  expect(await Promise.all(calls)).toHaveLength(CALLS);
});

test("short answers that come in one turn are read in turns also where only their XML takes time", async () => {
  const CALLS = 20;
  const body = Buffer.from(answer("DeleteFolder", '<response success="true"/>'));
  const arrival = nextTurn();
  const transport = async () => {
    await arrival;
    return { status: 200, headers: {}, body };
  };
  let now = performance.now();
  jest.spyOn(performance, "now").mockImplementation(() => now);
  jest.spyOn(XmlText.prototype, "checkCharacters").mockImplementation(() => {
    now += 6;
  });
  const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, transport });
  const calls = Array.from({ length: CALLS }, () => infoRouter.deleteFolder("/a/b"));
  expect(await turnsDuring(Promise.all(calls))).toBeGreaterThanOrEqual(CALLS);
  jest.restoreAllMocks();
});

describe("an error about a long answer is made in slices, which", () => {
  const page = "<b>&amp;amp;#65;%2541\\\\u0041".repeat(10_000);
  const response = { status: 500, headers: { "content-type": "text/html" }, body: Buffer.from(page) };

  /** Reads the response, and calls back as soon as an error about it is made. */
  function read(deadline: Deadline, onError: () => void): Promise<unknown> {
    const secrets = (): readonly string[] => {
      onError();
      return [TICKET];
    };
    return readResponse(operationOf(deleteFolder), response, {
      requestId: "1",
      endpoint: new URL("https://dms.example.com/srv.asmx"),
      soapVersion: "1.1",
      maxResponseBytes: 1_000_000,
      secrets,
      secretMembers: [],
      isSecret: false,
      mayBeLenient: false,
      deadline,
      turns: new Turns(),
    });
  }

  test("let others have their turn", async () => {
    const reading = read(new Deadline(Number.POSITIVE_INFINITY), () => {}).catch((error: unknown) => error);
    expect(await turnsDuring(reading)).toBeGreaterThan(5);
    expect(await reading).toHaveProperty("code", "HTTP_STATUS");
  });

  test("finds the secrets that many responses give one after another", async () => {
    jest.spyOn(performance, "now").mockImplementation(() => (now += 6));
    let now = 0;
    let found = 0;
    const errors = Array.from({ length: 20 }, () =>
      read(new Deadline(Number.POSITIVE_INFINITY), () => {
        found += 1;
      }).catch((error: unknown) => error),
    );
    await nextTurn();
    await nextTurn();
    jest.restoreAllMocks();
    expect(found).toBeLessThan(5);
    expect(await Promise.all(errors)).toHaveLength(20);
    expect(found).toBeGreaterThanOrEqual(20);
  });

  test("end with the call", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const reading = read(new Deadline(Number.POSITIVE_INFINITY, controller.signal), () => {
      setImmediate(() => controller.abort(reason));
    });
    await expect(reading).rejects.toBe(reason);
  });
});

test("a fault of many elements is redacted in as many steps, text by text, name by name", () => {
  const detail = readXml(`<detail>${`<b a="${TICKET}">${TICKET}<c${TICKET}/></b>`.repeat(2_560)}</detail>`);
  const search = new SecretSearch([TICKET]);
  const redaction = new ElementRedaction(search, atOnce(search.textsOf(detail)));
  let steps = 0;
  const work = redaction.whole(detail);
  let step = work.next();
  for (; step.done !== true; step = work.next()) {
    steps += 1;
  }
  expect(steps).toBeGreaterThanOrEqual((2 * 2_560) / 256);
  const text = JSON.stringify(step.value);
  expect(text).not.toContain(TICKET);
  expect(text.split('"name":"b"')).toHaveLength(2_561);
});

describe("the event of a long response is made in slices, which", () => {
  const page = "<b>&amp;amp;#65;%2541\\\\u0041".repeat(10_000);

  /** Deletes a folder, and returns its events, and the turns between them. With a reason, the call ends while the second one is made. */
  async function deletion(reason?: Error) {
    const events: LogEvent[] = [];
    const controller = new AbortController();
    const infoRouter = new InfoRouterClient({
      endpoint,
      ticket: TICKET,
      transport: async () => ({ status: 500, headers: { "content-type": "text/html" }, body: Buffer.from(page) }),
      log: (event) => events.push(event),
      logMessages: true,
    });
    await infoRouter.connect();
    const ending = infoRouter.deleteFolder("/a/b", controller).catch((error: unknown) => error);
    let turns = 0;
    let hasEnded = false;
    for (void ending.then(() => (hasEnded = true)); events.length < 2 && !hasEnded; turns += events.length) {
      await nextTurn();
      if (turns === 2 && reason !== undefined) {
        controller.abort(reason);
      }
    }
    return { turns, event: events[1], end: await ending };
  }

  test("let others have their turn", async () => {
    const { turns, event } = await deletion();
    expect(turns).toBeGreaterThan(5);
    expect(event).toMatchObject({ type: "response", message: expect.stringContaining("<b>") });
  });

  test("end with the call, whose event then has no message", async () => {
    const reason = new Error("enough");
    const { event, end } = await deletion(reason);
    expect(event).toMatchObject({ type: "response", httpStatus: 500 });
    expect(event).not.toHaveProperty("message");
    expect(end).toBe(reason);
  });
});

describe("the event of a long request is made in slices, which", () => {
  /** Creates a folder with a long name, and returns its events. With a reason, the call ends while the first event is made. */
  async function creation(reason?: Error) {
    const events: LogEvent[] = [];
    const controller = new AbortController();
    let isSent = false;
    const infoRouter = new InfoRouterClient({
      endpoint,
      ticket: TICKET,
      transport: async () => {
        isSent = true;
        return { status: 200, headers: {}, body: Buffer.from(answer("CreateFolder", '<response success="true"/>')) };
      },
      log: (event) => events.push(event),
      logMessages: true,
    });
    await infoRouter.connect();
    const path = `/a/${"<b>&amp;amp;#65;%2541\\\\u0041".repeat(10_000)}`;
    const ending = infoRouter.call(createFolder, { path }, controller).catch((error: unknown) => error);
    let turns = 0;
    let hasEnded = false;
    for (void ending.then(() => (hasEnded = true)); events.length === 0 && !hasEnded; turns += 1) {
      await nextTurn();
      if (turns === 2 && reason !== undefined) {
        controller.abort(reason);
      }
    }
    return { turns, events, end: await ending, isSent };
  }

  test("let others have their turn", async () => {
    const { turns, events } = await creation();
    expect(turns).toBeGreaterThan(5);
    expect(events[0]).toMatchObject({ type: "request", message: expect.stringContaining("&lt;b&gt;") });
  });

  test("end with the call, which is then not sent and has no event", async () => {
    const reason = new Error("enough");
    expect(await creation(reason)).toMatchObject({ end: reason, events: [], isSent: false });
  });
});

describe("a long result is read in slices, which", () => {
  const items = `<response success="false" error="no">${'<item path="/a" error="b"/>'.repeat(60_000)}</response>`;
  const body = Buffer.from(answer("DeleteFolder", items));

  /** Deletes a folder, and calls back in the turn after the response has been decoded. */
  async function deletion(inNextTurn: () => void, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    const infoRouter = new InfoRouterClient({
      endpoint,
      ticket: TICKET,
      transport: async () => ({ status: 200, headers: {}, body }),
      operations: {
        deleteDownloadHandler,
        authenticateUser,
        deleteFolder: async (...args) => {
          const response = await deleteFolder(...args);
          setImmediate(inNextTurn);
          return response;
        },
      },
    });
    await infoRouter.connect();
    return infoRouter.deleteFolder("/a/b", options).catch((error: unknown) => error);
  }

  test("end with the call", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    expect(await deletion(() => controller.abort(reason), controller)).toBe(reason);
  });

  test("end when time is up, as a TransportError with an unknown outcome", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "performance", "nextTick", "queueMicrotask"] });
    const end = await deletion(() => jest.advanceTimersByTime(30_000)).finally(() => jest.useRealTimers());
    expect(end).toMatchObject({ name: "TransportError", code: "TIMEOUT", outcome: "unknown" });
  });

  test("end when the time of a log-in is up, however long the call may take that needs it", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "performance", "nextTick", "queueMicrotask"] });
    const infoRouter = new InfoRouterClient({
      endpoint,
      ticket: authenticate({ uid: "jane", pwd: "secret" }),
      transport: async () => ({ status: 200, headers: {}, body: Buffer.from(answer("AuthenticateUser", items)) }),
      operations: {
        deleteDownloadHandler,
        deleteFolder,
        authenticateUser: async (...args) => {
          const response = await authenticateUser(...args);
          setImmediate(() => jest.advanceTimersByTime(30_000));
          return response;
        },
      },
    });
    await infoRouter.connect();
    const deletion = infoRouter.deleteFolder("/a/b", { timeoutInMs: Number.POSITIVE_INFINITY });
    const end = await deletion.catch((error: unknown) => error).finally(() => jest.useRealTimers());
    expect(end).toMatchObject({ name: "TransportError", code: "TIMEOUT", operation: "AuthenticateUser" });
  });
});

describe("an answer may have", () => {
  const items = (count: number): Buffer =>
    Buffer.from(answer("DeleteFolder", `<response success="true">${"<item/>".repeat(count)}</response>`));

  test("250,000 elements, attributes and texts, and no more", async () => {
    // The envelope's own: four elements, their attributes and declarations.
    const own = 11;
    // It is read, and then found to confirm nothing.
    await expect(clientFor(items(250_000 - own)).deleteFolder("/a/b")).rejects.toMatchObject({
      code: "NOT_THE_CONTRACT",
    });
    await expect(clientFor(items(250_001 - own)).deleteFolder("/a/b")).rejects.toMatchObject({ code: "NOT_READABLE" });
  });

  test.each<[encoding: string, compress: (text: Buffer) => Buffer]>([
    ["gzip", (text) => gzipSync(text)],
    ["deflate", (text) => deflateSync(text)],
    ["br", (text) => brotliCompressSync(text)],
  ])("no more bytes than are allowed, and is unpacked no further: %s", async (encoding, compress) => {
    const packed = compress(Buffer.alloc(1_000, " "));
    expect(await decompress(packed, encoding, 1_000)).toHaveLength(1_000);
    await expect(decompress(packed, encoding, 999)).rejects.toMatchObject({ tooLarge: true });
  });

  test("as many bytes as the client allows, and not one more, also of a transport that does not count", async () => {
    const body = Buffer.from(answer("DeleteFolder", '<response success="true" />'));
    await clientFor(body, { maxResponseBytes: body.length }).deleteFolder("/a/b");
    const deletion = clientFor(body, { maxResponseBytes: body.length - 1 }).deleteFolder("/a/b");
    await expect(deletion).rejects.toMatchObject({ code: "RESPONSE_TOO_LARGE", outcome: "unknown" });
  });
});

test("a body of single bytes in chunks costs no multiple of its memory", async () => {
  const BYTES = 500_000;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      socket.end("1\r\nx\r\n".repeat(BYTES));
    });
  });
  const infoRouter = new InfoRouterClient({
    endpoint: await listen(server),
    ticket: TICKET,
    maxResponseBytes: BYTES - 1,
  });
  await infoRouter.connect();
  let most = 0;
  const before = process.memoryUsage();
  const interval = setInterval(() => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
  }, 5);
  await expect(infoRouter.deleteFolder("/a/b")).rejects.toMatchObject({ code: "RESPONSE_TOO_LARGE" });
  clearInterval(interval);
  server.close();
  expect(most).toBeLessThan(50_000_000);
});
