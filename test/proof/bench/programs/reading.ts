/** Reads an answer of 98 kB once and again, without a network, and says what a call takes. */
import { InfoRouterClient } from "inforouter-soap-client";
import { answerOf } from "./answers.js";

export interface ReadingSlice {
  readonly cpuMicrosPerCall: number;
}

const SLICE_IN_MS = 500;
const body = answerOf(98_000);
const transport = async () => ({ status: 200, headers: { "content-type": "text/xml; charset=utf-8" }, body });
const infoRouter = new InfoRouterClient({ endpoint: "http://127.0.0.1/", ticket: "T", transport });

process.on("message", async (concurrency: string) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let calls = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - start < SLICE_IN_MS) {
      await infoRouter.deleteFolder("/Finance/Reports/2024");
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, caller));
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ cpuMicrosPerCall: (user + system) / calls } satisfies ReadingSlice);
});
process.send?.("ready");
