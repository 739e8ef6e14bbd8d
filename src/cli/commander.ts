import { createRequire } from "node:module";
import type * as commander from "commander";

/**
 * Loaded by `require`, which is faster: for an `import`, Node.js first scans the text of a CommonJS package for the names of its
 * exports, and loads the streams of `node:fs` for the import of it in the package.
 */
export const { Command, CommanderError, InvalidArgumentError, Option }: typeof commander = createRequire(
  import.meta.url,
)("commander");
export type Command = commander.Command;
export type Option = commander.Option;
