import { InvalidInputError } from "../../soap/errors.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { inOneCase, type NamedItem } from "./input.js";
import { count, DONE, type ItemKind, type ItemOptions } from "./item-kind.js";
import { type EarlierError, type ItemState, mayBeDone } from "./journal-text.js";

/** Items as the user wrote them, by identity, so that each occurs once. */
export type Items = ReadonlyMap<string, string>;

const MISTAKES_SHOWN = 10;

/**
 * Of several spellings of an item, the first one counts.
 *
 * @throws {UsageError} An item cannot be deleted. One mistake makes the whole list doubtful, so nothing is begun.
 */
export function distinctItems(kind: ItemKind, named: readonly NamedItem[], options: ItemOptions = {}): Items {
  if (named.length === 0) {
    throw new UsageError(`nothing to delete: name ${kind.many} as arguments, or a list with --from`);
  }
  const items = new Map<string, string>();
  const names = new Set<string>();
  const mistakes: string[] = [];
  for (const { item, place } of named) {
    try {
      const identity = kind.identityOf(item, options);
      const name = inOneCase(identity);
      if (!names.has(name)) {
        names.add(name);
        items.set(identity, item);
      }
    } catch (error) {
      if (!(error instanceof InvalidInputError)) {
        throw error;
      }
      const reason = error.message.replace("set `allowUnusualPath: true`", "add --allow-unusual-path");
      mistakes.push(`  ${place}: ${JSON.stringify(item.slice(0, 100))}: ${reason}`);
    }
  }
  if (mistakes.length > 0) {
    const shown = mistakes.slice(0, MISTAKES_SHOWN);
    const more = mistakes.length > MISTAKES_SHOWN ? [`  and ${mistakes.length - MISTAKES_SHOWN} more`] : [];
    const subject = `${mistakes.length} of ${count(kind, named.length)} cannot be deleted, so nothing is begun:`;
    throw new UsageError([subject, ...shown, ...more].join("\n"));
  }
  return items;
}

/** What this run does with the items. */
export interface Plan {
  /** Items to delete. */
  readonly todo: readonly string[];
  /** Items to look for, because an earlier run may have deleted them. Deleted only if still there and with `retryUnknown`. */
  readonly looks: readonly string[];
  /** Items that an earlier run may have deleted, neither looked for nor repeated. */
  readonly unknown: readonly string[];
  /** All items that an earlier run may have deleted, whatever this run does with them, and what the journal knows of it. */
  readonly begunEarlier: ReadonlyMap<string, EarlierError | undefined>;
  /** How many items earlier runs are done with. */
  readonly done: number;
}

export interface PlanOptions {
  readonly retryUnknown?: boolean | undefined;
  readonly ifUnknown?: "error" | "look" | undefined;
}

/** Leaves out the deleted items, and separates the items that may be deleted and must not be deleted twice. */
export function planOf(
  kind: ItemKind,
  items: Items,
  states: ReadonlyMap<string, ItemState>,
  { retryUnknown = false, ifUnknown }: PlanOptions,
  errors: ReadonlyMap<string, EarlierError> = new Map(),
): Plan {
  const todo: string[] = [];
  const looks: string[] = [];
  const unknown: string[] = [];
  const begunEarlier = new Map<string, EarlierError | undefined>();
  const doubtful = [...states].filter(([, state]) => mayBeDone(state));
  const unsettled = new Map(doubtful.map(([identity]) => [keyOf(identity), errors.get(identity)]));
  for (const [identity, item] of items) {
    const state = states.get(identity);
    if (DONE.some((done) => done === state)) {
      continue;
    }
    const isUnsettled = unsettled.has(keyOf(identity));
    if (isUnsettled) {
      begunEarlier.set(item, errors.get(identity) ?? unsettled.get(keyOf(identity)));
    }
    const isHarmful = isUnsettled && !kind.isIdempotent;
    if (isHarmful && ifUnknown === "look") {
      looks.push(item);
    } else {
      (isHarmful && !retryUnknown ? unknown : todo).push(item);
    }
  }
  return { todo, looks, unknown, begunEarlier, done: items.size - todo.length - looks.length - unknown.length };
}

/**
 * Returns the same text for names that a server may take for one. An item is in doubt if another spelling of it is, but not
 * done: the documentation of DeleteFolder does not say how it compares names.
 */
function keyOf(identity: string): string {
  // Of the three steps, each joins letters that the others keep apart: ß and SS, İ and i, ς and σ.
  const key = identity.normalize("NFKD").toLowerCase().toUpperCase().normalize("NFKD");
  // Collations of databases may ignore accents, what shows nothing (soft hyphens, for example), and which kana a syllable stands in.
  return key
    .replace(/[\u0300-\u036f\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/[\u30a1-\u30f6\u30fd]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** The items that a run may delete. */
export function deletable({ todo, looks }: Plan, { retryUnknown }: PlanOptions): readonly string[] {
  return retryUnknown ? [...looks, ...todo] : todo;
}

/** How many items lie below other items, and are deleted with those. */
export function countNested(items: Items): number {
  // Sorted like this, a folder stands directly before all that lie below it: no other character is before NUL.
  const sorted = [...items.keys()].map((identity) => inOneCase(identity).replaceAll("/", "\0")).sort();
  // Above none of them: they have no slash any more.
  let outermost = "/";
  return sorted.filter((identity) => {
    const isNested = identity.startsWith(`${outermost}\0`);
    outermost = isNested ? outermost : identity;
    return isNested;
  }).length;
}

/** Prints how the run treats the items of earlier runs, and how many items lie below others. */
export function announce(
  kind: ItemKind,
  items: Items,
  { todo, looks, unknown, done }: Plan,
  { retryUnknown, ifMissing }: PlanOptions & Pick<ItemOptions, "ifMissing">,
): void {
  if (done > 0) {
    say(`Earlier runs are done with ${count(kind, done)}; ${count(kind, todo.length)} to delete.`);
  }
  if (looks.length > 0) {
    const then = retryUnknown ? "deleted if still there" : "not repeated";
    say(`Earlier runs may have deleted ${count(kind, looks.length)}; looked for, and ${then}.`);
  }
  if (unknown.length > 0) {
    say(`Earlier runs may have deleted ${count(kind, unknown.length)}; not repeated.`);
  }
  const nested = countNested(items);
  if (nested > 0) {
    const then = ifMissing === "ignore" ? "" : " What is missing by then counts as failed without --if-missing ignore.";
    say(`Below another folder of the list, and deleted together with it: ${count(kind, nested)}.${then}`);
  }
}
