import type { ConnectionOptions } from "../connection/options.js";
import type { ListOptions } from "./input.js";
import type { ItemOptions } from "./item-kind.js";

/** The options of a command that deletes. */
export interface DeleteItemsOptions extends ConnectionOptions, ListOptions, ItemOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly concurrency: number;
  readonly stopOnError?: boolean | undefined;
  readonly journal?: string | undefined;
  readonly breakLock?: string | undefined;
  readonly retryUnknown?: boolean | undefined;
}
