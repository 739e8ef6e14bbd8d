import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { ACCEPT_ENCODING, decompress, isPlain } from "../../../src/soap/http/content-encoding.js";

const codings: readonly [coding: string, compress: (text: string) => Buffer][] = [
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
];

describe.each(codings)("%s", (coding, compress) => {
  const decode = async (...parts: Buffer[]): Promise<string> =>
    Buffer.from(await decompress(Buffer.concat(parts), coding, 1_000_000)).toString();

  test.each(["", "yes", "yes".repeat(100_000)])("is decoded (%#)", async (text) => {
    await expect(decode(compress(text))).resolves.toBe(text);
  });

  test.each<[name: string, rest: Buffer]>([
    ["another stream", compress("no")],
    ["another stream, which is empty", compress("")],
    ["the same stream again", compress("yes")],
    ["the beginning of another stream", compress("no").subarray(0, 3)],
    ["a zero", Buffer.from([0])],
    ["many zeros, and another stream", Buffer.concat([Buffer.alloc(512), compress("no")])],
    ["a line end", Buffer.from("\r\n")],
    ["text", Buffer.from("no")],
    ["a stream of gzip", gzipSync("no")],
    ["a stream of deflate", deflateSync("no")],
    ["a stream of Brotli", brotliCompressSync("no")],
  ])("is refused where %s follows its stream", async (_name, rest) => {
    await expect(decode(compress("yes"), rest)).rejects.toMatchObject({
      name: "ContentEncodingError",
      message: expect.stringMatching(`^its ${coding} encoding (?:is damaged or cut|goes on after its end)$`),
      tooLarge: false,
    });
  });

  test("is refused where it is cut anywhere", async () => {
    const whole = compress("yes");
    for (let length = 0; length < whole.length; length += 1) {
      await expect(decode(whole.subarray(0, length))).rejects.toMatchObject({
        name: "ContentEncodingError",
        message: `its ${coding} encoding is damaged or cut`,
        tooLarge: false,
      });
    }
  });

  test("is decoded up to the bound, and no further", async () => {
    const whole = compress("yes");
    expect(Buffer.from(await decompress(whole, coding, 3)).toString()).toBe("yes");
    await expect(decompress(whole, coding, 2)).rejects.toMatchObject({ name: "ContentEncodingError", tooLarge: true });
    expect(await decompress(whole, coding, Number.POSITIVE_INFINITY)).toHaveLength(3);
  });

  test("is known in any case, with blanks around its name", async () => {
    expect(await decompress(compress("yes"), `\t${coding.toUpperCase()} `, 3)).toHaveLength(3);
  });

  test("is decoded where the body is a part of a longer buffer", async () => {
    const whole = compress("yes");
    const longer = Buffer.concat([Buffer.alloc(9, 0xff), whole, Buffer.alloc(9, 0xff)]);
    expect(await decompress(longer.subarray(9, 9 + whole.length), coding, 3)).toHaveLength(3);
  });
});

test.each(["zstd", "gzip, br", "identity", "", 'g"zip'])("the coding %j is refused", async (coding) => {
  await expect(decompress(gzipSync("yes"), coding, 3)).rejects.toMatchObject({
    name: "ContentEncodingError",
    message: `its Content-Encoding is ${JSON.stringify(coding)}`,
    tooLarge: false,
  });
});

test("what goes on after its end is told from what is cut", async () => {
  await expect(decompress(Buffer.concat([deflateSync("yes"), Buffer.from("no")]), "deflate", 9)).rejects.toMatchObject({
    message: "its deflate encoding goes on after its end",
  });
});

test("the client asks for the codings that all servers have", () => {
  expect(ACCEPT_ENCODING).toBe("gzip");
});

test.each([
  ["", true],
  [" ", true],
  ["identity", true],
  [" Identity\t", true],
  ["gzip", false],
  ["identity, gzip", false],
  ["gzip, identity", false],
])("a body with the Content-Encoding %j is as it was written: %s", (encoding, want) => {
  expect(isPlain(encoding)).toBe(want);
});
