/** A match: the indexes of the words, which are equal, and the number of their characters. */
interface Found {
  readonly words: readonly number[];
  readonly length: number;
}

/** Finds any of a set of words in one pass over a text, without backtracking: the automaton of Aho and Corasick (1975). */
export class WordSearch {
  /** The first child of each state, and the next sibling of each child. 0 is none. */
  readonly #firstChild = [0];
  readonly #sibling = [0];
  readonly #code = [-1];
  /** The failure links: the state of the longest proper suffix that is also a prefix of a word. */
  readonly #failureLinks = [0];
  readonly #found: (Found | undefined)[] = [undefined];
  /** The states after the first character, as tables: this is where most characters of a text are looked up. */
  readonly #first = new Map<number, number>();
  readonly #firstInAscii = new Uint32Array(0x80);

  constructor(words: readonly (readonly number[])[]) {
    for (const [word, codes] of words.entries()) {
      let state = 0;
      for (const code of codes) {
        state = this.#child(state, code) ?? this.#add(state, code);
      }
      this.#found[state] = { words: [...(this.#found[state]?.words ?? []), word], length: codes.length };
    }
    this.#link();
  }

  /** Returns the state after the next character. The initial state is 0. */
  after(state: number, code: number): number {
    let from = state;
    for (;;) {
      const next = this.#child(from, code);
      if (next !== undefined || from === 0) {
        return next ?? 0;
      }
      from = this.#failureLinks[from] ?? 0;
    }
  }

  /** Returns the longest word that ends in the state. */
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
    this.#failureLinks.push(0);
    this.#found.push(undefined);
    this.#sibling.push(this.#firstChild[state] ?? 0);
    if (state === 0) {
      this.#first.set(code, child);
      this.#firstInAscii[code] = child;
    } else {
      this.#firstChild[state] = child;
    }
    return child;
  }

  /** Breadth first: a failure link always leads to a smaller depth. */
  #link(): void {
    const queue = [...this.#first.values()];
    for (const state of queue) {
      for (let child = this.#firstChild[state] ?? 0; child !== 0; child = this.#sibling[child] ?? 0) {
        const failure = this.after(this.#failureLinks[state] ?? 0, this.#code[child] ?? 0);
        this.#failureLinks[child] = failure;
        this.#found[child] ??= this.#found[failure];
        queue.push(child);
      }
    }
  }
}
