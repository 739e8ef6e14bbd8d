import {
  complexType,
  decodeResponse,
  element,
  encodeResponse,
  mixed,
  type Operation,
  type XmlNode,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";

const tns = "http://tempuri.org/";

interface Result {
  content: XmlNode[];
}

/** As it is generated where a service declares its results `mixed`. */
const operation: Operation<Result, Result> = {
  name: "DeleteFolder",
  soapAction: `${tns}DeleteFolder`,
  input: element(tns, "DeleteFolderResult", complexType<Result>({ content: mixed() })),
  output: element(tns, "DeleteFolderResult", complexType<Result>({ content: mixed() })),
};

test("a mixed result keeps its text and its elements in their order, read and written", () => {
  const result = readXml(
    `<DeleteFolderResult xmlns="${tns}"> <response xmlns="" success="true"/>!</DeleteFolderResult>`,
  );
  const value = decodeResponse(operation, [result], []);
  const written = readXml(encodeResponse(operation, value).body);
  for (const { content } of [value, decodeResponse(operation, [written], [])]) {
    expect(content.map((node) => (typeof node === "string" ? node : `${node.namespace}${node.name}`))).toEqual([
      " ",
      "response",
      "!",
    ]);
  }
});
