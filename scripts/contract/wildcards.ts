import type { Wildcard } from "./service-model.js";
import { setOf } from "./set-of.js";

/** Whether a wildcard allows the namespaces that another one allows. */
export function isWithin(narrower: Wildcard, wider: Wildcard): boolean {
  const { namespaces: allowed, targetNamespace } = wider;
  if (allowed === "##any") {
    return true;
  }
  if (narrower.namespaces === "##any") {
    return false;
  }
  if (narrower.namespaces === "##other") {
    return allowed === "##other" && narrower.targetNamespace === targetNamespace;
  }
  return narrower.namespaces.every((namespace) =>
    allowed === "##other" ? namespace !== "" && namespace !== targetNamespace : setOf(allowed).has(namespace),
  );
}
