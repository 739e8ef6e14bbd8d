import { clark, type MemberFacts, type Occurs } from "../schema/member.js";
import { at, SchemaError } from "../schema/schema-error.js";
import { contentOf, membersOf, type TypeFacts, typeFactsOf } from "../schema/types.js";
import type { XmlElement } from "../xml/xml-element.js";
import { allows } from "./attributes.js";
import { type Cursor, current, describe, type Reader, type Values } from "./cursor.js";
import { anyElementCodec, anyTypeCodec, type ElementCodec, elementCodec, nillableCodec } from "./element-codec.js";
import { groupCodec, refuseViolation } from "./group-codec.js";
import type { Writer } from "./writer.js";

/** Between an object's properties and the children of its element. */
export interface ParticleCodec {
  encode(values: Values, writer: Writer): string;
  /** Takes its elements from the cursor, and puts what they say into the values. */
  decode(cursor: Cursor, values: Values, reader: Reader): void;
  /** Whether it can begin with the element. */
  starts(element: XmlElement): boolean;
  /** Whether it can be nothing at all. */
  readonly isEmptiable: boolean;
}

/** A member as often as it occurs. */
export function particleCodec(property: string, member: MemberFacts): ParticleCodec {
  const { isOptional = false, occurs } = member;
  const unit = unitOf(member);
  return occurs === undefined ? single(property, unit, isOptional) : repeated(property, unit, isOptional, occurs);
}

function single(property: string, unit: Unit, isOptional: boolean): ParticleCodec {
  return {
    isEmptiable: isOptional || unit.isEmptiable,
    starts: unit.starts,
    encode: (values, writer) => {
      const value = values[property];
      return value === undefined ? "" : at(property, () => unit.encode(value, writer));
    },
    decode: (cursor, values, reader) => {
      const element = current(cursor);
      if (!isOptional || (element !== undefined && unit.starts(element))) {
        values[property] = unit.decode(cursor, reader);
      }
    },
  };
}

function repeated(
  property: string,
  unit: Unit,
  isOptional: boolean,
  { min = 0, max = Number.POSITIVE_INFINITY }: Occurs,
): ParticleCodec {
  return {
    isEmptiable: isOptional || min === 0 || unit.isEmptiable,
    starts: unit.starts,
    encode: (values, writer) => {
      const items = (values[property] ?? []) as readonly unknown[];
      return items.map((item, index) => at(`${property}[${index}]`, () => unit.encode(item, writer))).join("");
    },
    decode: (cursor, values, reader) => {
      const items: unknown[] = [];
      for (let next = current(cursor); next !== undefined && unit.starts(next); next = current(cursor)) {
        items.push(unit.decode(cursor, reader, items.length));
      }
      const isMissing = items.length < min && !unit.isEmptiable && !(isOptional && items.length === 0);
      if (isMissing || items.length > max) {
        const limit = isMissing ? `at least ${min}` : `at most ${max}`;
        throw new SchemaError(`expected ${limit} of ${unit.title}, found ${items.length}`);
      }
      if (items.length > 0 || !isOptional) {
        values[property] = items;
      }
    },
  };
}

/** What a member stands for once: an element, or a group of them. */
interface Unit {
  /** For paths and errors. */
  readonly title: string;
  readonly isEmptiable: boolean;
  starts(element: XmlElement): boolean;
  encode(value: unknown, writer: Writer): string;
  /** The index is for paths only; none where there is but one. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
}

function unitOf(member: MemberFacts): Unit {
  const { kind, name, namespaces, isNillable = false } = member;
  const facts = typeFactsOf(member);
  if (kind === "group") {
    return groupUnit(facts);
  }
  if (kind === "any") {
    return elementUnit("any element", anyElementCodec, (element) => allows(namespaces, element.namespace));
  }
  const codec = facts.kind === "any" ? anyTypeCodec(member) : elementCodec(member);
  const isNamed = (element: XmlElement) => element.name === name[1] && element.namespace === name[0];
  return elementUnit(clark(name), isNillable ? nillableCodec(member, codec) : codec, isNamed);
}

function elementUnit(title: string, codec: ElementCodec, starts: Unit["starts"]): Unit {
  return {
    title,
    isEmptiable: false,
    starts,
    encode: (value, writer) => codec.encode(value, writer),
    decode: (cursor, reader, index) => {
      const element = current(cursor);
      if (element === undefined || !starts(element)) {
        throw new SchemaError(`expected ${title}, found ${describe(element)}`);
      }
      cursor.index += 1;
      const step = index === undefined ? element.name : `${element.name}[${index}]`;
      return at(step, () => codec.decode(element, reader));
    },
  };
}

function groupUnit(facts: TypeFacts): Unit {
  if (facts.kind !== "complex") {
    throw new TypeError(`expected the schema of a complex type for a group, found a ${facts.kind} one`);
  }
  const content = contentOf(facts);
  const particle = groupCodec(content, membersOf(facts));
  return {
    title: "the group",
    isEmptiable: particle.isEmptiable,
    starts: particle.starts,
    encode: (value, writer) => particle.encode(value as Values, writer),
    decode: (cursor, reader) => {
      const values: Values = {};
      particle.decode(cursor, values, reader);
      refuseViolation(content, values);
      return values;
    },
  };
}
