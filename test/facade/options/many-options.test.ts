import { deleteEach, readManyOptions } from "../../../src/delete-each.js";
import type { InfoRouterClient } from "../../../src/index.js";
import { client, GUID, refusedBy } from "./recorder.js";

const deleted = async (input: string) => ({ input, outcome: "deleted" });

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

test.each([
  [null, "options: expected an object"],
  ["x", "options: expected an object"],
])("the options of many deletions are an object, and not %j", (options, message) => {
  expect(() => readManyOptions(options as never)).toThrow(expect.objectContaining({ argument: "options", message }));
});

test("the options of many deletions are read once, and no others", () => {
  const { signal } = new AbortController();
  const options = { concurrency: 2, stopOnError: true, signal, timeoutInMs: 7 };
  expect(readManyOptions({ ...options, another: 1 } as never)).toStrictEqual(options);
});

test.each<[option: string, value: unknown, expected: string]>([
  ["concurrency", 0, "expected a whole number above zero"],
  ["concurrency", 1.5, "expected a whole number above zero"],
  ["concurrency", "2", "expected a whole number above zero"],
  ["stopOnError", "yes", "expected true or false"],
  ["stopOnError", null, "expected true or false"],
  ["timeoutInMs", 0, "expected milliseconds above zero, or Infinity for no limit"],
  ["signal", {}, "expected an AbortSignal"],
])("%s is not %j", (option, value, expected) => {
  expect(() => deleteEach([], deleted, { [option]: value })).toThrow(
    expect.objectContaining({ argument: `options.${option}`, message: `options.${option}: ${expected}` }),
  );
});

test.each([
  [null, "null"],
  [undefined, "undefined"],
  ["/a/b", "string"],
  [7, "number"],
  [{}, "object"],
])("what is deleted is an iterable, and not %j", (inputs, found) => {
  expect(() => deleteEach(inputs as never, deleted, {})).toThrow(
    expect.objectContaining({
      argument: "inputs",
      message: `inputs: expected an array or another iterable, found ${found}`,
    }),
  );
});

test.each<[argument: string, begin: (infoRouter: InfoRouterClient) => unknown]>([
  ["paths", (infoRouter) => infoRouter.deleteFolders("/a/b" as never)],
  ["downloadHandlers", (infoRouter) => infoRouter.deleteDownloadHandlers(GUID as never)],
])("a string in place of `%s` is refused under that name", async (argument, begin) => {
  expect(await refusedBy(() => begin(client()))).toBe(argument);
});

test("stopOnError goes on after what did not fail", async () => {
  const results = await all(deleteEach(["a", "b", "c"], deleted, { stopOnError: true, concurrency: 1 }));
  expect(results.map(({ input }) => input)).toEqual(["a", "b", "c"]);
});

test("an input that comes after the abort is not begun", async () => {
  const controller = new AbortController();
  const begun = jest.fn(deleted);
  async function* inputs(): AsyncGenerator<string> {
    yield "a";
    controller.abort("enough");
    yield "b";
  }
  const deletion = all(deleteEach(inputs(), begun, { signal: controller.signal, concurrency: 1 }));
  await expect(deletion).rejects.toBe("enough");
  expect(begun.mock.calls).toEqual([["a"]]);
});

test("inputs that threw are not closed once more", async () => {
  const inputs = {
    [Symbol.iterator]: () => inputs,
    next: () => {
      throw new Error("no more");
    },
    return: jest.fn(),
  };
  await expect(all(deleteEach(inputs as Iterable<string>, deleted, {}))).rejects.toThrow("no more");
  expect(inputs.return).not.toHaveBeenCalled();
});
