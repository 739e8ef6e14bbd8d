import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { type EmitOptions, emitService } from "../../scripts/emit/service.js";
import { readWsdl } from "../../scripts/read/wsdl/read-wsdl.js";
import type { Operation } from "../../src/soap/index.js";

const soap = resolve(__dirname, "../../src/soap/index.js");

/** The texts that are generated for a contract, by path. */
export async function generated(wsdl: string, options: EmitOptions = {}): Promise<ReadonlyMap<string, string>> {
  const model = await readWsdl("file:///test.wsdl", () => Promise.resolve(new TextEncoder().encode(wsdl)));
  return emitService(model, options);
}

export interface GeneratedService {
  readonly folder: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Generates for a contract into a folder of its own, and imports that. */
export async function generateService(wsdl: string, options: EmitOptions = {}): Promise<GeneratedService> {
  const folder = mkdtempSync(join(tmpdir(), "generated-"));
  for (const [path, text] of await generated(wsdl, { ...options, runtime: relative(folder, soap) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, exports: await import(join(folder, "index.ts")) };
}

/** An operation's descriptor, among what generated code exports. */
export function operationOf({ exports }: GeneratedService, name: string): Operation<unknown, unknown> {
  const operation = exports[name];
  if (typeof operation !== "object" || operation === null) {
    throw new Error(`expected ${name} among ${Object.keys(exports).join(", ")}`);
  }
  return operation as Operation<unknown, unknown>;
}
