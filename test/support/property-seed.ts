import { randomInt } from "node:crypto";
import fc from "fast-check";

const seed = Number(process.env["PROPERTY_SEED"] ?? randomInt(2 ** 31));

/** `describe` for tests with random values. Its title has the seed: `PROPERTY_SEED=… npx jest properties` repeats a run. */
export function describeProperties(tests: () => void): void {
  fc.configureGlobal({ seed });
  describe(`with PROPERTY_SEED=${seed}`, tests);
}
