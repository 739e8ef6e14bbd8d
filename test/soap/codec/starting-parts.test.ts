import { startingParts } from "../../../src/soap/codec/starting-parts.js";
import { xs } from "../../../src/soap/index.js";
import type { MemberDescriptor, Wildcard } from "../../../src/soap/schema/member.js";
import { anyElement, element } from "../../../src/soap/schema/types.js";
import { anElement } from "./specify-codec.js";

const named = (name: string, namespace = "urn:t"): MemberDescriptor => element(namespace, name, xs.string);
const any = (namespaces?: Wildcard): MemberDescriptor => anyElement(namespaces);
const parts = [
  [named("a"), named("b")],
  [any({ not: "urn:t" })],
  [named("b")],
  [any(["urn:x", ""])],
  [named("a", "urn:x")],
  [any()],
];

test.each([
  ["a", "urn:t", [0, 5]],
  ["b", "urn:t", [0, 2, 5]],
  ["other", "urn:t", [5]],
  ["a", "urn:x", [1, 3, 4, 5]],
  ["b", "urn:x", [1, 3, 5]],
  ["a", "", [3, 5]],
  ["a", "urn:new", [1, 5]],
] as const)(
  "the parts that <%s> of %j can begin: those that have its name or allow its namespace",
  (name, namespace, indexes) => {
    expect(startingParts(parts)(anElement(name, namespace))).toEqual(indexes);
  },
);

test.each([
  ["urn:t", [2]],
  ["urn:x", [0, 1, 2]],
  ["", [1, 2]],
  ["urn:new", [0, 2]],
] as const)("the parts that an element of %j can begin, where all are wildcards", (namespace, indexes) => {
  const wildcards = [[any({ not: "urn:t" })], [any(["urn:x", ""])], [any()]];
  expect(startingParts(wildcards)(anElement("a", namespace))).toEqual(indexes);
});

test("a wildcard of other namespaces takes no element that has none", () => {
  expect(startingParts([[any({ not: "urn:t" })]])(anElement("a", ""))).toEqual([]);
});

test("no part is looked at for an element, whatever its names are", () => {
  let looks = 0;
  const watched = parts.map((members) =>
    members.map(
      (member) =>
        new Proxy(member, {
          get: (target, property) => {
            looks += 1;
            return Reflect.get(target, property);
          },
        }),
    ),
  );
  const find = startingParts(watched);
  looks = 0;
  for (let number = 0; number < 10_000; number += 1) {
    find(anElement(`n${number}`, "urn:t"));
    find(anElement("a", `urn:${number}`));
  }
  expect(looks).toBe(0);
});
