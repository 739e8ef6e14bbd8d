import type { ClientCallOptions } from "../deletion.js";
import type { InfoRouterOperations, Stub } from "../operations.js";
import type { CallSettings } from "../soap/client/call-options.js";
import { InvalidInputError } from "../soap/errors.js";
import { illegalCharacter } from "../soap/xml/characters.js";

/** Options of a download. */
export interface DownloadZipOptions extends ClientCallOptions {
  /**
   * Cancels the download, also between two chunks. The download deletes its handler, and the iteration rejects with the
   * signal's reason.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each request of the download with its repetitions. Default: the client's. */
  readonly timeoutInMs?: number | undefined;
  /**
   * Bytes of a chunk, at most 33,554,432. The service raises a smaller number to 262,144 (GetDownloadHandler). Default
   * 1,048,576.
   */
  readonly chunkSize?: number | undefined;
}

/** Options of the download of a document. */
export interface DownloadOptions extends DownloadZipOptions {
  /** Version number: 1000000 for the first version, 2000000 for the second … Default 0, the latest version. */
  readonly version?: number | undefined;
}

/** The request that makes the service stage a file, and the size of its chunks. */
export interface Staging {
  readonly operation: string;
  readonly stub: Stub<never, object>;
  readonly request: object;
  readonly chunkSize: number;
}

type Call = Pick<CallSettings, "operation" | "requestId">;

export const DEFAULT_CHUNK_SIZE = 1_048_576;
/** From the documentation page of GetDownloadHandler. */
const MAX_CHUNK_SIZE = 33_554_432;
const MAX_INT = 2_147_483_647;

/** @throws {InvalidInputError} An argument cannot be used, or the contract lacks the operation. */
export function stagingOfDocument(
  operations: InfoRouterOperations,
  path: string,
  { version = 0, chunkSize = DEFAULT_CHUNK_SIZE }: DownloadOptions,
  call: Call,
): Staging {
  const request = { path: checkPath(path, "path", call), preferedChunkSize: checkChunkSize(chunkSize, call) };
  if (!isWholeNumber(version, 0, MAX_INT) || (version > 0 && version < 1_000_000)) {
    throw new InvalidInputError("options.version", "expected 0, or a version number such as 2000000", call);
  }
  if (version > 0) {
    const stub = requireStub(operations, "getDownloadHandlerByVersion", call);
    const operation = "GetDownloadHandlerByVersion";
    return { operation, stub, request: { ...request, versionNumber: version }, chunkSize };
  }
  return {
    operation: "GetDownloadHandler",
    stub: requireStub(operations, "getDownloadHandler", call),
    request,
    chunkSize,
  };
}

/** @throws {InvalidInputError} An argument cannot be used, or the contract lacks the operation. */
export function stagingOfZip(
  operations: InfoRouterOperations,
  paths: readonly string[],
  { chunkSize = DEFAULT_CHUNK_SIZE }: DownloadZipOptions,
  call: Call,
): Staging {
  if (!Array.isArray(paths) || paths.length === 0) {
    throw new InvalidInputError("paths", "expected an array of at least one path", call);
  }
  const checked = paths.map((path: string) => checkPath(path, "paths", call));
  if (checked.some((path) => path.includes("|"))) {
    throw new InvalidInputError("paths", "expected paths without |, which separates the paths of a request", call);
  }
  return {
    operation: "DownloadZipWithHandler",
    stub: requireStub(operations, "downloadZipWithHandler", call),
    request: { paths: checked.join("|"), partialResult: false },
    chunkSize: checkChunkSize(chunkSize, call),
  };
}

/** @throws {InvalidInputError} The contract lacks the operation. */
export function requireStub<Name extends keyof InfoRouterOperations>(
  operations: InfoRouterOperations,
  name: Name,
  call: Call,
): NonNullable<InfoRouterOperations[Name]> {
  const stub = operations[name];
  if (stub === undefined) {
    const reason = `expected the stub of ${name[0]?.toUpperCase()}${name.slice(1)}; a contract without this operation has no such downloads`;
    throw new InvalidInputError(`options.operations.${name}`, reason, call);
  }
  return stub;
}

function checkPath(path: string, argument: string, call: Call): string {
  if (typeof path !== "string" || path.trim() === "") {
    throw new InvalidInputError(argument, 'expected a string such as "/Finance/Reports/2024.pdf"', call);
  }
  const illegal = illegalCharacter(path);
  if (illegal !== undefined) {
    throw new InvalidInputError(argument, `character ${illegal} is not allowed in XML 1.0`, call);
  }
  return path;
}

function checkChunkSize(chunkSize: number, call: Call): number {
  if (!isWholeNumber(chunkSize, 1, MAX_CHUNK_SIZE)) {
    throw new InvalidInputError("options.chunkSize", "expected bytes, from 1 to 33554432", call);
  }
  return chunkSize;
}

function isWholeNumber(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
