import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const lock = JSON.parse(readFileSync(join(__dirname, "../..", "package-lock.json"), "utf8"));
const packages = Object.entries<LockedPackage>(lock.packages);
/** What comes along with an installation of the package. */
const installed = packages.filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional);

test("every package that comes along has a licence that asks for no more than to be named", () => {
  const free = /^(?:MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense)$/;
  expect(installed.filter(([, { license = "none" }]) => !free.test(license))).toEqual([]);
});

test("few packages come along", () => {
  expect(installed.length).toBeGreaterThan(3);
  expect(installed.length).toBeLessThanOrEqual(60);
});
