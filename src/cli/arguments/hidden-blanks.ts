import type { Command } from "../commander.js";
import { UsageError } from "../usage-error.js";

/**
 * Refuses an argument with an option behind a blank, and one that ends in a carriage return. No shell separates arguments at a no-break
 * space, as pages and word processors write it before `--dry-run`, nor at a blank within quotation marks: the command would run without the
 * option. Behind `--`, everything counts as written.
 *
 * @param options Those of the command.
 * @throws {UsageError}
 */
export function refuseHiddenBlanks(args: readonly string[], options: Command["options"]): void {
  const isOption = (name: string | undefined): boolean => options.some(({ long }) => long === name);
  const end = args.indexOf("--");
  for (const [index, arg] of args.slice(0, end === -1 ? undefined : end).entries()) {
    const [, joined] = [...arg.matchAll(/\s(--[\w-]+)(?![^\s=])/g)].find(([, name]) => isOption(name)) ?? [];
    if (joined !== undefined) {
      // The name alone: the rest may be a secret.
      throw new UsageError(
        `argument ${index + 1} has ${joined} behind a blank that does not separate them: a no-break space, or one in quotes; type it again, outside of quotes`,
      );
    }
    if (arg.endsWith("\r")) {
      throw new UsageError(
        `argument ${index + 1} ends in a carriage return; save the script with the line ends of Unix`,
      );
    }
  }
}
