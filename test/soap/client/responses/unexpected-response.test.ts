import { type Answer, coded, errorOf, found, SECRET, typed } from "./responses.js";

test.each([
  [401, "UNAUTHORIZED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [407, "PROXY_AUTHENTICATION_REQUIRED"],
  [429, "TOO_MANY_REQUESTS"],
])("a page with status %d is a refusal: %s", async (status, code) => {
  const error = await errorOf({ status, headers: {}, body: "No" });
  expect(error).toMatchObject({ code, outcome: "rejected", httpStatus: status, excerpt: "No" });
  const remedy = status === 404 ? " Check the endpoint, and what stands before it." : "";
  expect(error.message).toBe(`Find: HTTP status ${status} – "No", from https://dms.example.com/srv.asmx.${remedy}`);
});

/** Whether what came with status 401 may be the message of an operation that was run. */
test.each<[body: string, contentType: string, outcome: "rejected" | "unknown"]>([
  ["", "text/xml", "rejected"],
  [" \n<html><br></html>", "text/xml", "rejected"],
  ["\n<!doctype  html><br>", "text/xml", "rejected"],
  ["<HTML><br>", "text/xml", "rejected"],
  [" No < entry", "text/xml", "rejected"],
  ["<a>", "text/xml", "unknown"],
  ["<a><html>", "text/xml", "unknown"],
  ["<!doctype xml><a>", "text/xml", "unknown"],
  ["<a/>", "text/xml", "rejected"],
  ["<Envelope", "text/html", "unknown"],
  ["<p><soap:Envelope xmlns", "text/html", "unknown"],
  ["&lt;s:Envelope", "text/html", "unknown"],
  ["&#60;s:Envelope", "text/html", "unknown"],
  ["&#x3C;s:Envelope", "text/html", "unknown"],
  ["%3Cs%3aEnvelope", "text/html", "unknown"],
  ["\\u003cs:Envelope", "text/html", "unknown"],
  [`<${"a".repeat(100)}:Envelope`, "text/html", "unknown"],
  [`<${"a".repeat(101)}:Envelope`, "text/html", "rejected"],
  ["<:Envelope", "text/html", "rejected"],
  ["<DeleteFolderResponse", "text/html", "unknown"],
  ["<t:DeleteFolderResponse xmlns", "text/html", "unknown"],
  ["</response>", "text/html", "unknown"],
  ["&lt;Response success", "text/html", "unknown"],
  ["<Envelopes", "text/html", "rejected"],
  ["<Responses", "text/html", "rejected"],
  ["a Response", "text/html", "rejected"],
  ["<a b:Envelope", "text/html", "rejected"],
  ["an Envelope", "text/html", "rejected"],
  ["a\0b", "text/html", "unknown"],
])("with status 401, %j of type %s is %s", async (body, contentType, outcome) => {
  expect(await errorOf({ status: 401, ...typed(contentType), body })).toMatchObject({ outcome });
});

test.each<[what: string, answer: Answer]>([
  ["that cannot be unpacked", coded("gzip", "no")],
  ["in a charset that is none", typed("text/html; charset=x-none")],
  ["that is the message", {}],
])("with status 401, a response %s is unknown", async (_what, answer) => {
  expect(await errorOf({ ...answer, status: 401 })).toMatchObject({ code: "HTTP_STATUS", outcome: "unknown" });
});

test.each<[body: string, excerpt: string | undefined]>([
  ["", undefined],
  [" a \n b ", "a b"],
  ["<head><title>Bad\n gateway</title></head>", "Bad gateway"],
  ['<TITLE lang="en">Bad</TITLE>', "Bad"],
  ["<title></title>", "<title></title>"],
  [`<title ${"a".repeat(199)}>Bad`, "Bad"],
  [`<title ${"a".repeat(200)}>Bad`, `<title ${"a".repeat(193)}`],
  [`${"a".repeat(4092)}<title>Bad`, "a".repeat(200)],
  ["x".repeat(201), "x".repeat(200)],
  [`the ticket ${SECRET}`, "the ticket [redacted]"],
])("the excerpt of %j is %j", async (body, excerpt) => {
  const error = await errorOf({ status: 502, headers: {}, body });
  expect(error.excerpt).toBe(excerpt);
  const quotation = excerpt === undefined ? "" : ` – ${JSON.stringify(excerpt)}`;
  expect(error.message).toContain(
    `Find: HTTP status 502${quotation}, from https://dms.example.com/srv.asmx; the request`,
  );
});

test.each<[contentType: string | undefined, shown: string | undefined, reason: string]>([
  [undefined, undefined, "it is empty"],
  [`text/html; a=${SECRET}`, "text/html; a=[redacted]", "it is not XML"],
  ["text/xml;  charset=x-none", "text/xml; charset=x-none", "x-none"],
  [`text/xml; charset=${SECRET}`, "text/xml; charset=[redacted]", "it is not in the charset of its Content-Type"],
  ["a".repeat(201), "a".repeat(200), "it is not XML"],
])("the type %j of a response is shown as %j", async (contentType, shown, reason) => {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  const error = await errorOf({ headers, body: "" });
  expect(error.contentType).toBe(shown);
  expect(error.message).toContain(reason);
  expect(error.message).not.toContain(SECRET);
});

test("a charset that the XML declaration names is shown, though the response has no type", async () => {
  const body = found().replace('encoding="utf-8"', 'encoding="x-none"');
  const error = await errorOf({ headers: {}, body });
  expect(error).toMatchObject({ code: "NOT_READABLE", contentType: undefined, excerpt: undefined });
  expect(error.message).toContain("x-none");
});

test.each<[value: string | undefined, retryAfterInMs: number | undefined]>([
  [undefined, undefined],
  ["0", 0],
  ["120", 120_000],
  ["123456789", 123_456_789_000],
  ["1234567890", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["12s", undefined],
  ["x12", undefined],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 0],
  ["Fri, 01 Jan 2100 00:00:10 GMT", 10_000],
  ["Fri, nonsense GMT", undefined],
  ["Fri, 01 Jan 2100 00:00:10 GMT+1", undefined],
  ["Friday, 01 Jan 2100 00:00:10 GMT", undefined],
  ["x Fri, 01 Jan 2100 00:00:10 GMT", undefined],
  ["fri, 01 Jan 2100 00:00:10 GMT", undefined],
  ["2100-01-01T00:00:10Z", undefined],
])("a Retry-After of %j asks for a pause of %p ms", async (value, retryAfterInMs) => {
  const clock = jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2100, 0, 1));
  const error = await errorOf({ status: 503, headers: value === undefined ? {} : { "retry-after": value } });
  clock.mockRestore();
  expect(error.retryAfterInMs).toBe(retryAfterInMs);
});

test.each<[status: number, location: string | undefined, code: string, redirectedTo: string | undefined]>([
  [300, "https://login.example.com/a?b", "REDIRECT_REFUSED", "https://login.example.com"],
  [302, "HTTP://login.example.com:81/", "REDIRECT_REFUSED", "http://login.example.com:81"],
  [399, "https://a", "REDIRECT_REFUSED", "https://a"],
  [302, `https://${SECRET}.example.com/`, "REDIRECT_REFUSED", "https://[redacted].example.com"],
  [302, "/login", "REDIRECT_REFUSED", "https://dms.example.com"],
  [302, "https://", "REDIRECT_REFUSED", undefined],
  [302, "ftp://a", "REDIRECT_REFUSED", undefined],
  [302, "view-source:https://a", "REDIRECT_REFUSED", undefined],
  [302, undefined, "REDIRECT_REFUSED", undefined],
  [299, "https://a", "HTTP_STATUS", undefined],
  [400, "https://a", "HTTP_STATUS", undefined],
])("status %d to %j is %s to %j", async (status, location, code, redirectedTo) => {
  const headers = location === undefined ? {} : { location };
  expect(await errorOf({ status, headers, body: "" })).toMatchObject({ code, redirectedTo, outcome: "unknown" });
});
