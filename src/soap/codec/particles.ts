import { alternative, type ContentCheck, contentCheck, exclusionCheck } from "../schema/content-check.js";
import { type ContentModel, type MemberParticle, type ModelGroup, propertiesOf } from "../schema/content-model.js";
import { exclusionsOf } from "../schema/exclusions.js";
import { cached, once } from "../schema/lazy.js";
import type { MemberDescriptor, Occurs } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { complexTypeOf, contentOf, typeOf } from "../schema/type-descriptor.js";
import { Later, type Work } from "../xml/slices.js";
import { expandedName, type XmlElement } from "../xml/xml-element.js";
import { allows } from "./attributes.js";
import { type Cursor, current, describe, isInAnyOrder, type Reader, type Values } from "./cursor.js";
import { anyElementCodec, anyTypeCodec, type ElementCodec, elementCodec, nillableCodec } from "./elements.js";
import { GroupOccurrence } from "./group-occurrence.js";
import { type NamedMember, readerByName } from "./members-by-name.js";
import { at } from "./path.js";
import { type StartingParts, startingParts } from "./starting-parts.js";
import type { Writer } from "./writer.js";

/** Converts between some of an object's properties and child elements. */
export interface ParticleCodec {
  encode(values: Values, writer: Writer): string;
  /** Takes its elements from the cursor, and adds their values: at once, or by the work that it returns. */
  decode(cursor: Cursor, values: Values, reader: Reader): Work<void> | undefined;
  /** The members, elements or wildcards, that can begin it. */
  readonly first: readonly MemberDescriptor[];
  /** Whether the element can be its first one. */
  starts(element: XmlElement): boolean;
  /** Whether it matches no elements at all. */
  readonly isEmptiable: boolean;
  /** Whether it need not be asked where the next element does not begin it: it sets nothing then, and rejects nothing. */
  readonly isPassive?: boolean;
}

const particleCodecs = new WeakMap<ContentModel, ParticleCodec>();

/** The codec of a content model: the same for all types that extend the one that has it. */
export function particleCodec(model: ContentModel): ParticleCodec {
  return cached(particleCodecs, model, () => makeParticleCodec(model));
}

function makeParticleCodec(model: ContentModel): ParticleCodec {
  if (model.kind === "member") {
    return model.member.occurs === undefined ? single(model) : repeated(model, model.member.occurs);
  }
  switch (model.kind) {
    case "sequence":
      return sequenceCodec(partsInSequence(model).map(particleCodec));
    case "optional":
      return optionalCodec(sequenceCodec(partsInSequence(model).map(particleCodec)));
    case "all":
      return allCodec(model.particles.map(particleCodec));
    case "choice":
      return choiceCodec(model, model.particles.map(particleCodec));
  }
}

/** The parts of a sequence and of those in it, such as the types have that a type extends. */
function partsInSequence({ particles }: ModelGroup): readonly ContentModel[] {
  return particles.flatMap((one) => (one.kind === "sequence" ? partsInSequence(one) : [one]));
}

/** The members of a content model, to be read in any order: those with names first, since a wildcard takes any. */
export function namedMembers(model: ContentModel): readonly NamedMember[] {
  const members = membersWithin(model, true).map((one, place) => ({ ...one, place }));
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

function namedMember({ property, place, member, isRequired }: MemberWithin & { readonly place: number }): NamedMember {
  const { occurs, isAccessor = false } = member;
  const codec = occurrenceCodec(member);
  return {
    property,
    place,
    isRequired,
    isAccessor,
    isRepeated: occurs !== undefined,
    elements: codec.all?.() ?? codec.first,
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
  const last = required === -1 ? parts.length - 1 : required;
  const startingWith = once(() => startingParts(parts.map(({ first }) => first)));
  const nextPart = nextPartOf(parts, startingWith);
  return {
    isEmptiable: required === -1,
    isPassive: parts.every(({ isPassive }) => isPassive),
    first: parts.slice(0, last + 1).flatMap(({ first }) => first),
    starts: (element) => (startingWith()(element)[0] ?? parts.length) <= last,
    encode: (values, writer) => encodeAll(parts, values, writer),
    *decode(cursor, values, reader) {
      const next = nextPart(cursor);
      for (let index = next(0); index < parts.length; index = next(index + 1)) {
        const work = parts[index]?.decode(cursor, values, reader);
        if (work !== undefined) {
          yield* work;
        }
      }
    },
  };
}

/** From an index on, the first part of a sequence that is not passive, or that the next element begins. */
function nextPartOf(parts: readonly ParticleCodec[], startingWith: () => StartingParts) {
  if (parts.length <= FEW_PARTS) {
    return () => (index: number) => index;
  }
  const active = parts.flatMap(({ isPassive }, index) => (isPassive === true ? [] : [index]));
  return (cursor: Cursor) => {
    let nextActive = 0;
    return (index: number) => {
      while ((active[nextActive] ?? parts.length) < index) {
        nextActive += 1;
      }
      if (active[nextActive] === index) {
        return index;
      }
      const element = current(cursor);
      const starting = element && startingWith()(element).find((one) => one >= index);
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
    *decode(cursor, values, reader) {
      const element = current(cursor);
      if (element !== undefined && codec.starts(element)) {
        yield* codec.decode(cursor, values, reader) ?? [];
      }
    },
  };
}

function allCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  const active = parts.filter(({ isPassive }) => isPassive !== true);
  const startingWith = startingParts(parts.map(({ first }) => first));
  return {
    isEmptiable: parts.every(({ isEmptiable }) => isEmptiable),
    isPassive: active.length === 0,
    first: parts.flatMap(({ first }) => first),
    starts: (element) => startingWith(element).length > 0,
    encode: (values, writer) => encodeAll(parts, values, writer),
    *decode(cursor, values, reader) {
      const read = new Set<ParticleCodec>();
      const next = () => {
        const element = current(cursor);
        const starting = element && startingWith(element).map((index) => parts[index]);
        return starting?.find((part) => part !== undefined && !read.has(part));
      };
      for (let part = next(); part !== undefined; part = next()) {
        read.add(part);
        yield* part.decode(cursor, values, reader) ?? [];
      }
      // The remaining parts get no elements: an optional part accepts that, and a required one throws its error.
      for (const part of active) {
        if (!read.has(part)) {
          yield* part.decode(cursor, values, reader) ?? [];
        }
      }
    },
  };
}

function choiceCodec(choice: ModelGroup, parts: readonly ParticleCodec[]): ParticleCodec {
  const isEmptiable = parts.some((part) => part.isEmptiable);
  const startingWith = startingParts(parts.map(({ first }) => first));
  return {
    isEmptiable,
    isPassive: isEmptiable,
    first: parts.flatMap(({ first }) => first),
    starts: (element) => startingWith(element).length > 0,
    encode: (values, writer) => {
      const chosen = alternative(choice, values);
      return chosen === undefined ? "" : (parts[choice.particles.indexOf(chosen)]?.encode(values, writer) ?? "");
    },
    *decode(cursor, values, reader) {
      const element = current(cursor);
      const [index = parts.length] = element === undefined ? [] : startingWith(element);
      const chosen = parts[index];
      if (chosen === undefined && !isEmptiable) {
        throw new SchemaError(`expected one of ${[...propertiesOf(choice)].join(", ")}, found ${describe(element)}`);
      }
      yield* chosen?.decode(cursor, values, reader) ?? [];
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

function single({ property, member }: MemberParticle): ParticleCodec {
  const codec = occurrenceCodec(member);
  return {
    isEmptiable: codec.isEmptiable,
    first: codec.first,
    starts: codec.starts,
    encode: (values, writer) => {
      const value = values[property];
      return value === undefined ? "" : at(property, () => codec.encode(value, writer));
    },
    decode: (cursor, values, reader) => {
      const value = codec.decode(cursor, reader);
      if (value instanceof Later) {
        return setLater(values, property, value);
      }
      values[property] = value;
      return undefined;
    },
  };
}

function* setLater(values: Values, property: string, { work }: Later): Work<void> {
  values[property] = yield* work;
}

function repeated({ property, member }: MemberParticle, occurs: Occurs): ParticleCodec {
  const codec = occurrenceCodec(member);
  const { min = 0, max = Number.POSITIVE_INFINITY } = occurs;
  const isEmptiable = min === 0 || codec.isEmptiable;
  return {
    isEmptiable,
    first: codec.first,
    starts: codec.starts,
    encode: (values, writer) => {
      const items = (values[property] ?? []) as readonly unknown[];
      return items.map((item, index) => at(`${property}[${index}]`, () => codec.encode(item, writer))).join("");
    },
    *decode(cursor, values, reader) {
      const items: unknown[] = [];
      const most = cursor.groups ? max : Number.POSITIVE_INFINITY;
      for (let next = current(cursor); next !== undefined && items.length < most; next = current(cursor)) {
        if (!codec.starts(next)) {
          break;
        }
        if (reader.pace.isDue()) {
          yield undefined;
        }
        const item = codec.decode(cursor, reader, items.length);
        items.push(item instanceof Later ? yield* item.work : item);
      }
      checkCount(items.length, occurs, codec);
      if (items.length === 0 && reader.pace.isDue()) {
        yield undefined;
      }
      values[property] = items.length === 0 ? reader.implied.add(items) : items;
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
  /** The members, elements or wildcards, that can begin it. */
  readonly first: readonly MemberDescriptor[];
  /** Of a group: all its members that are elements or wildcards, in any order. */
  readonly all?: () => readonly MemberDescriptor[];
  starts(element: XmlElement): boolean;
  encode(value: unknown, writer: Writer): string;
  /** The value, or {@link Later}. The index is for error paths only. Undefined if there is only one occurrence. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
}

function occurrenceCodec(member: MemberDescriptor): OccurrenceCodec {
  const { kind, name: qualified, namespaces } = member;
  if (kind === "group") {
    return groupOccurrence(member);
  }
  if (kind === "any") {
    const isAllowed = (element: XmlElement) => allows(namespaces, element.namespace);
    return elementOccurrence(member, "any element", anyElementCodec, isAllowed);
  }
  const [namespace, name] = qualified;
  const codec = typeOf(member).kind === "any" ? anyTypeCodec(member) : elementCodec(member);
  const isNamed = (element: XmlElement) => element.name === name && element.namespace === namespace;
  const title = expandedName({ namespace, name });
  return elementOccurrence(member, title, nillableCodec(member, codec), isNamed);
}

function elementOccurrence(
  member: MemberDescriptor,
  title: string,
  codec: ElementCodec,
  starts: OccurrenceCodec["starts"],
): OccurrenceCodec {
  return {
    title,
    isEmptiable: false,
    first: [member],
    starts,
    encode: (value, writer) => codec.encode(value, writer),
    decode: (cursor, reader, index) => {
      const element = current(cursor);
      if (element === undefined || !(starts(element) || isUnqualified(element, member, reader))) {
        throw new SchemaError(`expected ${title}, found ${describe(element)}`);
      }
      cursor.index += 1;
      const step = index === undefined ? element.name : `${element.name}[${index}]`;
      return at(step, () => codec.decode(element, reader));
    },
  };
}

/** Whether it is the accessor without its namespace, in an encoded message (SOAP 1.1 §5.1). */
function isUnqualified(element: XmlElement, { isAccessor, name }: MemberDescriptor, { references }: Reader): boolean {
  return isAccessor === true && references !== undefined && element.namespace === "" && element.name === name[1];
}

function groupOccurrence({ schema }: MemberDescriptor): OccurrenceCodec {
  const content = contentOf(complexTypeOf(schema));
  const particle = particleCodec(content);
  const members = once(() => namedMembers(content));
  const readMembers = once(() => readerByName(members()));
  const check = contentCheck(content);
  const exclusions = once(() => exclusionCheck(content));
  const newOccurrence = once(() => exclusionsOf(content));
  const decoding = function* (cursor: Cursor, reader: Reader): Work<Values> {
    const values: Values = reader.implied.add({});
    if (reader.pace.isDue()) {
      yield undefined;
    }
    if (isInAnyOrder(reader)) {
      yield* readMembers()(cursor, values, reader, new GroupOccurrence(newOccurrence()(), particle.starts));
    } else {
      cursor.groups = (cursor.groups ?? 0) + 1;
      yield* particle.decode(cursor, values, reader) ?? [];
      cursor.groups -= 1;
    }
    rejectViolation(reader.isLenient ? exclusions() : check, values);
    return values;
  };
  return {
    title: "the group",
    isEmptiable: particle.isEmptiable,
    first: particle.first,
    all: () => members().flatMap(({ elements }) => elements),
    starts: particle.starts,
    encode: (value, writer) => particle.encode(value as Values, writer),
    decode: (cursor, reader) => new Later(decoding(cursor, reader)),
  };
}
