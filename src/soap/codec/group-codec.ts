import { alternative, type Group, keysOf, type Particle, violation } from "../schema/content-model.js";
import type { MemberFacts } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { isPresent } from "../schema/types.js";
import { type Cursor, current, describe, type Values } from "./cursor.js";
import { type ParticleCodec, particleCodec } from "./member-codec.js";
import type { Writer } from "./writer.js";

/**
 * A compositor over the members of a type.
 *
 * @param isChosen whether it is within a choice or something optional. There a member is required, although its property
 *   may be absent.
 */
export function groupCodec(
  particle: Particle,
  members: ReadonlyMap<string, MemberFacts>,
  isChosen = false,
): ParticleCodec {
  if (typeof particle === "string") {
    const member = members.get(particle);
    if (member === undefined) {
      throw new TypeError(`the content model names ${particle}, which is not a member of the type`);
    }
    return particleCodec(particle, isChosen ? { ...member, isOptional: false } : member);
  }
  const { kind, particles } = particle;
  const isInner = isChosen || kind === "optional" || kind === "choice";
  const parts = particles.map((part) => groupCodec(part, members, isInner));
  switch (kind) {
    case "sequence":
      return sequenceCodec(parts);
    case "optional":
      return optionalCodec(sequenceCodec(parts));
    case "all":
      return allCodec(parts);
    case "choice":
      return choiceCodec(particle, parts);
  }
}

function sequenceCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  const required = parts.findIndex(({ isEmptiable }) => !isEmptiable);
  const first = required === -1 ? parts : parts.slice(0, required + 1);
  return {
    isEmptiable: required === -1,
    starts: (element) => first.some((part) => part.starts(element)),
    encode: (values, writer) => encodeAll(parts, values, writer),
    decode: (cursor, values, reader) => {
      for (const part of parts) {
        part.decode(cursor, values, reader);
      }
    },
  };
}

function optionalCodec(codec: ParticleCodec): ParticleCodec {
  return {
    ...codec,
    isEmptiable: true,
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
      // What has not been met may be absent, or has an error to raise.
      for (const part of open) {
        part.decode(cursor, values, reader);
      }
    },
  };
}

function choiceCodec(choice: Group, parts: readonly ParticleCodec[]): ParticleCodec {
  const isEmptiable = parts.some((part) => part.isEmptiable);
  return {
    isEmptiable,
    starts: (element) => parts.some((part) => part.starts(element)),
    encode: (values, writer) => {
      const chosen = alternative(choice, (property) => isPresent(values[property]));
      return chosen === undefined ? "" : (parts[choice.particles.indexOf(chosen)]?.encode(values, writer) ?? "");
    },
    decode: (cursor, values, reader) => {
      const chosen = next(parts, cursor);
      if (chosen === undefined && !isEmptiable) {
        throw new SchemaError(`expected one of ${keysOf(choice).join(", ")}, found ${describe(current(cursor))}`);
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

/** In a choice, the elements alone do not tell what is missing. */
export function refuseViolation(content: Group, values: Values): void {
  const reason = violation(content, (property) => isPresent(values[property]));
  if (reason !== undefined) {
    throw new SchemaError(reason);
  }
}
