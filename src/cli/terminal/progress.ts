/** The progress of a run. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What of `done` was done before the run. It does not count for the rate. */
  readonly before?: number;
  /** What is counted. Default: items. */
  readonly unit?: "items" | "bytes";
  readonly failed: number;
  readonly unknown: number;
  readonly elapsedInMs: number;
}

const LONGEST_BAR = 30;
const SHORTEST_BAR = 5;

/**
 * Renders a run as one line: share, count, rate, remaining time, failures. The line is shorter than the terminal's width,
 * so that the cursor stays on it. On a narrow terminal the less important parts are left out.
 */
export function renderProgress(progress: Progress, columns: number): string {
  const { done, total, before = 0, unit = "items", failed, unknown, elapsedInMs } = progress;
  const isBytes = unit === "bytes";
  const amount = isBytes ? bytes : number;
  const width = Math.max(columns - 1, 0);
  const perSecond = elapsedInMs > 0 ? ((done - before) * 1000) / elapsedInMs : 0;
  const remaining = perSecond > 0 && done < total ? `${duration((total - done) / perSecond)} left` : "";
  const parts = [
    { text: `${total === 0 ? 100 : Math.floor((done * 100) / total)}%`, importance: 5 },
    { text: `${amount(done)} of ${amount(total)}`, importance: 1 },
    { text: perSecond > 0 ? (isBytes ? `${bytes(perSecond)}/s` : rate(perSecond)) : "", importance: 0 },
    { text: remaining, importance: 2 },
    { text: failed > 0 ? `${number(failed)} failed` : "", importance: 4 },
    { text: unknown > 0 ? `${number(unknown)} unknown` : "", importance: 3 },
  ].filter(({ text }) => text !== "");
  for (let least = 0; least <= 5; least += 1) {
    const line = parts
      .filter(({ importance }) => importance >= least)
      .map(({ text }) => text)
      .join("  ");
    if (line.length <= width) {
      return bar(total === 0 ? 1 : done / total, width - line.length) + line;
    }
  }
  return "";
}

/** `[#######-----]  `, or an empty text without enough room. */
function bar(share: number, room: number): string {
  const length = Math.min(room - "[]  ".length, LONGEST_BAR);
  if (length < SHORTEST_BAR) {
    return "";
  }
  const filled = Math.floor(share * length);
  return `[${"#".repeat(filled)}${"-".repeat(length - filled)}]  `;
}

function rate(perSecond: number): string {
  return perSecond < 1 ? `${number(Math.round(perSecond * 60))}/min` : `${number(Math.round(perSecond))}/s`;
}

/** `less than 1 s`, `22 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) {
    return "less than 1 s";
  }
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${number(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `812 B`, `3.4 MB`. */
export function bytes(value: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(value, 1)) / 3), 0), UNITS.length - 1);
  return `${power === 0 ? Math.round(value) : (value / 1000 ** power).toFixed(1)} ${UNITS[power]}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

function number(value: number): string {
  return value.toLocaleString("en-US");
}
