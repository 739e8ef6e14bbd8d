import { AsyncLocalStorage } from "node:async_hooks";
import { Deadline, raceDeadline } from "./soap/deadline.js";
import { InvalidInputError, UnexpectedResponseError } from "./soap/errors.js";
import { illegalCharacter } from "./soap/xml/characters.js";

/** User name and password of AuthenticateUser. */
export interface Credentials {
  /** The user's name. */
  readonly uid: string;
  /** The password. No error and no trace contains it. */
  readonly pwd: string;
}

/** The argument of a ticket function: why the client needs a ticket, and a way to log in. */
export interface TicketContext {
  /** `"expired"` after the service refused the previous ticket as expired ([901] or 4010). */
  readonly reason: "initial" | "expired";
  /** Aborts when no call waits for the ticket any more. */
  readonly signal: AbortSignal;
  /** Calls AuthenticateUser of the client's service, and resolves with the ticket. */
  readonly authenticateUser: (credentials: Credentials) => Promise<string>;
}

/** Returns a ticket. The client calls it before every call, so it should cache the ticket. */
export type TicketFunction = (context: TicketContext) => string | Promise<string>;

/** A ticket, or a function that returns one. */
export type TicketSource = string | TicketFunction;

/**
 * Makes a ticket source that logs in with AuthenticateUser: at the first call, once for all calls that wait for it, and
 * again after the service refused the ticket as expired. Each client needs its own. A client of another endpoint refuses it,
 * because it would send the tickets of one server to another.
 *
 * ```ts
 * const infoRouter = new InfoRouterClient({
 *   endpoint: "https://dms.example.com/srv.asmx",
 *   ticket: authenticate({ uid: "jane", pwd: process.env["DMS_PASSWORD"] ?? "" }),
 * });
 * ```
 */
export function authenticate(credentials: Credentials): TicketFunction {
  const { uid, pwd } = checkCredentials(credentials);
  let ticket: Promise<string> | undefined;
  /** The ticket of the latest log-in. Undefined while that is under way. */
  let latest: string | undefined;
  let secrets: readonly string[] = [pwd];
  let home: string | undefined;
  const source: TicketFunction = (context) => {
    const { reason, authenticateUser } = context;
    const asker: CallOfClient | undefined = Reflect.get(Object(authenticateUser), ASKER);
    home ??= asker?.endpoint;
    if (asker !== undefined && asker.endpoint !== home) {
      const problem = "expected an `authenticate(…)` of this client's own, found one that logs in to another endpoint";
      throw new InvalidInputError("options.ticket", problem, asker);
    }
    // A log-in may end after the calls that waited for it: its session serves the next one, and is logged out.
    const isExpired = reason === "expired" && (asker?.expired === undefined || asker.expired === latest);
    if (ticket === undefined || isExpired) {
      const login = authenticateUser({ uid, pwd });
      ticket = login;
      latest = undefined;
      login.then(
        (given) => {
          if (ticket === login) {
            latest = given;
            secrets = [pwd, given];
          }
        },
        () => {
          ticket = ticket === login ? undefined : ticket;
        },
      );
    }
    return ticket;
  };
  const login: LogIn = { secrets: () => secrets, ticket: (endpoint) => (endpoint === home ? ticket : undefined) };
  return Object.defineProperty(source, LOG_IN, { value: login });
}

// By `Symbol.for`: the client and `authenticate` may be of two copies of the package, as ES modules and CommonJS are.
const ASKER = Symbol.for("inforouter-soap-client.asker");
const LOG_IN = Symbol.for("inforouter-soap-client.log-in");

/**
 * The call that asks for a ticket, and the service of its client. It is a property of `authenticateUser`, because a ticket
 * function may hand on a copy of its context.
 */
interface CallOfClient extends Pick<Asker, "operation" | "requestId"> {
  readonly endpoint: string;
  /** The ticket that the service refused as expired. Undefined for a call that has had none, and in earlier versions. */
  readonly expired?: string | undefined;
}

/** A log-in that {@link authenticate} makes. Not enumerable on the ticket source. */
interface LogIn {
  /**
   * The password, and the latest ticket. Kept for the redaction of errors: servers may repeat them in responses to calls that do
   * not send them. A function, so that they are never printed.
   */
  readonly secrets: () => readonly string[];
  /** The ticket of the session with a service. Undefined before the first log-in, and for another service. */
  readonly ticket: (endpoint: string) => Promise<string> | undefined;
}

/** @throws {InvalidInputError} The credentials are incomplete, or XML cannot carry them. */
export function checkCredentials(credentials: Credentials): Credentials {
  if (typeof credentials !== "object" || credentials === null) {
    throw new InvalidInputError("credentials", "expected an object with uid and pwd");
  }
  const { uid, pwd } = credentials;
  for (const [name, value] of Object.entries({ uid, pwd })) {
    if (typeof value !== "string" || value === "") {
      throw new InvalidInputError(`credentials.${name}`, "expected a string that is not empty");
    }
    if (illegalCharacter(value) !== undefined) {
      throw new InvalidInputError(`credentials.${name}`, "a character of it is not allowed in XML 1.0");
    }
  }
  return { uid, pwd };
}

/** Logs in. Its errors contain none of the given tickets. */
type AuthenticateUser = (credentials: Credentials, tickets: readonly string[]) => Promise<string>;

/** The call that needs a ticket. */
interface Asker {
  readonly operation: string;
  readonly requestId: string;
  readonly deadline: Deadline;
}

/** Returns the tickets of a source. Renews an expired one once, for all calls that met it. */
export interface Tickets {
  /** What errors of all calls must not contain: a ticket that was given as a string, the password and ticket of the source's log-in. */
  readonly secrets: readonly string[];
  /** The ticket to send. Calls the source each time. */
  current(call: Asker): string | Promise<string>;
  /** Returns another ticket instead of an expired one, or undefined if the source has none. */
  renewed(expired: string, call: Asker): Promise<string | undefined>;
  /** The ticket of the session that the source itself began. Undefined if it began none. */
  loggedIn(): Promise<string> | undefined;
  /** Releases all tickets but one that was given as a string. Call it when no call is in flight. */
  forget(): void;
}

/**
 * @param endpoint The service to which the tickets are sent.
 * @throws {InvalidInputError} The source is neither a ticket nor a function.
 */
export function ticketsOf(source: TicketSource, authenticateUser: AuthenticateUser, endpoint: string): Tickets {
  if (typeof source !== "function") {
    const ticket = checkTicket(source);
    return {
      secrets: [ticket],
      current: () => ticket,
      renewed: async () => undefined,
      loggedIn: () => undefined,
      forget: () => {},
    };
  }
  let isAsked = false;
  let pending = 0;
  // Not the source itself, which holds a password: what it opens keeps the question.
  const asked = Symbol();
  // A source that calls its own client would be asked by that call as well, without end.
  const callSource = (context: TicketContext, asker: CallOfClient, question: Question): string | Promise<string> => {
    const outer = questions.getStore();
    if (isAsked || (outer?.asked === asked && !outer.isOver)) {
      const problem =
        "expected a function that does not call the client that asks it; the context's `authenticateUser` logs in";
      throw new InvalidInputError("options.ticket", problem, asker);
    }
    isAsked = true;
    try {
      return pending > MOST_UNFOLLOWED ? questions.run(question, source, context) : source(context);
    } finally {
      isAsked = false;
    }
  };
  const ask = async (reason: TicketContext["reason"], call: Asker, expired?: string): Promise<string> => {
    const { operation, requestId, deadline } = call;
    const context: TicketContext = {
      reason,
      get signal() {
        return deadline.signal;
      },
      authenticateUser: (credentials) => authenticateUser(credentials, expired === undefined ? NONE : [expired]),
    };
    const asker: CallOfClient = { operation, requestId, endpoint, expired };
    Object.defineProperty(context.authenticateUser, ASKER, { value: asker });
    const question: Question = { asked, isOver: false };
    pending += 1;
    try {
      return checkTicket(await raceDeadline(Promise.resolve(callSource(context, asker, question)), deadline), call);
    } finally {
      pending -= 1;
      question.isOver = true;
    }
  };
  /** By the expired ticket. If a source has a ticket for each user, several expire at once. */
  const renewals = new Map<string, Renewal>();
  const renew = (expired: string, call: Asker): Renewal => {
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const renewal: Renewal = {
      // Several calls wait for the renewal: the end of one call must not end it.
      ticket: ask("expired", { ...call, deadline }, expired),
      waiting: 0,
      abandon: () => {
        // At once: a call that comes before the ticket rejects must not wait for it.
        forget();
        controller.abort();
      },
    };
    const forget = (): void => {
      if (renewals.get(expired) === renewal) {
        renewals.delete(expired);
      }
    };
    renewal.ticket.catch(forget);
    const [oldest = expired] = renewals.keys();
    if (renewals.size >= MOST_RENEWALS) {
      renewals.delete(oldest);
    }
    renewals.set(expired, renewal);
    return renewal;
  };
  const login: LogIn | undefined = Reflect.get(source, LOG_IN);
  return {
    get secrets() {
      return login?.secrets() ?? NONE;
    },
    loggedIn: () => login?.ticket(endpoint),
    current: (call) => ask("initial", call),
    renewed: async (expired, call) => {
      // Each call that was withdrawn would log in for itself otherwise.
      call.deadline.throwIfExpired();
      const renewal = renewals.get(expired) ?? renew(expired, call);
      renewal.waiting += 1;
      try {
        const ticket = await raceDeadline(renewal.ticket, call.deadline);
        return ticket === expired ? undefined : ticket;
      } catch (error) {
        if (renewal.waiting === 1) {
          renewal.abandon();
        }
        throw error;
      } finally {
        renewal.waiting -= 1;
      }
    },
    forget: () => {
      renewals.clear();
    },
  };
}

/** Tickets that are always this one, because a download handler belongs to the session of one ticket. */
export function pinnedTo(
  ticket: string,
  { secrets }: Pick<Tickets, "secrets">,
): Pick<Tickets, "secrets" | "current" | "renewed"> {
  return { secrets, current: () => ticket, renewed: async () => undefined };
}

/** The same tickets. `last` returns the latest that was used. */
export function remembering(
  tickets: Pick<Tickets, "secrets" | "current" | "renewed">,
): Pick<Tickets, "secrets" | "current" | "renewed"> & { readonly last: () => string | undefined } {
  let last: string | undefined;
  const remember = <Ticket extends string | undefined>(ticket: Ticket): Ticket => {
    last = ticket ?? last;
    return ticket;
  };
  return {
    secrets: tickets.secrets,
    current: async (call) => remember(await tickets.current(call)),
    renewed: async (expired, call) => remember(await tickets.renewed(expired, call)),
    last: () => last,
  };
}

const NONE: readonly string[] = [];

/** A question for a ticket, and whether it has its answer. */
interface Question {
  readonly asked: symbol;
  isOver: boolean;
}

/** The question that a source is answering, also after it has waited for something. */
const questions = new AsyncLocalStorage<Question>();

/** Questions of a source at once, up to which they are not followed: with an AsyncLocalStorage in use, all promises take longer. */
const MOST_UNFOLLOWED = 100;

/** Beyond this number, the oldest renewal is forgotten: a client whose calls overlap without end would keep all of them. */
const MOST_RENEWALS = 1_000;

interface Renewal {
  readonly ticket: Promise<string>;
  /** Calls that wait for it. */
  waiting: number;
  /** Aborts the signal in the source's context. Has no effect once there is a ticket. */
  readonly abandon: () => void;
}

function checkTicket(ticket: unknown, call?: Asker): string {
  if (typeof ticket === "object" && ticket !== null) {
    const problem = "expected a string, or a function that returns one such as `authenticate(…)`, found an object";
    throw new InvalidInputError("options.ticket", problem, call);
  }
  if (typeof ticket !== "string" || ticket.trim() === "") {
    // The service would take an absent ticket from a cookie, and with it another user's session.
    throw new InvalidInputError("options.ticket", "expected a ticket, found none; an empty one is never sent", call);
  }
  if (illegalCharacter(ticket) !== undefined) {
    throw new InvalidInputError("options.ticket", "a character of it is not allowed in XML 1.0", call);
  }
  return ticket;
}

/** Tickets of infoRouter have 36 characters. A server that sends much longer ones means harm. */
const LONGEST_TICKET = 1024;

/** @throws {UnexpectedResponseError} The log-in returned a text that cannot be a ticket. */
export function checkNewTicket(ticket: string, { requestId }: Pick<Asker, "requestId">): string {
  if (ticket.length <= LONGEST_TICKET && /^[\x21-\x7e]+$/.test(ticket)) {
    return ticket;
  }
  const found = ticket.length > LONGEST_TICKET ? `one of ${ticket.length}` : "other characters";
  throw new UnexpectedResponseError(
    "NOT_THE_CONTRACT",
    `AuthenticateUser: an unexpected answer: expected a ticket of up to ${LONGEST_TICKET} printable ASCII characters without blanks, found ${found}; ask the administrator of the service which tickets it returns`,
    { httpStatus: 200 },
    { operation: "AuthenticateUser", requestId, outcome: "unknown" },
  );
}
