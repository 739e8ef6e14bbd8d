import { createServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { InfoRouterClient } from "../../../src/index.js";
import { Deadline } from "../../../src/soap/deadline.js";
import { decompress } from "../../../src/soap/http/content-encoding.js";
import { redactor, SecretSearch } from "../../../src/soap/secrets/redact.js";
import { readXml, readXmlInSlices } from "../../../src/soap/xml/read-xml.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { costlyAnswers } from "../../support/costly-answers.js";
import { listen } from "../../support/listen.js";
import { answer } from "../../support/soap-messages.js";

jest.setTimeout(60_000);

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const endpoint = "http://127.0.0.1:9/";

function clientFor(body: Uint8Array, more: { maxResponseBytes?: number } = {}): InfoRouterClient {
  const transport = async () => ({ status: 200, headers: {}, body });
  return new InfoRouterClient({ endpoint, ticket: TICKET, transport, ...more });
}

/** Microseconds of processor time that an action takes, at best. Other programs on the machine do not count. */
async function cost(action: () => Promise<unknown> | unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round += 1) {
    const before = process.cpuUsage();
    await action();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return best;
}

/** Linear work grows by the factor, quadratic work by its square. */
const FACTOR = 8;
const TOLERATED = 4 * FACTOR;

describe("an answer of eight times the length costs about eight times as much", () => {
  test.each(costlyAnswers)("$name", async ({ body }) => {
    const deleteWith = (length: number) => {
      const infoRouter = clientFor(Buffer.from(body(length)));
      return cost(() => infoRouter.deleteFolder("/a/b").catch(() => {}));
    };
    const short = await deleteWith(24_000);
    const long = await deleteWith(FACTOR * 24_000);
    expect(long / Math.max(short, 1_000)).toBeLessThan(TOLERATED);
  });

  test("also for taking secrets out of it", async () => {
    const redact = redactor([TICKET]);
    const text = (length: number): string => TICKET.slice(0, -1).repeat(length / 35);
    const short = await cost(() => redact(text(200_000)));
    const long = await cost(() => redact(text(FACTOR * 200_000)));
    expect(long / Math.max(short, 1_000)).toBeLessThan(TOLERATED);
  });

  test.each<[name: string, secret: (length: number) => string, text: (length: number) => string]>([
    ["backslashes and blanks", () => "\\ \\ \\ \\ \\ \\ \\ a", (length) => "\\ ".repeat(length)],
    ["backslashes", () => `${"\\".repeat(13)}a`, (length) => "\\".repeat(2 * length)],
    ["ever longer secrets of one letter", (length) => "a".repeat(length / 8), (length) => "a".repeat(length / 8 - 1)],
    ["the beginning of the secret", (length) => `${"a".repeat(length / 64)}b`, (length) => "a".repeat(length)],
    [
      "the secret and the beginning of what follows in it",
      () => "abcdefgh!!!!",
      (length) => "abcdefgh!!!".repeat(length / 8),
    ],
    ["escapes of escapes", () => TICKET, (length) => "%2525&amp;amp;\\\\u0041".repeat(length / 16)],
    ["markup without end", () => TICKET, (length) => "<a".repeat(length)],
    ["bytes of a character without end", () => TICKET, (length) => "%f0".repeat(length / 2)],
    ["what nobody sees", () => TICKET, (length) => "\u00ad".repeat(length)],
  ])("and whatever the secret and the text are: %s", async (_name, secret, text) => {
    const costOf = (length: number) => {
      const search = new SecretSearch([secret(length)]);
      const searched = text(length);
      return cost(() => atOnce(search.redacted(searched)));
    };
    const short = await costOf(16_384);
    const long = await costOf(FACTOR * 16_384);
    expect(long / Math.max(short, 1_000)).toBeLessThan(TOLERATED);
  });

  test("and of texts that are too long to be searched for secrets, no more is", async () => {
    const redact = redactor([TICKET]);
    const text = (length: number): string => TICKET.slice(0, -1).repeat(length / 35);
    const short = await cost(() => redact(text(256 * 1024)));
    const long = await cost(() => redact(text(16 * 256 * 1024)));
    expect(long / Math.max(short, 1_000)).toBeLessThan(6);
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

  test("lets others have their turn", async () => {
    let turns = 0;
    const interval = setInterval(() => {
      turns += 1;
    }, 0);
    await readXmlInSlices(`<a>${"<b/>".repeat(100_000)}</a>`, {}, () => {});
    clearInterval(interval);
    expect(turns).toBeGreaterThan(5);
  });

  test("ends with the call", async () => {
    const controller = new AbortController();
    const reading = readXmlInSlices(`<a>${"<b/>".repeat(100_000)}</a>`, {}, () => controller.signal.throwIfAborted());
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe("an error about a long answer is made in slices, which", () => {
  const page = "<b>&amp;amp;#65;%2541\\\\u0041".repeat(10_000);
  const context = { status: 500, headers: { "content-type": "text/html" }, body: Buffer.from(page) };

  test("let others have their turn", async () => {
    let turns = 0;
    const interval = setInterval(() => {
      turns += 1;
    }, 0);
    await expect(clientFor(context.body).deleteFolder("/a/b")).rejects.toMatchObject({ code: "NOT_READABLE" });
    clearInterval(interval);
    expect(turns).toBeGreaterThan(5);
  });

  test("end with the call", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const transport = async () => {
      // Its answer is read after this, and well before the next timer.
      setTimeout(() => controller.abort(reason), 1);
      return context;
    };
    const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, transport });
    await infoRouter.connect();
    await expect(infoRouter.deleteFolder("/a/b", { signal: controller.signal })).rejects.toBe(reason);
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
