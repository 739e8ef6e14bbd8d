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
  if (seen.has(type)) {
    return true;
  }
  seen.add(type);
  return !mayWriteLocalName(type) && membersWithin(type).every((one) => isQualifiedThroughout(one, seen));
}

/** Whether a value, or the name of a type in `xsi:type` or `arrayType`, may have no namespace. */
function mayWriteLocalName(type: TypeDescriptor): boolean {
  switch (type.kind) {
    case "simple":
      return type.isQualified === true || type.name[0] === "";
    case "complex":
      return type.name?.[0] === "";
    case "polymorphic":
      return [...type.variants().values()].some(mayWriteLocalName);
    case "array":
      return type.itemType?.[0] === "";
    case "any":
      return false;
  }
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
