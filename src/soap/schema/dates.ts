import { withoutTrailingZeros } from "./lexical.js";

/**
 * Dates, times and durations in the lexical forms of XML Schema 1.0 Part 2. The values are strings, since no JavaScript
 * type keeps all digits and distinguishes a missing time zone.
 */

const ZONE = "(Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?";
const YEAR = "(-?(?:[1-9]\\d{3}\\d*|0\\d{3}))";
const MONTH = "(0[1-9]|1[0-2])";
const DAY = "(0[1-9]|[12]\\d|3[01])";
const TIME = "((?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d\\d*)?|24:00:00(?:\\.00*)?)";
const NONE = "()";

/** Each has the groups year, month, day, time and zone. They have no names, for which the engine makes an object of each match. */
const FORMS = {
  dateTime: new RegExp(`^${YEAR}-${MONTH}-${DAY}T${TIME}${ZONE}$`),
  date: new RegExp(`^${YEAR}-${MONTH}-${DAY}${NONE}${ZONE}$`),
  time: new RegExp(`^${NONE}${NONE}${NONE}${TIME}${ZONE}$`),
  gYearMonth: new RegExp(`^${YEAR}-${MONTH}${NONE}${NONE}${ZONE}$`),
  gYear: new RegExp(`^${YEAR}${NONE}${NONE}${NONE}${ZONE}$`),
  gMonthDay: new RegExp(`^--${NONE}${MONTH}-${DAY}${NONE}${ZONE}$`),
  gMonth: new RegExp(`^--${NONE}${MONTH}${NONE}${NONE}${ZONE}$`),
  gDay: new RegExp(`^---${NONE}${NONE}${DAY}${NONE}${ZONE}$`),
};

/** Its groups are minus, years, months, days, hours, minutes and seconds. */
const DURATION =
  /^(-)?P(?=\d|T\d)(?:(\d\d*)Y)?(?:(\d\d*)M)?(?:(\d\d*)D)?(?:T(?=\d)(?:(\d\d*)H)?(?:(\d\d*)M)?(?:(\d\d*(?:\.\d\d*)?)S)?)?$/;

/** A type of date or time, by its name in XML Schema. */
export type DateType = keyof typeof FORMS;

export function isDateType(builtIn: string): builtIn is DateType {
  return Object.hasOwn(FORMS, builtIn);
}

/** Whether the text has the form of the type, and the calendar has its day. */
export function isDate(type: DateType, text: string): boolean {
  const found = FORMS[type].exec(text);
  if (found === null) {
    return false;
  }
  const [, year, month, day] = found;
  return (
    (year === "" || Number(year) !== 0) && Number(day || 1) <= daysOf(Number(year || LEAP_YEAR), Number(month || 1))
  );
}

/** Without a year, February 29 is allowed. */
const LEAP_YEAR = 2000;

/** `P1Y2M3DT4H5M6.7S`. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** Compares two values of a type like `Array.prototype.sort`. */
export function compareDates(type: DateType, left: string, right: string): number {
  return compareInstants(instantOf(type, left), instantOf(type, right));
}

export function compareInstants(left: Instant, right: Instant): number {
  const order = left.seconds - right.seconds;
  return order === 0 ? compareTexts(left.fraction, right.fraction) : order;
}

/** One text for all equal values of a type. One with a time zone is never equal to one without. */
export function canonicalDate(type: DateType, text: string): string {
  const { seconds, fraction, hasZone } = instantOf(type, text);
  return Number.isSafeInteger(seconds) ? `${seconds}.${fraction}${hasZone ? "Z" : ""}` : text;
}

/** Compares two durations. NaN if they have no order, as `P1M` and `P30D`. */
export function compareDurations(left: string, right: string): number {
  return compareEnds(endsOf(left), endsOf(right));
}

/** Where a duration ends from each of the {@link ORIGINS}. */
export function endsOf(duration: string): readonly number[] {
  const [months, seconds] = monthsAndSecondsOf(duration);
  return ORIGINS.map((origin) => endFrom(origin, months, seconds));
}

export function compareEnds(left: readonly number[], right: readonly number[]): number {
  const [first = 0, ...others] = left.map((end, index) => Math.sign(end - (right[index] ?? 0)));
  return others.every((order) => order === first) ? first : Number.NaN;
}

/** One text for all equal durations. */
export function canonicalDuration(text: string): string {
  const [months, seconds] = monthsAndSecondsOf(text.replace(/\.\d\d*/, ""));
  const [, digits = ""] = /\.(\d\d*)/.exec(text) ?? [];
  const fraction = withoutTrailingZeros(digits);
  const isExact = Number.isSafeInteger(months) && Number.isSafeInteger(seconds);
  return isExact ? `${months} ${seconds} ${text.startsWith("-") && fraction !== "" ? "-" : ""}${fraction}` : text;
}

/** The months to which durations are added for comparison (XML Schema Part 2 §3.2.6.2). */
const ORIGINS = [
  [1696, 9],
  [1697, 2],
  [1903, 3],
  [1903, 7],
] as const;

/** Seconds from the beginning of the year 0 to the end of a duration that starts with the month. */
function endFrom([year, month]: readonly [year: number, month: number], months: number, seconds: number): number {
  const total = year * 12 + month - 1 + months;
  const end = Math.floor(total / 12);
  return daysSinceYearZero(end, total - end * 12 + 1, 1) * 86_400 + seconds;
}

function daysOf(year: number, month: number): number {
  if (month === 2) {
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  }
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whole seconds since the beginning of the year 0, in UTC, and the digits after them, of which a number cannot hold all. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
  readonly hasZone: boolean;
}

/** A value without time zone counts as UTC. */
export function instantOf(type: DateType, text: string): Instant {
  const [, year, month, day, time = "", zone] = FORMS[type].exec(text) ?? [];
  const days = daysSinceYearZero(Number(year || LEAP_YEAR), Number(month || 1), Number(day || 1));
  return {
    seconds: days * 86_400 + minutesOf(time) * 60 + Number(time.slice(6, 8)) - zoneOffset(zone ?? "Z"),
    fraction: withoutTrailingZeros(time.slice(9)),
    hasZone: zone !== undefined,
  };
}

/** Of `hh:mm`, with anything behind it. 0 of nothing. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function zoneOffset(zone: string): number {
  return zone === "Z" ? 0 : minutesOf(zone.slice(1)) * (zone.startsWith("-") ? -60 : 60);
}

function daysSinceYearZero(year: number, month: number, day: number): number {
  // With years that begin in March, the leap day comes last.
  const years = month > 2 ? year : year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) + day;
}

function monthsAndSecondsOf(duration: string): [months: number, seconds: number] {
  const [, minus, years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = DURATION.exec(duration) ?? [];
  const sign = minus === undefined ? 1 : -1;
  const wholeMinutes = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return [sign * (Number(years) * 12 + Number(months)), sign * (wholeMinutes * 60 + Number(seconds))];
}
