import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node, Project, type SourceFile } from "ts-morph";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "inforouter-api-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The package's declarations, without comments and without those of the language. */
function readDeclarations(): Project {
  const options = ["--emitDeclarationOnly", "--declarationMap", "false", "--removeComments", "--outDir", folder];
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "--project", join(root, "tsconfig.build.json"), ...options]);
  const project = new Project({ skipFileDependencyResolution: true, compilerOptions: { noLib: true, types: [] } });
  project.addSourceFilesAtPaths(["src", "generated"].map((name) => join(folder, name, "**/*.d.ts")));
  return project;
}

const declarations = readDeclarations();

/** What users of an entry see: its exports, and what is not exported but named by them. */
function describeApi(entry: SourceFile): string {
  const exported = new Set<Node>([...entry.getExportedDeclarations().values()].flat());
  const all = new Set(exported);
  for (const node of all) {
    for (const named of node.getDescendants().filter(Node.isIdentifier).flatMap(declarationsOf)) {
      all.add(named);
    }
  }
  const others = [...all].filter((node) => !exported.has(node));
  return [...textsOf(exported), ...aliases(entry), "// Not exported, but named:", ...textsOf(others)].join("\n");
}

/** The exports whose declaration has another name. */
function aliases(entry: SourceFile): string[] {
  return [...entry.getExportedDeclarations()].flatMap(([name, [declaration]]) => {
    const declared = declaration !== undefined && Node.hasName(declaration) ? declaration.getName() : name;
    return name === declared ? [] : [`export { ${declared} as ${name} }`];
  });
}

/** What a name stands for that is declared at the top of one of the package's files. */
function declarationsOf(name: Node): Node[] {
  const symbol = name.getSymbol();
  return ((symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? []).filter(
    (node) => Node.isStatement(node) && !Node.isImportDeclaration(node) && Node.isSourceFile(node.getParent()),
  );
}

/** Where in the package a type is declared is not part of its surface. */
const IMPORTED_FROM = /import\("\.[^"]*"\)\./g;

function textsOf(nodes: Iterable<Node>): string[] {
  const statements = [...nodes].map((node) => (Node.isVariableDeclaration(node) ? node.getVariableStatement() : node));
  return statements
    .map((node) => (node?.getText() ?? "").replace(/^(?:export |declare )+/, "").replace(IMPORTED_FROM, ""))
    .sort();
}

test.each([
  ["inforouter-soap-client", "src/index.d.ts"],
  ["inforouter-soap-client/testing", "src/testing/index.d.ts"],
  ["inforouter-soap-client/soap", "src/soap/index.d.ts"],
  ["inforouter-soap-client/undici", "src/undici.d.ts"],
])("the public surface of %s is as committed", (_name, entry) => {
  // Where it may change: npx jest test/project/api --updateSnapshot
  expect(describeApi(declarations.getSourceFileOrThrow(join(folder, entry)))).toMatchSnapshot();
});

test("the declarations name no type that TypeScript 5.4 does not know", () => {
  // Where a type is inferred, newer compilers write `Uint8Array<ArrayBuffer>`. The cure is to write the type out.
  const wrong = declarations.getSourceFiles().filter((file) => /\b(?:Buffer|Uint8Array)</.test(file.getText()));
  expect(wrong.map((file) => file.getBaseName())).toEqual([]);
});
