import { checkFolderPath, toGuid } from "../../arguments.js";
import type { InfoRouterClient } from "../../client.js";

/** What a command deletes. */
export interface ItemKind {
  readonly command: "delete-folder" | "delete-download-handler";
  /** What an item is called in JSON, and the column of a list that names it. */
  readonly property: "path" | "downloadHandler";
  readonly one: string;
  readonly many: string;
  /** What the question before a deletion says is lost. */
  readonly loss: string;
  /** Whether deleting an item twice is the same as once. */
  readonly isIdempotent: boolean;
  /** The same for all spellings of one item. @throws {InvalidInputError} It names none. */
  identityOf(item: string): string;
  delete(client: InfoRouterClient, item: string, options: ItemOptions): Promise<{ outcome: "deleted" | "missing" }>;
}

export interface ItemOptions {
  readonly ifMissing?: "error" | "ignore" | undefined;
}

export const folders: ItemKind = {
  command: "delete-folder",
  property: "path",
  one: "folder",
  many: "folders",
  loss: ", with all subfolders and documents,",
  isIdempotent: false,
  identityOf: (path) =>
    checkFolderPath(path, "DeleteFolder")
      .split(/[/\\]/)
      .filter((segment) => segment !== "")
      .join("/"),
  delete: async (client, path, { ifMissing }) => {
    const { outcome } = await client.deleteFolder(path, { ifMissing });
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
