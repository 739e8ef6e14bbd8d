import { printTable } from "./figures.js";

/** What a figure is to be, and what it was. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly isMet: boolean;
}

export function atMost(what: string, measured: number, most: number, unit = ""): Target {
  return target(what, "at most", measured, most, unit, measured <= most);
}

export function atLeast(what: string, measured: number, least: number, unit = ""): Target {
  return target(what, "at least", measured, least, unit, measured >= least);
}

function target(what: string, side: string, measured: number, wanted: number, unit: string, isMet: boolean): Target {
  const inUnit = (value: number): string => `${value}${unit === "" ? "" : ` ${unit}`}`;
  return { what, wanted: `${side} ${inUnit(wanted)}`, measured: inUnit(measured), isMet };
}

export function printTargets(targets: readonly Target[]): void {
  if (targets.length > 0) {
    printTable(
      "Targets",
      ["", "wanted", "measured", ""],
      targets.map(({ what, wanted, measured, isMet }) => [what, wanted, measured, isMet ? "met" : "missed"]),
    );
  }
}
