import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { emitService } from "../../../scripts/emit/service.js";
import { WsdlError } from "../../../scripts/read/source/wsdl-error.js";
import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { prepareTypeCheck, typeCheck } from "../corpus/type-check.js";
import { smallContracts } from "./contracts.js";
import type { Case, Fuzzer } from "./fuzz.js";
import { anyVocabulary, mutate, type Vocabulary } from "./mutate.js";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

const words = (text: string): string[] => text.trim().split(/\s+/);

const vocabulary: Vocabulary = {
  names: [
    ...anyVocabulary.names,
    ...words(`xs:element xs:attribute xs:complexType xs:simpleType xs:sequence xs:choice xs:all xs:any xs:anyAttribute
      xs:group xs:attributeGroup xs:extension xs:restriction xs:simpleContent xs:complexContent xs:list xs:union xs:import
      xs:include xs:pattern xs:enumeration xs:minInclusive xs:length xs:key xs:notation xs:redefine part message fault
      name type ref base element minOccurs maxOccurs nillable default fixed use form mixed abstract final block value
      substitutionGroup itemType memberTypes processContents namespace targetNamespace elementFormDefault schemaLocation`),
  ],
  namespaces: [
    ...anyVocabulary.namespaces,
    "http://www.w3.org/2001/XMLSchema",
    "http://schemas.xmlsoap.org/wsdl/",
    "http://schemas.xmlsoap.org/wsdl/soap/",
    "http://schemas.xmlsoap.org/wsdl/soap12/",
    "http://schemas.xmlsoap.org/soap/encoding/",
    "urn:test",
  ],
  values: [
    ...anyVocabulary.values,
    ...words(`xs:string xs:int xs:anyType xs:anySimpleType xs:ID xs:QName xs:NOTATION xs:duration xs:decimal tns:T tns:e
      unbounded 0 1 2 4294967296 qualified unqualified rpc document literal encoded required optional prohibited ##any
      ##other ##local extension restriction #all lax strict collapse class default then __proto__ constructor prototype
      [a-z]{2,3} (a*)*b \\p{IsGreek} [a-z-[aeiou]] [^\\d ( [z-a] \\ . 2024-02-30 INF -0 1e400`),
  ],
  pieces: [
    ...anyVocabulary.pieces,
    "<xs:element name='e' type='xs:int'/>",
    "<xs:any/>",
    "<xs:annotation><xs:documentation>*/ `$\u007b1}` //</xs:documentation></xs:annotation>",
    "<documentation>a */ b</documentation>",
    "<xs:import namespace='urn:other'/>",
    "<xs:include schemaLocation='test.wsdl'/>",
    "<xs:sequence/>",
    "<xs:enumeration value='\u2028'/>",
  ],
};

/** The documents of one contract; the first is the WSDL. */
interface Contract {
  readonly url: string;
  readonly documents: ReadonlyMap<string, Buffer>;
}

/** Larger ones are read too seldom to find anything. */
const MAX_BYTES = 60_000;
const COMPILE_EVERY = 8;

/** Changes contracts, and holds the generator to code or an error with a position. */
export async function wsdlFuzzer(folders: readonly string[]): Promise<Fuzzer> {
  const contracts = await readContracts(folders);
  const work = mkdtempSync(join(tmpdir(), "fuzz-wsdls-"));
  prepareTypeCheck(work);
  let generated = 0;

  return {
    run: async (chance, number) => {
      const contract = chance.pick(contracts);
      const url = chance.below(3) > 0 ? contract.url : chance.pick([...contract.documents.keys()]);
      const text = contract.documents.get(url)?.toString() ?? "";
      const other = chance.pick([...chance.pick(contracts).documents.values()]).toString();
      const { bytes, changes } = mutate(text, other, vocabulary, chance);
      const about = { input: bytes, changes: [url.slice(-60), ...changes] };
      const load = async (location: string): Promise<Uint8Array> => {
        const document = location === url ? bytes : contract.documents.get(location);
        if (document === undefined) {
          throw new Error("there is no such file");
        }
        return document;
      };
      try {
        const model = await readWsdl(contract.url, load);
        const runtime = relative(join(work, "case"), join(repository, "src/soap/index.js"));
        const texts = emitService(model, { runtime });
        const again = chance.below(4) === 0 ? emitService(await readWsdl(contract.url, load), { runtime }) : texts;
        if (JSON.stringify([...texts]) !== JSON.stringify([...again])) {
          return { ...about, result: "wrong", wrong: "the second time, other code is generated" };
        }
        generated += 1;
        if (generated % COMPILE_EVERY === 1) {
          keep(join(work, `case-${number}`), texts);
        }
        return { ...about, result: "generated" };
      } catch (error) {
        return { ...about, ...resultOf(error) };
      }
    },
    end: async () => {
      const problems = generated === 0 ? [] : await typeCheck(work);
      if (problems.length === 0) {
        rmSync(work, { recursive: true });
      }
      return problems.map((problem) => `${work}: ${problem}`);
    },
  };
}

/** An error with a position in one of the documents is what is promised. */
function resultOf(error: unknown): Pick<Case, "result" | "wrong"> {
  if (!(error instanceof WsdlError)) {
    return { result: "wrong", wrong: `no WsdlError: ${error instanceof Error ? error.stack : String(error)}` };
  }
  const { document, line, column, message, found } = error;
  const isPlaced = document !== "" && line >= 1 && column >= 1 && message.startsWith(`${document}:${line}:${column}: `);
  return isPlaced && found !== ""
    ? { result: "refused" }
    : { result: "wrong", wrong: `an error without a position: ${message}` };
}

function keep(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** The package's own contract, small ones, and those of the folders that can be read and are not too large. */
async function readContracts(folders: readonly string[]): Promise<Contract[]> {
  const own = smallContracts().map((wsdl): Contract => {
    const url = "file:///test.wsdl";
    return { url, documents: new Map([[url, Buffer.from(wsdl)]]) };
  });
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.toLowerCase().endsWith(".wsdl"))
      .map((file) => resolve(folder, file)),
  );
  const paths = [join(repository, "wsdl/srv.wsdl"), ...files.sort()];
  const read = await Promise.all(paths.map((path) => readContract(pathToFileURL(path).href)));
  return [...own, ...read.filter((contract) => contract !== undefined)];
}

async function readContract(url: string): Promise<Contract | undefined> {
  const documents = new Map<string, Buffer>();
  const load = async (location: string): Promise<Uint8Array> => {
    const document = await readFile(new URL(location));
    documents.set(location, document);
    return document;
  };
  try {
    await readWsdl(url, load);
  } catch {
    return undefined;
  }
  const size = [...documents.values()].reduce((sum, { length }) => sum + length, 0);
  return size > MAX_BYTES ? undefined : { url, documents };
}
