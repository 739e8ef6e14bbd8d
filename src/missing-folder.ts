import { hasMissingFolderText, type InfoRouterResult, readConfirmation } from "./answer.js";
import { ServiceError } from "./errors.js";
import { type CallOptions, callWithin } from "./soap/client/call-options.js";
import { type Deadline, DeadlinePassed } from "./soap/deadline.js";
import { isInfoRouterError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import { traceCall } from "./tracing.js";

/** The deletion that was refused, and what may be asked after it. */
export interface RefusedDeletion {
  readonly operation: string;
  /** Origin of the endpoint. */
  readonly endpoint: string;
  readonly requestId: string;
  readonly deadline: Deadline;
  /** As it was sent. */
  readonly path: string;
  /** Values that errors must not hold. */
  readonly secrets: readonly string[];
  /** Calls FolderExists with the ticket that was sent last; undefined where the client has no stub for it. */
  readonly folderExists: ((path: string, call: CallOptions) => Promise<InfoRouterResult | undefined>) | undefined;
}

/**
 * Returns if and only if the error is the service's answer to this deletion that the folder is not there for this user.
 *
 * A known text is enough. Any other text of 4041 can be the one for a caller whose ticket the server did not see ("User
 * not found"), in some language. It counts only after the same ticket has been seen to be accepted: FolderExists of the
 * path's library confirms it.
 *
 * @throws The error itself, or one that explains why it does not count.
 */
export async function confirmMissing(error: unknown, deletion: RefusedDeletion): Promise<void> {
  if (!isAboutMissingFolder(error, deletion)) {
    throw error;
  }
  if (hasMissingFolderText(error)) {
    return;
  }
  const doubt = await doubtAboutTicket(deletion);
  if (doubt !== undefined) {
    throw unsettled(error, doubt);
  }
}

/** Whether the service refused this call, and not that of a ticket function, because there is no such folder. */
function isAboutMissingFolder(error: unknown, { operation, requestId }: RefusedDeletion): error is ServiceError {
  return (
    error instanceof ServiceError &&
    error.code === "FOLDER_NOT_FOUND" &&
    error.outcome === "rejected" &&
    error.operation === operation &&
    error.requestId === requestId
  );
}

/** Why it is not certain that the server accepts the ticket; undefined if it is. */
async function doubtAboutTicket(deletion: RefusedDeletion): Promise<string | undefined> {
  const { endpoint, requestId, deadline, path, secrets, folderExists } = deletion;
  if (folderExists === undefined) {
    return "options.operations has no folderExists, with which the client would see whether the ticket is accepted.";
  }
  const library = `/${path.split(/[/\\]/).find((segment) => segment !== "")}`;
  const operation = "FolderExists";
  try {
    await traceCall({ operation, endpoint, requestId, attempt: 1 }, async () => {
      const result = await folderExists(library, callWithin(deadline, { requestId, secrets }));
      readConfirmation(result, { operation, requestId, secrets });
    });
    return undefined;
  } catch (reason) {
    if (deadline.isOver && !(deadline.reason instanceof DeadlinePassed)) {
      throw deadline.reason;
    }
    const why = isInfoRouterError(reason) ? oneLine(reason.message, 300) : "the stub of FolderExists failed.";
    return `its library was not confirmed with the same ticket (${why})`;
  }
}

function unsettled(refusal: ServiceError, doubt: string): ServiceError {
  const { operation, requestId, outcome, serviceCode, serviceMessage, failedItems } = refusal;
  return new ServiceError(
    { code: "UNCLASSIFIED", serviceCode, serviceMessage, failedItems },
    { operation, requestId, outcome },
    `the folder or the user is not there, and the text is none that is known for a folder; it does not count as missing: ${doubt}`,
  );
}
