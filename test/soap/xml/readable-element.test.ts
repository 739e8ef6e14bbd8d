import { inspect } from "node:util";
import { InfoRouterClient, SoapFaultError } from "../../../src/index.js";
import type { Transport } from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { answer, fault } from "../../support/soap-messages.js";

test.each([
  ["a tree", '<a b="1"><c>text</c><d/></a>'],
  ["namespaces", '<a xmlns="urn:a"><b xmlns="urn:b"/><c ns1:d="e" xmlns="" xmlns:ns1="urn:n"/></a>'],
  ["escapes", '<a b="&lt;&quot;&#xA;">&amp;&lt;&gt;</a>'],
  ["a value that is a qualified name", '<a t="p:T" xmlns:p="urn:p"/>'],
])("an element with %s inspects as its XML", (_name, xml) => {
  expect(inspect(readXml(xml))).toBe(xml);
  expect(inspect({ list: [readXml(xml)] }, { breakLength: Number.POSITIVE_INFINITY })).toBe(`{ list: [ ${xml} ] }`);
});

test("a large element inspects as a part of its XML", () => {
  const shown = inspect(readXml(`<a>${`<b c="${"x".repeat(5_000)}">${"y".repeat(5_000)}</b>`.repeat(1_000)}</a>`));
  expect(shown).toMatch(/^<a><b c="x{1000}…">y{1000}…<\/b>.*…<\/a>$/);
  expect(shown.match(/<b/g)).toHaveLength(100);
});

test.each([
  ["a long namespace", `<a xmlns="${"u".repeat(5_000)}"><b/></a>`, `<a xmlns="${"u".repeat(1_000)}…"><b/></a>`],
  [
    "a value in a long namespace",
    `<a xmlns:p="${"u".repeat(5_000)}">p:b</a>`,
    `<a xmlns:p="${"u".repeat(1_000)}…">p:b</a>`,
  ],
  ["a text that is cut within a character", `<a>${"x".repeat(999)}\u{1f600}y</a>`, `<a>${"x".repeat(999)}…</a>`],
])("%s is cut as well", (_name, xml, shown) => {
  expect(inspect(readXml(xml))).toBe(shown);
});

test("of many attributes, a part is shown", () => {
  const attributes = Array.from({ length: 250 }, (_, index) => `a${index}=""`).join(" ");
  expect(inspect(readXml(`<a>${`<b ${attributes}/>`.repeat(200)}</a>`)).match(/<b/g)).toHaveLength(1);
});

test("an element that is no XML inspects as an object", () => {
  const element = Object.assign(readXml("<a b='c'/>"), { name: "x[redacted]" });
  expect(inspect(element)).toBe(
    "{\n  name: 'x[redacted]',\n  namespace: '',\n  attributes: [ { name: 'b', namespace: '', value: 'c' } ],\n  children: []\n}",
  );
});

const endpoint = "http://127.0.0.1:9/";
const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const clientOf = (body: string): InfoRouterClient => {
  const transport: Transport = async () => ({ status: 200, headers: {}, body: Buffer.from(body) });
  return new InfoRouterClient({ endpoint, ticket: TICKET, transport });
};

test("the detail of a fault inspects as its XML, without secrets", async () => {
  const detail = `<detail><p:a xmlns:p="urn:p" b="no ${TICKET}">see ${TICKET}</p:a></detail>`;
  const error = await clientOf(fault("Server", "x").replace("<detail />", detail))
    .deleteFolder("/a/b")
    .catch((reason: unknown) => reason);
  const shown = error instanceof SoapFaultError ? inspect(error.detail) : "";
  expect(shown).toBe('[ <a b="no [redacted]" xmlns="urn:p">see [redacted]</a> ]');
});

test("the element of a result inspects as its XML", async () => {
  const { createFolder } = await import("../../../generated/index.js");
  const result = await clientOf(
    answer("CreateFolder", '<response success="true" FolderId="7"><a>b</a></response>'),
  ).call(createFolder, { path: "/a/b" });
  expect(inspect(result.element)).toMatch(
    /^<response success="true" FolderId="7"( xmlns="[^"]*")?><a>b<\/a><\/response>$/,
  );
});
