import type { Declaration } from "./declaration.js";

/** Where a name comes from: a declaration of the service's own, the run time, or zod. */
export type Source = Declaration | Namespace | "runtime" | "zod";

/** A namespace, which each file that names it declares as a constant. */
export interface Namespace {
  readonly namespace: string;
}

/** A name that must be imported, unless it is declared in the same file. */
export interface Use {
  readonly name: string;
  readonly source: Source;
  /** What is written, where it is more than the name: `xs.string`. */
  readonly text?: string;
  /** Whether it is only a type, of which nothing is left when the code runs. */
  readonly isType?: boolean;
}

/** An expression of the few forms that schemas need. A string is a literal, or a name of the file itself. */
export type Expression = string | Use | Call | ObjectLiteral | ArrayLiteral | Reference;

interface Call {
  readonly kind: "call";
  readonly callee: Use;
  readonly arguments: readonly Expression[];
}

interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly (readonly [key: string, value: Expression])[];
  /** One entry a line, even if one line could hold them. */
  readonly isExpanded: boolean;
}

interface ArrayLiteral {
  readonly kind: "array";
  readonly items: readonly Expression[];
}

/** A schema that is fetched when it is needed, where it is not there yet: `() => FolderSchema`. */
interface Reference {
  readonly kind: "reference";
  readonly body: Expression;
  readonly isLater: boolean;
}

/** A built-in type: `xs.string`. */
export function xs(name: string): Use {
  return { name: "xs", source: "runtime", text: `xs.${name}` };
}

export function call(callee: Use, ...args: readonly Expression[]): Expression {
  return { kind: "call", callee, arguments: args };
}

export function runtime(name: string): Use {
  return { name, source: "runtime" };
}

export function object(entries: ObjectLiteral["entries"], isExpanded = false): Expression {
  return { kind: "object", entries, isExpanded };
}

/** A text as the formatter writes it: in the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  const doubles = text.split('"').length;
  return doubles > text.split("'").length
    ? `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : double;
}

/** A schema as an argument that may also be a function returning it. */
export function reference(body: Expression): Expression {
  return { kind: "reference", body, isLater: false };
}

/** The expression with functions in the place of references to what is not there yet. */
export function deferred(expression: Expression, isLater: (use: Use) => boolean): Expression {
  if (typeof expression === "string" || !("kind" in expression)) {
    return expression;
  }
  const settle = (one: Expression) => deferred(one, isLater);
  switch (expression.kind) {
    case "call":
      return { ...expression, arguments: expression.arguments.map(settle) };
    case "object":
      return { ...expression, entries: expression.entries.map(([key, value]) => [key, settle(value)]) };
    case "array":
      return { ...expression, items: expression.items.map(settle) };
    case "reference": {
      // Within a function, everything is there.
      const isAnyLater = usesOf(expression.body).some(isLater);
      return isAnyLater ? { ...expression, isLater: true } : { ...expression, body: settle(expression.body) };
    }
  }
}

export function array(items: readonly Expression[]): Expression {
  return { kind: "array", items };
}

/** The names that an expression uses. */
export function usesOf(expression: Expression): Use[] {
  if (typeof expression === "string") {
    return [];
  }
  if (!("kind" in expression)) {
    return [expression];
  }
  switch (expression.kind) {
    case "call":
      return [expression.callee, ...expression.arguments.flatMap(usesOf)];
    case "object":
      return expression.entries.flatMap(([, value]) => usesOf(value));
    case "array":
      return expression.items.flatMap(usesOf);
    case "reference":
      return usesOf(expression.body);
  }
}

/** The columns that the project's formatter fills. */
export const WIDTH = 120;

/** Where an expression stands. */
export interface Place {
  /** Column of the line that it begins on. */
  readonly indent: number;
  /** Its own column. */
  readonly column: number;
  /** Characters that follow it on its last line. */
  readonly after: number;
}

/** Writes an expression as the project's formatter does: on one line if it fits, else broken where that helps. */
export function print(expression: Expression, place: Place): string {
  const line = flat(expression);
  if (line !== undefined && place.column + line.length + place.after <= WIDTH) {
    return line;
  }
  if (typeof expression === "string" || !("kind" in expression)) {
    return line ?? "";
  }
  switch (expression.kind) {
    case "call":
      return printCall(expression, place);
    case "object":
      return `{${lines(expression.entries.map(printEntry), place)}}`;
    case "array":
      return `[${lines(expression.items.map(printItem), place)}]`;
    case "reference":
      return (expression.isLater ? "() => " : "") + print(expression.body, place);
  }
}

/** `const name: Type = expression;`, with the line broken behind `=` where that is better. */
export function printConstant(head: string, expression: Expression): string {
  const column = head.length - (head.lastIndexOf("\n") + 1) + " = ".length;
  const printed = print(expression, { indent: 0, column, after: 1 });
  const [firstLine = ""] = `${printed};`.split("\n", 1);
  const isBroken = printed.includes("\n");
  return column + firstLine.length <= WIDTH && !(isBroken && hasLoneShortArgument(expression))
    ? `${head} = ${printed};`
    : `${head} =\n  ${print(expression, { indent: 2, column: 2, after: 1 })};`;
}

/** A call that the formatter does not break, since that would gain nothing. */
function hasLoneShortArgument(expression: Expression): boolean {
  const [argument, ...others] = callOf(expression)?.arguments ?? [];
  const isName = argument !== undefined && kindOf(argument) === undefined;
  return isName && others.length === 0 && (flat(argument) ?? "").length <= WIDTH / 4;
}

function flat(expression: Expression): string | undefined {
  if (typeof expression === "string") {
    return expression;
  }
  if (!("kind" in expression)) {
    return expression.text ?? expression.name;
  }
  switch (expression.kind) {
    case "call":
      return composesFunctions(expression.arguments)
        ? undefined
        : joined(`${textOf(expression.callee)}(`, expression.arguments.map(flat), ")");
    case "object":
      return flatObject(expression);
    case "array":
      return joined("[", expression.items.map(flat), "]");
    case "reference":
      return joined(expression.isLater ? "() => " : "", [flat(expression.body)], "");
  }
}

function flatObject({ entries, isExpanded }: ObjectLiteral): string | undefined {
  if (entries.length === 0) {
    return "{}";
  }
  const items = entries.map(([key, value]) => joined(`${key}: `, [flat(value)], ""));
  return isExpanded ? undefined : joined("{ ", items, " }");
}

function joined(start: string, parts: readonly (string | undefined)[], end: string): string | undefined {
  return parts.includes(undefined) ? undefined : start + parts.join(", ") + end;
}

/** Lets the last argument begin on the line of the call, if it is an object or an array and has the room. */
function printCall({ callee, arguments: args }: Call, place: Place): string {
  const others = args.slice(0, -1);
  const start = joined(`${textOf(callee)}(`, [...others.map(flat), ""], "");
  const last = args.at(-1);
  const kind = kindOf(last);
  const canHug = last !== undefined && canBreak(last) && kind !== kindOf(others.at(-1)) && !composesFunctions(args);
  if (canHug && start !== undefined) {
    const column = place.column + start.length;
    if (column < WIDTH) {
      return `${start}${print(last, { indent: place.indent, column, after: WIDTH })})`;
    }
  }
  return `${textOf(callee)}(${lines(args.map(printItem), place)})`;
}

function canBreak(expression: Expression): boolean {
  const kind = kindOf(expression);
  return (kind === "object" || kind === "array") && flat(expression) !== "{}";
}

/** Whether a function stands within a call that is one of several arguments: the formatter breaks such arguments. */
function composesFunctions(args: readonly Expression[]): boolean {
  const isFunctionIn = (argument: Expression) => kindOf(argument) === "function";
  return args.length > 1 && args.some((argument) => callOf(argument)?.arguments.some(isFunctionIn) === true);
}

function callOf(expression: Expression): Call | undefined {
  if (typeof expression !== "object" || !("kind" in expression)) {
    return undefined;
  }
  return expression.kind === "reference" && !expression.isLater
    ? callOf(expression.body)
    : expression.kind === "call"
      ? expression
      : undefined;
}

type PrintAt = (place: Place) => string;

function printEntry([key, value]: ObjectLiteral["entries"][number]): PrintAt {
  return (place) => {
    const column = place.column + key.length + ": ".length;
    const isLongText = typeof value === "string" && column + value.length + place.after > WIDTH;
    return isLongText
      ? `${key}:${lineBreak(place.indent + 2)}${value}`
      : `${key}: ${print(value, { ...place, column })}`;
  };
}

function printItem(item: Expression): PrintAt {
  return (place) => print(item, place);
}

/** Items on lines of their own, one step further in. */
function lines(items: readonly PrintAt[], { indent }: Pick<Place, "indent">): string {
  const inner = { indent: indent + 2, column: indent + 2, after: 1 };
  return items.map((item) => `${lineBreak(inner.indent)}${item(inner)},`).join("") + lineBreak(indent);
}

function lineBreak(indent: number): string {
  return `\n${" ".repeat(indent)}`;
}

/** What the formatter sees in an expression. */
function kindOf(expression: Expression | undefined): "object" | "array" | "function" | "call" | undefined {
  if (typeof expression !== "object" || !("kind" in expression)) {
    return undefined;
  }
  if (expression.kind === "reference") {
    return expression.isLater ? "function" : kindOf(expression.body);
  }
  return expression.kind;
}

function textOf({ name, text }: Use): string {
  return text ?? name;
}
