import {
  decodeJournal,
  headerLine,
  itemLine,
  lockLine,
  parseJournal,
  recordedIdentityOf,
  unlockLine,
} from "../../../src/cli/deletions/journal-text.js";
import { header, identityOf, line, owner, parse } from "./journal-lines.js";

const locked = (id: string, ended?: string[]) => `${JSON.stringify({ lock: id, process: {}, ended })}\n`;
const unlocked = (id: string) => `${JSON.stringify({ unlock: id })}\n`;

const unknown = (error: object) => itemLine("/a/b", "unknown", { error });

describe("writing", () => {
  const at = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const lock = { id: "1", process: { pid: 7, host: "h" }, at: "t" };

  test.each([
    ["its header", headerLine(owner), { journal: "inforouter 2", ...owner, at }],
    ["a lock", lockLine(lock, []), { lock: "1", process: lock.process, at: "t" }],
    [
      "a lock after others",
      lockLine(lock, ["2", "3"]),
      { lock: "1", process: lock.process, ended: ["2", "3"], at: "t" },
    ],
    ["a release", unlockLine("1"), { unlock: "1", at }],
    [
      "an item with details",
      itemLine("/a/b", "failed", { error: { code: "X" } }),
      { item: "/a/b", state: "failed", error: { code: "X" }, at },
    ],
  ])("gives a journal %s", (_name, written, want) => {
    expect(written).toStrictEqual(want);
  });
});

test("an item is what it was in a run that allowed unusual paths", () => {
  const kind = { identityOf: (item: string, options: object) => `${item} ${JSON.stringify(options)}` };
  expect(recordedIdentityOf(kind as never)("/a")).toBe('/a {"allowUnusualPath":true}');
});

describe("reading", () => {
  test("keeps the last state of each item, in whichever spelling", () => {
    const text = [
      header,
      line("/a/b", "begun"),
      line("/c/d", "begun"),
      line("\\a\\b\\", "unknown"),
      line("/a/b", "deleted"),
      line("/e/f", "begun"),
      line("/e/f", "failed"),
      line("/c/d", "gone"),
      line("/g/h", "acknowledged"),
    ].join("");
    expect(parse(text).states).toEqual([
      ["a/b", "deleted"],
      ["c/d", "gone"],
      ["e/f", "failed"],
      ["g/h", "acknowledged"],
    ]);
  });

  test.each<[name: string, lines: readonly object[], want: object | undefined]>([
    ["an unknown result", [unknown({ code: "PARTIAL", requestId: "8672ff33" })], { requestId: "8672ff33" }],
    ["one without a request", [unknown({ code: "PARTIAL" })], {}],
    [
      "one that a later run kept",
      [unknown({ code: "BEGUN_EARLIER", earlier: { code: "PARTIAL", at: "t1" } })],
      { at: "t1" },
    ],
    ["none, of a run that was killed", [unknown({ code: "PARTIAL" }), itemLine("/a/b", "begun", {})], undefined],
    ["none, of a later run with nothing to keep", [unknown({ code: "BEGUN_EARLIER" })], undefined],
    ["none, after a deletion", [unknown({ code: "PARTIAL" }), itemLine("/a/b", "deleted", {})], undefined],
    ["none, of a refusal", [itemLine("/a/b", "failed", { error: { code: "ACCESS_DENIED" } })], undefined],
    ["none that could change a terminal", [unknown({ code: "\u001b[2J" })], undefined],
    ["none that could change it after a word", [unknown({ code: "PARTIAL\u001b[2J" })], undefined],
    ["none that is no text", [unknown({ code: 7 }), unknown(null as never)], undefined],
  ])("keeps the error of %s", (_name, lines, want) => {
    const text = header + lines.map((one) => `${JSON.stringify(one)}\n`).join("");
    const { errors } = parseJournal(text, owner, identityOf, "run.journal");
    const at = expect.stringMatching(/^20\d\d-/);
    expect([...errors]).toStrictEqual(want === undefined ? [] : [["a/b", { code: "PARTIAL", at, ...want }]]);
  });

  test.each([
    ["a beginning", line("/c/d", "begun")],
    ["a result, whose item stays begun", line("/a/b", "deleted")],
    ["a lock", locked("2")],
    ["a release", unlocked("1")],
    ["the zeros of a file system", "\0\0\0\0\0\0\0\n"],
  ])("takes the cut end of %s, wherever it was cut, for not written, also before the next run", (_name, last) => {
    const whole = header + locked("1") + line("/a/b", "begun");
    for (let length = 1; length < last.length - 1; length += 1) {
      const text = whole + last.slice(0, length);
      expect(parse(text)).toEqual({ states: [["a/b", "begun"]], locks: ["1"], isTorn: true });
      const next = parse(`${text}\n${locked("3", ["1"])}${line("/e/f", "begun")}`);
      expect(next).toEqual({
        states: [
          ["a/b", "begun"],
          ["e/f", "begun"],
        ],
        locks: ["3"],
        isTorn: false,
      });
    }
  });

  const begun = line("/a/b", "begun");
  const failed = line("/a/b", "failed");

  test.each([
    ["unknown", "that an earlier run began", locked("1") + begun + unlocked("1") + locked("2")],
    ["unknown", "that an earlier run left unknown", locked("1") + line("/a/b", "unknown") + locked("2", ["1"]) + begun],
    ["unknown", "that a run began which was killed", locked("1") + begun + header + locked("2") + begun],
    ["failed", "that the same run began", locked("1") + begun + locked("2") + unlocked("2")],
    [
      "failed",
      "that the same run began, and an earlier one deleted",
      locked("1") + begun + line("/a/b", "deleted") + unlocked("1") + locked("2") + begun,
    ],
  ])("takes a failed item for %s %s, also where journals were joined, the last one first", (want, _which, text) => {
    expect(parse(header + text + failed).states).toEqual([["a/b", want]]);
    expect(parse(header + text + failed + line("/a/b", "gone")).states).toEqual([["a/b", "gone"]]);
  });

  test("keeps the error of an item that another run's failure does not settle", () => {
    const text = `${header}${locked("1")}${JSON.stringify(unknown({ code: "PARTIAL" }))}\n${unlocked("1")}${locked("2")}`;
    const { errors } = parseJournal(text + failed, owner, identityOf, "run.journal");
    expect(errors.get("a/b")).toMatchObject({ code: "PARTIAL" });
  });

  test("takes an empty line for nothing", () => {
    const text = `${header}${line("/a/b", "begun")}\n${line("/a/b", "deleted")}`;
    expect(parse(text).states).toEqual([["a/b", "deleted"]]);
  });

  test("takes a line that lacks its end only for written", () => {
    const text = header + line("/a/b", "deleted").trimEnd();
    expect(parse(text)).toEqual({ states: [["a/b", "deleted"]], locks: [], isTorn: true });
  });

  test.each([
    ["an empty file", "", false],
    ["a line end", "\n", false],
    ["zeros", "\0\0\0", true],
    ...[1, 10, 22, 30, header.length - 10].map((length): [string, string, boolean] => [
      `${length} bytes of a header`,
      header.slice(0, length),
      true,
    ]),
  ])("takes %s for a new journal", (_name, text, isTorn) => {
    const { states, ...rest } = parseJournal(text, owner, identityOf, "run.journal");
    expect({ states: [...states], ...rest }).toEqual({
      format: undefined,
      states: [],
      errors: new Map(),
      locks: [],
      isTorn,
    });
  });

  test("goes on after a header that was cut", () => {
    const text = `${header.slice(0, 50)}\n\0\0\n${header}${line("/a/b", "begun")}`;
    expect(parse(text).states).toEqual([["a/b", "begun"]]);
  });

  test("reads journals of 0.1.0", () => {
    const text = header.replace("inforouter 2", "inforouter 1") + line("/a/b", "begun");
    expect(parse(text).states).toEqual([["a/b", "begun"]]);
    expect(parseJournal(text, owner, identityOf, "run.journal").format).toBe("inforouter 1");
    expect(parseJournal(header, owner, identityOf, "run.journal").format).toBe("inforouter 2");
  });

  test.each<[string, string, string[]]>([
    ["those that are not released", locked("1") + unlocked("1") + locked("2"), ["2"]],
    ["the first of two first", locked("1") + locked("2"), ["1", "2"]],
    ["none that a later run found ended", locked("1") + locked("2") + locked("3", ["1", "2"]), ["3"]],
    ["those after a second header", locked("1") + header + locked("2") + unlocked("1"), ["2"]],
    ["those behind a line that is no object", `7\nnull\n"x"\n${locked("1")}`, ["1"]],
    ["those of an owner that cannot be read", '{"lock":"1","process":7}\n', ["1"]],
  ])("finds of locks %s", (_name, text, want) => {
    expect(parse(header + text).locks).toEqual(want);
  });

  test.each([
    ["with a lock", locked("1") + header.replace("dms.", "test.") + locked("2") + unlocked("2")],
    ["before it", header.replace("dms.", "test.") + locked("2") + unlocked("2") + locked("1")],
    ["before it, and was killed", header.replace("dms.", "test.") + locked("2") + locked("1", ["2"])],
  ])("reads the items of a run %s, although a run for another endpoint was refused the journal", (_name, text) => {
    expect(parse(header + text + line("/a/b", "deleted")).states).toEqual([["a/b", "deleted"]]);
  });

  const identity = { pid: 12, host: "h", boot: "b", namespaces: "n", startTime: "s" };

  test.each<[what: string, process: unknown, want: object]>([
    ["a process", identity, identity],
    ["one that is numbered 0, which names others", { ...identity, pid: 0 }, { ...identity, pid: 0, boot: undefined }],
    ["one below 0", { ...identity, pid: -12 }, { ...identity, pid: -12, boot: undefined }],
    ["one whose number is none", { ...identity, pid: 1.5 }, { ...identity, pid: 1.5, boot: undefined }],
    ["one whose number is a text", { ...identity, pid: "12" }, { ...identity, boot: undefined }],
    ["one with other marks", { pid: 12, host: "h", boot: 1, namespaces: [], startTime: null }, { pid: 12, host: "h" }],
    ["nothing", null, { pid: Number.NaN, host: "undefined" }],
  ])("reads of a lock its owner: %s", (_what, process, want) => {
    const text = `${header}${JSON.stringify({ lock: "1", process, at: "t" })}\n`;
    expect(parseJournal(text, owner, identityOf, "run.journal").locks).toEqual([{ id: "1", process: want, at: "t" }]);
  });

  test.each([
    ["another file", "/a/b\n/c/d\n", "run.journal is not a journal of this command"],
    ["a file of one line without end", "/a/b", "run.journal is not a journal of this command"],
    ["another JSON file", '{\n  "name": "x"\n}\n', "run.journal is not a journal of this command"],
    ["text before a header", `/a/b\n${header}`, "run.journal is not a journal of this command"],
    ["zeros of a disk image", "\0".repeat(5000), "run.journal is not a journal of this command"],
    [
      "another version",
      header.replace("inforouter 2", "inforouter 3") + locked("1"),
      "is not a journal of this command",
    ],
    [
      "another command",
      header.replace("delete-folder", "delete-download-handler"),
      'belongs to the command "delete-download-handler", not to delete-folder',
    ],
    [
      "another endpoint",
      header.replace("dms.", "test."),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    [
      "another endpoint, whose line lacks its end",
      header.replace("dms.", "test.").trimEnd(),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    [
      "the journal of another endpoint behind this one's, whose items are not deleted here",
      header + locked("1") + unlocked("1") + header.replace("dms.", "test.") + locked("2") + line("/a/b", "deleted"),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    [
      "the journal of another endpoint behind this one's, which two runs have begun",
      header + header.replace("dms.", "test.") + locked("1") + locked("2") + line("/a/b", "deleted"),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    [
      "the journal of another endpoint behind this one's, whose run was killed",
      header + locked("1") + header.replace("dms.", "test.") + locked("2") + line("/a/b", "deleted") + unlocked("2"),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    ["a damaged line", `${header}${line("/a/b", "begun")}{"item":\n${line("/a/b", "deleted")}`, "line 3, is damaged"],
    ["an unknown state", header + line("/a/b", "renamed"), "line 2, is damaged"],
    ["an item that is no text", `${header}{"item":5,"state":"begun"}\n`, "line 2, is damaged"],
    ["a line without item", `${header}{"state":"begun"}\n`, "line 2, is damaged"],
    ["an item that is no folder", header + line("/a", "begun"), "line 2, is damaged"],
  ])("refuses %s", (_name, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringContaining(message) }),
    );
  });
});

describe("decoding", () => {
  const whole = header + line("/a/b\u00fc", "begun");
  const decode = (text: string, encoding: "utf8" | "latin1") =>
    decodeJournal(Buffer.from(text, encoding), "run.journal");

  test.each([
    ["leaves out a byte order mark", `\ufeff${whole}`, whole],
    ["keeps one within an item", header + line("/a/\ufeffb", "begun"), header + line("/a/\ufeffb", "begun")],
    ["keeps the character that stands for lost letters", line("/a/\ufffd", "begun"), line("/a/\ufffd", "begun")],
  ])("%s", (_what, text, want) => {
    expect(decode(text, "utf8")).toBe(want);
  });

  test("takes a line that was cut within a letter for cut", () => {
    const bytes = Buffer.from(whole);
    const cut = bytes.subarray(0, bytes.indexOf("\u00fc") + 1);
    expect(parse(decodeJournal(Buffer.concat([cut, Buffer.from(`\n${locked("1")}`)]), "run.journal"))).toEqual({
      states: [],
      locks: ["1"],
      isTorn: false,
    });
  });

  test.each([
    ["with its line end", whole],
    ["without its line end", whole.trimEnd()],
    ["before other lines", whole + line("/a/c", "begun")],
  ])("refuses a line in another encoding, %s, since its item would be deleted again", (_where, text) => {
    expect(() => decode(text, "latin1")).toThrow("run.journal, line 2, is damaged");
  });
});
