import { showable } from "../../../src/soap/xml/characters.js";
import { counted } from "../../contract/diagnostics.js";
import { listed, wrapText } from "../../contract/prose.js";
import {
  breaksClients,
  breaksCode,
  type Change,
  isBreaking,
  isNote,
  type Severity,
  severityOf,
} from "../verdict/change.js";
import { describeChange } from "./describe-change.js";
import { mergeAlike } from "./merge-alike.js";

interface ReportOptions {
  /** Width of the lines. Default: 80. */
  readonly columns?: number | undefined;
  /** Whether to use the colours of a terminal. Default: false. */
  readonly color?: boolean | undefined;
}

/** Changes as text for people: grouped by operation, breaking ones first, with a line of totals. */
export function reportChanges(changes: readonly Change[], { columns = 80, color = false }: ReportOptions = {}): string {
  const width = Math.max(columns, MARK_WIDTH + 20);
  const paint: Paint = (style, text) => (color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
  const merged = mergeAlike(changes);
  const lines = sectionsOf(merged).flatMap((section) => [
    ...wrapText(showable(titleOf(section)), width).map((line) => paint("heading", line)),
    ...section.changes.flatMap((change) => linesOf(change, width, paint)),
    "",
  ]);
  return [...lines, ...wrapText(totals(merged), width), ""].join("\n");
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

const STYLES = { heading: "1", breaking: "1;31", compatible: "32", note: "2" } as const;

interface Section {
  readonly operations: readonly string[];
  readonly changes: readonly Change[];
}

/** Groups changes by the operations that they concern. */
function sectionsOf(changes: readonly Change[]): Section[] {
  const sections = new Map<string, { operations: readonly string[]; changes: Change[] }>();
  for (const change of changes) {
    const key = change.operations.join("\n");
    const section = sections.get(key) ?? { operations: change.operations, changes: [] };
    sections.set(key, section);
    section.changes.push(change);
  }
  return [...sections.values()]
    .map(({ operations, changes: inside }) => ({ operations, changes: inside.sort(byWeight) }))
    .sort((first, second) => weightOfFirst(first) - weightOfFirst(second));
}

function titleOf({ operations }: Section): string {
  return operations.length === 1 ? operations.join() : `${operations.length} operations: ${listed(operations, 8)}`;
}

/** Breaking changes come first, notes last. */
const SEVERITIES: readonly Severity[] = ["breaking", "compatible", "note"];

function weightOf(change: Change): number {
  return SEVERITIES.indexOf(severityOf(change));
}

/** The changes of a section are sorted by weight. */
function weightOfFirst({ changes: [first] }: Section): number {
  return first === undefined ? SEVERITIES.length : weightOf(first);
}

function byWeight(first: Change, second: Change): number {
  return weightOf(first) - weightOf(second);
}

const MARK_WIDTH = 14;

function linesOf(change: Change, width: number, paint: Paint): string[] {
  const severity = severityOf(change);
  const mark = severity === "breaking" ? "BREAKING" : severity;
  const { summary, clients, code } = describeChange(change);
  const sentences = severity === "breaking" ? [summary, clients, code] : [summary];
  const [first = "", ...others] = sentences.flatMap((sentence) => wrapText(showable(sentence), width - MARK_WIDTH));
  const indented = others.map((line) => " ".repeat(MARK_WIDTH) + line);
  return [`  ${paint(severity, mark)}${" ".repeat(MARK_WIDTH - 2 - mark.length)}${first}`, ...indented];
}

function totals(changes: readonly Change[]): string {
  const breaking = changes.filter(isBreaking);
  const notes = changes.filter(isNote);
  const compatible = changes.length - breaking.length - notes.length;
  const parts = [
    breaking.length > 0 && `${counted(breaking.length, "breaking change")} (${questions(breaking)})`,
    compatible > 0 && counted(compatible, "compatible change"),
    notes.length > 0 && counted(notes.length, "note"),
  ];
  const present = parts.filter((part) => part !== false);
  return present.length === 0 ? "No changes." : `${present.join(", ")}.`;
}

function questions(breaking: readonly Change[]): string {
  return `deployed clients: ${breaking.filter(breaksClients).length}, code: ${breaking.filter(breaksCode).length}`;
}
