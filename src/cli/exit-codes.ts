export const SUCCESS = 0;
export const NOT_ALL = 1;
export const USAGE = 2;
export const UNKNOWN = 3;

/** What the exit code of a deletion says, for `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    everything is deleted, now or by an earlier run, or is missing where
       --if-missing ignore allows that
  1    something is not deleted: refused, failed, not begun, or you said no
  2    nothing was begun: the command, its list or its settings cannot be used
  3    of something it is not known whether it is deleted; look before you
       repeat it
  130  interrupted by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP, 141 because nobody
       reads the output`;
