import { chmodSync, existsSync, readFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:tls";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { createLyingProxy, forgedResponse, httpResponse, lyingProxies } from "../soap/http/proxies.js";
import { makeCertificates } from "../support/certificates.js";
import { createTlsGateway, createTunnelProxy, listenOn } from "../support/gateways.js";
import { results, useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { atEnd, pathOf, run, write } = useCommandLine();

describe("the way to the server", () => {
  const certificates = makeCertificates();
  const pem = (name: string, text: string): string => {
    const file = write(name, text);
    chmodSync(file, 0o600);
    return file;
  };
  const trust = () => ["--ca", pem("ca.pem", certificates.ca)];
  const identify = () => [
    ...["--cert", pem("client.pem", certificates.client.cert)],
    ...["--key", pem("client.key", certificates.client.key)],
  ];

  /** A server behind a TLS gateway, and a proxy that leads there. */
  async function startNetwork({ requestCert = false } = {}) {
    const live = await startInfoRouterServer({
      folders: ["/a/b"],
      tickets: { [ticket]: "jane" },
      users: { jane: password },
    });
    const gateway = createTlsGateway(live.url, certificates, { requestCert });
    const proxy = createTunnelProxy("user:s3cret");
    const endpoint = `https://localhost:${await listenOn(gateway)}/srv.asmx`;
    const env = { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: endpoint };
    const proxyUrl = `http://user:s3cret@127.0.0.1:${await listenOn(proxy.server)}`;
    atEnd(() => void live.close());
    atEnd(() => gateway.close());
    atEnd(() => proxy.server.close());
    return { live, env, proxy, proxied: { ...env, HTTPS_PROXY: proxyUrl } };
  }

  test("is trusted by --ca or NODE_EXTRA_CA_CERTS where a private authority signed the certificate", async () => {
    const { live, env } = await startNetwork();
    const distrusted = await run(["delete-folder", "/a/b", "--yes"], { env });
    expect(results(distrusted)).toEqual([{ path: "/a/b", outcome: "failed", code: "SELF_SIGNED_CERT_IN_CHAIN" }]);
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env })).toMatchObject({ code: 0 });
    const [, NODE_EXTRA_CA_CERTS = ""] = trust();
    const missing = ["delete-folder", "/a/b", "--yes", "--if-missing", "ignore"];
    expect(await run(missing, { env: { ...env, NODE_EXTRA_CA_CERTS } })).toMatchObject({ code: 0 });
    expect(live.executions.DeleteFolder).toBe(1);
    expect(await run(["check"], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining("self-signed") });
    expect(await run(["check", ...trust()], { env })).toMatchObject({ code: 0 });
  });

  test("needs --cert and --key where a gateway asks for a certificate", async () => {
    const { live, env } = await startNetwork({ requestCert: true });
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env })).toMatchObject({ code: 3 });
    expect(live.executions.DeleteFolder ?? 0).toBe(0);
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust(), ...identify()], { env })).toMatchObject({
      code: 0,
    });
    expect(await run(["check", ...trust(), ...identify()], { env })).toMatchObject({ code: 0 });
  });

  test("leads through HTTPS_PROXY, unless NO_PROXY names the server", async () => {
    const { proxy, proxied } = await startNetwork();
    const host = new URL(proxied.INFOROUTER_ENDPOINT).host;
    expect(await run(["check", ...trust()], { env: proxied })).toMatchObject({ code: 0 });
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env: proxied })).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toEqual([host, host]);
    const generate = ["generate", "--wsdl", `${proxied.INFOROUTER_ENDPOINT}?WSDL`, "--allow-network", ...trust()];
    const generated = await run([...generate, "--out", pathOf("stubs")], { env: proxied });
    expect([generated.code, proxy.tunnels]).toEqual([0, [host, host, host]]);
    const direct = { ...proxied, NO_PROXY: "localhost" };
    expect(await run(["check", ...trust()], { env: direct })).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toHaveLength(3);
  });

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])(
    "leads through a proxy of http: that %s names without a scheme",
    async (variable) => {
      const { proxy, env, proxied } = await startNetwork();
      const bare = { ...env, [variable]: proxied.HTTPS_PROXY.replace("http://", "") };
      expect(await run(["check", ...trust()], { env: bare })).toMatchObject({ code: 0 });
      expect(proxy.tunnels).toHaveLength(1);
    },
  );

  test("leads through a proxy that speaks TLS", async () => {
    const { proxy, proxied } = await startNetwork();
    const outer = createTlsServer(certificates.server, (socket) => proxy.server.emit("connection", socket));
    atEnd(() => outer.close());
    const HTTPS_PROXY = `https://user:s3cret@localhost:${await listenOn(outer)}`;
    const [, NODE_EXTRA_CA_CERTS = ""] = trust();
    expect(await run(["check"], { env: { ...proxied, HTTPS_PROXY, NODE_EXTRA_CA_CERTS } })).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toHaveLength(1);
  });

  test("ends at a proxy that refuses the password, which is not printed", async () => {
    const { proxied } = await startNetwork();
    const env = { ...proxied, HTTPS_PROXY: proxied.HTTPS_PROXY.replace("s3cret", "wr0ng") };
    const ended = await run(["delete-folder", "/a/b", "/a/c", "--yes", "--concurrency", "1", ...trust()], { env });
    expect(results(ended)).toEqual([{ path: "/a/b", outcome: "failed", code: "NO_TLS" }]);
    expect(ended.stdout + ended.stderr).not.toContain("wr0ng");
  });

  test.each(
    lyingProxies.filter(([name]) =>
      /^(?:10[0-3] and|100, 102|201|302|407 with|502|no status|garbage|.*byte by byte|nothing, and resets)/.test(name),
    ),
  )("may lead through a proxy that answers %s, of which nothing is believed", async (_name, respond) => {
    const wsdl = httpResponse(readFileSync("wsdl/srv.wsdl", "utf8"), "text/xml");
    let forged = forgedResponse("DeleteFolder");
    const { server: proxy, received } = createLyingProxy(respond, () => forged);
    const env = {
      INFOROUTER_ENDPOINT: "https://localhost:9/srv.asmx",
      HTTPS_PROXY: `http://127.0.0.1:${await listenOn(proxy)}`,
    };
    atEnd(() => proxy.close());
    const byTicket = { ...env, INFOROUTER_TICKET: ticket };
    const deleted = await run(["delete-folder", "/a/b", "--yes"], { env: byTicket });
    expect(results(deleted)).toEqual([expect.objectContaining({ path: "/a/b", outcome: "failed" })]);
    expect(deleted.code).toBe(1);

    forged = forgedResponse("AuthenticateUser");
    const byPassword = { ...env, INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    expect(await run(["delete-folder", "/a/b", "--yes"], { env: byPassword })).toMatchObject({ code: 1 });

    forged = wsdl;
    expect(await run(["check"], { env })).toMatchObject({ code: 2, stdout: "" });
    const out = pathOf("forged");
    const generate = ["generate", "--wsdl", `${env.INFOROUTER_ENDPOINT}?WSDL`, "--allow-network", "--out", out];
    expect(await run(generate, { env })).toMatchObject({ code: 2 });
    expect(existsSync(out)).toBe(false);
    expect(received.join("")).not.toMatch(/POST|GET|3f2504e0/);
  });

  test.each([
    ["fails without --retries", [], "failed"],
    ["succeeds with them", ["--retries", "2"], "deleted"],
  ])("a connection that is cut before anything is sent %s", async (_name, retries, outcome) => {
    const { proxy, proxied } = await startNetwork();
    proxy.refuseNext(2);
    const ended = await run(["delete-folder", "/a/b", "--yes", ...trust(), ...retries], { env: proxied });
    expect(results(ended)).toEqual([expect.objectContaining({ path: "/a/b", outcome })]);
  });
});
