import type { ElementParticle, IdentityConstraint } from "../../contract/service-model.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";

/** The documentation of an element, and those of its rules that the generated code does not check. */
export function documentElement({
  documentation,
  constraints = [],
}: Pick<ElementParticle, "documentation" | "constraints"> = {}): string {
  return paragraphs(escapeDocumentation(documentation), constraints.map(sentenceOf).join("\n"));
}

function sentenceOf({ kind, name, refer = "", selector, fields, documentation }: IdentityConstraint): string {
  const values = fields.map((field) => (field === "." ? "the value" : code(field))).join(" with ");
  const rule = {
    key: "is present and different",
    unique: "is different, where it is present",
    keyref: `is one of the key ${code(refer)}`,
  }[kind];
  const about = documentation === undefined ? "" : ` ${escapeDocumentation(documentation).replace(/\s+/g, " ")}`;
  return `Not checked here: ${values} of each ${code(selector)} ${rule} (${kind} ${code(name)}).${about}`;
}
