import { WordSearch } from "../../../src/soap/secrets/word-search.js";

const codes = (text: string): number[] => Array.from(text, (_, index) => text.charCodeAt(index));

/** Each word where it ends: `word@end`. */
function findings(words: readonly string[], text: string): string[] {
  const search = new WordSearch(words.map(codes));
  const found: string[] = [];
  let state = 0;
  for (const [index, code] of codes(text).entries()) {
    state = search.after(state, code);
    const match = search.foundIn(state);
    for (const word of match?.words ?? []) {
      expect(match?.length).toBe(words[word]?.length);
      found.push(`${words[word]}@${index}`);
    }
  }
  return found;
}

test.each<[name: string, words: string[], text: string, want: string[]]>([
  ["no word", [], "abc", []],
  ["a word that is not there", ["abc"], "ab acb bc", []],
  ["a word at both ends", ["ab"], "ab ab", ["ab@1", "ab@4"]],
  ["a word that overlaps itself", ["aa"], "aaa", ["aa@1", "aa@2"]],
  ["a word of one character", ["a"], "bab", ["a@1"]],
  ["words with one beginning", ["abc", "abd", "abe"], "abdabeabc", ["abd@2", "abe@5", "abc@8"]],
  ["a word within another", ["b", "abc"], "abc", ["b@1", "abc@2"]],
  ["the longest of two that end together", ["c", "bc", "abc"], "abc xbc c", ["abc@2", "bc@6", "c@8"]],
  ["a word that begins within a failed one", ["abcd", "bce"], "abce", ["bce@3"]],
  ["a word that begins within a failed one, twice", ["aab"], "aaaab", ["aab@4"]],
  ["a word through two failures", ["ababc", "abd", "bx"], "ababx ababd", ["bx@4", "abd@10"]],
  [
    "words beyond ASCII",
    ["\u00e9\u00e8", "\u007f\u0080"],
    "\u00e9\u00e9\u00e8\u007f\u0080",
    ["\u00e9\u00e8@2", "\u007f\u0080@4"],
  ],
  ["a word in both alphabets", ["\u0080a", "a\u0080"], "a\u0080a", ["a\u0080@1", "\u0080a@2"]],
  ["the last of many siblings", ["xa", "xb", "xc", "xd"], "xaxd", ["xa@1", "xd@3"]],
])("finds %s", (_name, words, text, want) => {
  expect(findings(words, text)).toEqual(want);
});

test("reports all of equal words", () => {
  const search = new WordSearch([codes("ab"), codes("b"), codes("ab")]);
  expect(search.foundIn(search.after(search.after(0, 0x61), 0x62))).toEqual({ words: [0, 2], length: 2 });
});

test("finds what a plain search finds, in all texts of three letters", () => {
  const texts = (length: number): string[] =>
    length === 0 ? [""] : texts(length - 1).flatMap((text) => [..."abc"].map((letter) => text + letter));
  const words = ["aba", "bab", "ca", "abac"];
  for (const text of texts(6)) {
    const want = [...text].flatMap((_, index) => {
      const longest = words
        .filter((word) => text.slice(0, index + 1).endsWith(word))
        .sort((a, b) => b.length - a.length);
      return longest.slice(0, 1).map((word) => `${word}@${index}`);
    });
    expect(findings(words, text)).toEqual(want);
  }
});
