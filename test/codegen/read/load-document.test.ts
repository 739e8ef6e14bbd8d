import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pipeline, Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { documentLoader, type LoadOptions } from "../../../scripts/read/source/load-document.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-document-"));
  await mkdir(join(folder, "wsdl/types"), { recursive: true });
  await mkdir(join(folder, "wsdl-2"));
  await writeFile(join(folder, "wsdl/srv.wsdl"), "the WSDL");
  await writeFile(join(folder, "wsdl/types/a b.xsd"), "below");
  await writeFile(join(folder, "outside.xsd"), "outside");
  await writeFile(join(folder, "wsdl-2/alike.xsd"), "in a folder whose name begins alike");
  await symlink(join(folder, "outside.xsd"), join(folder, "wsdl/link-out.xsd"));
  execFileSync("mkfifo", [join(folder, "wsdl/pipe.xsd")]);
  await symlink(join(folder, "wsdl/types"), join(folder, "wsdl/link-in"));
  await symlink(join(folder, "wsdl/srv.wsdl"), join(folder, "linked.wsdl"));
});

afterAll(() => rm(folder, { recursive: true }));

/** What the loader of a WSDL gives for a location relative to it, or why it gives nothing. */
async function load(location: string, options?: LoadOptions, wsdl = "wsdl/srv.wsdl"): Promise<string> {
  const url = /^https?:/.test(wsdl) ? new URL(wsdl) : pathToFileURL(join(folder, wsdl));
  return documentLoader(
    url,
    options,
  )(new URL(location, url).href).then((bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), String);
}

const OUT = "Error: it leads out of the folder of the WSDL; move it there, or pass --root FOLDER, which holds both";

test.each<[location: string, want: string]>([
  ["srv.wsdl", "the WSDL"],
  ["types/a b.xsd", "below"],
  ["types/a%20b.xsd", "below"],
  ["types/../types/a%20b.xsd", "below"],
  ["link-in/a%20b.xsd", "below"],
  ["../outside.xsd", OUT],
  ["../wsdl-2/alike.xsd", OUT],
  ["%2e%2e/outside.xsd", OUT],
  ["link-out.xsd", OUT],
  ["/etc/hostname", "Error: it leads out of the folder of the WSDL; move it there"],
  ["../nowhere.xsd", OUT],
  ["nowhere.xsd", "Error: there is no such file"],
  ["types", "Error: it is a folder"],
  ["pipe.xsd", "Error: it is no file: a pipe or device may never end"],
  ["srv.wsdl/x.xsd", "Error: a part of its path is a file"],
  ["ftp://127.0.0.1/x", "Error: ftp: is not followed from here; save the document beside the WSDL and point there"],
  [
    "http://127.0.0.1:9/x.xsd",
    "Error: it is on the network; pass --allow-network http://127.0.0.1:9, or save it beside the WSDL and point there",
  ],
])("loads %s", async (location, want) => {
  const shortest = [folder, relative(process.cwd(), folder)].sort((left, right) => left.length - right.length)[0] ?? "";

  expect((await load(location)).replace(shortest, "FOLDER")).toBe(want);
});

test("loads from a wider folder where one is given", async () => {
  expect(await load("../outside.xsd", { root: folder })).toBe("outside");
});

test("loads a WSDL that is a link to somewhere else", async () => {
  expect(await load("linked.wsdl", {}, "linked.wsdl")).toBe("the WSDL");
});

describe("where the network is allowed", () => {
  const servers: Server[] = [];
  const requests: string[] = [];

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? "without credentials"}`);
      listener(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(async () => {
    requests.length = 0;
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  test("loads what the origin of the WSDL serves, without credentials", async () => {
    const origin = await serve((_, response) => response.end("served"));

    expect(await load("?xsd=1", { allowNetwork: true }, `${origin}/srv.asmx?WSDL`)).toBe("\uFEFFserved");
    expect(requests).toEqual(["GET /srv.asmx?xsd=1 without credentials"]);
  });

  test("decodes by the Content-Type", async () => {
    const origin = await serve((_, response) =>
      response.setHeader("Content-Type", "text/xml; charset=iso-8859-1").end(Buffer.from("Grüße", "latin1")),
    );

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe("\uFEFFGrüße");
  });

  test.each<[encoding: string, body: Buffer, want: string]>([
    ["gzip", gzipSync("served"), "\uFEFFserved"],
    ["deflate", deflateSync("served"), "\uFEFFserved"],
    ["br", brotliCompressSync("served"), "\uFEFFserved"],
    ["identity", Buffer.from("served"), "\uFEFFserved"],
    ["gzip", gzipSync("served").subarray(0, 20), "Error: its gzip encoding is damaged or cut"],
    ["gzip", gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1)), "Error: it is larger than 64 MB"],
    ["zstd", Buffer.from("served"), 'Error: its Content-Encoding is "zstd"'],
  ])("decodes by the Content-Encoding: %s", async (encoding, body, want) => {
    const origin = await serve((_, response) => response.setHeader("Content-Encoding", encoding).end(body));

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe(want);
  });

  test("requests for a file's imports only the origin that is named", async () => {
    const [first, second] = [await serve((_, response) => response.end("first")), await serve(() => undefined)];

    expect(await load(`${first}/a.xsd`, { allowNetwork: first })).toBe("\uFEFFfirst");
    expect(await load(`${first}/a.xsd`, { allowNetwork: `${first}/` })).toBe("\uFEFFfirst");
    expect(await load(`${second}/b.xsd`, { allowNetwork: first })).toBe(
      `Error: only ${first} is asked; save the document beside the WSDL and point there`,
    );
    expect(requests).toHaveLength(2);
  });

  test("requests no origin that a file's first import chooses", async () => {
    const origin = await serve((_, response) => response.end("inner network"));

    expect(await load(`${origin}/a.xsd`, { allowNetwork: true })).toBe(
      `Error: it is on the network; pass --allow-network ${origin}, or save it beside the WSDL and point there`,
    );
    expect(requests).toEqual([]);
  });

  test.each(["x", "http:", "http://127.0.0.1/a", "http://u@127.0.0.1", "http://127.0.0.1?", "file:///", "ftp://a"])(
    "refuses %j as an origin",
    (allowNetwork) => {
      expect(() => documentLoader(new URL("http://127.0.0.1/srv.wsdl"), { allowNetwork })).toThrow(
        "--allow-network: expected an origin such as https://schemas.example.com, without a path",
      );
    },
  );

  test("requests no origin but that of the WSDL", async () => {
    const origin = await serve((_, response) => response.end("served"));

    expect(await load(`${origin}/x.xsd`, { allowNetwork: true }, "http://127.0.0.2/srv.wsdl")).toBe(
      "Error: only http://127.0.0.2 is asked; save the document beside the WSDL and point there",
    );
    expect(requests).toEqual([]);
  });

  test("reads no file for a WSDL from the network", async () => {
    const outside = pathToFileURL(join(folder, "outside.xsd")).href;

    expect(await load(outside, { allowNetwork: true }, "http://127.0.0.1/srv.wsdl")).toBe(
      "Error: file: is not followed from here; save the document beside the WSDL and point there",
    );
  });

  test("follows no redirect", async () => {
    const origin = await serve((_, response) => response.writeHead(302, { Location: "http://127.0.0.1:9/" }).end());

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe(
      "Error: it redirects to http://127.0.0.1:9/, which is not followed",
    );
  });

  test.each([
    ["https://dms.example.com/srv.asmx?WSDL&key=secret", " to https://dms.example.com/srv.asmx?WSDL&..."],
    ["https://jane:secret@dms.example.com/", " to https://dms.example.com/"],
    ["/srv.asmx?key=secret", " to ORIGIN/srv.asmx?..."],
    ["dms:srv.asmx?key=secret", ""],
    ["http://[secret", ""],
  ])("names where a redirect to %s leads without what may be secret", async (location, shown) => {
    const origin = await serve((_, response) => response.writeHead(301, { Location: location }).end());

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe(
      `Error: it redirects${shown.replace("ORIGIN", origin)}, which is not followed`,
    );
  });

  test("accepts no status but 200", async () => {
    const origin = await serve((_, response) => response.writeHead(404).end("<html/>"));

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe("Error: the server answers 404 Not Found");
  });

  test("sends no credentials that a location has", async () => {
    const origin = await serve((_, response) => response.end("served"));
    const location = origin.replace("//", "//user:secret@");

    expect(await load(`${location}/x`, { allowNetwork: true }, `${origin}/`)).toBe(
      "Error: credentials are not sent; save the document beside the WSDL and point there",
    );
    expect(requests).toEqual([]);
  });

  test("reports a port without a listener", async () => {
    const origin = await serve(() => undefined);
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe("Error: nothing listens there");
  });

  test("stops reading a response without end", async () => {
    const origin = await serve((_, response) => {
      pipeline(Readable.from(endless()), response, () => undefined);
    });

    expect(await load("x", { allowNetwork: true }, `${origin}/`)).toBe("Error: it is larger than 64 MB");
  });

  test("loads no more than 64 MB in all documents together", async () => {
    const origin = await serve(({ url }, response) => {
      if (url === "/a") {
        response.end("a document");
      } else {
        pipeline(Readable.from(endless()), response, () => undefined);
      }
    });
    const loadOne = documentLoader(new URL(`${origin}/`), { allowNetwork: true });

    await loadOne(`${origin}/a`);
    await expect(loadOne(`${origin}/b`)).rejects.toThrow("all documents together are larger than 64 MB");
  });

  test("gives all documents together no more than 5 minutes", async () => {
    let now = 0;
    const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
    const origin = await serve((_, response) => {
      now = 300_000;
      response.end("late");
    });
    const loadOne = documentLoader(new URL(`${origin}/`), { allowNetwork: true });

    await loadOne(`${origin}/a`);
    await expect(loadOne(`${origin}/b`)).rejects.toThrow("the documents before it took 5 minutes");
    expect(requests).toHaveLength(1);
    clock.mockRestore();
  });
});

test("loads no more than 5,000 documents", async () => {
  const url = pathToFileURL(join(folder, "wsdl/srv.wsdl"));
  const loadOne = documentLoader(url);

  for (let count = 0; count < 5_000; count += 1) {
    // A document that cannot be loaded counts too, and costs no time.
    await loadOne("ftp://127.0.0.1/x").catch(() => undefined);
  }
  await expect(loadOne(url.href)).rejects.toThrow("the contract has more than 5000 documents");
});

function* endless(): Generator<Buffer> {
  const block = Buffer.alloc(1024 * 1024);
  for (;;) {
    yield block;
  }
}
