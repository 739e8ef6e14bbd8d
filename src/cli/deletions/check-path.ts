import { checkFolderPath } from "../../arguments.js";
import { InvalidInputError } from "../../soap/errors.js";
import { UsageError } from "../usage-error.js";
import type { ItemOptions } from "./item-kind.js";

/** @throws {UsageError} The path does not name a folder or library. */
export function checkPath(path: string, { allowUnusualPath }: Pick<ItemOptions, "allowUnusualPath"> = {}): void {
  try {
    checkFolderPath(path, "FolderExists", { mayBeLibrary: true, allowUnusualPath });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) {
      throw error;
    }
    const reason = error.message.replace("set `allowUnusualPath: true`", "add --allow-unusual-path");
    throw new UsageError(`${JSON.stringify(path.slice(0, 100))}: ${reason}`);
  }
}
