/** Calls once and again, and says how much memory the client holds as it goes. Needs `--expose-gc`. */
import { subjects } from "./subjects.js";

const [endpoint = "", calls = "0"] = process.argv.slice(2);
const call = await subjects["this package on node:http"](endpoint);
const heapInMb: number[] = [];
const step = Number(calls) / 10;

for (let part = 0; part < 10; part += 1) {
  let left = step;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: 16 }, caller));
  globalThis.gc?.();
  heapInMb.push(process.memoryUsage().heapUsed / 2 ** 20);
}
process.send?.(heapInMb);
process.exit();
