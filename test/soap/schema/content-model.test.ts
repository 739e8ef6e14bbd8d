import { xs } from "../../../src/soap/index.js";
import { alternative, contentCheck, exclusionCheck } from "../../../src/soap/schema/content-check.js";
import { contentModel, type ModelGroup } from "../../../src/soap/schema/content-model.js";
import type { MemberDescriptor } from "../../../src/soap/schema/member.js";
import { all, choice, type Group, type Particle, sequence } from "../../../src/soap/schema/particle.js";
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
  ["what is undefined is absent", sequence("a", optional(sequence("b", "c"))), { a: 1, b: undefined }, undefined],
  ["null is a value", sequence("a", optional(sequence("b", "c"))), { a: 1, b: null }, "expected c"],
  [
    "an array with an item is an alternative",
    choice("items", "b"),
    { items: [1], b: 1 },
    "expected exactly one of items, b; found items, b",
  ],
  [
    "an alternative within an alternative is one",
    choice("b", choice("c", sequence("d", optional("e")))),
    { d: 1 },
    undefined,
  ],
  [
    "an alternative requires what it has, among many members",
    choice("a", sequence("b", "c", "d", "e", "items")),
    { b: 1, c: 1, d: 1, items: [] },
    "expected exactly one of a, b with c with d with e with items; found b, c, d",
  ],
  [
    "the first of two rules that are broken is reported, whatever the order of the values",
    sequence(choice("b", "c"), choice("d", "e")),
    { e: 1, d: 1, c: 1, b: 1 },
    "expected exactly one of b, c; found b, c",
  ],
  [
    "a rule about what is absent is reported before a later one about what is there",
    sequence(choice("b", "c"), choice("d", "e")),
    { e: 1, d: 1 },
    "expected exactly one of b, c; found none",
  ],
  [
    "a rule about what is there is reported before a later one about what is absent",
    sequence(choice("b", "c"), choice("d", "e")),
    { b: 1, c: 1 },
    "expected exactly one of b, c; found b, c",
  ],
  [
    "an alternative may have an array without items",
    choice("b", sequence("c", "items")),
    { c: 1, items: [] },
    undefined,
  ],
])("%s, alone and among many others", (_rule, particle, values, broken) => {
  expect(contentCheck(contentModel(particle, members))?.(values)).toBe(broken);
  const numbers = [1, 2, 3, 4, 5, 6];
  const others = numbers.map((number) => optional(choice(`x${number}`, `y${number}`)));
  const names = numbers.flatMap((number) => [`x${number}`, `y${number}`]);
  const more = new Map([...members, ...names.map((name) => [name, required] as const)]);
  const check = contentCheck(contentModel(sequence(...others.slice(0, 3), particle, ...others.slice(3)), more));
  const some = { y6: 1, x1: 1 };
  expect([check?.(values), check?.({ ...some, ...values })]).toEqual([broken, broken]);
});

test.each<[what: string, particle: Group, values: Record<string, unknown>, index: number]>([
  ["the one that has the value", choice("a", "b"), { b: 1 }, 1],
  ["the first of those that have all values", choice(sequence("a", "b"), sequence("b", "a")), { a: 1, b: 1 }, 0],
  ["none that lacks a value", choice("a", sequence("a", "b")), { a: 1, b: 1 }, 1],
  ["none that requires what is absent", choice(sequence("a", "b"), sequence("a", "c")), { a: 1, c: 1 }, 1],
  ["none that requires what is undefined", choice(sequence("a", "b"), sequence("a")), { a: 1, b: undefined }, 1],
  [
    "the second of two that have a value, where the first requires another",
    choice("d", sequence("a", "b"), sequence("a", optional("c"))),
    { a: 1 },
    2,
  ],
  ["the one that requires nothing, where nothing is there", choice("a", optional("b")), {}, 1],
  ["one whose values are of another alternative too", choice("b", sequence("a", optional("b"))), { a: 1, b: 1 }, 1],
  [
    "one with a choice, whose values are those of the choice alone",
    choice("a", sequence("b", choice("c", "d"))),
    { b: 1, d: 1 },
    1,
  ],
  ["none where two exclude each other", choice("a", "b"), { a: 1, b: 1 }, -1],
  ["none where nothing is there", choice("a", "b"), {}, -1],
  ["one with an empty array, which excludes no other", choice("items", "b"), { items: [] }, 0],
])("the alternative of values is %s", (_what, particle, values, index) => {
  const model = contentModel(particle, members) as ModelGroup;
  const chosen = alternative(model, values);
  expect(chosen === undefined ? -1 : model.particles.indexOf(chosen)).toBe(index);
});

test("where members may be missing, alternatives still exclude each other, and the message names both", () => {
  const model = contentModel(choice("b", sequence("c", choice("d", "e"))), members);

  expect(exclusionCheck(model)({ d: 1 })).toBeUndefined();
  expect(exclusionCheck(model)({ d: 1, e: 1 })).toBe("expected at most one of d, e; found d, e");
  expect(exclusionCheck(contentModel(sequence("a", choice("b", "c")), members))({ b: 1, c: 1 })).toBe(
    "expected at most one of b, c; found b, c",
  );
  expect(exclusionCheck(contentModel("a", members))({})).toBeUndefined();
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
