import { checkFolderPath, toGuid } from "../../arguments.js";
import type { InfoRouterClient } from "../../client.js";
import type { DeleteOptions } from "../../deletion.js";

/**
 * The outcomes of a deletion that is done:
 *
 * - `"deleted"`: the server confirmed it.
 * - `"acknowledged"`: the server reported success, which it also does for an item of another session.
 * - `"missing"`: the server refused it, because there is no such item.
 * - `"gone"`: the response was lost, and the item is not there.
 */
export const DONE = ["deleted", "acknowledged", "missing", "gone"] as const;
export type Done = (typeof DONE)[number];

/** The kind of item that a command deletes. */
export interface ItemKind {
  readonly command: "delete-folder" | "delete-download-handler";
  /** The name of an item in JSON, and of the column of a list that has the items. */
  readonly property: "path" | "downloadHandler";
  readonly one: string;
  readonly many: string;
  /** The part of the question before a deletion that names what else is lost. */
  readonly loss: string;
  /** Whether a second deletion of an item does no harm. */
  readonly isIdempotent: boolean;
  /** The outcome when the server confirms a deletion. */
  readonly confirmed: "deleted" | "acknowledged";
  /** Returns the same text for all spellings of one item. @throws {InvalidInputError} The text names no item. */
  identityOf(item: string, options: ItemOptions): string;
  delete(
    client: InfoRouterClient,
    item: string,
    options: ItemOptions,
    call?: DeleteOptions,
  ): Promise<{ readonly outcome: Done }>;
}

export interface ItemOptions {
  readonly allowUnusualPath?: boolean | undefined;
  readonly ifMissing?: "error" | "ignore" | undefined;
  readonly ifUnknown?: "error" | "look" | undefined;
}

export const folders: ItemKind = {
  command: "delete-folder",
  property: "path",
  one: "folder",
  many: "folders",
  loss: ", with all subfolders and documents,",
  isIdempotent: false,
  confirmed: "deleted",
  identityOf: (path, { allowUnusualPath }) =>
    checkFolderPath(path, "DeleteFolder", { allowUnusualPath })
      .split(/[/\\]/)
      .filter((segment) => segment !== "")
      .join("/"),
  delete: (client, path, { ifMissing, ifUnknown, allowUnusualPath }, call) =>
    client.deleteFolder(path, { ifMissing, ifUnknown, allowUnusualPath, ...call }),
};

export const downloadHandlers: ItemKind = {
  command: "delete-download-handler",
  property: "downloadHandler",
  one: "download handler",
  many: "download handlers",
  loss: "",
  isIdempotent: true,
  confirmed: "acknowledged",
  identityOf: (guid) => toGuid(guid, "DeleteDownloadHandler"),
  delete: (client, guid, _options, call) => client.deleteDownloadHandler(guid, call),
};

/** `1 folder`, `5,000 folders`. */
export function count(kind: ItemKind, number: number): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? kind.one : kind.many}`;
}
