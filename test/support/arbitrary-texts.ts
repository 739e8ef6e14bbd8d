import fc from "fast-check";

/** Pieces of text with a meaning in XML, HTTP, .NET or JavaScript, or that look like other text. */
const PIECES: readonly string[] = [
  ..."<>&\"'/\\=:;!?[](){}|#%$.,-_+*~^`@ \t\r\n",
  "\r\n",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<?xml version='1.0'?>",
  "<Path>/a/b</Path>",
  "</Path>",
  "</DeleteFolder><DeleteFolder>",
  ' xmlns="urn:x"',
  "<!DOCTYPE a>",
  "&amp;",
  "&#0;",
  "&#xD;",
  "&nbsp;",
  "\\u0041",
  "%00",
  "%2e%2e",
  "..",
  "$&",
  "$1",
  "{0}",
  "__proto__",
  "constructor",
  // Control characters, blanks, invisible characters, and those that reverse the direction of writing.
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 0x22 }, (_, code) => String.fromCharCode(0x7f + code)),
  ..."\u00ad\u200b\u200d\u200e\u200f\u202e\u2028\u2029\u2060\u2066\u3000\ufeff\u{e0001}",
  // Letters of several characters, letters that become others in another case or normal form, and one that looks like "/".
  ..."e\u0301\u00e9\u0130\u1e9e\ufb01\uff0e\uff0f\u2024\u2025\u2215\u{1f600}\u{10ffff}",
  // Halves of surrogate pairs, and noncharacters.
  ..."\ud800\udbff \udc00\udfff \ufffe\uffff\ufdd0\u{1fffe}\u{1ffff}\ufffd",
];

/** Texts of all kinds: of the pieces above, of any UTF-16 code units, of any characters, and long ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PIECES), fc.string()).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PIECES), fc.integer({ min: 500, max: 3000 }))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

/** Whether XML 1.0 §2.2 has each of the text's characters. */
export function isXmlText(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isPlain = code >= 0x20 && code <= 0xfffd && !(code >= 0xd800 && code <= 0xdfff);
    return isPlain || code >= 0x10000 || code === 0x9 || code === 0xa || code === 0xd;
  });
}

/** Values of all types, with texts of all kinds among them. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  anyText,
  fc.anything({
    key: fc.oneof(
      fc.string(),
      fc.constantFrom("__proto__", "constructor", "toString", "length", "_xml", "$xml", "attributes", "any"),
    ),
    values: [
      anyText,
      fc.integer(),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.constantFrom(null, undefined, Symbol("s")),
    ],
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
    maxDepth: 2,
  }),
  anyText.map((text) => ({ toString: () => text, valueOf: () => text, toJSON: () => text })),
  anyText.map((text) => new String(text)),
  anyText.map((text) => [text]),
  anyText.map((text) => () => text),
  anyText.map((text) => new Proxy({}, { get: () => text })),
  anyText.map((text) => Object.create({ _xml: text, path: text })),
);
