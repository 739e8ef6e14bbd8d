import { type Word, wordsOf } from "../../../src/soap/secrets/secret-words.js";

const written = ({ codes }: Word): string => String.fromCharCode(...codes);
const lettersOf = (...secrets: string[]): string[] => wordsOf(secrets).letters.map(written);
const charactersOf = (...secrets: string[]): string[] => wordsOf(secrets).characters.map(written);

describe("a secret of eight letters and digits or more", () => {
  test.each([
    ["abcdefg1", "abcdefg1"],
    ["ABCDEFG1", "abcdefg1"],
    ["3f2504e0-4f89", "3f2504e04f89"],
    [" abcdefg1\n", "abcdefg1"],
    ["abcd efg_1", "abcdefg1"],
    ["abcd\u00adefg1", "abcdefg1"],
  ])("is searched by those alone: %j", (secret, word) => {
    expect(lettersOf(secret)[0]).toBe(word);
    expect(charactersOf(secret)).toEqual([]);
  });

  test("is searched in this form, and in twelve codes of its bytes, if it is ASCII alone", () => {
    expect(lettersOf("abcdefg1")).toHaveLength(1 + 12);
    expect(lettersOf("\u00e4bcdefg1").length).toBeGreaterThan(1 + 12);
  });

  test.each([
    ["abcdefg1", "", ""],
    ["(abcdefg1)", "(", ")"],
    ["--abcd-efg1", "--", ""],
    ["abcd-efg1==", "", "=="],
    ["(\u00ad-abcd-efg1= \t)", "-(", "=)"],
  ])("keeps what is seen around the first and the last of them, outwards: %j", (secret, before, after) => {
    const codesOf = (text: string) => text.split("").map((unit) => unit.charCodeAt(0));
    const expected = { before: codesOf(before), after: codesOf(after), isCut: false };
    expect(wordsOf([secret]).letters[0]).toMatchObject(expected);
  });
});

describe("a shorter secret", () => {
  test.each([
    ["abcdefg", "abcdefg"],
    ["Ab-1", "ab-1"],
    ["a", "a"],
    ["a \t b", "a b"],
    ["a\u00a0+b", "a b"],
    ["a \u00ad b", "a b"],
    ["a b\u00adc", "a bc"],
    ["  a  ", "a"],
  ])("is searched by all its characters, runs of blanks as one: %j", (secret, word) => {
    expect(wordsOf([secret]).characters[0]).toEqual({
      codes: Array.from(word, (_, index) => word.charCodeAt(index)),
      before: [],
      after: [],
      isCut: false,
    });
  });

  test("of ASCII alone is searched in this form only", () => {
    expect(charactersOf("Ab-1")).toEqual(["ab-1"]);
  });

  test.each([
    ["ab\u00e9c", "ab?c"],
    ["a\u00e9\u00e8b", "a??b"],
    ["\u{1f600}abc", "?abc"],
  ])("beyond ASCII is searched with a question mark for each of the other characters, too: %j", (secret, word) => {
    expect(charactersOf(secret)).toContain(word);
  });

  test.each(["", " \t"])("that nobody sees is not searched: %j", (secret) => {
    expect(charactersOf(secret)).toEqual([]);
  });
});

describe("what a secret means", () => {
  test.each([
    ["ab%41cd", ["ab%41cd", "abacd"]],
    ["a&lt;<b>c", ["a&lt;<b>c", "a<<b>c", "a&lt;c"]],
    ["%41%41%41%42", ["aaab"]],
    ["%41%41%42", []],
    ["&amp;amp;", ["&amp;amp;", "&amp;"]],
  ])("is searched as well, from four characters on: %j", (secret, words) => {
    const found = charactersOf(secret);
    expect(found).toEqual(expect.arrayContaining(words));
    expect(found.filter((word) => word.length < 4)).toEqual([]);
  });

  test("may be long where the secret is", () => {
    expect(lettersOf("%41bcdefgh")).toEqual(expect.arrayContaining(["41bcdefgh", "abcdefgh"]));
  });
});

test("a secret that is given twice is searched once, and blanks around it make no other", () => {
  expect(wordsOf(["abc", " abc", "abc\n"])).toEqual(wordsOf(["abc"]));
});

describe("of a secret of more than 4,096 characters", () => {
  test.each([
    [4_096, false],
    [4_097, true],
  ])("only the beginning is searched: %d characters", (length, isCut) => {
    const words = [...wordsOf(["x".repeat(length)]).letters, ...wordsOf(["-".repeat(length)]).characters];
    expect(words.map((word) => word.isCut)).toEqual(words.map(() => isCut));
    expect([words.at(0), words.at(-1)].map((word) => word?.codes.length)).toEqual([4_096, 4_096]);
  });
});

test.each([
  ["stra\u00dfe-12", "strasse12"],
  ["caf\u00e9-1234", "cafa\u00a91234"],
  ["caf\u00e9-\u20ac1234", "cafa\u00a9a\u00ac1234"],
  ["caf\u00e9-12345", "caf12345"],
])("%j is searched as another charset writes it: %j", (secret, word) => {
  expect(lettersOf(secret)).toContain(word);
});

const FIELDS = "0x3f2504e00x4f890x11d30x9a0x0c0x030x050xe80x2c0x330x01";

test.each([
  "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
  "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
  "(3f2504e04f8911d39a0c0305e82c3301)",
])("a GUID is searched as the fields of .NET's format X, too: %s", (guid) => {
  expect(lettersOf(guid).at(-1)).toBe(FIELDS);
});

test.each([
  ["with a digit more before it", "a3f2504e0-4f89-11d3-9a0c-0305e82c3301"],
  ["with a digit more after it", "3f2504e0-4f89-11d3-9a0c-0305e82c3301a"],
  ["with a letter", "3f2504e0-4f89-11d3-9a0c-0305e82c330g"],
])("what is no GUID has no fields: %s", (_what, secret) => {
  expect(lettersOf(secret)).toHaveLength(13);
});

describe("the codes of a secret", () => {
  const letters = (text: string): string => text.toLowerCase().replace(/[^0-9a-z]/g, "");

  /** The characters of base64 that the bytes around them do not change. */
  function base64Of(bytes: Buffer, before: number): string {
    const [zeros = "", ones = ""] = [0, 0xff].map((around) =>
      Buffer.concat([Buffer.alloc(before, around), bytes, Buffer.alloc(3, around)]).toString("base64"),
    );
    return Array.from(zeros)
      .filter((character, index) => character === ones[index])
      .join("");
  }

  const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
  test.each<[secret: string, ...utf16: Buffer[]]>([
    // Without its last byte, which is 0, it is a part of the text in either order of the bytes.
    ["k\u00e4se-Z78\u00ff", wide("k\u00e4se-Z78\u00ff").subarray(0, -1)],
    ["k\u00e4se-Z78\u20ac", wide("k\u00e4se-Z78\u20ac"), wide("k\u00e4se-Z78\u20ac").swap16()],
    ["k\u0151se-Z789", wide("k\u0151se-Z789"), wide("k\u0151se-Z789").swap16()],
  ])("are those of its bytes in UTF-8, UTF-16 and ISO 8859-1, wherever they begin: %j", (secret, ...utf16) => {
    const encodings = [Buffer.from(secret, "utf8"), ...utf16, Buffer.from(secret, "latin1")];
    expect(lettersOf(secret).slice(-4 * encodings.length)).toEqual(
      encodings.flatMap((bytes) => [
        bytes.toString("hex"),
        ...[0, 1, 2].map((before) => letters(base64Of(bytes, before))),
      ]),
    );
  });

  test.each([
    ["abc", []],
    ["abcd", ["61626364", "61006200630064", "yqbiagmaz", "eaygbjag", "hagiaywbk"]],
  ])("are searched from eight letters and digits on: %j", (secret, words) => {
    const found = lettersOf(secret);
    expect(found).toEqual(expect.arrayContaining(words));
    expect(found.filter((word) => word.length < 8)).toEqual([]);
  });
});
