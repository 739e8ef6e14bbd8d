import { NO_PREFIXES, type Refuse, TagAttributes, type TagName, TagNames } from "../../../src/soap/xml/xml-names.js";

const refuse: Refuse = (message) => {
  throw new Error(message);
};

/** Reads the names one after the other. Returns what was made of them, and which of them were only skipped. */
function readAll(names: readonly string[]) {
  const known = new TagNames();
  const skipped: string[] = [];
  const read = names.map((name) =>
    known.read(
      {
        skipName: (whole) => {
          if (whole === name) {
            skipped.push(whole);
          }
          return whole === name;
        },
        readName: () => name,
      },
      refuse,
    ),
  );
  return { read, skipped };
}

describe("the names of a document", () => {
  test.each([
    ["a", { whole: "a", prefix: undefined, name: "a", declares: undefined }],
    ["p:a", { whole: "p:a", prefix: "p", name: "a", declares: undefined }],
    ["xmlns:p", { whole: "xmlns:p", prefix: "xmlns", name: "p", declares: "p" }],
    ["xmlns", { whole: "xmlns", prefix: undefined, name: "xmlns", declares: "" }],
  ])("are split at their colon: %s", (name, want) => {
    expect(readAll([name]).read).toEqual([want]);
  });

  test("are the same each time", () => {
    const { read } = readAll(["a", "b", "a", "c", "b"]);
    expect(read[2]).toBe(read[0]);
    expect(read[4]).toBe(read[1]);
  });

  test.each<[names: string[], skipped: string[]]>([
    [
      ["a", "b", "a", "b", "a"],
      ["b", "a"],
    ],
    [["a", "a", "a"], ["a"]],
    [
      ["a", "b", "c", "a", "b", "d", "a", "b", "d"],
      ["b", "b", "d"],
    ],
    [["a", "b", "c"], []],
  ])("are expected to follow each other as they did before: %j", (names, skipped) => {
    expect(readAll(names).skipped).toEqual(skipped);
  });

  test("are remembered up to a number of 256", () => {
    const names = Array.from({ length: 257 }, (_, index) => `n${index}`);
    const { read, skipped } = readAll([...names, ...names, "n0", "n256", "n1"]);
    const isSame = names.map((_, index) => read[index] === read[257 + index]);
    expect(isSame.filter(Boolean)).toHaveLength(256);
    expect(isSame[256]).toBe(false);
    // What follows a name that is not remembered is not remembered either.
    expect(skipped).toEqual(names.slice(1, 256));
  });
});

describe("the attributes of a tag", () => {
  const [a, p] = readAll(["a", "xmlns:p"]).read as [TagName, TagName];

  test("add no scope and no list without any, so that a large document has few of them", () => {
    const attributes = new TagAttributes(100);
    expect(attributes.scope(NO_PREFIXES, refuse)).toBe(NO_PREFIXES);
    const none = attributes.toList(NO_PREFIXES, refuse);
    attributes.add(a, "1");
    attributes.add(p, "u");
    expect(attributes.count).toBe(2);
    expect(attributes.scope(NO_PREFIXES, refuse)).not.toBe(NO_PREFIXES);
    expect(attributes.toList(NO_PREFIXES, refuse)).toEqual([{ name: "a", namespace: "", value: "1" }]);
    attributes.clear();
    expect(attributes.count).toBe(0);
    expect(attributes.scope(NO_PREFIXES, refuse)).toBe(NO_PREFIXES);
    expect(attributes.toList(NO_PREFIXES, refuse)).toBe(none);
    expect(none).toEqual([]);
  });
});
