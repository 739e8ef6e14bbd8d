import { inspect } from "node:util";
import { deflateSync, gzipSync } from "node:zlib";
import { InfoRouterClient, InfoRouterError } from "../../../src/index.js";
import type { TransportResponse } from "../../../src/soap/index.js";
import { answer, fault, SOAP, type SoapVersion } from "../../support/soap-messages.js";
import { readCapturedAnswers } from "../../testing/captured-answers.js";
import type { Fuzzer } from "./fuzz.js";
import { anyVocabulary, byteMutations, type Chance, mutate, type Vocabulary } from "./mutate.js";
import { type Oracle, startOracle } from "./oracle.js";

const OPERATIONS = ["DeleteFolder", "DeleteDownloadHandler", "AuthenticateUser"] as const;
type OperationName = (typeof OPERATIONS)[number];

const TICKET = "canary-7c1f-ticket";
const PASSWORD = "canary-7c1f-password";

const vocabulary: Vocabulary = {
  names: [
    ...anyVocabulary.names,
    ..."success error errorCode errorcode ticket status message path name response root Response log logitem item fault Error xsi:type xsi:nil".split(
      " ",
    ),
  ],
  namespaces: anyVocabulary.namespaces,
  values: [
    ...anyVocabulary.values,
    "True",
    "TRUE",
    "success",
    "failed",
    "[log]",
    "[901] Session expired",
    "0",
    "4010",
    "4041",
    TICKET,
    PASSWORD,
  ],
  pieces: [
    ...anyVocabulary.pieces,
    '<response success="true" />',
    '<response success="false" error="no" />',
    '<item path="/a" error="no" />',
    '<logitem path="/a" status="success" message="done" />',
    "<log><item>/a</item></log>",
    "<error>no</error>",
    ' success="true"',
    ' error=""',
    ' errorCode="0"',
    ' errorCode="4010"',
    " error='no'",
    TICKET,
  ],
};

const ELEMENTS: Readonly<Record<OperationName, readonly string[]>> = {
  DeleteFolder: deletionElements(),
  DeleteDownloadHandler: deletionElements(),
  AuthenticateUser: [
    `<response success="true" ticket="${TICKET}" />`,
    `<root success="True" error="" ticket="${TICKET}" />`,
    '<response success="false" error="[900] Authentication failed" />',
  ],
};

function deletionElements(): string[] {
  return [
    '<response success="true" />',
    '<response success="true" error="" />',
    '<root success="True" error=""></root>',
    '<response success="true" error="" errorCode="0" />',
    '<response success="true"><log><item>/a/b</item></log></response>',
    '<response success="true"><logitem path="/a" status="success" message="ok" /></response>',
    '<response success="true"><logitem path="/a" status="success" /></response>',
    '<response success="false" error="Session expired or invalid ticket" errorCode="4010" />',
    '<response success="false" error="Folder not found" errorCode="4041" />',
    '<response success="true"><item path="/a" error="locked" /></response>',
    '<response success="true"><log><item>/a</item><error>locked</error></log></response>',
    '<response success="false" error="[log]"><logitem path="/a" error="x" /></response>',
    '<response success="false" error="MultiStatus"><logitem name="a" message="locked" /></response>',
    '<response success="false" error="[901] Session expired or Invalid ticket" />',
    '<response error="Access denied." />',
    '<response error="SystemError:no" />',
  ];
}

interface Seed {
  readonly operation: OperationName;
  readonly version: SoapVersion;
  readonly text: string;
}

/** Answers as the service gives them, good and bad; the captured ones are a real service's. */
export function seeds(): Seed[] {
  return (["1.1", "1.2"] as const).flatMap((version) => {
    const captured = [...readCapturedAnswers(version === "1.1" ? "soap11" : "soap12").values()].map(({ body }) => body);
    return OPERATIONS.flatMap((operation) =>
      [
        ...ELEMENTS[operation].map((element) => answer(operation, element, version)),
        fault(version === "1.1" ? "Client" : "Sender", `The ticket ${TICKET} is of no use`, version),
        fault(version === "1.1" ? "Server" : "Receiver", "No", version),
        ...captured.filter((body) => body.includes(`<${operation}Response`)),
      ].map((text) => ({ operation, version, text })),
    );
  });
}

const OTHER_STATUSES = [202, 204, 302, 401, 404, 429, 500, 503];
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "not-sent": [],
  rejected: ["ServiceError", "SoapFaultError", "UnexpectedResponseError"],
  unknown: ["ServiceError", "SoapFaultError", "UnexpectedResponseError"],
};
/** What the caller's own ticket function throws when it has its ticket. */
class HasTicket extends Error {}

/** Changes answers, and holds what is made of them to another reader's verdict. */
export function answerFuzzer(): Fuzzer {
  const oracle: Oracle = startOracle();
  const all = seeds();
  // Only confirmations: a change can turn them into a false success.
  const successes = all.filter(({ text }) => /success="true"/i.test(text) && !/error="[^"]/.test(text));
  let response: TransportResponse = { status: 200, headers: {}, body: new Uint8Array() };
  let ticket: string | undefined;
  const clientOf = (soapVersion: SoapVersion, logsIn: boolean): InfoRouterClient =>
    new InfoRouterClient({
      endpoint: "http://127.0.0.1:9/",
      soapVersion,
      transport: async () => response,
      timeoutInMs: 10_000,
      ticket: logsIn
        ? async ({ authenticateUser }) => {
            ticket = await authenticateUser({ uid: "jane", pwd: PASSWORD });
            throw new HasTicket();
          }
        : TICKET,
    });
  const clients = {
    "1.1": [clientOf("1.1", false), clientOf("1.1", true)],
    "1.2": [clientOf("1.2", false), clientOf("1.2", true)],
  };

  const callOf = async ({ operation, version }: Seed): Promise<unknown> => {
    const client = clients[version][operation === "AuthenticateUser" ? 1 : 0] as InfoRouterClient;
    return operation === "DeleteDownloadHandler"
      ? client.deleteDownloadHandler("a1b2c3d4-e5f6-7890-abcd-ef1234567890")
      : client.deleteFolder("/a/b");
  };

  return {
    run: async (chance) => {
      const seed = chance.pick(chance.below(3) === 0 ? all : successes);
      const { bytes, changes } = mutate(seed.text, chance.pick(all).text, vocabulary, chance);
      const sent = encode(bytes, seed, chance);
      response = sent.response;
      ticket = undefined;
      const input = Buffer.from(response.body);
      const about = { input, changes: [`${seed.operation} ${seed.version}`, ...changes, sent.change] };
      const question = {
        ...seed,
        body: input,
        encoding: response.headers["content-encoding"] ?? "",
        contentType: response.headers["content-type"] ?? "",
      };
      const outcome = await callOf(seed).then(
        () => "deleted",
        (error: unknown) => error,
      );
      const isSuccess = outcome === "deleted" || outcome instanceof HasTicket;
      const wrong = isSuccess
        ? undefined
        : wrongError(outcome, response.status, seed.operation === "AuthenticateUser" ? PASSWORD : TICKET);
      if (wrong !== undefined) {
        return { ...about, result: "wrong", wrong };
      }
      const result = isSuccess ? "success" : nameOf(outcome as InfoRouterError);
      const mayBeWrong = isSuccess || (outcome as InfoRouterError).outcome === "rejected";
      if (!mayBeWrong && chance.below(10) > 0) {
        return { ...about, result };
      }
      const verdict = await oracle.judge(question);
      const confirms = verdict.confirms && response.status === 200;
      if (isSuccess && !confirms) {
        return { ...about, result: "wrong", wrong: `a success that is none: ${verdict.why ?? response.status}` };
      }
      if (isSuccess && seed.operation === "AuthenticateUser" && asciiOf(verdict.ticket) !== asciiOf(ticket)) {
        return { ...about, result: "wrong", wrong: `the ticket ${ticket}, where it is ${verdict.ticket}` };
      }
      if (confirms && mayBeWrong && !isSuccess) {
        return { ...about, result: "wrong", wrong: `"rejected", of what is confirmed: ${outcome}` };
      }
      return { ...about, result: confirms && !isSuccess ? `${result}, though the other reader takes it` : result };
    },
    end: async () => {
      oracle.end();
      return [];
    },
  };
}

function encode(bytes: Buffer, { version, operation }: Seed, chance: Chance) {
  const status = chance.below(8) === 0 ? chance.pick(OTHER_STATUSES) : 200;
  const contentTypes = [
    SOAP[version].contentType,
    SOAP[version].contentType,
    SOAP[version].contentType,
    "text/xml",
    undefined,
  ];
  const others = ["text/xml; charset=iso-8859-1", "text/xml; charset=utf-16", "application/soap+xml; charset=us-ascii"];
  const contentType = chance.pick(chance.below(8) === 0 ? others : contentTypes);
  const encoding = chance.pick([undefined, undefined, undefined, undefined, undefined, "gzip", "deflate"]);
  let body: Buffer = encoding === undefined ? bytes : encoding === "gzip" ? gzipSync(bytes) : deflateSync(bytes);
  let change = `status ${status}, ${contentType}, ${encoding}`;
  if (encoding !== undefined && chance.below(3) === 0) {
    const name = chance.pick(Object.keys(byteMutations));
    const mutateBytes = byteMutations[name] as (typeof byteMutations)[string];
    body = mutateBytes(body, chance, vocabulary, gzipSync(answer(operation, '<response success="true" />', version)));
    change += `, ${name} of what is compressed`;
  }
  const headers = {
    ...(contentType !== undefined && { "content-type": contentType }),
    ...(encoding !== undefined && { "content-encoding": encoding }),
  };
  return { change, response: { status, headers, body } satisfies TransportResponse };
}

/** Why a rejection is not one that this package promises. */
function wrongError(error: unknown, status: number, secret: string): string | undefined {
  if (!(error instanceof InfoRouterError)) {
    return `no typed error: ${inspect(error)}`;
  }
  if (!KINDS[error.outcome]?.includes(error.name) || !/^[A-Z_]{3,40}$/.test(error.code)) {
    return `an error of the kind ${nameOf(error)}`;
  }
  if (error.outcome === "rejected" && error.name === "ServiceError" && status !== 200) {
    return `a refusal by the service with status ${status}`;
  }
  const everything = inspect(error, { showHidden: true, depth: 10 }) + JSON.stringify(error);
  return everything.toLowerCase().includes(secret) ? `a secret in the error: ${everything}` : undefined;
}

/** The other reader knows less of what is beyond ASCII. */
function asciiOf(text = ""): string {
  return text.replace(/[^ -~]/gu, "?");
}

function nameOf({ name, code, outcome }: InfoRouterError): string {
  return `${name} ${code}, ${outcome}`;
}
