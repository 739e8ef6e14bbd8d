import type { Command } from "../commander.js";
import { UsageError } from "../usage-error.js";

/**
 * Refuses a value that begins with `--`, or is `-h`. Where a variable of a script is empty, `--journal $JOURNAL --dry-run` would name
 * the journal `--dry-run`, and delete. A value after `=` may begin so.
 *
 * @param args Those behind the name of the command.
 * @param options Those of the command.
 * @throws {UsageError}
 */
export function refuseMissingValues(args: readonly string[], options: Command["options"]): void {
  for (let index = 0; index < args.length && args[index] !== "--"; index += 1) {
    const option = options.find(({ long }) => long === args[index]);
    const value = args[index + 1] ?? "";
    if (option?.required && /^--|^-h$/.test(value)) {
      // The name alone: what follows may be a secret.
      const [found] = /^-[\w-]*/.exec(value) ?? [];
      throw new UsageError(`${option.long}: expected a value, found ${found}; is a variable empty?`);
    }
    index += option?.required ? 1 : 0;
  }
}
