import { refuseWindowsPaths } from "../../../src/cli/arguments/windows-paths.js";
import { UsageError } from "../../../src/cli/usage-error.js";

describe("a path of Windows, which Git Bash makes of another one,", () => {
  test.each(["C:/Program Files/Git/Finance/Reports", "c:\\Finance\\Reports", "D:/Finance"])(
    "is refused: %s",
    (path) => {
      const quoted = JSON.stringify(path);
      expect(() => refuseWindowsPaths(["/Finance/Reports", path])).toThrow(
        new UsageError(
          `argument 2, ${quoted}: this is a path of Windows, as Git Bash makes of /Finance/Reports; set MSYS_NO_PATHCONV=1 there`,
        ),
      );
    },
  );

  test("is named by its first 100 characters", () => {
    expect(() => refuseWindowsPaths([`C:/${"a".repeat(200)}`])).toThrow(`argument 1, "C:/${"a".repeat(97)}": this`);
  });

  test.each(["/C:/Finance", "Finance:/Reports", "C:", "/Finance/c:/d", ""])("is not %j", (path) => {
    expect(() => refuseWindowsPaths([path])).not.toThrow();
  });
});
