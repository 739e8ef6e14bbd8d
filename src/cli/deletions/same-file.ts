/** The numbers of a file and its disk, as `bigint`: those of Windows have more digits than a number holds. */
interface FileNumbers {
  readonly ino: bigint;
  readonly dev: bigint;
}

/**
 * Whether both are the numbers of one file. On Windows, Node.js 22.12 to 22.16, 23, 24.0 and 24.1 give two numbers to one disk (libuv
 * before 1.51): that of a path is 0, or has more bits than that of an open file.
 */
export function isSameFile(one: FileNumbers, other: FileNumbers, platform: string = process.platform): boolean {
  return one.ino === other.ino && (one.dev === other.dev || (platform === "win32" && mayBeOneDisk(one.dev, other.dev)));
}

function mayBeOneDisk(one: bigint, other: bigint): boolean {
  return one === 0n || other === 0n || BigInt.asUintN(32, one) === BigInt.asUintN(32, other);
}
