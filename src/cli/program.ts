import { refuseHiddenBlanks } from "./arguments/hidden-blanks.js";
import { refuseLostLetters } from "./arguments/lost-letters.js";
import { refuseMissingValues } from "./arguments/missing-values.js";
import { refuseOptionsOfNpm } from "./arguments/options-of-npm.js";
import { Command, CommanderError } from "./commander.js";
import { checkCommand } from "./commands/check-command.js";
import { deleteDownloadHandlerCommand, deleteFolderCommand } from "./commands/delete-command.js";
import { downloadCommand } from "./commands/download-command.js";
import { existsCommand } from "./commands/exists-command.js";
import { generateCommand } from "./commands/generate-command.js";
import { serveCommand } from "./commands/serve-command.js";
import { Stop, stopForClosedOutput } from "./deletions/stop.js";
import { messageOf } from "./error-text.js";
import { NOT_ALL, SUCCESS, USAGE } from "./exit-codes.js";
import { reasonOf } from "./file-error.js";
import { ownPackage } from "./own-package.js";
import { closeLostTerminal } from "./terminal/lost-terminal.js";
import { say } from "./terminal/status-line.js";
import { UsageError } from "./usage-error.js";

/** Runs the command that the arguments name, and sets the exit code of the process. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const { exitCode: outputLost } = Stop.bySignal("SIGPIPE");
  let isOutputLost = false;
  closeLostTerminal();
  process.stdout.on("error", (error: Error & { code?: string }) => {
    if (!isOutputLost) {
      isOutputLost = true;
      stopRun(error);
    }
    process.exitCode = outputLost;
  });
  process.stderr.on("error", (error: Error & { code?: string }) => {
    if (error.code === "EPIPE") {
      stopForClosedOutput();
    }
  });
  try {
    refuseSecrets(args);
    refuseLostLetters(args);
    const program = createProgram();
    const { options = [] } = program.commands.find((command) => command.name() === args[0]) ?? {};
    refuseHiddenBlanks(args, options);
    refuseMissingValues(args.slice(1), options);
    refuseOptionsOfNpm(args, options);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    for (const line of linesOf(error)) {
      say(line);
    }
  }
  if (isOutputLost) {
    // In place of the exit code that the command set.
    process.exitCode = outputLost;
  }
}

function createProgram(): Command {
  const program = new Command("inforouter")
    .description(
      "Deletes folders and download handlers of an infoRouter server, and downloads documents. Reports as done only what the server confirms.",
    )
    .version(ownPackage.version)
    // Otherwise `download --version 2000000` asks for the version of this package.
    .enablePositionalOptions()
    .addCommand(deleteFolderCommand())
    .addCommand(deleteDownloadHandlerCommand())
    .addCommand(existsCommand())
    .addCommand(downloadCommand())
    .addCommand(checkCommand())
    .addCommand(generateCommand())
    .addCommand(serveCommand())
    .addHelpText("after", HELP);
  for (const command of [program, ...program.commands]) {
    // The list of commands shows names without arguments, so that the descriptions fit into 80 columns.
    command
      .exitOverride()
      .configureOutput({ outputError: () => {} })
      .configureHelp({ subcommandTerm: (subcommand) => subcommand.name() });
  }
  return program;
}

const HELP = `
Examples:
  export INFOROUTER_ENDPOINT=https://dms.example.com/srv.asmx
  export INFOROUTER_USER=jane
  inforouter delete-folder /Finance/Reports/2019
  inforouter delete-folder --from list.csv --column Path --journal run.journal
  inforouter exists /Finance/Reports/2019
  inforouter download /Finance/Reports/ledger.csv --out ledger.csv

\`inforouter serve\` starts a server to try them on.

Environment:
  INFOROUTER_ENDPOINT                   address of the service
  INFOROUTER_TICKET                     a ticket, or
  INFOROUTER_USER, INFOROUTER_PASSWORD  the user to log in; asks for a missing
                                        password, and logs out at the end
  HTTPS_PROXY, NO_PROXY                 proxy for https: endpoints, and hosts to
                                        reach without it
  NODE_EXTRA_CA_CERTS                   file of certificate authorities to trust
                                        in addition
  NODE_DISABLE_COMPILE_CACHE            1: keep no compiled code of this command

With Node.js 22.8 or later, compiled code is kept for the next run: in
NODE_COMPILE_CACHE, or else in ~/.cache/inforouter-soap-client (XDG_CACHE_HOME
replaces ~/.cache).`;

/** Other users of the machine see the arguments of a process, and the shell keeps them in its history. */
function refuseSecrets(args: readonly string[]): void {
  const end = args.indexOf("--");
  const secret = args.slice(0, end === -1 ? undefined : end).find((arg) => /^--(ticket|password)(=|$)/.test(arg));
  if (secret !== undefined) {
    const [option = ""] = secret.split("=");
    const variable = `INFOROUTER_${option.slice(2).toUpperCase()}`;
    throw new UsageError(
      `${option}: refused, because \`ps\` shows arguments to all users; set ${variable}, or use ${option}-file`,
    );
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? SUCCESS : USAGE;
  }
  if (error instanceof Stop) {
    return error.exitCode;
  }
  return error instanceof UsageError || isSystemError(error) ? USAGE : NOT_ALL;
}

/** The lines to print for an error: no stack, and no value of an unknown option, because it could be a secret. */
function linesOf(error: unknown): readonly string[] {
  if (error instanceof CommanderError) {
    const message = error.message
      .replace(/^error: /, "")
      .replace(/^(unknown option '(?:--[\w-]*|-.?)).*(?='(?:\n\(Did|$))/s, "$1")
      .replaceAll("\n", " ")
      .replace(/\.$/, "");
    const isHelp = error.exitCode === 0 || error.code === "commander.help";
    return isHelp ? [] : [`inforouter: ${message}; see --help`];
  }
  const message = error instanceof Stop ? error.message : `inforouter: ${messageOf(error)}`;
  return message === "" ? [] : message.split("\n");
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** A closed output stops a run as a signal does. A run that is ending anyway still logs out and releases its journal. */
function stopRun(error: Error & { code?: string }): void {
  if (error.code !== "EPIPE") {
    say(`inforouter: standard output cannot be written: ${reasonOf(error)}`);
  }
  stopForClosedOutput();
}
