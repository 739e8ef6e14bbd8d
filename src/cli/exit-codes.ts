export const SUCCESS = 0;
export const NOT_ALL = 1;
export const USAGE = 2;
export const UNKNOWN = 3;

/** The exit codes of a command that deletes, for `--help`. @param success The meaning of 0, in lines of at most 75 characters. */
export function exitCodesHelp(...success: readonly string[]): string {
  return `
Exit codes:
  0    ${success.join("\n       ")}
  1    something is not deleted: it was refused, failed or was not begun, or you
       answered no
  2    nothing was begun: the command, its list or its settings cannot be used
  3    it is unknown whether something is deleted; check the server before you
       repeat it
  130  interrupted by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP, 141 because the
       output was closed`;
}
