import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";

/** An element with an anonymous enumeration of two values, whose union `"a…" | "b"` has this length. */
function contractWithUnion(length: number): string {
  const values = ["a".repeat(length - '"" | "b"'.length), "b"];
  const facets = values.map((value) => `<xs:enumeration value="${value}"/>`).join("");
  const type = `<xs:simpleType><xs:restriction base="xs:token">${facets}</xs:restriction></xs:simpleType>`;
  return contractOf(
    `<xs:complexType name="T"><xs:sequence><xs:element name="color">${type}</xs:element></xs:sequence></xs:complexType>`,
    [],
  );
}

test.each([
  [60, "in place", /^ {2}color: "a+" \| "b";$/m, false],
  [61, "as a type of its own", /^ {2}color: Color;$/m, true],
])("writes an anonymous enumeration of %i characters %s", async (length, _how, property, isDeclared) => {
  const text = (await generated(contractWithUnion(length))).get("test.ts") ?? "";

  expect(text).toMatch(property);
  expect(/^export type Color =/m.test(text)).toBe(isDeclared);
});

test("writes unions within unions in no time", async () => {
  let type = '<xs:restriction base="xs:string"><xs:enumeration value="a"/></xs:restriction>';
  for (let depth = 0; depth < 100; depth += 1) {
    type = `<xs:union memberTypes="xs:string"><xs:simpleType>${type}</xs:simpleType></xs:union>`;
  }
  const files = await generated(
    contractOf(`<xs:element name="e"><xs:simpleType>${type}</xs:simpleType></xs:element>`, ["e"]),
  );

  expect(files.get("e.ts")?.match(/\bunion\(/g)).toHaveLength(100);
});
