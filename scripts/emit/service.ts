import { diagnosticLine } from "../contract/diagnostics.js";
import { compareNames } from "../contract/names.js";
import type { ServiceModel } from "../contract/service-model.js";
import type { Definition } from "./print/definition.js";
import { documentationText, paragraphs } from "./print/documentation.js";
import { type FileContent, printFile } from "./print/file.js";
import { printNames } from "./print/imports.js";
import { orderDefinitions } from "./print/order.js";
import { distinctOperations } from "./what/distinct-operations.js";
import { type Selection, selectOperations } from "./what/selection.js";
import { documentServices } from "./what/service-documentation.js";
import { ServicePlan } from "./what/service-plan.js";
import { defineStub } from "./what/stub.js";

export interface EmitOptions extends Selection {
  /** The module that generated files import the run time from. Default `../src/soap/index.js`. */
  readonly runtime?: string | undefined;
  /** Whether responses are read leniently, from servers that do not keep to their contract. Default false. */
  readonly lenientResponses?: boolean | undefined;
  /** First line of each file, a comment. Default: one that names the document. */
  readonly header?: string | undefined;
}

/**
 * Emits the code of a service: a file for each operation, a file for the types of each namespace, and an `index.ts` that
 * exports all of them. The same model always gives the same texts.
 *
 * Without a selection, all types of the contract are declared; with one, the types that the operations refer to.
 *
 * @returns texts by path, relative to the output folder.
 * @throws {SelectionError} if the contract does not have a selected service, port or operation.
 */
export function emitService(model: ServiceModel, options: EmitOptions = {}): ReadonlyMap<string, string> {
  const { runtime = "../src/soap/index.js", service, port, operations } = options;
  const { header = `// Generated from ${model.document}.`, lenientResponses = false } = options;
  const services = selectOperations(model, options);
  const isWhole = service === undefined && port === undefined && operations === undefined;
  const plan = new ServicePlan(model, distinctOperations(services));
  const stubs = new Map(plan.stubs.map((stub) => [stub.file, defineStub(stub, plan, lenientResponses)]));
  const order = orderDefinitions(plan.defineTypes(isWhole ? "all" : "referred"));
  const files = new Set([...stubs.keys(), ...order.files.keys()]);
  const contents = [...files].map(
    (file): FileContent => ({ file, definitions: order.files.get(file) ?? [], stub: stubs.get(file) }),
  );
  contents.sort((left, right) => compareNames(left.file, right.file));

  const texts = contents.map(
    (content) => [content.file, `${header}\n\n${printFile(content, order, runtime)}`] as const,
  );
  const fingerprint = model.fingerprint === undefined ? "" : `// SHA-256 of the contract: ${model.fingerprint}\n`;
  const about = packageComment(documentServices(model, services));
  return new Map([
    ...texts,
    ["index.ts", `${header}\n${fingerprint}${leftOutOf(model)}\n${about}${indexOf(contents)}`],
  ]);
}

/** The comment of a module as a whole; nothing without documentation. */
function packageComment(documentation: string): string {
  const lines = documentationText(paragraphs(documentation, "@packageDocumentation"), 0).split("\n");
  return documentation === "" ? "" : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n\n`;
}

/** A comment with what is missing in the generated code. */
function leftOutOf({ diagnostics = [] }: ServiceModel): string {
  const leftOut = diagnostics.filter(({ grade }) => grade === "left-out");
  const lines = leftOut.map((diagnostic) => `// ${diagnosticLine(diagnostic)}\n`);
  return lines.length === 0 ? "" : `//\n// Left out, because the contract is broken there:\n${lines.join("")}`;
}

function indexOf(contents: readonly FileContent[]): string {
  return contents
    .map(({ file, definitions, stub }) => {
      const names = new Map(definitions.flatMap(exportsOf));
      if (stub !== undefined) {
        names.set(stub.functionName, false).set(stub.constantName, false);
      }
      return `${printNames("export", `./${file.replace(/\.ts$/, ".js")}`, names)}\n`;
    })
    .join("");
}

/** The names that a definition exports; for each, whether it is only a type. */
function exportsOf({ declaration: { name }, schema }: Definition): [string, boolean][] {
  return schema === undefined
    ? [[name, true]]
    : [
        [name, true],
        [`${name}Schema`, false],
      ];
}
