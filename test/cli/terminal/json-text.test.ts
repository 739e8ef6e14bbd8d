import { jsonText } from "../../../src/cli/terminal/json-text.js";

describe("JSON that is printed", () => {
  test.each<[what: string, value: unknown, elsewhere: string, onWindows: string]>([
    ["letters", "/Übersicht/語", '"/Übersicht/語"', '"/\\u00dcbersicht/\\u8a9e"'],
    ["a letter of two halves", "😀", '"😀"', '"\\ud83d\\ude00"'],
    ["a control character above ASCII", "\u009b2J\u007f", '"\\u009b2J\\u007f"', '"\\u009b2J\\u007f"'],
    ["a mark that reverses the order", "\u202egnp", '"\\u202egnp"', '"\\u202egnp"'],
    ["what some programs take for a line end", "a\u0085\u2028b", '"a\\u0085\\u2028b"', '"a\\u0085\\u2028b"'],
    ["half a letter", "\ud800", '"\\ud800"', '"\\ud800"'],
    ["a name", { ü: 1 }, '{"ü":1}', '{"\\u00fc":1}'],
  ])("has %s so that every terminal and program reads the same value", (_what, value, elsewhere, onWindows) => {
    expect(jsonText(value, undefined, "linux")).toBe(elsewhere);
    expect(jsonText(value, undefined, "win32")).toBe(onWindows);
    expect([elsewhere, onWindows].map((text) => JSON.parse(text))).toEqual([value, value]);
  });

  test("may have several lines", () => {
    expect(jsonText(["\u009b"], 2, "linux")).toBe('[\n  "\\u009b"\n]');
    expect(jsonText(["\u009b"], 2, "win32")).toBe('[\n  "\\u009b"\n]');
  });
});
