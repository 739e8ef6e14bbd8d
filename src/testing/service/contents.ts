/** A document's bytes; a string stands for its UTF-8 bytes. */
export type DocumentContent = string | Uint8Array;

/** A document with more than its content. */
export interface DocumentOptions {
  /** The latest version. */
  readonly content: DocumentContent;
  /** Earlier versions, the oldest first. Their numbers are 1,000,000, 2,000,000 and so on. */
  readonly earlierVersions?: readonly DocumentContent[] | undefined;
  /** MIME type. Default `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /** `yyyy-MM-dd`. Default today, in UTC. */
  readonly modified?: string | undefined;
  /** Only administrators can delete a folder that holds a checked-out document. */
  readonly checkedOut?: boolean | undefined;
  /** An offline document cannot be downloaded. */
  readonly offline?: boolean | undefined;
}

/** A user with more than a password. */
export interface UserOptions {
  /** For AuthenticateUser. */
  readonly password: string;
  /** May delete libraries, and folders that are read-only or hold checked-out documents. Default false. */
  readonly administrator?: boolean | undefined;
  /** Folders and documents that the user must not change, with everything below them. */
  readonly readOnly?: readonly string[] | undefined;
  /** If false, AuthenticateUser returns `[902] Ticket generation not allowed`. Default true. */
  readonly mayHaveTickets?: boolean | undefined;
}

/**
 * The initial contents of an infoRouter.
 *
 * Paths are `/Library/Folder/…`. Missing parent folders and libraries are created.
 */
export interface InfoRouterContents {
  /** Paths of folders. */
  readonly folders?: readonly string[] | undefined;
  /** By path. */
  readonly documents?: Readonly<Record<string, DocumentContent | DocumentOptions>> | undefined;
  /** By name. A string is the password. */
  readonly users?: Readonly<Record<string, string | UserOptions>> | undefined;
  /** Tickets that exist at the start: GUID to user name. */
  readonly tickets?: Readonly<Record<string, string>> | undefined;
  /** Folders with infoRouter's rule of this name. These folders, their parents and their contents cannot be deleted. */
  readonly disallowFolderDelete?: readonly string[] | undefined;
}

/** Expands a password to options. */
export function userOptions(user: string | UserOptions): UserOptions {
  return typeof user === "string" ? { password: user } : user;
}

/** Expands a content to options. */
export function documentOptions(document: DocumentContent | DocumentOptions): DocumentOptions {
  return typeof document === "string" || document instanceof Uint8Array ? { content: document } : document;
}

/** The content's bytes. */
export function bytesOf(content: DocumentContent): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
