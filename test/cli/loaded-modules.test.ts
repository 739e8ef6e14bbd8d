import { useCommandLine } from "./command-line.js";
import { ticket } from "./item-server.js";

const { modulesOf, pathOf, server } = useCommandLine();

/** What all commands load: nothing that reads a contract, prints code, knows SOAP or opens a connection. */
const ALWAYS = [
  "commander",
  "src/arguments.ts",
  "src/soap/client/likely-endpoint.ts",
  "src/soap/errors.ts",
  "src/soap/secrets/one-line.ts",
  "src/soap/xml/characters.ts",
  "src/soap/xml/copy-of-text.ts",
  "src/soap/xml/decode-text.ts",
  "src/soap/xml/slices.ts",
];

const beyondCommandLine = (modules: readonly string[]) => modules.filter((name) => !name.startsWith("src/cli/"));

test.each([
  ["--help"],
  ["--version"],
  ["delete-folder --help"],
  ["generate --help"],
  ["check --help"],
  ["serve --help"],
  ["delete-folder /a/b --dry-run"],
  ["delete-download-handler a1b2c3d4-e5f6-7890-abcd-ef1234567890 --dry-run"],
])("%s loads the declarations of the commands and no run time", async (command) => {
  const modules = await modulesOf(command.split(" "));
  expect(beyondCommandLine(modules)).toEqual(ALWAYS);
  expect(modules).toContain("src/cli/program.ts");
});

test("a command that cannot be carried out says so before it loads the client", async () => {
  const modules = await modulesOf(["delete-folder", "/a/b", "--yes"]);
  expect(modules).not.toEqual(expect.arrayContaining(["zod"]));
  expect(modules).not.toContain("src/client.ts");
});

test("a deletion loads zod, the client and its operations, and nothing that reads contracts", async () => {
  server.deletions.clear();
  const modules = await modulesOf(["delete-folder", "/a/b", "--yes"], { INFOROUTER_TICKET: ticket });
  expect(server.requests).toEqual(["/a/b"]);
  expect(modules).toEqual(expect.arrayContaining(["zod", "src/client.ts", "generated/delete-folder.ts"]));
  expect(modules.filter((name) => /^scripts\/|^src\/testing\/|^ts-morph$/.test(name))).toEqual([]);
});

test("generate loads ts-morph only for a contract that can be used", async () => {
  const generate = (wsdl: string) => modulesOf(["generate", "--wsdl", wsdl, "--out", pathOf("stubs")]);
  expect(await generate("wsdl/srv.wsdl")).toContain("ts-morph");
  const modules = await generate("package.json");
  expect(modules).toContain("scripts/read/read-contract.ts");
  expect(modules.filter((name) => /^ts-morph$|^scripts\/emit\/print\/|^zod$/.test(name))).toEqual([]);
});

test("check loads neither the client nor what prints code: of the generator it has only the plan", async () => {
  const modules = await modulesOf(["check"]);
  expect(modules).toContain("scripts/compare/walk/models.ts");
  expect(
    modules.filter((name) =>
      /^ts-morph$|^scripts\/emit\/(?:layout|service|print\/(?:file|imports|order|statements|ts-morph))\.ts$|^zod$|^src\/client\.ts$/.test(
        name,
      ),
    ),
  ).toEqual([]);
});
