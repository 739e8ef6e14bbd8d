/**
 * JSON in which no character misleads a terminal, where `tee` or `cat` shows it, and no line ends but at a line end: those that
 * {@link showable} replaces are escaped, and U+2028 and U+2029. On Windows, all but ASCII is escaped: PowerShell reads what a program prints
 * in the code page of the console, and the path of `/Finance/Übersicht` would be that of another folder.
 *
 * @param indent Blanks for each level. Without it, the text is one line.
 */
export function jsonText(value: unknown, indent?: number, platform: string = process.platform): string {
  return JSON.stringify(value, undefined, indent).replace(platform === "win32" ? NOT_ASCII : MISLEADING, escaped);
}

/** JSON escapes those below U+0020 itself. */
const MISLEADING = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** Without the flag `u`: each half of a surrogate pair has its escape. */
const NOT_ASCII = /[\u007f-\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
