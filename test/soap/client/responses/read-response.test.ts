import { gzipSync } from "node:zlib";
import type { ResponseContext } from "../../../../src/soap/client/response-context.js";
import { Turns } from "../../../../src/soap/client/turns.js";
import { Deadline } from "../../../../src/soap/deadline.js";
import { UnexpectedResponseError } from "../../../../src/soap/errors.js";
import { lenient, type Operation, SoapFaultError, type XmlElement } from "../../../../src/soap/index.js";
import { envelope, fault } from "../../../support/soap-messages.js";
import { type Answer, coded, errorOf, find, found, input, output, read, SECRET, typed } from "./responses.js";

const findLeniently = { ...find, output: lenient(output) } as Operation<unknown, unknown>;
const notify = { name: "Notify", soapAction: "urn:t/Notify", input } as Operation<unknown, unknown>;

test.each<[what: string, answer: Answer]>([
  ["of type text/xml", typed("text/xml")],
  ["of type application/xml", typed("application/xml")],
  ["of another type of XML", typed("application/soap+xml; charset=utf-8")],
  ["of a type in capitals, between blanks", typed(" TEXT/XML ;charset=UTF-8")],
  ["without a type", { headers: {} }],
  ["in no coding", coded(" ")],
  ["in the coding that changes nothing", coded(" Identity ")],
  ["in gzip", coded("gzip", gzipSync(found()))],
])("a response is read: %s", async (_what, answer) => {
  await expect(read(answer)).resolves.toEqual({ id: 7 });
});

test.each([
  "text/html",
  "text/xml2",
  "xtext/xml",
  "application/xml-dtd",
  "text/xmlx",
  "image/svg+xmlx",
  "multipart/related; type=text/xml",
])("a response of type %s is not read", async (contentType) => {
  expect(await errorOf(typed(contentType))).toMatchObject({
    code: "NOT_SOAP",
    outcome: "unknown",
    contentType,
    message: expect.stringContaining("Find: an unexpected answer: it is not XML – "),
  });
});

/** The beginning of each error's message, and its code. */
test.each<[what: string, answer: Answer, code: string, message: string]>([
  ["nothing", { body: "" }, "NOT_SOAP", "an unexpected answer: it is empty"],
  ["blanks", { body: " \n" }, "NOT_SOAP", "an unexpected answer: it is empty"],
  ["a coding that ends with identity", coded("xidentity"), "NOT_READABLE", "an unexpected answer: "],
  ["a coding that begins with identity", coded("identityx"), "NOT_READABLE", "an unexpected answer: "],
  [
    "a coding of many blanks",
    coded(`${"\u00a0".repeat(150_000)}x`),
    "NOT_READABLE",
    "an unexpected answer: its Content-En",
  ],
  ["another charset", typed("text/xml; charset=x-none"), "NOT_READABLE", "an unexpected answer: "],
  ["a cut message", { body: found().slice(0, -9) }, "NOT_READABLE", "an unexpected answer: "],
  ["another element", { body: found("<no>7</no>") }, "NOT_THE_CONTRACT", "an unexpected answer: "],
  ["the message with another status", { status: 201 }, "HTTP_STATUS", "HTTP status 201 – "],
  ["nothing with another status", { status: 202, body: "" }, "HTTP_STATUS", "HTTP status 202"],
  [
    "too many bytes",
    { body: found(" ".repeat(2_000_000)) },
    "RESPONSE_TOO_LARGE",
    "an unexpected answer: it is longer than allowed",
  ],
  ["too many elements", { body: `<a>${"<b/>".repeat(250_000)}</a>` }, "NOT_READABLE", "an unexpected answer: "],
  [
    "too many bytes, packed",
    coded("gzip", gzipSync(found(" ".repeat(2_000_000)))),
    "RESPONSE_TOO_LARGE",
    "an unexpected answer: ",
  ],
  [
    "the other version of SOAP",
    { body: found("<id>7</id>", "1.2") },
    "NOT_SOAP",
    'an unexpected answer: it is SOAP 1.2, and SOAP 1.1 was asked for; try soapVersion: "1.2" – ',
  ],
  [
    "status 415",
    { status: 415, body: "No" },
    "HTTP_STATUS",
    'HTTP status 415: the server does not take the media type of SOAP 1.1; try soapVersion: "1.2" – "No"',
  ],
  [
    "status 400 with a page",
    { status: 400, body: "" },
    "HTTP_STATUS",
    "HTTP status 400 without a SOAP message; infoRouter answers so, without running the operation, if a required text of the request is empty",
  ],
  ["status 400 with a message", { status: 400 }, "HTTP_STATUS", 'HTTP status 400 – "<?xml'],
])("a response is refused: %s", async (_what, answer, code, message) => {
  const error = await errorOf(answer, { maxResponseBytes: 2_000_000 });
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ code, outcome: "unknown", operation: "Find", requestId: "id-1" });
  expect(error.message.slice(0, `Find: ${message}`.length)).toBe(`Find: ${message}`);
});

test("a response of as many bytes as are allowed is read", async () => {
  await expect(read({}, { maxResponseBytes: found().length })).resolves.toEqual({ id: 7 });
  expect(await errorOf({}, { maxResponseBytes: found().length - 1 })).toMatchObject({ code: "RESPONSE_TOO_LARGE" });
});

test.each([
  [16 * 1024, "at once"],
  [16 * 1024 + 1, "in its turn"],
])("a response of %d bytes is read %s", async (length, when) => {
  const [turns, controller] = [new Turns(), new AbortController()];
  const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
  void turns.take(() => new Promise(() => {}), deadline);
  const body = found(`${" ".repeat(length - found().length)}<id>7</id>`);
  const reading = read({ body }, { turns, deadline }).then(
    () => "at once",
    () => "in its turn",
  );
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  controller.abort();
  expect(await reading).toBe(when);
});

test("a long reason is cut", async () => {
  const { message } = await errorOf({ body: found(`<${"n".repeat(400)}/>`) });
  expect(message.slice("Find: an unexpected answer: ".length, message.indexOf(" – "))).toHaveLength(200);
});

describe("a response that is a secret", () => {
  test("leaves nothing of its text in the error", async () => {
    const error = await errorOf({ body: found("<id>seven</id>") }, { isSecret: true });
    expect(error.message).toMatch(
      /^Find: an unexpected answer, from https:\/\/dms\.example\.com\/srv\.asmx; the request [^"]*$/,
    );
    expect(error.excerpt).toBeUndefined();
  });

  test("leaves its fault in the error", async () => {
    await expect(read({ status: 500, body: fault("Server", "Broken.") }, { isSecret: true })).rejects.toMatchObject({
      reason: "Broken.",
    });
  });
});

/** As SoapCore and WCF write it, also where an operation failed midway. */
const withoutDetail = (text: string): string => text.replace(/<(?:detail|soap:Detail) \/>/, "");

describe("a fault", () => {
  test.each<[what: string, answer: Answer, outcome: "rejected" | "unknown", faultCode: string]>([
    ["of the sender", { status: 500, body: fault("Client", "No.") }, "rejected", "Client"],
    ["of the sender, with status 200", { body: fault("Client", "No.") }, "rejected", "Client"],
    ["of the sender, of the other version", { body: fault("Sender", "No.", "1.2") }, "rejected", "Sender"],
    ["of the service", { status: 500, body: fault("Server", "No.") }, "unknown", "Server"],
    ["of the sender, without a detail", { body: withoutDetail(fault("Client", "No.")) }, "unknown", "Client"],
    [
      "of the sender of 1.2, without a detail",
      { body: withoutDetail(fault("Sender", "No.", "1.2")) },
      "unknown",
      "Sender",
    ],
    [
      "of the sender, with a detail",
      { body: fault("Client", "No.").replace("<detail />", "<detail><a/></detail>") },
      "unknown",
      "Client",
    ],
    [
      "of the sender beside something else",
      { body: fault("Client", "No.").replace("</soap:Body>", '<a xmlns=""/></soap:Body>') },
      "unknown",
      "Client",
    ],
    [
      "of the sender in an envelope of the other version",
      {
        body: envelope(
          /<soap:Fault>.*<\/soap:Fault>/
            .exec(fault("Client", "No."))?.[0]
            .replace("<soap:Fault>", '<soap:Fault xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">') ?? "",
          "1.2",
        ),
      },
      "unknown",
      "Client",
    ],
  ])("%s has its outcome", async (_what, answer, outcome, faultCode) => {
    const error = await read(answer).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SoapFaultError);
    expect(error).toMatchObject({
      outcome,
      faultCode,
      reason: "No.",
      httpStatus: answer.status ?? 200,
      message: `Find: the service answered with a fault, ${faultCode}: No.`,
    });
  });

  test("about the version names the other one", async () => {
    const error = await errorOf({ status: 500, body: fault("VersionMismatch", "No.") });
    expect(error.message).toMatch(/VersionMismatch: No\.; try soapVersion: "1\.2"$/);
  });

  test("has its details, and nothing secret in them or in the rest", async () => {
    const body = fault("Server", `No ${SECRET}.`).replace(
      "<detail />",
      `<detail><a b="${SECRET}">${SECRET}</a>x</detail>`,
    );
    const error = (await read({ body }).catch((reason: unknown) => reason)) as SoapFaultError<{ name: string }[]>;
    expect(error.reason).toBe("No [redacted].");
    expect(error.detail).toMatchObject([
      { name: "a", attributes: [{ name: "b", value: "[redacted]" }], children: ["[redacted]"] },
    ]);
  });

  test("without a detail has an empty one", async () => {
    const body = fault("Server", "No.").replace("<detail />", "");
    const error = (await read({ body }).catch((reason: unknown) => reason)) as SoapFaultError<unknown[]>;
    expect(error.detail).toEqual([]);
  });
});

describe("the response of an operation without one", () => {
  const told = (answer: Answer) => read(answer, { mayBeLenient: true }, notify);

  test.each([200, 202])("may be nothing, with status %d", async (status) => {
    await expect(told({ status, headers: {}, body: "" })).resolves.toBeUndefined();
  });

  test("may be an empty message", async () => {
    await expect(told({ body: envelope("") })).resolves.toBeUndefined();
  });

  test.each([201, 204, 500])("is not nothing with status %d", async (status) => {
    await expect(told({ status, headers: {}, body: "" })).rejects.toMatchObject({ code: "HTTP_STATUS" });
  });

  test.each([200, 202])("may be a fault, with status %d", async (status) => {
    await expect(told({ status, body: fault("Server", "No.") })).rejects.toBeInstanceOf(SoapFaultError);
  });
});

describe("a response that only a lenient stub reads", () => {
  const HINT = "; a stub that is generated with --lenient-responses reads it";
  const incomplete = { body: found("") };

  test("is read where the stub is lenient, and the call may be", async () => {
    await expect(read(incomplete, { mayBeLenient: true }, findLeniently)).resolves.toEqual({});
    expect((await errorOf(incomplete, {}, findLeniently)).message).not.toContain(HINT);
  });

  test("is refused with a hint to such a stub", async () => {
    expect((await errorOf(incomplete, { mayBeLenient: true })).message).toContain(`found the end${HINT} – `);
    expect((await errorOf(incomplete)).message).not.toContain(HINT);
  });

  test("is refused without that hint where such a stub would not help", async () => {
    const wrong = { body: found("<id>seven</id>") };
    expect((await errorOf(wrong, { mayBeLenient: true })).message).not.toContain(HINT);
    expect((await errorOf(wrong, { mayBeLenient: true }, findLeniently)).message).not.toContain(HINT);
  });
});

/** Receives the text of a response, as a log does. */
function noting(note: (text: string | undefined) => unknown): NonNullable<ResponseContext["onText"]> {
  return function* (text) {
    note(text);
    yield undefined;
  };
}

describe("who asked to see them receives", () => {
  async function seen(answer: Answer) {
    const texts: (string | undefined)[] = [];
    const bodies: (XmlElement | undefined)[] = [];
    const onText = noting((text) => texts.push(text));
    const onBody = (body: XmlElement | undefined): void => void bodies.push(body);
    await read(answer, { onText, onBody }).catch(() => {});
    return { texts, names: bodies.map((body) => body?.name) };
  }

  test.each<[what: string, answer: Answer, texts: (string | undefined)[], names: string[]]>([
    ["the text and the message", {}, [found()], ["FindResponse"]],
    ["the text of a page", { body: "No" }, ["No"], []],
    ["the text of a message that is not the contract's", { body: found("") }, [found("")], []],
    ["no text where it is not one", coded("gzip", "no"), [undefined], []],
    ["no text where its charset is none", typed("text/xml; charset=x-none"), [undefined], []],
  ])("%s", async (_what, answer, texts, names) => {
    // Not by `toEqual`, for which a text that is undefined is none.
    expect(await seen(answer)).toStrictEqual({ texts, names });
  });
});

describe("the reading of a long response ends with the call", () => {
  const reason = new Error("enough");
  const body = found(`${"<!-- -->".repeat(10_000)}<id>7</id>`);

  test("that ended before", async () => {
    const deadline = new Deadline(Number.POSITIVE_INFINITY, AbortSignal.abort(reason));
    await expect(read({ body }, { deadline })).rejects.toBe(reason);
  });

  test.each<[what: string, answer: Answer]>([
    ["a message", { body }],
    ["a page", { status: 502, body: `<p>${"No ".repeat(30_000)}` }],
  ])("that ends meanwhile: %s", async (_what, answer) => {
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const onText = noting(() => controller.abort(reason));
    await expect(read(answer, { deadline, onText })).rejects.toBe(reason);
  });
});

test("an error of another's code passes as it is", async () => {
  const reason = new Error("mine");
  const onText = noting(() => {
    throw reason;
  });
  expect(await read({}, { onText }).catch((error: unknown) => error)).toBe(reason);
});
