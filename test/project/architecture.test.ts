import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Project, SyntaxKind } from "ts-morph";

const root = join(__dirname, "../..");

interface Import {
  readonly from: string;
  /** A path in the repository without ending, or the name of a package. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

function readImports(): Import[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  const folders = ["src", "scripts", "generated"].map((folder) => join(root, folder, "**/*.ts"));
  project.addSourceFilesAtPaths([...folders, "!**/node_modules/**"]);
  return project.getSourceFiles().flatMap((file) => {
    const from = relative(root, file.getFilePath());
    const target = (specifier: string): string =>
      specifier.startsWith(".") ? join(dirname(from), specifier).replace(/\.js$/, "") : specifier;
    const declarations = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
      const specifier = declaration.getModuleSpecifierValue();
      return specifier === undefined ? [] : [{ from, to: target(specifier), isTypeOnly: declaration.isTypeOnly() }];
    });
    const calls = file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
      const argument = call.getArguments()[0]?.asKind(SyntaxKind.StringLiteral);
      return call.getExpression().isKind(SyntaxKind.ImportKeyword) && argument !== undefined
        ? [{ from, to: target(argument.getLiteralValue()), isTypeOnly: false }]
        : [];
    });
    return [...declarations, ...calls];
  });
}

const imports = readImports();

/** What the files of a folder may import: the first row whose pattern fits a file decides. */
const rules: readonly [files: RegExp, allowed: RegExp][] = [
  [/^generated\//, /^generated\/|^src\/soap\/index$/],
  [/^scripts\/contract\//, /^scripts\/contract\/|^src\/soap\/xml\//],
  [/^scripts\/read\/xsd\//, /^scripts\/(?:contract|read\/(?:xsd|source))\/|^src\/soap\/(?:xml\/|schema\/lexical$)/],
  [/^scripts\/read\/wsdl\//, /^scripts\/(?:contract|read\/(?:wsdl|xsd|source))\/|^src\/soap\/(?:xml\/|schema\/lazy$)/],
  [
    /^scripts\/read\/source\//,
    /^scripts\/(?:contract|read\/source)\/|^src\/soap\/(?:xml\/|http\/(?:content-encoding|(?:node-)?transport)$)|^node:/,
  ],
  [/^scripts\/read\//, /^scripts\/(?:contract|read)\/|^node:/],
  [/^scripts\/emit\/print\/ts-morph\.ts$/, /^ts-morph$|^node:module$/],
  [/^scripts\/emit\/print\//, /^scripts\/(?:contract\/(?:append|connected-components|names|prose)$|emit\/print\/)/],
  [
    /^scripts\/emit\/what\//,
    /^scripts\/(?:contract|emit\/what)\/|^scripts\/emit\/print\/(?:definition|documentation|expression|symbol|type-expression)$|^src\/soap\/(?:xml\/|schema\/(?:lexical|particle|pattern)$)/,
  ],
  [/^scripts\/emit\//, /^scripts\/(?:contract|emit)\//],
  [/^scripts\/compare\/verdict\//, /^scripts\/(?:contract|compare\/verdict)\/|^src\/soap\/xml\//],
  [
    /^scripts\/compare\/walk\//,
    /^scripts\/(?:contract|compare\/(?:walk|verdict))\/|^scripts\/emit\/(?:what\/(?:context|literals|service-plan|stub)|print\/(?:definition|symbol))$|^src\/soap\/(?:xml|schema)\//,
  ],
  [/^scripts\/compare\/words\//, /^scripts\/(?:contract|compare\/(?:words|verdict))\/|^src\/soap\/xml\//],
  [/^scripts\/(?:build|bundle)\.ts$/, /^scripts\/bundle$|^esbuild$|^node:/],
  [/^scripts\//, /^scripts\/|^src\/soap\/xml\/|^node:|^diff$/],
  [/^src\/soap\/xml\//, /^src\/soap\/xml\/|^node:timers$/],
  [/^src\/soap\/schema\//, /^src\/soap\/(?:xml|schema)\/|^zod$/],
  [/^src\/soap\/codec\//, /^src\/soap\/(?:xml|schema|codec)\/|^zod$/],
  [/^src\/soap\/message\//, /^src\/soap\/(?:xml|schema|codec|message)\/|^src\/soap\/errors$|^soap(?:$|\/)/],
  [/^src\/soap\/http\//, /^src\/soap\/http\/|^src\/soap\/(?:errors|deadline)$|^node:/],
  [/^src\/soap\/secrets\//, /^src\/soap\/(?:secrets|xml)\/|^node:/],
  [
    /^src\/soap\/client\//,
    /^src\/soap\/(?:xml|schema|message|http|secrets|client)\/|^src\/soap\/(?:errors|deadline)$|^node:/,
  ],
  [/^src\/soap\//, /^src\/soap\/|^zod$/],
  [/^src\/testing\//, /^src\/(?:testing|soap)\/|^src\/(?:operations|call-result)$|^node:/],
  [/^src\/cli\/contracts\//, /^src\/|^scripts\//],
  [/^src\/cli\//, /^src\/|^node:|^commander$|^proxy-from-env$/],
  [/^src\/undici\.ts$/, /^src\/soap\/|^undici$/],
  [/^src\/download\//, /^src\/(?:soap\/.*|download\/[\w-]+|[\w-]+)$|^node:(?:stream|zlib)$/],
  [/^src\//, /^src\/(?:soap\/.*|download\/[\w-]+|[\w-]+)$|^generated\/index$|^node:/],
];

test("each file imports only what its folder may", () => {
  const wrong = imports.filter(({ from, to }) => !rules.find(([files]) => files.test(from))?.[1].test(to));
  expect(wrong).toEqual([]);
  expect(imports.length).toBeGreaterThan(100);
});

/** Files that import each other, directly or not, each group with the reason why it is no accident. */
const CIRCLES: readonly [reason: string, files: readonly string[]][] = [
  [
    "a complex type has particles, whose elements have complex types",
    ["complex-type", "element", "encoded-array", "particle"].map((file) => `scripts/read/xsd/${file}`),
  ],
  [
    "an element has a type, whose content consists of elements",
    ["src/soap/codec/elements", "src/soap/codec/particles"],
  ],
];

/** All groups of files that import each other, be it for types only. */
function circlesOf(all: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of all) {
    const file = from.replace(/\.ts$/, "");
    targets.set(file, [...(targets.get(file) ?? []), to]);
  }
  const reachedFrom = (file: string): ReadonlySet<string> => {
    const reached = new Set(targets.get(file));
    // The set grows while it is read.
    for (const next of reached) {
      for (const target of targets.get(next) ?? []) {
        reached.add(target);
      }
    }
    return reached;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reachedFrom(file)]));
  const circles = [...reached].map(([file, others]) =>
    [...others].filter((other) => others.has(file) && reached.get(other)?.has(file)).sort(),
  );
  return [...new Set(circles.filter(({ length }) => length > 0).map((files) => files.join(" ")))].map((files) =>
    files.split(" "),
  );
}

test("no files import each other in a circle, except for reasons that are given", () => {
  const circles = circlesOf(imports.filter(({ from }) => !from.startsWith("generated/")));
  expect(circles.sort()).toEqual(CIRCLES.map(([, files]) => files));
});

test("a circle is found however long it is, and a file that only leads to it is no part of it", () => {
  const between = (...files: string[]): Import[] =>
    files.slice(1).map((to, index) => ({ from: `${files[index]}.ts`, to, isTypeOnly: true }));
  expect(circlesOf(between("a", "b", "c", "b"))).toEqual([["b", "c"]]);
  expect(circlesOf(between("a", "b", "c", "a"))).toEqual([["a", "b", "c"]]);
  expect(circlesOf([...between("a", "a"), ...between("c", "d", "c")])).toEqual([["a"], ["c", "d"]]);
  expect(circlesOf([...between("a", "b", "c"), ...between("a", "c")])).toEqual([]);
});

test.each([
  ["soap", ["src/soap/message/envelope-writer.ts"]],
  ["commander", ["src/cli/commander.ts"]],
  ["undici", ["src/undici.ts"]],
  ["zod", ["src/soap/schema/", "src/soap/codec/codec.ts", "src/soap/index.ts"]],
])("only %s's own place imports it", (name, places) => {
  const importers = imports.filter(({ to }) => to === name || to.startsWith(`${name}/`)).map(({ from }) => from);
  expect(importers.filter((from) => !places.some((place) => from.startsWith(place)))).toEqual([]);
});

test("HTTP is spoken by the transport, its agent for proxies, the embedded server and the generator's loader only", () => {
  const speakers = imports.filter(({ to, isTypeOnly }) => /^node:(?:https?|net|tls|http2)$/.test(to) && !isTypeOnly);
  const places = /^src\/soap\/http\/(?:(?:node-)?transport|proxy-agent)\.ts$|^src\/testing\/|^src\/cli\/|^scripts\//;
  expect(speakers.map(({ from }) => from).filter((from) => !places.test(from))).toEqual([]);
});

test("the top level is what it is meant to be", () => {
  const known =
    /^(?:wsdl|scripts|generated|src|test|node_modules|dist|coverage|package(?:-lock)?\.json|tsconfig(?:\.[a-z]+)*\.json|README\.md|CONTRIBUTING\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|[a-z.-]+\.config\.[a-z]+|biome\.json|\..*|.*\.tgz)$/;
  expect(readdirSync(root).filter((name) => !known.test(name))).toEqual([]);
});

describe("the table of folders in CONTRIBUTING.md", () => {
  const rows = readFileSync(join(root, "CONTRIBUTING.md"), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, folder, allowed] = /^\| `([\w/]+\/)` \| .* \| (.*) \|$/.exec(line) ?? [];
      return folder === undefined || allowed === undefined
        ? []
        : [{ folder, allowed: [...allowed.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name) }];
    });
  /** The innermost folder of the table that holds a file; the name of a package. */
  const placeOf = (path: string): string =>
    rows
      .map(({ folder }) => folder)
      .filter((folder) => path.startsWith(folder))
      .sort((one, other) => other.length - one.length)[0] ?? path.replace(/^([^/@]+|@[^/]+\/[^/]+)\/.*/, "$1");
  const isAllowed = (place: string, allowed: readonly string[]): boolean =>
    allowed.some((name) => (name.endsWith("…") ? place.startsWith(name.slice(0, -1)) : place === name));

  test("has each folder", () => {
    const folders = new Set(rows.map(({ folder }) => folder));
    expect(["src/soap/", "scripts/"].filter((folder) => !folders.has(folder))).toEqual([]);
    const inner = ["src/soap", "scripts"].flatMap((outer) =>
      readdirSync(join(root, outer), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${outer}/${name}/`),
    );
    expect(inner.filter((folder) => !folders.has(folder))).toEqual([]);
  });

  test.each(rows.filter(({ folder }) => !/^(?:test|wsdl)\//.test(folder)))("names all that $folder imports", (row) => {
    const places = imports.filter(({ from }) => placeOf(from) === row.folder).map(({ to }) => placeOf(to));
    const others = new Set(places.filter((place) => place !== row.folder && !place.startsWith("node:")));
    expect([...others].filter((place) => !isAllowed(place, row.allowed))).toEqual([]);
    const unused = row.allowed.filter((name) => ![...others].some((place) => isAllowed(place, [name])));
    expect(unused).toEqual([]);
  });
});
