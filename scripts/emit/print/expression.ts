import type { ImportedName } from "./symbol.js";

/** An expression of the forms that schemas need. A string is a literal, or a name that the file declares. */
export type Expression = string | ImportedName | Call | ObjectLiteral | ArrayLiteral | Deferrable;

interface Call {
  readonly kind: "call";
  readonly callee: ImportedName;
  readonly arguments: readonly Expression[];
}

interface ObjectLiteral {
  readonly kind: "object";
  readonly entries: readonly (readonly [key: string, value: Expression])[];
  /** Whether each entry has a line of its own, even if one line could hold them all. */
  readonly isExpanded: boolean;
}

interface ArrayLiteral {
  readonly kind: "array";
  readonly items: readonly Expression[];
}

/** A schema that can be passed as a thunk, `() => FolderSchema`, where it is not initialized yet. */
interface Deferrable {
  readonly kind: "deferrable";
  readonly body: Expression;
  readonly isDeferred: boolean;
}

export function call(callee: ImportedName, ...args: readonly Expression[]): Expression {
  return { kind: "call", callee, arguments: args };
}

/** An object literal. An entry without a value is left out. */
export function object(
  entries: readonly (readonly [key: string, value: Expression | undefined])[],
  isExpanded = false,
): Expression {
  const present = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { kind: "object", entries: present, isExpanded };
}

/** A string literal, in the quotes that need fewer escapes, as the formatter prefers. */
export function quoted(text: string): string {
  const double = JSON.stringify(text).replace(
    /[\u202a-\u202e\u2066-\u2069]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16)}`,
  );
  const doubles = text.split('"').length;
  return doubles > text.split("'").length
    ? `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : double;
}

/** A schema as an argument for which the run time also accepts a thunk. */
export function deferrable(body: Expression): Expression {
  return { kind: "deferrable", body, isDeferred: false };
}

/** The expression with thunks where a deferrable schema refers to a name that is initialized later. */
export function deferred(expression: Expression, isLater: (name: ImportedName) => boolean): Expression {
  if (isName(expression)) {
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
    case "deferrable":
      // A thunk runs when all names are initialized, so nothing within it is deferred again.
      return namesIn(expression.body).some(isLater)
        ? { ...expression, isDeferred: true }
        : { ...expression, body: settle(expression.body) };
  }
}

export function array(items: readonly Expression[]): Expression {
  return { kind: "array", items };
}

function isName(expression: Expression): expression is string | ImportedName {
  return typeof expression === "string" || !("kind" in expression);
}

/** The expressions within an expression, in the order of the text; for a call, its arguments. */
function partsOf(expression: Exclude<Expression, string | ImportedName>): readonly Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.arguments;
    case "object":
      return expression.entries.map(([, value]) => value);
    case "array":
      return expression.items;
    case "deferrable":
      return [expression.body];
  }
}

/** The imported names in an expression. */
export function namesIn(expression: Expression): ImportedName[] {
  return addNames([], expression);
}

/** Adds to one list: making a list for each part takes longer than finding the names. */
function addNames(names: ImportedName[], expression: Expression): ImportedName[] {
  if (isName(expression)) {
    if (typeof expression !== "string") {
      names.push(expression);
    }
    return names;
  }
  if (expression.kind === "call") {
    names.push(expression.callee);
  }
  for (const part of partsOf(expression)) {
    addNames(names, part);
  }
  return names;
}

/** The line width of the project's formatter. */
export const WIDTH = 120;

/** The position of an expression in the text. */
interface Place {
  /** Indentation of the line that the expression begins on. */
  readonly indent: number;
  /** Column that the expression begins at. */
  readonly column: number;
  /** Number of characters that follow the expression on its last line. */
  readonly after: number;
}

/** Prints an expression as the project's formatter does: on one line if it fits, else broken. */
export function print(expression: Expression, place: Place): string {
  const line = flat(expression, WIDTH - place.column - place.after);
  if (line !== undefined) {
    return line;
  }
  if (isName(expression)) {
    return textOf(expression);
  }
  switch (expression.kind) {
    case "call":
      return printCall(expression, place);
    case "object":
      return `{${lines(expression.entries.map(printEntry), place)}}`;
    case "array":
      return `[${lines(expression.items.map(printItem), place)}]`;
    case "deferrable":
      return (expression.isDeferred ? "() => " : "") + print(expression.body, place);
  }
}

/** `const name: Type = expression;`, broken after `=` where the formatter would break it. */
export function printConstant(head: string, expression: Expression): string {
  const column = head.length - (head.lastIndexOf("\n") + 1) + " = ".length;
  const printed = print(expression, { indent: 0, column, after: 1 });
  const [firstLine = ""] = `${printed};`.split("\n", 1);
  const isBroken = printed.includes("\n");
  return column + firstLine.length <= WIDTH && !(isBroken && hasLoneShortArgument(expression))
    ? `${head} = ${printed};`
    : `${head} =\n  ${print(expression, { indent: 2, column: 2, after: 1 })};`;
}

/** Whether an expression is a call with one short name as its argument: the formatter never breaks such a call. */
function hasLoneShortArgument(expression: Expression): boolean {
  const [argument, ...others] = callOf(expression)?.arguments ?? [];
  const isPlain = argument !== undefined && kindOf(argument) === undefined;
  return isPlain && others.length === 0 && flat(argument, WIDTH / 4) !== undefined;
}

/**
 * An expression on one line. Undefined if that takes more than `room` characters, or if the formatter breaks it anyway. Stops
 * where the room ends, because a broken expression asks again for each of its parts.
 */
function flat(expression: Expression, room: number): string | undefined {
  if (room < 0) {
    return undefined;
  }
  if (isName(expression)) {
    const text = textOf(expression);
    return text.length <= room ? text : undefined;
  }
  switch (expression.kind) {
    case "call": {
      const { callee, arguments: args } = expression;
      return composesFunctions(args) ? undefined : joined(`${textOf(callee)}(`, args, ")", room);
    }
    case "object":
      return flatObject(expression, room);
    case "array":
      return joined("[", expression.items, "]", room);
    case "deferrable":
      return joined(expression.isDeferred ? "() => " : "", [expression.body], "", room);
  }
}

function flatObject({ entries, isExpanded }: ObjectLiteral, room: number): string | undefined {
  if (entries.length === 0) {
    return flat("{}", room);
  }
  const [keys, values] = [entries.map(([key]) => `${key}: `), entries.map(([, value]) => value)];
  return isExpanded ? undefined : joined("{ ", values, " }", room, keys);
}

/** @param prefixes the text before each part, if any. */
function joined(
  start: string,
  parts: readonly Expression[],
  end: string,
  room: number,
  prefixes: readonly string[] = [],
): string | undefined {
  let text = start;
  for (const [index, part] of parts.entries()) {
    text += (index === 0 ? "" : ", ") + (prefixes[index] ?? "");
    const line = flat(part, room - text.length - end.length);
    if (line === undefined) {
      return undefined;
    }
    text += line;
  }
  return text.length + end.length <= room ? text + end : undefined;
}

/** Keeps the last argument on the line of the call if it is an object or an array and its start fits there. */
function printCall({ callee, arguments: args }: Call, place: Place): string {
  const others = args.slice(0, -1);
  const start = joined(`${textOf(callee)}(`, [...others, ""], "", WIDTH - place.column - 1);
  const last = args.at(-1);
  const kind = kindOf(last);
  const canHug = last !== undefined && canBreak(last) && kind !== kindOf(others.at(-1)) && !composesFunctions(args);
  if (canHug && start !== undefined) {
    return `${start}${print(last, { indent: place.indent, column: place.column + start.length, after: WIDTH })})`;
  }
  return `${textOf(callee)}(${lines(args.map(printItem), place)})`;
}

function canBreak(expression: Expression): boolean {
  const kind = kindOf(expression);
  return (kind === "object" || kind === "array") && flat(expression, "{}".length) !== "{}";
}

/** Whether one of several arguments is a call with a function as argument: the formatter breaks such arguments. */
function composesFunctions(args: readonly Expression[]): boolean {
  const isFunctionIn = (argument: Expression) => kindOf(argument) === "function";
  return args.length > 1 && args.some((argument) => callOf(argument)?.arguments.some(isFunctionIn) === true);
}

function callOf(expression: Expression): Call | undefined {
  if (isName(expression)) {
    return undefined;
  }
  return expression.kind === "deferrable" && !expression.isDeferred
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

/** The items, each on an indented line of its own. */
function lines(items: readonly PrintAt[], { indent }: Pick<Place, "indent">): string {
  const inner = { indent: indent + 2, column: indent + 2, after: 1 };
  return items.map((item) => `${lineBreak(inner.indent)}${item(inner)},`).join("") + lineBreak(indent);
}

function lineBreak(indent: number): string {
  return `\n${" ".repeat(indent)}`;
}

/** The kind of an expression as printed. A deferred one is a function. */
function kindOf(expression: Expression | undefined): "object" | "array" | "function" | "call" | undefined {
  if (expression === undefined || isName(expression)) {
    return undefined;
  }
  if (expression.kind === "deferrable") {
    return expression.isDeferred ? "function" : kindOf(expression.body);
  }
  return expression.kind;
}

function textOf(name: string | ImportedName): string {
  return typeof name === "string" ? name : (name.text ?? name.name);
}
