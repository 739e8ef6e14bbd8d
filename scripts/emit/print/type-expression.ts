import type { Use } from "./expression.js";

/** A TypeScript type: a union of one or more. */
export interface TypeExpression {
  readonly members: readonly string[];
  readonly uses: readonly Use[];
}

export function namedType(use: Use): TypeExpression {
  return { members: [use.name], uses: [use] };
}

/** A type that everybody knows, a literal, or a union of such. */
export function plainType(...members: readonly string[]): TypeExpression {
  return { members, uses: [] };
}

export function arrayOf(item: TypeExpression): TypeExpression {
  const text = flatType(item);
  return { members: [item.members.length > 1 ? `(${text})[]` : `${text}[]`], uses: item.uses };
}

/** A union without repetition, and without the literals of a type that is itself a member. */
export function unionOf(...types: readonly TypeExpression[]): TypeExpression {
  const members = new Set(types.flatMap((type) => type.members));
  const isCovered = (member: string) =>
    (members.has("string") && /^["']/.test(member)) || (members.has("number") && /^-?\d.*(?<!n)$/.test(member));
  return { members: [...members].filter((member) => !isCovered(member)), uses: types.flatMap(({ uses }) => uses) };
}

export function flatType({ members }: TypeExpression): string {
  return members.join(" | ");
}
