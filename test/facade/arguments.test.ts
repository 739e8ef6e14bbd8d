import { checkAllowUnusualPath, checkFolderPath, toGuid } from "../../src/arguments.js";
import { InvalidInputError } from "../../src/soap/errors.js";

test.each([
  "/Finance/Reports/2024",
  "Finance/Reports",
  "/Finance/Reports/",
  "\\Finance\\Reports",
  "/Finance\\Reports",
  "/Finance/.hidden",
  "/Finance/1..2",
  "/Финансы/報告/تقرير",
  "/Finance/<a> & \"b\" 'c' ]]>",
  "/Finance/<![CDATA[x]]>",
  "/Finance/🙂",
  "/Finance/❤️",
  "/Finance/می‌خواهم",
  "/Finance/Q1: results",
  "/Finance/100 % + 50 %",
  "/Finance/100 %a",
  "/Finance/100 %u00a",
  "/Finance/Ab: results",
  "/Finance/½",
])("accepts the path %j unchanged", (path) => {
  expect(checkFolderPath(path, "DeleteFolder")).toBe(path);
});

test.each([
  ["/Finance/Reports.", "ends with a dot"],
  ["/Finance/Reports./2024", "ends with a dot"],
  ["/Finance/Reports\u2026", "ends with a dot"],
  ["/Finance/Reports\uff0e", "ends with a dot"],
  ["/Finance/Reports.\u200b", "ends with a dot"],
  ["/Finance./Reports", "ends with a dot"],
  ["/Finance/Reports ", "begins or ends with a blank"],
  ["/Finance/Reports /2024", "begins or ends with a blank"],
  ["/Finance/Reports\u00a0", "begins or ends with a blank"],
  ["/Finance/Reports\u3000", "begins or ends with a blank"],
  ["/Finance/Reports\u2800", "begins or ends with a blank"],
  ["/Finance/Reports \u200f", "begins or ends with a blank"],
  ["/Finance/ Reports", "begins or ends with a blank"],
  [" Finance/Reports", "begins or ends with a blank"],
  ["/Finance/*", "wildcards"],
  ["/Finance/Report?", "wildcards"],
  ["/Finance/Report\uff1f", "wildcards"],
  ["/Finance/%2e%2e", "may decode %"],
  ["/Finance/%2E%2E/HR", "may decode %"],
  ["/Finance/%252e%252e", "may decode %"],
  ["/Finance/a%2fb", "may decode %"],
  ["/Finance/a%5Cb", "may decode %"],
  ["/Finance/%u002e%u002e", "may decode %"],
  ["/Finance/\uff05\uff12\uff45", "may decode %"],
  ["C:\\Finance\\Reports", "drive letter"],
  ["/Finance/c:", "drive letter"],
  ["/Finance/\uff23:Reports", "drive letter"],
  ["~/Finance/Reports", "short path or its own root"],
  ["~F12/Reports", "short path or its own root"],
  ["/Finance/Reports\uff0f2024", "looks like a slash"],
  ["/Finance/Reports\uff3c2024", "looks like a slash"],
  ["/Finance/Reports\u22152024", "looks like a slash"],
  ["/Finance/Reports\u20442024", "looks like a slash"],
  ["/Finance/Reports\u22162024", "looks like a slash"],
  ["\uff0fFinance/Reports", "looks like a slash"],
  ["/Finance/Reports\uff3c", "looks like a slash"],
])("refuses the path %j, unless that is allowed", (path, reason) => {
  expect(() => checkFolderPath(path, "DeleteFolder")).toThrow(InvalidInputError);
  expect(() => checkFolderPath(path, "DeleteFolder")).toThrow(reason);
  expect(() => checkFolderPath(path, "DeleteFolder")).toThrow("set `allowUnusualPath: true`");
  expect(checkFolderPath(path, "DeleteFolder", { allowUnusualPath: true })).toBe(path);
});

test.each([
  ["", "a folder below a library"],
  ["/", "a folder below a library"],
  ["/Finance", "a folder below a library"],
  ["/Finance/", "a folder below a library"],
  ["\\Finance", "a folder below a library"],
  ["/Finance//Reports", "a segment is empty"],
  ["//Finance/Reports", "a segment is empty"],
  ["/Finance/Reports//", "a segment is empty"],
  ["/Finance\\/Reports", "a segment is empty"],
  ["/Finance/.", "a segment is empty or consists of dots"],
  ["/Finance/../HR", "dots"],
  ["/Finance/Reports/..", "dots"],
  ["/Finance/Reports/.. ", "dots"],
  ["/Finance/Reports/\u00a0", "dots"],
  ["/Finance/ /x", "dots"],
  ["/Finance/\u2025", "dots"],
  ["/Finance/\uff0e\uff0e", "dots"],
  ["/Finance/\u2024\u2024/x", "dots"],
  ["/Finance/\u200b", "dots"],
  ["/Finance/.\u200d./x", "dots"],
  ["/Finance/Reports\uff0f..", "dots"],
  ["/Finance/Reports/\u034f\u115f\u17b4", "dots"],
  ["/Finance/Reports\uff0f\uff0f2024", "dots"],
  ["/Finance/..\u2215HR", "dots"],
  ["/Finance/..\u2216HR", "dots"],
  ["/Finance/.. /HR", "dots"],
  ["/Finance/\u2800", "dots"],
  ["Finance\uff0fReports", "a folder below a library"],
  ["/Finance/\ufeff.", "dots"],
  ["/Finance/a\nb", "control characters"],
  ["/Finance/a\u0000", "control characters"],
  ["/Finance/a\u0085b", "control characters"],
])("refuses the path %j", (path, reason) => {
  for (const allowUnusualPath of [false, true]) {
    const check = () => checkFolderPath(path, "DeleteFolder", { allowUnusualPath });
    expect(check).toThrow(InvalidInputError);
    expect(check).toThrow(reason);
  }
});

test.each<[path: unknown, found: string]>([
  [undefined, "undefined"],
  [null, "null"],
  [42, "number"],
  [["/a/b"], "object"],
  [{ toString: () => "/a/b" }, "object"],
])("refuses %p, which is not a string", (path, found) => {
  const message = `path: expected a string such as "/Finance/Reports/2024", found ${found}`;
  expect(() => checkFolderPath(path as string, "DeleteFolder")).toThrow(
    expect.objectContaining({ message, operation: "DeleteFolder" }),
  );
});

test.each(["/Finance/a\ud800", "/Finance/\uffff"])("refuses %j, which XML cannot carry", (path) => {
  const check = () => checkFolderPath(path, "DeleteFolder", { allowUnusualPath: true });
  expect(check).toThrow(/^path: character .+ is not allowed in XML 1\.0$/);
});

test("a library is accepted where one may be asked for, and a path without a name is not", () => {
  const check = (path: string) => checkFolderPath(path, "FolderExists", { mayBeLibrary: true });
  expect(["/Finance", "Finance\\", "/Finance/Reports"].map(check)).toEqual([
    "/Finance",
    "Finance\\",
    "/Finance/Reports",
  ]);
  for (const path of ["", "/", "//", "."]) {
    expect(() => check(path)).toThrow("a segment is empty");
  }
});

test("allowUnusualPath is true or false, and false by default", () => {
  expect([undefined, false, true].map((value) => checkAllowUnusualPath(value, "DeleteFolder"))).toEqual([
    false,
    false,
    true,
  ]);
  for (const value of ["true", 1, null]) {
    expect(() => checkAllowUnusualPath(value as never, "DeleteFolder")).toThrow(
      expect.objectContaining({
        argument: "options.allowUnusualPath",
        message: "options.allowUnusualPath: expected true or false",
        operation: "DeleteFolder",
      }),
    );
  }
});

test.each([
  "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
  "A1B2C3D4-E5F6-7890-ABCD-EF1234567890",
  "a1b2c3d4e5f67890abcdef1234567890",
  "{a1b2c3d4-e5f6-7890-abcd-ef1234567890}",
  "(A1b2c3d4-e5f6-7890-abcd-ef1234567890)",
])("writes the GUID %s with hyphens and in small letters", (guid) => {
  expect(toGuid(guid, "DeleteDownloadHandler")).toBe("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
});

test.each([
  [""],
  ["not a guid"],
  ["a1b2c3d4-e5f6-7890-abcd-ef123456789"],
  ["a1b2c3d4-e5f6-7890-abcd-ef12345678900"],
  ["g1b2c3d4-e5f6-7890-abcd-ef1234567890"],
  ["a1b2c3d4e5f6-7890-abcd-ef1234567890"],
  ["{a1b2c3d4-e5f6-7890-abcd-ef1234567890"],
  ["{a1b2c3d4-e5f6-7890-abcd-ef1234567890)"],
  ["{a1b2c3d4e5f67890abcdef1234567890}"],
  [" a1b2c3d4-e5f6-7890-abcd-ef1234567890"],
  [" a1b2c3d4e5f67890abcdef1234567890"],
  ["a1b2c3d4e5f67890abcdef1234567890 "],
  [" {a1b2c3d4-e5f6-7890-abcd-ef1234567890}"],
  ["{a1b2c3d4-e5f6-7890-abcd-ef1234567890} "],
  [" (a1b2c3d4-e5f6-7890-abcd-ef1234567890)"],
  ["(a1b2c3d4-e5f6-7890-abcd-ef1234567890) "],
  ["a1b2c3d4-e5f6-7890-abcd-ef1234567890\n"],
  ["{0xa1b2c3d4,0xe5f6,0x7890,{0xab,0xcd,0xef,0x12,0x34,0x56,0x78,0x90}}"],
  [undefined],
  [{}],
  [["a1b2c3d4-e5f6-7890-abcd-ef1234567890"]],
  [{ toString: () => "a1b2c3d4-e5f6-7890-abcd-ef1234567890" }],
])("refuses the GUID %j", (guid) => {
  expect(() => toGuid(guid as string, "DeleteDownloadHandler")).toThrow(
    expect.objectContaining({
      argument: "downloadHandler",
      message: "downloadHandler: expected a GUID such as a1b2c3d4-e5f6-7890-abcd-ef1234567890",
      operation: "DeleteDownloadHandler",
    }),
  );
});
