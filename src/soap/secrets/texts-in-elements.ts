/**
 * CDATA, a comment, the inside of a tag, whose values may have `>`, that of one with a quotation mark too many, or which is cut, or a text.
 */
const PIECE =
  /<!\[CDATA\[(.*?)(?:\]\]>|$)|<!--.*?(?:-->|$)|<((?:[^<>"']|"[^<"]*"|'[^<']*')*)>|<([^<>]*)(?:>|$)|([^<]+)/gs;

/** How often a message is read for references to what stands before them. */
const MOST_PASSES = 4;

/** How deep CDATA and comments are read as messages of their own. */
const MOST_LEVELS = 2;

/**
 * The texts of elements whose tags match, of their descendants, and of the elements that these refer to: an encoded message may have the
 * content elsewhere. An element that is not closed has only the text behind its tag, unless the message is cut: it may be none.
 *
 * @param tag Matches the inside of an opening tag.
 */
export function textsInElements(tag: RegExp, text: string, isCut: boolean, level = 0): readonly string[] {
  const inner = level < MOST_LEVELS ? messagesIn(text) : [];
  return [...textsOutside(tag, text, isCut), ...inner.flatMap((part) => textsInElements(tag, part, isCut, level + 1))];
}

const PART = /<!\[CDATA\[(.*?)(?:\]\]>|$)|<!--(.*?)(?:-->|$)/gs;

/** The contents of CDATA and comments: a result may be XML as a text. Those of CDATA that stand side by side are one, with `]]>` in it. */
function messagesIn(text: string): readonly string[] {
  const parts: string[] = [];
  let endOfData = -1;
  for (const { 0: whole, 1: data, 2: comment = "", index } of text.matchAll(PART)) {
    const before = (index === endOfData && data !== undefined && parts.pop()) || "";
    parts.push(before + (data ?? comment));
    endOfData = data === undefined ? -1 : index + whole.length;
  }
  return parts;
}

/** What stands in CDATA and comments is no element. */
function textsOutside(tag: RegExp, text: string, isCut: boolean): readonly string[] {
  const ids = new Set<string>();
  for (let pass = 1; ; pass += 1) {
    const known = ids.size;
    const texts = textsOnce(tag, ids, text, isCut);
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
function textsOnce(tag: RegExp, ids: Set<string>, text: string, isCut: boolean): readonly string[] {
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
  for (const [, data, inWholeTag, inOtherTag, plain] of text.matchAll(PIECE)) {
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
    const isOfMember = tag.test(inTag) || (id !== undefined && ids.has(id));
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

/** `href="#id"` (SOAP 1.1 §5.4.1), or `enc:ref="id"` (SOAP 1.2 Part 2 §3.1.5), of which PHP makes `enc:ref="#id"`. */
const REFERENCE = /\s(?:href|[^\s:=]+:ref)\s*=\s*["']#?([^"']+)/;
const ID = /\s(?:[^\s:=]+:)?id\s*=\s*["']([^"']+)/;

/** The name in a tag, with its prefix, in small letters. */
function nameIn(inTag: string): string {
  return (/[^\s/]+/.exec(inTag)?.[0] ?? "").toLowerCase();
}
