import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingPrograms } from "../../support/hosts/programs.js";

/** The error of libxml2 for a message; nothing if it is valid. */
export type Verdict = string | undefined;

export type Validate = (schema: string, messages: readonly string[], folder: string) => Promise<Verdict[]>;

/**
 * {@link validate}; where xmllint is missing, nothing, after one line that prints what to install.
 *
 * @throws {Error} in CI, where all messages must be validated.
 */
export function findValidator(): Validate | undefined {
  const needs = { user: "Validation", programs: ["xmllint"], packages: ["libxml2-utils"] };
  if (missingPrograms(needs).length === 0) {
    return validate;
  }
  const advice = "xmllint is missing; on Debian: apt-get install --no-install-recommends libxml2-utils";
  if (process.env["CI"]) {
    throw new Error(`In CI messages must be validated, but ${advice}`);
  }
  console.error(`Messages are not validated: ${advice}`);
  return undefined;
}

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
        reject(error);
        return;
      }
      resolve(`${stdout}\n${stderr}`.split("\n"));
    });
  });
}
