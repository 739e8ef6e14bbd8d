import { inspect } from "node:util";
import { folderExists } from "../../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { createSoapClient } from "../../../src/soap/index.js";
import { redactor, SecretSearch } from "../../../src/soap/secrets/redact.js";
import { inFamilyOf, LatestFamily, ownOf, searchablesOf, withFamily } from "../../../src/soap/secrets/secret-family.js";
import { wordsOf } from "../../../src/soap/secrets/secret-words.js";
import { atOnce, OWN_SLICE } from "../../../src/soap/xml/slices.js";
import { answer, SOAP } from "../../support/soap-messages.js";

jest.mock("../../../src/soap/secrets/secret-words.js", () => {
  const actual = jest.requireActual("../../../src/soap/secrets/secret-words.js");
  return { ...actual, wordsOf: jest.fn(actual.wordsOf) };
});
beforeEach(() => jest.mocked(wordsOf).mockClear());

/** How many secrets were made searchable, each as often as it was. */
const made = (): number => jest.mocked(wordsOf).mock.calls.reduce((sum, [secrets]) => sum + secrets.length, 0);
const secret = (index: number): string => `t1cket-${index}-of-a-user`;

test("with a ticket for each of many calls, their errors make each searchable a few times, not once for each error", async () => {
  const count = 64;
  let asked = 0;
  let open = (): void => {};
  const allAsked = new Promise<void>((resolve) => {
    open = resolve;
  });
  const infoRouter = new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: () => {
      asked += 1;
      return secret(asked);
    },
    transport: async () => {
      if (asked === count) {
        open();
      }
      await allAsked;
      const body = answer("FolderExists", '<response success="false" error="Folder not found" />');
      return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body: Buffer.from(body) };
    },
  });
  const answers = await Promise.all(Array.from({ length: count }, () => infoRouter.folderExists("/a/b")));
  expect(answers).toEqual(Array.from({ length: count }, () => false));
  expect(made()).toBeLessThan(8 * count);
});

test.each<[what: string, more: Partial<InfoRouterClientOptions>]>([
  ["log-ins that are refused", {}],
  ["events with messages", { log: () => {}, logMessages: true }],
])("many %s at once make each password searchable a few times, not once for each", async (_what, more) => {
  const count = 64;
  let asked = 0;
  const infoRouter = new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: ({ authenticateUser }) => {
      asked += 1;
      return authenticateUser({ uid: "jane", pwd: secret(asked) });
    },
    transport: async () => {
      const body = answer("AuthenticateUser", '<response success="false" error="[900]Authentication failed" />');
      return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body: Buffer.from(body) };
    },
    ...more,
  });
  const calls = Array.from({ length: count }, () => infoRouter.folderExists("/a/b"));
  const ended = await Promise.allSettled(calls);
  expect(ended.every(({ status }) => status === "rejected")).toBe(true);
  expect(made()).toBeLessThan(12 * count);
});

test("pages that give a value of a secret member make the secrets of other calls searchable a few times, too", async () => {
  const body = `<p ticket="${"q".repeat(20)}">${"x ".repeat(400)}`;
  const infoRouter = new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "a-ticket-of-all",
    transport: async () => ({ status: 502, headers: { "content-type": "text/html" }, body: Buffer.from(body) }),
  });
  const count = 100;
  const calls = Array.from({ length: count }, (_, index) =>
    infoRouter.call(
      folderExists,
      { path: "/a/b" },
      { secrets: [0, 1, 2].map((own) => secret(3 * index + own).padEnd(120, `-${own}${index}`)) },
    ),
  );
  const ended = await Promise.allSettled(calls);
  expect(inspect(ended, { depth: 9 })).toContain("HTTP status 502");
  expect(made()).toBeLessThan(4 * 3 * count);
});

test("errors whose code is a secret make the secrets of other calls searchable a few times, too", async () => {
  const infoRouter = new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "ECONNRESET",
    transport: () => Promise.reject(Object.assign(new Error("lost"), { code: "ECONNRESET" })),
  });
  const count = 64;
  const calls = Array.from({ length: count }, (_, index) =>
    infoRouter.call(folderExists, { path: "/a/b" }, { secrets: [secret(index)] }),
  );
  const codes = (await Promise.allSettled(calls)).map((ended) => ended.status === "rejected" && ended.reason.code);
  expect(codes).toEqual(Array.from({ length: count }, () => "UNKNOWN"));
  expect(made()).toBeLessThan(8 * count);
});

test("secrets that an answer gives beside a staged handler are made searchable in several turns", async () => {
  const own = Array.from({ length: 8 }, (_, index) => `<ticket>${`${index}abcdefgh`.repeat(220)}</ticket>`);
  const given = `<response success="true" downloadhandler="${"0".repeat(32)}">${own.join("")}</response>`;
  const infoRouter = new InfoRouterClient({
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "a-ticket-of-all",
    transport: async () => {
      const body = Buffer.from(answer("GetDownloadHandler", given));
      return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body };
    },
  });
  let [before, mostInTurn, isStaged] = [0, 0, false];
  const countInTurn = (): void => {
    mostInTurn = Math.max(mostInTurn, made() - before);
    before = made();
    if (!isStaged) {
      setImmediate(countInTurn);
    }
  };
  countInTurn();
  await infoRouter.download("/a/b.txt");
  isStaged = true;
  countInTurn();
  expect(made()).toBeGreaterThan(own.length);
  expect(mostInTurn).toBeLessThan(own.length);
});

test.each<
  [
    of: string,
    call: (endpoint: string, more: Pick<InfoRouterClientOptions, "security" | "transport">) => Promise<unknown>,
  ]
>([
  [
    "a client",
    async (endpoint, more) => {
      const infoRouter = new InfoRouterClient({ endpoint, ticket: "a-ticket", ...more });
      const token = more.security as { accessToken: string };
      token.accessToken = `renewed-${token.accessToken}`;
      return Promise.allSettled(Array.from({ length: 64 }, () => infoRouter.folderExists("/a/b")));
    },
  ],
  [
    "stubs",
    async (endpoint, more) => {
      const soap = createSoapClient({ endpoint, ...more });
      const request = { authenticationTicket: "a-ticket", path: "/a/b" };
      return Promise.allSettled(Array.from({ length: 64 }, () => folderExists(soap, request)));
    },
  ],
])(
  "many errors of %s make the tokens of a security object searchable a few times, also renewed ones",
  async (_of, call) => {
    const accessToken = "t0ken-".repeat(100);
    const ended = await call("https://dms.example.com/srv.asmx", {
      security: { accessToken, addOptions: () => {} } as NonNullable<InfoRouterClientOptions["security"]>,
      transport: async () => ({ status: 403, headers: {}, body: Buffer.from(`Forbidden: ${accessToken}`) }),
    });
    expect(inspect(ended, { depth: 9 })).toContain("FORBIDDEN");
    expect(inspect(ended, { depth: 9 })).not.toContain(accessToken);
    const searched = jest.mocked(wordsOf).mock.calls.flatMap(([secrets]) => secrets);
    expect(searched.filter((secret) => secret.includes(accessToken)).length).toBeLessThan(8);
  },
);

test("a list that grows is searched as a whole, and a secret is made searchable again only as the number doubles", () => {
  const all = withFamily<string[]>([]);
  for (let index = 0; index < 64; index += 1) {
    all.push(secret(index));
    const own = `0wn-secret-of-call-${index}`;
    const redact = redactor(inFamilyOf(all, [...all, own]));
    for (const one of [secret(0), secret(index >> 1), secret(index), own]) {
      expect(redact(`a ${one} b`)).toBe("a [redacted] b");
    }
  }
  // The own secrets of the lists are those of one list each.
  expect(redactor(all)("0wn-secret-of-call-63")).toBe("0wn-secret-of-call-63");
  expect(made()).toBeLessThanOrEqual(64 * 8);
  // Groups of equal size became one each time.
  expect(atOnce(searchablesOf(all))).toHaveLength(1);
});

test("secrets are searched as what they need: their words, and how short and long these are", () => {
  const nothing = { letters: undefined, characters: undefined };
  expect(atOnce(searchablesOf([]))).toEqual([]);
  expect(atOnce(searchablesOf([" "]))).toEqual([{ ...nothing, shortest: Number.POSITIVE_INFINITY, longest: 0 }]);
  expect(atOnce(searchablesOf(["plum", "fig"]))).toMatchObject([{ shortest: 3, longest: "plum".length * 4 - 2 }]);
});

test("a list of two families is searched for the secrets of both, and none is missed where the first learns one meanwhile", () => {
  const [first, second] = [withFamily([secret(1)]), withFamily([secret(2)])];
  const both = inFamilyOf(first, [...first, ...second, secret(3)], second);
  const work = new SecretSearch(both).redacted([1, 2, 3].map(secret).join(", "));
  let step = work.next();
  for (let steps = 1; step.done !== true; steps += 1) {
    // The first family is ready, and the second is made searchable.
    if (steps === 2) {
      first.push(secret(3));
      atOnce(searchablesOf(first));
    }
    step = work.next();
  }
  expect(step.value).toBe("[redacted], [redacted], [redacted]");
  expect(ownOf(both)).toEqual([]);
  expect(ownOf(inFamilyOf(second, [...second, "own"], first))).toEqual(["own"]);
});

test.each<[what: string, secrets: readonly string[]]>([
  ["of a list", ["a".repeat(257)]],
  ["of a family", withFamily(["b".repeat(257)])],
])("long secrets %s are made searchable when no other error is half done", (_what, secrets) => {
  const work = searchablesOf(secrets);
  expect(work.next()).toEqual({ done: false, value: OWN_SLICE });
  expect(made()).toBe(0);
  atOnce(work);
  expect(made()).toBe(1);
});

test("lists of the same secrets are one, and a list of others has a family of its own", () => {
  const families = new LatestFamily();
  const first = families.of(["plum-secret"]);
  expect(families.of(["plum-secret"])).toBe(first);
  const other = families.of(["pear-secret"]);
  expect(other).toEqual(["pear-secret"]);
  expect(redactor(other)("plum-secret, pear-secret")).toBe("plum-secret, [redacted]");
  expect(ownOf(inFamilyOf(other, ["pear-secret"]))).toEqual([]);
});

test.each([
  [256, undefined],
  [257, OWN_SLICE],
])("secrets of a family of %d bytes yield first %j", (bytes, want) => {
  expect(searchablesOf(withFamily(["a".repeat(bytes)])).next().value).toBe(want);
});

test("a list's own secrets are those that its family did not begin with", () => {
  const all = withFamily(["shared-1", "shared-2"]);
  expect(ownOf(inFamilyOf(all, ["own", ...all]))).toEqual(["own"]);
  expect(ownOf(["own", "other"])).toEqual(["own", "other"]);
});

test.each<[what: string, secrets: string[], groups: readonly number[], pauses: number]>([
  ["twelve short ones", Array.from({ length: 12 }, (_, index) => secret(index)), [12], 0],
  ["64 short ones", Array.from({ length: 64 }, (_, index) => secret(index)), [64], 1],
  ["65 short ones", Array.from({ length: 65 }, (_, index) => secret(index)), [64, 1], 2],
  ["129 short ones", Array.from({ length: 129 }, (_, index) => secret(index)), [64, 64, 1], 3],
  ["four of 640 bytes", ["a", "b", "c", "d"].map((letter) => letter.repeat(640)), [4], 1],
  ["four of 641 bytes", ["a", "b", "c", "d"].map((letter) => letter.repeat(641)), [3, 1], 2],
  ["two of 1,000 letters that take three bytes each", ["한", "글"].map((letter) => letter.repeat(1_000)), [1, 1], 2],
])(
  "a list that has no family is made searchable in groups, and lets others have their turn before them: %s",
  (_what, secrets, groups, pauses) => {
    const work = searchablesOf(secrets);
    for (let step = 0; step < pauses; step += 1) {
      expect(work.next().done).toBe(false);
    }
    expect(work.next()).toEqual({ done: true, value: Array(groups.length).fill(expect.anything()) });
    expect(jest.mocked(wordsOf).mock.calls.map(([those]) => those.length)).toEqual(groups);
  },
);

test("long secrets of a family are not made searchable all at once", () => {
  const all = withFamily(Array.from({ length: 8 }, (_, index) => `${index}`.repeat(1_000)));
  atOnce(searchablesOf(all));
  expect(Math.max(...jest.mocked(wordsOf).mock.calls.map(([those]) => those.length))).toBe(2);
});

test.each([
  [66, true],
  [67, false],
])("a list of one secret that had %d still finds the others: %p", (count, isKept) => {
  const all = withFamily(Array.from({ length: count }, (_, index) => secret(index)));
  atOnce(searchablesOf(all));
  all.length = 1;
  expect(redactor(all)(`${secret(65)}.`)).toBe(isKept ? "[redacted]." : `${secret(65)}.`);
});

test("a list that shrinks forgets, and a list of no family is searched for itself", () => {
  const all = withFamily(Array.from({ length: 100 }, (_, index) => secret(index)));
  expect(redactor(all)(`${secret(99)}.`)).toBe("[redacted].");
  all.length = 1;
  expect(redactor(all)(`${secret(0)}, ${secret(99)}`)).toBe(`[redacted], ${secret(99)}`);
  expect(redactor(inFamilyOf([], [secret(1)]))(`${secret(0)}, ${secret(1)}`)).toBe(`${secret(0)}, [redacted]`);
  expect(redactor([])(secret(0))).toBe(secret(0));
});

test("many secrets are made searchable in slices, and none is missed where another error meanwhile begins the family anew", () => {
  const all = withFamily(Array.from({ length: 800 }, (_, index) => secret(index)));
  const work = new SecretSearch(all).redacted([0, 1, 399, 799].map(secret).join(", "));
  const forgetAll = (): void => {
    // Far fewer are wanted for a moment: the family forgets the others.
    const others = all.splice(1);
    atOnce(searchablesOf(all));
    all.push(...others);
  };
  const next = () => {
    jest.mocked(wordsOf).mockClear();
    const step = work.next();
    expect(made()).toBeLessThanOrEqual(64);
    return step;
  };
  let step = next();
  for (let steps = 1; step.done !== true; steps += 1) {
    if (steps === 3) {
      forgetAll();
    }
    step = next();
  }
  expect(step.value).toBe("[redacted], [redacted], [redacted], [redacted]");
});

test("many secrets of one request are made searchable in slices too, and none is missed", () => {
  const shared = withFamily(["t1cket-of-the-client"]);
  const own = Array.from({ length: 200 }, (_, index) => secret(index));
  for (const [secrets, first] of [
    [inFamilyOf(shared, [...shared, ...own]), "t1cket-of-the-client"],
    [own, secret(64)],
  ] as const) {
    const work = new SecretSearch(secrets).redacted([first, secret(0), secret(63), secret(199)].join(", "));
    for (;;) {
      jest.mocked(wordsOf).mockClear();
      const step = work.next();
      expect(made()).toBeLessThanOrEqual(65);
      if (step.done === true) {
        expect(step.value).toBe("[redacted], [redacted], [redacted], [redacted]");
        break;
      }
    }
  }
});

test("an error that has yet to be made gives way to the reason of the signal", async () => {
  const controller = new AbortController();
  const calls = Array.from({ length: 40 }, async (_, index) => {
    const soap = createSoapClient({
      endpoint: "http://localhost/",
      headers: { Authorization: `Bearer ${`${index}-t0ken-`.repeat(150)}` },
      transport: () => Promise.reject(new Error("lost")),
    });
    const request = { authenticationTicket: "a", path: "/a/b" };
    try {
      return await folderExists(soap, request, { signal: controller.signal });
    } catch (error) {
      controller.abort("no longer wanted");
      return error;
    }
  });
  const reasons = await Promise.all(calls);
  expect(reasons[0]).toMatchObject({ outcome: "unknown" });
  expect(reasons.filter((reason: unknown) => reason === "no longer wanted").length).toBeGreaterThan(20);
});
