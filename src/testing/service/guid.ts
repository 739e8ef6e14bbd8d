/** The blanks that .NET's `Guid.TryParse` trims. */
const BLANKS = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const AROUND = new RegExp(`^${BLANKS}|${BLANKS}$`, "g");
const ANYWHERE = new RegExp(BLANKS, "g");

const HEX = "[0-9a-f]";
const DASHED = `${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}`;

/** `N`, `D`, `B` and `P` of .NET's format specifiers for a GUID. */
const PLAIN_FORMS = new RegExp(`^(?:${HEX}{32}|${DASHED}|\\{${DASHED}\\}|\\(${DASHED}\\))$`);
/** `X`: `{0xa1b2c3d4,0xe5f6,0x7890,{0xab,0xcd,…}}`; the numbers may be shorter. */
const NUMBERS_FORM = new RegExp(
  `^\\{0x(${HEX}{1,8}),0x(${HEX}{1,4}),0x(${HEX}{1,4}),\\{${Array(8).fill(`0x(${HEX}{1,2})`).join(",")}\\}\\}$`,
);
const NUMBERS_LENGTHS = [8, 4, 4, ...Array<number>(8).fill(2)];

/**
 * Reads a GUID in any of the five forms of .NET's `Guid.TryParse`, in any case, with blanks around it. Returns its digits
 * in groups of 8-4-4-4-12, or undefined if the text is not a GUID.
 */
export function readGuid(text: string | undefined): string | undefined {
  const trimmed = (text ?? "").replaceAll(AROUND, "").toLowerCase();
  if (PLAIN_FORMS.test(trimmed)) {
    return grouped(trimmed.replaceAll(/[^0-9a-f]/g, ""));
  }
  const numbers = NUMBERS_FORM.exec(trimmed.replaceAll(ANYWHERE, ""))?.slice(1);
  return numbers && grouped(numbers.map((number, index) => number.padStart(NUMBERS_LENGTHS[index] ?? 2, "0")).join(""));
}

function grouped(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
