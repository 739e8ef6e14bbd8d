import { inspect } from "node:util";
import { StagedHandlers } from "../../src/staged-handlers.js";

const GUID = "A1B2C3D4-e5f6-7890-abcd-ef1234567890";

/** Whether a handler belongs to the ticket's session after the result of an operation. */
function isNoted(operation: string, result: unknown, ticket: string | undefined = "T"): boolean {
  const handlers = new StagedHandlers();
  handlers.noteResult(operation, result, ticket);
  return handlers.remove(GUID, "T");
}

test.each<[operation: string, attributes: object, expected: boolean]>([
  ["GetDownloadHandler", { downloadhandler: GUID }, true],
  ["GetDownloadHandlerByVersion", { DownloadHandler: GUID }, true],
  ["DownloadZipWithHandler", { success: "true", DOWNLOADHANDLER: GUID.toLowerCase() }, true],
  ["GetDownloadHandler", { downloadhandler: GUID.replaceAll("-", "") }, true],
  ["GetDownloadHandler", { downloadhandler: `{${GUID}}` }, true],
  ["GetDownloadHandlers", { downloadhandler: GUID }, false],
  ["ForGetDownloadHandler", { downloadhandler: GUID }, false],
  ["DeleteDownloadHandler", { downloadhandler: GUID }, false],
  ["GetDownloadHandler", { downloadhandlers: GUID }, false],
  ["GetDownloadHandler", { mydownloadhandler: GUID }, false],
  ["GetDownloadHandler", { downloadhandler: undefined }, false],
  ["GetDownloadHandler", { downloadhandler: "another" }, false],
  ["GetDownloadHandler", {}, false],
])("the result of %s with %j gives a handler: %p", (operation, attributes, expected) => {
  expect(isNoted(operation, { attributes })).toBe(expected);
});

test.each([
  ["no result", undefined],
  ["null", null],
  ["a text", "text"],
  ["an object without attributes", {}],
  ["attributes that are null", { attributes: null }],
])("a result that is %s gives no handler", (_what, result) => {
  expect(isNoted("GetDownloadHandler", result)).toBe(false);
});

test("a call without ticket gives no handler", () => {
  const handlers = new StagedHandlers();
  handlers.noteResult("GetDownloadHandler", { attributes: { downloadhandler: GUID } }, undefined);
  expect([handlers.remove(GUID, undefined), handlers.remove(GUID, "undefined")]).toEqual([false, false]);
});

test("a handler belongs to the session of its ticket alone, until it is deleted there", () => {
  const handlers = new StagedHandlers();
  handlers.add(GUID, "T");
  expect(handlers.remove(GUID, "U")).toBe(false);
  expect(handlers.remove(GUID, undefined)).toBe(false);
  expect(handlers.remove(GUID.toLowerCase(), "T")).toBe(true);
  expect(handlers.remove(GUID, "T")).toBe(false);
});

test("a handler that is staged again belongs to the later session", () => {
  const handlers = new StagedHandlers();
  handlers.add(GUID, "T");
  handlers.add(GUID, "U");
  expect([handlers.remove(GUID, "T"), handlers.remove(GUID, "U")]).toEqual([false, true]);
});

test("of more than 10,000 handlers the oldest is forgotten", () => {
  const handlers = new StagedHandlers();
  const guidOf = (number: number) => GUID.slice(0, -8) + String(number).padStart(8, "0");
  for (let number = 0; number <= 10_000; number += 1) {
    handlers.add(guidOf(number), "T");
  }
  const found = [0, 1, 9_999, 10_000].map((number) => handlers.remove(guidOf(number), "T"));
  expect(found).toEqual([false, true, true, true]);
});

test.each(["another", `${GUID}0`, "a".repeat(1_000_000)])("a text that is no GUID is not kept (%#)", (text) => {
  const handlers = new StagedHandlers();
  handlers.add(text, "T");
  expect(handlers.remove(text, "T")).toBe(false);
});

test("nothing of a ticket is kept", () => {
  const handlers = new StagedHandlers();
  handlers.add(GUID, "s3cret-ticket");
  expect(inspect(handlers, { showHidden: true, depth: null })).not.toContain("s3cret-ticket");
});
