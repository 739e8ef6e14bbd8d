import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The error of libxml2 for a message; nothing if it is valid. */
export type Verdict = string | undefined;

/** Validates documents against a schema with libxml2's xmllint, many in one run. */
export async function validate(schema: string, messages: readonly string[], folder: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const size = 400;
  for (let start = 0; start < messages.length; start += size) {
    const names = messages.slice(start, start + size).map((message, index) => {
      const name = join(folder, `message-${start + index}.xml`);
      writeFileSync(name, message);
      return name;
    });
    const output = await xmllint(["--noout", "--nonet", "--huge", "--schema", schema, ...names]);
    verdicts.push(...names.map((name) => verdictOf(name, output)));
  }
  return verdicts;
}

function verdictOf(name: string, output: readonly string[]): Verdict {
  if (output.includes(`${name} validates`)) {
    return undefined;
  }
  return (
    output.find((line) => line.startsWith(`${name}:`)) ?? output.find((line) => /error/i.test(line)) ?? "no verdict"
  );
}

function xmllint(args: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile("xmllint", args, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") {
        reject(new Error("xmllint is not installed; it is in Debian's package libxml2-utils"));
        return;
      }
      resolve(`${stdout}\n${stderr}`.split("\n"));
    });
  });
}
