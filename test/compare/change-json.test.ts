import type { Change, Impact } from "../../scripts/compare/verdict/change.js";
import { changeToJson } from "../../scripts/compare/words/change-json.js";
import { describeChange } from "../../scripts/compare/words/describe-change.js";

function change(impact: Change["impact"], kind: Change["kind"] = "element-respelt"): Change {
  const place = { kind: "request", name: "{urn:t}Put" } as const;
  return { kind, operations: ["Put"], place, path: "a", old: "a", new: "A", impact };
}

const impact = (clients: Impact["clients"], code: Impact["code"]): Impact => ({ clients, code });

test.each<[title: string, change: Change, severity: string, breaks: readonly string[]]>([
  ["clients", change({ request: impact("break", "compiles") }), "breaking", ["clients"]],
  ["code", change({ request: impact("work", "breaks") }), "breaking", ["code"]],
  [
    "clients in one direction, code in another",
    change({ request: impact("break", "compiles"), fault: impact("work", "breaks") }),
    "breaking",
    ["clients", "code"],
  ],
  ["nothing", change({ response: impact("work", "compiles") }), "compatible", []],
  ["nothing, being a note", change({ operation: impact("work", "compiles") }, "address-changed"), "note", []],
])("a change that breaks %s has a severity, and lists what it breaks", (_, one, severity, breaks) => {
  expect(changeToJson(one)).toEqual({ ...one, ...describeChange(one), severity, breaks });
});

test("has the fields in a stable order: the change, its verdict, its sentences", () => {
  expect(Object.keys(changeToJson(change({ request: impact("break", "compiles") })))).toEqual([
    "kind",
    "operations",
    "place",
    "path",
    "old",
    "new",
    "impact",
    "severity",
    "breaks",
    "summary",
    "clients",
    "code",
  ]);
});
