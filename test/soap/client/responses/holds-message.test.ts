import { holdsMessage } from "../../../../src/soap/client/holds-message.js";
import { atOnce } from "../../../../src/soap/xml/slices.js";

const holds = (text: string, body: Uint8Array = Buffer.from(text)): boolean => atOnce(holdsMessage(text, body));
const tag = '<soap:Envelope xmlns:soap="urn:a">';
const slice = 256 * 1024;

describe("a page that is searched in slices holds a message", () => {
  test.each<[where: string, text: string]>([
    ["at the end of a slice", `${"x".repeat(slice - tag.length)}${tag}`],
    ["over two slices", `${"x".repeat(slice - 10)}${tag}`],
    ["at the beginning of the second slice", `${"x".repeat(slice)}${tag}`],
    ["with a prefix of a hundred characters over two slices", `${"x".repeat(slice - 1)}<${"p".repeat(100)}:Envelope>`],
    ["in the third slice", `${"x".repeat(2 * slice + 5)}${tag}`],
    ["packed, in the second slice", `${"x".repeat(slice + 5)}\u0001`],
  ])("%s", (_where, text) => {
    expect(holds(text)).toBe(true);
  });

  test("of which only its bytes show it, behind the first slice", () => {
    const text = "x".repeat(slice + 5);
    const bodies = [Buffer.from(text + tag, "latin1"), Buffer.from(text + tag, "utf16le")];
    expect(bodies.map((body) => holds(text, body))).toEqual([true, true]);
  });
});

test.each([
  ["nothing", ""],
  ["a page", "<html>No</html>"],
  ["a long page", "x".repeat(2 * slice)],
  ["a page in another alphabet", "<html>\u041d\u0435\u0442</html>"],
])("%s holds none", (_what, text) => {
  expect(holds(text)).toBe(false);
});

test("it is searched with a pause before each slice", () => {
  const pauses = [...holdsMessage("x".repeat(3 * slice), Buffer.alloc(3 * slice))].length;
  // Twice: for a message, and for what is packed.
  expect(pauses).toBe(6);
});
