import { ElementRedaction } from "../../../src/soap/secrets/element-redaction.js";
import { redactor, SecretSearch } from "../../../src/soap/secrets/redact.js";
import { lackingSome } from "../../../src/soap/secrets/secret-family.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { textOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { spellings } from "./echoes.js";

const GUID_TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const ODD_TICKET = `Zq7+/=&<"é'>~ 9 c4nary.\\w%41{}[]^$|?*()`;

describe.each([GUID_TICKET, ODD_TICKET])("the ticket %s is replaced, and nothing around it,", (ticket) => {
  // In base64 and hexadecimal its neighbours are a part of the code.
  test.each(spellings.filter(([name]) => !/base64|hexadecimal of|line breaks/.test(name)))("%s", (_name, write) => {
    expect(redactor([ticket])(`(${write(ticket)})`)).toBe("([redacted])");
  });
});

describe("escapes", () => {
  // A letter that is written in each way, within a word that is too short for base64.
  test.each([
    "&#107;",
    "&#0000107;",
    "&#x6b;",
    "&#X006B;",
    "&amp;#107;",
    "%6b",
    "%6B",
    "%u006b",
    "%U006B",
    "%256b",
    "\\u006b",
    "\\x6b",
    "_x006b_",
    "_X006B_",
    "_x0000006b_",
    "=6B",
    "<wbr>k",
    "k</b>",
    "\u00adk",
    "&shy;k",
    "&#xad;k",
    "&SHY;k",
    "=\r\nk",
    "= \nk",
    "k&lt;wbr&gt;",
    "k%3Cb%3E",
    "k&amp;lt;b class=&amp;quot;x&amp;quot;&amp;gt;",
    "k\\u003cb\\u003e",
    "k<![CDATA[",
    "k]]><![CDATA[",
    "k]]&gt;&lt;![CDATA[",
    "k<!-- a > b -->",
    "k&lt;!--[if IE]&gt;a&lt;![endif]--&gt;",
  ])("are read: %s", (letter) => {
    expect(redactor(["kiwi"])(`a ${letter}iwi z`)).toMatch(
      /^a (?:<wbr>|\u00ad|&shy;|&#xad;|&SHY;|=\s+)?\[redacted\](?:<\/b>)? z$/,
    );
  });

  test.each([
    "&#107",
    "&#x6b",
    "%6",
    "%6g",
    "%u06b",
    "\\u06b",
    "\\x6",
    "_x06b_",
    "_x006b",
    "=6",
    "&k;",
    "k<b",
    "&#1114112;",
  ])("that are not whole are not read: %s", (letter) => {
    expect(redactor(["kiwi"])(`a ${letter}iwi z`)).toBe(`a ${letter}iwi z`);
  });

  test.each([
    ["&", ["&amp;", "&#38;", "%26", "\\u0026", "&AMP;"]],
    ["<", ["&lt;", "%3C"]],
    [">", ["&gt;", "%3e"]],
    ['"', ["&quot;", "%22", '\\"']],
    ["'", ["&apos;", "&#39;", "\\'"]],
    ["\\", ["\\\\", "%5C"]],
    ["/", ["\\/", "%2F"]],
    ["é", ["%C3%A9", "%E9", "=C3=A9", "=E9", "&#233;"]],
    ["€", ["%E2%82%AC", "%u20AC", "=E2=82=AC"]],
    ["\u{1f600}", ["%F0%9F%98%80", "\\ud83d\\ude00", "&#128512;", "_x0001F600_", "&#x1F600;"]],
  ])("of %s are read: %j", (character, written) => {
    const redact = redactor([`a${character}z`]);
    expect(written.map((text) => redact(`1a${text}z2`))).toEqual(written.map(() => "1[redacted]2"));
  });

  test.each([
    [
      "a blank",
      [
        " ",
        "\t",
        "\r\n",
        "\u00a0",
        "+",
        "%20",
        "&nbsp;",
        "\\n",
        "\\t",
        "\\r",
        "\\f",
        "\\b",
        "\u2003",
        "\u3000",
        "\u2028",
      ],
    ],
  ])("%s is any blank: %j", (_name, blanks) => {
    const redact = redactor(["a z"]);
    expect(blanks.map((blank) => redact(`1a${blank}z2`))).toEqual(blanks.map(() => "1[redacted]2"));
  });
});

describe("an element", () => {
  const search = new SecretSearch(["kiwi-12345", "plum"]);
  const copied = (xml: string, how: "texts" | "whole"): XmlElement => {
    const element = readXml(xml);
    return atOnce(new ElementRedaction(search, atOnce(search.textsOf(element)))[how](element));
  };
  const plain = ({ name, namespace, attributes, children }: XmlElement): unknown[] => [
    namespace === "" ? name : `{${namespace}}${name}`,
    ...attributes.map((attribute) => `${attribute.namespace}${attribute.name}=${attribute.value}`),
    ...children.map((child) => (typeof child === "string" ? child : plain(child))),
  ];

  test("without secrets is the element itself", () => {
    const element = readXml("<a b='c'><d/>e</a>");
    const redaction = new ElementRedaction(search, atOnce(search.textsOf(element)));
    expect(atOnce(redaction.texts(element))).toBe(element);
  });

  test("loses the secrets of its texts and values at every depth, in order", () => {
    const xml = "<a b='x plum'>1<c d='plum'><e>plum</e>2 plum</c>3<f/>plum 4</a>";
    expect(plain(copied(xml, "texts"))).toEqual([
      "a",
      "b=x [redacted]",
      "1",
      ["c", "d=[redacted]", ["e", "[redacted]"], "2 [redacted]"],
      "3",
      ["f"],
      "[redacted] 4",
    ]);
  });

  test("keeps its names with its texts, and loses the secrets in them as a whole", () => {
    const xml = "<plum xmlns='urn:plum' xmlns:p='urn:xplum' p:plum='1'><b plum=''>plum</b></plum>";
    const names = (secret: string) => [
      `{urn:${secret}}${secret}`,
      `urn:x${secret}${secret}=1`,
      [`{urn:${secret}}b`, `${secret}=`, "[redacted]"],
    ];
    expect(plain(copied(xml, "texts"))).toEqual(names("plum"));
    expect(plain(copied(xml, "whole"))).toEqual(names("[redacted]"));
  });

  test("has prefixes without secrets", () => {
    const xml = "<a xmlns:plum='urn:plum' xmlns:q='urn:q'>plum</a>";
    const { prefixes } = copied(xml, "whole");
    expect([...(prefixes ?? [])].filter(([prefix]) => prefix !== "xml")).toEqual([
      ["[redacted]", "urn:[redacted]"],
      ["q", "urn:q"],
    ]);
    expect([prefixes?.get("[redacted]"), prefixes?.get("q"), prefixes?.get("r")]).toEqual([
      "urn:[redacted]",
      "urn:q",
      undefined,
    ]);
    expect([...(prefixes?.keys() ?? [])]).toContain("[redacted]");
  });

  test("loses all texts where a secret is spread over several", () => {
    expect(plain(copied("<a b='kiwi-'><c>12345</c>text<d> </d></a>", "texts"))).toEqual([
      "a",
      "b=[redacted]",
      ["c", "[redacted]"],
      "[redacted]",
      ["d", "[redacted]"],
    ]);
  });

  test.each([
    ["an element", "<a>kiwi<b>other</b>-12345</a>"],
    ["several", "<a>ki<b/>wi-<b c='other'/>123<b>other</b>45</a>"],
    ["an element that is too long", `<a>kiwi<b>other</b>-12345<b>${"x".repeat(300 * 1024)}</b></a>`],
  ])(
    "loses the parts of a secret between which %s stands, since an error has its own text in one piece",
    (_what, xml) => {
      expect(textOf(copied(xml, "texts"))).not.toMatch(/kiwi|12345/);
      expect(textOf(copied(xml, "whole"))).not.toMatch(/kiwi|12345/);
    },
  );

  test("keeps the texts that could be searched, and loses those that come after them", () => {
    const long = "x".repeat(200 * 1024);
    const { children } = copied(`<a><b>${long}</b><c>${long}</c><d>text</d></a>`, "texts");
    expect(children.map((child) => (typeof child === "string" ? child : child.children[0]))).toEqual([
      long,
      "[redacted]",
      "[redacted]",
    ]);
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
    ["knows the quotation marks and dashes of a page", ['ab-cd "efgh"'], "ab–cd “efgh”", "[redacted]”"],
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

  test("finds one that is too long to be looked for by its beginning, and leaves out what comes after that", () => {
    const secret = "0123456789abcdef".repeat(1_000);
    expect(redactor([secret])(`It is ${secret}!`)).toBe("It is [redacted]");
    expect(redactor([secret])(`It is ${secret.slice(0, 4_000)}!`)).toBe(`It is ${secret.slice(0, 4_000)}!`);
  });

  test.each<[name: string, text: string, want: string]>([
    ["without its hyphens", GUID_TICKET.replaceAll("-", ""), "[redacted]"],
    ["with other hyphens", GUID_TICKET.replaceAll("-", "\u2011"), "[redacted]"],
    ["with escaped hyphens that break no line", GUID_TICKET.replaceAll("-", "&#8209;"), "[redacted]"],
    [
      "in the format X of .NET",
      "{0x3f2504e0,0x4f89,0x11d3,{0x9a,0x0c,0x03,0x05,0xe8,0x2c,0x33,0x01}}!",
      "{[redacted]}}!",
    ],
    ["after what could be a part of an escape", `LIKE '%${GUID_TICKET}%'`, "LIKE '%[redacted]%'"],
    ["after an equals sign", `ticket=${GUID_TICKET}&x=1`, "ticket=[redacted]&x=1"],
    ["after a byte that is escaped", `%3D${GUID_TICKET}`, "%3D[redacted]"],
    ["after a backslash", `C:\\${GUID_TICKET}\\n`, "C:\\[redacted]\\n"],
    ["after a reference without end", `&#${GUID_TICKET};`, "&#[redacted];"],
    ["twice", `${GUID_TICKET}${GUID_TICKET}`, "[redacted][redacted]"],
    ["not quite", GUID_TICKET.slice(0, -1), GUID_TICKET.slice(0, -1)],
  ])("finds a GUID %s", (_name, text, want) => {
    expect(redactor([GUID_TICKET])(text)).toBe(want);
  });

  test.each<[what: string, secrets: readonly string[], text: string, length: number]>([
    ["none is there", ["abc"], "a.b-d", 0],
    ["there are none", [], "abc", 0],
    ["one is there", ["bc"], "abcd", 2],
    ["several are there, the longest of them", ["ab", "cdef", "g"], "g-ab-cdef-ab", 4],
    ["others overlap it, without these", ["abc", "bcde", "def"], "abcdef", 4],
    ["one is there with hyphens, with these", ["abcdefgh"], "abcd-efgh", 9],
    ["some are not searched, all", lackingSome(["abc"]), "x-y", 3],
  ])("tells how long a secret in a text is: if %s", (_what, secrets, text, length) => {
    expect(atOnce(new SecretSearch(secrets).longestIn(text))).toBe(length);
  });

  test("leaves out what is too long to be searched, and no half of a secret stays", () => {
    const most = 256 * 1024;
    const text = `${"-".repeat(most - 5)}${GUID_TICKET} and more`;
    expect(redactor([GUID_TICKET])(text)).toBe(`${"-".repeat(most - 5)}[redacted]…`);
  });
});
