import { downloadHandlers, folders } from "../../../src/cli/deletions/item-kind.js";
import type { EarlierError } from "../../../src/cli/deletions/journal-text.js";
import {
  announce,
  countNested,
  deletable,
  distinctItems,
  type Plan,
  type PlanOptions,
  planOf,
} from "../../../src/cli/deletions/plan.js";

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "nothing was thrown";
}

describe("what is asked for", () => {
  const named = (...items: string[]) => items.map((item, index) => ({ item, place: `list, line ${index + 1}` }));

  test("is deleted once, however often and in whichever spelling it is named", () => {
    const items = distinctItems(folders, named("/a/b", "\\a\\b", "a/b/", "/A/b", "/ä/ὀδός", "\\Ä\\ὈΔΌς"));
    expect([...items]).toEqual([
      ["a/b", "/a/b"],
      ["ä/ὀδός", "/ä/ὀδός"],
    ]);
    const guids = named("a1b2c3d4-e5f6-7890-abcd-ef1234567890", "{A1B2C3D4-E5F6-7890-ABCD-EF1234567890}");
    expect(distinctItems(downloadHandlers, guids).size).toBe(1);
  });

  test.each([
    ["/F/STRASSE", "/F/Straße"],
    ["/F/İzmir", "/F/izmir"],
    ["/F/Iğdır", "/F/IĞDIR"],
    ["/F/ΟΔΟΣ", "/F/οδος"],
    ["/F/U\u0308ber", "/F/\u00dcber"],
  ])("is not left out as %s where %s is named, which a server may keep apart", (...paths) => {
    expect([...distinctItems(folders, named(...paths)).values()]).toEqual(paths);
  });

  test("is refused as a whole where a part cannot be deleted", () => {
    expect(() => distinctItems(folders, named("/a/b", "/a", "/a/../b"))).toThrow(
      /^2 of 3 folders cannot be deleted, so nothing is begun:\n {2}list, line 2: "\/a": path: .*\n {2}list, line 3: /,
    );
  });

  test.each([
    [10, 11, /: path: .*$/],
    [12, 12, /^ {2}and 2 more$/],
  ])("is refused with ten of its mistakes: %d", (mistakes, count, last) => {
    const lines = messageOf(() => distinctItems(folders, named(...Array.from({ length: mistakes }, () => "x")))).split(
      "\n",
    );
    expect(lines).toHaveLength(count);
    expect(lines.at(-1)).toMatch(last);
  });

  test("is refused with the beginning of a long mistake", () => {
    const message = messageOf(() => distinctItems(folders, named("x".repeat(101))));
    expect(message).toContain(`list, line 1: "${"x".repeat(100)}": path: `);
  });

  test("is not to blame for an error that is no refusal", () => {
    const own = new Error("mine");
    const identityOf = (): never => {
      throw own;
    };
    expect(() => distinctItems({ ...folders, identityOf }, named("/a/b"))).toThrow(own);
  });

  test("may be unusual paths, if that is allowed", () => {
    expect(() => distinctItems(folders, named("/a/b."))).toThrow(
      /"\/a\/b\.": path: a segment begins or ends .+; if that is the folder's name, add --allow-unusual-path$/,
    );
    expect(distinctItems(folders, named("/a/b.", "/a/b"), { allowUnusualPath: true }).size).toBe(2);
  });

  test("must be something", () => {
    expect(() => distinctItems(folders, [])).toThrow("nothing to delete: name folders as arguments");
  });

  test("may be below something else that is", () => {
    expect(countNested(distinctItems(folders, named("/a/b/c/d", "/a/b", "/a/bc", "/a/b-c", "/A/B/e", "/a/c")))).toBe(2);
  });

  test("may be below very many folders", () => {
    const deep = `/a${"/b".repeat(100_000)}`;
    expect(countNested(distinctItems(folders, named(`${deep}/c`, `${deep}/c/d`, "/a/c")))).toBe(1);
  });

  const states = new Map([
    ["a/deleted", "deleted"],
    ["a/missing", "missing"],
    ["a/gone", "gone"],
    ["a/failed", "failed"],
    ["a/begun", "begun"],
    ["a/unknown", "unknown"],
  ] as const);
  const all = named(...[...states.keys(), "a/new"].map((path) => `/${path}`));
  const mayBeDone = ["/a/begun", "/a/unknown"];
  const others = ["/a/failed", "/a/new"];

  test.each<[string, PlanOptions, Partial<Plan>]>([
    ["is neither repeated where it is done, nor where it may be", {}, { todo: others, unknown: mayBeDone }],
    [
      "is repeated on demand where it may be done",
      { retryUnknown: true },
      { todo: ["/a/failed", ...mayBeDone, "/a/new"] },
    ],
    ["is looked for on demand where it may be done", { ifUnknown: "look" }, { todo: others, looks: mayBeDone }],
    [
      "is looked for before it is repeated",
      { ifUnknown: "look", retryUnknown: true },
      { todo: others, looks: mayBeDone },
    ],
  ])("%s", (_name, options, want) => {
    const plan = planOf(folders, distinctItems(folders, all), states, options);
    const begunEarlier = new Map(mayBeDone.map((path) => [path, undefined]));
    expect(plan).toEqual({ todo: [], looks: [], unknown: [], begunEarlier, done: 3, ...want });
    expect(deletable(plan, options)).toEqual(options.retryUnknown ? [...plan.looks, ...plan.todo] : plan.todo);
  });

  test("is repeated where that does no harm", () => {
    const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
    const items = distinctItems(downloadHandlers, named(guid));
    expect(planOf(downloadHandlers, items, new Map([[guid, "acknowledged"]]), {})).toMatchObject({ todo: [], done: 1 });
    expect(planOf(downloadHandlers, items, new Map([[guid, "begun"]]), {})).toEqual({
      todo: [guid],
      looks: [],
      unknown: [],
      begunEarlier: new Map([[guid, undefined]]),
      done: 0,
    });
  });

  test.each([
    ["/F/İZMİR", "/f/izmir"],
    ["/F/STRASSE", "/F/Straße"],
    ["/F/STRAẞE", "/F/Strasse"],
    ["/F/Re\u00adports", "/F/Reports"],
    ["/F/Reports\u200b", "/F/Reports"],
    ["/F/Reports", "/F/\ufeffReports"],
    ["/F/Café", "/F/Cafe"],
    ["/F/ひらがな", "/F/ヒラガナ"],
    ["/F/ガ", "/F/ｶﾞ"],
    ["/F/ΟΔΟΣ.Α", "/F/οδος.α"],
    ["/F/U\u0308ber", "/F/\u00dcber"],
  ])("may be done as %s where it may be as %s", (begun, listed) => {
    const items = distinctItems(folders, named(listed));
    const { unknown } = planOf(folders, items, new Map([[folders.identityOf(begun, {}), "begun"]]), {});
    expect(unknown).toEqual([listed]);
  });

  test.each([
    ["/F/कि", "/F/का"],
    ["/F/ハ", "/F/バ"],
    ["/F/Ær", "/F/Ar"],
  ])("is not in doubt as %s where %s is", (listed, begun) => {
    const items = distinctItems(folders, named(listed));
    const { todo } = planOf(folders, items, new Map([[folders.identityOf(begun, {}), "begun"]]), {});
    expect(todo).toEqual([listed]);
  });

  test("may be done where it may be in another case, because the server takes both for one", () => {
    const items = distinctItems(folders, named("/A/Begun", "/A/Deleted", "/A/Failed"));
    expect(planOf(folders, items, states, {})).toMatchObject({
      todo: ["/A/Deleted", "/A/Failed"],
      unknown: ["/A/Begun"],
    });
  });

  test("is begun earlier with its own error, or with that of a spelling that may be the same", () => {
    const errorOf = (code: string): EarlierError => ({ code, at: "2026-01-01T00:00:00.000Z" });
    const earlier = ["a/straße", "a/STRASSE", "a/Οδος"] as const;
    const known = new Map(earlier.map((identity) => [identity, "unknown"] as const));
    const errors = new Map(earlier.map((identity) => [identity, errorOf(identity)]));
    const items = distinctItems(folders, named("/a/straße", "/a/ΟΔΟΣ"));
    expect(planOf(folders, items, known, {}, errors).begunEarlier).toEqual(
      new Map([
        ["/a/straße", errorOf("a/straße")],
        ["/a/ΟΔΟΣ", errorOf("a/Οδος")],
      ]),
    );
  });

  test.each<[what: string, plan: Partial<Plan>, options: PlanOptions, lines: string[]]>([
    ["is new", { todo: ["/a/b"] }, {}, []],
    ["is done", { todo: ["/a/b"], done: 2 }, {}, ["Earlier runs are done with 2 folders; 1 folder to delete."]],
    ["may be done", { unknown: ["/a/b", "/c/d"] }, {}, ["Earlier runs may have deleted 2 folders; not repeated."]],
    [
      "is looked for",
      { looks: ["/a/b"] },
      {},
      ["Earlier runs may have deleted 1 folder; looked for, and not repeated."],
    ],
    [
      "is looked for before it is repeated",
      { looks: ["/a/b"] },
      { retryUnknown: true },
      ["Earlier runs may have deleted 1 folder; looked for, and deleted if still there."],
    ],
  ])("is announced by what the run does with it: it %s", (_what, plan, options, lines) => {
    expect(announced(["/a/b"], plan, options)).toEqual(lines);
  });

  test("is announced if it is below something else that is", () => {
    const line = "Below another folder of the list, and deleted together with it: 1 folder.";
    const then = `${line} What is missing by then counts as failed without --if-missing ignore.`;
    expect(announced(["/a/b", "/a/b/c"], {}, {})).toEqual([then]);
    expect(announced(["/a/b", "/a/b/c"], {}, { ifMissing: "ignore" })).toEqual([line]);
  });

  /** The lines on standard error. */
  function announced(paths: string[], plan: Partial<Plan>, options: Parameters<typeof announce>[3]): string[] {
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const whole = { todo: [], looks: [], unknown: [], begunEarlier: new Map(), done: 0, ...plan };
      announce(folders, distinctItems(folders, named(...paths)), whole, options);
      return write.mock.calls.map(([text]) => String(text).trimEnd());
    } finally {
      write.mockRestore();
    }
  }
});
