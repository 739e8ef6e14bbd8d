import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { InfoRouterClient } from "inforouter-soap-client";
import { createFolder } from "inforouter-soap-client/operations";
import { BegunDeletions } from "../src/begun.ts";
import { crashRun, randomMoments } from "../src/crash-run.ts";
import { deleteOnce } from "../src/delete-once.ts";
import { openQueue } from "../src/queue.ts";
import { Stage } from "../src/stage.ts";

const seed = Number(process.env["QUEUE_SEED"] ?? randomInt(2 ** 31));

test(`no folder is deleted twice, and no job is lost, where three workers are killed (QUEUE_SEED=${seed})`, async () => {
  const paths = Array.from({ length: 2000 }, (_, index) => `/Archive/Reports/${index + 1}`);
  const { accounts, kills, sent, executions, looked, left } = await crashRun(paths, randomMoments(3, 1900, seed));

  assert.equal(kills, 3);
  assert.deepEqual(
    [...sent].filter(([, times]) => times !== 1),
    [],
  );
  assert.equal(executions, paths.length - left.length);
  const { completed, deadLetters } = accounts;
  assert.deepEqual([...completed.keys(), ...deadLetters.keys()].sort(), [...paths].sort());
  assert.deepEqual([...deadLetters.keys()].sort(), [...left].sort());
  assert.ok([...deadLetters.values()].every(({ outcome }) => outcome === "unknown"));
  // Each kill leaves at least the request that it followed, and a redelivered job does no more than look.
  const gone = [...completed].filter(([, outcome]) => outcome === "gone").map(([path]) => path);
  assert.deepEqual([...looked.keys()].sort(), [...gone, ...left].sort());
  assert.ok(looked.size >= kills);
});

test("a redelivered job that had begun looks, and leaves what it finds to a person", async (t) => {
  const paths = ["/Archive/1", "/Archive/2", "/Archive/3"];
  const stage = await Stage.start(paths);
  t.after(() => stage.close());
  stage.server.failNext({ operation: "DeleteFolder", with: "timeout" });
  stage.server.failNext({ operation: "DeleteFolder", with: "timeout-after-execution", times: 2 });
  const unanswered = untilRequests(stage, paths.length);
  const worker = stage.startWorker();
  assert.equal(await stage.run("producer.ts", ["2025"], paths.join("\n")), "3 folders, 3 new jobs\n");
  assert.equal(await stage.run("producer.ts", ["2025"], paths.join("\n")), "3 folders, 0 new jobs\n");
  await unanswered;
  stage.kill(worker);
  const [lost = ""] = pathsWith(stage, "timeout");
  const [executed = "", madeAgain = ""] = pathsWith(stage, "timeout-after-execution");
  const somebodyElse = new InfoRouterClient({ endpoint: stage.server.url, ticket: stage.server.ticketFor("jane") });
  await somebodyElse.call(createFolder, { path: madeAgain });
  await somebodyElse.close();

  stage.startWorker();
  const { completed, deadLetters } = await stage.settled();
  assert.deepEqual([...completed], [[executed, "gone"]]);
  assert.deepEqual([...deadLetters.keys()].sort(), [lost, madeAgain].sort());
  assert.deepEqual(stage.server.folders, ["/Archive", ...[lost, madeAgain].sort()]);
  assert.deepEqual([...stage.requestsOf("DeleteFolder").values()], [1, 1, 1]);

  const listed = (await stage.run("dead-letters.ts", [])).trimEnd().split("\n");
  assert.deepEqual(listed.map((line) => JSON.parse(line).path).sort(), [lost, madeAgain].sort());
  const { id = "" } = deadLetters.get(lost) ?? {};
  assert.equal(await stage.run("dead-letters.ts", ["--again", id]), "1 new jobs\n");
  const decided = await stage.settled();
  assert.equal(decided.completed.get(lost), "deleted");
  assert.deepEqual([...decided.deadLetters.keys()], [madeAgain]);
  assert.deepEqual(stage.server.folders, ["/Archive", madeAgain]);
});

test("a deletion that the service refuses is repeated, and at last is a dead letter", async (t) => {
  const stage = await Stage.start(["/Archive/locked", "/Archive/forbidden"]);
  t.after(() => stage.close());
  stage.startWorker();
  stage.server.failNext({ operation: "DeleteFolder", with: "locked" });
  await stage.run("producer.ts", ["once"], "/Archive/locked");
  assert.deepEqual([...(await stage.settled()).completed], [["/Archive/locked", "deleted"]]);

  stage.server.failNext({ operation: "DeleteFolder", with: "access-denied", times: Number.POSITIVE_INFINITY });
  await stage.run("producer.ts", ["always"], "/Archive/forbidden");
  const { deadLetters } = await stage.settled();
  assert.deepEqual(
    [...deadLetters].map(([path, { outcome }]) => [path, outcome]),
    [["/Archive/forbidden", "rejected"]],
  );
  assert.deepEqual(
    [...stage.requestsOf("DeleteFolder")],
    [
      ["/Archive/locked", 2],
      ["/Archive/forbidden", 4],
    ],
  );
  assert.deepEqual(stage.server.folders, ["/Archive", "/Archive/forbidden"]);
});

test("of deliveries at the same time, one sends a request, and a later one knows its outcome", async (t) => {
  const stage = await Stage.start(["/Archive/1"]);
  t.after(() => stage.close());
  const boss = await openQueue(stage.databaseUrl);
  const infoRouter = new InfoRouterClient({ endpoint: stage.server.url, ticket: stage.server.ticketFor("jane") });
  const job = { id: "3f1c2a52-6a0e-8c7b-8d11-0f5e7e0a9b41", data: { path: "/Archive/1" } };
  const deliveries = Array.from({ length: 10 }, (_, index) =>
    deleteOnce(infoRouter, new BegunDeletions(boss, `worker ${index}`), job),
  );
  const results = await Promise.all(deliveries);
  const requests = stage.requests.length;
  const later = await deleteOnce(infoRouter, new BegunDeletions(boss, "later"), job);
  await infoRouter.close();
  await boss.stop();
  assert.equal(stage.requestsOf("DeleteFolder").get("/Archive/1"), 1);
  // Those that come after its end know the outcome as well.
  assert.ok(results.some(({ output }) => output.outcome === "deleted"));
  assert.deepEqual(later, { id: job.id, status: "completed", output: { outcome: "deleted" } });
  assert.equal(stage.requests.length, requests);
  assert.deepEqual(stage.server.folders, ["/Archive"]);
});

function untilRequests(stage: Stage, count: number): Promise<void> {
  return new Promise((resolve) => {
    stage.onRequest = () => {
      const arrived = [...stage.requestsOf("DeleteFolder").values()].reduce((sum, times) => sum + times, 0);
      if (arrived === count) {
        resolve();
      }
    };
  });
}

function pathsWith(stage: Stage, failure: string): string[] {
  return stage.requests.filter((one) => one.failure === failure).map(({ values }) => String(values?.["Path"]));
}
