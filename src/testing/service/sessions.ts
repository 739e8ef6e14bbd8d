import { randomUUID } from "node:crypto";
import { type InfoRouterContents, type UserOptions, userOptions } from "./contents.js";
import { readGuid } from "./guid.js";
import { Refusal } from "./refusal.js";

export interface User extends UserOptions {
  readonly id: number;
  readonly name: string;
}

export interface Session {
  readonly ticket: string;
  readonly user: User;
  expiresAt: number;
}

/** Users and their tickets. */
export class Sessions {
  readonly #users = new Map<string, User>();
  readonly #sessions = new Map<string, Session>();
  readonly #lifetimeInMs: number;
  readonly #now: () => number;

  constructor({ users = {}, tickets = {} }: InfoRouterContents, lifetimeInMs: number, now: () => number) {
    this.#lifetimeInMs = lifetimeInMs;
    this.#now = now;
    for (const [name, user] of Object.entries(users)) {
      this.#users.set(name.toLowerCase(), { ...userOptions(user), id: this.#users.size + 1, name });
    }
    for (const [ticket, name] of Object.entries(tickets)) {
      const guid = readGuid(ticket);
      if (guid === undefined) {
        throw new TypeError(`tickets: ${JSON.stringify(ticket)} is not a GUID`);
      }
      this.#start(this.#user(name), guid);
    }
  }

  /** AuthenticateUser. */
  logIn(name: string | undefined, password: string | undefined): Session {
    const user = this.#users.get((name ?? "").toLowerCase());
    if (user === undefined || user.password !== password) {
      throw new Refusal("[900] Authentication failed");
    }
    if (user.mayHaveTickets === false) {
      throw new Refusal("[902] Ticket generation not allowed");
    }
    return this.#start(user);
  }

  /** Returns a ticket without a password, for tests. */
  ticketFor(name: string): string {
    return this.#start(this.#user(name)).ticket;
  }

  /** Finds and prolongs the session of a ticket. No ticket: [900]. An unknown or expired ticket: [901]. */
  open(ticket: string | undefined): Session {
    if (ticket === undefined || ticket === "") {
      throw new Refusal("[900] Authentication failed");
    }
    const session = this.find(ticket);
    session.expiresAt = this.#now() + this.#lifetimeInMs;
    return session;
  }

  /** Finds the session of a ticket without prolonging it. */
  find(ticket: string | undefined): Session {
    const session = this.#sessions.get(readGuid(ticket) ?? "");
    if (session === undefined || session.expiresAt <= this.#now()) {
      throw new Refusal("[901] Session expired or Invalid ticket");
    }
    return session;
  }

  end({ ticket }: Session): void {
    this.#sessions.delete(ticket);
  }

  /** Expires all tickets that exist. */
  expireAll(): void {
    for (const session of this.#sessions.values()) {
      session.expiresAt = Number.NEGATIVE_INFINITY;
    }
  }

  #start(user: User, ticket: string = randomUUID()): Session {
    const session = { ticket, user, expiresAt: this.#now() + this.#lifetimeInMs };
    this.#sessions.set(ticket, session);
    return session;
  }

  #user(name: string): User {
    const user = this.#users.get(name.toLowerCase());
    if (user === undefined) {
      const known = [...this.#users.values()].map((one) => one.name).join(", ") || "none";
      throw new TypeError(`the server has no user ${JSON.stringify(name)}; its users: ${known}`);
    }
    return user;
  }
}
