import { authenticateUser, deleteFolder, logOut } from "../../../generated/index.js";
import { authenticate, type TicketSource } from "../../../src/index.js";
import type { InfoRouterOperations } from "../../../src/operations.js";
import type { Judge } from "../../../src/result.js";
import { type CallScope, Session } from "../../../src/session.js";
import { type CallOptions, type CallSettings, readCallOptions } from "../../../src/soap/client/call-options.js";
import { readSettings } from "../../../src/soap/client/settings.js";
import type { Transport } from "../../../src/soap/index.js";
import type { UnwrappedResult } from "../../../src/unwrap-result.js";
import { answer } from "../../support/soap-messages.js";

export const ANSWERS: Readonly<Record<string, string>> = {
  DeleteFolder: '<response success="true" error=""><logitem/></response>',
  AuthenticateUser: '<root success="true" error="" ticket="T-1" />',
  LogOut: '<response success="true" error="" />',
};

/** A session, and all that goes out of it. */
export function start({
  ticket = "T" as TicketSource,
  logsOut = true,
  silent = "",
  answers = ANSWERS,
  operations = {} as Partial<InfoRouterOperations>,
} = {}) {
  const sent: string[] = [];
  const given: Record<string, Pick<CallOptions, "requestId" | "secrets" | "answerIsSecret">> = {};
  const transport: Transport = async ({ body }) => {
    const operation = /<(\w+) xmlns="http:\/\/tempuri/.exec(body)?.[1] ?? "";
    const values = Array.from(body.matchAll(/<(?:authenticationTicket|UID|PWD)>([^<]*)</gi), ([, value]) => value);
    sent.push([operation, ...values].join(" "));
    return operation === silent
      ? new Promise(() => {})
      : { status: 200, headers: {}, body: Buffer.from(answer(operation, answers[operation] ?? "")) };
  };
  const noting =
    <Request, Response>(name: string, stub: (...call: [never, Request, CallOptions?]) => Promise<Response>) =>
    (soap: unknown, request: Request, options: CallOptions = {}) => {
      // The secrets change with the calls under way.
      const { requestId, secrets = [], answerIsSecret } = options;
      given[name] = { requestId, secrets: [...secrets], answerIsSecret };
      return stub(soap as never, request, options);
    };
  const stubs = {
    deleteFolder: noting("DeleteFolder", deleteFolder),
    authenticateUser: noting("AuthenticateUser", authenticateUser),
    logOut: noting("LogOut", logOut),
    ...operations,
  };
  const settings = readSettings({
    endpoint: "https://dms.example.com/srv.asmx",
    timeoutInMs: 1_000,
    headers: { Authorization: "Bearer b" },
    transport,
  });
  const session = new Session(settings, {
    ticket,
    maxRetries: 7,
    logOut: logsOut,
    operations: stubs as unknown as InfoRouterOperations,
  });
  return { session, sent, given, stubs };
}

export const call = (more: Partial<CallSettings> = {}): CallSettings => ({
  ...readCallOptions({ requestId: "id-1", timeoutInMs: Number.POSITIVE_INFINITY }, "DeleteFolder", 1),
  ...more,
});

export const logIn = () => authenticate({ uid: "jane", pwd: "secret" });

export const judging = (judge: (result: UnwrappedResult) => void): Judge =>
  function* (result) {
    yield undefined;
    judge(result);
  };
export const confirm = judging(() => {});

/** Without the empty texts, of which a search makes nothing. */
export const known = (secrets: readonly string[] = []): string[] => secrets.filter((secret) => secret !== "");

export const send = (
  { session, stubs }: Pick<ReturnType<typeof start>, "session" | "stubs">,
  scope: CallScope,
  more: Partial<Parameters<Session["send"]>[3]> = {},
) =>
  session.send(
    stubs.deleteFolder as typeof deleteFolder,
    { path: "/a/b" },
    scope,
    { isIdempotent: false, ...more },
    confirm,
  );

export const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
