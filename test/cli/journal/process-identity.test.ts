import { spawn } from "node:child_process";
import fs, { readFileSync } from "node:fs";
import os, { hostname } from "node:os";
import {
  identifyThisProcess,
  type ProcessIdentity,
  stateOfProcess,
} from "../../../src/cli/deletions/process-identity.js";

const onLinux = process.platform === "linux" ? test : test.skip;

afterEach(() => jest.restoreAllMocks());

describe("the state of a process, on this machine,", () => {
  const here = identifyThisProcess();

  onLinux("is running, for this one", () => {
    expect(here).toEqual({
      pid: process.pid,
      host: hostname(),
      boot: expect.stringMatching(/^[0-9a-f-]{36}$/),
      namespaces: expect.stringMatching(/^pid:\[\d+\]/),
      startTime: expect.stringMatching(/^\d+$/),
    });
    expect(stateOfProcess(here)).toBe("running");
  });

  onLinux("is ended where no process has its pid, or one that started at another time", () => {
    expect(stateOfProcess({ ...here, pid: 2 ** 22 + 1 })).toBe("ended");
    expect(stateOfProcess({ ...here, startTime: "1" })).toBe("ended");
  });

  onLinux("is ended for a process whose exit code its parent has not asked for", async () => {
    // The shell itself might ask for the exit code. `sleep`, which takes its place, never does.
    const parent = spawn("sh", ["-c", "exec 3<&0; cat <&3 >&2 & echo $!; exec sleep 60"]);
    try {
      const pid = await new Promise<number>((found) => parent.stdout.once("data", (text) => found(Number(text))));
      while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") {
        await new Promise(setImmediate);
      }
      parent.stdin.end();
      const stat = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      while (stat()[0] !== "Z") {
        await new Promise(setImmediate);
      }
      expect(stateOfProcess({ ...here, pid, startTime: stat()[19] })).toBe("ended");
    } finally {
      parent.kill("SIGKILL");
    }
  });
});

/** A line of proc_pid_stat(5) as Linux writes it. */
const stat = (state: string, threads: number, startTime: number, name = "node"): string =>
  `7 (${name}) ${state} 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 ${threads} 0 ${startTime} 99 98\n`;

const BOOT = "/proc/sys/kernel/random/boot_id";
const machine: Readonly<Record<string, string>> = {
  [BOOT]: "b00t\n",
  "/proc/self/stat": stat("R", 11, 500),
  "/proc/self/ns/pid": "pid:[1]",
  "/proc/self/ns/time": "time:[2]",
  "/proc/self": String(process.pid),
  "/proc/7/stat": stat("S", 1, 700),
};

/** Lets this process run on a Linux machine with these files and links. `kill` is the code of the error of a signal. */
function runOn(files: Readonly<Record<string, string | undefined>>, kill?: string): void {
  const read = (path: unknown): string => {
    const text = files[String(path)];
    if (text === undefined) {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    }
    return text;
  };
  jest.spyOn(os, "hostname").mockReturnValue("host");
  jest.spyOn(fs, "readFileSync").mockImplementation(read);
  jest.spyOn(fs, "readlinkSync").mockImplementation(read);
  jest.spyOn(process, "kill").mockImplementation(() => {
    if (kill !== undefined) {
      throw Object.assign(new Error("kill"), { code: kill });
    }
    return true;
  });
}

const identity: ProcessIdentity = {
  pid: process.pid,
  host: "host",
  boot: "b00t",
  namespaces: "pid:[1] time:[2]",
  startTime: "500",
};

describe("a process is identified", () => {
  test.each<[name: string, files: Record<string, string | undefined>, want: Partial<ProcessIdentity>]>([
    ["by its machine, namespaces and start", {}, {}],
    [
      "without namespaces of time, which older kernels lack",
      { "/proc/self/ns/time": undefined },
      { namespaces: "pid:[1]" },
    ],
    [
      "without namespaces, where those of pids cannot be read",
      { "/proc/self/ns/pid": undefined },
      { namespaces: undefined },
    ],
    ["without a start of the machine", { [BOOT]: undefined }, { boot: undefined }],
    ["without its own start", { "/proc/self/stat": undefined }, { startTime: undefined }],
    [
      "without its own start, of a line that is cut",
      { "/proc/self/stat": "7 (node) R 1 2 3" },
      { startTime: undefined },
    ],
    [
      "by its start, behind a name with blanks and parentheses",
      { "/proc/self/stat": stat("R", 1, 3, "a) Z (b c") },
      { startTime: "3" },
    ],
  ])("%s", (_name, files, want) => {
    runOn({ ...machine, ...files });
    expect(identifyThisProcess()).toEqual({ ...identity, ...want });
  });
});

describe("the state of another process", () => {
  test.each<
    [
      state: "running" | "ended" | "not-visible",
      name: string,
      difference: Partial<ProcessIdentity>,
      files?: Record<string, string | undefined>,
      kill?: string,
    ]
  >([
    ["running", "that started at the same time", {}],
    ["running", "that this one may not signal", {}, {}, "EPERM"],
    ["running", "whose first thread has ended, but not all", {}, { "/proc/7/stat": stat("Z", 2, 700) }],
    ["ended", "that has another start", { startTime: "699" }],
    ["ended", "that nobody may signal any more", {}, {}, "ESRCH"],
    ["ended", "that has ended, and whose parent has not asked", {}, { "/proc/7/stat": stat("Z", 1, 700) }],
    ["ended", "that has ended without any thread", {}, { "/proc/7/stat": stat("Z", 0, 700) }],
    ["ended", "of which there is no trace", {}, { "/proc/7/stat": undefined }, "ESRCH"],
    ["not-visible", "that is there, and that cannot be read", {}, { "/proc/7/stat": undefined }],
    ["not-visible", "that is there, with a line that is cut", {}, { "/proc/7/stat": "7 (node) S" }],
    ["not-visible", "where /proc numbers as another namespace does", {}, { "/proc/self": "1" }],
    ["not-visible", "where /proc has no number for this one", {}, { "/proc/self": undefined }],
    ["not-visible", "of another machine", { host: "elsewhere" }],
    ["not-visible", "of an earlier start of the machine", { boot: "other" }],
    ["not-visible", "of another container", { namespaces: "pid:[9] time:[2]" }],
    ["not-visible", "of a system that has no id of its start", { boot: undefined }, { [BOOT]: undefined }],
    ["not-visible", "of a system without namespaces", { namespaces: undefined }, { "/proc/self/ns/pid": undefined }],
    ["not-visible", "of a system without start times", { startTime: undefined }],
    ["not-visible", "of another machine, with a pid that nobody has here", { host: "elsewhere" }, {}, "ESRCH"],
    ["not-visible", "without a start, with a pid that nobody has here", { startTime: undefined }, {}, "ESRCH"],
  ])("is %s: one %s", (state, _name, difference, files = {}, kill = undefined) => {
    runOn({ ...machine, ...files }, kill);
    expect(stateOfProcess({ ...identity, pid: 7, startTime: "700", ...difference })).toBe(state);
  });

  test("is asked for without a signal", () => {
    runOn(machine);
    stateOfProcess({ ...identity, pid: 7, startTime: "700" });
    expect(jest.mocked(process.kill).mock.calls).toEqual([[7, 0]]);
  });
});
