import { CHANGE_KINDS, type Change, type Direction, isNote } from "../../scripts/compare/verdict/change.js";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { readFiles } from "../codegen/read-outline.js";
import { contractChanges, wsdlWith } from "./contract-changes.js";

async function compare(older: string, newer: string, operations?: readonly string[]): Promise<Change[]> {
  const [before, after] = await Promise.all([readFiles({ "s.wsdl": older }), readFiles({ "s.wsdl": newer })]);
  return compareModels(before, after, operations && { operations });
}

/** `element-respelt T/a: request clients, response clients+code`: whom it breaks in which direction, if anybody. */
function outline(change: Change): string {
  const { kind, place, path, impact } = change;
  const where = [place?.name.replace(/^\{.*\}/, ""), path].filter((step) => step !== undefined).join("/");
  const hurt = (["operation", "request", "response", "fault"] satisfies Direction[]).flatMap((direction) => {
    const { clients, code } = impact[direction] ?? { clients: "work", code: "compiles" };
    const who = [clients === "break" && "clients", code === "breaks" && "code"].filter((one) => one !== false);
    return who.length === 0 ? [] : [`${direction} ${who.join("+")}`];
  });
  const verdict = isNote(change) ? "note" : hurt.join(", ") || "compatible";
  return `${where === "" ? kind : `${kind} ${where}`}: ${verdict}`;
}

test.each(contractChanges)("tells of $change, and of the way back", async ({ older, newer, told, back }) => {
  const [before, after] = [wsdlWith(...older), wsdlWith(...newer)];
  expect((await compare(before, after)).map(outline)).toEqual(told);
  expect((await compare(after, before)).map(outline)).toEqual(back);
});

const a = `<element name="a" type="string"/>`;
const plain = wsdlWith(
  `<complexType name="T"><sequence>${a}</sequence></complexType>`,
  `<element name="Note" type="string"/>`,
);
const header = `<soap:header message="t:Note" part="note" use="literal"/>`;
const withNote = plain.replace(
  "<portType",
  `<message name="Note"><part name="note" element="t:Note"/></message><portType`,
);
const inHeader = (direction: "input" | "output") =>
  withNote.replace(`<${direction}><soap:body use="literal"/>`, `<${direction}><soap:body use="literal"/>${header}`);
const withFault = (name: string, message = "t:Note") =>
  withNote
    .replace(
      `</message><portType`,
      `</message><message name="Put2"><part name="put" element="t:Put"/></message><portType`,
    )
    .replace(
      `<output message="t:PutOut"/>`,
      `<output message="t:PutOut"/><fault name="${name}" message="${message}"/>`,
    );
const rpc = (use: "literal" | "encoded", type = "string") =>
  plain
    .replace(`<part name="parameters" element="t:Put"/>`, `<part name="a" type="xs:${type}"/>`)
    .replace("<definitions", `<definitions xmlns:xs="http://www.w3.org/2001/XMLSchema"`)
    .replaceAll(`use="literal"`, `use="${use}" namespace="urn:t"`)
    .replace("<soap:binding", `<soap:binding style="rpc"`);
const twice = (second: string) =>
  plain
    .replace(
      `</operation>\n  </portType>`,
      `</operation><operation name="${second}"><input message="t:PutIn"/></operation></portType>`,
    )
    .replace(
      `</operation>\n  </binding>`,
      `</operation><operation name="${second}"><soap:operation soapAction="urn:t/${second}"/><input><soap:body use="literal"/></input></operation></binding>`,
    );
/** With SOAP 1.2 for some of the operations. */
function with12For(text: string, ...operations: readonly string[]): string {
  const [binding = ""] = /<binding.*<\/binding>/s.exec(text) ?? [];
  const binding12 = binding
    .replaceAll("soap:", "soap12:")
    .replace(`name="B"`, `name="B12"`)
    .replaceAll(/<operation name="(\w+)">.*?<\/operation>/gs, (operation, name) =>
      operations.includes(name) ? operation : "",
    );
  return text
    .replace("<definitions", `<definitions xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"`)
    .replace("<service", `${binding12}<service`)
    .replace(`<service name="S">`, `<service name="S"><port name="Port12" binding="t:B12"/>`);
}
const twoServices = plain.replace(
  `</definitions>`,
  `${(/<portType.*<\/service>/s.exec(plain)?.[0] ?? "")
    .replaceAll(/"(t:)?([PBS])"/g, `"$1Other$2"`)
    .replaceAll(/name="Put"|urn:t\/Put/g, (name) => name.replace("Put", "Get"))}</definitions>`,
);
const ofType = (name: string) =>
  wsdlWith(
    `<complexType name="T"><sequence><element name="a" type="t:${name}"/></sequence></complexType>`,
    `<complexType name="${name}"><sequence>${a}</sequence></complexType>`,
  ).replaceAll(`use="literal"`, `use="encoded"`);

interface Row {
  readonly change: string;
  readonly older: string;
  readonly newer: string;
  readonly told: readonly string[];
  readonly back: readonly string[];
}

const rows: readonly Row[] = [
  {
    change: "an operation",
    older: plain,
    newer: twice("Get"),
    told: ["operation-added: compatible"],
    back: ["operation-removed: operation clients+code"],
  },
  {
    change: "an operation in another spelling",
    older: twice("getAll"),
    newer: twice("GetAll"),
    told: ["operation-respelt: operation clients"],
    back: ["operation-respelt: operation clients"],
  },
  {
    change: "a SOAPAction",
    older: plain,
    newer: plain.replace("urn:t/Put", "urn:t#Put"),
    told: ["soap-action-changed: operation clients"],
    back: ["soap-action-changed: operation clients"],
  },
  {
    change: "an operation that answers no more",
    older: plain,
    newer: plain.replace(`<output message="t:PutOut"/>`, ""),
    told: ["response-removed: operation clients+code"],
    back: ["response-added: operation clients"],
  },
  {
    change: "the element of the request",
    older: plain,
    newer: plain.replace(`name="parameters" element="t:Put"`, `name="parameters" element="t:PutResponse"`),
    told: ["message-element-renamed Put: request clients"],
    back: ["message-element-renamed PutResponse: request clients"],
  },
  {
    change: "the type of the elements of request and response, on one side",
    older: plain,
    newer: plain.replace(`name="PutResponse" type="t:T"`, `name="PutResponse" type="string"`),
    told: ["type-changed PutResponse: response clients+code"],
    back: ["type-changed PutResponse: response clients+code"],
  },
  {
    change: "a header of the request",
    older: withNote,
    newer: inHeader("input"),
    told: ["header-added Note: request clients+code"],
    back: ["header-removed Note: request code"],
  },
  {
    change: "a header of the response",
    older: withNote,
    newer: inHeader("output"),
    told: ["header-added Note: response code"],
    back: ["header-removed Note: response code"],
  },
  {
    change: "the type of a header",
    older: inHeader("input"),
    newer: inHeader("input").replace(`name="Note" type="string"`, `name="Note" type="int"`),
    told: ["type-changed Note: request clients+code"],
    back: ["type-changed Note: request code"],
  },
  {
    change: "a fault",
    older: withNote,
    newer: withFault("Refused"),
    told: ["fault-added Refused: compatible"],
    back: ["fault-removed Refused: fault code"],
  },
  {
    change: "a fault with another name",
    older: withFault("Refused"),
    newer: withFault("Denied"),
    told: ["fault-renamed Refused: fault code"],
    back: ["fault-renamed Denied: fault code"],
  },
  {
    change: "the detail of a fault",
    older: withFault("Refused"),
    newer: withFault("Refused", "t:Put2"),
    told: ["type-changed Refused: fault code"],
    back: ["type-changed Refused: fault code"],
  },
  {
    change: "an element of the detail of a fault",
    older: withFault("Refused", "t:Put2").replace(/element="t:Put(Response)?"/, `element="t:Note"`),
    newer: withFault("Refused", "t:Put2")
      .replace(/element="t:Put(Response)?"/, `element="t:Note"`)
      .replace(a, a.replace("string", "int")),
    told: ["type-changed T/a: response code, fault code"],
    back: ["type-changed T/a: response clients+code, fault code"],
  },
  {
    change: "SOAP 1.2",
    older: plain,
    newer: with12For(plain, "Put"),
    told: ["port-added: compatible"],
    back: ["port-removed: operation clients"],
  },
  {
    change: "SOAP 1.2 for one operation of two",
    older: with12For(twice("Get"), "Put"),
    newer: with12For(twice("Get"), "Put", "Get"),
    told: ["operation-protocol-added: compatible"],
    back: ["operation-protocol-removed: operation clients"],
  },
  {
    change: "a service of its own for an operation",
    older: plain,
    newer: twoServices,
    told: ["service-added: compatible", "operation-added: compatible"],
    back: ["service-removed: operation clients+code", "operation-removed: operation clients+code"],
  },
  {
    change: "a part of the body besides",
    older: plain,
    newer: withNote.replace(/(<message name="PutIn">.*?)(<\/message>)/, `$1<part name="note" element="t:Note"/>$2`),
    told: ["part-added Note: request clients+code"],
    back: ["part-removed Note: request clients+code"],
  },
  {
    change: "another fixed value",
    older: plain.replace(a, a.replace("/>", ` fixed="x"/>`)),
    newer: plain.replace(a, a.replace("/>", ` fixed="y"/>`)),
    told: ["fixed-changed T/a: request clients+code, response clients+code"],
    back: ["fixed-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "a name of an encoded type",
    older: ofType("U"),
    newer: ofType("V"),
    told: ["type-renamed U: request clients+code, response clients+code"],
    back: ["type-renamed V: request clients+code, response clients+code"],
  },
  {
    change: "the name of a port",
    older: plain,
    newer: plain.replace(`port name="Port"`, `port name="Other"`),
    told: ["port-renamed: compatible"],
    back: ["port-renamed: compatible"],
  },
  {
    change: "the name of a service",
    older: plain,
    newer: plain.replace(`service name="S"`, `service name="Other"`),
    told: ["service-renamed: compatible"],
    back: ["service-renamed: compatible"],
  },
  {
    change: "the names of port type and binding",
    older: plain,
    newer: plain.replaceAll(/"(t:)?([PB])"/g, `"$1New$2"`),
    told: [],
    back: [],
  },
  {
    change: "an address",
    older: plain,
    newer: plain.replace("http://localhost/", "https://dms.example.com/"),
    told: ["address-changed: note"],
    back: ["address-changed: note"],
  },
  {
    change: "the documentation of an operation",
    older: plain,
    newer: plain.replace(`<operation name="Put">`, `<operation name="Put"><documentation>Puts.</documentation>`),
    told: ["operation-documentation-changed: note"],
    back: ["operation-documentation-changed: note"],
  },
  {
    change: "style rpc",
    older: plain,
    newer: rpc("literal"),
    told: [
      "style-changed: compatible",
      "namespace-changed: request clients",
      "required-element-removed PutResponse/a: response clients+code",
      "required-element-added PutResponse/PutResponse: response clients",
    ],
    back: [
      "style-changed: compatible",
      "namespace-changed: request clients",
      "required-element-removed PutResponse/PutResponse: response clients+code",
      "required-element-added PutResponse/a: response clients",
    ],
  },
  {
    change: "a part of style rpc",
    older: rpc("literal"),
    newer: rpc("literal", "int"),
    told: ["type-changed Put/a: request clients+code"],
    back: ["type-changed Put/a: request code"],
  },
  {
    change: "SOAP encoding",
    older: rpc("literal"),
    newer: rpc("encoded"),
    told: ["use-changed: operation clients"],
    back: ["use-changed: operation clients"],
  },
  {
    change: "the namespace of everything",
    older: plain,
    newer: plain.replaceAll("urn:t", "urn:new"),
    told: ["soap-action-changed: operation clients", "namespace-changed: request clients, response clients"],
    back: ["soap-action-changed: operation clients", "namespace-changed: request clients, response clients"],
  },
];

test("knows no kind of change that is not told of here", async () => {
  const changes = await Promise.all([
    ...contractChanges.flatMap(({ older, newer }) => {
      const [before, after] = [wsdlWith(...older), wsdlWith(...newer)];
      return [compare(before, after), compare(after, before)];
    }),
    ...rows.flatMap(({ older, newer }) => [compare(older, newer), compare(newer, older)]),
  ]);
  expect([...new Set(changes.flat().map(({ kind }) => kind))].sort()).toEqual([...CHANGE_KINDS].sort());
});

test.each(rows)("tells of $change, and of the way back", async ({ older, newer, told, back }) => {
  expect((await compare(older, newer)).map(outline)).toEqual(told);
  expect((await compare(newer, older)).map(outline)).toEqual(back);
});

test("tells of a change in a shared type once, with all operations that it concerns, whatever circles it is in", async () => {
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

test("compares only the operations that are asked for", async () => {
  const changed = twice("Get").replace("urn:t/Put", "urn:t#Put");
  expect((await compare(plain, changed, ["Put"])).map(outline)).toEqual(["soap-action-changed: operation clients"]);
  expect((await compare(changed, plain, ["Get"])).map(outline)).toEqual(["operation-removed: operation clients+code"]);
  expect((await compare(plain, changed, ["Get"])).map(outline)).toEqual(["operation-added: compatible"]);
  expect(await compare(plain, changed, ["Nope"])).toEqual([]);
});

test("tells overloads apart by the names of their inputs, and finds the one that there was before", async () => {
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

/** A chain of types, each with two elements of the one before; `salt` makes them differ. */
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

test("takes a time that grows with the contract, and not with the ways through it", async () => {
  const models = (length: number) =>
    Promise.all(["old", "new"].map((salt) => readFiles({ "s.wsdl": chain(length, salt) })));
  const time = async (length: number): Promise<number> => {
    const [older, newer] = await models(length);
    if (older === undefined || newer === undefined) {
      throw new Error("expected two models");
    }
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(compareModels(older, newer)).toHaveLength(2 * length);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  await time(100);
  const [short, long] = [await time(300), await time(3000)];
  expect(long).toBeLessThan(40 * short);
});
