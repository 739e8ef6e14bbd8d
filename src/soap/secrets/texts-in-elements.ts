import { Pace, type Work } from "../xml/slices.js";

/**
 * CDATA, a comment, the inside of a tag, whose values may have `>`, that of one with a quotation mark too many, or which is cut, or a text.
 * A tag has a bound: for a repetition of alternatives V8 has no memory beyond some megabytes.
 */
const PIECE =
  /<!\[CDATA\[(.*?)(?:\]\]>|$)|<!--.*?(?:-->|$)|<((?:[^<>"']|"[^<"]*"|'[^<']*'){0,65536})>|<([^<>]*)(?:>|$)|([^<][^<]*)/gs;

/** The opening tags of elements with some names. */
export interface MemberTags {
  /** Matches the inside of a tag. */
  readonly inside: RegExp;
  /** Where a tag may begin, or CDATA or a comment, in which none does. It spares most messages from being taken apart. */
  readonly next: RegExp;
}

/** @param names Alternatives of a regular expression. Names match in any case, with any prefix. */
export function memberTags(names: string): MemberTags {
  const name = `(?:[^\\s<>/:=][^\\s<>/:=]*:)?(?:${names})`;
  return {
    inside: new RegExp(`^${name}(?:\\s.*)?/?$`, "is"),
    next: new RegExp(`<(?:!\\[CDATA\\[|!--|${name})`, "gi"),
  };
}

/** How often a message is read for references to what stands before them. */
const MOST_PASSES = 4;

/** How deep CDATA and comments are read as messages of their own. */
const MOST_LEVELS = 2;

/**
 * The texts of elements whose tags match, of their descendants, and of the elements that these refer to: an encoded message may have the
 * content elsewhere. An element that is not closed has only the text behind its tag, unless the message is cut: it may be none.
 */
export function* textsInElements(
  tags: MemberTags,
  text: string,
  isCut: boolean,
  level = 0,
  pace = new Pace(),
): Work<readonly string[]> {
  const found = yield* textsOutside(tags, text, isCut, pace);
  for (const part of level < MOST_LEVELS ? yield* messagesIn(text, pace) : []) {
    if (pace.isDue()) {
      yield undefined;
    }
    for (const inner of yield* textsInElements(tags, part, isCut, level + 1, pace)) {
      found.push(inner);
    }
  }
  return found;
}

const PART = /<!\[CDATA\[(.*?)(?:\]\]>|$)|<!--(.*?)(?:-->|$)/gs;

/** The contents of CDATA and comments: a result may be XML as a text. Those of CDATA that stand side by side are one, with `]]>` in it. */
function* messagesIn(text: string, pace: Pace): Work<readonly string[]> {
  const parts: string[] = [];
  let endOfData = -1;
  for (const { 0: whole, 1: data, 2: comment = "", index } of text.matchAll(PART)) {
    const before = (index === endOfData && data !== undefined && parts.pop()) || "";
    parts.push(before + (data ?? comment));
    endOfData = data === undefined ? -1 : index + whole.length;
    if (pace.isDue()) {
      yield undefined;
    }
  }
  return parts;
}

/** What stands in CDATA and comments is no element. */
function* textsOutside(tags: MemberTags, text: string, isCut: boolean, pace: Pace): Work<string[]> {
  const ids = new Set<string>();
  for (let pass = 1; ; pass += 1) {
    const known = ids.size;
    const texts = yield* textsOnce(tags, ids, text, isCut, pace);
    if (ids.size === known || pass === MOST_PASSES) {
      return texts;
    }
  }
}

/** An element that is read, and how many texts and references of outer ones stand before it. */
interface Open {
  readonly name: string;
  readonly texts: number;
  readonly references: number;
}

/** The elements that are read, outermost first. Each tag takes the same time, however many they are. */
class OpenElements {
  readonly #elements: Open[] = [];
  readonly #counts = new Map<string, number>();

  get areNone(): boolean {
    return this.#elements.length === 0;
  }

  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  begin(element: Open): void {
    this.#elements.push(element);
    this.#count(element.name, 1);
  }

  /** Ends the innermost element of the name, and those in it, which are not closed. Returns it. */
  end(name: string): Open | undefined {
    if (!this.has(name)) {
      return undefined;
    }
    const ended = this.#elements.splice(this.#elements.findLastIndex((element) => element.name === name));
    for (const element of ended) {
      this.#count(element.name, -1);
    }
    return ended[0];
  }

  #count(name: string, more: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + more);
  }
}

/** Adds the references that it finds to the ids. */
function* textsOnce(tags: MemberTags, ids: Set<string>, text: string, isCut: boolean, pace: Pace): Work<string[]> {
  const found: string[] = [];
  const open = new OpenElements();
  /** The other texts of open elements, and what elements in them refer to. Those before the outermost one are of none. */
  const within: string[] = [];
  const references: string[] = [];
  /** Texts with no tag between them. */
  let pieces: string[] = [];
  let isFirst = false;
  const endText = (): void => {
    const whole = pieces.length > 1 ? [...pieces, pieces.join("")] : pieces;
    const texts = isFirst ? found : within;
    for (const piece of whole) {
      texts.push(piece);
    }
    pieces = [];
  };
  for (let at = 0; ; ) {
    if (pace.isDue()) {
      yield undefined;
    }
    const begin = open.areNone && ids.size === 0 ? matchFrom(tags.next, text, at)?.index : at;
    const match = begin === undefined ? null : matchFrom(PIECE, text, begin);
    if (match === null) {
      break;
    }
    at = match.index + match[0].length;
    const [, data, inWholeTag, inOtherTag, plain] = match;
    const inTag = inWholeTag ?? inOtherTag;
    const piece = data ?? plain ?? "";
    if (!open.areNone && /\S/.test(piece)) {
      pieces.push(piece);
    }
    if (inTag === undefined || /^[?!]/.test(inTag)) {
      continue;
    }
    endText();
    isFirst = false;
    const name = nameIn(inTag);
    if (inTag.startsWith("/")) {
      const ended = open.end(name);
      if (ended !== undefined) {
        for (const inner of within.splice(ended.texts)) {
          found.push(inner);
        }
        for (const id of references.splice(ended.references)) {
          ids.add(id);
        }
      }
      continue;
    }
    const [, id] = ID.exec(inTag) ?? [];
    const isOfMember = tags.inside.test(inTag) || (id !== undefined && ids.has(id));
    const [, reference] = REFERENCE.exec(inTag) ?? [];
    if (reference !== undefined && isOfMember) {
      ids.add(reference);
    } else if (reference !== undefined) {
      references.push(reference);
    }
    if (!inTag.endsWith("/") && (isOfMember || open.has(name))) {
      open.begin({ name, texts: within.length, references: references.length });
      isFirst = isOfMember;
    }
  }
  endText();
  return isCut ? [...found, ...within] : found;
}

/** Others may search with the same expression at each pause. */
function matchFrom(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** `href="#id"` (SOAP 1.1 §5.4.1), or `enc:ref="id"` (SOAP 1.2 Part 2 §3.1.5), of which PHP makes `enc:ref="#id"`. */
const REFERENCE = /\s(?:href|[^\s:=][^\s:=]*:ref)\s*=\s*["']#?([^"'][^"']*)/;
const ID = /\s(?:[^\s:=][^\s:=]*:)?id\s*=\s*["']([^"'][^"']*)/;

/** The name in a tag, with its prefix, in small letters. */
function nameIn(inTag: string): string {
  return (/[^\s/][^\s/]*/.exec(inTag)?.[0] ?? "").toLowerCase();
}
