import { checkFolderPath } from "../../arguments.js";
import { InvalidInputError } from "../../soap/errors.js";
import { UsageError } from "../usage-error.js";
import type { ItemOptions } from "./item-kind.js";

/** @throws {UsageError} The path does not name a folder or library. `advice` is for one that is unusual. */
export function checkPath(
  path: string,
  { allowUnusualPath }: Pick<ItemOptions, "allowUnusualPath">,
  advice = "add --allow-unusual-path",
): void {
  try {
    checkFolderPath(path, "FolderExists", { mayBeLibrary: true, allowUnusualPath });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) {
      throw error;
    }
    const reason = error.message.replace("set `allowUnusualPath: true`", advice);
    throw new UsageError(`${JSON.stringify(path.slice(0, 100))}: ${reason}`);
  }
}
