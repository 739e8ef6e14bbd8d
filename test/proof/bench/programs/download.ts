/** Downloads a document to its end, and prints what that took. */
import { Agent, request } from "node:http";
import type { Usage } from "./report-usage.js";

/** What the program prints. */
export interface DownloadRun extends Usage {
  readonly milliseconds: number;
  readonly bytes: number;
  readonly memoryBeforeInMb: number;
}

const [subject = "", endpoint = ""] = process.argv.slice(2);
const CHUNK = 1_048_576;
const PATH = "/Finance/archive.zip";

async function withThisPackage(onReady: () => void): Promise<number> {
  const { InfoRouterClient } = await import("inforouter-soap-client");
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "T" });
  await infoRouter.connect();
  onReady();
  let bytes = 0;
  const download = await infoRouter.download(PATH);
  for await (const chunk of download) {
    bytes += chunk.length;
  }
  await infoRouter.close();
  return bytes;
}

/** What one writes who checks neither checksums nor outcomes. */
async function byHand(onReady: () => void): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const call = (operation: string, content: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { "Content-Type": "text/xml; charset=utf-8", SOAPAction: `"http://tempuri.org/${operation}"` };
      const envelope = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${operation} xmlns="http://tempuri.org/"><authenticationTicket>T</authenticationTicket>${content}</${operation}></soap:Body></soap:Envelope>`;
      request(endpoint, { agent, method: "POST", headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve(Buffer.concat(chunks).toString()));
      })
        .on("error", reject)
        .end(envelope);
    });
  onReady();
  const staged = await call(
    "GetDownloadHandler",
    `<Path>${PATH}</Path><PreferedChunkSize>${CHUNK}</PreferedChunkSize>`,
  );
  const size = Number(/ Size="(\d+)"/.exec(staged)?.[1]);
  const handler = `<DownloadHandler>${/downloadhandler="([^"]+)"/.exec(staged)?.[1]}</DownloadHandler>`;
  let bytes = 0;
  while (bytes < size) {
    const part = `<StartOffset>${bytes}</StartOffset><ChunkSize>${CHUNK}</ChunkSize>`;
    const answer = await call("DownloadFileChunk", `${handler}${part}`);
    const end = answer.indexOf("</response>");
    const chunk = Buffer.from(answer.slice(answer.lastIndexOf(">", end) + 1, end), "base64");
    bytes += chunk.length;
  }
  await call("DeleteDownloadHandler", handler);
  agent.destroy();
  return bytes;
}

const usage = () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { memoryInMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000, now: performance.now() };
};
let before = usage();
const onReady = (): void => {
  before = usage();
};
const bytes = await (subject === "by hand" ? byHand(onReady) : withThisPackage(onReady));
const after = usage();
const run: DownloadRun = {
  milliseconds: after.now - before.now,
  cpuMs: after.cpuMs - before.cpuMs,
  bytes,
  memoryBeforeInMb: before.memoryInMb,
  peakMemoryInMb: after.memoryInMb,
};
console.log(JSON.stringify(run));
process.exit();
