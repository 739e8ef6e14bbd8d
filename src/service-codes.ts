import type { ServiceErrorCode } from "./errors.js";

/** The meaning of a refusal. */
interface Meaning {
  readonly code: ServiceErrorCode;
  /** The numbers that mean it, as `[NNN]` before the text or as `errorCode`. Without them, the text alone decides. */
  readonly numbers?: (number: number) => boolean;
  /** The texts that mean it. Without them, the number alone decides. */
  readonly text?: RegExp;
}

const oneOf =
  (...numbers: readonly number[]) =>
  (number: number): boolean =>
    numbers.includes(number);

/** The known texts for a folder that is not there for this user. */
const MISSING_FOLDER = /^(?:folder not found|target folder cannot be found)\.?$/i;

/**
 * The service's known numbers and texts. The first entry that matches decides. A refusal without a match is `UNCLASSIFIED`.
 *
 * Numbers come before texts, because texts are in the caller's language. First come the words that no language changes, and
 * after which a part may have been done.
 *
 * Older servers write `[901] text`. Newer ones write `errorCode="4010"`: the HTTP status times ten, plus a digit. The two
 * ranges do not overlap, and one server may use both. 4000, the general refusal, is not listed: its text decides.
 */
const meanings: readonly Meaning[] = [
  // Lock, Copy, PurgeRecycleBinItem; SetFolderCutoffDate.
  { code: "PARTIAL", text: /^(?:\[log\]|MultiStatus\b)/i },
  // DeleteFolder and 200 other pages.
  { code: "SYSTEM_ERROR", text: /^SystemError\b/i },
  // GetConnectProfile: 5030, a service behind the server is unavailable. The same range as HTTP's 5xx.
  { code: "SYSTEM_ERROR", numbers: (number) => number >= 5000 && number <= 5999 },
  // AuthenticateUser: name or password; other pages: no ticket.
  { code: "AUTHENTICATION_FAILED", numbers: oneOf(900) },
  // DeleteFolder, DeleteDocument: "User not found", for a caller without a ticket.
  { code: "AUTHENTICATION_FAILED", numbers: oneOf(4041), text: /\busers?\b/i },
  // [901] on nearly every page; 4010 on the newer ones.
  { code: "SESSION_EXPIRED", numbers: oneOf(901, 4010) },
  // DeleteFolder, FolderExists; also for a folder that the caller may not see.
  { code: "FOLDER_NOT_FOUND", numbers: oneOf(4041) },
  // [921] administrators only; [2730] not for anonymous users; 4030 on the newer pages.
  { code: "ACCESS_DENIED", numbers: oneOf(921, 2730, 4030) },
  // DeleteFolder, DeleteDocument: checked out, locked, or offline.
  { code: "LOCKED", numbers: oneOf(4230) },
  // The same in words, for a 4000 or no number at all.
  { code: "SESSION_EXPIRED", text: /^session expired or invalid ticket\.?$/i },
  // DeleteFolder.
  { code: "AUTHENTICATION_FAILED", text: /^user not found\.?$/i },
  // DeleteDownloadHandler, DeleteUploadHandler.
  { code: "BAD_REQUEST", text: /^bad request\.?$/i },
  // DeleteFolder, FolderExists, CreateFolder.
  { code: "FOLDER_NOT_FOUND", text: MISSING_FOLDER },
  // DeleteFolder; AddSOXComment and others; GetSecurityChangeLog.
  { code: "ACCESS_DENIED", text: /^(?:access denied|insufficient (?:rights|permissions))\b/i },
  // RegisterEmail; newer pages give it the number 4010.
  { code: "ACCESS_DENIED", text: /^anonymous users cannot perform this action\.?$/i },
  // DeleteFolder.
  { code: "TOP_LEVEL_FOLDER", text: /^top-level domain cannot be deleted\.?$/i },
];

/** Returns the code of a refusal, by its text and its `errorCode` attributes, and its number from either of them. */
export function classify(
  error: string,
  errorCodes: readonly string[],
): { readonly code: ServiceErrorCode; readonly serviceCode: number | undefined } {
  const { digits, text } = readError(error);
  const numbers = [...errorCodes, digits].filter(isServiceCode).map(Number);
  const fits = (meaning: Meaning): boolean =>
    (meaning.numbers === undefined || numbers.some(meaning.numbers)) &&
    (meaning.text === undefined || meaning.text.test(text));
  return { code: meanings.find(fits)?.code ?? "UNCLASSIFIED", serviceCode: numbers[0] };
}

/** Whether a text is the number of a refusal. Zero is the number of a success. */
export function isServiceCode(text: string): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) !== 0;
}

/**
 * Whether an `errorCode` is that of a refusal. It stands for an HTTP status, in three digits or times ten plus a digit. Below 400
 * that refuses nothing, such as 207, and from 500 on a part may have been done.
 */
export function isRefusalCode(errorCode: string): boolean {
  return isServiceCode(errorCode) && !/^0*(?:[123]\d{2,3}|5\d{2,3})$/.test(errorCode);
}

/** Whether a text is one of those known for a missing folder. A translated text is not known. */
export function isMissingFolderText(error: string): boolean {
  return MISSING_FOLDER.test(readError(error).text);
}

/** `[901] Session expired or Invalid ticket`, `[901]Session …`, or a text without number. */
function readError(error: string): { readonly digits: string; readonly text: string } {
  const [, digits = "", text = error] = /^\s*\[(\d{1,9})\](.*)/s.exec(error) ?? [];
  return { digits, text: text.trim() };
}
