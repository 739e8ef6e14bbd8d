import type { TicketCall } from "../call-with-ticket.js";
import type { ServiceError } from "../errors.js";
import type { CallScope } from "../session.js";
import { type Deadline, raceDeadline } from "../soap/deadline.js";

/** The tickets of the scope, with a wait that also ends when the caller aborts. */
export function ticketsUntil(caller: Deadline, { tickets }: CallScope): NonNullable<TicketCall["tickets"]> {
  return {
    secrets: tickets.secrets,
    current: (call) => raceDeadline(Promise.resolve(tickets.current(call)), caller),
    renewed: (expired, call) => raceDeadline(tickets.renewed(expired, call), caller),
  };
}

/** Tickets that begin with a renewal of the expired one. Throws `expiry` if the source has no other ticket. */
export function ticketsAfter(
  expired: string | undefined,
  expiry: ServiceError,
  { tickets }: CallScope,
): NonNullable<TicketCall["tickets"]> {
  return {
    secrets: tickets.secrets,
    current: async (call) => {
      const ticket = expired === undefined ? undefined : await tickets.renewed(expired, call);
      if (ticket === undefined) {
        throw expiry;
      }
      return ticket;
    },
    renewed: async () => undefined,
  };
}
