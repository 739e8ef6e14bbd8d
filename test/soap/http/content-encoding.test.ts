import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { decompress } from "../../../src/soap/http/content-encoding.js";

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
      tooLarge: false,
    });
  });

  test("is refused where it is cut anywhere", async () => {
    const whole = compress("yes");
    for (let length = 0; length < whole.length; length += 1) {
      await expect(decode(whole.subarray(0, length))).rejects.toMatchObject({ name: "ContentEncodingError" });
    }
  });
});
