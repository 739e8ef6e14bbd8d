import type { InfoRouterClient } from "../../client.js";
import type { ItemOptions } from "./item-kind.js";
import { BegunEarlier } from "./item-result.js";
import type { PlanOptions } from "./plan.js";
import type { DeleteOne } from "./run-deletions.js";

/**
 * Looks for a folder that an earlier run may have deleted. If it is not there, it is gone. If it is there, it is deleted
 * only with `retryUnknown`, since an earlier deletion may still be under way. If that is not seen, it is not deleted.
 */
export function lookThenDelete(
  client: InfoRouterClient,
  deleteOne: DeleteOne,
  { allowUnusualPath, retryUnknown }: Pick<ItemOptions, "allowUnusualPath"> & PlanOptions,
): DeleteOne {
  return async (path, begin) => {
    const exists = await client.folderExists(path, { allowUnusualPath }).catch((error: unknown) => {
      throw new BegunEarlier("not-seen", error);
    });
    if (!exists) {
      return { outcome: "gone" };
    }
    if (!retryUnknown) {
      throw new BegunEarlier("there");
    }
    return deleteOne(path, begin);
  };
}
