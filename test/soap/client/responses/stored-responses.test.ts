import { InfoRouterClient } from "../../../../src/index.js";
import type { TransportResponse } from "../../../../src/soap/index.js";
import { answer, fault } from "../../../support/soap-messages.js";

type Headers = Readonly<Record<string, string>>;

const clientOf = (response: Omit<TransportResponse, "body">, body: string | Uint8Array): InfoRouterClient =>
  new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "t1",
    transport: async () => ({ ...response, body: Buffer.from(body) }),
  });

const deletionOf = (status: number, headers: Headers, body: string | Uint8Array): Promise<unknown> =>
  clientOf({ status, headers }, body)
    .deleteFolder("/Finance/2024", { ifMissing: "ignore" })
    .then(({ outcome }) => outcome);

const deleted = answer("DeleteFolder", '<response success="true" />');

/** By these, a cache says that it answers with what it had stored. */
const stored: readonly Headers[] = [
  { age: "1" },
  { age: "0, 42" },
  { "cache-status": "ExampleCache; hit; ttl=376" },
  { "cache-status": "Edge; fwd=miss, Origin;hit" },
  { "cache-status": "ExampleCache; fwd=miss; collapsed" },
  { "x-cache": "HIT from proxy.example.com" },
  { "x-cache": "MISS, HIT" },
  { "x-cache": "RefreshHit from cloudfront" },
  { "x-cache": "TCP_MEM_HIT from a-1" },
  { "x-cache-status": "STALE" },
  { "cf-cache-status": "REVALIDATED" },
  // nginx, by the name that its users give it; APISIX, which caches POST where that is set; Tyk.
  { "x-proxy-cache": "HIT" },
  { "x-site-cache-status": "UPDATING" },
  { "apisix-cache-status": "HIT" },
  { "x-tyk-cached-response": "1" },
  // Varnish, in the first second.
  { "x-varnish": "32770 3", age: "0" },
  { "x-cache-hits": "0, 1" },
  { "x-from-cache": "1" },
  { "x-srcache-fetch-status": "HIT" },
];

describe("a response from a cache's store answers another request:", () => {
  test.each(stored)("%j", async (headers) => {
    const unknown = { outcome: "unknown", message: expect.stringMatching(/cache|HTTP status/) };
    const bodies: readonly (readonly [status: number, body: string | Uint8Array])[] = [
      [200, deleted],
      [200, answer("DeleteFolder", '<response success="false" error="Folder not found" />')],
      [200, answer("DeleteFolder", '<response success="false" error="[901] Session expired" />')],
      [500, fault("Client", "No", "1.1")],
      [404, "<html>No</html>"],
      [404, Buffer.from("<html>Zugriff abgelehnt für Sie</html>", "latin1")],
    ];
    for (const [status, body] of bodies) {
      await expect(deletionOf(status, headers, body)).rejects.toMatchObject(unknown);
    }
  });

  test("no folder counts as missing", async () => {
    const missing = answer("FolderExists", '<response success="false" error="Folder not found" />');
    await expect(clientOf({ status: 200, headers: { age: "9" } }, missing).folderExists("/Finance")).rejects.toThrow(
      "FolderExists: an unexpected answer: a cache sent it from its store, as the field age of its header shows",
    );
  });
});

test.each<Headers>([
  { age: "0" },
  { "cache-status": "ExampleCache; fwd=method; hit=?0" },
  { "cache-status": "hit; fwd=bypass" },
  { "x-cache": "MISS from white.example.com" },
  { "x-cache": "HIT-FOR-PASS" },
  { "x-cache": "Miss from cloudfront", "x-cache-status": "BYPASS", "cf-cache-status": "DYNAMIC" },
  { "x-varnish": "32770", "x-cache-hits": "0", "x-from-cache": "0", "x-srcache-fetch-status": "MISS" },
  { "x-proxy-cache": "MISS", "apisix-cache-status": "EXPIRED", "x-tyk-cached-response": "0" },
  { "x-cache": "MISS from a", "x-cache-lookup": "HIT from a:3128", "cache-control": "stale-if-error=60" },
])("a response that a cache only passed on is the server's: %j", async (headers) => {
  expect(await deletionOf(200, headers, deleted)).toBe("deleted");
});
