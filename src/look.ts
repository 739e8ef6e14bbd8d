import { ServiceError } from "./errors.js";
import type { InfoRouterOperations, Stub } from "./operations.js";
import { hasMissingFolderText, readConfirmation } from "./result.js";
import type { CallScope, Session } from "./session.js";
import { DeadlinePassed } from "./soap/deadline.js";
import { InvalidInputError, isInfoRouterError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import { pinnedTo } from "./ticket.js";

/** Looks whether folders are there for the user of a ticket, with FolderExists. */
export interface Look {
  /**
   * Whether FolderExists says yes, or says no.
   *
   * @throws {ServiceError} It says neither: the refusal is another one, or may be about the ticket.
   */
  folderExists(path: string): Promise<boolean>;
  /**
   * Returns if and only if the error is the service's answer to the call of `scope` that the folder is not there for this
   * user.
   *
   * A known text is enough. Any other text of 4041 can be the one for a caller whose ticket the server did not see ("User
   * not found"), in some language. It counts only after the ticket has been seen to be accepted: FolderExists of the path's
   * library confirms it.
   *
   * @throws The error itself, or one that explains why it does not count.
   */
  confirmMissing(error: unknown, path: string): Promise<void>;
}

/**
 * @param ticket The ticket to ask with; undefined for the client's.
 * @throws {InvalidInputError} at the first question, where the client has no stub for FolderExists.
 */
export function lookWith(
  session: Session,
  { folderExists: stub }: Pick<InfoRouterOperations, "folderExists">,
  scope: CallScope,
  ticket?: () => string | undefined,
): Look {
  const ask = async (path: string): Promise<void> => {
    const pinned = ticket?.();
    const tickets = pinned === undefined ? scope.tickets : pinnedTo(pinned, scope.tickets);
    const question = { ...scope, operation: "FolderExists" };
    await session.send(checkStub(stub), { path }, question, { isIdempotent: true, tickets }, ({ result }, call) =>
      readConfirmation(result, call),
    );
  };
  const confirmMissing = async (error: unknown, operation: string, path: string): Promise<void> => {
    if (!isMissingFolder(error, operation, scope.requestId)) {
      throw error;
    }
    const [library, ...folders] = path.split(/[/\\]/).filter((segment) => segment !== "");
    // Of a library there is nothing above it to ask for.
    if (hasMissingFolderText(error) || folders.length === 0) {
      return;
    }
    const doubt = await doubtAboutTicket(() => ask(`/${library}`), stub === undefined, scope);
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

/** Whether the service refused this call, and not that of a ticket function, because there is no such folder. */
function isMissingFolder(error: unknown, operation: string, requestId: string): error is ServiceError {
  return (
    error instanceof ServiceError &&
    error.code === "FOLDER_NOT_FOUND" &&
    error.outcome === "rejected" &&
    error.operation === operation &&
    error.requestId === requestId
  );
}

/** Why it is not certain that the server accepts the ticket; undefined if it is. */
async function doubtAboutTicket(
  askForLibrary: () => Promise<void>,
  hasNoStub: boolean,
  { deadline }: CallScope,
): Promise<string | undefined> {
  if (hasNoStub) {
    return "options.operations has no folderExists, with which the client would see whether the ticket is accepted.";
  }
  try {
    await askForLibrary();
    return undefined;
  } catch (reason) {
    if (deadline.expired && !(deadline.reason instanceof DeadlinePassed)) {
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
