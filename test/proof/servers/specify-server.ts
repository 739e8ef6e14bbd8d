import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../scripts/generate.js";
import { readContract } from "../../../scripts/read/read-contract.js";
import { createSoapClient, type SoapClient, type SoapVersion } from "../../../src/soap/index.js";
import { describeWithPrograms, type Programs } from "../../support/hosts/programs.js";
import { type Host, type HostCommand, startHost } from "../../support/hosts/start-host.js";
import { prepareTypeCheck, typeCheck } from "../corpus/type-check.js";

/** A server of another maker, and what its services must answer. */
export interface ServerCase {
  readonly title: string;
  readonly needs: Programs;
  readonly prepare: () => Promise<HostCommand>;
  readonly services: readonly ServiceCase[];
}

export interface ServiceCase {
  readonly title: string;
  /** Where it is called. Its contract is at `?wsdl`. */
  readonly path: string;
  /** The versions of SOAP that its contract declares. */
  readonly versions: readonly SoapVersion[];
  readonly calls: readonly Call[];
  /** Further arguments of `generate`. */
  readonly generate?: readonly string[];
}

/** A call by a generated stub, with the response that it must resolve with, or the error that it must reject with. */
export interface Call {
  /** Name in the contract. */
  readonly operation: string;
  readonly what: string;
  readonly request?: unknown;
  readonly headers?: unknown;
  readonly response?: unknown;
  /** Members of the error. Codes of faults are those of SOAP 1.1. */
  readonly error?: Readonly<Record<string, unknown>>;
  /** Default: those of the service. */
  readonly versions?: readonly SoapVersion[];
}

/** Generates for the contracts that a running server publishes, and makes all calls in each version. */
export function specifyServer({ title, needs, prepare, services }: ServerCase): void {
  describeWithPrograms(title, needs, () => {
    const folder = mkdtempSync(join(tmpdir(), "generated-"));
    let host: Host;

    beforeAll(async () => {
      const [first] = services;
      host = await startHost(prepare, async (origin) => {
        const { status } = await fetch(`${origin}${first?.path}?wsdl`);
        expect(status).toBe(200);
      });
    });

    afterAll(async () => {
      await host?.close();
      rmSync(folder, { recursive: true });
      expect(existsSync(host.folder)).toBe(false);
    });

    describe.each(services)("$title", (service) => {
      const out = join(folder, service.title.replace(/\W+/g, "-"));
      let stubs: Readonly<Record<string, unknown>>;

      beforeAll(async () => {
        mkdirSync(out);
        const more = service.generate ?? [];
        const outcome = await run([`${host.origin}${service.path}?wsdl`, "--out", out, "--allow-network", ...more]);
        expect(outcome).toMatchObject({ exitCode: 0, error: "" });
        stubs = await import(join(out, "index.ts"));
      });

      test("is called on each operation, in each version that its contract declares", async () => {
        const model = await readContract(`${host.origin}${service.path}?wsdl`, { allowNetwork: true });
        const declared = model.services.flatMap(({ ports }) =>
          ports.flatMap(({ protocol, operations }) => {
            const version = { soap11: "1.1", soap12: "1.2", "http-get": "", "http-post": "" }[protocol];
            return version === "" ? [] : operations.map(({ name }) => `${name} in ${version}`);
          }),
        );
        const called = rowsOf(service).map(({ operation, version }) => `${operation} in ${version}`);
        expect([...new Set(called)].sort()).toEqual(declared.sort());
      });

      describe.each(service.versions)("in SOAP %s", (version) => {
        let client: SoapClient;

        beforeAll(() => {
          client = createSoapClient({ endpoint: `${host.origin}${service.path}`, soapVersion: version });
        });
        afterAll(() => client?.close());

        for (const call of rowsOf(service).filter((row) => row.version === version)) {
          test(`${call.operation}: ${call.what}`, () => check(stubs, client, call));
        }
      });
    });

    test("the generated code has no type errors", async () => {
      prepareTypeCheck(folder);
      expect(await typeCheck(folder)).toEqual([]);
    });
  });
}

/** The calls of a service, once for each version. */
function rowsOf({ versions, calls }: ServiceCase) {
  return calls.flatMap((call) => (call.versions ?? versions).map((version) => ({ ...call, version })));
}

async function check(
  stubs: Readonly<Record<string, unknown>>,
  client: SoapClient,
  { operation, request = {}, headers, response, error, version }: Call & { readonly version: SoapVersion },
): Promise<void> {
  const name = operation.charAt(0).toLowerCase() + operation.slice(1);
  const stub = stubs[name] as (client: SoapClient, ...rest: unknown[]) => Promise<unknown>;
  const call = stub(client, request, ...(headers === undefined ? [] : [headers]));
  if (error === undefined) {
    expect(await call).toEqual(response);
    return;
  }
  const rejection: unknown = await call.then(
    (value) => ({ resolvedWith: value }),
    (reason) => reason,
  );
  const members = Object.keys(error).map((member) => [member, (rejection as Record<string, unknown>)[member]]);
  expect({ ...Object.fromEntries(members), rejection }).toEqual({ ...inVersion(error, version), rejection });
}

/** SOAP 1.2 names two codes of faults anew (SOAP 1.2 Part 1 §5.4.6). */
function inVersion({ faultCode, ...rest }: Readonly<Record<string, unknown>>, version: SoapVersion): object {
  const renamed: Readonly<Record<string, string>> = { Client: "Sender", Server: "Receiver" };
  return faultCode === undefined
    ? rest
    : { ...rest, faultCode: version === "1.2" ? renamed[`${faultCode}`] : faultCode };
}
