import { NameScope } from "../../scripts/contract/names.js";
import type { Facet } from "../../scripts/contract/service-model.js";
import { layOutInFolders } from "../../scripts/emit/layout.js";
import type { Definition } from "../../scripts/emit/print/definition.js";
import { array, call, type Expression, print } from "../../scripts/emit/print/expression.js";
import { orderDefinitions } from "../../scripts/emit/print/order.js";
import { type Declaration, schemaOf } from "../../scripts/emit/print/symbol.js";
import { plainType } from "../../scripts/emit/print/type-expression.js";
import { enumerationOf } from "../../scripts/emit/what/literals.js";
import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";

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

test("types whose names share a thousand words are divided by the first eight, and each name is read once for them", () => {
  let read = 0;
  const definitions = ["A", "B"].map((last): Definition => {
    const declaration = {
      file: "types.ts",
      get name() {
        read += 1;
        return `Word${"Word".repeat(1_000)}${last}`;
      },
    };
    return { declaration, documentation: "", type: { kind: "alias", type: plainType("string") } };
  });
  const { pathOf } = layOutInFolders([], definitions, () => 200 * 1024);
  expect(new Set(definitions.map(({ declaration }) => pathOf(declaration)))).toEqual(
    new Set([`types/w/${"word/".repeat(7)}word.ts`]),
  );
  expect(read).toBe(definitions.length);
});

test.each([
  [
    "documentation",
    `<xs:element name="e" type="xs:string"><xs:annotation><xs:documentation>${"x".repeat(1_000_000)}</xs:documentation></xs:annotation></xs:element>`,
  ],
  ["default values", `<xs:element name="e" type="xs:string" default="${"x".repeat(1_000_000)}"/>`],
])("emits no code that repeats long texts without end: %s of a group", async (_what, particle) => {
  const types = Array.from(
    { length: 70 },
    (_, index) => `<xs:complexType name="T${index}"><xs:group ref="tns:g"/></xs:complexType>`,
  );
  const schema = `<xs:element name="good"/><xs:group name="g"><xs:sequence>${particle}</xs:sequence></xs:group>${types.join("")}`;

  await expect(generated(contractOf(schema, ["good"]))).rejects.toThrow(
    /^test\.wsdl: its code would have more than 64 MB: it repeats long texts$/,
  );
});

test("the values of an enumeration are made once, however many types restrict it", () => {
  const facets: Facet[] = ["a", "b"].map((value) => ({ kind: "enumeration", value }));
  const values = enumerationOf(facets, { kind: "text", whiteSpace: "collapse" });
  expect(values).toEqual(['"a"', '"b"']);
  expect(enumerationOf(facets, { kind: "text", whiteSpace: "collapse" })).toBe(values);
  expect(enumerationOf(facets, { kind: "text", whiteSpace: "preserve" })).not.toBe(values);
});

/** Processor time, because others may use the machine. */
async function timeInMs(action: () => Promise<unknown>): Promise<number> {
  const begin = process.cpuUsage();
  await action();
  return process.cpuUsage(begin).user / 1000;
}

const numbersUpTo = (count: number) => Array.from({ length: count }, (_, index) => 1_000_000 + index);
const restriction = (name: string, base: string, values: readonly number[]) =>
  `<xs:simpleType name="${name}"><xs:restriction base="${base}">${values.map((value) => `<xs:enumeration value="v${value}"/>`).join("")}</xs:restriction></xs:simpleType>`;
const wildcard = (values: readonly number[]) =>
  `<xs:anyAttribute namespace="${values.map((value) => `urn:${value}`).join(" ")}"/>`;

test.each<[what: string, types: (values: readonly number[]) => string]>([
  [
    "values of an enumeration of an enumeration",
    (values) => restriction("A", "xs:string", values) + restriction("B", "tns:A", values),
  ],
  [
    "namespaces of attributes beside those of a group",
    (values) =>
      `<xs:attributeGroup name="g">${wildcard(values)}</xs:attributeGroup><xs:complexType name="A"><xs:attributeGroup ref="tns:g"/>${wildcard(values)}</xs:complexType>`,
  ],
  [
    "namespaces of attributes beside those of a base",
    (values) =>
      `<xs:complexType name="A">${wildcard(values)}</xs:complexType><xs:complexType name="B"><xs:complexContent><xs:extension base="tns:A">${wildcard(values)}</xs:extension></xs:complexContent></xs:complexType>`,
  ],
  [
    "values of a type and of other definitions of its name",
    (values) => restriction("A", "xs:string", values) + restriction("A", "xs:string", []).repeat(values.length / 100),
  ],
  [
    "values of an attribute and of extensions that declare it again",
    (values) => {
      const type = restriction("", "xs:string", values).replace(' name=""', "");
      const use = '<xs:attribute ref="tns:kind"/>';
      const extensions = values
        .slice(0, values.length / 100)
        .map(
          (value) =>
            `<xs:complexType name="T${value}"><xs:complexContent><xs:extension base="tns:A">${use}</xs:extension></xs:complexContent></xs:complexType>`,
        );
      return `<xs:attribute name="kind">${type}</xs:attribute><xs:complexType name="A">${use}</xs:complexType>${extensions.join("")}`;
    },
  ],
])("takes time in proportion to the number of %s", async (_what, types) => {
  const times: number[] = [];
  for (const count of [10_000, 10_000, 40_000]) {
    const contract = contractOf(`<xs:element name="good"/>${types(numbersUpTo(count))}`, ["good"]);
    times.push(await timeInMs(() => generated(contract)));
  }
  expect(times[2]).toBeLessThan(10 * (times[1] ?? 0) + 200);
});

test("a pattern is translated once, however many types have its group", async () => {
  const pattern = '<xs:restriction base="xs:string"><xs:pattern value="[qx]+"/></xs:restriction>';
  const group = `<xs:element name="p"><xs:simpleType>${pattern}</xs:simpleType></xs:element>`;
  const types = ["A", "B", "C"].map(
    (name) => `<xs:complexType name="${name}"><xs:group ref="tns:g"/></xs:complexType>`,
  );
  const schema = `<xs:element name="good"/><xs:group name="g"><xs:sequence>${group}</xs:sequence></xs:group>${types.join("")}`;
  const compiled = jest.spyOn(globalThis, "RegExp");
  try {
    const texts = await generated(contractOf(schema, ["good"]));
    expect([...texts.values()].join("").match(/pattern: /g)).toHaveLength(types.length);
    expect(compiled.mock.calls.filter(([source]) => source === "^(?:[qx]+)$")).toHaveLength(1);
  } finally {
    compiled.mockRestore();
  }
});

test("patterns that together are longer than those of any contract are not translated, and named in the documentation", async () => {
  const pattern = `<xs:restriction base="xs:string"><xs:pattern value="${"x".repeat(10_000)}"/></xs:restriction>`;
  const types = Array.from({ length: 52 }, (_, index) => `<xs:simpleType name="T${index}">${pattern}</xs:simpleType>`);
  const texts = await generated(contractOf(`<xs:element name="good"/>${types.join("")}`, ["good"]));
  const code = [...texts.values()].join("");

  expect(code.match(/pattern:\s+\/\^\(\?:x/g)).toHaveLength(50);
  expect(code.match(/Not checked here: the pattern\s[ *]*`x/g)).toHaveLength(2);
});

test("the values of a global attribute are emitted once, however many types refer to it", async () => {
  const values = Array.from({ length: 20 }, (_, index) => `<xs:enumeration value="kind-${index}"/>`).join("");
  const attribute = `<xs:attribute name="kind"><xs:simpleType><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType></xs:attribute>`;
  const types = Array.from(
    { length: 50 },
    (_, index) =>
      `<xs:element name="e${index}"><xs:complexType><xs:attribute ref="tns:kind"/></xs:complexType></xs:element>`,
  );
  const names = types.map((_, index) => `e${index}`);
  const texts = await generated(contractOf(`${attribute}${types.join("")}`, names));
  const code = [...texts.values()].join("");

  expect(code.match(/kind-19/g)?.length).toBeLessThan(5);
});
