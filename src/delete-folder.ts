import { isLost } from "./calls-of-stub.js";
import { answersToCall, type Look, lookWith } from "./look.js";
import type { InfoRouterOperations } from "./operations.js";
import type { CallScope, Session } from "./session.js";
import type { InfoRouterError } from "./soap/errors.js";
import { remembering } from "./ticket.js";

/** How to handle a deletion that the service did not confirm. */
export interface Unconfirmed {
  readonly ifMissing: "error" | "ignore";
  readonly ifUnknown: "error" | "look";
}

/** How often FolderExists is repeated after a lost answer. */
const MAX_RETRIES_OF_LOOK = 2;

/** Deletes a folder. Looks for it afterwards if an option asks for that. */
export async function deleteFolder(
  session: Session,
  operations: InfoRouterOperations,
  path: string,
  scope: CallScope,
  { ifMissing, ifUnknown }: Unconfirmed,
): Promise<"deleted" | "missing" | "gone"> {
  const tickets = remembering(scope.tickets);
  const answers = answersToCall();
  try {
    await session.send(operations.deleteFolder, { path }, scope, { isIdempotent: false, tickets }, answers.judge);
    return "deleted";
  } catch (error) {
    if (ifUnknown === "look" && isLost(error, scope)) {
      const look = lookWith(session, operations, { ...scope, maxRetries: MAX_RETRIES_OF_LOOK });
      return await lookFor(path, look, error);
    }
    if (ifMissing === "ignore") {
      const look = lookWith(session, operations, { ...scope, maxRetries: 0 }, tickets);
      await look.confirmMissing(error, path, answers);
      return "missing";
    }
    throw error;
  }
}

/** @throws The error of the deletion, unless the folder is gone. Its `folder` reports what the client saw. */
async function lookFor(path: string, look: Look, error: InfoRouterError): Promise<"gone"> {
  let exists: boolean | undefined;
  try {
    exists = await look.folderExists(path);
  } catch {
    // The error of the deletion is more important.
  }
  if (exists === false) {
    return "gone";
  }
  throw Object.assign(error, { folder: exists === true ? "there" : "not-seen" } as const);
}
