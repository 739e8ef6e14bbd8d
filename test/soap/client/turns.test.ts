import { gzipSync } from "node:zlib";
import { createFolder } from "../../../generated/index.js";
import { Turns } from "../../../src/soap/client/turns.js";
import { Deadline } from "../../../src/soap/deadline.js";
import * as contentEncoding from "../../../src/soap/http/content-encoding.js";
import { createSoapClient } from "../../../src/soap/index.js";
import { answer } from "../../support/soap-messages.js";
import { type Answer, coded, errorOf, read } from "./responses/responses.js";

jest.mock("../../../src/soap/http/content-encoding.js", () => ({
  __esModule: true,
  ...jest.requireActual<object>("../../../src/soap/http/content-encoding.js"),
}));

const unlimited = new Deadline(Number.POSITIVE_INFINITY);

/** Work that notes when it begins and ends, and ends when told to. */
function workOf(name: string, notes: string[]) {
  let settle: { readonly resolve: (value: string) => void; readonly reject: (reason: unknown) => void };
  const ended = new Promise<string>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return {
    work: () => {
      notes.push(`${name} begins`);
      return ended.finally(() => notes.push(`${name} ends`));
    },
    end: () => settle.resolve(name),
    fail: (reason: unknown) => settle.reject(reason),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("work begins after the work before it has ended, or failed", async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const [a, b, c] = [workOf("a", notes), workOf("b", notes), workOf("c", notes)];
  const results = [a, b, c].map(({ work }) => turns.take(work, unlimited));
  await turn();
  expect(notes).toEqual(["a begins"]);
  a.fail("no");
  await expect(results[0]).rejects.toBe("no");
  await turn();
  expect(notes).toEqual(["a begins", "a ends", "b begins"]);
  b.end();
  c.end();
  expect(await Promise.all(results.slice(1))).toEqual(["b", "c"]);
  expect(notes).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("work whose time is up is not begun, and lets nobody pass who waits behind it", async () => {
  const turns = new Turns();
  const notes: string[] = [];
  const [a, b, c] = [workOf("a", notes), workOf("b", notes), workOf("c", notes)];
  const controller = new AbortController();
  const first = turns.take(a.work, unlimited);
  const second = turns.take(b.work, new Deadline(Number.POSITIVE_INFINITY, controller.signal));
  const third = turns.take(c.work, unlimited);
  controller.abort("enough");
  await expect(second).rejects.toBe("enough");
  await turn();
  expect(notes).toEqual(["a begins"]);
  a.end();
  c.end();
  expect(await Promise.all([first, third])).toEqual(["a", "c"]);
  expect(notes).toEqual(["a begins", "a ends", "c begins", "c ends"]);
});

test("long answers of a client are read one after another, short ones at once", async () => {
  const items: Readonly<Record<string, number>> = { "/A/longest": 20_000, "/A/long": 2_000, "/A/short": 10 };
  const soap = createSoapClient({
    endpoint: "http://127.0.0.1:9/",
    transport: async ({ body }) => {
      const [path = ""] = /\/A\/\w+/.exec(body) ?? [];
      const folders = "<folder a='1'/>".repeat(items[path] ?? 0);
      const text = answer("CreateFolder", `<response success="true" error="">${folders}</response>`);
      return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(text) };
    },
  });
  const ends: string[] = [];
  const calls = Object.keys(items).map(async (path) => {
    await createFolder(soap, { authenticationTicket: "T", path });
    ends.push(path);
  });
  await Promise.all(calls);
  await soap.close();
  expect(ends).toEqual(["/A/short", "/A/longest", "/A/long"]);
});

const longPage = `<p>${"x".repeat(20_000)}</p>`;

afterEach(() => jest.restoreAllMocks());

test.each<[name: string, isInTurn: boolean, answer: Answer]>([
  ["a short page", false, { headers: {}, body: "<p>x</p>" }],
  ["a long page", true, { headers: {}, body: longPage }],
  ["a short page that is packed", false, coded("gzip", gzipSync("<p>x</p>"))],
  ["a page that is long when it is unpacked", true, coded("gzip", gzipSync(longPage))],
])("the error about a long answer is made in its turn, that about a short one at once: %s: %s", async (...row) => {
  const [, isInTurn, page] = row;
  const turns = new Turns();
  const notes: string[] = [];
  const { take } = turns;
  jest.spyOn(turns, "take").mockImplementation(async (work, deadline) => {
    notes.push("begins");
    return take.call(turns, work, deadline).finally(() => notes.push("ends")) as never;
  });
  const secrets = () => {
    notes.push("makes an error");
    return [];
  };
  await errorOf({ status: 500, ...page }, { turns, secrets });
  expect(notes).toEqual(isInTurn ? ["begins", "makes an error", "ends"] : ["makes an error"]);
});

test("an answer that is long when it is unpacked is not unpacked whole before its turn", async () => {
  const decompress = jest.spyOn(contentEncoding, "decompress");
  const turns = new Turns();
  const { work, end } = workOf("another", []);
  const other = turns.take(work, unlimited);
  const take = jest.spyOn(turns, "take");
  const error = errorOf({ status: 500, ...coded("gzip", gzipSync(longPage)) }, { turns });
  while (take.mock.calls.length === 0) {
    await turn();
  }
  expect(decompress.mock.calls.map(([, , maxBytes]) => maxBytes)).toEqual([16_384]);
  end();
  await Promise.all([other, error]);
  expect(decompress.mock.calls.map(([, , maxBytes]) => maxBytes)).toEqual([16_384, 100_000]);
});

test.each([[10], [20_000]])("an answer of %d bytes that no thread unpacks is left when time is up", async (length) => {
  jest.spyOn(contentEncoding, "decompress").mockReturnValue(new Promise(() => {}));
  const controller = new AbortController();
  const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
  const reading = read(coded("gzip", "x".repeat(length)), { deadline });
  await turn();
  controller.abort("enough");
  await expect(reading).rejects.toBe("enough");
});
