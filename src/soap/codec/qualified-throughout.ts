import type { MemberFacts } from "../schema/member.js";
import { membersOf, type TypeFacts, typeFactsOf } from "../schema/types.js";
import { arrayItem } from "./array-codec.js";

/** Whether no element below is without namespace, so that a default namespace is in nobody's way. */
export function isQualifiedThroughout(member: MemberFacts, seen = new Set<TypeFacts>()): boolean {
  if (member.kind === "element" && member.name[0] === "") {
    return false;
  }
  if (member.kind === "mixed" || member.kind === "anyAttribute") {
    // Elements as data declare what they need themselves.
    return true;
  }
  const facts = typeFactsOf(member);
  if (facts.kind === "simple" && (facts.name[1] === "QName" || facts.name[1] === "NOTATION")) {
    // A value of these may be without namespace, too.
    return false;
  }
  if (seen.has(facts)) {
    return true;
  }
  seen.add(facts);
  return membersWithin(facts).every((one) => isQualifiedThroughout(one, seen));
}

function membersWithin(facts: TypeFacts): readonly MemberFacts[] {
  switch (facts.kind) {
    case "complex":
      return [...membersOf(facts).values()];
    case "polymorphic":
      return [...facts.variants().values()].flatMap(membersWithin);
    case "array":
      return [arrayItem(facts)];
    default:
      return [];
  }
}
