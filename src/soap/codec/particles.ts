import {
  alternative,
  type ContentCheck,
  type ContentModel,
  contentCheck,
  exclusionCheck,
  type MemberParticle,
  type ModelGroup,
  propertiesOf,
} from "../schema/content-model.js";
import { once } from "../schema/lazy.js";
import type { MemberDescriptor, Occurs } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { complexTypeOf, contentOf, typeOf } from "../schema/type-descriptor.js";
import { expandedName, type XmlElement } from "../xml/xml-element.js";
import { allows } from "./attributes.js";
import { type Cursor, current, describe, isInAnyOrder, type Reader, type Values } from "./cursor.js";
import { anyElementCodec, anyTypeCodec, type ElementCodec, elementCodec, nillableCodec } from "./elements.js";
import { foundByName } from "./found-by-name.js";
import { type NamedMember, readByName } from "./members-by-name.js";
import { at } from "./path.js";
import type { Writer } from "./writer.js";

/** Converts between some of an object's properties and child elements. */
export interface ParticleCodec {
  encode(values: Values, writer: Writer): string;
  /** Takes its elements from the cursor, and adds their values. */
  decode(cursor: Cursor, values: Values, reader: Reader): void;
  /** Whether the element can be its first one. */
  starts(element: XmlElement): boolean;
  /** Whether it matches no elements at all. */
  readonly isEmptiable: boolean;
  /** Whether it need not be asked where the next element does not begin it: it sets nothing then, and rejects nothing. */
  readonly isPassive?: boolean;
}

export function particleCodec(model: ContentModel): ParticleCodec {
  if (model.kind === "member") {
    return model.member.occurs === undefined ? single(model) : repeated(model, model.member.occurs);
  }
  const parts = model.particles.map(particleCodec);
  switch (model.kind) {
    case "sequence":
      return sequenceCodec(parts);
    case "optional":
      return optionalCodec(sequenceCodec(parts));
    case "all":
      return allCodec(parts);
    case "choice":
      return choiceCodec(model, parts);
  }
}

/** The members of a content model, to be read in any order: those with names first, since a wildcard takes any. */
export function namedMembers(model: ContentModel): readonly NamedMember[] {
  const members = membersWithin(model, true);
  const isWildcard = ({ member }: MemberWithin) => member.kind === "any";
  return [...members.filter((one) => !isWildcard(one)), ...members.filter(isWildcard)].map(namedMember);
}

interface MemberWithin extends MemberParticle {
  readonly isRequired: boolean;
}

function membersWithin(model: ContentModel, isRequired: boolean): readonly MemberWithin[] {
  return model.kind === "member"
    ? [{ ...model, isRequired }]
    : model.particles.flatMap((one) => membersWithin(one, isRequired && /^(?:sequence|all)$/.test(model.kind)));
}

function namedMember({ property, member, isRequired }: MemberWithin): NamedMember {
  const { occurs, isAccessor = false } = member;
  const codec = occurrenceCodec(member);
  return {
    property,
    isRequired,
    isAccessor,
    isRepeated: occurs !== undefined,
    starts: codec.contains ?? codec.starts,
    decode: codec.decode,
    checkCount: (count) => checkCount(count, occurs ?? {}, codec),
  };
}

/** In a choice, the elements alone do not show which properties are missing. */
export function rejectViolation(check: ContentCheck | undefined, values: Values): void {
  const reason = check?.(values);
  if (reason !== undefined) {
    throw new SchemaError(reason);
  }
}

function sequenceCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    return only;
  }
  const required = parts.findIndex(({ isEmptiable }) => !isEmptiable);
  const first = required === -1 ? parts : parts.slice(0, required + 1);
  const nextPart = nextPartOf(parts);
  return {
    isEmptiable: required === -1,
    isPassive: parts.every(({ isPassive }) => isPassive),
    starts: foundByName(parts.length, (element) => first.some((part) => part.starts(element))),
    encode: (values, writer) => encodeAll(parts, values, writer),
    decode: (cursor, values, reader) => {
      const next = nextPart(cursor);
      for (let index = next(0); index < parts.length; index = next(index + 1)) {
        parts[index]?.decode(cursor, values, reader);
      }
    },
  };
}

/** From an index on, the first part of a sequence that is not passive, or that the next element begins. */
function nextPartOf(parts: readonly ParticleCodec[]): (cursor: Cursor) => (index: number) => number {
  if (parts.length <= FEW_PARTS) {
    return () => (index) => index;
  }
  const active = parts.flatMap(({ isPassive }, index) => (isPassive === true ? [] : [index]));
  const startingWith = foundByName(parts.length, (element) =>
    parts.flatMap((part, index) => (part.starts(element) ? [index] : [])),
  );
  return (cursor) => {
    let nextActive = 0;
    return (index) => {
      while ((active[nextActive] ?? parts.length) < index) {
        nextActive += 1;
      }
      const element = current(cursor);
      const starting = element && startingWith(element).find((one) => one >= index);
      return Math.min(active[nextActive] ?? parts.length, starting ?? parts.length);
    };
  };
}

/** So few that asking each is faster than finding one. */
const FEW_PARTS = 16;

function optionalCodec(codec: ParticleCodec): ParticleCodec {
  return {
    ...codec,
    isEmptiable: true,
    isPassive: true,
    decode: (cursor, values, reader) => {
      const element = current(cursor);
      if (element !== undefined && codec.starts(element)) {
        codec.decode(cursor, values, reader);
      }
    },
  };
}

function allCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  return {
    isEmptiable: parts.every(({ isEmptiable }) => isEmptiable),
    starts: (element) => parts.some((part) => part.starts(element)),
    encode: (values, writer) => encodeAll(parts, values, writer),
    decode: (cursor, values, reader) => {
      const open = new Set(parts);
      for (let part = next(open, cursor); part !== undefined; part = next(open, cursor)) {
        open.delete(part);
        part.decode(cursor, values, reader);
      }
      // The remaining parts get no elements: an optional part accepts that, and a required one throws its error.
      for (const part of open) {
        part.decode(cursor, values, reader);
      }
    },
  };
}

function choiceCodec(choice: ModelGroup, parts: readonly ParticleCodec[]): ParticleCodec {
  const isEmptiable = parts.some((part) => part.isEmptiable);
  const startingWith = foundByName(parts.length, (element) => parts.find((part) => part.starts(element)));
  return {
    isEmptiable,
    isPassive: isEmptiable,
    starts: (element) => startingWith(element) !== undefined,
    encode: (values, writer) => {
      const chosen = alternative(choice, values);
      return chosen === undefined ? "" : (parts[choice.particles.indexOf(chosen)]?.encode(values, writer) ?? "");
    },
    decode: (cursor, values, reader) => {
      const element = current(cursor);
      const chosen = element && startingWith(element);
      if (chosen === undefined && !isEmptiable) {
        throw new SchemaError(`expected one of ${[...propertiesOf(choice)].join(", ")}, found ${describe(element)}`);
      }
      chosen?.decode(cursor, values, reader);
    },
  };
}

function encodeAll(parts: readonly ParticleCodec[], values: Values, writer: Writer): string {
  let written = "";
  for (const part of parts) {
    written += part.encode(values, writer);
  }
  return written;
}

/** The part that begins with the next element. */
function next(parts: Iterable<ParticleCodec>, cursor: Cursor): ParticleCodec | undefined {
  const element = current(cursor);
  if (element !== undefined) {
    for (const part of parts) {
      if (part.starts(element)) {
        return part;
      }
    }
  }
  return undefined;
}

function single({ property, member }: MemberParticle): ParticleCodec {
  const codec = occurrenceCodec(member);
  return {
    isEmptiable: codec.isEmptiable,
    starts: codec.starts,
    encode: (values, writer) => {
      const value = values[property];
      return value === undefined ? "" : at(property, () => codec.encode(value, writer));
    },
    decode: (cursor, values, reader) => {
      values[property] = codec.decode(cursor, reader);
    },
  };
}

function repeated({ property, member }: MemberParticle, occurs: Occurs): ParticleCodec {
  const codec = occurrenceCodec(member);
  const { min = 0 } = occurs;
  const isEmptiable = min === 0 || codec.isEmptiable;
  return {
    isEmptiable,
    starts: codec.starts,
    encode: (values, writer) => {
      const items = (values[property] ?? []) as readonly unknown[];
      return items.map((item, index) => at(`${property}[${index}]`, () => codec.encode(item, writer))).join("");
    },
    decode: (cursor, values, reader) => {
      const items: unknown[] = [];
      for (let next = current(cursor); next !== undefined && codec.starts(next); next = current(cursor)) {
        items.push(codec.decode(cursor, reader, items.length));
      }
      checkCount(items.length, occurs, codec);
      values[property] = items;
    },
  };
}

function checkCount(
  count: number,
  { min = 0, max = Number.POSITIVE_INFINITY }: Occurs,
  { title, isEmptiable }: OccurrenceCodec,
): void {
  const isMissing = count < min && !isEmptiable;
  if (isMissing || count > max) {
    throw new SchemaError(`expected ${isMissing ? `at least ${min}` : `at most ${max}`} of ${title}, found ${count}`);
  }
}

/** Converts one occurrence of a member: an element, or a group of elements. */
interface OccurrenceCodec {
  /** For errors. */
  readonly title: string;
  readonly isEmptiable: boolean;
  starts(element: XmlElement): boolean;
  /** Of a group: whether the element is one of its members. */
  contains?(element: XmlElement): boolean;
  encode(value: unknown, writer: Writer): string;
  /** The index is for error paths only. Undefined if there is only one occurrence. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
}

function occurrenceCodec(member: MemberDescriptor): OccurrenceCodec {
  const { kind, name: qualified, namespaces } = member;
  if (kind === "group") {
    return groupOccurrence(member);
  }
  if (kind === "any") {
    return elementOccurrence("any element", anyElementCodec, (element) => allows(namespaces, element.namespace));
  }
  const [namespace, name] = qualified;
  const codec = typeOf(member).kind === "any" ? anyTypeCodec(member) : elementCodec(member);
  const isNamed = (element: XmlElement) => element.name === name && element.namespace === namespace;
  const title = expandedName({ namespace, name });
  return elementOccurrence(title, nillableCodec(member, codec), isNamed);
}

function elementOccurrence(title: string, codec: ElementCodec, starts: OccurrenceCodec["starts"]): OccurrenceCodec {
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

function groupOccurrence({ schema }: MemberDescriptor): OccurrenceCodec {
  const content = contentOf(complexTypeOf(schema));
  const particle = particleCodec(content);
  const members = once(() => namedMembers(content));
  const check = contentCheck(content);
  const exclusions = exclusionCheck(content);
  return {
    title: "the group",
    isEmptiable: particle.isEmptiable,
    starts: particle.starts,
    contains: (element) => members().some((member) => member.starts(element)),
    encode: (value, writer) => particle.encode(value as Values, writer),
    decode: (cursor, reader) => {
      const values: Values = {};
      if (isInAnyOrder(reader)) {
        readByName(members(), cursor, values, reader, false);
      } else {
        particle.decode(cursor, values, reader);
      }
      rejectViolation(reader.isLenient ? exclusions : check, values);
      return values;
    },
  };
}
