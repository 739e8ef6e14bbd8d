import { xs } from "../../../src/soap/index.js";
import { contentCheck, exclusionCheck } from "../../../src/soap/schema/content-check.js";
import { contentModel } from "../../../src/soap/schema/content-model.js";
import type { MemberDescriptor } from "../../../src/soap/schema/member.js";
import { all, choice, type Particle, sequence } from "../../../src/soap/schema/particle.js";
import { element, optional, repeated } from "../../../src/soap/schema/types.js";

const required = element("", "e", xs.string);
const members: ReadonlyMap<string, MemberDescriptor> = new Map<string, MemberDescriptor>([
  ["a", required],
  ["b", optional(required)],
  ["c", optional(required)],
  ["d", optional(required)],
  ["e", optional(required)],
  ["items", optional(repeated(required))],
]);

test.each<[rule: string, particle: Particle, values: Record<string, unknown>, broken: string | undefined]>([
  ["a choice requires one alternative", choice("b", "c"), {}, "expected exactly one of b, c; found none"],
  ["a choice allows one alternative", choice("b", "c"), { c: 1 }, undefined],
  ["a choice rejects two alternatives", choice("b", "c"), { b: 1, c: 1 }, "expected exactly one of b, c; found b, c"],
  [
    "an alternative requires all its members, although each is optional",
    choice("b", sequence("c", "d")),
    { c: 1 },
    "expected exactly one of b, c with d; found c",
  ],
  [
    "a message separates the alternatives of a choice within a choice",
    choice("b", sequence("a", choice("c", "d"))),
    { a: 1, c: 1, d: 1 },
    "expected exactly one of b, a with (c or d); found a, c, d",
  ],
  [
    "a message names what an alternative requires before what it allows",
    choice("b", sequence(optional("c"), "d", optional(sequence("a", choice("items", "e"))))),
    { b: 1, d: 1 },
    "expected exactly one of b, d with optional c with optional (a with (items or e)); found b, d",
  ],
  [
    "an optional choice allows one alternative at most",
    sequence("a", optional(choice("b", "c"))),
    { a: 1, b: 1, c: 1 },
    "expected at most one of b, c; found b, c",
  ],
  [
    "an alternative lacks only what it calls optional itself",
    choice("b", sequence("c", optional("d"))),
    { c: 1 },
    undefined,
  ],
  ["an optional group may be absent", sequence("a", optional(sequence("b", "c"))), { a: 1 }, undefined],
  [
    "an optional group is complete if a part of it is present",
    sequence("a", optional(sequence("b", "c"))),
    { a: 1, c: 1 },
    "expected b",
  ],
  ["an optional choice may be absent", optional(choice("b", "c")), {}, undefined],
  ["an empty array is no alternative beside another one", choice("items", "b"), { items: [], b: 1 }, undefined],
  [
    "an alternative may have an array without items",
    choice("b", sequence("c", "items")),
    { c: 1, items: [] },
    undefined,
  ],
])("%s", (_rule, particle, values, broken) => {
  expect(contentCheck(contentModel(particle, members))?.(values)).toBe(broken);
});

test("where members may be missing, alternatives still exclude each other, and the message names both", () => {
  const model = contentModel(choice("b", sequence("c", choice("d", "e"))), members);

  expect(exclusionCheck(model)({ d: 1 })).toBeUndefined();
  expect(exclusionCheck(model)({ b: 1, c: null, d: 1 })).toBe("expected at most one of b, c with (d or e); found b, d");
});

test.each<[particle: Particle, relates: boolean]>([
  [sequence("a", "b"), false],
  [all("a", "b"), false],
  [sequence("a", optional("b")), false],
  [sequence("a", optional(sequence("b", "c"))), true],
  [sequence("a", sequence("d", choice("b", "c"))), true],
])("there is a check only of a choice and of an optional group: %j", (particle, relates) => {
  expect(contentCheck(contentModel(particle, members)) !== undefined).toBe(relates);
});

test("a content model names members only", () => {
  expect(() => contentModel(sequence("a", "z"), members)).toThrow(
    "the content model names z, which is not a member of the type",
  );
});

test("a value of a choice is checked without a look at each of its alternatives", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
  const check = contentCheck(contentModel(choice(...names), new Map(names.map((name) => [name, required]))));
  let reads = 0;
  const values = new Proxy<Record<string, unknown>>(
    { c999: "x" },
    {
      get: (target, property) => {
        reads += 1;
        return Reflect.get(target, property);
      },
    },
  );

  expect(check?.(values)).toBeUndefined();
  expect(reads).toBeLessThan(10);
  expect(check?.({ c1: "x", c0: "y" })).toMatch(/^expected exactly one of .*; found c0, c1$/);
});

test.each<readonly [what: string, particle: (names: readonly string[]) => Particle, values: Record<string, unknown>]>([
  [
    "a thousand optional choices",
    (names) => sequence(...names.map((name) => optional(choice(name, "b")))),
    { c500: "x" },
  ],
  [
    "a hundred optional groups within each other",
    (names) =>
      names.slice(0, 100).reduceRight<Particle>((inner, name) => optional(sequence(optional(name), inner)), "b"),
    { c99: "x", b: "x" },
  ],
  [
    "a thousand optional members of a group",
    (names) => optional(sequence("a", choice("b", "c"), ...names.map((name) => optional(name)))),
    { a: "x", b: "x" },
  ],
])(
  "values are listed once for %s, and each is looked at no more often than it is nested",
  (_what, particle, values) => {
    const names = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
    const model = contentModel(
      particle(names),
      new Map([...members, ...names.map((name) => [name, required] as const)]),
    );
    let lists = 0;
    let reads = 0;
    const watched = new Proxy(values, {
      ownKeys: (target) => {
        lists += 1;
        return Reflect.ownKeys(target);
      },
      get: (target, property) => {
        reads += 1;
        return Reflect.get(target, property);
      },
    });
    for (const check of [contentCheck(model), exclusionCheck(model)]) {
      [lists, reads] = [0, 0];
      expect(check?.(watched)).toBeUndefined();
      expect(lists).toBe(1);
      expect(reads).toBeLessThan(10_000);
    }
  },
);
