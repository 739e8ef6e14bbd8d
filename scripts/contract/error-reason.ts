/** The reason of an error in one line, in words where Node.js has only a code. */
export function reasonOf(error: unknown): string {
  const { code, name, message } = membersOf(error);
  const key = typeof code === "string" ? code : name;
  return REASONS.get(key) ?? String(message ?? error).replace(/(?<!\s)\s*\n\s*/g, " ");
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
  ["ECONNRESET", "the connection was lost"],
  ["TimeoutError", "there is no answer in time"],
  ["ABORTED", "there is no answer in time"],
  ["NO_TLS", "the connection is not TLS to the server: a proxy answered in its place"],
  ["RESPONSE_BEFORE_REQUEST", "a response began before the request was written"],
  ["TWO_RESPONSES", "two responses came at once"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "its certificate is self-signed; trust it with --ca"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its certificate is of a self-signed authority; trust that with --ca"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "its certificate is of an unknown authority; trust that with --ca"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "its certificate is of an unknown authority; trust that with --ca"],
  ["CERT_HAS_EXPIRED", "its certificate has expired"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is of another host"],
]);
