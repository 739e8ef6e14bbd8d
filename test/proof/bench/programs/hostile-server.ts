/** Answers as the n-th hostile answer has it: `/n`. Every log-in but that of an answer to log-ins gets its ticket. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, GUID, hostileAnswers } from "./hostile-answers.js";

/** What the program says when it is ready. */
export interface HostileServerReady {
  readonly url: string;
}

/** What the program says when it is asked about an answer. */
export interface HostileServerAnswer {
  readonly bytes: number;
}

const [longest = "0"] = process.argv.slice(2);
let made: { readonly index: number; readonly body: Buffer } | undefined;

/** The one that was asked for last: each is as long as may be. */
function bodyOf(index: number): Buffer {
  if (made?.index !== index) {
    const { body, ticket = GUID } = hostileAnswers[index] ?? { body: () => "" };
    made = { index, body: Buffer.from(body(Number(longest), ticket)) };
  }
  return made.body;
}

const server = createServer((request, response) => {
  const index = Number(request.url?.slice(1));
  const hostile = hostileAnswers[index];
  let envelope = "";
  request.setEncoding("utf8").on("data", (chunk) => {
    envelope += chunk;
  });
  request.on("end", () => {
    const isLogin = envelope.includes("<AuthenticateUser ");
    if (isLogin && hostile?.operation !== "AuthenticateUser") {
      const ticket = (hostile?.ticket ?? GUID).replaceAll("&", "&amp;");
      response.setHeader("Content-Type", "text/xml; charset=utf-8");
      response.end(answer("AuthenticateUser", `<root xmlns="" success="true" ticket="${ticket}"/>`));
      return;
    }
    const body = bodyOf(index);
    response.writeHead(hostile?.status ?? 200, {
      "Content-Type": hostile?.contentType ?? "text/xml; charset=utf-8",
      "Content-Length": body.length,
    });
    response.end(body);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

process.on("message", (index) => {
  process.send?.({ bytes: bodyOf(Number(index)).length } satisfies HostileServerAnswer);
});
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } satisfies HostileServerReady);
