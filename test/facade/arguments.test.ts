import { checkFolderPath, toGuid } from "../../src/arguments.js";
import { InvalidInputError } from "../../src/soap/errors.js";

test.each([
  "/Finance/Reports/2024",
  "Finance/Reports",
  "/Finance/Reports/",
  "\\Finance\\Reports",
  "/Finance\\Reports",
  "/Finance/ leading and trailing ",
  "/Finance/.hidden",
  "/Finance/1..2",
  "/Финансы/報告/تقرير",
  "/Finance/<a> & \"b\" 'c' ]]>",
  "/Finance/<![CDATA[x]]>",
  "/Finance/🙂",
])("accepts the path %j unchanged", (path) => {
  expect(checkFolderPath(path, "DeleteFolder")).toBe(path);
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
  ["/Finance/\ufeff.", "dots"],
  ["/Finance/a\nb", "control characters"],
  ["/Finance/a\u0000", "control characters"],
  ["/Finance/a\u0085b", "control characters"],
])("refuses the path %j", (path, reason) => {
  expect(() => checkFolderPath(path, "DeleteFolder")).toThrow(InvalidInputError);
  expect(() => checkFolderPath(path, "DeleteFolder")).toThrow(reason);
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
