import type { InfoRouterClient } from "../../client.js";
import type { ItemOptions } from "./item-kind.js";
import { BegunEarlier } from "./item-result.js";
import type { EarlierError } from "./journal-text.js";
import type { PlanOptions } from "./plan.js";
import type { DeleteOne } from "./run-deletions.js";

/**
 * Looks for a folder that an earlier run may have deleted. If the folder is not there, the outcome is `"gone"`. If it is there,
 * it is deleted only with `retryUnknown`, because the earlier deletion may still be in progress. If FolderExists fails, the
 * folder is not deleted.
 */
export function lookThenDelete(
  client: InfoRouterClient,
  deleteOne: DeleteOne,
  earlierOf: (path: string) => EarlierError | undefined,
  { allowUnusualPath, retryUnknown }: Pick<ItemOptions, "allowUnusualPath"> & PlanOptions,
): DeleteOne {
  return async (path, begin) => {
    const exists = await client.folderExists(path, { allowUnusualPath }).catch((error: unknown) => {
      throw new BegunEarlier(earlierOf(path), "not-seen", error);
    });
    if (!exists) {
      return { outcome: "gone" };
    }
    if (!retryUnknown) {
      throw new BegunEarlier(earlierOf(path), "there");
    }
    return deleteOne(path, begin);
  };
}
