/** The known name that a misspelt one stands for: it differs in case, or in one or two letters. */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const most = name.length <= 4 ? 1 : 2;
  let closest: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = distanceBetween(name.toLowerCase(), candidate.toLowerCase());
    if (candidate !== "" && distance <= most && distance < (closest?.distance ?? Number.POSITIVE_INFINITY)) {
      closest = { name: candidate, distance };
    }
  }
  return closest?.name;
}

/** The number of letters to add, remove or replace (Levenshtein). */
function distanceBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column < row.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
