import { isDeepStrictEqual } from "node:util";
import { readXml, XmlError } from "../../../src/soap/xml/read-xml.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { seeds } from "./answers.js";
import { smallContracts } from "./contracts.js";
import type { Fuzzer } from "./fuzz.js";
import { anyVocabulary, mutate } from "./mutate.js";
import { startOracle, type Tree } from "./oracle.js";

/** What this package refuses on purpose, though it is XML. */
const ON_PURPOSE = /document type declaration|nested more than|more than \d+|longer than|version/;

/** Changes documents, and holds what is read to what another reader reads. */
export function documentFuzzer(): Fuzzer {
  const oracle = startOracle();
  const documents = [...seeds().map(({ text }) => text), ...smallContracts()];
  return {
    run: async (chance) => {
      const { bytes, changes } = mutate(chance.pick(documents), chance.pick(documents), anyVocabulary, chance);
      const about = { input: bytes, changes };
      const text = new TextDecoder().decode(bytes);
      const own = read(text);
      if (own instanceof Error && !(own instanceof XmlError)) {
        return { ...about, result: "wrong", wrong: `no XmlError: ${own.stack}` };
      }
      const other = await oracle.read(text);
      if (other.why === "a name of the fifth edition" || (own instanceof XmlError && ON_PURPOSE.test(own.message))) {
        return { ...about, result: "not compared" };
      }
      if (own instanceof XmlError) {
        const wrong = other.tree === undefined ? undefined : `refused, and read by the other: ${own.message}`;
        return wrong === undefined ? { ...about, result: "refused" } : { ...about, result: "wrong", wrong };
      }
      if (other.tree === undefined) {
        return { ...about, result: "wrong", wrong: `read, and refused by the other: ${other.why}` };
      }
      return isDeepStrictEqual(own, other.tree)
        ? { ...about, result: "read" }
        : {
            ...about,
            result: "wrong",
            wrong: `read as ${JSON.stringify(own)}, and by the other as ${JSON.stringify(other.tree)}`,
          };
    },
    end: async () => {
      oracle.end();
      return [];
    },
  };
}

function read(text: string): Tree | Error {
  try {
    return treeOf(readXml(text));
  } catch (error) {
    return error as Error;
  }
}

function treeOf({ namespace, name, attributes, children }: XmlElement): Tree {
  const own = attributes.map((one) => [one.namespace, one.name, one.value]);
  const inOrder = own.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return [namespace, name, inOrder, children.map((child) => (typeof child === "string" ? child : treeOf(child)))];
}

function compare(left = "", right = ""): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
