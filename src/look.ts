import { asSentence, ServiceError } from "./errors.js";
import type { InfoRouterOperations, Stub } from "./operations.js";
import { hasMissingFolderText, readConfirmation } from "./result.js";
import type { CallScope, Session } from "./session.js";
import { DeadlinePassed } from "./soap/deadline.js";
import { InvalidInputError, isInfoRouterError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import { pinnedTo, remembering } from "./ticket.js";

/** Asks FolderExists whether folders are there for the user of a ticket. */
export interface Look {
  /**
   * Returns whether the folder is there for the user of the ticket.
   *
   * @throws {ServiceError} FolderExists refused for another reason, perhaps because of the ticket.
   */
  folderExists(path: string): Promise<boolean>;
  /**
   * Returns if and only if the error is the service's answer to the call of `scope` that the folder is not there for this
   * user.
   *
   * A known text is enough. Any other text of 4041 may be a translation of "User not found", the answer to a request in which
   * the server found no ticket. Such a text counts only if FolderExists confirms the path's library with the same ticket.
   *
   * @throws The error itself, or an error that explains why the folder does not count as missing.
   */
  confirmMissing(error: unknown, path: string): Promise<void>;
}

/**
 * @param remembered The tickets to ask with, and the last of them that was sent. Default: the client's.
 * @throws {InvalidInputError} At the first question, if the client has no stub for FolderExists.
 */
export function lookWith(
  session: Session,
  { folderExists: stub }: Pick<InfoRouterOperations, "folderExists">,
  scope: CallScope,
  remembered = remembering(scope.tickets),
): Look {
  const ask = async (path: string, pinned?: string): Promise<void> => {
    const tickets = pinned === undefined ? remembered : pinnedTo(pinned, scope.tickets);
    const question = { ...scope, operation: "FolderExists" };
    await session.send(checkStub(stub), { path }, question, { isIdempotent: true, tickets }, readConfirmation);
  };
  const confirmMissing = async (error: unknown, operation: string, path: string): Promise<void> => {
    if (!isMissingFolder(error, operation, scope.requestId)) {
      throw error;
    }
    const [library, ...folders] = path.split(/[/\\]/).filter((segment) => segment !== "");
    // A library has no parent to ask for.
    if (hasMissingFolderText(error) || folders.length === 0) {
      return;
    }
    // Another ticket would show nothing of the one that was answered.
    const doubt = await doubtAboutTicket(() => ask(`/${library}`, remembered.last()), stub === undefined, scope);
    if (doubt !== undefined) {
      throw unsettled(error, doubt);
    }
  };
  return {
    folderExists: async (path) => {
      try {
        await ask(path);
        return true;
      } catch (error) {
        await confirmMissing(error, "FolderExists", path);
        return false;
      }
    },
    confirmMissing: (error, path) => confirmMissing(error, scope.operation, path),
  };
}

function checkStub<Request>(stub: Stub<Request, object> | undefined): Stub<Request, object> {
  if (stub === undefined) {
    throw new InvalidInputError("options.operations.folderExists", "expected the stub of FolderExists");
  }
  return stub;
}

/** Whether the service refused this call because the folder is not there. Errors of a ticket function's calls do not count. */
function isMissingFolder(error: unknown, operation: string, requestId: string): error is ServiceError {
  return (
    error instanceof ServiceError &&
    error.code === "FOLDER_NOT_FOUND" &&
    error.outcome === "rejected" &&
    error.operation === operation &&
    error.requestId === requestId
  );
}

/** Returns why the server may not accept the ticket, or undefined if it does. */
async function doubtAboutTicket(
  askForLibrary: () => Promise<void>,
  hasNoStub: boolean,
  { deadline }: CallScope,
): Promise<string | undefined> {
  if (hasNoStub) {
    return "options.operations has no folderExists, so the client cannot check that the server accepts the ticket.";
  }
  try {
    await askForLibrary();
    return undefined;
  } catch (reason) {
    if (deadline.expired && !(deadline.reason instanceof DeadlinePassed)) {
      throw deadline.reason;
    }
    const why = isInfoRouterError(reason) ? oneLine(reason.message, 300) : "the stub of FolderExists failed.";
    return `FolderExists did not confirm its library with the same ticket (${why})`;
  }
}

function unsettled(refusal: ServiceError, doubt: string): ServiceError {
  const { operation, requestId, outcome, serviceCode, serviceMessage, failedItems } = refusal;
  return new ServiceError(
    { code: "UNCLASSIFIED", serviceCode, serviceMessage, failedItems },
    { operation, requestId, outcome },
    asSentence(
      `the folder or the user is not there, and the text is not one that is known for a folder; the folder does not count as missing: ${doubt}`,
    ),
  );
}
