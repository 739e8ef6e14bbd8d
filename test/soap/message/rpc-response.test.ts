import { withoutResultName, withReturnName } from "../../../src/soap/message/rpc-response.js";
import type { Name } from "../../../src/soap/schema/member.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { mostPlacesHeld } from "../../support/places-held.js";

const response = (content: string): XmlElement =>
  readXml(`<m:Response xmlns:m="urn:m" xmlns:r="http://www.w3.org/2003/05/soap-rpc">${content}</m:Response>`);

/** What the response holds: texts, and names of elements with their texts. */
const contentOf = ({ children }: XmlElement): string =>
  children
    .map((child) =>
      typeof child === "string"
        ? child
        : `[${child.namespace === "" ? "" : `${child.namespace} `}${child.name}:${child.children.join("")}]`,
    )
    .join("");

test.each([
  ["<r:result>a</r:result><a>1</a>", "[a:1]"],
  [" <a>1</a> <r:result>a</r:result>", " [a:1] "],
  ["<result>a</result><a>1</a>", "[result:a][a:1]"],
  ["<r:other>a</r:other>", "[http://www.w3.org/2003/05/soap-rpc other:a]"],
  ["", ""],
])("leaves out of %s the element that names the return value", (content, expected) => {
  expect(contentOf(withoutResultName(response(content)))).toBe(expected);
});

test("a response that names no return value stays as it is", () => {
  const unnamed = response("<a>1</a>");
  expect(withoutResultName(unnamed)).toBe(unnamed);
});

const NAMED = "<r:result>main:sum</r:result>";
const RESULT = "[http://www.w3.org/2003/05/soap-rpc result:main:sum]";
const parts: readonly Name[] = [
  ["", "return"],
  ["", "count"],
];

test.each<[what: string, content: string, parts: readonly Name[], expected: string]>([
  ["the first value", "<a>1</a><b>2</b>", parts, "[return:1][b:2]"],
  ["the value that is named", `${NAMED}<a>1</a><sum>2</sum>`, parts, `${RESULT}[a:1][return:2]`],
  [
    "the value that is named between blanks, without prefix",
    "<r:result> b </r:result><a>1</a><b>2</b>",
    parts,
    "[http://www.w3.org/2003/05/soap-rpc result: b ][a:1][return:2]",
  ],
  ["the first value, if the one that is named is not there", `${NAMED}<a>1</a>`, parts, `${RESULT}[return:1]`],
  ["no value that has its name", "<return>1</return><b>2</b>", parts, "[return:1][b:2]"],
  ["no value beside one that has its name", "<b>2</b><return>1</return>", parts, "[b:2][return:1]"],
  ["no value that has the name of another part", "<count>2</count><b>1</b>", parts, "[count:2][b:1]"],
  ["no value that has the name of another part, in a namespace", "<m:count>2</m:count>", parts, "[urn:m count:2]"],
  ["a value with that name in a namespace", "<m:return>1</m:return>", parts, "[return:1]"],
  ["no value where no part is declared", "<a>1</a>", [], "[a:1]"],
  ["no value where there is none", "text", parts, "text"],
])("gives the name that the contract declares to %s", (_what, content, declared, expected) => {
  expect(contentOf(withReturnName(response(content), declared))).toBe(expected);
});

test("a name of very many colons is not held as all its pieces at once", () => {
  const named = response(`<r:result>${":".repeat(100_000)}b</r:result><a>1</a><b>2</b>`);
  expect(mostPlacesHeld(() => expect(contentOf(withReturnName(named, parts))).toContain("[return:2]"))).toBe(0);
});

test("gives the namespace that the contract declares", () => {
  expect(contentOf(withReturnName(response("<a>1</a>"), [["urn:p", "return"]]))).toBe("[urn:p return:1]");
});
