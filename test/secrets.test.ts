import { InfoRouterClient, type InfoRouterClientOptions, isInfoRouterError } from "../src/index.js";
import type { Transport } from "../src/soap/index.js";
import { redactor } from "../src/soap/redact.js";
import { type Echo, echoes, headersOf, spellings } from "./echoes.js";
import { findSecrets } from "./secret-search.js";
import type { SoapVersion } from "./soap-messages.js";

const GUID_TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
/** Everything that somebody has to write in another way somewhere. */
const ODD_TICKET = `Zq7+/=&<"é'>~ 9 c4nary.\\w%41{}[]^$|?*()`;

const tickets: readonly (readonly [ticket: string, soapVersion: SoapVersion])[] = [
  [GUID_TICKET, "1.1"],
  [ODD_TICKET, "1.2"],
];

const client = (options: Partial<InfoRouterClientOptions>): InfoRouterClient =>
  new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "T", ...options });

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error("It was taken for success.")),
    (error: unknown) => error,
  );
}

function transportOf(echo: Echo, secret: string, version: SoapVersion): Transport {
  const body = Buffer.from(echo.body?.(secret, "DeleteFolder", version) ?? "");
  return async () => ({ status: echo.status ?? 200, headers: headersOf(echo, secret, version), body });
}

describe("the search finds a secret", () => {
  test.each([...spellings])("%s", (_name, write) => {
    for (const ticket of [GUID_TICKET, ODD_TICKET]) {
      expect(findSecrets(new Error(`No ${write(ticket)}.`), [ticket])).toContain("message");
    }
  });
});

describe("an answer that repeats the ticket leaves nothing of it in the error", () => {
  test.each([...echoes])("$name", async (echo) => {
    const leaks: string[] = [];
    for (const [ticket, soapVersion] of tickets) {
      for (const [spelling, write] of spellings) {
        const transport = transportOf(echo, write(ticket), soapVersion);
        const error = await failure(client({ ticket, transport, soapVersion }).deleteFolder("/a/b"));
        expect(isInfoRouterError(error)).toBe(true);
        leaks.push(...findSecrets(error, [ticket]).map((view) => `${spelling}: ${view}: ${error}`));
      }
    }
    expect(leaks).toEqual([]);
  });
});

describe("redaction", () => {
  test.each<[name: string, secrets: string[], text: string, want: string]>([
    ["takes the longest first", ["abc", "abcdef"], "abcdef abc", "[redacted] [redacted]"],
    ["knows nothing of no secret", ["", " \t"], "a  b", "a  b"],
    ["minds no blanks around a secret", ["  a b "], "(a b)", "([redacted])"],
    [
      "minds neither more blanks nor fewer",
      ["a  b"],
      "a\n\t&nbsp;b a+b a%20b a b",
      Array(4).fill("[redacted]").join(" "),
    ],
    ["does not look for the codes of a short secret", ["abc"], "YWJj 616263", "YWJj 616263"],
    [
      "reads what is meant in one way and in another",
      ["&amp;%41\\\\"],
      "&amp;%41\\\\ &amp;amp;%2541",
      "[redacted] &amp;amp;%2541",
    ],
    ["goes on where a secret begins within another", ["aab"], "aaab aaaab", "a[redacted] aa[redacted]"],
    [
      "knows the characters beyond 16 bits",
      ["x\u{1f600}y"],
      "x\\ud83d\\ude00y x&#128512;y x%F0%9F%98%80y",
      Array(3).fill("[redacted]").join(" "),
    ],
    ["knows the escapes of old browsers", ["käse"], "k%E4se", "[redacted]"],
  ])("%s", (_name, secrets, text, want) => {
    expect(redactor(secrets)(text)).toBe(want);
  });

  test("leaves out what is too long to be searched, and no half of a secret stays", () => {
    const most = 256 * 1024;
    const text = `${"-".repeat(most - 5)}${GUID_TICKET} and more`;
    expect(redactor([GUID_TICKET])(text)).toBe(`${"-".repeat(most - 5)}[redacted]…`);
  });
});
