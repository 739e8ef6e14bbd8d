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

/** A hint for an unknown name: the known names that it resembles, else all known names if they are few. */
export function nameHint(name: string, known: Iterable<string>): string {
  const names = [...new Set(known)].sort();
  const meant = closestName(name, names);
  if (meant !== undefined) {
    return `did you mean ${meant}?`;
  }
  const alike = names.filter((one) => isPartOf(name, one) || isPartOf(one, name));
  if (alike.length > 0) {
    return `did you mean ${alike.slice(0, MOST_NAMES).join(", ")}${alike.length > MOST_NAMES ? " …" : ""}?`;
  }
  return names.length <= MOST_NAMES
    ? `expected one of ${names.join(", ")}`
    : `none of the ${names.length} names is like it`;
}

const MOST_NAMES = 8;

function isPartOf(part: string, whole: string): boolean {
  return part.length >= 4 && whole.toLowerCase().includes(part.toLowerCase());
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
