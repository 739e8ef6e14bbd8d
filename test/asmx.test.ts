import { readCapturedAnswers, writeCapturedAnswers } from "./captured-answers.js";
import { comparable } from "./compare-answers.js";
import { exchange, exchanges, groups, type RawAnswer } from "./exchanges.js";
import { describeWithAsmx, startAsmx } from "./start-asmx.js";
import type { TestHost } from "./test-host.js";

describeWithAsmx("the ASMX service", () => {
  let host: TestHost;

  beforeAll(async () => {
    host = await startAsmx();
  }, 90_000);

  afterAll(() => host?.close());

  describe.each(groups)("%s", (group) => {
    const cases = exchanges.filter(({ name }) => name.startsWith(`${group}/`));

    // With CAPTURE_ANSWERS=1, test/answers is written anew.
    if (process.env["CAPTURE_ANSWERS"]) {
      test("is captured", async () => {
        const answers: [string, RawAnswer][] = [];
        for (const one of cases) {
          answers.push([one.name, await exchange(host, one)]);
        }
        writeCapturedAnswers(group, answers);
      }, 60_000);
      return;
    }

    const captured = readCapturedAnswers(group);

    test.each(cases.map((one) => [one.name, one] as const))("still answers %s as captured", async (name, one) => {
      const expected = captured.get(name);
      const actual = await exchange(host, one);
      expect(comparable(actual)).toEqual(expected && comparable(expected));
    });
  });
});
