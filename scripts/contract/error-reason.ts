/** Why the file system, the network or anything else failed: in one line, and in words where Node has only a code. */
export function reasonOf(error: unknown): string {
  const known = KNOWN_CODES.get(codeOf(error) ?? "");
  if (known !== undefined) {
    return known;
  }
  const { message } = factsOf(error);
  return String(message ?? error).replace(/\s*\n\s*/g, " ");
}

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  const { code, name } = factsOf(error);
  return typeof code === "string" ? code : typeof name === "string" ? name : undefined;
}

/** By what it has, not by its class: an error may come from another realm. */
function factsOf(error: unknown): { code?: unknown; name?: unknown; message?: unknown } {
  return typeof error === "object" && error !== null ? error : {};
}

const KNOWN_CODES: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EEXIST", "it is a file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["ECONNREFUSED", "nobody listens there"],
  ["ENOTFOUND", "there is no such host"],
  ["TimeoutError", "there is no answer in time"],
]);
