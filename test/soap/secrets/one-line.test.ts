import { oneLine } from "../../../src/soap/secrets/one-line.js";

test.each<[name: string, text: string, maxLength: number, want: string]>([
  ["a short text", "No such path.", 20, "No such path."],
  ["a text of the greatest length", "abcde", 5, "abcde"],
  ["a longer text", "abcdef", 5, "abcde"],
  ["several lines", "one\r\ntwo\n\n\tthree", 20, "one two three"],
  ["blanks around it", "  \n a b \t ", 20, "a b"],
  ["blanks around a longer text", " \n abcdef", 5, "abcde"],
  ["control characters", "a\u001b[31mb\u0000\u0007c\u009bd", 20, "a [31mb c d"],
  ["characters that turn the reading direction", "a\u202eb\u2066c", 20, "a b c"],
  ["characters beyond 16 bits, some without a form", "a\u{1f600}\u{e0041}b", 20, "a\u{1f600} b"],
  ["blanks alone", " \n\t\u200b", 20, ""],
  ["many blanks before the text", `${" ".repeat(15 * 5)}abcdef`, 5, "abcde"],
  ["so many that the text is not reached", `${" ".repeat(16 * 5 - 2)}abcdef`, 5, "ab"],
])("one line of a message has of %s what can be read", (_name, text, maxLength, want) => {
  expect(oneLine(text, maxLength)).toBe(want);
});
