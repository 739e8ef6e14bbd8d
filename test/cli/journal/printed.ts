import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** What a test prints, in place of the process's own outputs. */
export interface Printed {
  out: string[];
  err: string[];
  /** Whether both outputs are a terminal of 30 columns. */
  isTTY: boolean;
}

/** Catches what each test of a suite prints. */
export function usePrinted(): Printed {
  const printed: Printed = { out: [], err: [], isTTY: false };
  let fd: number;
  beforeEach(() => {
    Object.assign(printed, { out: [], err: [], isTTY: false });
    // `print` treats a file differently, which standard output may be while tests run.
    fd = openSync(devNull, "r");
    const output = (lines: string[]) => () =>
      ({
        fd,
        columns: 30,
        isTTY: printed.isTTY,
        write: (text: string, onTaken?: () => void) => {
          lines.push(text);
          onTaken?.();
        },
      }) as never;
    jest.spyOn(process, "stdout", "get").mockImplementation(output(printed.out));
    jest.spyOn(process, "stderr", "get").mockImplementation(output(printed.err));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    closeSync(fd);
  });
  return printed;
}
