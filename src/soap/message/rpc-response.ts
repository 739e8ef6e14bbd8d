import type { Name } from "../schema/member.js";
import { SOAP12_RPC } from "../xml/namespaces.js";
import { elementsOf, textOf, type XmlElement } from "../xml/xml-element.js";

/** A response in style "rpc" without `rpc:result`, which only names the return value (SOAP 1.2 Part 2 §4.2.1). */
export function withoutResultName(response: XmlElement): XmlElement {
  return elementsOf(response).some(isResultName)
    ? { ...response, children: response.children.filter((child) => typeof child === "string" || !isResultName(child)) }
    : response;
}

/**
 * A response with its return value renamed to the name in the contract. A server may send it under any name: it is the
 * element that `rpc:result` names, else the first (SOAP 1.1 §7.1).
 *
 * @param parts the names of the parts in the contract. The first is the return value.
 */
export function withReturnName(response: XmlElement, parts: readonly Name[]): XmlElement {
  const [declared] = parts;
  const accessors = elementsOf(response).filter((child) => !isResultName(child));
  const named = elementsOf(response).find(isResultName);
  const result = named && textOf(named).trim();
  const resultName = result?.slice(result.lastIndexOf(":") + 1);
  const returned = accessors.find(({ name }) => name === resultName) ?? accessors[0];
  // A null return value may be left out. What has the name of another part is that one, and with a namespace none.
  if (declared === undefined || returned === undefined || parts.slice(1).some(([, name]) => name === returned.name)) {
    return response;
  }
  if (accessors.some((accessor) => isNamed(accessor, declared))) {
    return response;
  }
  const [namespace, name] = declared;
  return {
    ...response,
    children: response.children.map((child) => (child === returned ? { ...returned, namespace, name } : child)),
  };
}

function isResultName({ namespace, name }: XmlElement): boolean {
  return namespace === SOAP12_RPC && name === "result";
}

export function isNamed(element: XmlElement, [namespace, name]: Name): boolean {
  return element.name === name && element.namespace === namespace;
}
