import { z } from "zod";
import { isXmlElement, type Name, register, type SimpleType } from "./schema.js";
import { SchemaError } from "./schema-error.js";
import { illegalCharacter } from "./write-xml.js";
import type { XmlElement } from "./xml-element.js";

const XSD = "http://www.w3.org/2001/XMLSchema";

/** The built-in types of XML Schema: zod schemas of their values, which know their lexical forms. */
export const xs = {
  string: stringType("string", "preserve"),
  boolean: z.boolean(),
  int: intType("int", -2147483648, 2147483647),
  anyType: register(z.custom<XmlElement>(isXmlElement, "expected an XmlElement"), { kind: "any" }),
};

function stringType(name: string, whiteSpace: SimpleType["whiteSpace"]): z.ZodType<string> {
  const schema = z.string().check(({ value, issues }) => {
    const illegal = illegalCharacter(value);
    if (illegal !== undefined) {
      issues.push({ code: "custom", message: `character ${illegal} is not allowed in XML 1.0`, input: value });
    }
  });
  return register(schema, { kind: "simple", name: [XSD, name], whiteSpace, parse: (text) => text, print: String });
}

function intType(name: string, minimum: number, maximum: number): z.ZodType<number> {
  const type: Name = [XSD, name];
  return register(z.int().min(minimum).max(maximum), {
    kind: "simple",
    name: type,
    whiteSpace: "collapse",
    parse: (text) => {
      const value = Number(text);
      if (!/^[+-]?[0-9]+$/.test(text) || value < minimum || value > maximum) {
        throw new SchemaError(`expected an xs:${name}`);
      }
      return value;
    },
    print: String,
  });
}
