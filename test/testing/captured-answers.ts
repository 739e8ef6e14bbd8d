import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RawAnswer } from "./exchanges.js";

/** From the root of the checkout, where tests and tools are run. */
const FOLDER = "test/testing/answers";

/**
 * What the ASMX service answered, by the name of the exchange. `test/testing/answers/soap11.http` holds those that begin with
 * `soap11/`, body and all, to the letter:
 *
 * ```
 * ### delete-folder
 * 200 text/xml; charset=utf-8
 *
 * <?xml version="1.0" encoding="utf-8"?>…
 * ```
 */
export function readCapturedAnswers(group: string): ReadonlyMap<string, RawAnswer> {
  const sections = readFileSync(join(FOLDER, `${group}.http`), "utf8")
    .split(/^### /m)
    .slice(1);
  return new Map(
    sections.map((section): [string, RawAnswer] => {
      const [, name = "", status, contentType = "", body = ""] =
        /^([^\n]*)\n(\d+) ([^\n]*)\n\n(.*)\n$/s.exec(section) ?? [];
      return [`${group}/${name}`, { status: Number(status), contentType, body }];
    }),
  );
}

/** Writes the answers of a group, in the order given; pages for people without their content. */
export function writeCapturedAnswers(group: string, answers: readonly (readonly [string, RawAnswer])[]): void {
  const sections = answers.map(([name, { status, contentType, body }]) => {
    const content = contentType === "text/html" ? "" : body;
    return `### ${name.slice(group.length + 1)}\n${status} ${contentType}\n\n${content}\n`;
  });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${group}.http`), sections.join(""));
}
