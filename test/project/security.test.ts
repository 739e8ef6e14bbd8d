import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "SECURITY.md"), "utf8");

interface Backing {
  readonly file: string;
  readonly name: string;
}

/** `test/x.test.ts`: "name", "name" … */
function backingsIn(line: string): Backing[] {
  return [...line.matchAll(/`(test\/[\w./-]+)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file = "", names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
  );
}

const threats = text.split("\n").filter((line) => /^\|(?! attacker |---)/.test(line));
const backings = threats.flatMap(backingsIn);

test("each threat of SECURITY.md is backed by a test", () => {
  expect(threats.length).toBeGreaterThan(20);
  expect(threats.filter((line) => backingsIn(line).length === 0)).toEqual([]);
});

test.each(backings)('SECURITY.md names a test that is there: $file, "$name"', ({ file, name }) => {
  expect(readFileSync(join(root, file), "utf8")).toContain(`"${name}"`);
});
