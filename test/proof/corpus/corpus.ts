/** `npm run corpus -- DIR [--json FILE] [--only NAME …]`: generates for real WSDLs and proves what was generated. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import type { ServiceModel } from "../../../scripts/contract/service-model.js";
import { emitService } from "../../../scripts/emit/service.js";
import { distinctOperations } from "../../../scripts/emit/what/distinct-operations.js";
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
import { validate } from "./validate.js";

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
  const [folder] = positionals;
  if (values.help || folder === undefined) {
    console.log(
      "npm run corpus -- DIR [--json FILE] [--only NAME …] [--keep]\n\nGenerates for each WSDL of DIR/INDEX.json, or each *.wsdl below DIR, type-checks, encodes, validates, decodes.",
    );
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const entries = entriesOf(folder).filter(({ name }) => values.only?.includes(name) ?? true);
  if (entries.length === 0) {
    throw new Error(
      `${folder}: no WSDL found${values.only === undefined ? "" : ` of the name ${values.only.join(", ")}`}`,
    );
  }
  const work = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    prepareTypeCheck(work);
    const results: Result[] = [];
    for (const entry of entries) {
      results.push(await examine(entry, folder, work));
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
    return JSON.parse(readFileSync(index, "utf8"));
  }
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.toLowerCase().endsWith(".wsdl"),
  );
  return files.sort().map((entry) => ({ name: entry.replace(/\.wsdl$/i, "").replaceAll(/[^\w.-]+/g, "-"), entry }));
}

async function examine({ name, entry }: Entry, folder: string, work: string): Promise<Result> {
  const begin = performance.now();
  const url = pathToFileURL(join(folder, entry)).href;
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
    return { ...counts, ...(await generateAndProve(model, await readDocuments(url, load), join(work, name))) };
  } catch (error) {
    return {
      ...counts,
      seconds: seconds(),
      kilobytes: 0,
      problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
}

async function generateAndProve(model: ServiceModel, documents: Documents, out: string) {
  const begin = performance.now();
  const runtime = relative(out, join(repository, "src/soap/index.js"));
  const texts = emitService(model, { runtime });
  mkdirSync(out, { recursive: true });
  for (const [file, text] of texts) {
    writeFileSync(join(out, file), text);
  }
  const seconds = (performance.now() - begin) / 1000;
  const distinct = distinctOperations(model.services);
  const { stubs } = new ServicePlan(model, distinct);
  const emitted = stubs.filter(({ file }) => texts.has(file)).length;
  const size = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const proof = await prove(model, stubs, documents, out);
  return { operations: distinct.length, emitted, seconds, kilobytes: Math.ceil(size / 1024), ...proof };
}

/** Reads samples with the generated code, writes them again, validates both, and reads what was written. */
async function prove(model: ServiceModel, stubs: readonly PlannedStub[], documents: Documents, out: string) {
  const problems: string[] = [];
  const xml: { readonly text: string; readonly what: string }[] = [];
  const parts: TypedElement[] = [];
  let roundTrips = 0;
  let equal = 0;
  let notValidated = 0;
  let notMade = 0;

  for (const stub of stubs) {
    const module = (await import(pathToFileURL(join(out, stub.file)).href)) as Record<
      string,
      Operation<unknown, unknown>
    >;
    const operation = module[stub.constantName];
    if (operation === undefined) {
      problems.push(`${stub.file} does not export ${stub.constantName}`);
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
  const folder = `${out}-xml`;
  const verdicts = await validate(
    writeSchemaFiles(documents, parts, folder),
    xml.map(({ text }) => text),
    folder,
  );
  const rejection = verdicts.find((verdict) => verdict?.includes("Schemas parser error"));
  verdicts.forEach((verdict, index) => {
    if (verdict !== undefined && rejection === undefined) {
      problems.push(`${xml[index]?.what}: ${verdict.replace(/^.*?(?=Schemas )/, "")}`);
    }
  });
  return {
    ...(rejection !== undefined && { rejectedSchema: rejection.replace(/^.*?(?=Schemas )/, "") }),
    messages: rejection === undefined ? xml.length : 0,
    valid: verdicts.filter((verdict) => verdict === undefined).length,
    roundTrips,
    equal,
    notValidated: notValidated + (rejection === undefined ? 0 : xml.length),
    notMade,
    problems,
  };

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
