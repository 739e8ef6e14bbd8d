import { credentialsOfClient, secretsInMessage } from "../../../src/soap/secrets/credentials.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { pausesOf } from "../../support/pauses.js";

/** An object with that many members, and then others. */
function withMembers(count: number, value: unknown, others: object): object {
  const members = Array.from({ length: count }, (_, index) => [`m${index}`, value]);
  return { ...Object.fromEntries(members), ...others };
}

describe("of the objects of a client, the secrets are", () => {
  const other = { password: "a" };
  /** With those that lead to them, the hundredth is the last of these. */
  const objects = Array.from({ length: 97 }, () => ({}));

  test.each<[what: string, security: object, secrets: readonly string[]]>([
    ["those of the first hundred", { all: [...objects.slice(1), other] }, ["a"]],
    ["none of others", { all: [...objects, other] }, []],
    ["those behind more texts", withMembers(150, "text", { other }), ["a"]],
    ["those behind more numbers", withMembers(150, 1, { other }), ["a"]],
    ["those behind more bytes", { all: Array.from({ length: 150 }, () => Buffer.of(1)), other }, ["a"]],
    ["none of functions", { run: Object.assign(() => {}, other) }, []],
    ["those of 200 members", withMembers(199, 1, other), ["a"]],
    ["none of more members", withMembers(200, 1, other), []],
    ["those with 16 KiB", { token: "a".repeat(16 * 1024), other: { token: "b" } }, ["a".repeat(16 * 1024)]],
    ["none that is longer", { token: "a".repeat(16 * 1024 + 1) }, []],
  ])("%s", (_what, security, secrets) => {
    expect(credentialsOfClient({ security })).toEqual(secrets);
  });

  test.each([
    [2_048, ["user-name"]],
    [2_049, []],
  ])("the name of a user in an address with %d characters: %j", (length, secrets) => {
    const proxy = "http://user-name@proxy/".padEnd(length, "a");
    expect(credentialsOfClient({ security: { proxy } })).toEqual(secrets);
  });
});

describe("a search for the secrets of a message", () => {
  const MEMBERS = ["ticket"];
  const attribute = '<b Ticket="a"/>';
  const escaped = "<b>&lt;a&gt;</b>";
  const inMember = (text: string): string => `<Ticket>${text}</Ticket>`;

  const references = (count: number): string => `<b>${"&lt;".repeat(count)}</b>`;

  test.each<[when: string, envelope: string, pauses: number]>([
    ["not within a short one", "<b>a</b>", 0],
    ["not after 255 attributes", attribute.repeat(255), 0],
    ["after 256 attributes, where they are found and where their forms are", attribute.repeat(256), 1 + 1],
    ["after each of 256 attributes", attribute.repeat(1_000), 3 + 3],
    ["not after 255 texts that may be XML", escaped.repeat(255), 0],
    ["after 256 texts that may be XML", escaped.repeat(256), 1],
    ["after each 256 texts that may be XML", escaped.repeat(1_000), 3],
    ["not within a value of 65,540 characters with references", inMember(references(16_385)), 0],
    ["within a longer one", inMember(references(16_386)), 1],
    ["after each 65,540 characters of one", inMember(references(50_000)), 3],
    ["also within XML that is a text", references(50_000).replace(">", ">&lt;Ticket/&gt;"), 3],
    ["not within such a text without the names", references(50_000), 0],
  ])("pauses after each of two texts, and %s", (_when, envelope, pauses) => {
    expect(pausesOf(secretsInMessage({ headers: {}, envelope }, MEMBERS))).toBe(2 + pauses);
    expect(pausesOf(secretsInMessage({ headers: {}, envelope: "<e/>", unprocessed: envelope }, MEMBERS))).toBe(
      2 + pauses,
    );
  });

  test.each<[what: string, length: number, items: readonly string[]]>([
    ["of 4,096 characters", 4_096, ["abcdefgh"]],
    ["not of a longer one", 4_097, []],
  ])("finds the items of a list %s", (_what, length, items) => {
    const list = "abcdefgh ".repeat(500).slice(0, length - 1);
    const envelope = inMember(`${list}-`);
    expect(atOnce(secretsInMessage({ headers: {}, envelope }, MEMBERS))).toEqual([`${list}-`, ...items]);
  });

  test("reads the names of a client once, however many messages there are", () => {
    let reads = 0;
    const names = Object.defineProperty([""], 0, {
      get: () => {
        reads += 1;
        return "ticket";
      },
    });
    const envelopes = ["1", "2", "3"].map(inMember);
    const found = envelopes.map((envelope) => atOnce(secretsInMessage({ headers: {}, envelope }, names)));
    expect(found).toEqual([["1"], ["2"], ["3"]]);
    expect(reads).toBe(1);
  });
});
