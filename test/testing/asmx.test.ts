import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { elementsOf, expandedName, type XmlElement } from "../../src/soap/xml/xml-element.js";
import { describeWithAsmx, prepareAsmx, startAsmx } from "../support/hosts/start-asmx.js";
import type { TestHost } from "../support/hosts/test-host.js";
import { readCapturedAnswers, writeCapturedAnswers } from "./captured-answers.js";
import { comparable } from "./compare-answers.js";
import { conversations } from "./conversations.js";
import {
  deleteUploadHandler,
  exchange,
  exchanges,
  groups,
  guidTexts,
  type RawAnswer,
  seed,
  send,
} from "./exchanges.js";

describeWithAsmx("the ASMX service", () => {
  let host: TestHost;

  beforeAll(async () => {
    host = await startAsmx();
  });

  afterAll(() => host?.close());

  test("publishes the contract of wsdl/srv.wsdl", async () => {
    const { body } = await send(host.url, { method: "GET", target: "/srv.asmx?WSDL" });
    const contract = readFileSync(join(__dirname, "../../wsdl/srv.wsdl"), "utf8");
    expect(unordered(readXml(body))).toEqual(unordered(readXml(contract)));
  });

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
      });
      return;
    }

    const captured = readCapturedAnswers(group);

    test.each(cases.map((one) => [one.name, one] as const))("still answers %s as captured", async (name, one) => {
      const expected = captured.get(name);
      const actual = await exchange(host, one);
      expect(comparable(actual)).toEqual(expected && comparable(expected));
    });
  });

  describe("keeps state", () => conversations(() => host));

  describe("as the embedded server does", () => {
    beforeAll(() => host.seed(seed));

    test.each(guidTexts)("reads the GUID %j as %s", async (text, expected) => {
      const { body } = await send(host.url, deleteUploadHandler(text));
      expect(body).toContain(expected === undefined ? 'error="bad Request"' : 'success="true"');
    });
  });

  test("leaves nothing behind when it is closed", async () => {
    const another = await startAsmx();
    await another.close();
    expect(existsSync(another.folder)).toBe(false);
    await expect(fetch(another.url)).rejects.toThrow();
  });

  test("leaves nothing behind when the process that started it is killed", async () => {
    const { folder, port, command } = await prepareAsmx();
    const script = `const [program, ...rest] = ${JSON.stringify(command)};
      require("node:child_process").spawn(program, rest, { detached: true, stdio: ["pipe", "ignore", "ignore"] });`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
    const isServed = (): Promise<boolean> => fetch(`http://127.0.0.1:${port}/`).then(Boolean, () => false);
    await until(isServed);
    parent.kill("SIGKILL");
    await until(async () => !existsSync(folder));
    expect(await isServed()).toBe(false);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await pause(20);
  }
}

/** A WSDL's element without what may differ: order, the address, and `mixed`, which Mono adds to results. */
function unordered(element: XmlElement): string {
  const attributes = element.attributes
    .filter(({ name }) => name !== "mixed" && name !== "location")
    .map(({ name, value }) => `${name}=${value}`);
  const children = elementsOf(element).map(unordered);
  return `<${expandedName(element)} ${attributes.sort().join(" ")}>${children.sort().join("")}`;
}
