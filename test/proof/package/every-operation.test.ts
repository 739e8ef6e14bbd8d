import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generate } from "../../../scripts/generate.js";
import { type CalledOperation, programThatCalls, readOperations } from "./every-operation.js";
import { installation, tsc } from "./installation.js";

const whole = resolve(__dirname, "../../../../shared/inforouter/srv-full.dotnet.wsdl");
const project = join(installation(), "every-operation");

const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
const options = [...strict, "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", "node", "calls.ts"];

/** What the compiler finds in a program that calls these operations. */
async function errorsIn(
  operations: readonly CalledOperation[],
  compiler: Parameters<typeof tsc>[0],
): Promise<string[]> {
  writeFileSync(join(project, "calls.ts"), programThatCalls(operations));
  const { stdout } = await tsc(compiler, options, { cwd: project });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

(existsSync(whole) ? describe : describe.skip)("calls of all 425 operations of infoRouter", () => {
  let operations: readonly CalledOperation[];

  beforeAll(async () => {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await generate({ wsdl: whole, out: join(project, "inforouter"), runtime: "inforouter-soap-client/soap" });
    operations = readOperations(readFileSync(whole, "utf8"), join(project, "inforouter"));
  });

  test("cover each kind of result", () => {
    const counts = new Map<string, number>();
    for (const { kind } of operations) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ element: 419, bytes: 5, nothing: 1 });
  });

  test.each(["typescript54", "typescript70"] as const)("compile without annotations (%s)", async (compiler) => {
    expect(await errorsIn(operations, compiler)).toEqual([]);
  });

  test("do not compile where a result is of another kind", async () => {
    const wrong = operations.map((operation) => ({ ...operation, kind: "boolean" as const }));
    expect(await errorsIn(wrong, "typescript70")).toHaveLength(operations.length);
  });
});
