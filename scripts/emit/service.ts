import { compareNames } from "../contract/names.js";
import type { ServiceModel } from "../contract/service-model.js";
import type { Definition } from "./print/declaration.js";
import { emitFile, type FileContent } from "./print/file.js";
import { printExport } from "./print/imports.js";
import { orderDefinitions } from "./print/order.js";
import { distinctOperations } from "./what/distinct-operations.js";
import { ServicePlan } from "./what/plan.js";
import { type Selection, selectOperations } from "./what/selection.js";
import { defineStub } from "./what/stub.js";

export interface EmitOptions extends Selection {
  /** The module of the run time, as generated files import it. Default `../src/soap/index.js`. */
  readonly runtime?: string | undefined;
  /** First line of each file, a comment. Default: one that names the document. */
  readonly header?: string | undefined;
}

/**
 * Writes the code for a service: a file for each operation, one for the types of each namespace, and an `index.ts` that
 * exports them all. The same model always gives the same texts.
 *
 * Of a whole contract, all types are declared; of chosen operations, those that they use.
 *
 * @returns texts by path, relative to the folder of the output.
 * @throws {SelectionError} where the contract has not what is chosen.
 */
export function emitService(model: ServiceModel, options: EmitOptions = {}): ReadonlyMap<string, string> {
  const { runtime = "../src/soap/index.js", service, port, operations } = options;
  const { header = `// Generated from ${model.document}.` } = options;
  const services = selectOperations(model.services, options);
  const isWhole = service === undefined && port === undefined && operations === undefined;
  const plan = new ServicePlan(model, distinctOperations(services));
  const stubs = plan.stubs.map((stub) => defineStub(stub, plan));
  const order = orderDefinitions(plan.defineTypes(isWhole ? "all" : "used"));

  const stubFiles = new Set(stubs.map(({ stub }) => stub.file));
  const typeFiles = [...order.files.keys()].filter((file) => !stubFiles.has(file));
  const contents: FileContent[] = [
    ...stubs.map((stub) => ({ file: stub.stub.file, definitions: order.files.get(stub.stub.file) ?? [], stub })),
    ...typeFiles.map((file) => ({ file, definitions: order.files.get(file) ?? [] })),
  ];
  contents.sort((left, right) => compareNames(left.file, right.file));

  const texts = contents.map((content) => [content.file, `${header}\n\n${emitFile(content, order, runtime)}`] as const);
  const fingerprint = model.fingerprint === undefined ? "" : `// SHA-256 of the contract: ${model.fingerprint}\n`;
  return new Map([...texts, ["index.ts", `${header}\n${fingerprint}\n${indexOf(contents)}`]]);
}

function indexOf(contents: readonly FileContent[]): string {
  return contents
    .map(({ file, definitions, stub }) => {
      const names = new Map(definitions.flatMap(exportsOf));
      if (stub !== undefined) {
        names.set(stub.stub.functionName, false).set(stub.stub.constantName, false);
      }
      return `${printExport(`./${file.replace(/\.ts$/, ".js")}`, names)}\n`;
    })
    .join("");
}

/** By name, whether it is only a type. */
function exportsOf({ declaration: { name }, schema }: Definition): (readonly [string, boolean])[] {
  return schema === undefined
    ? [[name, true]]
    : [
        [name, true],
        [`${name}Schema`, false],
      ];
}
