import { schemaOf, wsdlAround } from "../read-outline.js";
import { complex, contract, reportOf, SOAP } from "./graded.js";

/** Groups that each refer twice to the one before. */
const doubling = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `<xs:group name="g${index + 1}"><xs:sequence><xs:group ref="t:g${index}"/><xs:group ref="t:g${index}"/></xs:sequence></xs:group>`,
  ).join("");
const first = '<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>';

test("leaves out a type that a few lines make larger than any contract", async () => {
  const given = `${first}${doubling(60)}<xs:element name="good"/>\n${complex('<xs:group ref="t:g60"/>')}`;

  expect(await reportOf({ "t.wsdl": wsdlAround(schemaOf(given)) })).toEqual([
    't.wsdl:4:26: left out: complexType T: <group ref="t:g60"> holds more than 10000 elements, once its groups are expanded; expected a smaller one',
  ]);
});

test("leaves out types that together are larger than any contract", async () => {
  const types = Array.from({ length: 40 }, (_, index) =>
    complex('<xs:group ref="t:g11"/>').replace('"T"', `"T${index}"`),
  );
  const lines = await reportOf({ "t.wsdl": wsdlAround(schemaOf(`${first}${doubling(11)}\n${types.join("\n")}`)) });

  expect(lines[0]).toMatch(
    / and others hold more than 200000 elements, once its groups are expanded; expected a smaller one$/,
  );
});

test.each<[what: string, types: string]>([
  [
    "unions of unions",
    '<xs:simpleType name="u0"><xs:restriction base="xs:int"/></xs:simpleType>'.concat(
      ...Array.from({ length: 60 }, (_, index) => {
        const member = `t:u${index}`;
        return `<xs:simpleType name="u${index + 1}"><xs:union memberTypes="${member} ${member}"/></xs:simpleType>`;
      }),
      complex('<xs:sequence><xs:element name="a" type="t:u60"/></xs:sequence>'),
    ),
  ],
  ...["ascending", "descending"].map((order): [string, string] => {
    const chain = Array.from(
      { length: 5_000 },
      (_, index) => `<xs:simpleType name="r${index + 1}"><xs:restriction base="t:r${index}"/></xs:simpleType>`,
    );
    const first = '<xs:simpleType name="r0"><xs:restriction base="xs:int"/></xs:simpleType>';
    const all = [first, ...chain, complex('<xs:sequence><xs:element name="a" type="t:r5000"/></xs:sequence>')];
    return [`restrictions of restrictions, ${order}`, (order === "ascending" ? all : all.reverse()).join("")];
  }),
])("leaves out a type that is made of too many others: %s", async (_what, types) => {
  const lines = await reportOf({ "t.wsdl": wsdlAround(schemaOf(types)) });

  expect(lines.join("\n")).toMatch(/ is made of more than 1000 types, once all of them are followed; expected fewer/);
});

test("reads a schema without a namespace for no more namespaces than any contract has", async () => {
  const chameleon = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${"<xs:annotation/>".repeat(10_000)}</xs:schema>`;
  const including = Array.from(
    { length: 23 },
    (_, index) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:n${index}"><xs:include schemaLocation="c.xsd"/></xs:schema>`,
  );
  const lines = await reportOf({ "t.wsdl": wsdlAround(including.join("\n")), "c.xsd": chameleon });

  expect(lines).toEqual([
    't.wsdl:22:82: warning: <include schemaLocation="c.xsd"> and others read more than 200000 elements again, for other namespaces; expected schemas with namespaces of their own; nothing else is undefined without it',
  ]);
});

test.each<[what: string, files: Record<string, string>, want: string]>([
  [
    "a document",
    { "t.wsdl": wsdlAround("x<a/>".repeat(1_000_000)) },
    "not readable as XML: it has more than 2000000 elements, attributes and texts",
  ],
  [
    "several documents",
    {
      "t.wsdl": wsdlAround(schemaOf('<xs:import schemaLocation="a.xsd"/><xs:import schemaLocation="b.xsd"/>')),
      ...Object.fromEntries(
        ["a", "b"].map((name) => [
          `${name}.xsd`,
          `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:annotation><xs:documentation>${"<a/>".repeat(1_000_000)}</xs:documentation></xs:annotation></xs:schema>`,
        ]),
      ),
    },
    '<import schemaLocation="b.xsd"> and others have more than 2000000 elements, attributes and texts; expected fewer',
  ],
])("reads no more elements, attributes and texts than any contract has: %s", async (_what, files, want) => {
  expect((await reportOf(files))[0]).toContain(want);
});

test("refuses a contract with more mistakes than any has", async () => {
  const given = { "t.wsdl": wsdlAround(schemaOf("<xs:annotation/><a/>".repeat(100_001))) };

  expect(await reportOf(given)).toEqual([
    expect.stringMatching(/: the contract has more than 100000 mistakes; expected fewer$/),
  ]);
});

test("reads attribute groups that refer twice to others in no time", async () => {
  const groups = Array.from(
    { length: 60 },
    (_, index) =>
      `<xs:attributeGroup name="g${index + 1}"><xs:attributeGroup ref="t:g${index}"/><xs:attributeGroup ref="t:g${index}"/></xs:attributeGroup>`,
  );
  const given = `<xs:attributeGroup name="g0"/>${groups.join("")}${complex('<xs:attributeGroup ref="t:g60"/>')}`;

  expect(await reportOf({ "t.wsdl": wsdlAround(schemaOf(given)) })).toEqual([]);
});

const numbered = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join("");

test.each<[what: string, schema: string, want: string]>([
  [
    "a type with more attributes than any contract has",
    complex(numbered(10_001, (index) => `<xs:attribute name="a${index}"/>`)),
    '<complexType name="T"> holds more than 10000 attributes, once its groups are expanded; expected a smaller one',
  ],
  [
    "types that together have more attributes than any contract",
    numbered(21, (index) => complex('<xs:attributeGroup ref="t:g"/>').replace('"T"', `"T${index}"`)).concat(
      `<xs:attributeGroup name="g">${numbered(10_000, (index) => `<xs:attribute name="a${index}"/>`)}</xs:attributeGroup>`,
    ),
    '<complexType name="T20"> and others hold more than 200000 attributes, once its groups are expanded; expected a smaller one',
  ],
  [
    "types of a chain that together have more base types than any contract",
    numbered(900, (index) => {
      const extension = `<xs:complexContent><xs:extension base="t:T${index}"/></xs:complexContent>`;
      return complex(extension).replace('"T"', `"T${index + 1}"`);
    }).concat('<xs:complexType name="T0"/>'),
    '<complexType name="T632"> and others have more than 200000 base types, once all of them are followed; expected fewer',
  ],
  [
    "an element that stands for more others than in any contract",
    numbered(5_000, (index) => `<xs:element name="e${index + 1}" substitutionGroup="t:e${index}"/>`).concat(
      '<xs:element name="e0"/>',
    ),
    '<element name="e101"> has more than 100 heads of substitution groups, once all of them are followed; expected fewer',
  ],
  [
    "elements that together stand for more others than in any contract",
    numbered(100, (index) => `<xs:element name="e${index + 1}" substitutionGroup="t:e${index}"/>`).concat(
      '<xs:element name="e0"/>',
      numbered(2_000, (index) => `<xs:element name="f${index}" substitutionGroup="t:e99"/>`),
    ),
    " and others have more than 200000 heads of substitution groups, once all of them are followed; expected fewer",
  ],
])("leaves out %s", async (_what, schema, want) => {
  const lines = await reportOf({ "t.wsdl": wsdlAround(schemaOf(`<xs:element name="good"/>${schema}`)) });

  expect(lines[0]).toContain(want);
});

const long = "x".repeat(2_000_000);

test.each<[what: string, given: string, want: string]>([
  [
    "ports that together have more operations than any contract",
    contract({
      portType: numbered(10_000, (index) => `<operation name="O${index}"/>`),
      binding: SOAP,
      service: numbered(11, (index) => `<port name="P${index}" binding="t:B"/>`),
    }),
    'left out: port P9 of service S: <binding name="B"> and others have more than 100000 operations, once for each port; expected fewer',
  ],
  [
    "operations that together have more parts than any contract",
    contract({
      messages: `<message name="In">${numbered(10_000, (index) => `<part name="p${index}" type="xs:int"/>`)}</message>`,
      portType: numbered(21, (index) => `<operation name="O${index}"><input message="t:In"/></operation>`),
      binding: SOAP + numbered(21, (index) => `<operation name="O${index}"/>`),
    }),
    'left out: operation O20 of port type A: <input message="t:In"> and others have more than 200000 parts, headers and faults, once for each operation and port; expected fewer',
  ],
  [
    "ports that together have more elements than any contract, if only of extensions",
    contract({
      portType: '<operation name="Ask"/>',
      binding: `${SOAP}<operation name="Ask">${"<t:more/>".repeat(20_000)}</operation>`,
      service: numbered(150, (index) => `<port name="P${index}" binding="t:B"/>`),
    }),
    'left out: port P99 of service S: <binding name="B"> and others have more than 2000000 elements, once for each port; expected fewer',
  ],
  ...[
    `<mime:content xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" part="${numbered(20_000, (index) => `p${index} `)}"/>`,
    `<soap:header message="t:In" part="p">${'<soap:headerfault message="t:In" part="p"/>'.repeat(20_000)}</soap:header>`,
  ].map((input): [what: string, given: string, want: string] => [
    `operations that together have more parts than any contract: ${input.slice(0, 13)}`,
    contract({
      messages: '<message name="In"><part name="p" type="xs:int"/></message>',
      portType: '<operation name="Ask"><input message="t:In"/></operation>',
      binding: `${SOAP}<operation name="Ask"><input>${input}</input></operation>`,
      service: numbered(12, (index) => `<port name="P${index}" binding="t:B"/>`),
    }),
    " and others have more than 200000 parts, headers and faults, once for each operation and port; expected fewer",
  ]),
  [
    "a type with references to more documentation than any contract has",
    contract({
      types: schemaOf(
        `<xs:element name="e"><xs:annotation><xs:documentation>${long}</xs:documentation></xs:annotation></xs:element>`.concat(
          complex(`<xs:sequence>${'<xs:element ref="t:e"/>'.repeat(34)}</xs:sequence>`),
        ),
      ),
    }),
    'left out: complexType T: <element ref="t:e"> and others repeat more than 67108864 characters of the documentation of what they refer to; expected less',
  ],
])("leaves out %s", async (_what, given, want) => {
  const lines = await reportOf({ "t.wsdl": given });

  expect(lines[0]).toContain(want);
});

const longer = `urn:${"n".repeat(2_000)}`;

test.each<[what: string, given: string, want: string]>([
  [
    "of a schema",
    contract({ types: schemaOf("").replace('targetNamespace="urn:t"', `targetNamespace="${longer}"`) }),
    "<schema> has a namespace",
  ],
  [
    "of a WSDL",
    contract({}).replace('targetNamespace="urn:t"', `targetNamespace="${longer}"`),
    "<definitions> has a namespace",
  ],
  ["of a name", contract({}).replace('xmlns:t="urn:t"', `xmlns:t="${longer}"`), "<port> has a namespace"],
  ["of an import", contract({ more: `<import location="${longer}"/>` }), "<import> has a location"],
])("refuses a namespace or location that no name could hold thousands of times: %s", async (_what, given, want) => {
  const lines = await reportOf({ "t.wsdl": given });

  expect(lines.join("\n")).toContain(`${want} of more than 2000 characters`);
  expect(lines.join("").length).toBeLessThan(1_000);
});

test("names some of the parts, operations or prefixes that there are, where one is missing", async () => {
  const many = contract({
    messages: `<message name="In">${numbered(5_000, (index) => `<part name="p${index}" type="xs:int"/>`)}</message>`,
    binding: `${SOAP}<operation name="Ask"><input><soap:body parts="q" use="literal"/></input></operation><operation name="Nope"/>`,
    portType: '<operation name="Ask"><input message="t:In"/></operation>'.concat(
      numbered(5_000, (index) => `<operation name="O${index}"/>`),
    ),
    types: schemaOf('<xs:element name="e" type="u:T"/>').replace(
      "<xs:schema",
      `<xs:schema${numbered(4_000, (index) => ` xmlns:p${index}="urn:p"`)}`,
    ),
  });
  const lines = await reportOf({ "t.wsdl": many });

  expect(lines).toHaveLength(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
});

test("finds in no time that an XML declaration after blanks has no end", async () => {
  const given = contract({}).replace("<types>", `<!--${"<?".repeat(1_000_000)}--><types>`);

  expect(await reportOf({ "t.wsdl": `\n<?xml ${given}` })).toEqual([
    expect.stringContaining("t.wsdl:2:1: not readable as XML: a processing instruction has no name or no end"),
  ]);
});

test("names some of the types that there are in time in proportion to their number and that of the wrong references", async () => {
  const timeInMs = async (count: number) => {
    const types = numbered(
      count,
      (index) => `<xs:simpleType name="T${index}"><xs:restriction base="t:U${index}"/></xs:simpleType>`,
    );
    const text = contract({ types: schemaOf(types) });
    const begin = process.cpuUsage();
    const lines = await reportOf({ "t.wsdl": text });
    expect(lines).toHaveLength(count);
    return process.cpuUsage(begin).user / 1000;
  };
  await timeInMs(1_500);
  const few = await timeInMs(1_500);

  expect(await timeInMs(9_000)).toBeLessThan(15 * few + 100);
});
