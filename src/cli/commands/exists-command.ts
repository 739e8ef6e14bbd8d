import { Command } from "../commander.js";
import { addConnectionOptions } from "../connection/options.js";
import { type LookOptions, lookForFolders } from "../deletions/look-for-folders.js";

/** `inforouter exists` */
export function existsCommand(): Command {
  const command = new Command("exists")
    .description("look whether folders or libraries are there for this user")
    .argument("<paths...>", "folders or libraries to look for")
    .option("--allow-unusual-path", "accept paths that a server may read as another folder")
    .action(async (paths: string[], options: LookOptions) => {
      process.exitCode = await lookForFolders(paths, options);
    });
  return addConnectionOptions(command).addHelpText(
    "after",
    `
A folder that the user may not see is "missing", and so is a document.

Exit codes:
  0    all of them are there
  1    some are not there
  2    the command or its settings cannot be used
  3    it is unknown whether some are there
  130  interrupted by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP, 141 because the
       output was closed

Examples:
  inforouter exists /Finance/Reports/2019
  inforouter exists /Finance /Finance/Reports > folders.jsonl`,
  );
}
