import type { z } from "zod";
import { BUILT_IN_TYPES } from "../../scripts/contract/built-in-types.js";
import { xs } from "../../src/soap/index.js";

const runTime: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(xs));
const accepts = (name: string, value: unknown) => runTime.get(name)?.safeParse(value).success === true;

/** At least one of the values is valid for each type with the TypeScript type. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  string: "a,1,{urn:a}b,P1D,2026-01-31T00:00:00,2026-01-31,00:00:00,2026-01,2026,--01-31,---31,--01".split(","),
  number: [1, -1],
  bigint: [1n, -1n],
  boolean: [true],
  Uint8Array: [new Uint8Array()],
  "string[]": [["a"]],
  XmlElement: [{ name: "a", namespace: "", attributes: [], children: [] }],
};

test("the generator knows the types that the run time has, and no others", () => {
  expect([...BUILT_IN_TYPES.keys()].sort()).toEqual([...runTime.keys()].sort());
});

test.each([...BUILT_IN_TYPES])(
  "the values of xs:%s have the TypeScript type that is generated",
  (name, { typescript }) => {
    const accepted = Object.keys(VALUES).filter((type) => VALUES[type]?.some((value) => accepts(name, value)));
    expect(accepted).toEqual([typescript]);
  },
);
