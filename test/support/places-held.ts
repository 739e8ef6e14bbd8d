interface Call {
  readonly text: string;
  readonly what: string | RegExp;
  readonly most?: number;
}

/**
 * The most places of a text that are found by one call of a method of texts, while the action runs. Such a method finds all
 * places before it returns, and each takes memory until then.
 */
export function mostPlacesHeld(action: () => void): number {
  const calls: Call[] = [];
  const watch = (
    method: "split" | "match" | "replace" | "replaceAll",
    callOf: (what: never, more: unknown) => Call,
  ) => {
    const real = String.prototype[method] as (...args: unknown[]) => unknown;
    jest.spyOn(String.prototype, method as "split").mockImplementation(function (this: string, ...args: unknown[]) {
      calls.push({ ...callOf(args[0] as never, args[1]), text: String(this) });
      return Reflect.apply(real, this, args) as string[];
    });
  };
  const ofAll = (what: string | RegExp): Call => ({ text: "", what });
  const ofFirst = (what: string | RegExp): Call =>
    what instanceof RegExp && what.global ? ofAll(what) : { text: "", what, most: 1 };
  watch("split", (what, most) => (typeof most === "number" ? { text: "", what, most } : ofAll(what)));
  watch("match", ofFirst);
  watch("replace", ofFirst);
  watch("replaceAll", ofAll);
  try {
    action();
  } finally {
    jest.restoreAllMocks();
  }
  return Math.max(
    0,
    ...calls.map(({ text, what, most }) => Math.min(text.split(what).length - 1, most ?? text.length)),
  );
}
