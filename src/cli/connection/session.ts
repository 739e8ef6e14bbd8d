import { logOut as ownLogOut } from "../../../generated/index.js";
import type { SoapClientOptions } from "../../soap/client/settings.js";
import { createSoapClient } from "../../soap/client/soap-client.js";
import type { TicketFunction } from "../../ticket.js";
import { messageOf } from "../deletions/item-result.js";
import { say } from "../terminal/status-line.js";

/** The stub of LogOut. */
export type LogOut = typeof ownLogOut;

/** A ticket source that remembers its ticket, to log it out. */
export interface Session {
  readonly ticket: TicketFunction;
  /**
   * Calls LogOut for the last ticket, which the server otherwise keeps for 30 days. The result is not checked: a ticket
   * that has expired needs no log-out.
   *
   * @param logOut The stub, if the server has another contract.
   */
  end(at: SoapClientOptions, logOut?: LogOut): Promise<void>;
}

const TIMEOUT_IN_MS = 5_000;

export function rememberTicket(source: TicketFunction): Session {
  let last: string | undefined;
  return {
    ticket: async (context) => {
      last = await source(context);
      return last;
    },
    end: async (at, logOut = ownLogOut) => {
      if (last === undefined) {
        return;
      }
      await using soap = createSoapClient(at);
      try {
        await logOut(soap, { authenticationTicket: last }, { timeoutInMs: TIMEOUT_IN_MS, secrets: [last] });
      } catch (error) {
        say(`Not logged out: ${messageOf(error)}`);
      }
    },
  };
}
