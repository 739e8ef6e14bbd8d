import { createRequire } from "node:module";

export type { PrintStructureOptions, StatementStructures } from "ts-morph";

/** By `require`: before an `import`, Node.js reads all 12 MB of ts-morph and its TypeScript for the names they export. */
export const { printStructure, StructureKind }: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");
