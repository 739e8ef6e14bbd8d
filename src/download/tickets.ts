import type { TicketCall } from "../call-with-ticket.js";
import type { ServiceError } from "../errors.js";
import { Deadline } from "../soap/deadline.js";

type Tickets = NonNullable<TicketCall["tickets"]>;
type Asker = Parameters<Tickets["current"]>[0];

/** The same tickets, with a wait that also ends when the caller aborts. */
export function ticketsUntil(caller: Deadline, tickets: Tickets): Tickets {
  // Asks with a deadline that follows both. A race around the question would leave a source without its abort.
  const until = async <Ticket>(call: Asker, ask: (call: Asker) => Ticket | Promise<Ticket>): Promise<Ticket> => {
    caller.throwIfExpired();
    const controller = new AbortController();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, controller.signal);
    const ends = [caller, call.deadline].map((either) => either.onExpire(() => controller.abort(either.reason)));
    try {
      return await ask({ ...call, deadline });
    } finally {
      for (const unfollow of ends) {
        unfollow();
      }
      deadline.end();
    }
  };
  return {
    secrets: tickets.secrets,
    current: (call) => until(call, tickets.current),
    renewed: (expired, call) => until(call, (within) => tickets.renewed(expired, within)),
  };
}

/**
 * Tickets after the expired one: the source's own, if another call has renewed it since, else a renewal. Throws `expiry` if the
 * source has no other ticket.
 */
export function ticketsAfter(expired: string | undefined, expiry: ServiceError, tickets: Tickets): Tickets {
  let isRenewed = false;
  return {
    secrets: tickets.secrets,
    current: async (call) => {
      let ticket = expired && (await tickets.current(call));
      if (expired !== undefined && ticket === expired) {
        isRenewed = true;
        ticket = await tickets.renewed(expired, call);
      }
      if (ticket === undefined) {
        throw expiry;
      }
      return ticket;
    },
    renewed: async (old, call) => (isRenewed ? undefined : tickets.renewed(old, call)),
  };
}
