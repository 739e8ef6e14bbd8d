import { classify, isMissingFolderText, isRefusalCode, isServiceCode } from "../../../src/service-codes.js";

const codeOf = (error: string, ...errorCodes: readonly string[]): string => classify(error, errorCodes).code;

describe.each([
  ["Session expired or invalid ticket", "SESSION_EXPIRED"],
  ["User not found", "AUTHENTICATION_FAILED"],
  ["bad Request", "BAD_REQUEST"],
  ["Folder not found", "FOLDER_NOT_FOUND"],
  ["Target folder cannot be found", "FOLDER_NOT_FOUND"],
  ["Anonymous users cannot perform this action", "ACCESS_DENIED"],
  ["Top-level domain cannot be deleted", "TOP_LEVEL_FOLDER"],
])("the text %s", (text, code) => {
  test(`means ${code}, in any case, after a number, between blanks`, () => {
    const forms = [text, text.toUpperCase(), ` ${text}\n`, `[77]${text}`, ` [77] ${text} `];
    expect(forms.map((form) => codeOf(form))).toEqual(forms.map(() => code));
  });

  test("means nothing as a part of another text", () => {
    const forms = [`x ${text}`, `${text} x`, `${text}..`, `x[77] ${text}`, `[x] ${text}`];
    expect(forms.map((form) => codeOf(form))).toEqual(forms.map(() => "UNCLASSIFIED"));
  });
});

test("a text that begins with [log] means PARTIAL", () => {
  const forms = ["[log]", "[LOG] x", " [log]x", "[77] [log]"];
  expect(forms.map((form) => codeOf(form))).toEqual(forms.map(() => "PARTIAL"));
  expect(codeOf("x [log]")).toBe("UNCLASSIFIED");
});

test.each([
  ["MultiStatus", "PARTIAL"],
  ["SystemError", "SYSTEM_ERROR"],
  ["Access denied", "ACCESS_DENIED"],
  ["Insufficient rights", "ACCESS_DENIED"],
  ["Insufficient permissions", "ACCESS_DENIED"],
])("a text that begins with %s means %s", (text, code) => {
  expect([text, `${text}: x`, `[77]\n${text.toUpperCase()}.`].map((form) => codeOf(form))).toEqual([code, code, code]);
  expect([`x ${text}`, `${text}x`].map((form) => codeOf(form))).toEqual(["UNCLASSIFIED", "UNCLASSIFIED"]);
});

test.each([
  ["900", "AUTHENTICATION_FAILED"],
  ["901", "SESSION_EXPIRED"],
  ["921", "ACCESS_DENIED"],
  ["2730", "ACCESS_DENIED"],
  ["4010", "SESSION_EXPIRED"],
  ["4030", "ACCESS_DENIED"],
  ["4041", "FOLDER_NOT_FOUND"],
  ["4230", "LOCKED"],
  ["4999", "UNCLASSIFIED"],
  ["5000", "SYSTEM_ERROR"],
  ["5999", "SYSTEM_ERROR"],
  ["6000", "UNCLASSIFIED"],
  ["4000", "UNCLASSIFIED"],
])("the number %s means %s, in brackets or as errorCode, and is returned", (number, code) => {
  const want = { code, serviceCode: Number(number) };
  expect(classify(`[${number}] Bir hata`, [])).toEqual(want);
  expect(classify("Bir hata", [number])).toEqual(want);
});

test.each<[error: string, errorCodes: string[], code: string, serviceCode: number | undefined]>([
  ["User not found", ["4041"], "AUTHENTICATION_FAILED", 4041],
  ["Users are away", ["4041"], "AUTHENTICATION_FAILED", 4041],
  ["No superuser", ["4041"], "FOLDER_NOT_FOUND", 4041],
  ["Username", ["4041"], "FOLDER_NOT_FOUND", 4041],
  ["A user is away", [], "UNCLASSIFIED", undefined],
  ["SystemError", ["4010"], "SYSTEM_ERROR", 4010],
  ["[log]", ["4010"], "PARTIAL", 4010],
  ["Access denied", ["4010"], "SESSION_EXPIRED", 4010],
  ["[901] x", ["4230"], "SESSION_EXPIRED", 4230],
  ["x", ["4230", "4030"], "ACCESS_DENIED", 4230],
  ["[901] x", ["0"], "SESSION_EXPIRED", 901],
  ["[901] x", ["x"], "SESSION_EXPIRED", 901],
  ["[0] x", [], "UNCLASSIFIED", undefined],
  ["[1234567890] x", [], "UNCLASSIFIED", undefined],
  ["", [], "UNCLASSIFIED", undefined],
])("%j with the numbers %j means %s, number %p", (error, errorCodes, code, serviceCode) => {
  expect(classify(error, errorCodes)).toEqual({ code, serviceCode });
});

test.each([
  ["1", true],
  ["901", true],
  ["0901", true],
  ["123456789", true],
  ["1234567890", false],
  ["0", false],
  ["000", false],
  ["", false],
  ["-1", false],
  [" 1", false],
  ["1 ", false],
  ["1.5", false],
  ["x", false],
])("%j is the number of a refusal: %p", (text, expected) => {
  expect(isServiceCode(text)).toBe(expected);
});

test.each([
  ["99", true],
  ["100", false],
  ["207", false],
  ["399", false],
  ["400", true],
  ["500", false],
  ["599", false],
  ["600", true],
  ["901", true],
  ["1000", false],
  ["2070", false],
  ["02070", false],
  ["3999", false],
  ["4000", true],
  ["04000", true],
  ["5000", false],
  ["5999", false],
  ["6000", true],
  ["12070", true],
  ["20700", true],
  ["0", false],
  ["", false],
  ["x", false],
])("the errorCode %j refuses, and stands for no status below 400 nor from 500 on: %p", (errorCode, expected) => {
  expect(isRefusalCode(errorCode)).toBe(expected);
});

test.each([
  ["Folder not found", true],
  [" [4041] folder not found. ", true],
  ["Target folder cannot be found.", true],
  ["User not found", false],
  ["Folder not found: parent does not exist", false],
  ["Subfolder not found", false],
])("%j is the text of a missing folder: %p", (error, expected) => {
  expect(isMissingFolderText(error)).toBe(expected);
});
