import { isSameFile } from "../../../src/cli/deletions/same-file.js";

const INO = 2n ** 60n;
const DEV = 0x9a0c_0305n;

describe("two files are one", () => {
  test.each<[name: string, ino: bigint, dev: bigint, onWindows: boolean, elsewhere: boolean]>([
    ["the same numbers", INO, DEV, true, true],
    ["another number of the file, in the last of many digits", INO + 1n, DEV, false, false],
    ["another number of the disk", INO, DEV + 1n, false, false],
    ["no number of the disk, as of a path in Node.js 22.12", INO, 0n, true, false],
    ["more bits of the number of the disk, as of a path in Node.js 24.0", INO, 2n ** 63n + DEV, true, false],
    ["more bits of another number", INO, 2n ** 63n + DEV + 1n, false, false],
    ["no number of the disk, and another one of the file", INO + 1n, 0n, false, false],
  ])("with %s, or not, as the system numbers them", (_name, ino, dev, onWindows, elsewhere) => {
    const [open, named] = [
      { ino: INO, dev: DEV },
      { ino, dev },
    ];
    const found = ["win32", "linux"].map((platform) => isSameFile(open, named, platform));
    expect([...found, isSameFile(named, open, "win32")]).toEqual([onWindows, elsewhere, onWindows]);
  });
});
