import type { AddressInfo, Server } from "node:net";

/** Lets a server listen on a free port of 127.0.0.1, and returns an endpoint there. */
export async function listen(server: Server, protocol: "http" | "https" = "http"): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}/srv.asmx`;
}
