import { blamesSender, detailOf, hasEmptyDetail, isFault, readFault } from "../../../src/soap/message/fault.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { SOAP, type SoapVersion } from "../../support/soap-messages.js";

/** A fault of one version, whose namespace has the prefix `s`; that of the other version has `o`. */
function faultOf(version: SoapVersion, content: string): XmlElement {
  const other = SOAP[version === "1.1" ? "1.2" : "1.1"].namespace;
  return readXml(
    `<s:Fault xmlns:s="${SOAP[version].namespace}" xmlns:o="${other}" xmlns:x="urn:x">${content}</s:Fault>`,
  );
}

test.each([
  [`<Fault xmlns="${SOAP["1.1"].namespace}"/>`, true],
  [`<Fault xmlns="${SOAP["1.2"].namespace}"/>`, true],
  [`<fault xmlns="${SOAP["1.1"].namespace}"/>`, false],
  ['<Fault xmlns="urn:x"/>', false],
  ["<Fault/>", false],
])("is a fault: %s, %p", (xml, expected) => {
  expect(isFault(readXml(xml))).toBe(expected);
});

const CODE_11 = "<faultcode>s:Client.Authentication</faultcode>";
const CODE_12 =
  "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>x:A</s:Value><s:Subcode><s:Value> x:B </s:Value></s:Subcode></s:Subcode></s:Code>";
const REASON_11 = '<faultstring xml:lang="en">No.</faultstring>';
const REASON_12 = '<s:Reason><s:Text xml:lang="en">No.</s:Text><s:Text>Nein.</s:Text></s:Reason>';

const [english, german] = [
  { language: "en", text: "No." },
  { language: "", text: "Nein." },
];

test.each<[what: string, version: SoapVersion, content: string, fault: object]>([
  ["nothing", "1.1", "", { faultCode: "", faultSubcodes: [], reason: "", reasons: [], actor: undefined }],
  ["nothing", "1.2", "", { faultCode: "", faultSubcodes: [], reason: "", reasons: [], actor: undefined }],
  ["a code with a dot", "1.1", CODE_11, { faultCode: "Client", faultSubcodes: ["Authentication"] }],
  ["a code between blanks", "1.1", "<faultcode> s:Server </faultcode>", { faultCode: "Server" }],
  ["a code without prefix", "1.1", "<faultcode>Server</faultcode>", { faultCode: "Server" }],
  ["a code with two colons", "1.1", "<faultcode>a:b:Server</faultcode>", { faultCode: "Server" }],
  ["a code and its subcodes", "1.2", CODE_12, { faultCode: "Sender", faultSubcodes: ["A", "B"] }],
  [
    "a subcode without value",
    "1.2",
    "<s:Code><s:Value>s:Sender</s:Value><s:Subcode/></s:Code>",
    { faultCode: "Sender", faultSubcodes: [""] },
  ],
  ["a reason", "1.1", REASON_11, { reason: "No.", reasons: [english] }],
  ["reasons in two languages", "1.2", REASON_12, { reason: "No.", reasons: [english, german] }],
  ["an element beside the texts of a reason", "1.2", "<s:Reason><s:Note>x</s:Note></s:Reason>", { reasons: [] }],
  ["the other version's code", "1.1", CODE_12, { faultCode: "Sender", faultSubcodes: ["A", "B"] }],
  ["the other version's code", "1.2", CODE_11, { faultCode: "Client", faultSubcodes: ["Authentication"] }],
  ["the other version's reason", "1.1", REASON_12, { reason: "No.", reasons: [english, german] }],
  ["the other version's reason", "1.2", REASON_11, { reason: "No.", reasons: [english] }],
  ["both codes", "1.1", CODE_12 + CODE_11, { faultCode: "Client" }],
  ["both codes", "1.2", CODE_11 + CODE_12, { faultCode: "Sender" }],
  ["both reasons", "1.1", `${REASON_12}<faultstring>11</faultstring>`, { reason: "11" }],
  ["both reasons", "1.2", `<faultstring>11</faultstring>${REASON_12}`, { reason: "No." }],
  ["the texts of a reason without the reason", "1.2", '<s:Text xml:lang="en">No.</s:Text>', { reasons: [english] }],
  ["an actor", "1.1", "<faultactor> urn:a </faultactor>", { actor: "urn:a" }],
  ["a role", "1.2", "<s:Role> urn:r </s:Role>", { actor: "urn:r" }],
  ["a node", "1.2", "<s:Node> urn:n </s:Node>", { actor: "urn:n" }],
  ["a role and a node", "1.2", "<s:Node>urn:n</s:Node><s:Role>urn:r</s:Role>", { actor: "urn:r" }],
])("reads a fault with %s, SOAP %s", (_what, version, content, fault) => {
  expect(readFault(faultOf(version, content))).toMatchObject(fault);
});

test("reads at most 64 codes out of one text", () => {
  const { faultSubcodes } = readFault(faultOf("1.1", `<faultcode>${"a.".repeat(100)}</faultcode>`));
  expect(faultSubcodes).toHaveLength(63);
});

test("reads at most 64 reasons of a fault", () => {
  const { reasons } = readFault(faultOf("1.2", `<s:Reason>${"<s:Text>No.</s:Text>".repeat(100)}</s:Reason>`));
  expect(reasons).toHaveLength(64);
});

test.each<[version: SoapVersion, content: string, id: string | undefined]>([
  ["1.1", "<detail id='1'/><s:Detail id='2'/>", "1"],
  ["1.1", "<s:Detail id='2'/>", "2"],
  ["1.2", "<detail id='1'/><s:Detail id='2'/>", "2"],
  ["1.2", "<detail id='1'/>", "1"],
  ["1.2", "", undefined],
])("takes the detail of its own version, or of the other one: SOAP %s, %s", (version, content, id) => {
  expect(detailOf(faultOf(version, content))?.attributes[0]?.value).toBe(id);
});

const sender = (value: string): string => `<s:Code><s:Value>${value}</s:Value></s:Code>`;

test.each<[version: SoapVersion, content: string, expected: boolean]>([
  ["1.1", "<faultcode>s:Client</faultcode>", true],
  ["1.1", "<faultcode> s:Client </faultcode>", true],
  ["1.1", "<faultcode>s:Client.Authentication</faultcode>", true],
  ["1.1", `<faultcode xmlns="${SOAP["1.1"].namespace}">Client</faultcode>`, true],
  ["1.1", "<faultcode>Client</faultcode>", false],
  ["1.1", "<faultcode>s:Clients</faultcode>", false],
  ["1.1", "<faultcode>s:MyClient</faultcode>", false],
  ["1.1", "<faultcode>s:Server</faultcode>", false],
  ["1.1", "<faultcode>s:Sender</faultcode>", false],
  ["1.1", "<faultcode>o:Client</faultcode>", false],
  ["1.1", "<faultcode>x:Client</faultcode>", false],
  ["1.1", "<faultcode>y:Client</faultcode>", false],
  ["1.1", "<faultcode>x:s:Client</faultcode>", false],
  ["1.1", "<faultcode>s:x:Client</faultcode>", false],
  ["1.1", "<faultcode>s:Client</faultcode><faultcode>s:Client</faultcode>", false],
  ["1.1", "<code>s:Client</code>", false],
  ["1.1", "", false],
  ["1.2", sender("s:Sender"), true],
  ["1.2", sender(" s:Sender "), true],
  ["1.2", sender("s:Sender.A"), false],
  ["1.2", sender("s:Receiver"), false],
  ["1.2", sender("s:BadSender"), false],
  ["1.2", sender("s:Client"), false],
  ["1.2", sender("Sender"), false],
  ["1.2", sender("x:Sender"), false],
  ["1.2", "<s:Code><s:Value>s:Sender</s:Value><s:Value>s:Sender</s:Value></s:Code>", false],
  ["1.2", sender("s:Sender") + sender("s:Receiver"), false],
  ["1.2", sender("s:Sender") + sender("s:Sender"), false],
  ["1.2", `<s:Code/>${sender("s:Sender")}`, false],
  ["1.2", "<s:Code/>", false],
  ["1.2", "<s:Value>s:Sender</s:Value>", false],
  ["1.2", "<s:Code><s:Values>s:Sender</s:Values></s:Code>", false],
  ["1.2", "<faultcode>s:Client</faultcode>", false],
  ["1.2", "", false],
])("blames the sender by its own version's code alone: SOAP %s, %s, %p", (version, content, expected) => {
  expect(blamesSender(faultOf(version, content))).toBe(expected);
});

test("blames nobody by a code whose prefixes are not known", () => {
  const { namespace } = SOAP["1.1"];
  const code = { name: "faultcode", namespace: "", attributes: [], children: ["s:Client"] };
  expect(blamesSender({ name: "Fault", namespace, attributes: [], children: [code] })).toBe(false);
});

test.each<[version: SoapVersion, content: string, expected: boolean]>([
  ["1.1", "<detail/>", true],
  ["1.1", "<detail>\n </detail>", true],
  ["1.2", "<s:Detail/>", true],
  ["1.1", "<faultstring>Object reference not set to an instance of an object.</faultstring>", false],
  ["1.2", "", false],
  ["1.1", "<detail><log/></detail>", false],
  ["1.1", "<detail>Midway.</detail>", false],
  ["1.1", "<detail>\u00a0</detail>", false],
  ["1.1", "<detail/><detail>Midway.</detail>", false],
  ["1.2", "<s:Detail/><detail/>", false],
])("has one detail that is empty, as ASP.NET writes it: SOAP %s, %j, %p", (version, content, expected) => {
  expect(hasEmptyDetail(faultOf(version, content))).toBe(expected);
});

test("a fault of very many elements is not copied for each part that is looked for", () => {
  const filter = jest.spyOn(Array.prototype, "filter");
  const fault = faultOf("1.1", "<a/>".repeat(1_000));
  filter.mockClear();
  expect(detailOf(fault)).toBeUndefined();
  readFault(fault);
  // For the reasons of SOAP 1.2, of which there may be many.
  expect(filter.mock.contexts.filter((list) => list === fault.children)).toHaveLength(1);
  filter.mockRestore();
});
