import { UsageError } from "../usage-error.js";

/**
 * Refuses paths that begin with a drive. Git Bash makes `C:/Program Files/Git/Finance/Reports` of `/Finance/Reports`, which no library is.
 * With `--allow-unusual-path` it would be missing. A list may name such a path.
 *
 * @throws {UsageError}
 */
export function refuseWindowsPaths(paths: readonly string[]): void {
  const index = paths.findIndex((path) => /^[a-z]:[/\\]/i.test(path));
  if (index !== -1) {
    throw new UsageError(
      `argument ${index + 1}, ${JSON.stringify(paths[index]?.slice(0, 100))}: this is a path of Windows, as Git Bash makes of /Finance/Reports; set MSYS_NO_PATHCONV=1 there`,
    );
  }
}
