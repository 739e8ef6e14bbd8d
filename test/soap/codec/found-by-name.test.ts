import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { foundByName } from "../../../src/soap/codec/found-by-name.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";

const element = (name: string, namespace = ""): XmlElement => ({ name, namespace }) as XmlElement;

/** Returns what is found, and the names that were looked for. */
function finder(size: number) {
  const looks: string[] = [];
  const find = foundByName(size, ({ namespace, name }) => {
    looks.push(`${namespace} ${name}`);
    return name.length;
  });
  return { find, looks };
}

test("what is found is kept by both names, also if it is nothing", () => {
  const { find, looks } = finder(1);
  expect(["a", "bb", "a"].map((name) => find(element(name)))).toEqual([1, 2, 1]);
  find(element("a", "urn:x"));
  find(element("a", "urn:x"));
  expect(looks).toEqual([" a", " bb", "urn:x a"]);
  const nothing = jest.fn(() => undefined);
  const findNothing = foundByName(1, nothing);
  findNothing(element("a"));
  findNothing(element("a"));
  expect(nothing).toHaveBeenCalledTimes(1);
});

test("as many names are kept as a type may have, and some of those that a wildcard allows", () => {
  const { find, looks } = finder(10);
  const names = Array.from({ length: 200 }, (_, number) => `n${number}`);
  names.forEach((name) => void find(element(name)));
  names.forEach((name) => void find(element(name)));
  expect(looks).toHaveLength(200 + 60);
});

test("a namespace of more than 1,000 characters is not kept", () => {
  const { find, looks } = finder(1);
  for (const length of [1000, 1000, 1001, 1001]) {
    find(element("a", "x".repeat(length)));
  }
  expect(looks).toHaveLength(3);
});

test("no document is kept for the sake of a name in it", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const find = foundByName(1, () => true);
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  for (let number = 0; number < 50; number += 1) {
    // As of a response: one flat text, of which the reader takes slices.
    const document = Buffer.alloc(1_000_000, `<a-long-name-${number}/>`).toString("latin1");
    find(element(document.slice(1, 16), document.slice(20, 40)));
  }
  expect(heap() - before).toBeLessThan(10_000_000);
});
