import { NameScope } from "../../scripts/contract/names.js";
import type { Definition } from "../../scripts/emit/print/definition.js";
import { array, call, type Expression, print } from "../../scripts/emit/print/expression.js";
import { orderDefinitions } from "../../scripts/emit/print/order.js";
import { type Declaration, schemaOf } from "../../scripts/emit/print/symbol.js";
import { plainType } from "../../scripts/emit/print/type-expression.js";

test("reads and emits a chain of types that is longer than the stack is deep", () => {
  const chain = Array.from({ length: 20_000 }, (_, index): Declaration => ({ name: `T${index}`, file: "types.ts" }));
  const definitions = chain.map((declaration, index): Definition => {
    const next = chain[index + 1];
    const type = { kind: "alias", type: plainType("string") } as const;
    return { declaration, documentation: "", type, ...(next !== undefined && { schema: schemaOf(next) }) };
  });
  const ordered = orderDefinitions(definitions, ({ file }) => file).files.get("types.ts");
  expect(ordered?.map(({ declaration }) => declaration)).toEqual(chain.toReversed());
});

test("finding a free number for a name takes no longer for the thousandth than for the second", () => {
  let folded = 0;
  const scope = new NameScope([], (name) => {
    folded += 1;
    return name;
  });
  const names = Array.from({ length: 1_000 }, () => scope.claimWith("Schema", "Folder"));
  expect(names.slice(0, 3)).toEqual(["Folder", "Folder2", "Folder3"]);
  expect(new Set(names).size).toBe(1_000);
  expect(folded).toBeLessThan(10 * names.length);
});

test("printing a schema reads a name no more often the deeper the schema is", () => {
  let read = 0;
  const name = {
    source: "runtime" as const,
    get name() {
      read += 1;
      return "item";
    },
  };
  const depth = 300;
  const schema = Array.from({ length: depth }).reduce<Expression>((inner) => call(name, array([inner])), "x");
  expect(print(schema, { indent: 0, column: 0, after: 0 }).match(/item/g)).toHaveLength(depth);
  expect(read).toBeLessThan(100 * depth);
});
