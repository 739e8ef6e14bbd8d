import type { MemberDescriptor } from "../schema/member.js";
import { arrayItem, membersOf, type TypeDescriptor, typeOf } from "../schema/type-descriptor.js";

/** Whether every name within the element has a namespace, so that a default namespace changes no name. */
export function isQualifiedThroughout(member: MemberDescriptor, seen = new Set<TypeDescriptor>()): boolean {
  if (member.kind === "element" && member.name[0] === "") {
    return false;
  }
  if (member.kind === "mixed" || member.kind === "anyAttribute") {
    // Elements as data declare their own namespaces.
    return true;
  }
  const type = typeOf(member);
  if (type.kind === "simple" && (type.name[1] === "QName" || type.name[1] === "NOTATION")) {
    // Such a value may have no namespace.
    return false;
  }
  if (seen.has(type)) {
    return true;
  }
  seen.add(type);
  return membersWithin(type).every((one) => isQualifiedThroughout(one, seen));
}

function membersWithin(type: TypeDescriptor): readonly MemberDescriptor[] {
  switch (type.kind) {
    case "complex":
      return [...membersOf(type).values()];
    case "polymorphic":
      return [...type.variants().values()].flatMap(membersWithin);
    case "array":
      return [arrayItem(type)];
    default:
      return [];
  }
}
