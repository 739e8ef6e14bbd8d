import { existsSync } from "node:fs";
import { join } from "node:path";
import { rooms } from "../proof/mutation/rooms.js";

test("the rooms of npm run mutate name sources and suites that exist", () => {
  const named = Object.values(rooms).flatMap(({ sources, tests }) => [
    ...sources,
    ...tests.map((suite) => `${suite}.test.ts`),
  ]);
  expect(named.filter((path) => !existsSync(join(__dirname, "../..", path)))).toEqual([]);
});
