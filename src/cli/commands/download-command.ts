import { Command } from "../commander.js";
import { addConnectionOptions, parseCount } from "../connection/options.js";
import type { DownloadDocumentOptions } from "../downloads/download-document.js";

/** `inforouter download` */
export function downloadCommand(): Command {
  const command = new Command("download")
    .description("download a document, and continue a download that was interrupted")
    .argument("<path>", "the document")
    .option(
      "--version <number>",
      "1000000 for the first version, 2000000 for the second (default: the latest)",
      parseCount,
    )
    .option("--out <file>", "where to write it (default: its name, in this folder)")
    .option("--overwrite", "replace a file that is there")
    .action(async (path: string, options: DownloadDocumentOptions) => {
      const { downloadDocument } = await import("../online.js");
      process.exitCode = await downloadDocument(path, options);
    });
  return addConnectionOptions(command).addHelpText(
    "after",
    `
Writes to a .part file beside FILE, and renames it to FILE when its size and
CRC32 are those that the server sends. To continue a download that failed or was
interrupted, run the same command again. If the document has changed since, or
the server sends no CRC32 of it, the download starts anew.

Exit codes:
  0    the document is in its file
  1    the server refused, the download failed, or the file cannot be written
  2    nothing was begun: the command or its settings cannot be used, or there
       is a file of that name
  130  interrupted by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP, 141 because the
       output was closed, also where the document is in its file

Examples:
  inforouter download /Finance/Reports/ledger.csv
  inforouter download /Finance/Reports/ledger.csv --version 1000000 --out 1.csv`,
  );
}
