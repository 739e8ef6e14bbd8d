import { CharsetError, decodeText } from "../../../src/soap/xml/decode-text.js";

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

test.each<[name: string, bytes: Uint8Array, contentType?: string]>([
  ["bytes that are not UTF-8", Buffer.from([0x3c, 0x61, 0xff, 0x3e])],
  ["a character cut in half", Buffer.from("é").subarray(0, 1)],
  ["bytes that are not ASCII", Buffer.from([0x3c, 0x61, 0x80, 0x3e]), "text/xml; charset=us-ascii"],
  ["an encoding that is unknown", Buffer.from("<a/>"), "text/xml; charset=klingon"],
])("refuses %s", (_name, bytes, ...[contentType]) => {
  expect(() => decodeText(bytes, contentType)).toThrow(CharsetError);
});
