import { execFile } from "node:child_process";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { promisify } from "node:util";
import { makeCertificates } from "../../support/certificates.js";
import { listen } from "../../support/listen.js";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
  }
});

/** Whoever comes is given the head of an answer, and nothing more. */
async function answering(head: string): Promise<string> {
  const server = createServer((socket) => {
    socket
      .on("error", () => {})
      .once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${head}\r\nContent-Length: 0\r\n\r\n`));
  });
  servers.push(server);
  return listen(server);
}

async function withoutAuthority(): Promise<string> {
  const server = createTlsServer(makeCertificates().server, (socket) => socket.on("error", () => {}));
  servers.push(server.on("tlsClientError", () => {}));
  return listen(server, "https");
}

interface Row {
  readonly setting: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly serve: () => Promise<string>;
  readonly want: object;
}

// By itself, Node.js would take the answer, or the certificate.
test.each<Row>([
  {
    setting: "NODE_TLS_REJECT_UNAUTHORIZED",
    env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
    serve: withoutAuthority,
    want: { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", outcome: "not-sent" },
  },
  {
    setting: "--max-http-header-size",
    flags: ["--max-http-header-size=100000"],
    serve: () => answering(`X: ${"x".repeat(17_000)}`),
    want: { code: "HPE_HEADER_OVERFLOW", outcome: "unknown" },
  },
  {
    setting: "--insecure-http-parser",
    flags: ["--insecure-http-parser"],
    serve: () => answering("X: \u0001"),
    want: { code: "HPE_INVALID_HEADER_TOKEN", outcome: "unknown" },
  },
])(
  "a process that is started with $setting does not change what a client accepts",
  async ({ flags = [], env, serve, want }) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...flags, "--import", "tsx", join(__dirname, "../../support/processes/one-call.ts"), await serve()],
      { env: { PATH: process.env["PATH"], ...env } },
    );
    expect(JSON.parse(stdout)).toMatchObject(want);
  },
);
