import { createServer, type Server, type Socket } from "node:net";
import { answer, SOAP } from "../../support/soap-messages.js";

/** A confirmation that the server never gave, as a whole HTTP response. */
export function forgedResponse(operation: string, status = "200 OK"): string {
  const result =
    operation === "AuthenticateUser"
      ? '<root success="true" ticket="3f2504e0-4f89-11d3-9a0c-0305e82c3301" />'
      : '<response success="true" error="" />';
  return httpResponse(answer(operation, result), SOAP["1.1"].contentType, status);
}

export function httpResponse(body: string, contentType: string, status = "200 OK"): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What a proxy does in place of opening a tunnel. `forged` is a whole response that confirms what is asked for. */
type Answer = (socket: Socket, forged: string) => void;

const send =
  (write: (forged: string) => string): Answer =>
  (socket, forged) =>
    void socket.write(write(forged));

const interim = (status: string): Answer => send((forged) => `HTTP/1.1 ${status}\r\n\r\n${forged}`);

/** Proxies that answer CONNECT in place of the server, in one piece where nothing else is said. */
export const lyingProxies: readonly [name: string, answer: Answer][] = [
  ["100 and a confirmation", interim("100 Continue")],
  ["101 and a confirmation", interim("101 Switching Protocols")],
  ["102 and a confirmation", interim("102 Processing")],
  ["103 and a confirmation", interim("103 Early Hints")],
  ["199 and a confirmation", interim("199 Whatever")],
  [
    "100, 102 and 103, and a confirmation",
    interim("100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints"),
  ],
  ["200 with the confirmation as its body", send((forged) => forged)],
  ["200, and a confirmation behind it", send((forged) => `HTTP/1.1 200 OK\r\n\r\n${forged}`)],
  ["200 twice, and a confirmation", send((forged) => `HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${forged}`)],
  ["201 with a confirmation", send((forged) => forged.replace("200 OK", "201 Created"))],
  ["202 with a confirmation", send((forged) => forged.replace("200 OK", "202 Accepted"))],
  ["206 and a confirmation", interim("206 Partial Content\r\nContent-Length: 0")],
  ["204 and a confirmation", interim("204 No Content")],
  ["302 with a confirmation", send((forged) => forged.replace("200 OK", "302 Found\r\nLocation: http://127.0.0.1:9/"))],
  ["304 and a confirmation", interim("304 Not Modified")],
  ["403 with a confirmation", send((forged) => forged.replace("200 OK", "403 Forbidden"))],
  ["407 with a confirmation", send((forged) => forged.replace("200 OK", "407 Proxy Authentication Required"))],
  ["407 and a confirmation", interim("407 Proxy Authentication Required\r\nContent-Length: 0")],
  ["502 with a confirmation", send((forged) => forged.replace("200 OK", "502 Bad Gateway"))],
  ["a status of two digits and a confirmation", interim("20 OK")],
  ["a status of four digits and a confirmation", interim("2000 OK")],
  ["no status and a confirmation", interim("OK")],
  ["HTTP/1.0 100 and a confirmation", send((forged) => `HTTP/1.0 100 Continue\r\n\r\n${forged}`)],
  ["a blank line and a confirmation", send((forged) => `\r\n\r\n${forged}`)],
  ["garbage and a confirmation", send((forged) => `SSH-2.0-x\r\n\r\n${forged}`)],
  [
    "a confirmation byte by byte, after 100",
    (socket, forged) => trickle(socket, `HTTP/1.1 100 Continue\r\n\r\n${forged}`),
  ],
  [
    "a header of a megabyte, and ends",
    (socket) => void socket.end(`HTTP/1.1 200 OK\r\nX-A: ${"x".repeat(1024 * 1024)}`),
  ],
  ["nothing, and ends", (socket) => void socket.end()],
  ["nothing, and resets the connection", (socket) => void socket.resetAndDestroy()],
  [
    "200, and resets the connection",
    (socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n", () => socket.resetAndDestroy()),
  ],
];

function trickle(socket: Socket, text: string): void {
  const [first = "", rest] = [text.slice(0, 1), text.slice(1)];
  socket.write(first, () => rest !== "" && !socket.destroyed && setImmediate(() => trickle(socket, rest)));
}

export interface LyingProxy {
  readonly server: Server;
  /** All that came in, but for the CONNECT requests themselves. */
  readonly received: string[];
}

/** An HTTP proxy that opens no tunnel. Answers by `forge`, of the target's host. */
export function createLyingProxy(respond: Answer, forge: () => string): LyingProxy {
  const received: string[] = [];
  const server = createServer((socket) => {
    let head = "";
    let isAnswered = false;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      if (isAnswered) {
        received.push(chunk.toString("latin1"));
        return;
      }
      head += chunk.toString("latin1");
      if (head.includes("\r\n\r\n")) {
        isAnswered = true;
        respond(socket, forge());
      }
    });
  });
  return { server, received };
}
