/**
 * `npm run download -- [--megabytes N] [--most N] [--stream]`: downloads a large document. Exits with 1 if its bytes are
 * not those that were sent, if a handler is left, or if it takes more than `--most` megabytes of memory beyond those of a
 * client that is ready.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { InfoRouterClient } from "../../../src/index.js";
import { bytesAt } from "./content.js";

const { values: options } = parseArgs({
  options: {
    megabytes: { type: "string", default: "300" },
    most: { type: "string", default: "100" },
    stream: { type: "boolean", default: false },
  },
});
const size = Number(options.megabytes) * 1_000_000;
const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [String(size)]);
const [endpoint] = await once(server, "message");
const infoRouter = new InfoRouterClient({ endpoint, ticket: "T" });
await infoRouter.connect();

const before = process.memoryUsage().rss;
let peak = before;
let offset = 0;
let isRight = true;
await using download = await infoRouter.download("/Finance/archive.zip");
for await (const chunk of options.stream ? download.readable() : download) {
  isRight &&= bytesAt(offset, chunk.length).equals(chunk);
  offset += chunk.length;
  peak = Math.max(peak, process.memoryUsage().rss);
}
server.send("how many?");
const [staged] = await once(server, "message");
server.kill();
await infoRouter.close();

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;
console.log(
  `downloaded ${megabytes(offset)} of ${megabytes(size)}, ${isRight ? "all as they were sent" : "not as sent"}`,
);
console.log(`memory: ${megabytes(before)} before, ${megabytes(peak)} at most, ${megabytes(peak - before)} more`);
console.log(`handlers left: ${staged}`);
const isBounded = peak - before < Number(options.most) * 1_000_000;
process.exitCode = isRight && offset === size && staged === 0 && isBounded ? 0 : 1;
