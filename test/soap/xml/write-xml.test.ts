import { escapeAttribute, escapeText, writeXml, XmlWriteError } from "../../../src/soap/xml/write-xml.js";

test.each(["\0", "a\u0001b", "\u001f", "\ud800", "\udc00\ud800", "\ufffe", "\uffff", "<\u000b>"])(
  "rejects %j in texts and attributes, which XML 1.0 does not allow",
  (text) => {
    expect(() => escapeText(text)).toThrow(XmlWriteError);
    expect(() => escapeAttribute(text)).toThrow(XmlWriteError);
  },
);

test("writes markup characters as references, and all others unchanged", () => {
  const text = "a\t\n\r<&>\"'é\u{1f600} ]]>";
  expect(escapeText(text)).toBe("a\t\n&#xD;&lt;&amp;&gt;\"'é\u{1f600} ]]&gt;");
  expect(escapeAttribute(text)).toBe("a&#x9;&#xA;&#xD;&lt;&amp;&gt;&quot;'é\u{1f600} ]]&gt;");
});

test.each([
  ["a qualified name", "a:one", ["a"]],
  ["a list of qualified names", " a:one b:two\na:three ", ["a", "b"]],
  ["a text with a qualified name", "one a:two", ["a"]],
  ["prefixes that are not declared, and no names", "c:one a: :b a:b:c", []],
])("declares the prefixes of %s", (_, text, declared) => {
  const prefixes = new Map([
    ["a", "urn:a"],
    ["b", "urn:b"],
  ]);
  const written = writeXml({ name: "e", namespace: "", attributes: [], children: [text], prefixes });
  expect([...written.matchAll(/ xmlns:(\w+)="urn:\1"/g)].map(([, prefix]) => prefix)).toEqual(declared);
});
