import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decodeRequest,
  encodeRequest,
  type Operation,
  SchemaError,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { contractOf, SCHEMA_ATTRIBUTES } from "../../codegen/contract-of.js";
import { generateService, operationOf } from "../../codegen/generated-service.js";

const XSD = "http://www.w3.org/2001/XMLSchema";

/** A rule of XML Schema: the type of an element `e`, and what the codec does with it. */
export interface CodecCase {
  /** The rule, with the section of the standard. */
  readonly title: string;
  /** `xs:complexType` or `xs:simpleType`. */
  readonly type: string;
  /** Further components of the schema. */
  readonly others?: string;
  /** Values with their XML, which is read and written. */
  readonly values: readonly (readonly [value: unknown, xml: string])[];
  /** XML that is rejected, with the error. */
  readonly refused?: readonly (readonly [xml: string, error: string])[];
  /** Values that no XML represents, with the error. */
  readonly unwritable?: readonly (readonly [value: unknown, error: string])[];
  /** libxml2 cannot compile the schema. */
  readonly isUnknownToLibxml2?: boolean;
}

export const sequence = (content: string) => `<xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType>`;
export const element = (name: string, type: string, more = "") => `<xs:element name="${name}" type="${type}" ${more}/>`;

export const anElement = (
  name: string,
  namespace: string,
  attributes: XmlAttribute[] = [],
  children: XmlNode[] = [],
) => ({ name, namespace, attributes, children });

/** Generates a stub for each case, and tests what it writes, reads and rejects. libxml2 judges what it writes. */
export function specifyCodec(cases: readonly CodecCase[]): void {
  describe.each(cases)("$title", ({ type, others = "", values, refused = [], unwritable = [], ...more }) => {
    const schema = `<xs:element name="e">${type}</xs:element>${others}`;
    let operation: Operation<unknown, unknown>;

    beforeAll(async () => {
      operation = operationOf(await generateService(contractOf(schema, ["e"])), "eOperation");
    });

    if (values.length > 0) {
      test.each(values)("writes and reads %p", (value, xml) => {
        const { body } = encodeRequest(operation, value);

        expect(comparable(readXml(body))).toEqual(comparable(readXml(wrapped(xml))));
        expect(withoutPrefixes(decodeRequest(operation, [readXml(body)], []))).toEqual(value);
        expect(withoutPrefixes(decodeRequest(operation, [readXml(wrapped(xml))], []))).toEqual(value);
        expect(more.isUnknownToLibxml2 ? "" : invalidities(body, schema)).toBe("");
      });
    }

    if (unwritable.length > 0) {
      test.each(unwritable)("refuses to write %p", (value, error) => {
        expect(() => encodeRequest(operation, value)).toThrow(new SchemaError(error));
      });
    }

    if (refused.length > 0) {
      test.each(refused)("refuses to read %s", (xml, error) => {
        expect(() => decodeRequest(operation, [readXml(wrapped(xml))], [])).toThrow(new SchemaError(error));
      });
    }
  });
}

/** The element `e` around its content, or around its attributes and content. */
function wrapped(xml: string): string {
  return `<e xmlns="urn:test"${/^ |^>/.test(xml) ? xml : `>${xml}`}</e>`;
}

/** The value without the prefixes in scope of its elements, which may differ. */
function withoutPrefixes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutPrefixes);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([key]) => key !== "prefixes");
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutPrefixes(inner)]));
}

/** The tree without prefixes, which may differ. */
function comparable({ name, namespace, attributes, children }: XmlElement): object {
  const values = attributes.map((attribute) =>
    attribute.name === "type" ? attribute.value.replace(/^.*:|\s/g, "") : attribute.value,
  );
  return {
    name: `{${namespace}}${name}`,
    attributes: attributes.map((attribute, index) => [`{${attribute.namespace}}${attribute.name}`, values[index]]),
    children: children.map((child) => (typeof child === "string" ? child : comparable(child))),
  };
}

/** The errors of libxml2, where it is installed. */
function invalidities(xml: string, schema: string): string {
  const folder = mkdtempSync(join(tmpdir(), "valid-"));
  try {
    const [xsd, document] = [join(folder, "schema.xsd"), join(folder, "document.xml")];
    writeFileSync(xsd, `<xs:schema xmlns:xs="${XSD}" xmlns:tns="urn:test" ${SCHEMA_ATTRIBUTES}>${schema}</xs:schema>`);
    writeFileSync(document, xml);
    const { error, status, stderr } = spawnSync("xmllint", ["--noout", "--nonet", "--schema", xsd, document]);
    return error !== undefined || status === 0 ? "" : stderr.toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
