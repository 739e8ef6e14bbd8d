import { diagnosticLine } from "../contract/diagnostics.js";
import { distinctOperations } from "../contract/distinct-operations.js";
import { compareNames } from "../contract/names.js";
import type { ServiceModel } from "../contract/service-model.js";
import { FLAT, LARGEST_FILE, type Layout, layOutInFolders } from "./layout.js";
import type { Definition, StubDefinition } from "./print/definition.js";
import { documentationText, paragraphs } from "./print/documentation.js";
import {
  definitionText,
  type FileContent,
  type Printed,
  printDeclarations,
  printFile,
  printSchemas,
} from "./print/file.js";
import { moduleAt, printNames } from "./print/imports.js";
import { type Order, orderDefinitions } from "./print/order.js";
import { type Selection, selectOperations } from "./what/selection.js";
import { documentServices } from "./what/service-documentation.js";
import { type PlannedStub, ServicePlan } from "./what/service-plan.js";
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
 * exports all of them. Where one of these files would be too large to open at once, they stand in folders. The same model
 * always gives the same texts.
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
  const stubs = plan.stubs.map((stub) => {
    const definition = defineStub(stub, plan, lenientResponses);
    plan.spend(definition.documentation.length);
    return { ...stub, definition };
  });
  const definitions = plan.defineTypes(isWhole ? "all" : "referred");
  const fingerprint = model.fingerprint === undefined ? "" : `// SHA-256 of the contract: ${model.fingerprint}\n`;
  const about = `${fingerprint}${leftOutOf(model)}\n${packageComment(documentServices(model, services))}`;
  const code = { stubs, header, about, runtime };

  const order = orderDefinitions(definitions, FLAT.pathOf);
  const stubDefinitions = stubs.map(({ definition }) => definition);
  const declarations = printDeclarations(definitions, stubDefinitions);
  const printed = { declarations, schemas: printSchemas(definitions, order) };
  const flat = printFiles(code, printed, FLAT, order);
  if ([...flat.values()].every((text) => Buffer.byteLength(text) <= LARGEST_FILE)) {
    return flat;
  }
  const sizeOf = (definition: Definition): number => Buffer.byteLength(definitionText(definition, printed));
  const layout = layOutInFolders(stubs, definitions, sizeOf);
  const orderInFolders = orderDefinitions(definitions, layout.pathOf);
  const schemas = printSchemas(definitions, orderInFolders);
  return printFiles(code, { declarations, schemas }, layout, orderInFolders);
}

/** The code of a service, before it is divided into files. */
interface ServiceCode {
  readonly stubs: readonly (PlannedStub & { readonly definition: StubDefinition })[];
  /** First line of each file. */
  readonly header: string;
  /** Comments at the beginning of the index. */
  readonly about: string;
  readonly runtime: string;
}

function printFiles(
  { stubs, header, about, runtime }: ServiceCode,
  printed: Printed,
  { pathOf, folders }: Layout,
  order: Order,
): Map<string, string> {
  const stubsByPath = new Map(
    stubs.map(({ functionName: name, file, definition }) => [pathOf({ name, file }), definition]),
  );
  const paths = [...new Set([...stubsByPath.keys(), ...order.files.keys()])].sort(compareNames);
  const contents = paths.map(
    (file): FileContent => ({ file, definitions: order.files.get(file) ?? [], stub: stubsByPath.get(file) }),
  );
  const texts = new Map(
    contents.map((content) => [content.file, `${header}\n\n${printFile(content, printed, pathOf, runtime)}`]),
  );
  for (const folder of folders) {
    const own = paths.filter((path) => path.startsWith(`${folder}/`));
    texts.set(`${folder}/index.ts`, `${header}\n\n${exportAll(own, `${folder}/index.ts`)}`);
  }
  const others = paths.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)));
  const exported = [...folders.map((folder) => `${folder}/index.ts`).sort(compareNames), ...others];
  const index = folders.length === 0 ? indexOf(contents) : exportAll(exported, "index.ts");
  return texts.set("index.ts", `${header}\n${about}${index}`);
}

/** The comment of a module as a whole; nothing without documentation. */
function packageComment(documentation: string): string {
  const lines = documentationText(paragraphs(documentation, "@packageDocumentation"), 0).split("\n");
  return documentation === "" ? "" : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n\n`;
}

/** A comment that lists the parts of the contract that are left out of the generated code. */
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

/** Exports all names of other files. Names are distinct in a service, so that none hides another one. */
function exportAll(paths: readonly string[], index: string): string {
  return paths.map((path) => `export * from "${moduleAt(path, index)}";\n`).join("");
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
