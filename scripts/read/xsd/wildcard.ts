import { attributeOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { Wildcard } from "../../contract/service-model.js";
import { setOf } from "../../contract/set-of.js";
import { documented } from "../source/documentation.js";
import { choiceAttribute, refuse } from "../source/source-document.js";
import type { SchemaScope } from "./declaration-table.js";

/** Reads the namespaces that `<xs:any>` or `<xs:anyAttribute>` allows: XML Schema Part 1 §3.10. */
export function readWildcard(element: XmlElement, scope: SchemaScope): Wildcard {
  const processContents = choiceAttribute(scope, element, "processContents", ["strict", "lax", "skip"]) ?? "strict";
  const { targetNamespace } = scope;
  return { namespaces: readNamespaces(element, scope), targetNamespace, processContents, ...documented(element) };
}

function readNamespaces(element: XmlElement, scope: SchemaScope): Wildcard["namespaces"] {
  const value = attributeOf(element, "namespace")?.trim() ?? "##any";
  if (value === "##any" || value === "##other") {
    return value;
  }
  return value.split(/\s+/).flatMap((namespace) => {
    if (namespace === "##targetNamespace") {
      return [scope.targetNamespace];
    }
    if (namespace === "##local") {
      return [""];
    }
    if (namespace.startsWith("##")) {
      refuse(
        scope,
        element,
        `has ${namespace} in a list of namespaces`,
        "expected ##targetNamespace, ##local or a URI",
      );
    }
    return namespace === "" ? [] : [namespace];
  });
}

/** Allows what both wildcards allow. Attribute groups combine their wildcards this way (XML Schema Part 1 §3.4.2). */
export function intersection(first: Wildcard | undefined, second: Wildcard | undefined): Wildcard | undefined {
  if (first === undefined || second === undefined) {
    return first ?? second;
  }
  if (second.namespaces === "##any") {
    return first;
  }
  if (first.namespaces === "##any") {
    return { ...second, processContents: first.processContents };
  }
  const { namespaces } = first;
  if (typeof namespaces === "string") {
    // XML Schema cannot express the intersection of two different "##other", and rejects it. The first is kept.
    return typeof second.namespaces === "string"
      ? first
      : { ...first, namespaces: second.namespaces.filter((namespace) => allows(first, namespace)) };
  }
  return { ...first, namespaces: namespaces.filter((namespace) => allows(second, namespace)) };
}

function allows({ namespaces, targetNamespace }: Wildcard, namespace: string): boolean {
  if (typeof namespaces !== "string") {
    return setOf(namespaces).has(namespace);
  }
  return namespaces === "##any" || (namespace !== "" && namespace !== targetNamespace);
}
