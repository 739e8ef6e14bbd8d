import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readXml } from "../src/soap/read-xml.js";
import { attributeOf, textOf, type XmlElement } from "../src/soap/xml-element.js";
import { readGuid } from "../src/testing/guid.js";
import { type InfoRouterServer, type InfoRouterServerOptions, startInfoRouterServer } from "../src/testing/index.js";
import { readCapturedAnswers } from "./captured-answers.js";
import { comparable, withPlaceholders } from "./compare-answers.js";
import { exchange, exchanges, groups } from "./exchanges.js";
import { startEmbeddedHost, type TestHost } from "./test-host.js";

describe("the embedded server answers as the ASMX service does", () => {
  let host: TestHost;

  beforeAll(async () => {
    host = await startEmbeddedHost();
  });

  afterAll(() => host.close());

  const captured = new Map(groups.flatMap((group) => [...readCapturedAnswers(group)]));

  test.each(exchanges.map((one) => [one.name, one] as const))("to %s", async (name, one) => {
    const answer = captured.get(name);
    const expected = answer && comparable(answer);
    const actual = comparable(await exchange(host, one));
    expect(expected && withPlaceholders(actual, expected)).toEqual(expected);
  });
});
