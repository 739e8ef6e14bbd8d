/** Removes the indentation of an expected report in a test. */
export function unindented(text: string): string {
  return text.replace(/^\n/, "").replace(/ *$/, "").replaceAll(/^ {4}/gm, "");
}
