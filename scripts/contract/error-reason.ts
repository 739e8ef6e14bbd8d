/** The reason of an error in one line, in words where Node.js has only a code. */
export function reasonOf(error: unknown): string {
  const { code, name, message } = membersOf(error);
  const key = typeof code === "string" ? code : name;
  return REASONS.get(key) ?? String(message ?? error).replace(/\s*\n\s*/g, " ");
}

/** Whether a file system error is about a file that does not exist. */
export function isNoSuchFile(error: unknown): boolean {
  return membersOf(error).code === "ENOENT";
}

/** Does without `instanceof`: an error may come from another realm. */
function membersOf(error: unknown): { code?: unknown; name?: unknown; message?: unknown } {
  return typeof error === "object" && error !== null ? error : {};
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EEXIST", "it is a file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["ECONNREFUSED", "nothing listens there"],
  ["ENOTFOUND", "there is no such host"],
  ["TimeoutError", "there is no answer in time"],
]);
