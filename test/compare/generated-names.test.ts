import { ts } from "ts-morph";
import { breaksCode, type Change } from "../../scripts/compare/verdict/change.js";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { typeName } from "../../scripts/contract/names.js";
import type { ServiceModel } from "../../scripts/contract/service-model.js";
import { emitService } from "../../scripts/emit/service.js";
import { readFiles } from "../codegen/read-outline.js";
import { changedContract, randomContract } from "./random-contract.js";

interface Names {
  /** `Row`, `RowSchema`, `putRow`, and the properties of types with those that they inherit: `Row.id`. */
  readonly names: ReadonlySet<string>;
  /** What else code may depend on: that a type is a union, that a property may be null. */
  readonly forms: ReadonlySet<string>;
}

/** The names in generated code. */
function namesIn(files: ReadonlyMap<string, string>): Names {
  const names = new Set<string>();
  const forms = new Set<string>();
  const properties = new Map<string, Set<string>>();
  const bases = new Map<string, readonly string[]>();
  for (const [file, text] of files) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const visit = (owner: string, node: ts.Node): void => {
      if (ts.isPropertySignature(node)) {
        const property = `${owner}.${node.name.getText(source)}`;
        properties.get(owner)?.add(node.name.getText(source));
        forms.add(/\| null\b/.test(node.type?.getText(source) ?? "") ? `${property} is null` : property);
      }
      ts.forEachChild(node, (child) => {
        visit(owner, child);
      });
    };
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
        const name = statement.name.text;
        names.add(name);
        properties.set(name, new Set());
        visit(name, statement);
        const extended = ts.isInterfaceDeclaration(statement) ? (statement.heritageClauses ?? []) : [];
        const alias = ts.isTypeAliasDeclaration(statement) ? [statement.type] : [];
        forms.add(
          alias.some(ts.isUnionTypeNode) || alias.some(ts.isIntersectionTypeNode) ? `${name} is a union` : name,
        );
        bases.set(name, [
          ...extended.flatMap(({ types }) => types.map(({ expression }) => expression.getText(source))),
          ...alias.filter(ts.isTypeReferenceNode).map(({ typeName }) => typeName.getText(source)),
        ]);
      } else if (ts.isFunctionDeclaration(statement)) {
        names.add(statement.name?.text ?? "");
      } else if (ts.isVariableStatement(statement) && statement.modifiers !== undefined) {
        for (const { name } of statement.declarationList.declarations) {
          names.add(name.getText(source));
        }
      }
    }
  }
  const allOf = (name: string): string[] => [
    ...(properties.get(name) ?? []),
    ...(bases.get(name) ?? []).flatMap((base) => allOf(base)),
  ];
  for (const name of properties.keys()) {
    for (const property of allOf(name)) {
      names.add(`${name}.${property}`);
    }
  }
  return { names, forms };
}

/** The names that are no longer in the code of the whole contract, though the operations led to them. */
function goneFrom(older: ServiceModel, newer: ServiceModel, which: keyof Names): string[] {
  const [was, is] = [namesIn(emitService(older))[which], namesIn(emitService(newer))[which]];
  const gone = [...was].filter((name) => !is.has(name));
  if (gone.length === 0) {
    return [];
  }
  const operations = older.services.flatMap(({ ports }) => ports.flatMap((port) => port.operations));
  const used = namesIn(emitService(older, { operations: operations.map(({ name }) => name) }))[which];
  return gone.filter((name) => used.has(name));
}

/** Why the comparison of two contracts misses a name in code; undefined if it does not. */
function missedBetween(older: ServiceModel, newer: ServiceModel): string | undefined {
  const changes = compareModels(older, newer);
  const gone = changes.some(breaksCode) ? [] : goneFrom(older, newer, "names");
  if (gone.length > 0) {
    return `names that are gone, without a change that breaks code: ${gone.join(", ")}`;
  }
  const other = changes.length > 0 ? [] : [...goneFrom(newer, older, "names"), ...goneFrom(older, newer, "forms")];
  if (other.length > 0) {
    return `names or forms without a change: ${other.join(", ")}`;
  }
  const unnamed = unnamedBetween(older, newer, changes);
  return unnamed.length > 0 ? `types that are gone, which no change names: ${unnamed.join(", ")}` : undefined;
}

/**
 * The exported types of operations of both contracts that are gone, and that neither a change names nor a type that one names leads to.
 * A type that mixed content holds is exported, but nothing refers to it.
 */
function unnamedBetween(older: ServiceModel, newer: ServiceModel, changes: readonly Change[]): string[] {
  const namesOf = ({ services }: ServiceModel) =>
    services.flatMap(({ ports }) => ports.flatMap(({ operations }) => operations.map(({ name }) => name)));
  const kept = new Set(namesOf(newer));
  const files = emitService(older, { operations: namesOf(older).filter((name) => kept.has(name)) });
  const before = typesIn(files);
  const after = typesIn(emitService(newer));
  const texts = [...files]
    .filter(([path]) => path !== "index.ts")
    .flatMap(([, text]) => text.replace(/\/\*.*?\*\/|"[^"]*"/gs, "").split(TYPE));
  const isReferred = (name: string) => texts.filter((text) => new RegExp(`\\b${name}\\b`).test(text)).length > 1;
  const gone = [...before.keys()].filter((name) => !after.has(name) && isReferred(name));
  const breaking = changes.filter(breaksCode);
  const named = breaking.flatMap(({ old = "", names = [] }) => [old, ...names]);
  // A type that code can no longer import, though its name may be that of another one, stands for all that it leads to.
  const roots = breaking.filter(
    ({ kind, impact }) => kind === "generated-type-renamed" && impact.operation !== undefined,
  );
  const below = new Set(roots.map(({ old = "" }) => old));
  const known = new Set([...named, ...named.map(typeName)].filter((name) => gone.includes(name) || below.has(name)));
  // The set grows during the iteration.
  for (const name of known) {
    const words = new Set(before.get(name)?.match(/\w+/g));
    for (const inner of [...before.keys()].filter((one) => words.has(one))) {
      if (below.has(name)) {
        below.add(inner);
      }
      if (below.has(inner) || gone.includes(inner)) {
        known.add(inner);
      }
    }
  }
  return gone.filter((name) => !known.has(name));
}

/** Before an exported type. */
const TYPE = /^(?=export (?:interface|type) \w)/m;

/** The texts of the exported types, by their names. */
function typesIn(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const texts = [...files.values()].flatMap((text) => text.split(TYPE).slice(1));
  return new Map(texts.map((text) => [/^export \w+ (\w+)/.exec(text)?.[1] ?? "", text]));
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
/** For a longer search: `SEEDS=1000-2000`. */
const { SEEDS = "0-100" } = process.env;
const [first = 0, end = 0] = SEEDS.split("-").map(Number);

test("no name in code changes, and no exported type is gone, without a change that is reported", async () => {
  const missed: string[] = [];
  let count = 0;
  for (const seed of numbers(end - first).map((number) => first + number)) {
    for (const change of [0, 1]) {
      const [older, newer] = [randomContract(seed).wsdl, changedContract(seed, 100 * seed + change).wsdl];
      if (older !== newer) {
        const models = await Promise.all([readFiles({ "s.wsdl": older }), readFiles({ "s.wsdl": newer })]);
        const reason = missedBetween(...models);
        missed.push(...(reason === undefined ? [] : [`${seed}/${change}: ${reason}`]));
        count += 1;
      }
    }
  }
  expect(missed).toEqual([]);
  expect(count).toBeGreaterThan((end - first) / 2);
}, 600_000);
