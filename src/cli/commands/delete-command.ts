import { Command, InvalidArgumentError, Option } from "../commander.js";
import { addConnectionOptions } from "../connection/options.js";
import { deleteItems } from "../deletions/delete-items.js";
import type { DeleteItemsOptions } from "../deletions/delete-options.js";
import { downloadHandlers, folders, type ItemKind } from "../deletions/item-kind.js";
import { exitCodesHelp } from "../exit-codes.js";

/** `inforouter delete-folder` */
export function deleteFolderCommand(): Command {
  const command = deleteCommand(folders, "delete folders with all their subfolders and documents")
    .addOption(
      new Option("--if-missing <what>", "treat a folder that does not exist as an error, or ignore it")
        .choices(["error", "ignore"])
        .default("error"),
    )
    .addOption(
      new Option("--if-unknown <what>", "treat a lost response as an error, or look whether the folder is there")
        .choices(["error", "look"])
        .default("error"),
    )
    .option("--allow-unusual-path", "accept paths that a server may read as another folder")
    .option("--retry-unknown", "with --journal: repeat deletions with an unknown outcome; check the server first");
  return addConnectionOptions(command).addHelpText(
    "after",
    `${exitCodesHelp(
      "everything is deleted, now or by an earlier run, is missing where",
      "--if-missing ignore allows that, or is gone where --if-unknown look",
      "looked",
    )}

Examples:
  inforouter delete-folder /Finance/Reports/2019
  inforouter delete-folder --from folders.txt --dry-run
  inforouter delete-folder --from list.csv --column Path --journal run.journal
  inforouter delete-folder --from a.txt --journal run.journal --if-unknown look
  inforouter delete-folder --from - --yes < folders.txt > results.jsonl

A folder that is named again is deleted once, also where the names differ only
in upper and lower case: infoRouter takes both for one folder.

To continue a run with --journal that was stopped or killed, run the same
command again. It skips the folders that are deleted. It lists the folders that
may be deleted, and does not repeat their deletion. With --if-unknown look, it
looks for them: a folder that is not there is "gone". A folder that is still
there is deleted only with --retry-unknown, because the earlier deletion may
still be in progress.`,
  );
}

/** `inforouter delete-download-handler` */
export function deleteDownloadHandlerCommand(): Command {
  const command = deleteCommand(downloadHandlers, "delete download handlers and their temporary files on the server");
  return addConnectionOptions(command, { mayLogIn: false }).addHelpText(
    "after",
    `${exitCodesHelp("everything is acknowledged, now or by an earlier run")}

A handler belongs to the session that staged it. Give the ticket of that
session: this command does not log in. The server also confirms the deletion to
other sessions, but deletes nothing. So each confirmation is reported as
"acknowledged".

Examples:
  INFOROUTER_TICKET=... inforouter delete-download-handler --from list.jsonl
  inforouter delete-download-handler a1b2c3d4-e5f6-7890-abcd-ef1234567890

To continue a run with --journal that was stopped or killed, run the same
command again. It skips the handlers that are acknowledged. It repeats those
without a result, which does no harm.`,
  );
}

const DEFAULT_CONCURRENCY = 4;

function deleteCommand(kind: ItemKind, description: string): Command {
  return new Command(kind.command)
    .description(description)
    .argument(`[${kind.property === "path" ? "paths" : "guids"}...]`, `${kind.many} to delete`)
    .optionsGroup("List:")
    .option("--from <file>", `also read ${kind.many} from this file; - is standard input`, parseOnce)
    .addOption(
      new Option("--format <format>", "of the list (default: by the ending of its name, otherwise lines)").choices([
        "lines",
        "csv",
        "jsonl",
      ]),
    )
    .option("--column <name>", `column of CSV, or member of JSON objects (default: "${kind.property}")`)
    .option("--separator <character>", 'of CSV (default: ",")')
    .optionsGroup("Run:")
    .option("--dry-run", "check the list and print what would be deleted, without contacting the server")
    .option("--yes", "delete without asking; required where there is no terminal")
    .option("--concurrency <number>", "calls in progress at the same time", parseConcurrency, DEFAULT_CONCURRENCY)
    .option("--stop-on-error", "begin no further deletion after the first failure")
    .option("--journal <file>", "record each deletion, and skip the items that an earlier run deleted", parseOnce)
    .option("--break-lock <id>", "with --journal: ignore the lock with this id, because its run has ended")
    .action(async (items: string[], options: DeleteItemsOptions) => {
      process.exitCode = await deleteItems(kind, items, options);
    });
}

/** Of two lists, the first would be left out silently; of two journals, what the first one holds. */
function parseOnce(file: string, previous: string | undefined): string {
  if (previous !== undefined) {
    throw new InvalidArgumentError("expected this option once");
  }
  return file;
}

function parseConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("expected a whole number above zero");
  }
  return value;
}
