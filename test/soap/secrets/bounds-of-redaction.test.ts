import { ElementRedaction } from "../../../src/soap/secrets/element-redaction.js";
import { charactersAtOnce, redactor, SecretSearch } from "../../../src/soap/secrets/redact.js";
import { inFamilyOf, lackingSome, withFamily } from "../../../src/soap/secrets/secret-family.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { textOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { pausesOf } from "../../support/pauses.js";

const MOST = 256 * 1024;
const search = new SecretSearch(["plum"]);

const redactionOf = (element: XmlElement): ElementRedaction =>
  new ElementRedaction(search, atOnce(search.textsOf(element)));

describe("how many characters of a text are kept", () => {
  test.each<[text: string, mostWork: number | undefined, most: number]>([
    ["", undefined, MOST],
    ["a<b", undefined, MOST],
    ["a&b", undefined, 52_429],
    ["<&%\\_=", undefined, 21_846],
    ["a&b", 100, 10],
    ["a&b", 101, 11],
    [`${"x".repeat(MOST)}&`, undefined, MOST],
    [`${"x".repeat(MOST - 1)}&`, undefined, 52_429],
    ["a&b", Number.POSITIVE_INFINITY, MOST],
  ])("depends on its readings, and on the work that is allowed (%#)", (text, mostWork, most) => {
    expect(charactersAtOnce(text, mostWork)).toBe(most);
  });

  test.each<[name: string, secrets: string[], text: string, want: string]>([
    ["all of them", ["plum"], "-".repeat(MOST), "-".repeat(MOST)],
    ["no more", ["plum"], "-".repeat(MOST + 1), `${"-".repeat(MOST)}…`],
    ["no more without a secret", [], "-".repeat(MOST + 1), `${"-".repeat(MOST)}…`],
    ["all without a secret", [], "-".repeat(MOST), "-".repeat(MOST)],
    ["a secret at the end", ["plum"], `${"-".repeat(MOST - 4)}plum`, `${"-".repeat(MOST - 4)}[redacted]`],
    ["a secret over the end", ["plum"], `${"-".repeat(MOST - 1)}plum`, `${"-".repeat(MOST - 1)}[redacted]`],
    ["no secret after the end", ["plum"], `${"-".repeat(MOST)}plum`, `${"-".repeat(MOST)}…`],
    ["no secret far after the end", ["plum"], `${"-".repeat(MOST + 9)}plum`, `${"-".repeat(MOST)}…`],
  ])("is the bound: %s", (_name, secrets, text, want) => {
    expect(redactor(secrets)(text) === want).toBe(true);
  });

  test.each([20, 50])("lets no beginning of an escaped secret stay, however long its escapes are (%#)", (times) => {
    const secret = "abcdefgh".repeat(times);
    const escaped = Array.from(secret, (_, index) => `\\u00${secret.charCodeAt(index).toString(16)}`).join("");
    const before = "-".repeat(charactersAtOnce(escaped) - 6);
    expect(redactor(["plum", secret, "pear"])(`${before}${escaped} and more`)).toBe(`${before}[redacted]…`);
  });
});

describe("what is around a secret's letters", () => {
  test.each([
    ["(abcdefgh)", "((abcdefgh))", "([redacted])"],
    ["(abcdefgh)", "(abcdefgh", "[redacted]"],
    ["(abcdefgh)", "abcdefgh)", "[redacted]"],
    ["(abcdefgh)", "abcdefgh", "[redacted]"],
    ["(abcdefgh)", "[abcdefgh]", "[[redacted]]"],
    ["-+(abcdefgh)=/", "x-+(abcdefgh)=/y", "x[redacted]y"],
    ["-+(abcdefgh)=/", "x+-(abcdefgh)/=y", "x+[redacted]/=y"],
    ["-.(abcdefgh)=/", "x - \u00ad. ( abcdefgh ) =\u200b /y", "x [redacted]y"],
    ["-. (abcdefgh) =/", "x-.(abcdefgh)=/y", "x[redacted]y"],
    ["..abcdefgh", "...abcdefgh", ".[redacted]"],
    ["abcdefgh..", "abcdefgh...", "[redacted]."],
  ])("goes with them as far as it is there: %j in %j", (secret, text, want) => {
    expect(redactor([secret])(text)).toBe(want);
  });
});

test.each([
  [["abcdefgh", "abcdefgh!!"], "'abcdefgh!!'", "'[redacted]'"],
  [["abcdefgh!!", "abcdefgh"], "'abcdefgh!!'", "'[redacted]'"],
  [["abcdefgh!!", "#abcd-efgh", "abcdefgh"], "'#abcdefgh!!'", "'[redacted]'"],
  [["abcdefgh", "(abcdefgh", "abcdefgh)"], "abcdefgh) (abcdefgh [abcdefgh]", "[redacted] [redacted] [[redacted]]"],
  [["a".repeat(4096), `${"a".repeat(4096)}-b`], `${"a".repeat(4096)}-b c`, "[redacted]"],
])("secrets of the same letters are found in whole, whichever comes first (%#)", (secrets, text, want) => {
  expect(redactor(secrets)(text)).toBe(want);
});

describe("places of secrets", () => {
  test.each<[name: string, secrets: string[], text: string, want: string]>([
    ["that overlap are one", ["abcdefgh1234", "1234wxyz5678"], "abcdefgh1234wxyz5678", "[redacted]"],
    ["that touch are two", ["abcdefgh", "ijklmnop"], "abcdefghijklmnop", "[redacted][redacted]"],
    ["within others are a part of them", ["abcdefghijkl", "cdefghij"], "abcdefghijkl.", "[redacted]."],
    ["with one beginning end at the furthest end", ["abcdefgh", "abcdefghijkl"], "abcdefghijkl.", "[redacted]."],
    ["are all replaced", ["plum"], "plum, plum and plum", "[redacted], [redacted] and [redacted]"],
    ["of short and long ones are replaced together", ["plum", "abcdefgh"], "plum abcdefgh", "[redacted] [redacted]"],
    ["in a text as short as the secret are found", ["plum"], "plum", "[redacted]"],
    ["are not those of shorter texts", ["plum"], "plu", "plu"],
    ["of two characters are found", ["ab"], "xabx", "x[redacted]x"],
    ["reach as far as the longest that begins there", ["abcdefgh12", "abcdefg"], "abcdefgh12.", "[redacted]."],
    ["ignore what nobody sees and runs of blanks", ["a z"], "a \u00ad \t z", "[redacted]"],
  ])("%s", (_name, secrets, text, want) => {
    expect(redactor(secrets)(text)).toBe(want);
  });
});

test.each([
  ["longer than the text", "abcdefgh"],
  ["empty", ""],
])("a secret is found beside one of its family that is %s", (_what, other) => {
  const beside = new SecretSearch(inFamilyOf(withFamily([other]), [other, "plum"]));
  const element = readXml("<a>plum</a>");
  const copy = atOnce(new ElementRedaction(beside, atOnce(beside.textsOf(element))).texts(element));
  expect([atOnce(beside.redacted("plum")), textOf(copy)]).toEqual(["[redacted]", "[redacted]"]);
});

describe("a copy of an element", () => {
  const xml = "<a b='plum'>plum<c d='plum'>plum<e>plum</e></c></a>";

  test.each(["texts", "whole"] as const)("leaves the element as it is: %s", (how) => {
    const element = readXml(xml);
    atOnce(redactionOf(element)[how](element));
    expect(textOf(element)).toBe("plum");
    expect(element).toMatchObject({
      attributes: [{ value: "plum" }],
      children: ["plum", { attributes: [{ value: "plum" }], children: ["plum", { children: ["plum"] }] }],
    });
  });

  test.each([
    [100, 0],
    [1_000, 3],
  ])("of %d elements pauses after each 256 of them", (count, pauses) => {
    const element = readXml(`<a b="plum">${"<c/>".repeat(count)}</a>`);
    expect(pausesOf(redactionOf(element).whole(element))).toBe(pauses);
    expect(pausesOf(search.textsOf(element))).toBe(count === 100 ? 0 : 7);
  });

  test("searches each name once, however many elements have it", () => {
    const counted = new SecretSearch(["plum"]);
    const names = jest.spyOn(counted, "redacted");
    const element = readXml(`<a xmlns="urn:x">${"<b/>".repeat(9)}</a>`);
    const texts = atOnce(counted.textsOf(element));
    atOnce(new ElementRedaction(counted, texts).whole(element));
    expect(names.mock.calls.map(([name]) => name).sort()).toEqual(["a", "b", "urn:x"]);
  });

  test("loses its last texts where they are very many", () => {
    const count = 8_000;
    const element = readXml(`<a><b>plum</b>${"<b>x</b>".repeat(count)}</a>`);
    const { children } = atOnce(redactionOf(element).texts(element));
    const texts = children.map((child) => textOf(child as XmlElement));
    // Each costs its length and 32 characters.
    const kept = Math.floor((MOST - 36) / 33);
    expect(texts.filter((text) => text === "x")).toHaveLength(kept);
    expect(texts.slice(kept + 1).every((text) => text === "[redacted]")).toBe(true);
  });

  test.each([
    ["", "plum"],
    [" ", "plum"],
  ])("is searched without blank texts between the others: %j", (blank, secret) => {
    const spread = new SecretSearch(["plum-12345678"]);
    const element = readXml(`<a b="${blank}"><c>${secret}-</c>${blank}<d>12345678</d>${blank}<e>x</e></a>`);
    const copy = atOnce(new ElementRedaction(spread, atOnce(spread.textsOf(element))).texts(element));
    expect(copy.children.filter((child) => typeof child !== "string").map(textOf)).toEqual(Array(3).fill("[redacted]"));
  });

  test("whose texts are longer than the bound loses what comes after it, also without a secret", () => {
    const long = "x".repeat(200 * 1024);
    const element = readXml(`<a><b>${long}</b><c>${long}</c></a>`);
    const copy = atOnce(redactionOf(element).texts(element));
    expect(copy.children.map((child) => textOf(child as XmlElement).length)).toEqual([long.length, 10]);
  });

  test("shows the attributes of its root only as far as they and what comes before are searched", () => {
    const spread = new SecretSearch(["plum-12345678"]);
    const long = "x".repeat(MOST / 2);
    const element = readXml(`<a b="${long}"><c>${long}</c><d>plum-</d><e>12345678</e></a>`);
    const copy = atOnce(new ElementRedaction(spread, atOnce(spread.textsOf(element))).texts(element));
    expect(JSON.stringify(copy)).not.toContain("plum");
  });

  test("whose texts are longer than the bound is looked through no further", () => {
    const long = "x".repeat(MOST + 1);
    const pauses = ["", "<b/>".repeat(1_000)].map((more) => pausesOf(search.textsOf(readXml(`<a>${long}${more}</a>`))));
    expect(pauses[1]).toBe(pauses[0]);
  });

  test("that is as long as the bound is the element itself", () => {
    const element = readXml(`<a>${"x".repeat(MOST)}</a>`);
    expect(atOnce(redactionOf(element).texts(element))).toBe(element);
  });

  test.each([
    ["a secret", "plum"],
    ["a text", "pear"],
  ])("loses %s after as many characters as the bound allows", (_name, text) => {
    const element = readXml(`<a><b>${"x".repeat(MOST)}</b><c>${text}</c></a>`);
    const copy = atOnce(redactionOf(element).texts(element));
    expect(textOf(copy.children[1] as XmlElement)).toBe("[redacted]");
  });

  test.each([
    [0, "x"],
    [1, "[redacted]"],
  ])("keeps a text that uses up the bound, and none that is longer by %d", (more, start) => {
    // A text costs its length and 32 characters.
    const long = "x".repeat(MOST - 36 - 32 + more);
    const element = readXml(`<a><b>plum</b><c>${long}</c></a>`);
    const copy = atOnce(redactionOf(element).texts(element));
    expect(textOf(copy.children[1] as XmlElement).slice(0, start.length)).toBe(start);
  });

  test("without a secret keeps all its texts, however many they are, where its names are searched", () => {
    const element = readXml(`<a>${"<b>x</b>".repeat(9_000)}</a>`);
    const copy = atOnce(redactionOf(element).whole(element));
    expect(copy.children.every((child) => textOf(child as XmlElement) === "x")).toBe(true);
  });

  test("keeps empty values where a secret is spread over the others, of any length", () => {
    const spread = new SecretSearch(["pl-um"]);
    const element = readXml('<a b="pl-" c=""><d> </d><e>um</e></a>');
    const copy = atOnce(new ElementRedaction(spread, atOnce(spread.textsOf(element))).texts(element));
    expect(copy.attributes.map(({ value }) => value)).toEqual(["[redacted]", ""]);
    expect(copy.children.map((child) => textOf(child as XmlElement))).toEqual(["[redacted]", "[redacted]"]);
  });

  test.each([[[]], [[""]]])(
    "is the element itself where no secret is searched, however long its texts are: %j",
    (secrets) => {
      const idle = new SecretSearch(secrets);
      const element = readXml(`<a>${"x".repeat(2 * MOST)}</a>`);
      expect(atOnce(new ElementRedaction(idle, atOnce(idle.textsOf(element))).texts(element))).toBe(element);
    },
  );
});

test.each([
  [16 * 1024 - 1, 0],
  [16 * 1024, 8],
  [64 * 1024, 32],
  // Beyond the bound, only as far as a secret may reach.
  [10 * MOST, 128],
])("a search in %d characters pauses in each of two searches and six readings: %d times", (length, pauses) => {
  expect(pausesOf(search.redacted("x".repeat(length)))).toBe(pauses);
});

test("a list that lacks secrets, because they are too many, shows no text, and no attribute", () => {
  const lacking = new SecretSearch(lackingSome([]));
  const element = readXml('<a b="c" d="">e<f/></a>');
  const copy = atOnce(new ElementRedaction(lacking, atOnce(lacking.textsOf(element))).texts(element));
  expect(["", "e"].map((text) => atOnce(lacking.redacted(text)))).toEqual(["", "[redacted]"]);
  expect(copy.attributes.map(({ value }) => value)).toEqual(["[redacted]", ""]);
  expect(textOf(copy)).toBe("[redacted]");
});
