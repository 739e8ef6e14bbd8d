import { WSDL } from "../../../src/soap/xml/namespaces.js";
import { elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { QName } from "../../contract/service-model.js";
import type { Definitions } from "../source/documents.js";
import { definedName, positionOf, readQName, refuse, requiredAttribute } from "../source/source-document.js";
import type { Components, NameScope } from "../xsd/components.js";

/** The symbol spaces of WSDL 1.1 §2.1. */
export type ContractKind = "message" | "portType" | "binding" | "service";

/** A message, port type, binding or service, not yet read. */
export interface ContractPart {
  readonly kind: ContractKind;
  readonly name: QName;
  readonly element: XmlElement;
  readonly scope: ContractScope;
}

/** A document, and everything that its names may refer to. */
export interface ContractScope extends Definitions, NameScope {
  readonly contract: Contract;
}

/** What all documents of a contract define, by name. A name is found whether or not its document says that it imports it. */
export class Contract {
  readonly #parts = new Map<string, ContractPart>();

  constructor(definitions: readonly Definitions[], components: Components) {
    for (const document of definitions) {
      const scope = { ...document, components, contract: this, defaultNamespace: "" };
      for (const element of elementsOf(document.element)) {
        const kind = KINDS.find((name) => name === element.name);
        if (kind !== undefined && element.namespace === WSDL) {
          const name = { namespace: scope.targetNamespace, name: definedName(scope, element) };
          this.#define({ kind, name, element, scope });
        }
      }
    }
  }

  /** All of a kind, in the order of the documents. */
  all(kind: ContractKind): ContractPart[] {
    return [...this.#parts.values()].filter((part) => part.kind === kind);
  }

  find(kind: ContractKind, name: QName): ContractPart | undefined {
    return this.#parts.get(keyOf(kind, name));
  }

  #define(part: ContractPart): void {
    const key = keyOf(part.kind, part.name);
    const first = this.#parts.get(key);
    if (first !== undefined) {
      const { document, line } = positionOf(first.scope, first.element);
      refuse(
        part.scope,
        part.element,
        `defines ${expandedName(part.name)} again`,
        `it is defined in ${document}:${line}`,
      );
    }
    this.#parts.set(key, part);
  }
}

const KINDS = ["message", "portType", "binding", "service"] as const;

/** Finds what a required attribute of an element refers to, or refuses it. */
export function resolvePart(
  kind: ContractKind,
  attribute: string,
  element: XmlElement,
  scope: ContractScope,
): ContractPart {
  const name = readQName(scope, element, requiredAttribute(scope, element, attribute));
  const part = scope.contract.find(kind, name);
  if (part === undefined) {
    const known = scope.contract.all(kind).map((other) => expandedName(other.name));
    const hint =
      known.length === 0 ? "there is none" : `there is ${known.slice(0, 8).join(", ")}${known.length > 8 ? " …" : ""}`;
    refuse(scope, element, `refers to the ${kind} ${expandedName(name)}, which is not defined`, hint);
  }
  return part;
}

function keyOf(kind: ContractKind, name: QName): string {
  return `${kind} ${expandedName(name)}`;
}
