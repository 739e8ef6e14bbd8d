import files, { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folders } from "../../../src/cli/deletions/item-kind.js";
import {
  BegunEarlier,
  errorToJson,
  type ItemResult,
  printResult,
  stateOf,
} from "../../../src/cli/deletions/item-result.js";
import { reasonToStop } from "../../../src/cli/deletions/reason-to-stop.js";
import { UnexpectedResponseError } from "../../../src/index.js";
import { earlier, facts, lost, notSent, refusal } from "./failures.js";
import { usePrinted } from "./printed.js";

const printed = usePrinted();

describe("the state of an item whose deletion", () => {
  test.each<[what: string, result: ItemResult, state: string]>([
    ["succeeded is its outcome", { item: "/a/b", outcome: "gone" }, "gone"],
    ["was refused is failed", { item: "/a/b", outcome: "failed", error: refusal("ACCESS_DENIED") }, "failed"],
    ["was not sent is failed", { item: "/a/b", outcome: "failed", error: notSent() }, "failed"],
    ["was lost is unknown", { item: "/a/b", outcome: "failed", error: lost() }, "unknown"],
    ["threw another error is unknown", { item: "/a/b", outcome: "failed", error: new Error("x") }, "unknown"],
    [
      "was begun earlier is unknown",
      { item: "/a/b", outcome: "failed", error: new BegunEarlier(undefined) },
      "unknown",
    ],
  ])("%s", (_what, result, state) => {
    expect(stateOf(result)).toBe(state);
  });
});

describe("the error of an item that an earlier run may have deleted", () => {
  test.each<[what: string, error: BegunEarlier, message: string]>([
    [
      "without a result",
      new BegunEarlier(undefined),
      "an earlier run began to delete it, and its journal has no result; it is not repeated.",
    ],
    [
      "with its error",
      new BegunEarlier(earlier),
      "an earlier run began to delete it, and could not tell the outcome (PARTIAL, 2026-01-01T00:00:00.000Z, request 8672ff33); it is not repeated.",
    ],
    [
      "with its error, of no request",
      new BegunEarlier({ code: "PARTIAL", at: "t" }),
      "an earlier run began to delete it, and could not tell the outcome (PARTIAL, t); it is not repeated.",
    ],
  ])("%s says so", (_what, error, message) => {
    expect(error.message).toBe(message);
  });

  test("has what is known of the folder and of the earlier run, and nothing else", () => {
    expect({ ...new BegunEarlier(earlier, "there") }).toMatchObject({ folder: "there", earlier });
    expect(Object.keys(new BegunEarlier(undefined)).sort()).toEqual(["code", "name", "outcome"]);
  });

  test("is that of the repetition only where it is unknown what that did", () => {
    const own = lost();
    expect(BegunEarlier.ofRepetition("/a/b", own, earlier)).toBe(own);
    const refused = refusal("ACCESS_DENIED");
    expect(BegunEarlier.ofRepetition("/a/b", refused, earlier)).toMatchObject({
      name: "BegunEarlier",
      outcome: "unknown",
      cause: refused,
      earlier,
      message: `an earlier run began to delete it, and repeating it failed: ${refused.message}`,
    });
  });
});

describe("a result is printed", () => {
  const SEEN = " FolderExists did not show whether the folder is there";

  test("as JSON alone if it is a success", () => {
    printResult(folders, { item: "/a/b", outcome: "deleted" });
    expect([printed.out, printed.err]).toEqual([['{"path":"/a/b","outcome":"deleted"}\n'], []]);
  });

  test("as nothing if it is a success on a terminal", () => {
    printed.isTTY = true;
    printResult(folders, { item: "/a/b", outcome: "deleted" });
    expect([printed.out, printed.err]).toEqual([[], []]);
  });

  test.each<[what: string, error: unknown, text: string]>([
    ["a refusal", refusal("ACCESS_DENIED"), `failed /a/b: ${refusal("ACCESS_DENIED").message}`],
    ["another error", new Error("x"), "unknown /a/b: x"],
    ["what is no error", null, "unknown /a/b: null"],
    ["a text", "x", "unknown /a/b: x"],
    [
      "a folder that is there",
      Object.assign(lost(), { folder: "there" }),
      "unknown /a/b: lost The folder is still there.",
    ],
    ["a folder that is not seen", Object.assign(lost(), { folder: "not-seen" }), `unknown /a/b: lost${SEEN}.`],
    [
      "a folder begun earlier that is not seen, with the reason",
      new BegunEarlier(undefined, "not-seen", new Error("x")),
      `unknown /a/b: ${new BegunEarlier(undefined).message}${SEEN}: x`,
    ],
    [
      "a folder begun earlier that is not seen",
      new BegunEarlier(undefined, "not-seen"),
      `unknown /a/b: ${new BegunEarlier(undefined).message}${SEEN}.`,
    ],
  ])("as JSON and as a line if it is a failure: %s", (_what, error, text) => {
    printResult(folders, { item: "/a/b", outcome: "failed", error });
    expect(printed.err).toEqual([`${text}\n`]);
    expect(printed.out.map((line) => JSON.parse(line))).toEqual([
      { path: "/a/b", outcome: "failed", error: JSON.parse(JSON.stringify(errorToJson(error))) },
    ]);
  });

  test("with all properties of an error of this package, and the message alone of any other", () => {
    expect(errorToJson(lost())).toMatchObject({ code: "ECONNRESET", outcome: "unknown", message: "lost" });
    expect(errorToJson(new BegunEarlier(earlier))).toMatchObject({ code: "BEGUN_EARLIER", earlier });
    expect(errorToJson(Object.assign(new Error("x"), { password: "s3cret" }))).toEqual({ message: "x" });
  });
});

describe("all further deletions are skipped", () => {
  const REFUSED = "The server or proxy refuses this client (401 or 407); the remaining folders were skipped.";
  const NO_TICKET =
    "The server does not accept the ticket; the remaining folders were skipped. If the ticket is valid, the server may name its element differently: run `inforouter check`.";
  const response = (code: ConstructorParameters<typeof UnexpectedResponseError>[0]) =>
    new UnexpectedResponseError(code, "x", { httpStatus: 404 }, facts("rejected"));

  test.each<[what: string, error: unknown, reason: string | undefined]>([
    [
      "after a log-in that failed",
      refusal("ACCESS_DENIED", "AuthenticateUser"),
      "The log-in failed; the remaining folders were skipped.",
    ],
    ["after a refused ticket", refusal("AUTHENTICATION_FAILED"), NO_TICKET],
    ["after an expired ticket", refusal("SESSION_EXPIRED"), NO_TICKET],
    [
      "where the proxy opens no connection",
      notSent("NO_TLS"),
      "The proxy opens no connection to the server; the remaining folders were skipped.",
    ],
    [
      "where there is no service",
      response("NOT_FOUND"),
      "There is no service at this address; the remaining folders were skipped.",
    ],
    ["after a refusal of the server", response("UNAUTHORIZED"), REFUSED],
    ["after a refusal of the proxy", response("PROXY_AUTHENTICATION_REQUIRED"), REFUSED],
    ["after such an error of FolderExists", new BegunEarlier(undefined, "not-seen", response("UNAUTHORIZED")), REFUSED],
    ["after no other refusal", refusal("ACCESS_DENIED"), undefined],
    ["after no lost answer", lost(), undefined],
    ["after no other error", Object.assign(new Error("x"), { code: "NOT_FOUND" }), undefined],
  ])("%s", (_what, error, reason) => {
    expect(reasonToStop(folders, error)).toBe(reason);
  });
});

test("a result whose file is on a network drive that has gone away is named on standard error", () => {
  const emit = jest.fn();
  jest.spyOn(process, "stdout", "get").mockImplementation(() => ({ fd: 1, isTTY: false, emit }) as never);
  const gone = Object.assign(new Error("x"), { code: "ENOTCONN" });
  jest.spyOn(files, "fstatSync").mockImplementationOnce(() => {
    throw gone;
  });
  printResult(folders, { item: "/a/b", outcome: "deleted" });
  expect(printed.err).toEqual(["deleted /a/b: standard output does not have it.\n"]);
  expect(emit.mock.calls).toEqual([["error", gone]]);
});

test("a result that a full disk cuts is named on standard error, and the next one has a line of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "inforouter-output-"));
  const fd = openSync(join(folder, "results"), "a");
  const emit = jest.fn();
  jest.spyOn(process, "stdout", "get").mockImplementation(() => ({ fd, isTTY: false, emit }) as never);
  const full = Object.assign(new Error("x"), { code: "ENOSPC" });
  jest.spyOn(files, "writeFileSync").mockImplementationOnce(() => {
    writeSync(fd, '{"path":"/a');
    throw full;
  });
  printResult(folders, { item: "/a/b", outcome: "deleted" });
  printResult(folders, { item: "/a/c", outcome: "deleted" });
  printResult(folders, { item: "/a/d", outcome: "deleted" });
  const lines = readFileSync(join(folder, "results"), "utf8").split("\n");
  closeSync(fd);
  rmSync(folder, { recursive: true });
  expect(lines).toEqual([
    '{"path":"/a',
    '{"path":"/a/c","outcome":"deleted"}',
    '{"path":"/a/d","outcome":"deleted"}',
    "",
  ]);
  expect(printed.err).toEqual(["deleted /a/b: standard output does not have it.\n"]);
  expect(emit.mock.calls).toEqual([["error", full]]);
});
