import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { randomNumbers } from "../../support/random-numbers.js";
import { answer, fault, SOAP, type SoapVersion } from "../../support/soap-messages.js";

/** What a call is to end with. Several, where it depends on how far the call came before its time was up. */
export type Ending = "deleted" | "aborted" | { readonly name: string; readonly code: string; readonly outcome: string };

/** A request as the server has read it. */
export interface SoakRequest {
  readonly operation: string;
  /** The folder's path, or the handler's GUID. */
  readonly target: string;
  /** 0 for the first request of a target. */
  readonly earlier: number;
}

/** How the server behaves to a call. Each path has its own for ever, so that both sides know it. */
export interface Behaviour {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** Whether the operation is carried out, by the number of earlier requests for the same. */
  readonly executes: (earlier: number) => boolean;
  readonly reply: (request: SoakRequest, outgoing: ServerResponse<IncomingMessage>) => void;
  readonly endings: readonly Ending[];
  /** Whether the error repeats the target that the server names. */
  readonly echoes: boolean;
  /** Milliseconds that the call may take, where it is to run out of time. */
  readonly timeoutInMs?: number;
  /** Milliseconds after which the caller aborts. */
  readonly abortAfterInMs?: number;
}

/** Bytes of an answer at most. */
export const MAX_RESPONSE_BYTES = 64 * 1024;

type Reply = Behaviour["reply"];
type Text = (request: SoakRequest) => string;

const always = (): boolean => true;
const never = (): boolean => false;

const success: Text = ({ operation }) => answer(operation, '<response success="true" error="" />');
const service =
  (element: (target: string) => string): Text =>
  ({ operation, target }) =>
    answer(operation, element(target));
const faultOf =
  (version: SoapVersion, code: string): Text =>
  ({ target }) =>
    fault(code, `No way to ${target}`, version);
const page: Text = ({ target }) =>
  `<!DOCTYPE html><html><title>About ${target}</title><p>${"-".repeat(500)}</p></html>`;
const longLog: Text = ({ operation, target }) =>
  answer(operation, `<response success="true">${`<item path="${target}" status="success" />`.repeat(800)}</response>`);

const send =
  (text: Text, status = 200, headers: Record<string, string> = { "Content-Type": SOAP["1.1"].contentType }): Reply =>
  (request, outgoing) => {
    const body = Buffer.from(text(request));
    outgoing.writeHead(status, { ...headers, "Content-Length": body.length }).end(body);
  };
const sendPage = (status: number, headers: Record<string, string> = {}): Reply =>
  send(page, status, { "Content-Type": "text/html", ...headers });
const zipped =
  (cutBytes: number): Reply =>
  (request, outgoing) => {
    const zip = gzipSync(success(request));
    const body = zip.subarray(0, zip.length - cutBytes);
    outgoing.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": body.length }).end(body);
  };
const cut: Reply = (_, outgoing) => outgoing.destroy();
const cutAt =
  (share: number): Reply =>
  (request, outgoing) => {
    const body = Buffer.from(success(request));
    outgoing.writeHead(200, { "Content-Length": body.length });
    outgoing.write(body.subarray(0, Math.floor(body.length * share)), () => outgoing.destroy());
  };
const cutAfter: Reply = (request, outgoing) => {
  outgoing.on("finish", () => outgoing.socket?.destroySoon());
  send(success)(request, outgoing);
};
/** In so many pieces, a few milliseconds apart; the last only if there is an end. */
const trickle =
  (pieces: number, inMs: number, ends: boolean): Reply =>
  (request, outgoing) => {
    const body = Buffer.from(success(request));
    const size = Math.ceil(body.length / pieces);
    let piece = 0;
    outgoing.writeHead(200, { "Content-Length": body.length });
    const timer = setInterval(() => {
      outgoing.write(body.subarray(piece * size, Math.min((piece + 1) * size, body.length - (ends ? 0 : 1))));
      piece += 1;
      if (piece === pieces && ends) {
        outgoing.end();
      }
      if (piece === pieces) {
        clearInterval(timer);
      }
    }, inMs);
    outgoing.on("close", () => clearInterval(timer));
  };
const silence: Reply = () => {};

const error = (name: string, code: string, outcome: "not-sent" | "rejected" | "unknown"): Ending => ({
  name,
  code,
  outcome,
});
const reset = error("TransportError", "ECONNRESET", "unknown");
const unexpected = (code: string, outcome: "rejected" | "unknown" = "unknown") =>
  error("UnexpectedResponseError", code, outcome);
const refused = (code: string, outcome: "rejected" | "unknown" = "rejected") => error("ServiceError", code, outcome);
const soapFault = (outcome: "rejected" | "unknown") => error("SoapFaultError", "SOAP_FAULT", outcome);
const late = [error("TransportError", "TIMEOUT", "unknown"), error("TransportError", "TIMEOUT", "not-sent")];

type Row = readonly [
  name: string,
  weight: number,
  executes: Behaviour["executes"],
  reply: Reply,
  ending: Ending | readonly Ending[],
];

const silent: readonly Row[] = [
  ["success", 40, always, send(success), "deleted"],
  ["success, with a long log", 2, always, send(longLog), "deleted"],
  ["success in gzip", 4, always, zipped(0), "deleted"],
  ["success in a trickle", 2, always, trickle(5, 2, true), "deleted"],
  [
    "success, connection: close",
    3,
    always,
    send(success, 200, { "Content-Type": "text/xml", Connection: "close" }),
    "deleted",
  ],
  ["success, then cut", 2, always, cutAfter, "deleted"],
  ...(
    [
      ["[901]", '<response error="[901] Session expired" />', success],
      [
        "4010",
        '<response success="false" error="Sitzung abgelaufen" errorCode="4010" />',
        service(() => '<response success="true" error="" errorCode="0" />'),
      ],
    ] as const
  ).map(
    ([name, expired, confirmed]): Row => [
      `${name}, then success`,
      2,
      (earlier) => earlier > 0,
      (request, outgoing) => send(request.earlier > 0 ? confirmed : service(() => expired))(request, outgoing),
      "deleted",
    ],
  ),
  ["cut before it is carried out", 2, never, cut, reset],
  ["cut before the headers", 2, always, cut, reset],
  ["cut in the body", 2, always, cutAt(0.5), reset],
  ["gzip that is cut", 1, always, zipped(3), unexpected("NOT_READABLE")],
  ["an empty answer", 2, always, send(() => ""), unexpected("NOT_SOAP")],
  ["longer than allowed", 1, always, send(() => " ".repeat(MAX_RESPONSE_BYTES + 1)), unexpected("RESPONSE_TOO_LARGE")],
];

const echoing: readonly Row[] = [
  [
    "Access denied, [2730]",
    3,
    never,
    send(service((target) => `<response error="[2730]Insufficient rights: ${target}" />`)),
    refused("ACCESS_DENIED"),
  ],
  [
    "[900]",
    2,
    never,
    send(service((target) => `<root success="false" error="[900] Authentication failed: ${target}" />`)),
    refused("AUTHENTICATION_FAILED"),
  ],
  [
    "a refusal without number",
    2,
    never,
    send(service((target) => `<Response success="False" error="Ausgecheckt: ${target}" />`)),
    refused("UNCLASSIFIED"),
  ],
  [
    "SystemError",
    2,
    always,
    send(service((target) => `<response error="SystemError:${target} is locked" />`)),
    refused("SYSTEM_ERROR", "unknown"),
  ],
  [
    "[log]",
    2,
    always,
    send(
      service((target) => `<response success="false" error="[log]"><logitem path="${target}" error="x" /></response>`),
    ),
    refused("PARTIAL", "unknown"),
  ],
  [
    "success with a failed item",
    2,
    always,
    send(service((target) => `<response success="true"><item path="${target}" error="x" /></response>`)),
    refused("PARTIAL", "unknown"),
  ],
  ["fault Server of SOAP 1.1", 2, always, send(faultOf("1.1", "Server"), 500), soapFault("unknown")],
  ["fault Client of SOAP 1.1", 2, never, send(faultOf("1.1", "Client"), 500), soapFault("rejected")],
  ["fault Receiver of SOAP 1.2", 2, always, send(faultOf("1.2", "Receiver"), 500), soapFault("unknown")],
  ["fault Sender of SOAP 1.2", 2, never, send(faultOf("1.2", "Sender"), 400), soapFault("rejected")],
  ["a login page", 2, never, sendPage(200), unexpected("NOT_SOAP")],
  ["401", 1, never, sendPage(401, { "WWW-Authenticate": "Negotiate" }), unexpected("UNAUTHORIZED", "rejected")],
  ["404", 1, never, sendPage(404), unexpected("NOT_FOUND", "rejected")],
  ["429", 1, never, sendPage(429, { "Retry-After": "1" }), unexpected("TOO_MANY_REQUESTS", "rejected")],
  ["302", 1, never, sendPage(302, { Location: "https://login.example.com/" }), unexpected("REDIRECT_REFUSED")],
  ["502", 2, always, sendPage(502), unexpected("HTTP_STATUS")],
  ["503, connection: close", 1, never, sendPage(503, { Connection: "close" }), unexpected("HTTP_STATUS")],
];

const inTime = (rows: readonly Row[], echoes: boolean): Behaviour[] =>
  rows.map(([name, weight, executes, reply, ending]) => ({
    name,
    weight,
    executes,
    reply,
    endings: [ending].flat(),
    echoes,
  }));

const TIMEOUT_IN_MS = 60;

export const behaviours: readonly Behaviour[] = [
  ...inTime(silent, false),
  ...inTime(echoing, true),
  {
    name: "no answer in time",
    weight: 1,
    executes: always,
    reply: silence,
    endings: late,
    echoes: false,
    timeoutInMs: TIMEOUT_IN_MS,
  },
  {
    name: "a trickle without end",
    weight: 1,
    executes: always,
    reply: trickle(20, 5, false),
    endings: late,
    echoes: false,
    timeoutInMs: TIMEOUT_IN_MS,
  },
  {
    name: "aborted by the caller",
    weight: 1,
    executes: always,
    reply: silence,
    endings: ["aborted"],
    echoes: false,
    abortAfterInMs: 30,
  },
];

/** The behaviour, by its place in the table, to the call of that number. */
export function behaviourOf(seed: number, call: number): number {
  let place = 0;
  for (let rest = randomNumbers(seed + 7919 * call)() * totalWeight; ; place += 1) {
    rest -= behaviours[place]?.weight ?? Number.POSITIVE_INFINITY;
    if (rest < 0) {
      return place;
    }
  }
}

const totalWeight = behaviours.reduce((sum, { weight }) => sum + weight, 0);

/** Every fourth call deletes a download handler. */
export function targetOf(call: number): {
  readonly operation: "DeleteFolder" | "DeleteDownloadHandler";
  target: string;
} {
  return call % 4 === 3
    ? { operation: "DeleteDownloadHandler", target: `5eed5eed-0000-4000-8000-${String(call).padStart(12, "0")}` }
    : { operation: "DeleteFolder", target: `/Soak/Folder ${call}` };
}

/** The numbers of the calls whose targets a text names. */
export function callsNamedIn(text: string): number[] {
  return Array.from(text.matchAll(/\/Soak\/Folder (\d+)|5eed5eed-0000-4000-8000-(\d{12})/g), ([, folder, handler]) =>
    Number(folder ?? handler),
  );
}
