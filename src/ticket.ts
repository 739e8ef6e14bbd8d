import { Deadline, untilOver } from "./soap/deadline.js";
import { InvalidInputError, UnexpectedResponseError } from "./soap/errors.js";
import { illegalCharacter } from "./soap/xml/characters.js";

/** User name and password of AuthenticateUser. */
export interface Credentials {
  readonly uid: string;
  readonly pwd: string;
}

/** Why a ticket is asked for, and what helps to get one. */
export interface TicketContext {
  /** `"expired"` after the service answered [901] to the ticket that was given before. */
  readonly reason: "initial" | "expired";
  /** Aborted when nobody waits for the ticket any more. */
  readonly signal: AbortSignal;
  /** Calls AuthenticateUser on the client's service, and returns the ticket of its answer. */
  readonly authenticateUser: (credentials: Credentials) => Promise<string>;
}

/** Gives a ticket when asked. It is asked before every call, so it should remember what it has. */
export type TicketFunction = (context: TicketContext) => string | Promise<string>;

/** A ticket, or where to get one. */
export type TicketSource = string | TicketFunction;

/**
 * A ticket source that logs in with AuthenticateUser: at the first call, once however many calls wait for it, and again
 * when the service says that the session has expired. Make one for each client.
 *
 * ```ts
 * new InfoRouterClient({ endpoint, ticket: authenticate({ uid: "jane", pwd: process.env.DMS_PASSWORD ?? "" }) });
 * ```
 */
export function authenticate(credentials: Credentials): TicketFunction {
  const { uid, pwd } = checkCredentials(credentials);
  let ticket: Promise<string> | undefined;
  const source: TicketFunction = ({ reason, authenticateUser }) => {
    if (ticket === undefined || reason === "expired") {
      const login = authenticateUser({ uid, pwd });
      ticket = login;
      login.catch(() => {
        ticket = ticket === login ? undefined : ticket;
      });
    }
    return ticket;
  };
  logins.set(source, { password: pwd, ticket: () => ticket });
  return source;
}

/** A log-in that {@link authenticate} makes. */
interface LogIn {
  /** Servers repeat passwords long after the log-in, too. */
  readonly password: string;
  /** The ticket of the session; undefined where there was no log-in. */
  readonly ticket: () => Promise<string> | undefined;
}

const logins = new WeakMap<TicketFunction, LogIn>();

/** @throws {InvalidInputError} They are not credentials that can be sent. */
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

/** Logs in. Errors hold none of the tickets that are given along. */
type AuthenticateUser = (credentials: Credentials, tickets: readonly string[]) => Promise<string>;

/** The call that needs a ticket. */
interface Asker {
  readonly operation: string;
  readonly requestId: string;
  readonly deadline: Deadline;
}

/** Hands out the tickets of a source, and has an expired one renewed once for all the calls that met it. */
export interface Tickets {
  /** What else errors must not hold: the password that the source is known to log in with. */
  readonly secrets: readonly string[];
  /** The ticket to send, asked for anew at each call. */
  current(call: Asker): string | Promise<string>;
  /** Another ticket in the place of an expired one; undefined if the source has none. */
  renewed(expired: string, call: Asker): Promise<string | undefined>;
  /** The ticket of the session that the source itself logged in to; undefined where there is none. */
  loggedIn(): Promise<string> | undefined;
  /** Lets go of all tickets but one that was given as a string. For when no call is under way that may share them. */
  forget(): void;
}

/** @throws {InvalidInputError} The source is neither a ticket nor a function. */
export function ticketsOf(source: TicketSource, authenticateUser: AuthenticateUser): Tickets {
  if (typeof source !== "function") {
    const ticket = checkTicket(source);
    return {
      secrets: [],
      current: () => ticket,
      renewed: async () => undefined,
      loggedIn: () => undefined,
      forget: () => {},
    };
  }
  const ask = async (
    reason: TicketContext["reason"],
    call: Asker,
    expired: readonly string[] = [],
  ): Promise<string> => {
    const { deadline } = call;
    const context: TicketContext = {
      reason,
      get signal() {
        return deadline.signal;
      },
      authenticateUser: async (credentials) => checkNewTicket(await authenticateUser(credentials, expired), call),
    };
    return checkTicket(await untilOver(Promise.resolve(source(context)), deadline), call);
  };
  let lastRenewal: Renewal | undefined;
  const renew = (expired: string, call: Asker): Renewal => {
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const renewal: Renewal = {
      expired,
      // Several calls wait for it, so that the end of one of them must not end it.
      ticket: ask("expired", { ...call, deadline }, [expired]),
      waiting: 0,
      abandon: () => controller.abort(),
    };
    renewal.ticket.catch(() => {
      lastRenewal = lastRenewal === renewal ? undefined : lastRenewal;
    });
    return renewal;
  };
  const login = logins.get(source);
  return {
    secrets: login === undefined ? [] : [login.password],
    loggedIn: () => login?.ticket(),
    current: (call) => ask("initial", call),
    renewed: async (expired, call) => {
      if (lastRenewal?.expired !== expired) {
        lastRenewal = renew(expired, call);
      }
      const renewal = lastRenewal;
      renewal.waiting += 1;
      try {
        const ticket = await untilOver(renewal.ticket, call.deadline);
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
      lastRenewal = undefined;
    },
  };
}

/** One ticket, whatever the source would give: what belongs to its session is not another's. */
export function pinnedTo(
  ticket: string,
  { secrets }: Pick<Tickets, "secrets">,
): Pick<Tickets, "secrets" | "current" | "renewed"> {
  return { secrets, current: () => ticket, renewed: async () => undefined };
}

/** The same tickets; remembers the one that was handed out last. */
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

interface Renewal {
  readonly expired: string;
  readonly ticket: Promise<string>;
  /** Calls that wait for it. */
  waiting: number;
  /** Aborts the signal that its source was given; without effect once there is a ticket. */
  readonly abandon: () => void;
}

function checkTicket(ticket: unknown, call?: Asker): string {
  if (typeof ticket !== "string" || ticket.trim() === "") {
    // The service would take an absent ticket from a cookie, and with it another user's session.
    throw new InvalidInputError("options.ticket", "expected a ticket, found none; an empty one is never sent", call);
  }
  if (illegalCharacter(ticket) !== undefined) {
    throw new InvalidInputError("options.ticket", "a character of it is not allowed in XML 1.0", call);
  }
  return ticket;
}

/** Those of infoRouter have 36 characters; a longer one than this is no ticket, but something to do harm with. */
const LONGEST_TICKET = 1024;

/** @throws {UnexpectedResponseError} What the service gives at a log-in is nothing that a ticket can be. */
function checkNewTicket(ticket: string, { requestId }: Asker): string {
  if (ticket.length <= LONGEST_TICKET && /^[\x21-\x7e]+$/.test(ticket)) {
    return ticket;
  }
  const found = ticket.length > LONGEST_TICKET ? `one of ${ticket.length}` : "other characters";
  throw new UnexpectedResponseError(
    "NOT_THE_CONTRACT",
    `AuthenticateUser: an unexpected answer: expected a ticket of up to ${LONGEST_TICKET} printable ASCII characters without blanks, found ${found}; ask the administrator of the service what it gives as a ticket`,
    { httpStatus: 200 },
    { operation: "AuthenticateUser", requestId, outcome: "unknown" },
  );
}
