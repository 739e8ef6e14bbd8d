import { WSDL } from "../../../src/soap/xml/namespaces.js";
import { elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { listed } from "../../contract/prose.js";
import type { QName } from "../../contract/service-model.js";
import { checkContainer } from "../source/check-grammar.js";
import type { Definitions, MissingDocument } from "../source/documents.js";
import { RepeatedDefinitions } from "../source/repeated-definitions.js";
import { definedName, readQName, refuse, requiredAttribute } from "../source/source-document.js";
import type { ContractError } from "../source/wsdl-error.js";
import type { DeclarationTable, ReferenceScope } from "../xsd/declaration-table.js";

const KINDS = ["message", "portType", "binding", "service"] as const;

/** Elements that are checked when they are read. */
const CHECKED_LATER: ReadonlySet<string> = new Set([...KINDS, "types"]);

/** The symbol spaces of WSDL 1.1 §2.1. */
type DefinitionKind = (typeof KINDS)[number];

/** A message, port type, binding or service, before it is read. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: QName;
  readonly element: XmlElement;
  readonly scope: DefinitionScope;
}

/** A WSDL document, with the tables that resolve the names in it. */
export interface DefinitionScope extends Definitions, ReferenceScope {
  readonly definitions: DefinitionTable;
}

/** The definitions of all WSDL documents, by name. A document may refer to a namespace that it does not import. */
export class DefinitionTable {
  readonly #defined = new Map<string, Definition>();
  /** Definitions whose name has another, different definition. */
  readonly #ambiguous = new Map<Definition, ContractError>();
  readonly #repeated = new RepeatedDefinitions();
  readonly #missing: ContractError | undefined;

  constructor(
    documents: readonly Definitions[],
    declarations: DeclarationTable,
    missing: readonly MissingDocument[] = [],
  ) {
    this.#missing = missing.find(({ language }) => language === "WSDL")?.error;
    for (const document of documents) {
      const scope = { ...document, declarations, definitions: this, defaultNamespace: "" };
      checkContainer(scope, document.element, CHECKED_LATER);
      for (const element of elementsOf(document.element)) {
        const kind = KINDS.find((name) => name === element.name);
        if (kind !== undefined && element.namespace === WSDL) {
          scope.document.diagnostics.attempt(kind, () => {
            const name = { namespace: scope.targetNamespace, name: definedName(scope, element) };
            this.#define({ kind, name, element, scope });
          });
        }
      }
    }
    this.#repeated.warn();
  }

  /** All definitions of a kind, in the order of the documents. */
  all(kind: DefinitionKind): Definition[] {
    return [...this.#defined.values()].filter((definition) => definition.kind === kind);
  }

  find(kind: DefinitionKind, name: QName): Definition | undefined {
    return this.#defined.get(keyOf(kind, name));
  }

  #define(definition: Definition): void {
    const key = keyOf(definition.kind, definition.name);
    const first = this.#defined.get(key);
    const error = first && this.#repeated.add(first, definition);
    if (first === undefined) {
      this.#defined.set(key, definition);
    } else if (error !== undefined) {
      this.#ambiguous.set(first, error);
    }
  }

  /** @throws {ContractError} There is another definition of the name, which is different. */
  refuseAmbiguous(definition: Definition): void {
    const error = this.#ambiguous.get(definition);
    if (error !== undefined) {
      throw error;
    }
  }

  /** @throws {ContractError} A WSDL that may have the definition cannot be read. */
  refuseMissing(): void {
    if (this.#missing !== undefined) {
      throw this.#missing;
    }
  }
}

/**
 * Finds the definition that a required attribute refers to.
 *
 * @throws {WsdlError} where the attribute is missing, or nothing defines the name.
 */
export function resolveDefinition(
  kind: DefinitionKind,
  attribute: string,
  element: XmlElement,
  scope: DefinitionScope,
): Definition {
  const name = readQName(scope, element, requiredAttribute(scope, element, attribute));
  const definition = scope.definitions.find(kind, name);
  if (definition === undefined) {
    scope.definitions.refuseMissing();
    const known = scope.definitions.all(kind).map((other) => expandedName(other.name));
    const hint = known.length === 0 ? "there is none" : `there is ${listed(known, 8)}`;
    refuse(scope, element, `refers to the ${kind} ${expandedName(name)}, which is not defined`, hint);
  }
  scope.definitions.refuseAmbiguous(definition);
  return definition;
}

function keyOf(kind: DefinitionKind, name: QName): string {
  return `${kind} ${expandedName(name)}`;
}
