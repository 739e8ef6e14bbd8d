import { nameHint } from "../../scripts/contract/closest-name.js";

const NAMES = [
  "CreateFolder",
  "DeleteFolder",
  "DeleteDocument",
  "FolderExists",
  "LogOut",
  "LogIn",
  "Move",
  "Copy",
  "Lock",
];

describe("a name that is not known", () => {
  test.each<[name: string, known: readonly string[], hint: string]>([
    ["DeletFolder", NAMES, "did you mean DeleteFolder?"],
    ["deletefolder", NAMES, "did you mean DeleteFolder?"],
    ["Delete", NAMES, "did you mean DeleteDocument, DeleteFolder?"],
    ["DeleteFolderAtOnce", NAMES, "did you mean DeleteFolder?"],
    ["NoSuch", NAMES, "none of the 9 names is like it"],
    ["NoSuch", ["B", "A", "B"], "expected one of A, B"],
    [
      "Delete",
      Array.from({ length: 9 }, (_, index) => `Delete${index}th`),
      "did you mean Delete0th, Delete1th, Delete2th, Delete3th, Delete4th, Delete5th, Delete6th, Delete7th …?",
    ],
  ])("%s gets what it may stand for, else all names if they are few", (name, known, hint) => {
    expect(nameHint(name, known)).toBe(hint);
  });
});
