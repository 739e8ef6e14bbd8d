import { parseArgs } from "node:util";
import { refuseIfStrict } from "./contract/diagnostics.js";
import type { ServiceModel } from "./contract/service-model.js";
import { selectOperations } from "./emit/what/selection.js";
import { outlineModel } from "./model-outline.js";
import { diagnosticsOf, readContract } from "./read/read-contract.js";
import { readAllowNetwork } from "./read/source/network-option.js";
import { linesOf, type Outcome, outcomeOf, runAsProgram } from "./run-command.js";

const HELP = `Prints what the generator reads from a WSDL: services, ports, operations, and
their messages as trees of elements with types and occurrence.

  npm run model -- WSDL [options]

  --strict           exit with 2 if there is a warning, or something is left out
  --json             print the model as JSON instead; an object that occurs
                     again is a reference, {"$ref": "#/types/0"}
  --service NAME     print this service only
  --port NAME        print this port only
  --operation NAME   print this operation only; may be repeated
  --root DIR         folder that imported files have to be in; default: that of
                     the WSDL
  --allow-network [ORIGIN]
                     also read from the network, without credentials or
                     redirects: from the origin of the WSDL, or from ORIGIN,
                     which a WSDL from a file needs
  --help             show this

tns:Path  xs:string  0..1    an element of the namespace tns, at most once;
                             without 0..1 or the like, exactly once
Path  xs:string              an element without namespace
@id  xs:int  required        an attribute
(recursive)                  the type is that of an element around it
(see above)                  the content of the type is above, in this message
`;

const OPTIONS = {
  strict: { type: "boolean" },
  json: { type: "boolean" },
  service: { type: "string" },
  port: { type: "string" },
  operation: { type: "string", multiple: true },
  root: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** The command `npm run model`, without the process around it. */
export function run(args: readonly string[]): Promise<Outcome> {
  return outcomeOf("model", async () => {
    const [rest, allowNetwork] = readAllowNetwork(args);
    const { values, positionals } = parseArgs({ args: [...rest], allowPositionals: true, options: OPTIONS });
    if (values.help === true) {
      return { exitCode: 0, output: HELP, error: "" };
    }
    const [wsdl, ...others] = positionals;
    if (wsdl === undefined || others.length > 0) {
      throw new Error(`expected one WSDL, found ${positionals.length}; see --help`);
    }
    const { root, service, port, operation: operations, json } = values;
    const model = await readContract(wsdl, { root, allowNetwork });
    const diagnostics = diagnosticsOf(model, wsdl);
    refuseIfStrict(diagnostics, values.strict);
    const selected = { ...model, services: selectOperations(model, { service, port, operations }) };
    const output = json === true ? toJson(selected) : outlineModel(selected);
    return { exitCode: 0, output, error: linesOf(diagnostics) };
  });
}

/** A model may share objects, even in circles. The second and later occurrences become JSON pointers to the first. */
function toJson(model: ServiceModel): string {
  const pointers = new Map<object, string>();
  const plain = (value: unknown, pointer: string): unknown => {
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const first = isShared(value) ? pointers.get(value) : undefined;
    if (first !== undefined) {
      return { $ref: first };
    }
    pointers.set(value, pointer);
    return Array.isArray(value)
      ? value.map((item, index) => plain(item, `${pointer}/${index}`))
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, `${pointer}/${key}`)]));
  };
  return `${JSON.stringify(plain(model, "#"), undefined, 2)}\n`;
}

/** Complex types and the particles of groups are shared. Small objects, such as names, are printed each time. */
function isShared(value: object): boolean {
  return Array.isArray(value) || ("kind" in value && value.kind === "complex");
}

void runAsProgram(import.meta.url, run);
