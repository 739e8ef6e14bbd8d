import { checkFolderPath, toGuid } from "../../arguments.js";
import type { InfoRouterClient } from "../../client.js";

/** The kind of item that a command deletes. */
export interface ItemKind {
  readonly command: "delete-folder" | "delete-download-handler";
  /** The name of an item in JSON, and of the column of a list that has the items. */
  readonly property: "path" | "downloadHandler";
  readonly one: string;
  readonly many: string;
  /** What is lost with an item, as a part of the question before a deletion. */
  readonly loss: string;
  /** Whether a second deletion of an item does no harm. */
  readonly isIdempotent: boolean;
  /** Returns the same text for all spellings of one item. @throws {InvalidInputError} The text names no item. */
  identityOf(item: string, options: ItemOptions): string;
  delete(client: InfoRouterClient, item: string, options: ItemOptions): Promise<{ outcome: "deleted" | "missing" }>;
}

export interface ItemOptions {
  readonly allowUnusualPath?: boolean | undefined;
  readonly ifMissing?: "error" | "ignore" | undefined;
}

export const folders: ItemKind = {
  command: "delete-folder",
  property: "path",
  one: "folder",
  many: "folders",
  loss: ", with all subfolders and documents,",
  isIdempotent: false,
  identityOf: (path, { allowUnusualPath }) =>
    checkFolderPath(path, "DeleteFolder", { allowUnusualPath })
      .split(/[/\\]/)
      .filter((segment) => segment !== "")
      .join("/"),
  delete: async (client, path, { ifMissing, allowUnusualPath }) => {
    const { outcome } = await client.deleteFolder(path, { ifMissing, allowUnusualPath });
    return { outcome: outcome === "missing" ? "missing" : "deleted" };
  },
};

export const downloadHandlers: ItemKind = {
  command: "delete-download-handler",
  property: "downloadHandler",
  one: "download handler",
  many: "download handlers",
  loss: "",
  isIdempotent: true,
  identityOf: (guid) => toGuid(guid, "DeleteDownloadHandler"),
  delete: async (client, guid) => {
    await client.deleteDownloadHandler(guid);
    return { outcome: "deleted" };
  },
};

/** `1 folder`, `5,000 folders`. */
export function count(kind: ItemKind, number: number): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? kind.one : kind.many}`;
}
