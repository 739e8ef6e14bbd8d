/**
 * The functions that commands load when they contact a server or open a journal. One module, because the bundle has a file for each set of
 * modules that are loaded together, and Node.js takes longer to find files than to run them.
 */
export { prepareConnection } from "./connection/open-connection.js";
export { deleteChecked } from "./deletions/delete-checked.js";
export { ownerOf, readJournal } from "./deletions/journal.js";
export { downloadDocument } from "./downloads/download-document.js";
