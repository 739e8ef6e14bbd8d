import { Command } from "../commander.js";
import { parsePort } from "../connection/options.js";
import type { ServeOptions } from "../serving/serve.js";

/** `inforouter serve` */
export function serveCommand(): Command {
  return new Command("serve")
    .description("start an infoRouter to try the other commands on")
    .option("--port <number>", "port of 127.0.0.1 to listen on (default: any free one)", parsePort)
    .option("--folder <paths...>", "folders that it holds (default: some below /Finance)")
    .option("--document <documents...>", "documents that it holds, as PATH=FILE, with the content of FILE")
    .option("--read-only <paths...>", "folders and documents that the user must not delete")
    .option("--user <name>", "the user who may log in", "jane")
    .option("--password-file <file>", "the user's password (default: one is made up and printed)")
    .action(async (options: ServeOptions) => {
      const { serve } = await import("../serving/serve.js");
      process.exitCode = await serve(options);
    })
    .addHelpText(
      "after",
      `
Prints its address and the commands to try next, and runs until Ctrl-C. It
listens on this machine only, keeps everything in memory, and publishes its
contract under ?WSDL. It prints a password that it made up, which works for this
server only. It never prints that of --password-file.

Exit codes:
  0    ended by Ctrl-C or a signal
  2    not started: the port is taken, or an option cannot be used

Examples:
  inforouter serve
  inforouter serve --port 8025 --folder /Finance/Reports/2019
  inforouter serve --folder /Finance/A /Finance/B --read-only /Finance/B
  inforouter serve --document /Finance/Reports/ledger.csv=ledger.csv`,
    );
}
