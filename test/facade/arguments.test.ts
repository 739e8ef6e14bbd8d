import { checkFolderPath, toGuid } from "../../src/arguments.js";
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
  "/Finance/½",
])("accepts the path %j unchanged", (path) => {
  expect(checkFolderPath(path, "DeleteFolder")).toBe(path);
});

const invisible = Array.from({ length: 0xe1000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x20000) || code >= 0xe0000)
  .map((code) => String.fromCodePoint(code))
  .filter((character) =>
    /\p{Default_Ignorable_Code_Point}|\p{Cf}|[\s\u2800\u3164\uffa0\u{16fe4}\u{1d159}]/u.test(character),
  )
  .filter((character) => !/\p{Cc}/u.test(character));

test("refuses every invisible code point as a whole segment, whatever is allowed", () => {
  const isRefused = (path: string, allowUnusualPath: boolean): boolean => {
    try {
      checkFolderPath(path, "DeleteFolder", { allowUnusualPath });
      return false;
    } catch (error) {
      return error instanceof InvalidInputError && error.message.includes("a segment is empty");
    }
  };
  const accepted = invisible.filter((character) =>
    [`/Finance/${character}`, `/Finance/${character}/x`, `/Finance/.${character}.`].some(
      (path) => !isRefused(path, false) || !isRefused(path, true),
    ),
  );
  expect(accepted).toEqual([]);
  expect(invisible.length).toBeGreaterThan(4_100);
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

test.each([[undefined], [null], [42], [["/a/b"]], [{ toString: () => "/a/b" }]])(
  "refuses %p, which is not a string",
  (path) => {
    expect(() => checkFolderPath(path as unknown as string, "DeleteFolder")).toThrow(/path: expected a string/);
  },
);

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
  ["a1b2c3d4-e5f6-7890-abcd-ef1234567890\n"],
  ["{0xa1b2c3d4,0xe5f6,0x7890,{0xab,0xcd,0xef,0x12,0x34,0x56,0x78,0x90}}"],
  [undefined],
  [{}],
  [["a1b2c3d4-e5f6-7890-abcd-ef1234567890"]],
  [{ toString: () => "a1b2c3d4-e5f6-7890-abcd-ef1234567890" }],
])("refuses the GUID %j", (guid) => {
  expect(() => toGuid(guid as string, "DeleteDownloadHandler")).toThrow(/downloadHandler: expected a GUID such as/);
});
