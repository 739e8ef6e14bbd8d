import { createRequire } from "node:module";

export type { PrintStructureOptions, StatementStructures } from "ts-morph";

/** By `require`, since for an `import` Node.js first reads the 12 MB of ts-morph and TypeScript for names they export. */
export const { printStructure, StructureKind }: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");
