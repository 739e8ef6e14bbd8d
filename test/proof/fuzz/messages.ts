import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { distinctOperations } from "../../../scripts/contract/distinct-operations.js";
import { emitService } from "../../../scripts/emit/service.js";
import { ServicePlan } from "../../../scripts/emit/what/service-plan.js";
import { readDocuments } from "../../../scripts/read/source/documents.js";
import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { decodeRequest } from "../../../src/soap/message/messages.js";
import type { Operation } from "../../../src/soap/schema/operation.js";
import { SchemaError } from "../../../src/soap/schema/schema-error.js";
import { readXml, XmlError } from "../../../src/soap/xml/read-xml.js";
import { writeXml } from "../../../src/soap/xml/write-xml.js";
import { sampleOperation } from "../corpus/sample-operations.js";
import { writeSchemaFiles } from "../corpus/schema-files.js";
import { validate } from "../corpus/validate.js";
import { smallContracts } from "./contracts.js";
import type { Fuzzer } from "./fuzz.js";
import { mutateTree, type Vocabulary } from "./mutate.js";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/**
 * No blanks, which libxml2 does not take around numbers and dates though XML Schema does (Part 2 §4.3.6). Nothing of the
 * standards that stand outside of the schema, as `xml:lang` does: those are taken wherever they are.
 */
const vocabulary: Vocabulary = {
  names: [
    ..."a e t:e name color codes either price animal node left right bark age id lang fixed currency b".split(" "),
  ],
  namespaces: ["", "urn:a", "urn:test"],
  values: [
    ..."0|1|-1|true|false|red|green|AB-1|AB-1 CD-2|2024-02-30T00:00:00|1.5|x|999999999999999999999|t:Dog".split("|"),
    "",
  ],
  pieces: [
    "text",
    "\u00a0",
    "<!-- comment -->",
    "<?pi data?>",
    "<![CDATA[1]]>",
    "&#65;",
    "<a/>",
    '<a xmlns="urn:a"/>',
    "1",
    "red",
  ],
};

interface Subject {
  readonly operation: Operation<unknown, unknown>;
  /** Path of the schema for libxml2. */
  readonly schema: string;
  readonly samples: readonly string[];
}

interface Reading {
  readonly number: number;
  readonly subject: Subject;
  readonly text: string;
  readonly refusal: string | undefined;
}

/** To libxml2, a year has no more than 64 bits, and a decimal no more than 24 digits. */
const BEYOND_LIBXML2 = /\d{19,}-\d\d|(?:\d\.?){25,}/;

/** Stands within a text, and is no part of its value. */
const WITHIN_TEXT = /<!--.*?-->|<\?.*?\?>|<!\[CDATA\[|\]\]>/gs;

/** What of libxml2's reasons is passed over here: an `xsi:type` where the schema declares no type that could stand there. */
const NOT_LOOKED_AT = /^(?!.*element (?:name: )?(?:animal|node)\b).*specified by xsi:type/s;

/** Messages that libxml2 validates in one run. */
const BATCH = 300;

/** Changes messages, and holds generated code to libxml2's verdict on which of them the schema allows. */
export async function messageFuzzer(): Promise<Fuzzer> {
  const work = mkdtempSync(join(tmpdir(), "fuzz-messages-"));
  writeFileSync(join(work, "package.json"), '{ "type": "module" }');
  symlinkSync(join(repository, "node_modules"), join(work, "node_modules"));
  // Mixed content is read as it stands, whatever its elements.
  const contracts = smallContracts().filter((wsdl) => !wsdl.includes('mixed="true"'));
  const subjects = await Promise.all(contracts.map((wsdl, index) => prepare(wsdl, join(work, `contract-${index}`))));
  let readings: Reading[] = [];

  const compare = async (): Promise<string[]> => {
    const wrong: string[] = [];
    for (const subject of subjects) {
      const own = readings.filter((reading) => reading.subject === subject);
      const verdicts = await validate(
        subject.schema,
        own.map(({ text }) => text),
        dirname(subject.schema),
      );
      own.forEach(({ number, text, refusal }, index) => {
        const verdict = verdicts[index];
        if ((refusal === undefined) !== (verdict === undefined) && !NOT_LOOKED_AT.test(verdict ?? "")) {
          wrong.push(`case ${number}: here ${refusal ?? "taken"}; libxml2: ${verdict ?? "taken"}\n  ${text}`);
        }
      });
    }
    readings = [];
    return wrong;
  };

  return {
    run: async (chance, number) => {
      const subject = chance.pick(subjects);
      const { text, changes } = mutateTree(
        chance.pick(subject.samples),
        chance.pick(subject.samples),
        vocabulary,
        chance,
      );
      const about = { input: Buffer.from(text), changes };
      const refusal = read(subject.operation, text);
      if (BEYOND_LIBXML2.test(text.replace(WITHIN_TEXT, ""))) {
        return { ...about, result: "not judged" };
      }
      if (refusal === undefined || typeof refusal === "string") {
        readings.push({ number, subject, text, refusal });
        const wrong = readings.length < BATCH ? [] : await compare();
        return wrong.length > 0
          ? { ...about, result: "wrong", wrong: `among the last messages:\n${wrong.join("\n")}` }
          : { ...about, result: refusal === undefined ? "taken" : "refused" };
      }
      return refusal.reason instanceof XmlError
        ? { ...about, result: "not XML" }
        : { ...about, result: "wrong", wrong: `no SchemaError: ${refusal.reason}` };
    },
    end: async () => {
      const wrong = await compare();
      rmSync(work, { recursive: true });
      return wrong;
    },
  };
}

/** Undefined if it is taken; a text if the schema is why it is not. */
function read(operation: Operation<unknown, unknown>, text: string): string | { readonly reason: unknown } | undefined {
  try {
    decodeRequest(operation, [readXml(text)], []);
    return undefined;
  } catch (error) {
    return error instanceof SchemaError ? error.message : { reason: error };
  }
}

async function prepare(wsdl: string, folder: string): Promise<Subject> {
  const load = async (): Promise<Uint8Array> => Buffer.from(wsdl);
  const model = await readWsdl("file:///test.wsdl", load);
  for (const [file, text] of emitService(model, { runtime: relative(folder, join(repository, "src/soap/index.js")) })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const [stub] = new ServicePlan(model, distinctOperations(model.services)).stubs;
  if (stub === undefined) {
    throw new Error("the contract has no operation");
  }
  const module = await import(pathToFileURL(join(folder, "index.ts")).href);
  const { samples } = sampleOperation(stub.operation, model, 1);
  return {
    operation: module[stub.constantName],
    schema: writeSchemaFiles(await readDocuments("file:///test.wsdl", load), [], join(folder, "xml")),
    samples: samples.flatMap(({ body }) => body.map((element) => writeXml(element))),
  };
}
