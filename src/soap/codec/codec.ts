import type { z } from "zod";
import { contentModel } from "../schema/content-model.js";
import { cached } from "../schema/lazy.js";
import type { MemberDescriptor } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { schemaOf } from "../schema/types.js";
import type { Work } from "../xml/slices.js";
import type { XmlElement } from "../xml/xml-element.js";
import { type Cursor, limits, type Reader, rejectRest, type Values } from "./cursor.js";
import { type ParticleCodec, particleCodec } from "./particles.js";
import type { Encoding } from "./writer.js";

/**
 * Writes a value as the elements of the member: one, or one for each part of a message. Each outermost element declares the
 * namespaces within it. Its own is the default namespace if every name within has a namespace. The others have prefixes.
 *
 * @param encoding the encoding of an encoded message, in which each element carries its type (SOAP 1.1 §4.1.1, §5.1).
 * @throws {SchemaError} if the value does not match the schema.
 */
export function encode(member: MemberDescriptor, value: unknown, encoding?: Encoding): string {
  const { schema, codec } = root(member);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0] ?? { path: [], message: "expected a value of the schema" };
    throw new SchemaError(message, path.map(String));
  }
  try {
    return codec.encode({ [ROOT]: checked.data }, { encoding, prefixes: new Map() });
  } catch (error) {
    throw error instanceof SchemaError ? new SchemaError(error.reason, error.path.slice(1)) : error;
  }
}

/**
 * Reads a value from the elements of the member, with pauses.
 *
 * Strict by default: rejects elements and attributes that the contract does not declare, a second element where it allows one, and
 * text between elements. Only the attributes that XML, XML Schema and SOAP define may be on any element.
 *
 * @throws {SchemaError} if the elements do not match the contract.
 */
export function* decoding(
  member: MemberDescriptor,
  elements: readonly XmlElement[],
  { references, isLenient = false }: Partial<Pick<Reader, "references" | "isLenient">> = {},
): Work<unknown> {
  const cursor: Cursor = { elements, index: 0 };
  const values: Values = {};
  yield* root(member).codec.decode(cursor, values, { references, isLenient, ...limits() }) ?? [];
  rejectRest(cursor);
  if (values[ROOT] === null && member.isNillable !== true) {
    // A lenient reading allows nil for the members, but not for the element itself.
    throw new SchemaError("must not be nil", [member.name[1]]);
  }
  return values[ROOT];
}

const ROOT = "root";

/** The schema and the codec of the elements of a message. */
interface Root {
  readonly schema: z.ZodType;
  readonly codec: ParticleCodec;
}

const roots = new WeakMap<MemberDescriptor, Root>();

function root(member: MemberDescriptor): Root {
  return cached(roots, member, () => ({
    schema: schemaOf(member),
    codec: particleCodec(contentModel(ROOT, new Map([[ROOT, member]]))),
  }));
}
