import type { Change, ChangeKind, Impact } from "../../scripts/compare/verdict/change.js";
import { describeChange } from "../../scripts/compare/words/describe-change.js";
import { SUMMARIES } from "../../scripts/compare/words/templates.js";

const breaking: Impact = { clients: "break", code: "breaks" };
const harmless: Impact = { clients: "work", code: "compiles" };

function change(kind: string, more: Partial<Change> = {}): Change {
  return {
    kind: kind as ChangeKind,
    operations: ["Put"],
    place: { kind: "request", name: "{urn:t}Put" },
    path: "Items/a",
    old: "xs:int",
    new: "xs:string",
    names: ["x", "y"],
    impact: { operation: breaking, request: breaking, response: breaking },
    ...more,
  };
}

const everyImpact = [breaking, harmless].map((impact) => ({
  operation: impact,
  request: impact,
  response: impact,
  fault: impact,
}));

test.each(Object.keys(SUMMARIES))("fills all phrases of the sentences about %s", (key) => {
  const isEnumeration = /^enumeration-(added|removed)$/.exec(key);
  const [kind, names] = isEnumeration === null ? [key, ["x", "y"]] : [`facet-${isEnumeration[1]}`, ["enumeration"]];
  for (const impact of everyImpact) {
    const { summary, clients, code } = describeChange(change(kind, { names, impact }));
    expect(summary).toMatch(/^[A-Z\d][^{}]+\.$/);
    expect(clients).toMatch(/^Deployed clients (?:break|go on working)[^{}]*\.$/);
    expect(code).toMatch(/^Code (?:has to change|compiles against new stubs)[^{}]*\.$/);
  }
});

test.each<[place: Change["place"], path: string | undefined, summary: string]>([
  [{ kind: "request", name: "{urn:t}Put" }, undefined, "The request is now required."],
  [{ kind: "request", name: "{urn:t}Put" }, "a", "Element a of the request is now required."],
  [
    { kind: "response", name: "{urn:t}R" },
    "Items/Item/@id",
    "Attribute id of Items/Item in the response is now required.",
  ],
  [{ kind: "type", name: "{urn:t}Address" }, undefined, "Type Address is now required."],
  [{ kind: "type", name: "{urn:t}Address" }, "text()", "The text of type Address is now required."],
  [{ kind: "element", name: "{urn:t}e" }, "a/(b | c)", "The group (b | c) of a in element e is now required."],
  [{ kind: "header", name: "{urn:t}Note" }, "*", "The wildcard for elements of header Note is now required."],
  [
    { kind: "fault", name: "Refused" },
    "@*",
    "The wildcard for attributes of the detail of fault Refused is now required.",
  ],
  [undefined, undefined, "The operation is now required."],
])("names the place %j with the path %j", (place, path, summary) => {
  const { place: _, path: __, ...rest } = change("element-now-required");
  expect(describeChange({ ...rest, ...(place && { place }), ...(path !== undefined && { path }) }).summary).toBe(
    summary,
  );
});

test.each<[kind: string, more: Partial<Change>, summary: string, code: string]>([
  [
    "argument-added",
    {},
    "Code must now pass the request, which was always empty.",
    "it must pass the request, if only as an empty object",
  ],
  [
    "property-renamed",
    { path: "@id", old: "id", new: "idAttribute" },
    "In code, attribute id of the request is now the property idAttribute, because of other members; it was id.",
    "it must use idAttribute instead of id",
  ],
  [
    "generated-type-renamed",
    { old: "GoRequest", new: "Go" },
    "In code, the request is now named Go; it was named GoRequest.",
    "it must import Go instead of GoRequest",
  ],
  [
    "generated-type-renamed",
    { path: "row", old: "Row", new: "GoRow" },
    "In code, the type of element row of the request is now named GoRow; it was named Row.",
    "it must import GoRow instead of Row",
  ],
  [
    "generated-type-renamed",
    { path: "(a, b)", old: "GoItem", new: "GoItem2" },
    "In code, the type of the group (a, b) of the request is now named GoItem2; it was named GoItem.",
    "it must import GoItem2 instead of GoItem",
  ],
  [
    "generated-type-renamed",
    { place: { kind: "header", name: "" }, old: "GoRequestHeaders", new: "GoRequestHeadersMessage" },
    "In code, the type of the headers is now named GoRequestHeadersMessage; it was named GoRequestHeaders.",
    "it must import GoRequestHeadersMessage instead of GoRequestHeaders",
  ],
  [
    "generated-type-renamed",
    { place: { kind: "fault", name: "" }, old: "GoFaults", new: "GoFaultsMessage" },
    "In code, the type of the details of faults is now named GoFaultsMessage; it was named GoFaults.",
    "it must import GoFaultsMessage instead of GoFaults",
  ],
  [
    "generated-type-renamed",
    { place: { kind: "type", name: "{urn:t}Row" }, old: "Row", new: "RowV1" },
    "In code, type Row is now named RowV1.",
    "it must import RowV1 instead of Row",
  ],
  [
    "generated-type-renamed",
    { place: { kind: "type", name: "{urn:t}RowV1" }, old: "Row", new: "RowV1" },
    "In code, type RowV1 was named Row.",
    "it must import RowV1 instead of Row",
  ],
  [
    "generated-type-renamed",
    { place: { kind: "type", name: "{urn:t}row" }, old: "Row", new: "RowSchema" },
    "In code, type row is now named RowSchema; it was named Row.",
    "it must import RowSchema instead of Row",
  ],
  [
    "generated-type-changed",
    { place: { kind: "type", name: "{urn:t}Row" }, old: "that of the messages", new: "another type of that name" },
    "In code, type Row is now another type of that name; it was that of the messages.",
    "its types differ",
  ],
  [
    "generated-type-changed",
    { place: { kind: "type", name: "{urn:t}T" }, old: "a union", new: "an interface" },
    "In code, type T is now an interface; it was a union.",
    "its types differ",
  ],
  [
    "type-changed",
    { place: { kind: "type", name: "{urn:t}E" }, old: "xs:token", new: "xs:string" },
    "Type E changed from xs:token to xs:string.",
    "type E has other literals, by their white space",
  ],
  [
    "function-removed",
    { old: "go2" },
    "The operation no longer has the function go2 for ports of another form.",
    "it can no longer call go2",
  ],
  [
    "constant-renamed",
    { old: "goOperation", new: "goOperation2" },
    "The constant of the operation is now named goOperation2, because of other operations; it was goOperation.",
    "it must use goOperation2 instead of goOperation",
  ],
])("says what changed in code only: %s %j", (kind, { path, ...more }, summary, code) => {
  const { path: _, ...rest } = change(kind, more);
  const described = describeChange({ ...rest, ...(path !== undefined && { path }) });
  expect([described.summary, described.code]).toEqual([summary, `Code has to change: ${code}.`]);
});

test("says that a type has no name in code any more", () => {
  const { new: _, path: __, ...rest } = change("generated-type-renamed", { old: "Color" });
  const { summary, code } = describeChange({ ...rest, place: { kind: "type", name: "{urn:t}Color" } });
  expect([summary, code]).toEqual([
    "In code, type Color is no longer exported.",
    "Code has to change: it can no longer import Color.",
  ]);
});

test("names the consequences in each direction in which clients break, and no others", () => {
  const impact = { request: breaking, response: harmless };
  const { clients } = describeChange(change("required-element-removed", { impact }));
  expect(clients).toBe("Deployed clients break: the service rejects a in requests or, if it is ASMX, ignores it.");
});

test("names the effects on clients that go on working", () => {
  const { clients } = describeChange(change("optional-element-removed", { impact: { response: harmless } }));
  expect(clients).toBe("Deployed clients go on working: they read it as absent.");
});

test("describes attributes with the consequences of elements", () => {
  const { clients, code } = describeChange(
    change("required-attribute-added", { path: "@id", impact: { request: breaking } }),
  );
  expect(clients).toBe(
    "Deployed clients break: the service rejects their requests, which lack id, or, if it is ASMX, assumes null, 0 or false.",
  );
  expect(code).toBe("Code has to change: it must set id.");
});

test.each([
  ["xs:int", "xs:string", "a changed from number to string"],
  ["xs:int", "Address", "a has another type"],
])("describes a type that changes from %s to %s by its TypeScript type if it is built in", (old, now, code) => {
  expect(describeChange(change("type-changed", { old, new: now })).code).toBe(`Code has to change: ${code}.`);
});

test("lists the first twelve of many names, and counts the others", () => {
  const names = Array.from({ length: 20 }, (_, index) => `v${index + 1}`);
  expect(describeChange(change("enumeration-values-added", { names, path: "a" })).summary).toBe(
    "Element a of the request has new values: v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12 and 8 more.",
  );
});

test.each(["default-changed", "facet-changed", "wildcard-changed", "address-changed"])(
  "cuts long values, which a contract may have in thousands of places: %s",
  (kind) => {
    const { summary, clients, code } = describeChange(
      change(kind, { old: "o".repeat(5_000), new: "n".repeat(5_000), names: ["pattern"] }),
    );
    expect(summary).toMatch(/n{1000} … \(5000 characters\)/);
    expect(`${summary}${clients}${code}`).not.toMatch(/n{1001}|o{1001}/);
  },
);
