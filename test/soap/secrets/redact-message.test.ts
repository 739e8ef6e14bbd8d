import { charactersAtOnce, SecretSearch } from "../../../src/soap/secrets/redact.js";
import {
  redactMessage,
  secretsFrom,
  secretsGivenIn,
  withSecretsGivenIn,
} from "../../../src/soap/secrets/redact-message.js";
import { inFamilyOf, ownOf, withFamily } from "../../../src/soap/secrets/secret-family.js";
import { ReadableElement } from "../../../src/soap/xml/readable-element.js";
import { atOnce } from "../../../src/soap/xml/slices.js";

const redacted = (...given: Parameters<typeof redactMessage>): string => atOnce(redactMessage(...given));

const VALUE = "abc-12345";
const values = (count: number): string =>
  Array.from({ length: count }, (_, index) => `ticket="t-${index}-x"`).join(" ");

describe("the values of named members are replaced wherever they are:", () => {
  test.each<[name: string, text: string, want: string]>([
    ["an attribute", `<r ticket="${VALUE}"/> ${VALUE}`, '<r ticket="[redacted]"/> [redacted]'],
    ["one in single quotes", `<r Ticket='${VALUE}'/> ${VALUE}`, "<r Ticket='[redacted]'/> [redacted]"],
    ["one without quotes", `?x=1&ticket=${VALUE}&y=2 ${VALUE}`, "?x=1&ticket=[redacted]&y=2 [redacted]"],
    ["one in a list", `ticket=${VALUE};x=1 ${VALUE} 1`, "ticket=[redacted] [redacted] 1"],
    ["one in a list with commas", "ticket=12345678,x=1 12345678", "ticket=[redacted] [redacted]"],
    ["not the first part of one if that is short", "ticket=1234567;x=1 1234567", "ticket=[redacted] 1234567"],
    ["nothing of a list where it is empty", "ticket=;x=1 x=1 ticket=,y=2 y=2", "ticket=;x=1 x=1 ticket=,y=2 y=2"],
    ["nothing of a comparison", 'if (ticket=="" || ticket==="x") x=1', 'if (ticket=="" || ticket==="x") x=1'],
    [
      "a long one of a comparison",
      `ticket==u-2345678 u-2345678 ticket === "12345678" 12345678`,
      'ticket==[redacted] [redacted] ticket === "[redacted]" [redacted]',
    ],
    ["one of one letter", "?ticket=c&x=c", "?ti[redacted]ket=[redacted]&x=[redacted]"],
    ["one between blanks", `<r ticket \n= \t"a b ${VALUE}"/>`, '<r ticket \n= \t"[redacted]"/>'],
    ["an element", `<TICKET>${VALUE}</TICKET> ${VALUE}`, "<TICKET>[redacted]</TICKET> [redacted]"],
    [
      "one with a prefix and attributes",
      `<p:Ticket a="b" c='d'>a b c</p:Ticket>`,
      `<p:Ticket a="b" c='d'>[redacted]</p:Ticket>`,
    ],
    [
      "one in CDATA, with markup and brackets",
      `<ticket> <![CDATA[a]<b/>]]${VALUE}]]></ticket> a]<b/>]]${VALUE}`,
      "<ticket> <![CDATA[[redacted]]]></ticket> [redacted]",
    ],
    [
      "one in several pieces",
      `<ticket>a]]<![CDATA[>${VALUE}]]></ticket> a]]>${VALUE}`,
      "<ticket>[redacted]]]></ticket> [redacted]",
    ],
    [
      "one of XML that is a text in CDATA",
      `<r><![CDATA[<s><ticket>${VALUE}</ticket></s>]]></r>`,
      "<r><![CDATA[<s><ticket>[redacted]</ticket></s>]]></r>",
    ],
    ["one behind a comment", `<ticket><!-- <a> -->${VALUE}</ticket>`, "<ticket><!-- <a> -->[redacted]</ticket>"],
    [
      "elements in it",
      `<ticket><b>${VALUE}</b>\n<b c="d"><e>kiwi-54321</e></b></ticket> kiwi-54321`,
      '<ticket><b>[redacted]</b>\n<b c="d"><e>[redacted]</e></b></ticket> [redacted]',
    ],
    [
      "elements in one that is escaped",
      `&lt;ticket&gt;&lt;b&gt;${VALUE}&lt;/b&gt;&lt;/ticket&gt;`,
      "&lt;ticket&gt;&lt;b&gt;[redacted]&lt;/b&gt;&lt;/ticket&gt;",
    ],
    [
      "elements behind one of the same name in it",
      `<ticket><p:ticket/><ticket>a-1-2</ticket><b>${VALUE}</b></ticket>`,
      "<ticket><p:ticket/><ticket>[redacted]</ticket><b>[redacted]</b></ticket>",
    ],
    [
      "one within another that is not closed, and nothing else there",
      `<ticket><p>a b</p><Ticket>${VALUE}</Ticket><p>c d</p>`,
      "<ticket><p>a b</p><Ticket>[redacted]</Ticket><p>c d</p>",
    ],
    [
      "elements in one behind another that is not closed",
      `<ticket>a b<p>c d</p><a.b.c><b>${VALUE}</b></a.b.c><p>c d</p>`,
      "<ticket>[redacted]<p>c d</p><a.b.c><b>[redacted]</b></a.b.c><p>c d</p>",
    ],
    [
      "elements in one with another that is not closed in it",
      `<ticket><A.b.c><b>${VALUE}</b></ticket><p>c d</p>`,
      "<ticket><A.b.c><b>[redacted]</b></ticket><p>c d</p>",
    ],
    [
      "an element elsewhere that one refers to",
      `<ticket href="#1"/><p:m a='b' id = '1'>${VALUE}</p:m><m id="2">c d</m>`,
      `<ticket href="#1"/><p:m a='b' id = '1'>[redacted]</p:m><m id="2">c d</m>`,
    ],
    [
      "one that is referred to in SOAP 1.2",
      `<ticket x:ref = '1'></ticket><m x:id="1">${VALUE}</m>`,
      `<ticket x:ref = '1'></ticket><m x:id="1">[redacted]</m>`,
    ],
    [
      "one in front of the reference",
      `<m id="1">${VALUE}</m><ticket href="#1"/>`,
      `<m id="1">[redacted]</m><ticket href="#1"/>`,
    ],
    [
      "each that is referred to by one after another, up to three in front of the first",
      `${["d-4-5", "c-3-4", "b-2-3", "a-1-2"].map((value, index) => `<m id="${4 - index}"><b>${value}</b><b href="#${5 - index}"/></m>`).join("")}<ticket href="#1"/>`,
      `<m id="4"><b>d-4-5</b><b href="#5"/></m><m id="3"><b>[redacted]</b><b href="#4"/></m><m id="2"><b>[redacted]</b><b href="#3"/></m><m id="1"><b>[redacted]</b><b href="#2"/></m><ticket href="#1"/>`,
    ],
    [
      "elements in one that is referred to, behind one of its name in it",
      `<ticket href="#1"/><m id="1"><m/><m><m>a-1-2</m></m><b>${VALUE}</b></m><m>c d</m>`,
      `<ticket href="#1"/><m id="1"><m/><m><m>[redacted]</m></m><b>[redacted]</b></m><m>c d</m>`,
    ],
    [
      "not what other elements refer to",
      `<a href="#1"/><ticket/><a href="#1"/><m id="1">c d</m>`,
      `<a href="#1"/><ticket/><a href="#1"/><m id="1">c d</m>`,
    ],
    [
      "not what is referred to in one that is not closed",
      `<ticket><a href="#1"/><p>c d</p><m id="1">e f</m>`,
      `<ticket><a href="#1"/><p>c d</p><m id="1">e f</m>`,
    ],
    [
      "not what another attribute names",
      `<ticket myhref="#1" ref="2" a="#3"/><m id="1">c d</m><m id="2">e f</m><m id="3" bid="1">g h</m>`,
      `<ticket myhref="#1" ref="2" a="#3"/><m id="1">c d</m><m id="2">e f</m><m id="3" bid="1">g h</m>`,
    ],
    ["nothing behind one without content", "<ticket/>a b <ticket />a b", "<ticket/>a b <ticket />a b"],
    ["a property", `{"ticket": "${VALUE}"} ${VALUE}`, '{"ticket": "[redacted]"} [redacted]'],
    ["one between blanks, with escapes", '{"Ticket" \n: \t"a\\"b\\\\c d"}', '{"Ticket" \n: \t"[redacted]"}'],
    ["an escaped one", `&lt;r ticket=&quot;${VALUE}&quot;`, "&lt;r ticket=&quot;[redacted]&quot;"],
    ["a name with dots", `<a.b.c>${VALUE}</a.b.c>`, "<a.b.c>[redacted]</a.b.c>"],
    ["each of several", `ticket=a-1-2 <ticket>b-3-4</ticket>`, "ticket=[redacted] <ticket>[redacted]</ticket>"],
    [
      "as many as are searched",
      `${values(100)} t-99-x`,
      `${Array(100).fill('ticket="[redacted]"').join(" ")} [redacted]`,
    ],
    ["no more", values(101), "[redacted]"],
    ["as long as is searched", `ticket=${"u".repeat(16 * 1024 - 5)} ticket=1-2-3`, "ticket=[redacted]"],
    ["no longer", `ticket=${"u".repeat(16 * 1024 - 4)} ticket=12345`, "[redacted]"],
    [
      "not a longer name",
      `tickets="${VALUE}" <Tickets>${VALUE}</Tickets>`,
      `tickets="${VALUE}" <Tickets>${VALUE}</Tickets>`,
    ],
    ["not one that ends like it", `my-ticket=${VALUE} my.ticket=${VALUE}`, `my-ticket=${VALUE} my.ticket=${VALUE}`],
    ["not one after a letter", `myticket="${VALUE}" <myTicket>${VALUE}`, `myticket="${VALUE}" <myTicket>${VALUE}`],
    ["not one after two prefixes", `<p:q:Ticket>${VALUE}</p:q:Ticket>`, `<p:q:Ticket>${VALUE}</p:q:Ticket>`],
    ["not a property of a longer name", `{"tickets": "${VALUE}"}`, `{"tickets": "${VALUE}"}`],
    ["not a name with another letter for the dot", `<axbxc>${VALUE}</axbxc>`, `<axbxc>${VALUE}</axbxc>`],
  ])("%s", (_name, text, want) => {
    expect(redacted(text, [], ["Ticket", "a.b.c"])).toBe(want);
  });

  test.each<[what: string, shared: number, own: number, want: string]>([
    ["as many secrets of one request", 0, 100, "a [redacted] b"],
    ["not more", 0, 101, "[redacted]"],
    ["more of all calls, which are made searchable once", 150, 100, "a [redacted] b"],
  ])("beside %s", (_what, shared, own, want) => {
    const secret = (index: number): string => `s3cret-of-number-${index}`;
    const all = withFamily(Array.from({ length: shared }, (_, index) => secret(1000 + index)));
    const secrets = inFamilyOf(all, [...all, ...Array.from({ length: own }, (_, index) => secret(index))]);
    expect(redacted(`a ${secret(99)} b`, secrets, ["ticket"])).toBe(want);
  });

  test.each([
    ["in JSON", '{"contrase\\u00f1a":"12345678"}'],
    ["in HTML", '<p contrase&ntilde;a="12345678">'],
    ["in an address", "contrase%C3%B1a=12345678"],
    ["alone", '<p &#31080;="12345678">'],
  ])("those of a name with an escaped letter beyond ASCII %s", (_where, text) => {
    expect(atOnce(secretsGivenIn(text, ["ticket", "contrase\u00f1a", "\u7968"]))).toEqual(["12345678"]);
  });

  test("none where no member is named", () => {
    expect(redacted(`ticket="${VALUE}" <>${VALUE}</> ""="${VALUE}"`, [], [])).toBe(
      `ticket="${VALUE}" <>${VALUE}</> ""="${VALUE}"`,
    );
  });

  test("also elements in one that is cut, wherever that is", () => {
    const text = `<ticket><b>c-d</b><b>${VALUE}</b>${"<b/>".repeat(100_000)}`;
    const beginning = /^<ticket><b>\[redacted\]<\/b><b>\[redacted\]<\/b><b\/>/;
    for (const shift of ["", " ", "  ", "   "]) {
      expect(
        redacted(shift + text, [], ["ticket"])
          .trim()
          .slice(0, 100),
      ).toMatch(beginning);
    }
  });

  test("also one that ends after the characters that are kept", () => {
    const [before, after] = [`${VALUE} `, ` ticket=${VALUE}`];
    const filler = "-".repeat(charactersAtOnce(after) - before.length - " ticket=abc".length);
    expect(redacted(before + filler + after, [], ["ticket"])).toBe(`[redacted] ${filler} ticket=[redacted]`);
  });
});

describe("a message of which secrets are", () => {
  test.each<[name: string, text: string, want: string]>([
    ["a part loses them", "no kiwi-12345 here", "no [redacted] here"],
    ["spread over values of two tags is left out", '<a b="kiwi-"/><c d="12345"/>', "[redacted]"],
    ["spread over values in single quotes is left out", "<a b='kiwi-'/><c d='12345'/>", "[redacted]"],
    ["spread over values of one tag is left out", '<a b="kiwi-" c="12345"/>', "[redacted]"],
    ["spread over values of a text is left out", "b=\"kiwi-\" \n cd \t= '12345'", "[redacted]"],
    ["spread over several of several tags is left out", '<a b="ki" c="wi-"/><d e="12345"/>', "[redacted]"],
    ["spread over values one blank apart is left out", `b="kiwi-" c='12345'`, "[redacted]"],
    ["spread over a name is left out", '<kiwi- ab="cd"12345/>', "[redacted]"],
    ["spread over a name of one letter is left out", '<kiwi- a="cd"12345/>', "[redacted]"],
    ["spread over a name, with single quotes, is left out", "<kiwi- abc='cd'12345/>", "[redacted]"],
    ["spread over values of JSON is left out", '{"b":"kiwi-" , "cde" : "12345"}', "[redacted]"],
    ["spread around another is left out", "kiwi-plum-9999912345", "[redacted]"],
    ["with escaped markup inside loses them", "<a>kiwi-&lt;b c=&quot;d&quot;/&gt;12345</a>", "<a>[redacted]</a>"],
    ["with markup that is escaped twice inside loses them", "<a>kiwi-&amp;lt;b/&amp;gt;12345</a>", "<a>[redacted]</a>"],
    ["with escaped markup inside, after a sign, loses them", "a &lt; b, kiwi-&lt;b/&gt;12345", "a &lt; b, [redacted]"],
    [
      "with markup inside, after a sign, loses them",
      "a &amp;lt; b, kiwi-&amp;lt;b/&amp;gt;12345",
      "a &amp;lt; b, [redacted]",
    ],
    [
      "with markup inside that is escaped three times is left out",
      "kiwi-&amp;amp;lt;b/&amp;amp;gt;12345",
      "[redacted]",
    ],
    [
      "with markup inside that is escaped three times, after a sign, is left out",
      "a &amp;amp;lt; b, kiwi-&amp;amp;lt;b/&amp;amp;gt;12345",
      "[redacted]",
    ],
    ["in two parts of CDATA loses them", "<a>kiwi-]]><![CDATA[12345</a>", "<a>[redacted]</a>"],
    ["in a comment, with markup inside, loses them", "<!-- kiwi-<b>12345 -->", "<!-- [redacted] -->"],
    ["spread over a value and CDATA is left out", '<a b="kiwi-"/><![CDATA[12345]]>', "[redacted]"],
    ["spread over values around a comment is left out", '<a b="kiwi-"/><!-- a > b --><a b="12345"/>', "[redacted]"],
    [
      "in parts of CDATA that are escaped three times is left out",
      "kiwi-]]&amp;amp;gt;&amp;amp;lt;![CDATA[12345]]&amp;amp;gt;",
      "[redacted]",
    ],
    ["beside escaped markup stays", "<a>kiwi-&lt;b/&gt;54321 a &lt; b</a>", "<a>kiwi-&lt;b/&gt;54321 a &lt; b</a>"],
    ["not there stays", '<a b="kiwi-" c=\'1\'/><c d="54321"/>', '<a b="kiwi-" c=\'1\'/><c d="54321"/>'],
  ])("%s", (_name, text, want) => {
    expect(redacted(text, ["kiwi-12345", "plum-99999"], [])).toBe(want);
  });
});

describe("a message that gives a part of a secret as the value of a secret member", () => {
  test.each<[name: string, text: string, want: string]>([
    ["is left out where the rest stands beside it", '<a ticket="kiwi-" b="12345"/>', "[redacted]"],
    ["is left out where the rest follows in JSON", '{"ticket":"kiwi-","b":"12345"}', "[redacted]"],
    [
      "is left out where a tag stands between, escaped twice",
      '<a error="Ticket=kiwi-&amp;lt;wbr&amp;gt;12345"/>',
      "[redacted]",
    ],
    [
      "loses the part alone where there is no rest",
      '<a ticket="kiwi-" b="54321"/>',
      '<a ticket="[redacted]" b="54321"/>',
    ],
    [
      "loses both where the whole stands there too",
      '<a ticket="kiwi-" b="kiwi-12345"/>',
      '<a ticket="[redacted]" b="[redacted]"/>',
    ],
  ])("%s", (_name, text, want) => {
    expect(redacted(text, ["kiwi-12345"], ["ticket"])).toBe(want);
  });
});

describe("the secrets that a response gives are", () => {
  test.each<[what: string, text: string, want: string[] | undefined]>([
    ["values of eight characters and more", '<a ticket="12345678"/><b ticket="1234567"/>', ["12345678"]],
    ["each once", "ticket=12345678&ticket=12345678", ["12345678"]],
    ["those within its first 65,536 characters", `${"x".repeat(65_520)}<ticket>12345678</ticket>`, ["12345678"]],
    ["not those behind them", `${"x".repeat(65_528)}<ticket>12345678</ticket>`, []],
    [
      "a hundred at most",
      values(100).replaceAll("-x", "-xxxxxx"),
      Array.from({ length: 100 }, (_, index) => `t-${index}-xxxxxx`),
    ],
    ["not known where there are more", values(101).replaceAll("-x", "-xxxxxx"), undefined],
    ["those of elements of a text in CDATA", "<r><![CDATA[<ticket>12345678</ticket>]]></r>", ["12345678"]],
    ["those of names in another case", '<a TICKET="12345678"/>', ["12345678"]],
    ["none without such a name", '<a tick="12345678"/>', []],
    ["the ticket in an address for WebDAV", "<Value>/dav/sid-12345678-9abc/a/b</Value>", ["12345678-9abc"]],
    ["the ticket of a session for WebDAV", '<root ticket="sid-12345678"/>', ["sid-12345678", "12345678"]],
    ["that of an address with escapes", '{"Value":"\\/dav\\/sid-12345678-9abc\\/"}', ["12345678-9abc"]],
    ["none of another address", "<Value>/dav/12345678/sid-12345678</Value>", []],
    [
      "values that fill the bound",
      `ticket="${"a".repeat(8_192)}" ticket="${"b".repeat(8_192)}"`,
      ["a".repeat(8_192), "b".repeat(8_192)],
    ],
    [
      "not known where they are longer, and letters have three bytes",
      `ticket="${"한".repeat(5_460)}" ticket="bbbbbbbb"`,
      undefined,
    ],
    ["not known where they are longer", `ticket="${"a".repeat(16_380)}" ticket="bbbbbbbb"`, undefined],
  ])("%s", (_what, text, want) => {
    expect(atOnce(secretsGivenIn(text, ["ticket"]))).toEqual(want);
  });

  test("none where no member is named", () => {
    expect(atOnce(secretsGivenIn("ticket=12345678", []))).toEqual([]);
  });

  test("added to the known ones, which may change between two questions", () => {
    const known = ["known-1"];
    const secrets = withSecretsGivenIn('<a ticket="12345678"/>', ["ticket"], () => known);
    expect(secrets()).toEqual(["known-1", "12345678"]);
    known.push("known-2");
    expect(secrets()).toEqual(["known-1", "known-2", "12345678"]);
  });

  test("told apart from the known ones, as they were found last", () => {
    const secrets = withSecretsGivenIn('<a ticket="12345678"/>', ["ticket"], () => ["known-1"]);
    expect(secrets.parts?.()).toEqual({ known: [], given: [] });
    secrets();
    expect(secrets.parts?.()).toEqual({ known: ["known-1"], given: ["12345678"] });
  });

  test("not told apart where they are too many", () => {
    const secrets = withSecretsGivenIn(values(101).replaceAll("-x", "-xxxxxx"), ["ticket"], () => ["known-1"]);
    secrets();
    expect(secrets.parts?.()).toEqual({ known: ["known-1"], given: [] });
  });

  test("too many: then a search that has them, and further ones, leaves no text", () => {
    const secrets = withSecretsGivenIn(values(101).replaceAll("-x", "-xxxxxx"), ["ticket"], () => ["known-1"])();
    const element = new ReadableElement("a", "", [], ["b"], undefined);
    for (const list of [secrets, inFamilyOf(secrets, [...secrets, "known-2"])]) {
      const search = new SecretSearch(list);
      expect(["", "a"].map((text) => atOnce(search.redacted(text)))).toEqual(["", "[redacted]"]);
      expect(atOnce(atOnce(search.textsOf(element)).redacted("b"))).toBe("[redacted]");
    }
  });

  test("of the family of the known ones, whose searches are kept", () => {
    const known = withFamily(["known-1"]);
    expect(ownOf(withSecretsGivenIn("ticket=12345678", ["ticket"], () => known)())).toEqual(
      ownOf(inFamilyOf(known, [...known, "12345678"])),
    );
  });

  test.each([
    [1024, false],
    [1025, true],
  ])("looked for in the turn of others if the response has more than 1,024 characters: %d", (length, want) => {
    expect(withSecretsGivenIn("x".repeat(length), ["ticket"], () => []).isSlow).toBe(want);
  });

  test("looked for in the turn of others where the known ones take time", () => {
    const known = Object.assign(() => ["known-1"], { isSlow: true });
    expect(withSecretsGivenIn("x", ["ticket"], known).isSlow).toBe(true);
  });

  test.each([
    ["the turn of others", true, 1],
    ["this turn", false, 0],
    ["this turn", undefined, 0],
  ])("found in %s: %s", (_whose, isSlow, pauses) => {
    const work = secretsFrom(() => ["known-1"], isSlow);
    const steps = Array.from({ length: pauses + 1 }, () => work.next());
    expect(steps.at(-1)).toEqual({ done: true, value: ["known-1"] });
    expect(steps.filter(({ done }) => done !== true)).toHaveLength(pauses);
  });

  test("looked for with a pause between two readings of the response, and once", () => {
    const find = withSecretsGivenIn(`${"&amp;%41".repeat(500)} ticket=12345678`, ["ticket"], () => ["known-1"]);
    expect([...secretsFrom(find)].length).toBeGreaterThan(8);
    expect([...secretsFrom(find)]).toHaveLength(1);
    expect(find()).toEqual(["known-1", "12345678"]);
  });

  test("the known ones too, where there are too many", () => {
    const text = values(101).replaceAll("-x", "-xxxxxx");
    expect([...withSecretsGivenIn(text, ["ticket"], () => ["known-1"])()]).toEqual(["known-1"]);
  });

  test("not added where there is none: the known ones are the same list", () => {
    const known = ["known-1"];
    expect(withSecretsGivenIn("<a/>", ["ticket"], () => known)()).toBe(known);
  });
});
