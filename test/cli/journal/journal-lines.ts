import { folders } from "../../../src/cli/deletions/item-kind.js";
import { parseJournal } from "../../../src/cli/deletions/journal-text.js";

export const owner = { command: "delete-folder", endpoint: "https://dms.example.com/srv.asmx" };
export const header = `${JSON.stringify({ journal: "inforouter 2", ...owner, at: "2026-01-01T00:00:00.000Z" })}\n`;
export const identityOf = (item: string) => folders.identityOf(item, {});

export function parse(text: string) {
  const { states, locks, isTorn } = parseJournal(text, owner, identityOf, "run.journal");
  return { states: [...states], locks: locks.map(({ id }) => id), isTorn };
}

export function line(item: string, state: string): string {
  return `${JSON.stringify({ item, state })}\n`;
}
