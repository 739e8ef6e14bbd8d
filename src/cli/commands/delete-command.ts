import { Command, InvalidArgumentError, Option } from "commander";
import { addConnectionOptions } from "../connection/settings.js";
import { type DeleteItemsOptions, deleteItems } from "../deletions/delete-items.js";
import { downloadHandlers, folders, type ItemKind } from "../deletions/item-kind.js";
import { EXIT_CODES_HELP } from "../exit-codes.js";

/** `inforouter delete-folder` */
export function deleteFolderCommand(): Command {
  const command = deleteCommand(folders, "delete folders with all their subfolders and documents")
    .addOption(
      new Option("--if-missing <what>", "whether a folder that is not there is a failure")
        .choices(["error", "ignore"])
        .default("error"),
    )
    .option("--allow-unusual-path", "accept paths that a server may read as another folder")
    .option("--retry-unknown", "with --journal: try again what an earlier run may have deleted; look first");
  return addConnectionOptions(command).addHelpText(
    "after",
    `${EXIT_CODES_HELP}

Examples:
  inforouter delete-folder /Finance/Reports/2019
  inforouter delete-folder --from folders.txt --dry-run
  inforouter delete-folder --from list.csv --column Path --journal run.journal
  inforouter delete-folder --from - --yes < folders.txt > results.jsonl

A run with --journal that was stopped or killed is taken up by the same command:
what is deleted is not tried again; what may be deleted is neither, and is
listed.`,
  );
}

/** `inforouter delete-download-handler` */
export function deleteDownloadHandlerCommand(): Command {
  const command = deleteCommand(downloadHandlers, "delete download handlers and their temporary files on the server");
  return addConnectionOptions(command).addHelpText(
    "after",
    `${EXIT_CODES_HELP}

Examples:
  inforouter delete-download-handler a1b2c3d4-e5f6-7890-abcd-ef1234567890
  inforouter delete-download-handler --from list.jsonl --journal run.journal

A run with --journal that was stopped or killed is taken up by the same command:
what is deleted is not tried again; what may be deleted is, which does no harm.`,
  );
}

const DEFAULT_CONCURRENCY = 4;

function deleteCommand(kind: ItemKind, description: string): Command {
  return new Command(kind.command)
    .description(description)
    .argument(`[${kind.property === "path" ? "paths" : "guids"}...]`, `${kind.many} to delete`)
    .optionsGroup("List:")
    .option("--from <file>", "read them from a file as well; - is standard input")
    .addOption(
      new Option("--format <format>", "of the list (default: by its ending, else lines)").choices([
        "lines",
        "csv",
        "jsonl",
      ]),
    )
    .option("--column <name>", `of CSV with a header, or member of JSON objects (default: "${kind.property}")`)
    .option("--separator <character>", 'of CSV (default: ",")')
    .optionsGroup("Run:")
    .option("--dry-run", "check the list and print what would be deleted; contacts nobody")
    .option("--yes", "do not ask before deleting; needed where there is no terminal to ask on")
    .option("--concurrency <number>", "calls at a time", parseConcurrency, DEFAULT_CONCURRENCY)
    .option("--stop-on-error", "begin no more after the first failure")
    .option("--journal <file>", "write down what is begun and done, and leave out what an earlier run has done")
    .option("--break-lock <id>", "with --journal: ignore the lock of a run that has ended, as the error names it")
    .action(async (items: string[], options: DeleteItemsOptions) => {
      process.exitCode = await deleteItems(kind, items, options);
    });
}

function parseConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("expected a whole number above zero");
  }
  return value;
}
