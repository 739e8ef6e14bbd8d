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
