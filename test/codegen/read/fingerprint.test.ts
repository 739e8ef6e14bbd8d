import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readContract } from "../../../scripts/read/read-contract.js";

let folder: string;
let contract: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fingerprint-"));
  contract = await readFile("wsdl/srv.wsdl", "utf8");
});

afterAll(() => rm(folder, { recursive: true }));

async function fingerprintOf(text: string): Promise<string | undefined> {
  const wsdl = join(folder, "srv.wsdl");
  await writeFile(wsdl, text);
  return (await readContract(wsdl, {})).fingerprint;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test.each<[name: string, change: (text: string) => string]>([
  ["the line ends of Unix", (text) => text],
  ["the line ends of Windows, as in a checkout there", (text) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark, as each document from the network gets", (text) => `\uFEFF${text}`],
])("the fingerprint of a contract with %s is the SHA-256 of its text", async (_, change) => {
  const text = contract.replaceAll("\r\n", "\n");

  expect(await fingerprintOf(change(text))).toBe(sha256(text));
});

test("the fingerprint changes with the text of a contract", async () => {
  expect(await fingerprintOf(`${contract}\n`)).not.toBe(await fingerprintOf(contract));
});
