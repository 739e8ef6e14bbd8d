import { createRequire } from "node:module";

export type { OptionalKind, PropertySignatureStructure, StatementStructures } from "ts-morph";

/** Loaded by `require`: an `import` makes Node.js parse all 12 MB of ts-morph for the names of its exports. */
export const { printStructure, StructureKind }: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");
