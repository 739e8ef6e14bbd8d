/** Where secrets begin and end in a text, in order, without overlaps. */
export type Places = readonly (readonly [start: number, end: number])[];

/** For each place of a text, the furthest end of the matches that begin there. */
export class FurthestEnds {
  #ends: Uint32Array | undefined;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  add(start: number, end: number): void {
    this.#ends ??= new Uint32Array(this.length);
    this.#ends[start] = Math.max(this.#ends[start] ?? 0, end);
  }

  /** The length of the longest match. */
  longest(): number {
    return this.#ends?.reduce((most, end, start) => Math.max(most, end - start), 0) ?? 0;
  }

  /** Merges overlapping matches. */
  places(): Places {
    const places: [start: number, end: number][] = [];
    for (const [start, end] of this.#ends?.entries() ?? []) {
      const last = places.at(-1);
      if (last !== undefined && start < last[1]) {
        last[1] = Math.max(last[1], end);
      } else if (end > 0) {
        places.push([start, end]);
      }
    }
    return places;
  }
}
