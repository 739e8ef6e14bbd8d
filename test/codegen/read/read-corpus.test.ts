import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { diagnosticLine } from "../../../scripts/contract/diagnostics.js";
import type { ServiceModel } from "../../../scripts/contract/service-model.js";
import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";

interface CorpusEntry {
  readonly name: string;
  readonly entry: string;
  /** Operations of SOAP bindings, each counted once however many bindings have it. */
  readonly ops: number;
  readonly bindings: Readonly<Record<string, number>>;
}

const corpus = resolve("../shared/corpus");
const index = join(corpus, "INDEX.json");
const isHere = existsSync(index);
const entries: readonly CorpusEntry[] = isHere ? JSON.parse(readFileSync(index, "utf8")) : [];

/** Broken in themselves. */
const REFUSED: Readonly<Record<string, string>> = {
  "asmx-bike2":
    'BikeService1.wsdl:5:7: <import schemaLocation="http://localhost:56253/BikeService.svc?xsd=xsd0"> of the namespace http://tempuri.org/ cannot be read: not a file',
};

/** Broken in an operation. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "ns-builtin":
    'builtin_types.wsdl:73:5: left out: operation Operation of port type PortType: <part name="normalizedstring"> refers to the element {http://www.BuiltinTypes.com/}normalizedStringElement, which is not defined; did you mean "normalizedstringElement"?',
};

if (!isHere) {
  test.skip("reads the corpus of published WSDLs, which is not in ../shared/corpus", () => undefined);
} else {
  test.each(entries.filter(({ name }) => !(name in REFUSED) && !(name in LEFT_OUT)))(
    "reads $entry, all $ops operations",
    async (entry) => {
      const model = await readEntry(entry);

      expect({ ops: soapOperations(model).size, bindings: countOfProtocols(model) }).toEqual({
        ops: entry.ops,
        bindings: entry.bindings,
      });
      expect(danglingNames(model)).toEqual([]);
    },
  );

  test.each(entries.filter(({ name }) => name in REFUSED))("refuses $entry", async (entry) => {
    await expect(readEntry(entry)).rejects.toMatchObject({ name: "WsdlError", message: REFUSED[entry.name] });
  });

  test.each(entries.filter(({ name }) => name in LEFT_OUT))("leaves out an operation of $entry", async (entry) => {
    const { diagnostics = [] } = await readEntry(entry);

    expect(diagnostics.map(diagnosticLine)).toEqual([LEFT_OUT[entry.name]]);
  });
}

function readEntry({ entry }: CorpusEntry): Promise<ServiceModel> {
  return readWsdl(pathToFileURL(join(corpus, entry)).href, async (url) => {
    if (!url.startsWith("file:")) {
      throw new Error("not a file");
    }
    return readFile(new URL(url));
  });
}

function soapOperations({ services }: ServiceModel): ReadonlySet<string> {
  const ports = services.flatMap((service) => service.ports).filter(({ protocol }) => protocol.startsWith("soap"));
  return new Set(
    ports.flatMap(({ portType, operations }) =>
      operations.map(({ name, input }) => JSON.stringify([portType, name, input.name])),
    ),
  );
}

function countOfProtocols({ services }: ServiceModel): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { protocol } of services.flatMap((service) => service.ports)) {
    counts[protocol] = (counts[protocol] ?? 0) + 1;
  }
  return counts;
}

/** What the model refers to and does not have: each name leads to a type or element of the model, or to a built-in type. */
function danglingNames(model: ServiceModel): string[] {
  const types = new Set(model.types.map(({ name }) => expandedName(name)));
  const elements = new Set(model.elements.map(({ name }) => expandedName(name)));
  const dangling: string[] = [];
  const seen = new Set<object>();

  const visit = (value: object): void => {
    if (seen.has(value)) {
      return;
    }
    seen.add(value);
    for (const [role, child] of Object.entries(value)) {
      const known = ELEMENT_ROLES.has(role) ? elements : types;
      if (ELEMENT_ROLES.has(role) || TYPE_ROLES.has(role)) {
        dangling.push(...namesIn(child).filter((name) => !name.startsWith(BUILT_IN) && !known.has(name)));
      }
      if (typeof child === "object" && child !== null) {
        visit(child);
      }
    }
    if ("reference" in value && value.reference === true && "name" in value) {
      dangling.push(...namesIn(value.name).filter((name) => !elements.has(name)));
    }
  };
  visit(model);
  return dangling;
}

const ELEMENT_ROLES: ReadonlySet<string> = new Set(["element", "substitutionGroup"]);
const TYPE_ROLES: ReadonlySet<string> = new Set(["type", "base", "item", "members"]);
const BUILT_IN = "{http://www.w3.org/2001/XMLSchema}";

/** Of a qualified name, a reference to a type, or several. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(namesIn);
  }
  if (typeof value !== "object" || value === null || !("name" in value)) {
    return [];
  }
  const { name } = value;
  return typeof name === "string" && "namespace" in value && typeof value.namespace === "string"
    ? [expandedName({ namespace: value.namespace, name })]
    : namesIn(name);
}
