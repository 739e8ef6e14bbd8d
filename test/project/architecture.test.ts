import { readdirSync } from "node:fs";
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
  project.addSourceFilesAtPaths(["src", "scripts", "generated"].map((folder) => join(root, folder, "**/*.ts")));
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
  [/^scripts\/contract\//, /^scripts\/(?:contract|read)\/|^src\/soap\/xml\/|^node:/],
  [/^scripts\/read\//, /^scripts\/(?:contract|read)\/|^src\/soap\/xml\/|^node:/],
  [/^scripts\/emit\//, /^scripts\/(?:contract|emit)\/|^src\/soap\/(?:xml\/|codec\/text$)|^ts-morph$|^node:module$/],
  [/^scripts\/compare\//, /^scripts\/(?:contract|compare)\/|^src\/soap\/(?:xml\/|codec\/text$)/],
  [/^scripts\/(?:build|bundle)\.ts$/, /^scripts\/bundle$|^esbuild$|^node:/],
  [/^scripts\//, /^scripts\/|^src\/soap\/xml\/|^node:|^diff$/],
  [/^src\/soap\/xml\//, /^src\/soap\/(?:xml\/|schema\/schema-error$|deadline$)|^node:/],
  [/^src\/soap\/schema\//, /^src\/soap\/(?:xml|schema|codec|message)\/|^zod$/],
  [/^src\/soap\/codec\//, /^src\/soap\/(?:xml|schema|codec|message)\/|^zod$/],
  [/^src\/soap\/message\//, /^src\/soap\/(?:xml|schema|codec|message)\/|^src\/soap\/errors$|^soap(?:$|\/)|^zod$/],
  [/^src\/soap\/http\//, /^src\/soap\/(?:http|client)\/|^src\/soap\/(?:errors|deadline)$|^node:/],
  [/^src\/soap\/secrets\//, /^src\/soap\/(?:secrets|xml|client|message)\/|^node:/],
  [/^src\/soap\//, /^src\/soap\/|^node:|^zod$/],
  [/^src\/testing\//, /^src\/(?:testing|soap)\/|^node:/],
  [/^src\/cli\/commands\/(?:check|generate)-command\.ts$/, /^src\/|^scripts\/|^commander$/],
  [/^src\/cli\//, /^src\/|^generated\/index$|^node:|^commander$|^https-proxy-agent$|^proxy-from-env$/],
  [/^src\/undici\.ts$/, /^src\/soap\/|^undici$/],
  [/^src\//, /^src\/(?:soap\/.*|[\w-]+)$|^generated\/index$|^node:/],
];

test("each file imports only what its folder may", () => {
  const wrong = imports.filter(({ from, to }) => !rules.find(([files]) => files.test(from))?.[1].test(to));
  expect(wrong).toEqual([]);
  expect(imports.length).toBeGreaterThan(100);
});

test.each([
  ["soap", ["src/soap/message/envelope-writer.ts"]],
  ["commander", ["src/cli/"]],
  ["undici", ["src/undici.ts"]],
])("only %s's own place imports it", (name, places) => {
  const importers = imports.filter(({ to }) => to === name || to.startsWith(`${name}/`)).map(({ from }) => from);
  expect(importers.filter((from) => !places.some((place) => from.startsWith(place)))).toEqual([]);
});

test("HTTP is spoken by the transport, the embedded server and the generator's loader only", () => {
  const speakers = imports.filter(({ to, isTypeOnly }) => /^node:(?:https?|net|tls|http2)$/.test(to) && !isTypeOnly);
  const places = /^src\/soap\/http\/transport\.ts$|^src\/testing\/|^src\/cli\/|^scripts\//;
  expect(speakers.map(({ from }) => from).filter((from) => !places.test(from))).toEqual([]);
});

test("the top level is what it is meant to be", () => {
  const known =
    /^(?:wsdl|scripts|generated|src|test|node_modules|dist|coverage|package(?:-lock)?\.json|tsconfig(?:\.[a-z]+)*\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|[a-z.-]+\.config\.[a-z]+|biome\.json|\..*|.*\.tgz)$/;
  expect(readdirSync(root).filter((name) => !known.test(name))).toEqual([]);
});
