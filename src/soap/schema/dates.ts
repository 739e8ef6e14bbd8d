import { withoutTrailingZeros } from "./lexical.js";

/**
 * Dates, times and durations in the lexical forms of XML Schema 1.0 Part 2. The values are strings, since no JavaScript
 * type keeps all digits and distinguishes a missing time zone.
 */

const ZONE = "(?<zone>Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?";
const YEAR = "(?<year>-?(?:[1-9]\\d{3,}|0\\d{3}))";
const MONTH = "(?<month>0[1-9]|1[0-2])";
const DAY = "(?<day>0[1-9]|[12]\\d|3[01])";
const TIME = "(?<time>(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?|24:00:00(?:\\.0+)?)";

const FORMS = {
  dateTime: new RegExp(`^${YEAR}-${MONTH}-${DAY}T${TIME}${ZONE}$`),
  date: new RegExp(`^${YEAR}-${MONTH}-${DAY}${ZONE}$`),
  time: new RegExp(`^${TIME}${ZONE}$`),
  gYearMonth: new RegExp(`^${YEAR}-${MONTH}${ZONE}$`),
  gYear: new RegExp(`^${YEAR}${ZONE}$`),
  gMonthDay: new RegExp(`^--${MONTH}-${DAY}${ZONE}$`),
  gMonth: new RegExp(`^--${MONTH}${ZONE}$`),
  gDay: new RegExp(`^---${DAY}${ZONE}$`),
};

const DURATION =
  /^(?<minus>-)?P(?=\d|T\d)(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** A type of date or time, by its name in XML Schema. */
export type DateType = keyof typeof FORMS;

export function isDateType(builtIn: string): builtIn is DateType {
  return Object.hasOwn(FORMS, builtIn);
}

/** Whether the text has the form of the type, and the calendar has its day. */
export function isDate(type: DateType, text: string): boolean {
  const fields = FORMS[type].exec(text)?.groups;
  if (fields === undefined) {
    return false;
  }
  // Without a year, February 29 is allowed: 2000 was a leap year.
  const { year = "2000", month = "01", day = "01" } = fields;
  return !/^-?0000$/.test(year) && Number(day) <= daysOf(Number(year), Number(month));
}

/** `P1Y2M3DT4H5M6.7S`. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** Compares two values of a type like `Array.prototype.sort`. A value without time zone counts as UTC. */
export function compareDates(type: DateType, left: string, right: string): number {
  const [one, other] = [instantOf(type, left), instantOf(type, right)];
  const order = one.seconds - other.seconds;
  return order === 0 ? compareTexts(one.fraction, other.fraction) : order;
}

/** One text for all equal values of a type. One with a time zone is never equal to one without. */
export function canonicalDate(type: DateType, text: string): string {
  const { seconds, fraction, hasZone } = instantOf(type, text);
  return Number.isSafeInteger(seconds) ? `${seconds}.${fraction}${hasZone ? "Z" : ""}` : text;
}

/** Compares two durations. NaN if they have no order, as `P1M` and `P30D`. */
export function compareDurations(left: string, right: string): number {
  const [first = 0, ...others] = ORIGINS.map((origin) =>
    Math.sign(secondsFrom(origin, left) - secondsFrom(origin, right)),
  );
  return others.every((order) => order === first) ? first : Number.NaN;
}

/** One text for all equal durations. */
export function canonicalDuration(text: string): string {
  const [months, seconds] = monthsAndSecondsOf(text.replace(/\.\d+/, ""));
  const [, digits = ""] = /\.(\d+)/.exec(text) ?? [];
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
function secondsFrom([year, month]: readonly [year: number, month: number], duration: string): number {
  const [months, seconds] = monthsAndSecondsOf(duration);
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
interface Instant {
  readonly seconds: number;
  readonly fraction: string;
  readonly hasZone: boolean;
}

function instantOf(type: DateType, text: string): Instant {
  const fields = FORMS[type].exec(text)?.groups ?? {};
  const { year = "2000", month = "01", day = "01", time = "00:00:00", zone } = fields;
  const [whole = "", fraction = ""] = time.split(".");
  const [hours = 0, minutes = 0, seconds = 0] = whole.split(":").map(Number);
  const days = daysSinceYearZero(Number(year), Number(month), Number(day));
  return {
    seconds: days * 86_400 + hours * 3600 + minutes * 60 + seconds - zoneOffset(zone ?? "Z"),
    fraction: withoutTrailingZeros(fraction),
    hasZone: zone !== undefined,
  };
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function zoneOffset(zone: string): number {
  const [hours = 0, minutes = 0] = zone === "Z" ? [] : zone.slice(1).split(":").map(Number);
  return (hours * 60 + minutes) * (zone.startsWith("-") ? -60 : 60);
}

function daysSinceYearZero(year: number, month: number, day: number): number {
  // With years that begin in March, the leap day comes last.
  const years = month > 2 ? year : year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) + day;
}

function monthsAndSecondsOf(duration: string): [months: number, seconds: number] {
  const fields = DURATION.exec(duration)?.groups ?? {};
  const { minus, years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = fields;
  const sign = minus === undefined ? 1 : -1;
  const wholeMinutes = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return [sign * (Number(years) * 12 + Number(months)), sign * (wholeMinutes * 60 + Number(seconds))];
}
