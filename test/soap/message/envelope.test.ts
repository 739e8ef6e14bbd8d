import { NotSoapError, readEnvelope } from "../../../src/soap/message/envelope.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { SOAP } from "../../support/soap-messages.js";

describe.each([
  ["1.1", "1.2"],
  ["1.2", "1.1"],
] as const)("an envelope of SOAP %s", (version, other) => {
  const { namespace } = SOAP[version];
  const read = (content: string, root = "Envelope") =>
    readEnvelope(readXml(`<${root} xmlns="${namespace}" xmlns:o="${SOAP[other].namespace}">${content}</${root}>`));

  test.each([
    ["a Body alone", "<Body/>", [], []],
    ["the elements of Header and Body", "<Header><a/></Header><Body><b/><c/></Body>", ["a"], ["b", "c"]],
    ["an empty Header", "<Header/><Body><b/></Body>", [], ["b"]],
    ["blanks anywhere", " <Header> x <a/> </Header>\n<Body>\t<b/> </Body> ", ["a"], ["b"]],
  ])("is taken apart: %s", (_what, content, header, body) => {
    const names = (elements: readonly { readonly name: string }[]): string[] => elements.map(({ name }) => name);
    const envelope = read(content);
    expect(envelope).toMatchObject({ version, namespace });
    expect([names(envelope.header), names(envelope.body)]).toStrictEqual([header, body]);
  });

  const PARTS = "its Envelope does not consist of an optional Header and one Body";
  test.each([
    ["nothing in it", "", PARTS],
    ["a Header alone", "<Header/>", PARTS],
    ["two Headers", "<Header/><Header/><Body/>", PARTS],
    ["two Bodies", "<Body/><Body/>", PARTS],
    ["an element after the Body", "<Body/><a/>", PARTS],
    ["an element after Header and Body", "<Header/><Body/><a/>", PARTS],
    ["the Body first", "<Body/><Header/>", PARTS],
    ["another element in the place of the Header", "<Head/><Body/>", PARTS],
    ["a Header of the other version", "<o:Header/><Body/>", PARTS],
    ["a Body of the other version", "<o:Body/>", PARTS],
    ["text beside the Body", "text<Body/>", "its Envelope has text beside its elements"],
    ["text in the Body", "<Body>text<a/></Body>", "its Body has text beside its elements"],
  ])("is rejected with %s", (_what, content, message) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ name: "NotSoapError", message }));
  });

  test("is rejected with a root of another name", () => {
    const message = `its root element is not a SOAP Envelope, but {${namespace}}envelope`;
    expect(() => read("<Body/>", "envelope")).toThrow(new NotSoapError(message));
  });
});

test("an Envelope of another namespace is no envelope", () => {
  const message = "its root element is not a SOAP Envelope, but {urn:x}Envelope";
  expect(() => readEnvelope(readXml('<Envelope xmlns="urn:x"><Body/></Envelope>'))).toThrow(new NotSoapError(message));
});
