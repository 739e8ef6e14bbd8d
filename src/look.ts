import { asSentence, ServiceError } from "./errors.js";
import type { InfoRouterOperations, Stub } from "./operations.js";
import { hasMissingFolderText, type Judge, readConfirmation } from "./result.js";
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
   * Returns if and only if the error is the service's answer that the folder is not there for this user.
   *
   * A known text is enough. Any other text of 4041 may be a translation of "User not found", the answer to a request in which
   * the server found no ticket. Such a text counts only if FolderExists confirms the path's library with the same ticket.
   *
   * @param answers Those of the call that asked for the folder.
   * @throws The error itself, or an error that explains why the folder does not count as missing.
   */
  confirmMissing(error: unknown, path: string, answers: Answers): Promise<void>;
}

/**
 * The refusals among the answers to one call. An error from the caller's signal or ticket function may be the refusal of
 * another call with the same operation and `requestId`.
 */
export interface Answers {
  /** Judges as {@link readConfirmation} does, and remembers the refusals. */
  readonly judge: Judge;
  has(error: unknown): boolean;
}

export function answersToCall(): Answers {
  const refusals = new WeakSet<object>();
  return {
    judge: function* (result, call) {
      try {
        yield* readConfirmation(result, call);
      } catch (error) {
        refusals.add(Object(error));
        throw error;
      }
    },
    has: (error) => refusals.has(Object(error)),
  };
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
  const ask = async (path: string, judge: Judge, pinned?: string): Promise<void> => {
    const tickets = pinned === undefined ? remembered : pinnedTo(pinned, scope.tickets);
    const question = { ...scope, operation: "FolderExists" };
    await session.send(checkStub(stub), { path }, question, { isIdempotent: true, onlyReads: true, tickets }, judge);
  };
  const confirmMissing = async (error: unknown, path: string, answers: Answers): Promise<void> => {
    if (!answers.has(error) || !isMissingFolder(error)) {
      throw error;
    }
    const [library, ...folders] = path.split(/[/\\]/).filter((segment) => segment !== "");
    // A library has no parent to ask for.
    if (hasMissingFolderText(error) || folders.length === 0) {
      return;
    }
    // Another ticket would show nothing of the one that was answered.
    const doubt = await doubtAboutTicket(
      () => ask(`/${library}`, readConfirmation, remembered.last()),
      stub === undefined,
      scope,
    );
    if (doubt !== undefined) {
      throw unsettled(error, doubt);
    }
  };
  return {
    folderExists: async (path) => {
      const answers = answersToCall();
      try {
        await ask(path, answers.judge);
        return true;
      } catch (error) {
        await confirmMissing(error, path, answers);
        return false;
      }
    },
    confirmMissing,
  };
}

function checkStub<Request>(stub: Stub<Request, object> | undefined): Stub<Request, object> {
  if (stub === undefined) {
    throw new InvalidInputError("options.operations.folderExists", "expected the stub of FolderExists");
  }
  return stub;
}

function isMissingFolder(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === "FOLDER_NOT_FOUND" && error.outcome === "rejected";
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
