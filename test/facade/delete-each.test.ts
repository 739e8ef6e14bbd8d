import { setImmediate as turn } from "node:timers/promises";
import nock from "nock";
import { InfoRouterClient } from "../../src/client.js";
import { type DeleteManyOptions, deleteEach } from "../../src/delete-each.js";
import { InvalidInputError } from "../../src/soap/errors.js";
import { answer, SOAP } from "../support/soap-messages.js";

interface Result {
  readonly input: number;
  readonly outcome: "deleted" | "failed";
}

/** Deletions that end when the test ends them. */
function deletions() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve: (result: Result) => void; reject: (reason: unknown) => void }>();
  const end = (input: number) => {
    const found = ends.get(input);
    if (found === undefined) {
      throw new Error(`Deletion ${input} has not begun.`);
    }
    ends.delete(input);
    return found;
  };
  return {
    begun,
    get underWay() {
      return ends.size;
    },
    deleteOne: (input: number) =>
      new Promise<Result>((resolve, reject) => {
        begun.push(input);
        ends.set(input, { resolve, reject });
      }),
    succeed: (input: number) => end(input).resolve({ input, outcome: "deleted" }),
    fail: (input: number) => end(input).resolve({ input, outcome: "failed" }),
    throw: (input: number, reason: unknown) => end(input).reject(reason),
  };
}

/** Inputs that count how many were requested, and whether they were closed. */
function counted(length: number) {
  const state = { asked: 0, closed: 0 };
  const inputs: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        state.asked += 1;
        return state.asked <= length ? { done: false, value: state.asked } : { done: true, value: undefined };
      },
      return: async () => {
        state.closed += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return { state, inputs };
}

/** Iterates in the background, and notes what comes. */
function consume<T>(results: AsyncIterable<T>) {
  const seen: T[] = [];
  const ended = (async () => {
    for await (const result of results) {
      seen.push(result);
    }
  })();
  ended.catch(() => {});
  return { seen, ended };
}

const immediately = async (input: number): Promise<Result> => ({ input, outcome: "deleted" });

async function* asynchronous(...inputs: number[]) {
  yield* inputs;
}

test.each<[string, Iterable<number> | AsyncIterable<number>]>([
  ["an array", [1, 2, 3]],
  ["a set", new Set([1, 2, 3])],
  ["a generator", [1, 2, 3].values()],
  ["an asynchronous generator", asynchronous(1, 2, 3)],
  [
    "an iterator that has no return()",
    { [Symbol.iterator]: () => ({ next: [1, 2, 3].values().next.bind([1, 2, 3].values()) }) },
  ],
])("takes %s, and gives each input's result once", async (_name, inputs) => {
  const { seen, ended } = consume(deleteEach(inputs, immediately, { concurrency: 2 }));
  await ended;
  expect(seen).toEqual([1, 2, 3].map((input) => ({ input, outcome: "deleted" })));
});

test("ends at once where there is nothing to delete", async () => {
  const { seen, ended } = consume(deleteEach([], immediately, {}));
  await ended;
  expect(seen).toEqual([]);
});

test("gives the results in the order of completion, with no more under way than allowed", async () => {
  const { begun, deleteOne, succeed, fail } = deletions();
  const { seen, ended } = consume(deleteEach([1, 2, 3, 4, 5], deleteOne, { concurrency: 3 }));
  await turn();
  expect(begun).toEqual([1, 2, 3]);
  succeed(3);
  await turn();
  expect(begun).toEqual([1, 2, 3, 4]);
  fail(1);
  await turn();
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  for (const input of [5, 4, 2]) {
    succeed(input);
    await turn();
  }
  await ended;
  expect(seen.map(({ input }) => input)).toEqual([3, 1, 5, 4, 2]);
});

test("asks for no more inputs than can begin, and for none while a slow consumer holds what there is", async () => {
  const { state, inputs } = counted(100);
  const { begun, deleteOne, succeed } = deletions();
  const results = deleteEach(inputs, deleteOne, { concurrency: 2 });
  await turn();
  expect(state.asked).toBe(0);
  const first = results.next();
  await turn();
  succeed(1);
  succeed(2);
  expect(await first).toMatchObject({ value: { input: 1 } });
  await turn();
  expect(state.asked).toBe(2);
  expect((await results.next()).value).toMatchObject({ input: 2 });
  await turn();
  expect(begun).toEqual([1, 2, 3]);
  succeed(3);
  await results.return();
  expect(state).toEqual({ asked: 3, closed: 1 });
});

test("gives a result at once, though the next input is not there yet", async () => {
  async function* inputs() {
    yield 1;
    await new Promise(() => {});
  }
  const results = deleteEach(inputs(), immediately, {});
  expect((await results.next()).value).toEqual({ input: 1, outcome: "deleted" });
  await results.return();
});

test("with stopOnError begins no more after a failure, and reports what was under way", async () => {
  const { state, inputs } = counted(100);
  const { begun, deleteOne, succeed, fail } = deletions();
  const { seen, ended } = consume(deleteEach(inputs, deleteOne, { concurrency: 3, stopOnError: true }));
  await turn();
  fail(2);
  await turn();
  succeed(1);
  succeed(3);
  await ended;
  expect(begun).toEqual([1, 2, 3]);
  expect(seen.map(({ input, outcome }) => [input, outcome])).toEqual([
    [2, "failed"],
    [1, "deleted"],
    [3, "deleted"],
  ]);
  expect(state).toEqual({ asked: 3, closed: 1 });
});

describe("an abort", () => {
  test("begins no more, reports what was under way, and throws the signal's own reason", async () => {
    const { state, inputs } = counted(100);
    const { begun, deleteOne, succeed } = deletions();
    const controller = new AbortController();
    const { seen, ended } = consume(deleteEach(inputs, deleteOne, { concurrency: 2, signal: controller.signal }));
    await turn();
    const reason = new Error("Enough.");
    controller.abort(reason);
    await turn();
    expect(seen).toEqual([]);
    succeed(1);
    succeed(2);
    await expect(ended).rejects.toBe(reason);
    expect(seen).toHaveLength(2);
    expect(begun).toEqual([1, 2]);
    expect(state).toEqual({ asked: 2, closed: 1 });
  });

  test("before the first result asks for no input", async () => {
    const { state, inputs } = counted(100);
    await expect(deleteEach(inputs, immediately, { signal: AbortSignal.abort("no") }).next()).rejects.toBe("no");
    expect(state).toEqual({ asked: 0, closed: 1 });
  });

  test("does not wait for an input that never comes", async () => {
    const controller = new AbortController();
    const inputs = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const { ended } = consume(deleteEach(inputs, immediately, { signal: controller.signal }));
    await turn();
    controller.abort("late");
    await expect(ended).rejects.toBe("late");
  });

  test("ends as well by a signal that cannot throw by itself", async () => {
    const controller = new AbortController();
    const signal = Object.assign(controller.signal, { throwIfAborted: undefined }) as never;
    const results = deleteEach([1, 2], immediately, { signal });
    await results.next();
    controller.abort("no");
    await expect(consume(results).ended).rejects.toBe("no");
  });

  test("adds one listener to the signal, also for many iterations at once", async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, "addEventListener");
    await Promise.all([1, 2, 3].map(() => consume(deleteEach([1, 2, 3], immediately, { signal })).ended));
    expect(add).toHaveBeenCalledTimes(1);
  });

  test("leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, "removeEventListener");
    const add = jest.spyOn(signal, "addEventListener");
    await consume(deleteEach([1, 2, 3], immediately, { signal })).ended;
    const listeners = ({ mock: { calls } }: typeof add | typeof remove) => calls.map(([, listener]) => listener);
    expect([add.mock.calls.length, listeners(remove)]).toEqual([1, listeners(add)]);
  });
});

test("leaving the loop waits for what is under way, and closes the inputs", async () => {
  const { state, inputs } = counted(100);
  const deleting = deletions();
  let left = false;
  const leaving = (async () => {
    for await (const _result of deleteEach(inputs, deleting.deleteOne, { concurrency: 3 })) {
      break;
    }
    left = true;
  })();
  await turn();
  deleting.succeed(2);
  await turn();
  deleting.succeed(1);
  await turn();
  expect(left).toBe(false);
  deleting.fail(3);
  await leaving;
  expect(deleting.begun).toEqual([1, 2, 3]);
  expect(state).toEqual({ asked: 3, closed: 1 });
});

describe("an iterable that throws", () => {
  const reason = new Error("The list is torn.");

  test.each<[string, () => Iterable<number> | AsyncIterable<number>]>([
    [
      "synchronously",
      function* () {
        yield 1;
        yield 2;
        throw reason;
      },
    ],
    [
      "asynchronously",
      async function* () {
        yield 1;
        yield 2;
        throw reason;
      },
    ],
  ])("%s, ends the iteration with its error after the results of what was begun", async (_name, inputs) => {
    const { deleteOne, succeed } = deletions();
    const { seen, ended } = consume(deleteEach(inputs(), deleteOne, { concurrency: 4 }));
    await turn();
    succeed(2);
    await turn();
    succeed(1);
    await expect(ended).rejects.toBe(reason);
    expect(seen.map(({ input }) => input)).toEqual([2, 1]);
  });

  test("at its first input, throws its error", async () => {
    const inputs = {
      [Symbol.iterator]: () => ({
        next: (): IteratorResult<number> => {
          throw reason;
        },
      }),
    };
    await expect(deleteEach(inputs, immediately, {}).next()).rejects.toBe(reason);
  });

  test("when it is closed, does not hide what happened", async () => {
    const inputs = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 1 }),
        return: (): IteratorResult<number> => {
          throw reason;
        },
      }),
    };
    const results = deleteEach(inputs, immediately, { concurrency: 1 });
    await results.next();
    await expect(results.return()).resolves.toMatchObject({ done: true });
  });
});

test("a deletion that throws ends the iteration with its error after the results of the others", async () => {
  const deleting = deletions();
  const { seen, ended } = consume(deleteEach([1, 2, 3, 4], deleting.deleteOne, { concurrency: 2 }));
  await turn();
  deleting.throw(1, "full");
  await turn();
  deleting.succeed(2);
  await expect(ended).rejects.toBe("full");
  expect(seen).toEqual([{ input: 2, outcome: "deleted" }]);
  expect(deleting.begun).toEqual([1, 2]);
});

test.each<[DeleteManyOptions, string]>([
  [{ concurrency: 0 }, "options.concurrency"],
  [{ concurrency: 1.5 }, "options.concurrency"],
  [{ concurrency: Number.POSITIVE_INFINITY }, "options.concurrency"],
  [{ timeoutInMs: 0 }, "options.timeoutInMs"],
])("refuses %j when called", (options, argument) => {
  expect(() => deleteEach([1], immediately, options)).toThrow(expect.objectContaining({ argument }));
});

test.each(["/Finance/Reports", undefined, null, 7, {}])("refuses %p in the place of inputs", (inputs) => {
  expect(() => deleteEach(inputs as unknown as number[], immediately, {})).toThrow(InvalidInputError);
});

test("gives 20,000 results, each once, within the concurrency", async () => {
  let underWay = 0;
  let most = 0;
  const deleteOne = async (input: number): Promise<Result> => {
    most = Math.max(most, ++underWay);
    await (input % 1000 === 0 ? turn() : undefined);
    underWay -= 1;
    return { input, outcome: "deleted" };
  };
  const seen = new Set<number>();
  for await (const { input } of deleteEach(Array.from({ length: 20_000 }).keys(), deleteOne, { concurrency: 16 })) {
    seen.add(input);
  }
  expect(seen.size).toBe(20_000);
  expect(most).toBeLessThanOrEqual(16);
});

describe("the client", () => {
  const origin = "https://dms.example.com";
  const client = new InfoRouterClient({ endpoint: `${origin}/srv.asmx`, ticket: "3f2504e0" });

  beforeAll(() => nock.disableNetConnect());
  afterAll(() => nock.restore());

  function reply(operation: string, answers: Readonly<Record<string, string>>) {
    nock(origin)
      .post("/srv.asmx")
      .times(Object.keys(answers).length)
      .reply((_uri, body) => {
        const named = Object.entries(answers).find(([name]) => String(body).includes(`>${name}<`));
        return [200, answer(operation, named?.[1] ?? "<none />"), { "Content-Type": SOAP["1.1"].contentType }];
      });
  }

  test("gives each folder's outcome, and a failure for what is no folder's path", async () => {
    reply("DeleteFolder", {
      "/a/yes": '<response success="true" />',
      "/a/gone": '<response error="Folder not found." />',
      "/a/gone too": '<response success="false" error="Target folder cannot be found" errorCode="4041" />',
      "/a/no": '<response error="Access denied." />',
      "/a/no as well": '<response success="false" error="Zugriff verweigert" errorCode="4030" />',
    });
    const { seen, ended } = consume(
      client.deleteFolders(["/a/yes", "/library", "/a/gone", "/a/gone too", "/a/no", "/a/no as well"], {
        ifMissing: "ignore",
      }),
    );
    await ended;
    expect(new Map(seen.map((result) => [result.path, result]))).toEqual(
      new Map<string, object>([
        ["/a/yes", { path: "/a/yes", outcome: "deleted" }],
        ["/library", { path: "/library", outcome: "failed", error: expect.any(InvalidInputError) }],
        ["/a/gone", { path: "/a/gone", outcome: "missing" }],
        ["/a/gone too", { path: "/a/gone too", outcome: "missing" }],
        ...["/a/no", "/a/no as well"].map((path): [string, object] => [
          path,
          { path, outcome: "failed", error: expect.objectContaining({ code: "ACCESS_DENIED" }) },
        ]),
      ]),
    );
    expect(nock.isDone()).toBe(true);
  });

  test("lets a timer abort it, also where all paths are invalid and fail at once", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setImmediate(() => controller.abort(reason));
    const { seen, ended } = consume(client.deleteFolders(Array(1000).fill("/library"), { signal: controller.signal }));
    await expect(ended).rejects.toBe(reason);
    expect(seen.length).toBeLessThan(1000);
  });

  test("names download handlers as they were given", async () => {
    const guid = "A1B2C3D4E5F67890ABCDEF1234567890";
    reply("DeleteDownloadHandler", { "a1b2c3d4-e5f6-7890-abcd-ef1234567890": '<response success="true" />' });
    const { seen, ended } = consume(client.deleteDownloadHandlers(new Set([guid, "none"]), { concurrency: 1 }));
    await ended;
    expect(seen).toEqual([
      { downloadHandler: guid, outcome: "acknowledged" },
      { downloadHandler: "none", outcome: "failed", error: expect.any(InvalidInputError) },
    ]);
  });
});
