import { isDeepStrictEqual } from "node:util";
import { OWN_SLICE, type Work } from "../xml/slices.js";
import { type Word, wordsOf } from "./secret-words.js";
import { WordSearch } from "./word-search.js";

/** Words, and the search for them. */
export interface Searched {
  readonly words: readonly Word[];
  readonly search: WordSearch;
}

function searched(words: readonly Word[]): Searched | undefined {
  return words.length === 0 ? undefined : { words, search: new WordSearch(words.map(({ codes }) => codes)) };
}

/** Secrets as a search needs them. */
export interface Searchable {
  readonly letters: Searched | undefined;
  readonly characters: Searched | undefined;
  /** Lengths of the shortest and the longest word. */
  readonly shortest: number;
  readonly longest: number;
}

function searchableOf(secrets: readonly string[]): Searchable {
  const { letters, characters } = wordsOf(secrets);
  const lengths = [...letters, ...characters].map(({ codes }) => codes.length);
  return {
    letters: searched(letters),
    characters: searched(characters),
    shortest: lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY),
    longest: lengths.reduce((most, length) => Math.max(most, length), 0),
  };
}

/** How many secrets are made searchable without a pause, and how many bytes of them in UTF-8: about 20 ms. */
const MOST_AT_ONCE = 64;
const MOST_BYTES_AT_ONCE = 40 * MOST_AT_ONCE;
/** Fewer bytes take about a millisecond. */
const FEW_BYTES = 256;

/** Whether to wait before they are made searchable: hundreds of errors may begin in one turn, and one can take a megabyte and more. */
function areLong(secrets: readonly string[]): boolean {
  return Buffer.byteLength(secrets.join("")) > FEW_BYTES;
}

/** The first secrets of a list that are made searchable together: at least one. */
function firstOf(secrets: readonly string[]): readonly string[] {
  let bytes = 0;
  const count = secrets.slice(0, MOST_AT_ONCE).findIndex((secret, index) => {
    bytes += Buffer.byteLength(secret);
    return index > 0 && bytes > MOST_BYTES_AT_ONCE;
  });
  return secrets.slice(0, count === -1 ? MOST_AT_ONCE : count);
}

/** Secrets that are made searchable together. */
interface Group {
  readonly secrets: readonly string[];
  readonly searchable: Searchable;
}

/** Beyond twice as many secrets as are asked for, and these, a family begins anew: it would keep those of ended calls. */
const FORGOTTEN = 64;

/**
 * What lists of secrets that overlap have in common, so that each secret is made searchable once and not for each error.
 * With a ticket for each of a thousand calls, a thousand errors would each do the work of a thousand tickets.
 *
 * A new group takes in the groups before it that are no larger, up to a bound: a secret is done again only as often as the
 * number doubles.
 */
class SecretFamily {
  #groups: Group[] = [];
  #known = new Set<string>();

  has(secret: string): boolean {
    return this.#known.has(secret);
  }

  *searchables(secrets: readonly string[]): Work<readonly Searchable[]> {
    const wanted = [...new Set(secrets)];
    if (this.#known.size > 2 * wanted.length + FORGOTTEN) {
      this.#groups = [];
      this.#known = new Set();
    }
    // Anew after each pause: meanwhile, another error may have done the rest, or begun the family anew.
    for (let mayBuild = false; ; ) {
      const fresh = firstOf(wanted.filter((secret) => !this.#known.has(secret)));
      if (fresh.length === 0) {
        return this.#groups.map(({ searchable }) => searchable);
      }
      if (mayBuild || !areLong(fresh)) {
        this.#add(fresh);
        yield undefined;
      } else {
        mayBuild = true;
        yield OWN_SLICE;
      }
    }
  }

  #add(fresh: readonly string[]): void {
    let secrets = fresh;
    for (const secret of fresh) {
      this.#known.add(secret);
    }
    for (let last = this.#groups.at(-1); last !== undefined; last = this.#groups.at(-1)) {
      const both = [...last.secrets, ...secrets];
      if (last.secrets.length > secrets.length || firstOf(both).length < both.length) {
        break;
      }
      secrets = both;
      this.#groups.pop();
    }
    this.#groups.push({ secrets, searchable: searchableOf(secrets) });
  }
}

interface Membership {
  readonly family: SecretFamily;
  /** The list with which the family began. */
  readonly shared: readonly string[];
}

/** By the list itself, so that nothing remains when the list is released. */
const memberships = new WeakMap<readonly string[], readonly Membership[]>();

/** Begins a family. The list may change: errors are also cleaned of some secrets that it no longer has. */
export function withFamily<List extends readonly string[]>(shared: List): List {
  memberships.set(shared, [{ family: new SecretFamily(), shared }]);
  return shared;
}

/** A list that has all secrets of the other ones, and others of its own, which their families do not learn. */
export function inFamilyOf<List extends readonly string[]>(
  other: readonly string[],
  secrets: List,
  another: readonly string[] = [],
): List {
  const families = [other, another].flatMap((list) => memberships.get(list) ?? []);
  memberships.set(secrets, families);
  return lacksSome(other) ? lackingSome(secrets) : secrets;
}

/** Equal lists of errors that are made at the same time have one family. Nothing remains afterwards. */
export class LatestFamily {
  #latest = new WeakRef<readonly string[]>([]);

  /** Returns a list of the same secrets. */
  of(secrets: readonly string[]): readonly string[] {
    const latest = this.#latest.deref();
    if (latest !== undefined && isDeepStrictEqual(latest, secrets)) {
      return latest;
    }
    this.#latest = new WeakRef(withFamily(secrets));
    return secrets;
  }
}

const lacking = new WeakSet<readonly string[]>();

/** Marks a list that lacks secrets, because they are too many to search: no text is certainly free of them. */
export function lackingSome<List extends readonly string[]>(secrets: List): List {
  lacking.add(secrets);
  return secrets;
}

export function lacksSome(secrets: readonly string[]): boolean {
  return lacking.has(secrets);
}

/** The secrets that are not those of the families: all, if the list belongs to none. */
export function ownOf(secrets: readonly string[]): readonly string[] {
  const shared = new Set(memberships.get(secrets)?.flatMap((membership) => membership.shared));
  return secrets.filter((secret) => !shared.has(secret));
}

export function* searchablesOf(secrets: readonly string[]): Work<readonly Searchable[]> {
  const searchables: Searchable[] = [];
  let own = [...new Set(secrets)];
  for (const { family, shared } of memberships.get(secrets) ?? []) {
    searchables.push(...(yield* family.searchables(shared)));
    // Before the next pause: the family changes.
    own = own.filter((secret) => !family.has(secret));
  }
  for (let left = own; left.length > 0; ) {
    const next = firstOf(left);
    if (left !== own) {
      yield undefined;
    } else if (areLong(next)) {
      yield OWN_SLICE;
    }
    searchables.push(searchableOf(next));
    left = left.slice(next.length);
  }
  return searchables;
}
