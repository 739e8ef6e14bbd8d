/** A word that was found: its index among the words, and how many characters it has. */
interface Found {
  readonly word: number;
  readonly length: number;
}

/**
 * Finds any of a set of words in a stream of characters, each of which it looks at once, however the words and the text
 * repeat themselves: the automaton of Aho and Corasick (1975).
 */
export class WordSearch {
  /** Of each state, the first of those that follow it; of each of those, the next. 0 is none. */
  readonly #firstChild = [0];
  readonly #sibling = [0];
  readonly #code = [-1];
  /** The state of the longest other word that may be under way. */
  readonly #otherwise = [0];
  readonly #found: (Found | undefined)[] = [undefined];
  /** The states after the first character: of them there may be many, and at most characters of a text none of them. */
  readonly #first = new Map<number, number>();
  readonly #firstInAscii = new Uint32Array(0x80);

  /** Of equal words, the first counts. */
  constructor(words: readonly (readonly number[])[]) {
    for (const [word, codes] of words.entries()) {
      let state = 0;
      for (const code of codes) {
        state = this.#child(state, code) ?? this.#add(state, code);
      }
      this.#found[state] ??= { word, length: codes.length };
    }
    this.#link();
  }

  /** The state after another character. The first is 0. */
  after(state: number, code: number): number {
    let from = state;
    for (;;) {
      const next = this.#child(from, code);
      if (next !== undefined || from === 0) {
        return next ?? 0;
      }
      from = this.#otherwise[from] ?? 0;
    }
  }

  /** The longest word that ends in the state. */
  foundIn(state: number): Found | undefined {
    return this.#found[state];
  }

  #child(state: number, code: number): number | undefined {
    if (state === 0) {
      return code < 0x80 ? this.#firstInAscii[code] || undefined : this.#first.get(code);
    }
    let child = this.#firstChild[state] ?? 0;
    while (child !== 0 && this.#code[child] !== code) {
      child = this.#sibling[child] ?? 0;
    }
    return child === 0 ? undefined : child;
  }

  #add(state: number, code: number): number {
    const child = this.#code.length;
    this.#code.push(code);
    this.#firstChild.push(0);
    this.#otherwise.push(0);
    this.#found.push(undefined);
    this.#sibling.push(state === 0 ? 0 : (this.#firstChild[state] ?? 0));
    if (state === 0) {
      this.#first.set(code, child);
      this.#firstInAscii[code] = child;
    } else {
      this.#firstChild[state] = child;
    }
    return child;
  }

  /** Level by level, since a state's other one is always nearer to the beginning. */
  #link(): void {
    const queue = [...this.#first.values()];
    for (let index = 0; index < queue.length; index += 1) {
      const state = queue[index] ?? 0;
      for (let child = this.#firstChild[state] ?? 0; child !== 0; child = this.#sibling[child] ?? 0) {
        const otherwise = this.after(this.#otherwise[state] ?? 0, this.#code[child] ?? 0);
        this.#otherwise[child] = otherwise;
        this.#found[child] ??= this.#found[otherwise];
        queue.push(child);
      }
    }
  }
}
