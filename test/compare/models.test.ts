import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Change, type Direction, isNote } from "../../scripts/compare/verdict/change.js";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { SUMMARIES } from "../../scripts/compare/words/templates.js";
import { NameScope } from "../../scripts/contract/names.js";
import type { ServiceModel } from "../../scripts/contract/service-model.js";
import { readWsdl } from "../../scripts/read/wsdl/read-wsdl.js";
import { readFiles } from "../codegen/read-outline.js";
import { contentChanges } from "./content-changes.js";
import { complex, wsdlWith } from "./contract-changes.js";
import { facetChanges } from "./facet-changes.js";
import { nameChanges } from "./name-changes.js";
import { operationChanges, plain, twice } from "./operation-changes.js";
import { typeChanges } from "./type-changes.js";
import { valueChanges } from "./value-changes.js";

function numbersUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

const root = join(__dirname, "../..");

async function compare(older: string, newer: string, operations?: readonly string[]): Promise<Change[]> {
  const [before, after] = await Promise.all([readFiles({ "s.wsdl": older }), readFiles({ "s.wsdl": newer })]);
  return compareModels(before, after, operations && { operations });
}

/** `element-respelt T/a: request clients, response clients+code`: what a change breaks in which direction. */
function outline(change: Change): string {
  const { kind, place, path, impact } = change;
  const where = [place?.name.replace(/^\{.*\}/, ""), path].filter((step) => step !== undefined).join("/");
  const breaks = (["operation", "request", "response", "fault"] satisfies Direction[]).flatMap((direction) => {
    const { clients, code } = impact[direction] ?? { clients: "work", code: "compiles" };
    const who = [clients === "break" && "clients", code === "breaks" && "code"].filter((one) => one !== false);
    return who.length === 0 ? [] : [`${direction} ${who.join("+")}`];
  });
  const verdict = isNote(change) ? "note" : breaks.join(", ") || "compatible";
  return `${where === "" ? kind : `${kind} ${where}`}: ${verdict}`;
}

const TITLE = "lists $change, and the reverse change, with what they break";

describe.each([
  ["content", contentChanges],
  ["types", typeChanges],
  ["values", valueChanges],
  ["facets", facetChanges],
  ["names in code", nameChanges],
])("compareModels: %s", (_, changes) => {
  test.each(changes)(TITLE, async ({ older, newer, expected, reverse }) => {
    const [before, after] = [wsdlWith(...older), wsdlWith(...newer)];
    expect((await compare(before, after)).map(outline)).toEqual(expected);
    expect((await compare(after, before)).map(outline)).toEqual(reverse);
  });
});

test("every kind of change has a row in these tables", async () => {
  const changes = await Promise.all([
    ...[...contentChanges, ...typeChanges, ...valueChanges, ...facetChanges, ...nameChanges].flatMap(
      ({ older, newer }) => {
        const [before, after] = [wsdlWith(...older), wsdlWith(...newer)];
        return [compare(before, after), compare(after, before)];
      },
    ),
    ...operationChanges.flatMap(({ older, newer }) => [compare(older, newer), compare(newer, older)]),
  ]);
  const kinds = Object.keys(SUMMARIES).filter((key) => !/^enumeration-(?:added|removed)$/.test(key));
  expect([...new Set(changes.flat().map(({ kind }) => kind))].sort()).toEqual(kinds.sort());
});

test.each(operationChanges)(`compareModels: operations ${TITLE}`, async ({ older, newer, expected, reverse }) => {
  expect((await compare(older, newer)).map(outline)).toEqual(expected);
  expect((await compare(newer, older)).map(outline)).toEqual(reverse);
});

test("lists a change of a shared, recursive type once, with all operations that use it", async () => {
  const contract = (city: string) =>
    wsdlWith(
      `<complexType name="T"><sequence><element name="person" type="t:Person" minOccurs="0"/></sequence></complexType>`,
      `<complexType name="Person"><sequence>
         <element name="home" type="t:Address"/><element name="friends" type="t:Person" minOccurs="0" maxOccurs="9"/>
       </sequence></complexType>
       <complexType name="Address"><sequence>
         <element name="${city}" type="string"/><element name="owner" type="t:Person" minOccurs="0"/>
       </sequence></complexType>`,
    ).replace(/<operation name="Put">.*?<\/operation>/gs, (operation) =>
      ["Put", "Get", "List"].map((name) => operation.replaceAll(/(name="|urn:t\/)Put/g, `$1${name}`)).join(""),
    );
  const changes = await compare(contract("city"), contract("City"));
  expect(changes).toEqual([
    {
      kind: "element-respelt",
      operations: ["Put", "Get", "List"],
      place: { kind: "type", name: "{urn:t}Address" },
      path: "city",
      old: "city",
      new: "City",
      impact: {
        request: { clients: "break", code: "compiles" },
        response: { clients: "break", code: "compiles" },
      },
    },
  ]);
});

test("compares only the operations of the option", async () => {
  const changed = twice("Get").replace("urn:t/Put", "urn:t#Put");
  expect((await compare(plain, changed, ["Put"])).map(outline)).toEqual(["soap-action-changed: operation clients"]);
  expect((await compare(changed, plain, ["Get"])).map(outline)).toEqual(["operation-removed: operation clients+code"]);
  expect((await compare(plain, changed, ["Get"])).map(outline)).toEqual(["operation-added: compatible"]);
  expect(await compare(plain, changed, ["Nope"])).toEqual([]);
});

test("distinguishes overloaded operations by the names of their inputs (WSDL 1.1 §2.5)", async () => {
  const overloaded = plain
    .replace(`<operation name="Put"><input`, `<operation name="Put"><input name="PutOne"`)
    .replace(
      `</operation>\n  </portType>`,
      `</operation><operation name="Put"><input name="PutTwo" message="t:PutIn"/></operation></portType>`,
    )
    .replace(`<input><soap:body`, `<input name="PutOne"><soap:body`)
    .replace(
      `</operation>\n  </binding>`,
      `</operation><operation name="Put"><soap:operation soapAction="urn:t/Put2"/><input name="PutTwo"><soap:body use="literal"/></input></operation></binding>`,
    );
  const changes = await compare(plain, overloaded);
  expect(changes.map((change) => [outline(change), change.operations])).toEqual([
    ["operation-added: compatible", ["Put(PutTwo)"]],
  ]);
  expect(
    (await compare(overloaded, overloaded.replace("urn:t/Put2", "urn:t/Put3"))).map(({ operations }) => operations),
  ).toEqual([["Put(PutTwo)"]]);
});

/** A chain of types, each with two elements of the type before and one with the name `salt`. */
function chain(length: number, salt: string): string {
  const types = Array.from({ length }, (_, index) => {
    const inner = index === 0 ? "string" : `t:C${index - 1}`;
    return `<complexType name="C${index}"><sequence>
      <element name="one" type="${inner}"/><element name="two" type="${inner}"/><element name="${salt}" type="string"/>
    </sequence></complexType>`;
  });
  return wsdlWith(
    `<complexType name="T"><sequence><element name="first" type="t:C${length - 1}"/></sequence></complexType>`,
    types.join(""),
  );
}

test("gives up on content models whose comparison would fill the memory, and reports a break", async () => {
  const optional = '<element name="a" type="string" minOccurs="0"/>';
  const contract = (count: number) => wsdlWith(complex(optional.repeat(count)));
  const changes = await compare(contract(2_000), contract(2_001));

  expect(changes.map(outline)).toContain("content-model-changed T: request clients, response clients");
});

test("compares each pair of types once, however many paths lead to it", async () => {
  // There are two to the power of 3000 paths.
  const [older, newer] = await Promise.all(["old", "new"].map((salt) => readFiles({ "s.wsdl": chain(3000, salt) })));
  if (older === undefined || newer === undefined) {
    throw new Error("expected two models");
  }
  expect(compareModels(older, newer)).toHaveLength(6000);
});

test("finds the effect of a reference to another type once, however many types refer to each other", async () => {
  const contract = (count: number, step: number) => {
    const types = Array.from({ length: count }, (_, index) => {
      const to = (number: number) => `t:C${number % count}`;
      return `<complexType name="C${index}"><sequence>
        <element name="one" type="${to(index + 1)}" minOccurs="0"/><element name="two" type="${to(index * step)}" minOccurs="0"/>
      </sequence></complexType>`;
    });
    return wsdlWith(complex('<element name="first" type="t:C0"/>'), types.join(""));
  };
  const changes = await compare(contract(100, 7), contract(100, 11));

  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(["type-changed"]));
  expect(changes.filter(({ impact }) => Object.values(impact).some(({ clients }) => clients === "break"))).toEqual([]);

  // A million pairs of types are too many: a change that is not looked for to the end counts as one that breaks.
  const [change] = await compare(contract(450, 7), contract(451, 11));
  expect(change && outline(change)).toBe("type-changed C1/two: request clients+code, response clients+code");
});

/** Processor time, because others may use the machine. */
async function timeInMs(action: () => Promise<unknown>): Promise<number> {
  const begin = process.cpuUsage();
  await action();
  return process.cpuUsage(begin).user / 1000;
}

test.each<[title: string, contract: (count: number, isNewer: boolean) => string]>([
  [
    "each with a reference to another type, which leads to all those behind it",
    (count, isNewer) => {
      const chainOf = (name: string, attribute: string) =>
        numbersUpTo(count).map((index) => {
          const next = `<element name="next" type="t:${name}${index + 1}" minOccurs="0"/>`;
          const inner = index < count - 1 ? next : "";
          return `<complexType name="${name}${index}"><sequence>${inner}</sequence>${attribute}</complexType>`;
        });
      const types = [...chainOf("A", ""), ...chainOf("B", '<attribute name="x" type="string"/>')].join("");
      const elements = numbersUpTo(count).map(
        (index) => `<element name="e${index}" type="t:${isNewer ? "B" : "A"}${index}" minOccurs="0"/>`,
      );
      return wsdlWith(complex(elements.join("")), types);
    },
  ],
  [
    "each of which leads to the one before and the one after it",
    (count, isNewer) => {
      const types = numbersUpTo(count).map((index) => {
        const near = [index - 1, index + 1].filter((one) => one >= 0 && one < count);
        const elements = near.map((one) => `<element name="e${one}" type="t:A${one}" minOccurs="0"/>`).join("");
        const attribute = isNewer && index === 0 ? '<attribute name="x" type="string"/>' : "";
        return `<complexType name="A${index}"><sequence>${elements}</sequence>${attribute}</complexType>`;
      });
      const response = `<element name="Answer"><complexType><sequence><element name="last" type="t:A${count - 1}"/></sequence></complexType></element>`;
      return wsdlWith(complex('<element name="first" type="t:A0"/>'), types.join("") + response).replace(
        /(<message name="PutOut"><part name="\w+" element=)"[^"]*"/,
        '$1"t:Answer"',
      );
    },
  ],
])(
  "takes time in proportion to the number of types, %s",
  async (_, contract) => {
    const modelsOf = (count: number) =>
      Promise.all([false, true].map((isNewer) => readFiles({ "s.wsdl": contract(count, isNewer) })));
    const [few, many] = [await modelsOf(750), await modelsOf(3_000)];
    const times: number[] = [];
    for (const [older, newer] of [few, few, many]) {
      if (older === undefined || newer === undefined) {
        throw new Error("expected two models");
      }
      times.push(await timeInMs(async () => compareModels(older, newer)));
    }
    expect(times[2]).toBeLessThan(10 * (times[1] ?? 0) + 100);
  },
  60_000,
);

test("compares XPaths in time in proportion to their length", async () => {
  const times: number[] = [];
  for (const length of [10_000, 10_000, 40_000]) {
    const rule = `<unique name="r"><selector xpath="${"a".repeat(length)}"/><field xpath="."/></unique>`;
    const model = await readFiles({ "s.wsdl": wsdlWith(complex(`<element name="a" type="string">${rule}</element>`)) });
    times.push(await timeInMs(async () => compareModels(model, model)));
  }
  expect(times[2]).toBeLessThan(10 * (times[1] ?? 0) + 100);
});

test("names the members of a chain of extensions in time in proportion to what they inherit", async () => {
  const asked = jest.spyOn(NameScope.prototype, "isFree");
  const countFor = async (depth: number) => {
    const contract = (isNewer: boolean) => {
      const types = numbersUpTo(depth).map(
        (number) =>
          `<complexType name="${number === 0 ? "T" : `T${number}`}"><complexContent><extension base="t:T${number + 1}"><sequence><element name="a" type="int"/></sequence></extension></complexContent></complexType>`,
      );
      const root = isNewer ? '<sequence><element name="A" type="int" minOccurs="0"/></sequence>' : "";
      return wsdlWith(types.join(""), `<complexType name="T${depth}">${root}</complexType>`);
    };
    asked.mockClear();
    const changes = await compare(contract(false), contract(true));
    expect(changes.filter(({ kind }) => kind === "property-renamed")).toHaveLength(depth);
    return asked.mock.calls.length;
  };
  try {
    const [count, countOfFour] = [await countFor(20), await countFor(80)];
    expect(countOfFour).toBeLessThan(20 * count);
  } finally {
    asked.mockRestore();
  }
});

test("compares unions of unions once, however many elements have them", async () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const unions = (word: string) =>
    numbers(8)
      .flatMap((level) =>
        [`t:A${level} t:B${level}`, `t:B${level} t:A${level}`].map(
          (members, index) =>
            `<simpleType name="${"AB"[index]}${level + 1}"><union memberTypes="${members}"/></simpleType>`,
        ),
      )
      .join("") +
    ["A0", "B0"]
      .map(
        (name) =>
          `<simpleType name="${name}"><restriction base="string"><enumeration value="${name}${word}"/></restriction></simpleType>`,
      )
      .join("");
  const elements = numbers(300)
    .map((index) => `<element name="e${index}" type="t:A8"/>`)
    .join("");
  const contract = (word: string) =>
    wsdlWith(`<complexType name="T"><sequence>${elements}</sequence></complexType>`, unions(word));

  expect((await compare(contract("x"), contract("y"))).map(outline)).toEqual([
    "type-changed A8: request clients+code, response clients+code",
  ]);
});

const srv = readFileSync(join(root, "wsdl/srv.wsdl"), "utf8");

test.each<[difference: string, newer: () => Promise<ServiceModel>]>([
  ["itself", () => readFiles({ "srv.wsdl": srv })],
  ["the same with other prefixes", () => readFiles({ "srv.wsdl": withOtherPrefixes(srv) })],
  ["the same without HTTP bindings", () => readFiles({ "srv.wsdl": withoutHttp(srv) })],
  ["the same in another order", () => readFiles({ "srv.wsdl": backwards(srv) })],
  ["the same with a schema of its own for each element", () => readFiles({ "srv.wsdl": withManySchemas(srv) })],
  ["the same with an imported schema", () => readFiles(withImportedSchema(srv))],
])("lists no changes between srv.wsdl and %s", async (_, readNewer) => {
  const [older, newer] = [await readFiles({ "srv.wsdl": srv }), await readNewer()];
  expect(compareModels(older, newer)).toEqual([]);
  expect(compareModels(newer, older)).toEqual([]);
});

function withOtherPrefixes(text: string): string {
  return text
    .replaceAll(/(<\/?|xmlns:|")s(?=[:=])/g, "$1xsd")
    .replaceAll(/(xmlns:|")tns(?=[:=])/g, "$1q1")
    .replaceAll(/(<\/?|xmlns:)soap12(?=[:=])/g, "$1wsoap");
}

function withoutHttp(text: string): string {
  return text
    .replaceAll(/<wsdl:(port|binding|portType) name="SrvHttp.*?<\/wsdl:\1>/gs, "")
    .replaceAll(/<wsdl:message name="\w+Http.*?<\/wsdl:message>/gs, "");
}

const ELEMENT = /^ {6}<s:element .*?^ {6}<\/s:element>\n/gms;

function backwards(text: string): string {
  const elements = text.match(ELEMENT) ?? [];
  const messages = text.match(/<wsdl:message .*?<\/wsdl:message>/gs) ?? [];
  expect([elements.length, messages.length]).toEqual([28, 84]);
  return text
    .replaceAll(ELEMENT, () => elements.pop() ?? "")
    .replaceAll(/<wsdl:message .*?<\/wsdl:message>/gs, () => messages.pop() ?? "");
}

const [SCHEMA = ""] = /<s:schema .*?>/.exec(srv) ?? [];

function withManySchemas(text: string): string {
  return text.replaceAll(ELEMENT, (element) => `${element}</s:schema>${SCHEMA}`);
}

function withImportedSchema(text: string): Record<string, string> {
  const [schema = ""] = /<s:schema .*<\/s:schema>/s.exec(text) ?? [];
  const prefixes = `xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://tempuri.org/"`;
  return {
    "srv.wsdl": text.replace(
      schema,
      () => `<s:schema><s:import namespace="http://tempuri.org/" schemaLocation="types.xsd"/></s:schema>`,
    ),
    "types.xsd": schema.replace("<s:schema", `<s:schema ${prefixes}`),
  };
}

const corpus = resolve(root, "../shared/corpus");
const isHere = existsSync(join(corpus, "INDEX.json"));
const entries: readonly { readonly entry: string }[] = isHere
  ? JSON.parse(readFileSync(join(corpus, "INDEX.json"), "utf8"))
  : [];

(isHere ? test : test.skip)(
  "lists no changes between a published WSDL and itself",
  async () => {
    let count = 0;
    for (const { entry } of entries) {
      const read = () => readWsdl(pathToFileURL(join(corpus, entry)).href, async (url) => readFileSync(new URL(url)));
      const models = await Promise.all([read(), read()]).catch(() => undefined);
      if (models !== undefined) {
        expect([entry, compareModels(...models)]).toEqual([entry, []]);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(70);
  },
  60_000,
);
