import type { Wildcard } from "./service-model.js";

/** Whether a wildcard allows the namespaces that another one allows. */
export function isWithin(narrower: Wildcard, wider: Wildcard): boolean {
  if (wider.namespaces === "##any") {
    return true;
  }
  if (narrower.namespaces === "##any") {
    return false;
  }
  if (narrower.namespaces === "##other") {
    return wider.namespaces === "##other" && narrower.targetNamespace === wider.targetNamespace;
  }
  return narrower.namespaces.every((namespace) =>
    wider.namespaces === "##other"
      ? namespace !== "" && namespace !== wider.targetNamespace
      : wider.namespaces.includes(namespace),
  );
}
