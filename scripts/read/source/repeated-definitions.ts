import { expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { listed } from "../../contract/prose.js";
import type { QName } from "../../contract/service-model.js";
import { haveSameMeaning } from "./same-meaning.js";
import { describe, positionOf, type Source } from "./source-document.js";
import { ContractError } from "./wsdl-error.js";

/** A definition of a WSDL or a schema. */
interface Named {
  readonly name: QName;
  readonly element: XmlElement;
  readonly scope: Source & { readonly element: XmlElement; readonly defaultNamespace: string };
}

/** Definitions of names that are defined already. A copied file is one warning, and not one for each of its definitions. */
export class RepeatedDefinitions {
  readonly #repeated = new Map<string, { readonly first: Named; readonly again: Named; readonly names: string[] }>();

  /** @returns an error if the definitions differ. Every reference to the name throws it. */
  add(first: Named, again: Named): ContractError | undefined {
    const name = expandedName(again.name);
    if (!haveSameMeaning(first, again)) {
      const found = `${describe(again.element)} defines ${name} again, and differently`;
      return new ContractError(positionOf(again.scope, again.element), found, definedAt(first));
    }
    const key = `${first.scope.document.url} ${again.scope.document.url}`;
    const repeated = this.#repeated.get(key) ?? { first, again, names: [] };
    repeated.names.push(name);
    this.#repeated.set(key, repeated);
    return undefined;
  }

  /** Records a warning for each document that repeats definitions of another one, or of itself. */
  warn(): void {
    for (const { first, again, names } of this.#repeated.values()) {
      const found = `${describe(again.element)} defines ${listed(names, 3)} again, with the same meaning`;
      again.scope.document.diagnostics.warn(positionOf(again.scope, again.element), found, definedAt(first));
    }
  }
}

function definedAt({ element, scope }: Named): string {
  const { document, line } = positionOf(scope, element);
  return `it is defined in ${document}:${line}`;
}
