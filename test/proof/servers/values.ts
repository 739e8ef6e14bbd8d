import type { XmlElement, XmlNode } from "../../../src/soap/index.js";

/** A text that XML has to escape, and that no single-byte charset has. */
export const TEXT = `<a b="c">&amp; 'd' ]]></a> \t 漢字かな 한글 ñ € 😀👩‍👩‍👧`;

/** The limits of xs:long. */
export const LONGEST = 2n ** 63n - 1n;
export const LOWEST = -(2n ** 63n);

/** More digits than a double holds. */
export const DECIMAL = "-12345678901234567890.123456789";

/** Each byte once, with those that base64 writes as `+` and `/`. */
export const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

/** Matches the same moment in any time zone. */
export function sameMoment(expected: string): unknown {
  return {
    asymmetricMatch: (actual: unknown) => typeof actual === "string" && Date.parse(actual) === Date.parse(expected),
    toString: () => `the moment ${expected}`,
  };
}

/** An element with attributes in no namespace. */
export function xml(
  namespace: string,
  name: string,
  children: readonly XmlNode[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  const list = Object.entries(attributes).map(([key, value]) => ({ name: key, namespace: "", value }));
  return { name, namespace, attributes: list, children };
}

/** Matches an element with any attributes. */
export function like(name: string, namespace: string, children: unknown): unknown {
  return expect.objectContaining({ name, namespace, children });
}
