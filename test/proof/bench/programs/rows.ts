/** Gets typed rows again and again for some seconds, and prints what a call takes. */
import type { Client as StrongSoapClient } from "strong-soap";
import { ROWS } from "./rows-contract.js";

/** What the program prints. */
export interface RowsRun {
  /** Of the fastest call. */
  readonly milliseconds: number;
  readonly cpuMs: number;
  /** Of the process before the first call, and since its start. */
  readonly memoryBeforeInMb: number;
  readonly peakMemoryInMb: number;
}

/** Gets the last row. */
type GetLast = () => Promise<{ readonly count: number; readonly id: unknown }>;

interface Documents {
  readonly getDocumentsResult?: { readonly document: readonly { readonly id: number }[] };
}

const SECONDS = 3;
const request = { Path: "/Finance" };

const subjects: Readonly<Record<string, (endpoint: string, wsdl: string) => Promise<GetLast>>> = {
  "this package": async (endpoint) => {
    const { createSoapClient } = await import("inforouter-soap-client/soap");
    const { getDocuments } = (await import(new URL("../rows/client.js", import.meta.url).href)) as {
      getDocuments(soap: object, request: object): Promise<Documents>;
    };
    const soap = createSoapClient({ endpoint });
    return async () => {
      const rows = (await getDocuments(soap, { path: "/Finance" })).getDocumentsResult?.document ?? [];
      return { count: rows.length, id: rows.at(-1)?.id };
    };
  },
  soap: async (endpoint, wsdl) => {
    const { createClientAsync } = await import("soap");
    const client = await createClientAsync(wsdl, { endpoint });
    return async () => {
      const [{ GetDocumentsResult }] = await client["GetDocumentsAsync"](request);
      return { count: GetDocumentsResult.Document.length, id: GetDocumentsResult.Document.at(-1).Id };
    };
  },
  "strong-soap": async (endpoint, wsdl) => {
    const { soap } = (await import("strong-soap")).default;
    const client = await new Promise<StrongSoapClient>((resolve, reject) =>
      soap.createClient(wsdl, { endpoint }, (error, made) => (error ? reject(error) : resolve(made))),
    );
    client.setEndpoint(endpoint);
    return async () => {
      const { result } = await client.GetDocuments(request);
      const rows = result.GetDocumentsResult?.Document ?? [];
      return { count: rows.length, id: rows.at(-1)?.Id };
    };
  },
};

const [name = "", endpoint = "", wsdl = ""] = process.argv.slice(2);
const getLast = await subjects[name]?.(endpoint, wsdl);
const cpuMs = (): number => (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1000;
const peakInMb = (): number => process.resourceUsage().maxRSS / 1024;
const memoryBeforeInMb = peakInMb();
let least = { milliseconds: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY };
for (const end = performance.now() + 1000 * SECONDS; performance.now() < end; ) {
  const [start, cpu] = [performance.now(), cpuMs()];
  const last = await getLast?.();
  if (last?.count !== ROWS || Number(last.id) !== ROWS - 1) {
    throw new Error(`expected ${ROWS} rows, found ${JSON.stringify(last)}`);
  }
  least = {
    milliseconds: Math.min(least.milliseconds, performance.now() - start),
    cpuMs: Math.min(least.cpuMs, cpuMs() - cpu),
  };
}
console.log(JSON.stringify({ ...least, memoryBeforeInMb, peakMemoryInMb: peakInMb() } satisfies RowsRun));
process.exit();
