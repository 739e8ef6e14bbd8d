import { readXml } from "../../../src/soap/xml/read-xml.js";
import { unwrapResult } from "../../../src/unwrap-result.js";

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** What is unwrapped of an `<OpResponse>` with this content: its kind, and the name of its element. */
async function unwrapped(content: string, beforeEachSlice = (): void => {}): Promise<string> {
  const body = readXml(`<OpResponse xmlns="urn:op" ${XSI}>${content}</OpResponse>`);
  const result = await unwrapResult(body, beforeEachSlice);
  return result === undefined ? "nothing" : `${result.kind} ${result.element.name}`;
}

test.each([
  ["an element", "<OpResult><a/></OpResult>", "answer a"],
  ["an element between blanks", "<OpResult> <a/>\n</OpResult>", "answer a"],
  ["an element that another result follows", "<OpResult><a/></OpResult><OpResult/>", "unclear OpResult"],
  ["an element that another one follows", "<OpResult><a/><b/></OpResult>", "unclear a"],
  ["an element beside text", "<OpResult>text<a/></OpResult>", "unclear a"],
  ["no result", "", "nothing"],
  ["an empty result", "<OpResult/>", "value OpResult"],
  ["a text", "<OpResult>text</OpResult>", "value OpResult"],
  ["a nil result", '<OpResult xsi:nil="true"/>', "nothing"],
  ["a nil result by number", '<OpResult xsi:nil=" 1 "/>', "nothing"],
  ["a result that is not nil", '<OpResult xsi:nil="false"/>', "value OpResult"],
  ["a result that is nil in other letters", '<OpResult xsi:nil="True"/>', "value OpResult"],
  ["a result with another word before nil's", '<OpResult xsi:nil="untrue"/>', "value OpResult"],
  ["a result with another word after nil's", '<OpResult xsi:nil="true1"/>', "value OpResult"],
  ["an attribute nil of no namespace", '<OpResult nil="true"/>', "value OpResult"],
  ["success as an attribute of the result", '<OpResult success="true"><a/></OpResult>', "answer response"],
  ["error as an attribute of the result", '<OpResult error=""/>', "answer response"],
  ["errorCode as an attribute of the result", '<OpResult errorCode="1"/>', "answer response"],
  ["errorcode as an attribute of the result", '<OpResult errorcode="1"/>', "answer response"],
  ["an attribute that begins as success does", '<OpResult successes="1"/>', "value OpResult"],
  ["an attribute that ends as error does", '<OpResult noerror="1"/>', "value OpResult"],
  ["success in a namespace", '<OpResult xmlns:x="urn:x" x:success="true"/>', "value OpResult"],
  ["an element in a text", "<OpResult>&lt;a success='true'/></OpResult>", "answer a"],
  ["an element in a text, between blanks", "<OpResult> \n&lt;a success='true'/> </OpResult>", "answer a"],
  ["an element in a text behind another text", "<OpResult>text &lt;a success='true'/></OpResult>", "value OpResult"],
  ["an element without verdict in a text", "<OpResult>&lt;a/></OpResult>", "value OpResult"],
  ["a text that begins like an element", "<OpResult>&lt;a success='true'></OpResult>", "unclear OpResult"],
])("takes out of a response with %s: %s, %s", async (_what, content, expected) => {
  await expect(unwrapped(content)).resolves.toBe(expected);
});

test.each([
  ['<Op success="true"/>', "answer response"],
  ['<Op success="false" error="Access denied."/>', "answer response"],
  ['<Op errorCode="901"><a/><b/></Op>', "answer response"],
  ['<Op success="true"><OpResult>8</OpResult></Op>', "answer response"],
  ['<Op success="true"><OpResult success="false"/></Op>', "unclear response"],
  ['<Op success="true"><a/><OpResult success="true"/></Op>', "unclear response"],
  ['<Op success="true"><OpResult>&lt;response success="false"/></OpResult></Op>', "unclear response"],
  ['<Op success="true"><OpResult><a error="no"/></OpResult></Op>', "unclear response"],
  ['<Op success="true"><OpResult><a>&lt;response/></a></OpResult></Op>', "unclear response"],
  ['<Op success="true"><OpResult><a><b success="true"/></a></OpResult></Op>', "answer response"],
  ['<Op success="true">&lt;response success="false"/></Op>', "unclear response"],
  ['<Op success="true">text</Op>', "answer response"],
  ['<Op error=""><OpResult>8</OpResult></Op>', "value OpResult"],
  ['<Op errorcode="0"><OpResult>8</OpResult></Op>', "value OpResult"],
  ['<Op Success=""><OpResult>8</OpResult></Op>', "answer response"],
  ['<Op error="0x"/>', "answer response"],
  ['<Op xmlns:x="urn:x" x:success="true"/>', "nothing"],
  ["<Op> \n</Op>", "nothing"],
  ["<Op>text</Op>", "value Op"],
  ["<Op>&lt;response success='false'/></Op>", "answer response"],
  ["<Op>&lt;response</Op>", "unclear Op"],
])("a response that is itself the result is the answer, if it reports: %s, %s", async (body, expected) => {
  const result = await unwrapResult(readXml(body), () => {});
  expect(result === undefined ? "nothing" : `${result.kind} ${result.element.name}`).toBe(expected);
});

test.each([
  ["<response/>", "answer response"],
  ["<Root/>", "answer Root"],
  ["<myresponse/>", "value OpResult"],
  ["<roots/>", "value OpResult"],
  [" \n<?xml version='1.0'?><a success='true'/> ", "answer a"],
  [" \n<response", "unclear OpResult"],
  ["&lt;root", "unclear OpResult"],
  ["<soap-env.x:response", "unclear OpResult"],
  ["<?xml version='1.0'?><!-- - -->\n \n<root", "unclear OpResult"],
  ["&lt;?xml?>&lt;root", "unclear OpResult"],
  ["\n <!-- - --><root", "unclear OpResult"],
  ["<a b='1' success = 'true'", "unclear OpResult"],
  ["<a b='1'\terrorCode='true'", "unclear OpResult"],
  ["<responses", "value OpResult"],
  ["<a b='1' success", "value OpResult"],
  ["<a> success='true'", "value OpResult"],
  ["- <response", "value OpResult"],
])("takes out of the text %j: %s", async (text, expected) => {
  await expect(
    unwrapped(`<OpResult>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</OpResult>`),
  ).resolves.toBe(expected);
});

test.each([
  ["response", "unclear OpResult"],
  ["responses", "value OpResult"],
])("takes out of a text that millions of comments begin: %s", async (name, expected) => {
  const text = `${"<!>".repeat(3_000_000)}<${name}`;
  await expect(unwrapped(`<OpResult><![CDATA[${text}]]></OpResult>`)).resolves.toBe(expected);
});

test("takes nothing out of no response", async () => {
  await expect(unwrapResult(undefined, () => {})).resolves.toBeUndefined();
});

test("the result in the place of the element has no namespace, and else what it had", async () => {
  const result = await unwrapResult(
    readXml('<R xmlns="urn:op"><OpResult success="true"><a/></OpResult></R>'),
    () => {},
  );
  const { name, namespace, attributes, children } = result?.element ?? {};
  expect({ name, namespace, attributes: attributes?.length, children: children?.length }).toEqual({
    name: "response",
    namespace: "",
    attributes: 1,
    children: 1,
  });
});

test("reads a text only while it is wanted", async () => {
  const reason = new Error("Time is up.");
  const content = `<OpResult>&lt;a success='true'>${"x".repeat(100_000)}&lt;/a></OpResult>`;
  const work = unwrapped(content, () => {
    throw reason;
  });
  await expect(work).rejects.toBe(reason);
});

test("reads a text with at most 250,000 elements and attributes", async () => {
  const text = (count: number): string => `<OpResult>&lt;a success='true'>${"&lt;b/>".repeat(count)}&lt;/a></OpResult>`;
  await expect(unwrapped(text(100_000))).resolves.toBe("answer a");
  await expect(unwrapped(text(250_000))).resolves.toBe("unclear OpResult");
});
