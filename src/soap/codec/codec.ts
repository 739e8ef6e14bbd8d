import type { z } from "zod";
import { cached } from "../schema/lazy.js";
import type { MemberFacts } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { schemaOf } from "../schema/types.js";
import type { XmlElement } from "../xml/xml-element.js";
import { type Cursor, refuseRest, type Values } from "./cursor.js";
import { type ParticleCodec, particleCodec } from "./member-codec.js";
import type { References } from "./references.js";
import type { Encoding } from "./writer.js";

/**
 * Writes a value as the elements that the member names: one, or one for each part of a message. Each declares what it
 * needs: its namespace as the default one if all below it is qualified, else with a prefix, and others with prefixes.
 *
 * @param encoding in which elements say their types, and the outermost ones which encoding that is (SOAP 1.1 §4.1.1).
 * @throws {SchemaError} if the value is not the schema's.
 */
export function encode(member: MemberFacts, value: unknown, encoding?: Encoding): string {
  const { schema, codec } = root(member);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0] ?? { path: [], message: "not of the schema" };
    throw new SchemaError(message, path.map(String));
  }
  try {
    return codec.encode({ [ROOT]: checked.data }, { encoding, prefixes: new Map() });
  } catch (error) {
    throw error instanceof SchemaError ? new SchemaError(error.reason, error.path.slice(1)) : error;
  }
}

/**
 * Reads a value from the elements that the member names.
 *
 * Strict: an element or attribute that the contract does not name, a second one where it has one, and text between
 * elements are errors. Only attributes of XML Schema's and SOAP's own namespaces may stand anywhere.
 *
 * @param references of an encoded message.
 * @throws {SchemaError} if the elements are not the contract's.
 */
export function decode(member: MemberFacts, elements: readonly XmlElement[], references?: References): unknown {
  const cursor: Cursor = { elements, index: 0 };
  const values: Values = {};
  root(member).codec.decode(cursor, values, { references });
  refuseRest(cursor);
  return values[ROOT];
}

const ROOT = "root";

/** What the elements of a message are checked and written with. */
interface Root {
  readonly schema: z.ZodType;
  readonly codec: ParticleCodec;
}

const roots = new WeakMap<MemberFacts, Root>();

function root(member: MemberFacts): Root {
  return cached(roots, member, () => ({ schema: schemaOf(member), codec: particleCodec(ROOT, member) }));
}
