/** `npm run corpus -- DIR … [--json FILE] [--only NAME …]`: generates for real WSDLs and proves what was generated. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { distinctOperations } from "../../../scripts/contract/distinct-operations.js";
import type { ServiceModel } from "../../../scripts/contract/service-model.js";
import { emitService } from "../../../scripts/emit/service.js";
import { type PlannedStub, ServicePlan } from "../../../scripts/emit/what/service-plan.js";
import { type Documents, readDocuments } from "../../../scripts/read/source/documents.js";
import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from "../../../src/soap/message/messages.js";
import type { Operation } from "../../../src/soap/schema/operation.js";
import { XSI } from "../../../src/soap/xml/namespaces.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { writeXml } from "../../../src/soap/xml/write-xml.js";
import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { type Entry, type Result, report } from "./report.js";
import { type SampleMessage, sampleOperation } from "./sample-operations.js";
import { PARTS, type TypedElement, writeSchemaFiles } from "./schema-files.js";
import { prepareTypeCheck, typeCheck } from "./type-check.js";
import { findValidator, type Validate } from "./validate.js";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const SEED = 1;

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      only: { type: "string", multiple: true },
      keep: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help || positionals.length === 0) {
    console.log(
      "npm run corpus -- DIR … [--json FILE] [--only NAME …] [--keep]\n\nGenerates for each WSDL of DIR/INDEX.json, or each *.wsdl below DIR, type-checks, encodes, validates, decodes.",
    );
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const entries = positionals.flatMap(entriesOf).filter(({ name }) => values.only?.includes(name) ?? true);
  if (entries.length === 0) {
    const names = values.only === undefined ? "" : ` of the name ${values.only.join(", ")}`;
    throw new Error(`${positionals.join(", ")}: no WSDL found${names}`);
  }
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`${twice} is the name of two WSDLs; run their folders one after the other`);
  }
  const validate = findValidator();
  const work = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    prepareTypeCheck(work);
    const results: Result[] = [];
    for (const entry of entries) {
      results.push(await examine(entry, work, validate));
      if (process.stderr.isTTY) {
        process.stderr.write(`\r${results.length} of ${entries.length}`);
      }
    }
    await typeCheckAll(results, work);
    report(results, entries);
    if (values.json !== undefined) {
      writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
    }
  } finally {
    if (!values.keep) {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

function entriesOf(folder: string): Entry[] {
  const index = join(folder, "INDEX.json");
  if (existsSync(index)) {
    const entries: Entry[] = JSON.parse(readFileSync(index, "utf8"));
    return entries.map((entry) => ({ ...entry, entry: join(folder, entry.entry) }));
  }
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.toLowerCase().endsWith(".wsdl"),
  );
  return files.sort().map((entry) => ({
    name: entry.replace(/\.wsdl$/i, "").replaceAll(/[^\w.-]+/g, "-"),
    entry: join(folder, entry),
  }));
}

async function examine({ name, entry }: Entry, work: string, validate: Validate | undefined): Promise<Result> {
  const begin = performance.now();
  const url = pathToFileURL(resolve(entry)).href;
  const load = (location: string): Promise<Uint8Array> => readFile(new URL(location));
  const nothing = {
    name,
    warnings: 0,
    leftOut: 0,
    operations: 0,
    emitted: 0,
    typeErrors: 0,
    messages: 0,
    valid: 0,
    roundTrips: 0,
    equal: 0,
    notValidated: 0,
    schemaRejected: 0,
    notMade: 0,
  };
  const seconds = (): number => (performance.now() - begin) / 1000;
  let model: ServiceModel;
  try {
    model = await readWsdl(url, load);
  } catch (error) {
    return {
      ...nothing,
      refused: error instanceof Error ? error.message : String(error),
      seconds: seconds(),
      kilobytes: 0,
      problems: [],
    };
  }
  const diagnostics = model.diagnostics ?? [];
  const warnings = diagnostics.filter(({ grade }) => grade === "warning").length;
  const counts = { ...nothing, warnings, leftOut: diagnostics.length - warnings };
  try {
    const documents = await readDocuments(url, load);
    return { ...counts, ...(await generateAndProve(model, documents, join(work, name), validate)) };
  } catch (error) {
    return {
      ...counts,
      seconds: seconds(),
      kilobytes: 0,
      problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
}

async function generateAndProve(
  model: ServiceModel,
  documents: Documents,
  out: string,
  validate: Validate | undefined,
) {
  const begin = performance.now();
  const runtime = relative(out, join(repository, "src/soap/index.js"));
  const texts = emitService(model, { runtime });
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    writeFileSync(join(out, file), text);
  }
  const seconds = (performance.now() - begin) / 1000;
  const distinct = distinctOperations(model.services);
  const { stubs } = new ServicePlan(model, distinct);
  const exports: Exports = await import(pathToFileURL(join(out, "index.ts")).href);
  const emitted = stubs.filter(({ constantName }) => constantName in exports).length;
  const size = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const proof = await prove(model, stubs, exports, documents, out, validate);
  return { operations: distinct.length, emitted, seconds, kilobytes: Math.ceil(size / 1024), ...proof };
}

type Exports = Readonly<Record<string, Operation<unknown, unknown>>>;

/** Reads samples with the generated code, writes them again, validates both, and reads what was written. */
async function prove(
  model: ServiceModel,
  stubs: readonly PlannedStub[],
  exports: Exports,
  documents: Documents,
  out: string,
  validate: Validate | undefined,
) {
  const problems: string[] = [];
  const xml: { readonly text: string; readonly what: string }[] = [];
  const parts: TypedElement[] = [];
  let roundTrips = 0;
  let equal = 0;
  let notValidated = 0;
  let notMade = 0;

  for (const stub of stubs) {
    const operation = exports[stub.constantName];
    if (operation === undefined) {
      problems.push(`index.ts does not export ${stub.constantName}`);
      continue;
    }
    const { samples, missing } = sampleOperation(stub.operation, model, SEED);
    notMade += missing;
    for (const sample of samples) {
      const what = `${stub.functionName} ${sample.direction} (${sample.style})`;
      addMessages(sample.validatable, what);
      roundTrips += 1;
      try {
        const written = roundTrip(operation, sample);
        equal += 1;
        addMessages(sample.validatable.length === 0 ? [] : typedLike(written, sample), `${what}, as written`);
        notValidated += sample.validatable.length === 0 ? 1 : 0;
      } catch (error) {
        problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  const counts = { roundTrips, equal, notMade, problems };
  if (validate === undefined) {
    return { ...counts, messages: 0, valid: 0, notValidated: notValidated + xml.length };
  }
  const folder = `${out}-xml`;
  const verdicts = await validate(
    writeSchemaFiles(documents, parts, folder),
    xml.map(({ text }) => text),
    folder,
  );
  const rejection = verdicts.find((verdict) => verdict?.includes("Schemas parser error"));
  if (rejection !== undefined) {
    const rejectedSchema = rejection.replace(/^.*?(?=Schemas )/, "");
    return { ...counts, messages: 0, valid: 0, notValidated, schemaRejected: xml.length, rejectedSchema };
  }
  verdicts.forEach((verdict, index) => {
    if (verdict !== undefined) {
      problems.push(`${xml[index]?.what}: ${verdict.replace(/^.*?(?=Schemas )/, "")}`);
    }
  });
  const valid = verdicts.filter((verdict) => verdict === undefined).length;
  return { ...counts, messages: xml.length, valid, notValidated };

  function addMessages(elements: SampleMessage["validatable"], what: string): void {
    for (const { element, type } of elements) {
      if (type === undefined) {
        xml.push({ text: writeXml(element), what });
        continue;
      }
      const name = `part-${parts.length}`;
      parts.push({ name, type });
      xml.push({ text: writeXml({ ...element, namespace: PARTS, name }), what });
    }
  }
}

/** Decodes, encodes and decodes again. Returns the elements of the Body as they were written. */
function roundTrip(operation: Operation<unknown, unknown>, { direction, header, body }: SampleMessage): XmlElement[] {
  const [decode, encode] = direction === "request" ? [decodeRequest, encodeRequest] : [decodeResponse, encodeResponse];
  // As from the wire: what is written is read with all its prefixes.
  const value = decode(operation, body.map(reread), header.map(reread));
  const message = encode(operation, value);
  const written = elementsOf(readXml(`<body xmlns:xsi="${XSI}">${message.body}</body>`));
  const writtenHeader = elementsOf(readXml(`<header xmlns:xsi="${XSI}">${message.header}</header>`));
  if (!isDeepStrictEqual(plain(value), plain(decode(operation, written, writtenHeader)))) {
    throw new Error("what was read again is not what was written");
  }
  const [given, got] = [countElements(body), countElements(written)];
  if (given !== got) {
    throw new Error(`of ${given} elements, ${got} were written again`);
  }
  return written;
}

function reread(element: XmlElement): XmlElement {
  return readXml(writeXml(element));
}

/** The written elements in the place of those of the sample; of an rpc message, the parts in its wrapper. */
function typedLike(written: readonly XmlElement[], { validatable, body }: SampleMessage): SampleMessage["validatable"] {
  const elements = validatable[0]?.element === body[0] ? written : written.flatMap(elementsOf);
  return validatable.flatMap((one, index) => {
    const element = elements[index];
    return element === undefined ? [] : [{ ...one, element }];
  });
}

/** Prefixes are a matter of writing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    return value;
  }
  const entries = Object.entries(value).filter(
    ([key, one]) => one !== undefined && !(key === "prefixes" && one instanceof Map),
  );
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one)]));
}

function countElements(elements: readonly XmlElement[]): number {
  return elements.reduce((sum, element) => sum + 1 + countElements(elementsOf(element)), 0);
}

/** All that was generated, in one program. */
async function typeCheckAll(results: readonly Result[], work: string): Promise<void> {
  for (const line of await typeCheck(work)) {
    const result = results.find(({ name }) => line.startsWith(`${name}/`));
    if (result === undefined) {
      throw new Error(`The type check failed outside of the generated code: ${line}`);
    }
    result.typeErrors += 1;
    result.problems.push(line);
  }
}
