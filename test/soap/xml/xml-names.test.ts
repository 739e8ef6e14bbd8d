import { XML } from "../../../src/soap/xml/namespaces.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { atOnce, type Work } from "../../../src/soap/xml/slices.js";
import { elementsOf, type Prefixes } from "../../../src/soap/xml/xml-element.js";
import {
  NO_PREFIXES,
  type Refuse,
  renamed,
  TagAttributes,
  type TagName,
  TagNames,
} from "../../../src/soap/xml/xml-names.js";

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
  test("add no scope and no list without any, so that a large document has few of them", () => {
    const [a, p] = readAll(["a", "xmlns:p"]).read as [TagName, TagName];
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

  test.each([
    [1, 0],
    [2, 0],
    [8, 0],
    [9, 9],
    [256, 256],
  ])("fill a set only where comparing each pair would take longer: of %d, %d entries", (count, entries) => {
    const attributes = new TagAttributes(100);
    for (const name of readAll(Array.from({ length: count }, (_, index) => `a${index}`)).read) {
      attributes.add(name, "1");
    }
    const add = jest.spyOn(Set.prototype, "add");
    const list = attributes.toList(NO_PREFIXES, refuse);
    const { length: added } = add.mock.calls;
    add.mockRestore();
    expect([list.length, added]).toEqual([count, entries]);
  });
});

describe("prefixes that are copied with other names", () => {
  const NESTED = "<a xmlns='d' xmlns:p='u'><b xmlns:q='v' xmlns:p='w'><c xmlns:r='x'/></b><e xmlns:s='y'/><f/></a>";

  /** The prefixes of an element, by its name. */
  function prefixesOf(names: string, element = readXml(NESTED)): Prefixes[] {
    const inner = elementsOf(element).flatMap((child) => prefixesOf(names, child));
    return names.includes(element.name) && element.prefixes !== undefined ? [element.prefixes, ...inner] : inner;
  }

  /** Copies each of them in turn. Returns the copies, and which names were changed for them. */
  function copyAll(all: readonly Prefixes[]) {
    const changed: string[] = [];
    function* inCapitals(name: string): Work<string> {
      changed.push(name);
      yield undefined;
      return name.toUpperCase();
    }
    const copies = new Map<Prefixes, Prefixes>();
    return { changed, copied: all.map((prefixes) => atOnce(renamed(prefixes, inCapitals, copies))) };
  }
  const entriesOf = (all: readonly Prefixes[]) => all.map((prefixes) => [...prefixes]);

  const root = [
    ["xml", XML],
    ["", "D"],
    ["P", "U"],
  ];
  const inner = [...root, ["Q", "V"], ["P", "W"]];
  test.each<[what: string, name: string, want: (readonly string[])[]]>([
    ["the root", "a", root],
    ["an element within it", "b", inner],
    ["one within that", "c", [...inner, ["R", "X"]]],
    ["one that declares none", "f", root],
  ])("are all there, in their order, and only xml keeps its name: those of %s", (_what, name, want) => {
    const { copied } = copyAll(prefixesOf(name));
    expect(entriesOf(copied)).toEqual([want]);
    expect(copied.map((copy) => [...copy.keys()])).toEqual([[...new Set(want.map(([prefix]) => prefix))]]);
  });

  test("of a caller are copied whole, and once", () => {
    const own = new Map(Object.entries({ p: "u", xml: "v" }));
    const { changed, copied } = copyAll([own, own]);
    expect(changed).toEqual(["p", "u", "xml", "v"]);
    expect(entriesOf(copied)[0]).toEqual(Object.entries({ P: "U", XML: "V" }));
    expect(copied[1]).toBe(copied[0]);
  });

  test("are found by their new names, the nearest first", () => {
    const [copy] = copyAll(prefixesOf("c")).copied;
    const namespaces = ["", "P", "Q", "R", "p", "q", "xml"].map((prefix) => copy?.get(prefix));
    expect(namespaces).toEqual(["D", "W", "V", "X", undefined, undefined, XML]);
  });

  test.each<[order: string, inOrder: (all: Prefixes[]) => Prefixes[], names: string, changed: string[]]>([
    ["from the outside", (all) => all, "abc", ["", "d", "p", "u", "q", "v", "p", "w", "r", "x"]],
    ["from the inside", (all) => all.reverse(), "abc", ["", "d", "p", "u", "q", "v", "p", "w", "r", "x"]],
    ["side by side", (all) => all, "be", ["", "d", "p", "u", "q", "v", "p", "w", "s", "y"]],
  ])("are changed once, however many elements share them: %s", (_order, inOrder, names, changed) => {
    const all = inOrder(prefixesOf(names));
    const together = copyAll(all);
    expect(together.changed).toEqual(changed);
    expect(entriesOf(together.copied)).toEqual(entriesOf(all.flatMap((one) => copyAll([one]).copied)));
  });

  test("are one copy for elements that declare the same", () => {
    const { changed, copied } = copyAll(prefixesOf("af"));
    expect(changed).toEqual(["", "d", "p", "u"]);
    expect(copied[1]).toBe(copied[0]);
  });
});
