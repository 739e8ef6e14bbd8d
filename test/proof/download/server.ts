/** A service with one large document of deterministic bytes, in a process of its own. Sends its address to its parent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { answer } from "../../support/soap-messages.js";
import { bytesAt } from "./content.js";

const HANDLER = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const size = Number(process.argv[2]);
let staged = 0;

const server = createServer(async (request, response) => {
  const operation = /\/(\w+)"/.exec(String(request.headers["soapaction"]))?.[1] ?? "";
  const body = await text(request);
  const argument = (name: string): number => Number(new RegExp(`<${name}>(\\d+)<`).exec(body)?.[1]);
  response.writeHead(200, { "Content-Type": "text/xml; charset=utf-8" });
  response.end(answer(operation, resultOf(operation, argument)));
});

function resultOf(operation: string, argument: (name: string) => number): string {
  switch (operation) {
    case "GetDownloadHandler":
      staged += 1;
      return `<response success="true" Size="${size}" RenderedContent="false" CRC32="" ChunkSize="${argument("PreferedChunkSize")}" downloadhandler="${HANDLER}"/>`;
    case "DownloadFileChunk": {
      const start = argument("StartOffset");
      const bytes = bytesAt(start, Math.min(argument("ChunkSize"), size - start));
      const isLast = start + bytes.length === size;
      const facts = `filelength="${size}" chunklength="${bytes.length}" lastchunk="${isLast}"`;
      return `<response success="true" ${facts} chunkCRC32="${crc32(bytes).toString(16)}">${bytes.toString("base64")}</response>`;
    }
    default:
      staged -= 1;
      return '<response success="true"/>';
  }
}

server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
process.on("message", () => process.send?.(staged));
