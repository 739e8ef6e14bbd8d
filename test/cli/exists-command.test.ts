import { results, useCommandLine } from "./command-line.js";
import { password } from "./item-server.js";

const { run, server, start, startScript } = useCommandLine();

describe("exists", () => {
  beforeEach(() => {
    server.deletions.set("/a/missing", 1);
    server.denied.set("FolderExists /a/denied", "Access denied.");
  });

  const [there, missing] = ["/a/there", "/a/missing"].map((path) => ({ path }));

  test.each<[number, string[], object[]]>([
    [
      0,
      ["/a/there", "/a"],
      [
        { ...there, outcome: "exists" },
        { path: "/a", outcome: "exists" },
      ],
    ],
    [
      1,
      ["/a/missing", "/a/there"],
      [
        { ...missing, outcome: "missing" },
        { ...there, outcome: "exists" },
      ],
    ],
    [
      3,
      ["/a/denied", "/a/missing"],
      [
        { path: "/a/denied", outcome: "failed", code: "ACCESS_DENIED" },
        { ...missing, outcome: "missing" },
      ],
    ],
  ])("exits with %i for %j", async (code, paths, want) => {
    const ended = await run(["exists", ...paths]);
    expect([ended.code, results(ended)]).toEqual([code, want]);
    expect(server.requests).toEqual(paths.map((path) => `FolderExists ${path}`));
  });

  test("takes paths that are unusual with --allow-unusual-path", async () => {
    expect(await run(["exists", "/a/b.", "--allow-unusual-path"])).toMatchObject({ code: 0 });
  });

  test("refuses a path that a shell has split at a blank, of which the parts may be there", async () => {
    const ended = await startScript("inforouter exists /a/Annual Reports/2019").ended;
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('argument 2, "Reports/2019": only some') });
    expect(server.requests).toEqual([]);
  });

  test("logs out where it logged in", async () => {
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    expect(await run(["exists", "/a/there"], { env })).toMatchObject({ code: 0, stderr: "" });
    expect(server.requests).toEqual(["AuthenticateUser", "FolderExists /a/there", "LogOut"]);
  });

  test("tries a wrong password once, not for each folder", async () => {
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: "wrong" };
    const { code, stderr } = await run(["exists", "/a/there", "/a/missing"], { env });
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining("The log-in failed; the remaining folders were skipped.\n"),
    ]);
    expect(server.requests).toEqual(["AuthenticateUser"]);
  });

  test("ends with 130 at Ctrl-C, and logs out", async () => {
    server.held.add("FolderExists /a/there");
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const running = start(["exists", "/a/there", "/a/missing"], { env });
    await server.received(2);
    running.process.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 130, stdout: "", stderr: "Interrupted.\n" });
    expect(server.requests).toEqual(["AuthenticateUser", "FolderExists /a/there", "LogOut"]);
  });
});
