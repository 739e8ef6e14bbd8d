import { CharsetError, decodeText, decoding } from "../../../src/soap/xml/decode-text.js";

const text = '<a b="é€">\u{1f642}</a>';
const utf16le = (value: string): Buffer => Buffer.from(value, "utf16le");
const utf16be = (value: string): Buffer => utf16le(value).swap16();

test.each<[name: string, bytes: Uint8Array, contentType: string | undefined, want: string]>([
  ["UTF-8 by default", Buffer.from(text), undefined, text],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`), "text/xml", text],
  ["UTF-16LE by its byte order mark", utf16le(`\ufeff${text}`), "text/xml", text],
  ["UTF-16BE by its byte order mark", utf16be(`\ufeff${text}`), "text/xml", text],
  ["UTF-16LE by its zeros", utf16le(text), "text/xml", text],
  ["UTF-16BE by its zeros", utf16be(text), "text/xml", text],
  ["the Content-Type's charset", Buffer.from("<a>é</a>", "latin1"), "text/xml; charset=iso-8859-1", "<a>é</a>"],
  [
    "the Content-Type's charset in quotes",
    Buffer.from("<a>é</a>", "latin1"),
    'text/xml; Charset="ISO-8859-1"',
    "<a>é</a>",
  ],
  [
    "the declaration's encoding",
    Buffer.from("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", "latin1"),
    "text/xml",
    "<?xml version='1.0' encoding='windows-1252'?><a>€</a>",
  ],
  ["ASCII where it is ASCII", Buffer.from("<a/>"), "text/xml; charset=US-ASCII", "<a/>"],
  ["the byte order mark before the Content-Type", Buffer.from(`\ufeff${text}`), "text/xml; charset=iso-8859-1", text],
  [
    "the Content-Type before the declaration",
    Buffer.from("<?xml version='1.0' encoding='iso-8859-1'?>é"),
    "text/xml; charset=utf-8",
    "<?xml version='1.0' encoding='iso-8859-1'?>é",
  ],
])("decodes by %s", (_name, bytes, contentType, want) => {
  expect(decodeText(bytes, contentType)).toBe(want);
});

const declared = (declaration: string): Buffer => Buffer.from(`${declaration}<a>é</a>`, "latin1");

test.each<[name: string, contentType: string]>([
  ["after another parameter", "text/xml; a=b ;charset=iso-8859-1"],
  ["before another parameter", "text/xml;charset=iso-8859-1;a=b"],
  ["in quotes before another parameter", 'text/xml; charset="iso-8859-1"; a=b'],
  ["with blanks", "text/xml;  charset  =  iso-8859-1 "],
  ["in capital letters", "TEXT/XML; CHARSET=ISO-8859-1"],
])("finds the Content-Type's charset %s", (_name, contentType) => {
  expect(decodeText(declared(""), contentType)).toBe("<a>é</a>");
});

test.each([
  "text/xml",
  "charset=klingon",
  "text/xml charset=klingon",
  "text/xml; xcharset=klingon",
  "text/xml; charset=",
])("finds no charset in %j", (contentType) => {
  expect(decodeText(Buffer.from(text), contentType)).toBe(text);
});

test.each([
  `<?xml version="1.0" encoding="iso-8859-1"?>`,
  `<?xml\tversion='1.0'\n encoding = 'iso-8859-1' standalone='no'?>`,
  `<?xml version="1.0"${" ".repeat(66)}encoding="iso-8859-1"?>`,
])("finds the encoding that is declared: %j", (declaration) => {
  expect(decodeText(declared(declaration))).toBe(`${declaration}<a>é</a>`);
});

test.each([
  ` <?xml version="1.0" encoding="iso-8859-1"?>`,
  `<?xmlversion="1.0" encoding="iso-8859-1"?>`,
  `<?xml version="1.0"?><a encoding="iso-8859-1"/>`,
  `<?xml version="1.0" encoding="8859-1"?>`,
  `<?xml version="1.0" encoding=iso-8859-1?>`,
  `<?xml version="1.0" encoding="UTF-16"?>`,
  `<?xml version="1.0" encoding="utf-16le"?>`,
  `<?xml version="1.0"${" ".repeat(90)}encoding="iso-8859-1"?>`,
])(
  "reads as UTF-8 what declares no other encoding at its beginning, or that of a string of .NET: %j",
  (declaration) => {
    expect(decodeText(Buffer.from(`${declaration}<a>é</a>`))).toBe(`${declaration}<a>é</a>`);
    expect(() => decodeText(declared(declaration))).toThrow("the bytes are not utf-8");
  },
);

test.each([
  ["\0\0", "\0\0"],
  ["\0a", "\0a"],
  ["<", "<"],
  ["a\0", "a\0"],
  ["", ""],
])("does not take %j for UTF-16", (bytes, want) => {
  expect(decodeText(Buffer.from(bytes))).toBe(want);
});

describe("a text of more than one piece", () => {
  const STEP = 256 * 1024;
  const pausesOf = (bytes: Uint8Array, contentType?: string): number => [...decoding(bytes, contentType)].length;

  test.each([
    ["UTF-8", "utf-8", Buffer.from(`${"x".repeat(STEP - 1)}é€`)],
    ["windows-1252", "windows-1252", Buffer.from(`${"x".repeat(STEP - 1)}\xe9\x80`, "latin1")],
    ["UTF-16", "utf-16le", utf16le(`x${"x".repeat(STEP - 2)}é€`)],
  ])("is whole, also where a piece ends within a character: %s", (_name, charset, bytes) => {
    const decoded = decodeText(bytes, `text/xml; charset=${charset}`);
    expect(decoded.length).toBe(STEP + 1);
    expect(decoded.slice(-3)).toBe("xé€");
  });

  test("is refused where a later piece is not in its encoding, or ends within a character", () => {
    const long = Buffer.alloc(STEP, "x");
    expect(() => decodeText(Buffer.concat([long, Buffer.from([0x80])]), "a/b; charset=ascii")).toThrow(
      "the bytes are not ascii",
    );
    expect(() => decodeText(Buffer.concat([long, Buffer.from([0xc3])]))).toThrow("the bytes are not utf-8");
  });

  test("is decoded with a pause after each piece, and a short one of UTF-8 with none", () => {
    expect(pausesOf(Buffer.alloc(STEP, "x"))).toBe(0);
    expect(pausesOf(Buffer.alloc(STEP + 1, "x"))).toBe(2);
    expect(pausesOf(Buffer.alloc(2 * STEP, "x"), "a/b; charset=latin1")).toBe(2);
    expect(pausesOf(Buffer.alloc(1, "x"), "a/b; charset=latin1")).toBe(1);
  });
});

test.each(["ascii", "ASCII", "us-ascii", "US-ASCII"])("%s ends at U+007F", (charset) => {
  expect(decodeText(Buffer.from([0x7f]), `a/b; charset=${charset}`)).toBe("\x7f");
  expect(() => decodeText(Buffer.from([0x80]), `a/b; charset=${charset}`)).toThrow(`the bytes are not ${charset}`);
});

test.each<[name: string, bytes: Uint8Array, contentType: string | undefined, message: string]>([
  ["bytes that are not UTF-8", Buffer.from([0x3c, 0x61, 0xff, 0x3e]), undefined, "the bytes are not utf-8"],
  ["a byte that is not ASCII, among others", declared(""), "a/b; charset=ascii", "the bytes are not ascii"],
  [
    "an encoding that only ends like UTF-16",
    Buffer.from(`<?xml version="1.0" encoding="x-utf-16"?><a/>`),
    undefined,
    'unknown encoding "x-utf-16"',
  ],
  ["a character cut in half", Buffer.from("é").subarray(0, 1), undefined, "the bytes are not utf-8"],
  ["half of a byte order mark", Buffer.from([0xef, 0xbb]), undefined, "the bytes are not utf-8"],
  ["half of another byte order mark", Buffer.from([0xff]), undefined, "the bytes are not utf-8"],
  ["half of a unit", Buffer.from([0xff, 0xfe, 0x3c]), undefined, "the bytes are not utf-16le"],
  ["an encoding that is unknown", Buffer.from("<a/>"), "a/b; charset=klingon", 'unknown encoding "klingon"'],
  ["one that is alike", Buffer.from("<a/>"), "a/b; charset=ascii-8", 'unknown encoding "ascii-8"'],
  ["another", Buffer.from("<a/>"), "a/b; charset=x-ascii", 'unknown encoding "x-ascii"'],
])("refuses %s", (_name, bytes, contentType, message) => {
  expect(() => decodeText(bytes, contentType)).toThrow(CharsetError);
  expect(() => decodeText(bytes, contentType)).toThrow(expect.objectContaining({ name: "CharsetError", message }));
});
