import { SOAP_ENCODING, SOAP12_ENCODING } from "../../src/soap/xml/namespaces.js";
import { distinctNamespaceNames, namespaceNames, typeName } from "./names.js";
import type { NamedType, ServiceModel } from "./service-model.js";

/**
 * The names of the named types in code, unless another declaration has that name. Types of several namespaces that share a
 * name also have a short name of their namespace, except those of the contract's own namespace.
 */
export function typeTitles({ types, elements, targetNamespace }: ServiceModel): ReadonlyMap<NamedType, string> {
  const short = distinctNamespaceNames([...types, ...elements].map(({ name }) => name.namespace));
  const declared = types.filter(({ name }) => !ENCODINGS.has(name.namespace));
  const namespaces = new Map<string, Set<string>>();
  for (const { name } of declared) {
    const key = typeName(name.name);
    namespaces.set(key, (namespaces.get(key) ?? new Set()).add(name.namespace));
  }
  return new Map(
    declared.map((type) => {
      const { namespace, name } = type.name;
      const isShared = (namespaces.get(typeName(name))?.size ?? 0) > 1 && namespace !== targetNamespace;
      const prefix = short.get(namespace) ?? namespaceNames(namespace)[0];
      return [type, typeName(isShared ? `${prefix}_${name}` : name)];
    }),
  );
}

const ENCODINGS: ReadonlySet<string> = new Set([SOAP_ENCODING, SOAP12_ENCODING]);
