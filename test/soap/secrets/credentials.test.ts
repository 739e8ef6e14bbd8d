import { Agent } from "node:http";
import { WSSecurity } from "soap";
import { nodeTransport, proxyAgent, type Transport } from "../../../src/soap/index.js";
import { credentialsOfClient, secretsForOthers, secretsInMessage } from "../../../src/soap/secrets/credentials.js";
import { atOnce } from "../../../src/soap/xml/slices.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const basic = (userAndPassword: string): string[] => [base64(userAndPassword), userAndPassword];
const withProxy = (proxy: unknown): Agent => Object.assign(new Agent(), { proxy });

const ofOptions = (options: object): Agent => Object.assign(new Agent(), { options });
const sorted = (secrets: readonly string[]): string[] => [...secrets].sort();

function tokens(count: number): { token: string }[] {
  return Array.from({ length: count }, (_, index) => ({ token: `token-${index}` }));
}

function circular(object: object): object {
  return Object.assign(object, { itself: object });
}

/** An object with a getter that throws, and with a password behind it. */
function throwing(password?: string): object {
  const object = Object.defineProperty({}, "token", {
    enumerable: true,
    get: () => {
      throw new Error("not now");
    },
  });
  return Object.assign(object, { password });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("the secrets of a client", () => {
  const environment = process.env;
  beforeEach(() => {
    process.env = {};
  });
  afterEach(() => {
    process.env = environment;
  });

  test.each<[name: string, headers: Record<string, string>, secrets: string[]]>([
    ["a bearer token", { Authorization: "Bearer abc.def" }, ["abc.def"]],
    ["a token after several blanks", { Authorization: "Bearer   abc def" }, ["abc def"]],
    ["a token without a scheme", { authorization: "abc" }, ["abc"]],
    ["a token after a blank, as behind a colon", { authorization: " Bearer abc" }, ["abc"]],
    ["a token after a tab", { authorization: "Bearer\tabc" }, ["abc"]],
    ["a password after a blank", { authorization: ` Basic ${base64("a:b")}` }, [base64("a:b"), "a:b", "b"]],
    ["a scheme with a colon", { authorization: "Bearer: 12345678" }, ["Bearer: 12345678", "12345678"]],
    ["a key behind its name", { authorization: "ApiKey jane:12345678" }, ["jane:12345678", "12345678"]],
    ["a key that ends with =", { authorization: "ApiKey jane:123456789==" }, ["jane:123456789==", "123456789"]],
    ["a key in front of another word", { authorization: "ApiKey 12345678 abc" }, ["12345678 abc", "12345678"]],
    [
      "the values of parameters, and not their names",
      { authorization: 'Digest username="jane", response = "12345678"' },
      ['username="jane", response = "12345678"', "12345678"],
    ],
    ["a scheme with a hyphen", { authorization: "a-b c" }, ["c"]],
    ["a scheme that is no word", { authorization: "a:b c" }, ["a:b c"]],
    ["a scheme without a token", { authorization: "Bearer " }, ["Bearer "]],
    ["a token on a second line", { authorization: "Bearer abc\n" }, ["Bearer abc\n"]],
    [
      "user and password",
      { AUTHORIZATION: `Basic ${base64("jane:sé:cret")}` },
      [base64("jane:sé:cret"), "jane:sé:cret", "sé:cret", "jane:sÃ©:cret", "sÃ©:cret"],
    ],
    [
      "user and password in ISO 8859-1",
      { authorization: "Basic amFuZTpz6WNyZXQ=" },
      ["amFuZTpz6WNyZXQ=", "jane:s\ufffdcret", "s\ufffdcret", "jane:sécret", "sécret"],
    ],
    ["a scheme in small letters", { authorization: `basic ${base64("a:b")}` }, [base64("a:b"), "a:b", "b"]],
    ["basic authentication without a colon", { authorization: `Basic ${base64("ab")}` }, [base64("ab"), "ab"]],
    ["a header for the proxy", { "Proxy-Authorization": "Bearer abc" }, ["abc"]],
    ["a cookie", { Cookie: "a=b" }, ["a=b"]],
    ["several headers", { cookie: "a=b", Accept: "x", authorization: "Bearer c" }, ["a=b", "c"]],
    ["an empty header", { cookie: "" }, [""]],
    ["an empty header without a scheme", { authorization: "" }, [""]],
    ["headers whose names end alike", { "x-cookie": "b", "my-authorization": "d", "X-Api-Key": "k" }, ["b", "d", "k"]],
    [
      "a cookie's long values",
      { cookie: 'a=12345678; b="abcdefgh"; c=1234567' },
      ['a=12345678; b="abcdefgh"; c=1234567', "12345678", "abcdefgh"],
    ],
    ["a passphrase, whose first word is no scheme", { "X-Passphrase": "correct horse" }, ["correct horse"]],
    ["a token of X-Auth", { "X-Auth": "Bearer abc" }, ["abc"]],
    ["a token of Authentication", { "X-Authentication": "Bearer abc" }, ["abc"]],
    ["a token whose header only begins like one with a scheme", { "Authorization-Token": "a b" }, ["a b"]],
    ["a credential", { "X-Credential": "a", "X-Credentials": "b" }, ["a", "b"]],
    ["others", { "X-JWT": "a", "X-Jwt-Assertion": "b", "X-Pass": "c", pass: "d" }, ["a", "b", "c", "d"]],
    ["a session", { "X-Session": "a", SessionId: "b", "Session-Id": "c", session_id: "d" }, ["a", "b", "c", "d"]],
    ["codes for one time", { "X-OTP": "a", "X-Passcode": "b", "X-Pin": "c", "X-Auth-Code": "d" }, ["a", "b", "c", "d"]],
    ["a code in one word", { AuthCode: "a" }, ["a"]],
    ["what a gateway found", { "X-Bearer": "a", "iv-creds": "b" }, ["a", "b"]],
    [
      "headers with other names",
      { Cookies: "a", authorizations: "c", "x-keys": "d", "x-bypass": "e", "x-spin": "f" },
      [],
    ],
  ])("are those of headers: %s", (_name, headers, secrets) => {
    expect(credentialsOfClient({ headers })).toEqual(secrets);
  });

  test.each([
    ["?key=12345678&lang=1234567", ["12345678"]],
    ["?a=b%20cdefgh&b=abcdefghi", ["b cdefgh", "abcdefghi"]],
    ["?0123456789abcdef&a-short-name=", ["0123456789abcdef"]],
    ["?0123456789abcdef==", ["0123456789abcdef"]],
    ["?a-name-as-long-as-a-key=12345678", ["12345678"]],
    ["", []],
  ])("are the long values in the endpoint's query: %j", (query, secrets) => {
    const endpoint = new URL(`https://dms.example.com/srv.asmx${query}`);
    expect(credentialsOfClient({ endpoint })).toEqual(secrets);
  });

  test.each<[name: string, security: object, secrets: string[]]>([
    ["npm soap's passwords", { _username: "jane", _password: "a", _passwordType: "PasswordText" }, ["a"]],
    ["npm soap's tokens and passphrases", { _token: "a", passphrase: "b", clientSecret: "c" }, ["a", "b", "c"]],
    ["names in any case", { PASSWORD: "a" }, ["a"]],
    ["words that end a name, and not other words that end alike", { my_pass: "a", bypass: "b" }, ["a"]],
    [
      "keys, and other words for passwords",
      { apiKey: "a", api_key: "b", pwd: "c", pass: "d", _passwd: "e" },
      "abcde".split(""),
    ],
    [
      "the nearest 20 of a store of tokens",
      { user: { token: "own" }, store: { all: tokens(100) } },
      ["own", ...tokens(19).map(({ token }) => token)],
    ],
    [
      "no more than 16 KiB, and a short one behind one that is too long",
      { a: { token: "a".repeat(16_000) }, b: { token: "b".repeat(16_000) }, c: { token: "c" } },
      ["a".repeat(16_000), "c"],
    ],
    [
      "none of getters, which may do something",
      Object.defineProperty({}, "password", { enumerable: true, get: () => "a" }),
      [],
    ],
    ["no other names", { tokens: "a", passwords: "b", auth: "basic" }, []],
    ["texts only", { password: 1, token: ["a"], secret: undefined, passphrase: null }, []],
    ["those of an object within it", { inner: { _password: "a" } }, ["a"]],
    ["those within three others, and no deeper", { a: { b: { c: { token: "x", d: { token: "y" } } } } }, ["x"]],
    ["each once, also where objects refer to each other", circular({ password: "a", other: { password: "a" } }), ["a"]],
    ["those beside a getter that throws", Object.assign(throwing(), { other: throwing("a") }), ["a"]],
    ["none of an object that cannot be read", revoked(), []],
    ["those among many others", { many: Array(1e5).fill({}), other: { password: "a" } }, ["a"]],
    ["those beside an object that cannot be read", { inner: revoked(), password: "a" }, ["a"]],
    ["those of headers, as far as they are texts", { headers: { authorization: "Bearer a", cookie: ["b"] } }, ["a"]],
    ["not those of what only begins like headers", { headersByHost: { cookie: "a" } }, []],
    ["not a name that only begins like one of user and password", { authority: "jane:ab" }, []],
    [
      "those of objects whose names only end or begin like those of connections",
      { websockets: { password: "a" }, requestsOfOthers: { password: "b" } },
      ["a", "b"],
    ],
  ])("are those of a security object: %s", (_name, security, secrets) => {
    expect(credentialsOfClient({ security })).toEqual(secrets);
  });

  test("are those of a security object within another one of npm soap", () => {
    const inner = new WSSecurity("jane", "secret-1", { passwordType: "PasswordDigest" });
    expect(credentialsOfClient({ security: { wsSecurity: inner, certificate: {} } })).toEqual(["secret-1"]);
  });

  test.each<[name: string, proxy: unknown, secrets: string[]]>([
    ["as it is escaped and as it is not", "http://jane:a%20b@proxy:1", ["a%20b", ...basic("jane:a b"), "a b"]],
    ["of a URL", new URL("http://jane:ab@proxy:1"), ["ab", ...basic("jane:ab")]],
    ["with an escape that is none", "http://jane:%zz@proxy:1", ["%zz", base64("%zz")]],
    ["of an address in parts", { host: "proxy", auth: "jane:a:b" }, [...basic("jane:a:b"), "a:b"]],
    ["of parts with other names", { host: "proxy", proxyAuth: "jane:ab" }, [...basic("jane:ab"), "ab"]],
    ["of socks-proxy-agent", { host: "proxy", userId: "jane", password: "ab" }, ["ab"]],
    ["of an address beside others", { href: "http://jane:ab@proxy:1" }, ["ab", ...basic("jane:ab")]],
    ["that is the name of a user", "http://long%20name:@proxy:1", ["long%20name", "long name"]],
    ["that is the name of a user with eight characters", "http://user-nam@proxy:1", ["user-nam"]],
    ["unless that is short", "http://user-na@proxy:1", []],
    ["that is none", "http://proxy:1", []],
    ["of what is no address", "proxy", []],
    ["of a text that is longer than an address", `http://jane:${"a".repeat(2_048)}@proxy:1`, []],
    ["of something that only writes itself as an address", { toString: () => "http://jane:ab@proxy:1" }, []],
  ])("are the password of an agent's proxy: one %s", (_name, proxy, secrets) => {
    expect(sorted(credentialsOfClient({ agent: withProxy(proxy) }))).toEqual(sorted(secrets));
  });

  const agent = withProxy("http://jane:ab@proxy:1");
  const ofProxy = sorted(["ab", ...basic("jane:ab")]);
  const transport: Transport = () => Promise.reject();
  const address = "http://jane:ab@proxy:1";
  test.each<[name: string, options: object, secrets: string[]]>([
    ["of the agent of a transport", { transport: nodeTransport({ agent }) }, ofProxy],
    ["of an agent that shows it to none but this library", { agent: proxyAgent(address) }, ofProxy],
    ["of an agent within another one", { agent: Object.assign(new Agent(), { httpAgent: agent }) }, ofProxy],
    ["of the environment of an agent", { agent: ofOptions({ proxyEnv: { HTTP_PROXY: address } }) }, ofProxy],
    ["and nothing else of that", { agent: ofOptions({ proxyEnv: { A_TOKEN: "true", B: address } }) }, []],
    [
      "as a header",
      { agent: Object.assign(new Agent(), { proxyHeaders: { "Proxy-Authorization": "Bearer ab" } }) },
      ["ab"],
    ],
    ["but none of its connections", { agent: Object.assign(new Agent(), { sockets: { a: [{ password: "a" }] } }) }, []],
    ["but none of a transport of another kind", { transport }, []],
  ])("are the password of a proxy %s", (_name, options, secrets) => {
    expect(sorted(credentialsOfClient(options))).toEqual(secrets);
  });

  describe("in a process whose environment has a proxy", () => {
    test.each(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "all_proxy", "npm_config_proxy", "npm_config_https_proxy"])(
      "are its password, where an agent or transport may use it: %s",
      (name) => {
        for (const value of [address, "jane:ab@proxy:1"]) {
          process.env = { [name]: value };
          expect(sorted(credentialsOfClient({ agent: new Agent() }))).toEqual(ofProxy);
          expect(sorted(credentialsOfClient({ transport }))).toEqual(ofProxy);
          expect(credentialsOfClient({})).toEqual([]);
        }
      },
    );
  });

  test("are all of them together, and none of a client without credentials", () => {
    const all = { headers: { cookie: "a" }, security: { password: "b" }, agent: withProxy("http://u:c@p") };
    expect(credentialsOfClient(all)).toEqual(["a", "b", "c", ...basic("u:c")]);
    expect(credentialsOfClient({ agent: new Agent() })).toEqual([]);
    expect(credentialsOfClient({})).toEqual([]);
  });
});

describe("the secrets of a message", () => {
  test.each<[name: string, envelope: string, secrets: string[]]>([
    ["a member", "<b><Ticket>abc</Ticket></b>", ["abc"]],
    ["the password of WS-Security", '<wsse:Password Type="x">abc</wsse:Password>', ["abc"]],
    ["a token of WS-Security", '<w:BinarySecurityToken ValueType="urn:JWT">abc</w:BinarySecurityToken>', ["abc"]],
    ["not a certificate", '<w:BinarySecurityToken ValueType="urn:#X509v3">abc</w:BinarySecurityToken>', []],
    ["a prefix and attributes", '<ns1:Ticket xsi:type="xsd:string">abc</ns1:Ticket>', ["abc"]],
    ["another case", "<tICKET>abc</tICKET>", ["abc"]],
    ["each occurrence", "<Ticket>abc</Ticket><Ticket>def</Ticket>", ["abc", "def"]],
    ["the first text alone of one that is not closed", "<Ticket>abc<b>def</b>", ["abc"]],
    ["the texts of descendants", "<Ticket>a<b>c</b>d</Ticket>", ["a", "c", "d"]],
    ["a name with a dot", "<a.b>abc</a.b>", ["abc"]],
    ["several dots", "<c.d.e>abc</c.d.e>", ["abc"]],
    ["escapes", "<Ticket>&lt;a&gt; &quot;&amp;lt;&#xD;&#x9;&#xA;</Ticket>", ['<a> "&lt;\r\t\n']],
    ["what only looks like an escape", "<Ticket>a&b;c &unknown; &</Ticket>", ["a&b;c &unknown; &", "&unknown;"]],
    ["an attribute", '<b Ticket="abc" c="d"/>', ["abc"]],
    ["an attribute with a prefix, and escapes", '<b x:ticket="a&amp;b"/>', ["a&b"]],
    ["an attribute in single quotes, with blanks", "<b Ticket\n= 'a\"b&apos;c'/>", ["a\"b'c"]],
    ["CDATA, with markup", "<Ticket><![CDATA[a<b>]c]]></Ticket>", ["a<b>]c"]],
    [
      "an element of XML that is a text",
      '<xml>&lt;s&gt;&lt;p:ticket a="b"&gt;c&amp;amp;d&lt;/p:ticket&gt;&lt;Ticket&gt;ef&lt;/Ticket&gt;&lt;/s&gt;</xml>',
      ["c&d", "ef"],
    ],
    [
      "one of many megabytes within a text",
      `<xml>&lt;Ticket&gt;${"a".repeat(1e7)}&lt;/Ticket&gt;</xml>`,
      ["a".repeat(1e7)],
    ],
    ["not one of a longer name", "<xml>&lt;Tickets&gt;a&lt;/Tickets&gt;&lt;MyTicket&gt;b&lt;/MyTicket&gt;</xml>", []],
    ["not an empty one", "<xml>&lt;Ticket&gt;&lt;/Ticket&gt;&lt;Ticket/&gt;a&lt;b/&gt;</xml>", []],
    ["an attribute of XML that is a text", '<xml>&lt;s Ticket="a&amp;amp;b"/&gt;</xml>', ["a&amp;b", "a&b"]],
    ["one whose quotation marks are escaped", "<xml>&lt;s Ticket=&quot;a&amp;quot;b&quot;/&gt;</xml>", ['a"b']],
    ["CDATA of XML that is a text", "<xml>&lt;Ticket&gt;&lt;![CDATA[a&gt;b]]&gt;&lt;/Ticket&gt;</xml>", ["a>b"]],
    ["XML that is CDATA of a text", "<xml>&lt;![CDATA[&lt;Ticket&gt;ab&lt;/Ticket&gt;]]&gt;</xml>", ["ab"]],
    [
      "what stands behind a comment, and in other elements, of XML that is a text",
      "<xml>&lt;Ticket&gt;&lt;!-- c --&gt;a&lt;b&gt;d&lt;/b&gt;&lt;/Ticket&gt;e</xml>",
      ["a", "d"],
    ],
    [
      "what stands behind a tag with an angle bracket, of XML that is a text",
      '<xml>&lt;Ticket b="c>d" e="f&gt;g"&gt;h&lt;/Ticket&gt;</xml>',
      ["h"],
    ],
    [
      "XML that is a text of XML",
      "<xml>&lt;s&gt;&amp;lt;Ticket&amp;gt;ab&amp;lt;/Ticket&amp;gt;&lt;/s&gt;</xml>",
      ["ab"],
    ],
    ["XML that is escaped twice", "<xml>&amp;lt;Ticket&amp;gt;ab&amp;lt;/Ticket&amp;gt;</xml>", ["ab"]],
    ["XML that is a text, in another case", "<xml>&lt;tICKET&gt;ab&lt;/tICKET&gt;</xml>", ["ab"]],
    [
      "not XML that is a text of XML in a text of XML",
      "<xml>&lt;a&gt;&amp;lt;b&amp;gt;&amp;amp;lt;Ticket&amp;amp;gt;ab&amp;amp;lt;/Ticket&amp;amp;gt;</xml>",
      [],
    ],
    [
      "not what is escaped more often",
      "<xml>&amp;amp;lt;Ticket&amp;amp;gt;ab&amp;amp;lt;/Ticket&amp;amp;gt;</xml>",
      [],
    ],
    ["XML that is an attribute", '<xml b="&lt;Ticket&gt;ab&lt;/Ticket&gt;"/>', ["ab"]],
    [
      "each of several texts",
      "<x>&lt;Ticket&gt;a</x><x>&lt;b&gt;c</x><x>&lt;Ticket&gt;d</x>&lt;Ticket&gt;e",
      ["a", "d", "e"],
    ],
    ["no parts of a value with an angle bracket", "<Ticket>a&lt;b&amp;amp;</Ticket>", ["a<b&amp;"]],
    [
      "a text of many kilobytes, each of whose references is whole",
      `<Ticket>${"&lt;&amp;lt;".repeat(20_000)}</Ticket>`,
      ["<&lt;".repeat(20_000)],
    ],
    ["the rest of one that holds one of its name", "<Ticket><Ticket><b>c</b></Ticket><b>d</b></Ticket>e", ["c", "d"]],
    [
      "the long items of a list",
      "<Ticket> 12345678\nabc  abcdefgh</Ticket>",
      [" 12345678\nabc  abcdefgh", "12345678", "abcdefgh"],
    ],
    ["not the words of a long text", `<Ticket>${"abcdefgh ".repeat(456)}</Ticket>`, ["abcdefgh ".repeat(456)]],
    ["the text of bytes in base64", `<Ticket>${base64("sé:cr\net")}</Ticket>`, [base64("sé:cr\net"), "sé:cr\net"]],
    ["the text of bytes in base64 with an end", `<Ticket>${base64("abcd")}</Ticket>`, [base64("abcd"), "abcd"]],
    ["the text of bytes in hexadecimal", "<Ticket>61C3a96364</Ticket>", ["61C3a96364", "aécd"]],
    ["not bytes of no text", "<Ticket>ff616263</Ticket><Ticket>/2FiY2Rl</Ticket>", ["ff616263", "/2FiY2Rl"]],
    ["not bytes of control characters", `<Ticket>${base64("abc\u0007d")}</Ticket>`, [base64("abc\u0007d")]],
    ["not a few bytes", `<Ticket>${base64("abc")}</Ticket><Ticket>616263</Ticket>`, [base64("abc"), "616263"]],
    ["not base64 of another length", "<Ticket>YWJjZA=</Ticket>", ["YWJjZA="]],
    ["not bytes in a part of a value", "<Ticket>61626364-61626364</Ticket>", ["61626364-61626364"]],
    ["not base64 behind other characters", "<Ticket>!!!!YWJjZGVm</Ticket>", ["!!!!YWJjZGVm"]],
    ["not base64 behind another character", "<Ticket>!YWJjZGU</Ticket>", ["!YWJjZGU"]],
    ["not base64 in front of other characters", "<Ticket>YWJjZGVm!!!!</Ticket>", ["YWJjZGVm!!!!"]],
    [
      "the ticket of a session for WebDAV",
      "<Ticket> sid-abcdefgh</Ticket>",
      [" sid-abcdefgh", "abcdefgh", "sid-abcdefgh"],
    ],
    ["not a short word behind its prefix", "<Ticket>sid-abcdefg</Ticket>", ["sid-abcdefg"]],
    ["that without a blank, and a longer one", "<Ticket>sid-abcdefgh1</Ticket>", ["sid-abcdefgh1", "abcdefgh1"]],
    ["a ticket in an address for WebDAV", "<URL>https://a/DAV/sid-abcdefgh/b?c</URL>", ["abcdefgh"]],
    ["one within the query of another address", "<URL>https://a/?b=%2Fdav%2Fsid-abcdefgh%2Fc</URL>", ["abcdefgh"]],
    ["not a text that only begins like such a ticket", "<Path>sid-abcdefgh</Path><Path>/sid-abcdefgh</Path>", []],
    ["an empty attribute", '<b Ticket=""/>', [""]],
    ["elements before attributes", '<b Ticket="abc"><Ticket>def</Ticket></b>', ["def", "abc"]],
    ["not an empty element", "<Ticket/><a>abc</a></Ticket>", []],
    ["not an empty element with attributes", '<Ticket a="b" /><a>abc</a></Ticket>', []],
    ["not a longer name", "<Tickets>abc</Tickets><MyTicket>d</MyTicket>", []],
    ["not a name where the dot is another letter", "<axb>abc</axb><c.dxe>d</c.dxe>", []],
    ["not an attribute of a longer name", '<b MyTicket="abc" Tickets="d"/>', []],
    ["not a text that looks like an attribute", '<b>Ticket="abc"</b>', []],
    ["not a name within a prefix of two parts", "<a:b:Ticket>abc</a:b:Ticket>", []],
  ])("are the values of named members: %s", (_name, envelope, secrets) => {
    expect(atOnce(secretsInMessage({ headers: {}, envelope }, ["Ticket", "a.b", "c.d.e"]))).toEqual(secrets);
  });

  test("are those of what the envelope was before it was encrypted as well", () => {
    const message = { headers: {}, envelope: "<Ticket>abc</Ticket><e/>", unprocessed: "<Ticket>def</Ticket>" };
    expect(atOnce(secretsInMessage(message, ["ticket"]))).toEqual(["abc", "def"]);
  });

  test("are those of its headers as well", () => {
    const message = { headers: { Authorization: "Bearer abc", Accept: "x" }, envelope: "<Ticket>def</Ticket>" };
    expect(atOnce(secretsInMessage(message, []))).toEqual(["abc"]);
    expect(atOnce(secretsInMessage(message, ["ticket"]))).toEqual(["abc", "def"]);
  });
});

describe("the secrets of a request that errors of other calls lack", () => {
  const ticket = (text: string): string => `<Ticket>${text}</Ticket>`;
  const hundred = Array.from({ length: 100 }, (_, index) => `t-${index}`);
  const filler = (length: number): string => "x".repeat(64 * 1024 - length);

  test.each<[what: string, envelope: string, secrets: readonly string[]]>([
    ["those of elements, each once", ticket("abc") + ticket("d") + ticket("abc"), ["abc", "d"]],
    ["no blank ones", `${ticket(" \n ")}${ticket("")}<b Ticket=" "/><b Ticket=""/>`, []],
    ["the first text alone of one that is not closed", "<Ticket>abc<b>def</b>", ["abc"]],
    ["the first hundred", [...hundred, "another"].map(ticket).join(""), hundred],
    ["those of its first 65,536 characters", filler(ticket("abc").length) + ticket("abc"), ["abc"]],
    ["none of those behind them", filler(0) + ticket("abc"), []],
    ["those of an element that is cut there", `<Ticket><b>abc</b>${"<c/>".repeat(20_000)}</Ticket>`, ["abc"]],
  ])("are %s", (_what, envelope, secrets) => {
    expect(secretsForOthers({ envelope }, ["ticket"])).toEqual(secrets);
    const encrypted = { envelope: "<e/>", unprocessed: envelope };
    expect(secretsForOthers(encrypted, ["ticket"])).toEqual(secrets);
  });
});
