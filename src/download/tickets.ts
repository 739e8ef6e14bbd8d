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

/**
 * Tickets after the expired one: the source's own, if another call has renewed it since, else a renewal. Throws `expiry` if the
 * source has no other ticket.
 */
export function ticketsAfter(
  expired: string | undefined,
  expiry: ServiceError,
  { tickets }: CallScope,
): NonNullable<TicketCall["tickets"]> {
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
