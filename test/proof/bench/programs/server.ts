/** The service that everything is measured against: answers without reading, in a process of its own. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerOf } from "./answers.js";
import { manyOperations, wsdlOf } from "./contract.js";
import { rowsAnswer, rowsWsdl } from "./rows-contract.js";

/** Tells the processor time it has used so far, in microseconds, when it is sent anything. */
export interface ServerUsage {
  readonly cpuMicros: number;
}

export interface ServerReady {
  readonly url: string;
}

const answers: Readonly<Record<string, Buffer>> = {
  "/400-bytes": answerOf(0),
  "/100-kB": answerOf(100_000),
  "/rows": Buffer.from(rowsAnswer()),
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const body = request.method === "POST" ? answers[pathname] : contracts[pathname];
  request.resume().on("end", () => {
    response.writeHead(body === undefined ? 404 : 200, {
      "Content-Type": "text/xml; charset=utf-8",
      "Content-Length": body?.length ?? 0,
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 600_000;
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const [fullContract] = process.argv.slice(2);
const contracts: Readonly<Record<string, Buffer>> = {
  "/two.wsdl": Buffer.from(wsdlOf(["DeleteFolder", "DeleteDownloadHandler"], `${url}/400-bytes`)),
  "/rows.wsdl": Buffer.from(rowsWsdl(`${url}/rows`)),
  "/full.wsdl":
    fullContract === undefined
      ? Buffer.from(wsdlOf(manyOperations(425), `${url}/400-bytes`))
      : readFileSync(fullContract),
};

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system } satisfies ServerUsage);
});
process.send?.({ url } satisfies ServerReady);
