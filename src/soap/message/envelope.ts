import { SOAP_11, SOAP_12 } from "../xml/namespaces.js";
import { elementsOf, expandedName, isBlank, textOf, type XmlElement } from "../xml/xml-element.js";

/** The response is not a SOAP message. */
export class NotSoapError extends Error {
  override readonly name = "NotSoapError";
}

/** The content of a SOAP envelope. */
export interface Envelope {
  readonly version: "1.1" | "1.2";
  readonly namespace: string;
  readonly header: readonly XmlElement[];
  readonly body: readonly XmlElement[];
}

/**
 * Reads header and body of an envelope.
 *
 * ```xml
 * <Envelope><Header>…</Header><Body>…</Body></Envelope>
 * ```
 *
 * @throws {NotSoapError} if the element is not an envelope.
 */
export function readEnvelope(root: XmlElement): Envelope {
  const version = root.namespace === SOAP_11 ? "1.1" : root.namespace === SOAP_12 ? "1.2" : undefined;
  if (root.name !== "Envelope" || version === undefined) {
    throw new NotSoapError(`its root element is not a SOAP Envelope, but ${expandedName(root)}`);
  }
  const [first, second, third] = elementsOf(root);
  const header = isPart(first, "Header", root) ? first : undefined;
  const [body, other] = header === undefined ? [first, second] : [second, third];
  if (!isPart(body, "Body", root) || other !== undefined) {
    throw new NotSoapError("its Envelope does not consist of an optional Header and one Body");
  }
  // Only now: few elements have few texts between them.
  refuseText(root);
  refuseText(body);
  return {
    version,
    namespace: root.namespace,
    header: header === undefined ? [] : elementsOf(header),
    body: elementsOf(body),
  };
}

function isPart(element: XmlElement | undefined, name: string, root: XmlElement): element is XmlElement {
  return element?.name === name && element.namespace === root.namespace;
}

function refuseText(element: XmlElement): void {
  if (!isBlank(textOf(element))) {
    throw new NotSoapError(`its ${element.name} has text beside its elements`);
  }
}
