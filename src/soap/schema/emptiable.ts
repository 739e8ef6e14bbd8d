import type { ContentModel } from "./content-model.js";
import type { MemberDescriptor } from "./member.js";
import { complexTypeOf, contentOf } from "./type-descriptor.js";

/** Whether the model matches no elements at all. */
function isEmptiable(model: ContentModel): boolean {
  switch (model.kind) {
    case "member":
      return isEmptiableMember(model.member);
    case "optional":
      return true;
    case "choice":
      return model.particles.some(isEmptiable);
    default:
      return model.particles.every(isEmptiable);
  }
}

function isEmptiableMember(member: MemberDescriptor): boolean {
  return (member.occurs !== undefined && (member.occurs.min ?? 0) === 0) || isEmptiableGroup(member);
}

/** Whether the member is a group of which an occurrence may have no elements. */
export function isEmptiableGroup({ kind, schema }: MemberDescriptor): boolean {
  return kind === "group" && isEmptiable(contentOf(complexTypeOf(schema)));
}
