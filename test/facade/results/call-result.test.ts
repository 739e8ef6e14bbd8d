import { type CallResult, type InfoRouterResult, toCallResult } from "../../../src/call-result.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { atOnce, PAUSE } from "../../../src/soap/xml/slices.js";

const unwrapped = (xml: string) => ({ kind: "answer", element: readXml(xml) }) as const;
type Element = { readonly opResult: object };
const resultOf = (xml: string): InfoRouterResult => atOnce(toCallResult<Element>(unwrapped(xml), { opResult: {} }));
const bytes = new Uint8Array([1, 2]);

test.each<[what: string, response: unknown, expected: unknown]>([
  ["bytes", { opResult: bytes }, bytes],
  ["a boolean", { opResult: false }, false],
  ["a number", { opResult: 0 }, 0],
  ["a big number", { opResult: 12n }, 12n],
  ["a number beside headers", { body: { opResult: 1 }, headers: {} }, 1],
  ["a response without headers whose result is called body", { body: 1 }, 1],
  ["a response that is a number itself", 5, 5],
  ["a response that is bytes itself", bytes, bytes],
  ["a response that is a boolean, beside headers", { body: false, headers: {} }, false],
])("resolves with the value as it is: %s", (_what, response, expected) => {
  expect(atOnce(toCallResult(unwrapped("<OpResult>text</OpResult>"), response))).toBe(expected);
});

test.each<[what: string, response: unknown]>([
  ["a text", { opResult: "text" }],
  ["an object", { opResult: { a: 1 } }],
  ["a response that is a text itself", "text"],
  ["a response that is a list of numbers itself", [1, 2]],
  ["nothing", {}],
  ["no response", undefined],
  ["null", null],
  ["no body beside headers", { body: undefined, headers: { a: 1 } }],
])("resolves with the element: %s", (_what, response) => {
  const result = unwrapped("<OpResult>text</OpResult>");
  const { name, text, element } = atOnce(toCallResult(result, response as Element));
  expect({ name, text }).toEqual({ name: "OpResult", text: "text" });
  expect(element).toBe(result.element);
});

test("resolves with undefined for no result", () => {
  expect(atOnce(toCallResult(undefined, undefined))).toBeUndefined();
});

test("an element has its attributes, its elements in order at every depth, and its own text", () => {
  const xml = '<a x="1" y="2">one<b>two<c z="3"/></b><d/>three</a>';
  const plain = ({ name, attributes, elements, text }: InfoRouterResult): unknown[] => [
    name,
    Object.entries(attributes),
    text,
    elements.map(plain),
  ];
  const result = resultOf(xml);
  const none: unknown[] = [];
  expect(plain(result)).toEqual([
    "a",
    [
      ["x", "1"],
      ["y", "2"],
    ],
    "onethree",
    [
      ["b", none, "two", [["c", [["z", "3"]], "", none]]],
      ["d", none, "", none],
    ],
  ]);
  expect(Object.keys(result)).toEqual(["name", "attributes", "elements", "text"]);
});

test("attributes and elements that are not there are those of no object, and cannot be changed", () => {
  const { attributes, elements } = resultOf("<a/>");
  const { attributes: others } = resultOf("<a b=''/>");
  expect([attributes, others].map((object) => Object.getPrototypeOf(object))).toEqual([null, null]);
  expect([Object.isFrozen(attributes), Object.isFrozen(elements)]).toEqual([true, true]);
});

test.each([
  ["beside each other", "<b/>".repeat(1_000)],
  ["one in each other", "<b><c/></b>".repeat(500)],
])("elements %s are read with a pause after each so many", (_where, content) => {
  const steps = [...toCallResult(unwrapped(`<a>${content}</a>`), {})];
  expect(steps).toHaveLength(Math.floor(1_000 / PAUSE));
});

test("the type is that of each member that the response may have as its result", () => {
  const number: CallResult<{ id: number }> = 1;
  const mixed: CallResult<{ name: string; id: number }>[] = [2, resultOf("<a/>")];
  // @ts-expect-error A text is no number.
  const text: CallResult<{ name: string; id: number }> extends number ? true : false = true;
  const itself: [CallResult<number>, CallResult<string | null>] = [3, resultOf("<a/>")];
  // @ts-expect-error A list is no number.
  const list: CallResult<number[]> = 4;
  expect([number, mixed.length, text, itself.length, list]).toEqual([1, 2, true, 2, 4]);
});
