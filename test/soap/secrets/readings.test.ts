import {
  endIn,
  meaningsOf,
  mostReadings,
  type Reading,
  readingsOf,
  startIn,
} from "../../../src/soap/secrets/readings.js";
import { atOnce } from "../../../src/soap/xml/slices.js";

const readings = (text: string): Reading[] => [...readingsOf(text)].filter((reading) => reading !== undefined);
const textsOf = (text: string): string[] => readings(text).map((reading) => reading.text);

describe("a text without escapes and markup", () => {
  test.each(["", "abc", "a ; b", "&", "a%", "\\", "_x", "="])("has one reading: %j", (text) => {
    expect(textsOf(text)).toEqual([text]);
  });
});

describe("one escape", () => {
  test.each([
    // XML and HTML
    ["&#65;", "A"],
    ["&#0;", "\0"],
    [`&#${"0".repeat(14)}65;`, "A"],
    [`&#${"0".repeat(15)}65;`, undefined],
    ["&#1114111;", "\u{10ffff}"],
    ["&#1114112;", undefined],
    ["&#11111111;", undefined],
    ["&#65", undefined],
    ["&#;", undefined],
    ["&#a;", undefined],
    ["&#x41;", "A"],
    ["&#X4a;", "J"],
    [`&#x${"0".repeat(13)}41;`, "A"],
    [`&#x${"0".repeat(14)}41;`, undefined],
    ["&#x10ffff;", "\u{10ffff}"],
    ["&#x110000;", undefined],
    ["&#x1111111;", undefined],
    ["&#x;", undefined],
    ["&#xg;", undefined],
    ["&amp;", "&"],
    ["&lt;", "<"],
    ["&gt;", ">"],
    ["&quot;", '"'],
    ["&apos;", "'"],
    ["&nbsp;", "\u00a0"],
    ["&shy;", "\u00ad"],
    ["&AMP;", "&"],
    ["&amp", undefined],
    ["&copy;", "\u00a9"],
    ["&euro;", "\u20ac"],
    ["&sup2;", "\u00b2"],
    ["&frac12;", "\u00bd"],
    ["&hyphen;", undefined],
    ["&a;", undefined],
    ["& amp;", undefined],
    // URLs
    ["%41", "A"],
    ["%4a", "J"],
    ["%4F", "O"],
    ["%00", "\0"],
    ["%4", undefined],
    ["%4g", undefined],
    ["%4/", undefined],
    ["%/4", undefined],
    ["%g4", undefined],
    ["%", undefined],
    ["%%", undefined],
    ["%c3%a9", "\u00e9"],
    ["%c2%80", "\u0080"],
    ["%c1%81", "\u00c1\u0081"],
    ["%df%bf", "\u07ff"],
    ["%e0%a0%80", "\u0800"],
    ["%ef%bf%bc", "\ufffc"],
    ["%f0%90%80%80", "\u{10000}"],
    ["%f4%8f%bf%bf", "\u{10ffff}"],
    ["%f5%80%80%80", "\u00f5\u0080\u0080\u0080"],
    ["%e9", "\u00e9"],
    ["%c3", "\u00c3"],
    ["%e2%82", "\u00e2\u0082"],
    ["%c3A9", "\u00c3A9"],
    ["%c3=a9", "\u00c3=a9"],
    ["%c3%41", "\u00c3A"],
    ["%e2%41%42", "\u00e2AB"],
    ["%u00e9", "\u00e9"],
    ["%U20AC", "\u20ac"],
    ["%u0e9", undefined],
    ["%u00g9", undefined],
    // JSON
    ['\\"', '"'],
    ["\\'", "'"],
    ["\\\\", "\\"],
    ["\\/", "/"],
    ["\\b", "\b"],
    ["\\f", "\f"],
    ["\\n", "\n"],
    ["\\r", "\r"],
    ["\\t", "\t"],
    ["\\u0041", "A"],
    ["\\x41", "A"],
    ["\\u004", undefined],
    ["\\x4", undefined],
    ["\\a", undefined],
    // XmlConvert
    ["_x0041_", "A"],
    ["_X0041_", "A"],
    ["_x0001f600_", "\u{1f600}"],
    ["_x00110000_", undefined],
    ["_x0010ffff_", "\u{10ffff}"],
    ["_x041_", undefined],
    ["_x00041_", undefined],
    ["_x0041", undefined],
    // quoted-printable
    ["=41", "A"],
    ["=C3=A9", "\u00e9"],
    ["=E9", "\u00e9"],
    ["=C3=\r\n=A9", "\u00e9"],
    ["=F0=9F=\n=98=\n=80", "\u{1f600}"],
    ["=\r\n", ""],
    ["=\n", ""],
    [`=${" ".repeat(8)}`, ""],
    [`=${" ".repeat(9)}`, " "],
    ["=4", undefined],
    ["=g=\n", "=g"],
    ["=g", undefined],
    // markup
    ["<b>", ""],
    ["</b>", ""],
    ["<>", ""],
    ["<b", undefined],
    ["<b<", undefined],
    [`<${"x".repeat(200)}>`, ""],
    [`<${"x".repeat(201)}>`, undefined],
    ["<![CDATA[a]]>", "a"],
    ["<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"],
    ["<![CDATA[a<b>c", "ac"],
    ["<![CDATA", undefined],
    ["<!---->", ""],
    ["<!-- a > b -->", ""],
    ["<!-- a > b --> -->", " -->"],
    ["<!--[if IE]>a<![endif]-->", ""],
    ["<!-- a<b>c -->", "<!-- ac -->"],
    [`<!-->${"x".repeat(199)}-->`, ""],
    [`<!-->${"x".repeat(200)}-->`, `${"x".repeat(200)}-->`],
    ["]]>", undefined],
  ])("%j is read as %j", (written, meant) => {
    const [plain, ...others] = textsOf(`k ${written}z`);
    expect(plain).toBe(`k ${written}z`);
    expect(others[0]).toBe(meant === undefined ? undefined : `k ${meant}z`);
  });
});

describe("layers of escapes", () => {
  test.each<[text: string, readings: string[]]>([
    ["&amp;#65;", ["&amp;#65;", "&#65;", "A"]],
    // Four layers, and no fifth.
    ["%2525252541", ["%2525252541", "%25252541", "%252541", "%2541", "%41"]],
    // All kinds at once, then quoted-printable beneath them; then each kind alone.
    ["%3D41", ["%3D41", "=41", "A"]],
    ["%41=42", ["%41=42", "A=42", "AB", "%41B"]],
    ["&#65;%41", ["&#65;%41", "AA", "A%41", "&#65;A"]],
    ["\\x41_x0041_", ["\\x41_x0041_", "AA", "A_x0041_", "\\x41A"]],
    // Two layers of one kind alone; one of XmlConvert and quoted-printable.
    [
      "&amp;amp;amp;%41",
      ["&amp;amp;amp;%41", "&amp;amp;A", "&amp;A", "&A", "&amp;amp;%41", "&amp;%41", "&amp;amp;amp;A"],
    ],
    ["=3D41&#65;", ["=3D41&#65;", "=3D41A", "=41A", "=41&#65;"]],
    // Without markup, only all kinds at once; and what is left of the decoded text.
    ["<i>%41</i>&#65;", ["<i>%41</i>&#65;", "<i>A</i>A", "AA", "<i>%41</i>A", "<i>A</i>&#65;", "%41&#65;", "AA"]],
    // Markup that is escaped, and twice; what is escaped beside it; and none that is escaped three times.
    ["a&lt;b&gt;c", ["a&lt;b&gt;c", "a<b>c", "ac"]],
    ["a&amp;lt;b&amp;gt;c", ["a&amp;lt;b&amp;gt;c", "a&lt;b&gt;c", "a<b>c", "ac"]],
    ["a&lt;b&gt;&amp;#65;", ["a&lt;b&gt;&amp;#65;", "a<b>&#65;", "a<b>A", "a&#65;", "aA"]],
    ["a&lt;![CDATA[b]]&gt;", ["a&lt;![CDATA[b]]&gt;", "a<![CDATA[b]]>", "ab"]],
    ["a%25253Cb%25253E", ["a%25253Cb%25253E", "a%253Cb%253E", "a%3Cb%3E", "a<b>"]],
  ])("are read one by one: %j", (text, want) => {
    expect(textsOf(text)).toEqual(want);
  });
});

describe("each character of a reading", () => {
  test.each([
    [
      "a&#65;b",
      "aAb",
      [
        [0, 1],
        [1, 6],
        [6, 7],
      ],
    ],
    [
      "%41%42",
      "AB",
      [
        [0, 3],
        [3, 6],
      ],
    ],
    [
      "x&#128512;",
      "x\u{1f600}",
      [
        [0, 1],
        [1, 10],
        [1, 10],
      ],
    ],
    [
      "a<b>c",
      "ac",
      [
        [0, 1],
        [4, 5],
      ],
    ],
    [
      "&amp;#65;!",
      "A!",
      [
        [0, 9],
        [9, 10],
      ],
    ],
    [
      "<i>&#65;</i>z",
      "Az",
      [
        [3, 8],
        [12, 13],
      ],
    ],
  ])("has its place in the text: %j as %j", (text, meant, places) => {
    const reading = readings(text).find((one) => one.text === meant) ?? { text: "" };
    expect(
      Array.from({ length: meant.length }, (_, index) => [startIn(reading, index), endIn(reading, index)]),
    ).toEqual(places);
  });

  test("is at its own place in the text itself", () => {
    expect([startIn({ text: "abc" }, 2), endIn({ text: "abc" }, 2)]).toEqual([2, 3]);
  });

  test("is at the beginning of the text where there is none", () => {
    const reading: Reading = { text: "", starts: new Uint32Array(), ends: new Uint32Array() };
    expect([startIn(reading, 2), endIn(reading, 2)]).toEqual([0, 0]);
  });
});

describe("the most readings of a text", () => {
  test.each([
    ["", 1],
    ["abc", 1],
    ["&", 10],
    ["%", 10],
    ["\\", 10],
    ["_", 10],
    ["=", 10],
    ["&%", 12],
    ["&%\\_=", 18],
    ["<", 2],
    ["<&", 16],
    ["<&%\\_=", 24],
  ])("are bounded by its kinds of escapes: %j", (text, most) => {
    expect(mostReadings(text)).toBe(most);
  });
});

describe("the meanings of a text", () => {
  test.each([
    ["abc", ["abc"]],
    ["&amp;lt;", ["&amp;lt;", "&lt;", "<"]],
    ["%2525252541", ["%2525252541", "%25252541", "%252541", "%2541", "%41"]],
    ["<b>%41", ["<b>%41", "<b>A", "%41", "A"]],
    ["=41", ["=41"]],
  ])("are what it decodes to, with and without markup, each once: %j", (text, meanings) => {
    expect(atOnce(meaningsOf(text))).toEqual(meanings);
  });
});

test.each([
  ["x".repeat(64 * 1024), 8],
  ["%41".repeat(16 * 1024), 5],
])("a long text is read with pauses (%#)", (text, least) => {
  const pauses = [...readingsOf(text)].filter((reading) => reading === undefined);
  expect(pauses.length).toBeGreaterThanOrEqual(least);
  expect(pauses.length).toBeLessThan(100);
});
