/** A document's bytes; a string stands for its UTF-8 bytes. */
export type DocumentContent = string | Uint8Array;

/** A document, where its content alone does not say enough. */
export interface DocumentOptions {
  /** The latest version. */
  readonly content: DocumentContent;
  /** Those before it, the oldest first; that one is version 1,000,000, the next 2,000,000. */
  readonly earlierVersions?: readonly DocumentContent[] | undefined;
  /** MIME type; by default `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /** `yyyy-MM-dd`; by default today, in UTC. */
  readonly modified?: string | undefined;
  /** A folder that holds a checked-out document is deleted for administrators only. */
  readonly checkedOut?: boolean | undefined;
  /** An offline document cannot be downloaded. */
  readonly offline?: boolean | undefined;
}

/** A user, where the password alone does not say enough. */
export interface UserOptions {
  readonly password: string;
  /** May delete libraries, and folders that are read-only or hold checked-out documents. Default false. */
  readonly administrator?: boolean | undefined;
  /** Folders and documents in which, with all that lies below them, the user may change nothing. */
  readonly readOnly?: readonly string[] | undefined;
  /** Without it, AuthenticateUser answers `[902] Ticket generation not allowed`. Default true. */
  readonly mayHaveTickets?: boolean | undefined;
}

/**
 * What an infoRouter holds when it starts.
 *
 * Paths are `/Library/Folder/…`. Folders above a folder or document are made as needed, the library included.
 */
export interface InfoRouterContents {
  readonly folders?: readonly string[] | undefined;
  /** By path. */
  readonly documents?: Readonly<Record<string, DocumentContent | DocumentOptions>> | undefined;
  /** By name; a string is the password. */
  readonly users?: Readonly<Record<string, string | UserOptions>> | undefined;
  /** Tickets given out before: the user's name by ticket, which is a GUID. */
  readonly tickets?: Readonly<Record<string, string>> | undefined;
  /** Folders under the rule of this name: neither they nor what lies above or below them can be deleted. */
  readonly disallowFolderDelete?: readonly string[] | undefined;
}

/** The user's options, with a password alone written out. */
export function userOptions(user: string | UserOptions): UserOptions {
  return typeof user === "string" ? { password: user } : user;
}

/** The document's options, with a content alone written out. */
export function documentOptions(document: DocumentContent | DocumentOptions): DocumentOptions {
  return typeof document === "string" || document instanceof Uint8Array ? { content: document } : document;
}

/** The content's bytes. */
export function bytesOf(content: DocumentContent): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
