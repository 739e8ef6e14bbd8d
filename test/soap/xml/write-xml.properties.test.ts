import fc from "fast-check";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { writeXml, XmlWriteError } from "../../../src/soap/xml/write-xml.js";
import type { XmlElement, XmlNode } from "../../../src/soap/xml/xml-element.js";
import { anyText, isXmlText } from "../../support/arbitrary-texts.js";
import { describeProperties } from "../../support/property-seed.js";

const anyLength = { maxNameLength: Number.POSITIVE_INFINITY, maxNamespaceLength: Number.POSITIVE_INFINITY };

describeProperties(() => {
  test("an element given as data is read back equal, or refused", () => {
    let written = 0;
    fc.assert(
      fc.property(anyElement, (element) => {
        let xml: string;
        try {
          xml = writeXml(element);
        } catch (error) {
          expect(error).toBeInstanceOf(XmlWriteError);
          return;
        }
        written += 1;
        expect(comparable(readXml(xml, anyLength))).toEqual(comparable(element));
      }),
      { numRuns: 500 },
    );

    expect(written).toBeGreaterThan(200);
  });

  test("an element whose properties change between reads is written as it was first", () => {
    const plain = { name: "a", namespace: "", attributes: [], children: [] };
    fc.assert(
      fc.property(anyText, (text) => {
        const second = { name: text, namespace: text, value: text, attributes: [[]], children: [text] };
        const moody = <T extends object>(first: T): T => {
          const asked = new Set<PropertyKey>();
          return new Proxy(first, {
            get: (_, name) => {
              const isFirst = !asked.has(name);
              asked.add(name);
              return Reflect.get(isFirst ? first : second, name);
            },
          });
        };
        const attribute = { name: "b", namespace: "", value: "c" };
        const element = moody({ ...plain, attributes: [moody(attribute)], children: [moody(plain)] });
        expect(writeXml(element)).toBe('<a b="c"><a/></a>');
      }),
    );
  });
});

/** Mostly usable values, because one unusable value makes the whole element refused. */
const mostly = (usual: readonly string[], others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...others), anyText) },
  );
const anyName = mostly(
  ["a", "b", "c", "Path", "ns1", "__proto__", "constructor", "\u00e9"],
  ["xmlns", "xml", "a:b", "a b", ""],
);
const anyNamespace = mostly(
  ["", "urn:a", "urn:b", "http://tempuri.org/", "http://www.w3.org/2001/XMLSchema-instance"],
  ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace", " urn:a"],
);
const anyValue = fc.oneof(
  { weight: 4, arbitrary: anyText.filter(isXmlText) },
  { weight: 2, arbitrary: mostly(["a:b", "b:b", "xml:a", " Path:a "], ["xmlns:a"]) },
);
const { element: anyElement } = fc.letrec<{ element: XmlElement; node: XmlNode }>((tie) => ({
  element: fc.record({
    name: anyName,
    namespace: anyNamespace,
    attributes: fc.array(fc.record({ name: anyName, namespace: anyNamespace, value: anyValue }), { maxLength: 3 }),
    children: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "xml" }),
    prefixes: fc.option(
      fc.array(fc.tuple(anyName, anyNamespace)).map((entries) => new Map(entries)),
      { nil: undefined },
    ),
  }),
  node: fc.oneof({ depthIdentifier: "xml", maxDepth: 3 }, anyValue, tie("element")),
}));

/** An element without the facts that a reader does not keep: prefixes, and where a text is split. */
function comparable({ name, namespace, attributes, children }: XmlElement): unknown {
  const nodes: unknown[] = [];
  for (const child of children) {
    const last = nodes.at(-1);
    if (typeof child !== "string") {
      nodes.push(comparable(child));
    } else if (typeof last === "string") {
      nodes[nodes.length - 1] = last + child;
    } else if (child !== "") {
      nodes.push(child);
    }
  }
  return [
    name,
    namespace,
    attributes.map((attribute) => [attribute.name, attribute.namespace, attribute.value]),
    nodes,
  ];
}
