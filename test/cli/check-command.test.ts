import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type InfoRouterServerOptions, startInfoRouterServer } from "../../src/testing/index.js";
import { listenOn } from "../support/gateways.js";
import { useCommandLine } from "./command-line.js";

const { atEnd, run, write } = useCommandLine();

describe("check", () => {
  const check = async (args: readonly string[], options: InfoRouterServerOptions = {}) => {
    const live = await startInfoRouterServer(options);
    atEnd(() => void live.close());
    return run(["check", "--endpoint", live.url, ...args], { env: {} });
  };

  test("exits with 0 where the server has the contract in use", async () => {
    const ended = await check([]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).not.toContain("BREAKING");
    expect(ended.stdout).toContain("No difference breaks calls: the contract in use works with this server.\n");
  });

  test("reports a ticket that the server spells differently, and the command that generates stubs for it", async () => {
    const ended = await check([], { ticketParameter: "AuthenticationTicket" });
    expect(ended).toMatchObject({ code: 1, stderr: "" });
    expect(ended.stdout.replaceAll(/\s+/g, " ")).toContain("so that AuthenticationTicket arrives as null");
    expect(ended.stdout).toMatch(
      / {2}npx inforouter generate --wsdl "http:.+\?WSDL" --allow-network --out src\/inforouter\n/,
    );
  });

  test("--json prints each change with its severity and what it breaks", async () => {
    const ended = await check(["--json"], { ticketParameter: "AuthenticationTicket" });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toContainEqual(
      expect.objectContaining({
        kind: "element-respelt",
        old: "authenticationTicket",
        new: "AuthenticationTicket",
        severity: "breaking",
        breaks: ["clients"],
      }),
    );
  });

  test.each(["FolderExists", "LogOut", "GetDownloadHandlerByVersion", "DownloadFileChunk"])(
    "compares, without --operation, what each command calls: %s",
    async (operation) => {
      const contract = readFileSync("wsdl/srv.wsdl", "utf8");
      const other = new RegExp(`(<s:element name="${operation}">[^]*?name=")authenticationTicket`, "i");
      const { code, stdout } = await check(["--wsdl", write("other.wsdl", contract.replace(other, "$1ticket"))]);
      expect([code, stdout]).toEqual([1, expect.stringMatching(new RegExp(`^${operation}\n +BREAKING`))]);
    },
  );

  test.each([
    ["lacks", /<wsdl:operation name="DeleteFolder">.*?<\/wsdl:operation>/gs, ""],
    ["spells in another way", /<wsdl:operation name="DeleteFolder">/g, '<wsdl:operation name="deleteFolder">'],
    ["has, but cannot use", 'element="tns:DeleteFolder"', 'element="tns:NoSuch"'],
  ])("finds no contract to work that %s an operation which each client needs", async (_, found, replacement) => {
    const contract = readFileSync("wsdl/srv.wsdl", "utf8").replaceAll(found, replacement);
    const wsdl = write("other.wsdl", contract);
    const { code, stdout, stderr } = await check(["--wsdl", wsdl]);
    const want = `inforouter: ${wsdl} has no operation DeleteFolder, which each client needs; name others with --operation\n`;
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(want)]);
  });

  test("reports warnings of a contract, and refuses them with --strict", async () => {
    const contract = readFileSync("wsdl/srv.wsdl", "utf8");
    const careless = write("careless.wsdl", contract.replace("<s:complexType>", '<s:complexType mixd="true">'));
    const warning = `${careless}:\\d+:\\d+: warning: .*mixd.* did you mean "mixed"\\?\n`;

    const plain = await check(["--wsdl", careless]);
    expect([plain.code, plain.stderr]).toEqual([0, expect.stringMatching(new RegExp(`^${warning}$`))]);
    const strict = await check(["--wsdl", careless, "--strict"]);
    const refusal = `inforouter: --strict: ${careless} has 1 warning\n`;
    expect([strict.code, strict.stderr]).toEqual([2, expect.stringMatching(new RegExp(`^${warning}${refusal}$`))]);
  });

  test("compares only the operations that --operation names", async () => {
    const ended = await check(["--operation", "AuthenticateUser"], { ticketParameter: "AuthenticationTicket" });
    expect([ended.code, ended.stdout]).toEqual([0, expect.not.stringContaining("BREAKING")]);
  });

  test.each<[string[], RegExp]>([
    [
      ["--operation", "DeleteFolders"],
      /^inforouter: --operation: the contract in use has no operation DeleteFolders; did you mean DeleteFolder\?\n$/,
    ],
    [
      ["--operation", "NoSuch"],
      /^inforouter: --operation: the contract in use has no operation NoSuch; none of the 14 names is like it\n$/,
    ],
    [["--wsdl", "nowhere.wsdl"], /^inforouter: nowhere.wsdl cannot be read: there is no such file\n$/],
    [
      ["--endpoint", "http://127.0.0.1:9/srv.asmx"],
      /^inforouter: http:\/\/127.0.0.1:9\/srv.asmx\?WSDL cannot be read: /,
    ],
  ])("with %j exits with 2 and one clear line", async (args, message) => {
    expect(await check(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  test("rejects an HTML page in place of the contract", async () => {
    const http = createServer((_, response) => void response.end("<!DOCTYPE html><title>Sign in</title><br>"));
    atEnd(() => http.close());
    const endpoint = `http://127.0.0.1:${await listenOn(http)}/srv.asmx`;
    const { code, stderr } = await run(["check", "--endpoint", endpoint]);
    const want = `inforouter: ${endpoint}?WSDL cannot be read: the server answers with an HTML page; is this the address of the service?\n`;
    expect([code, stderr]).toEqual([2, want]);
  });

  test("rejects a file that is not WSDL", async () => {
    const ended = await run(["check", "--wsdl", "test/support/soap-messages.ts"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
  });
});
