import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const uniqueMatches = (pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

/** A file or folder, or what `npx jest` takes for one. */
const exists = (path: string): boolean => [path, `${path}.test.ts`].some((name) => existsSync(join(root, name)));

test("CONTRIBUTING.md names files and folders that exist", () => {
  const paths = uniqueMatches(/`(?:npx jest )?((?:\.ci|generated|scripts|src|test|wsdl)\/[^`\s…]*)(?:`|\s|…`)/g);
  expect(paths.length).toBeGreaterThan(50);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

test("CONTRIBUTING.md names commands that exist", () => {
  const commands = uniqueMatches(/npm run ([\w:]+)/g);
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((command) => !(command in scripts))).toEqual([]);
});

test("CONTRIBUTING.md links to headings that exist", () => {
  const headings = uniqueMatches(/^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  expect(headings).toEqual(expect.arrayContaining(uniqueMatches(/\]\(#([\w-]+)\)/g)));
});
