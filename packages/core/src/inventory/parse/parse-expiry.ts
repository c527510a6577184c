import { foldWidth, trimBlanks } from './normalise-cell.ts';
import { endOfDay, instantOfWallTime, type WallTime } from './zoned-time.ts';

/** How dates of the form 03/04/2028 are meant. Nothing in the text tells, so a person must say it. */
export const DAY_MONTH_ORDERS = ['dmy', 'mdy'] as const;
export type DayMonthOrder = (typeof DAY_MONTH_ORDERS)[number];

export interface ExpiryContext {
  /** IANA name of the tenant's zone, for dates that name none. */
  readonly timeZone: string;
  /** Whether serial numbers of days are dates: only a workbook writes them. */
  readonly serials: boolean;
  /** A workbook whose day 0 is 1904-01-01, as old ones of the Mac have it. */
  readonly date1904?: boolean;
  /** Null: dates that begin with a day or a month are refused. */
  readonly dayMonthOrder: DayMonthOrder | null;
}

/** The form a date was written in, for the preview. */
export type DateForm = 'y-m-d' | 'y/m/d' | 'y.m.d' | 'y年m月d日' | 'yyyymmdd' | 'd/m/y' | 'm/d/y' | 'serial' | 'none';

export interface Expiry {
  /** Undefined: the code does not expire. */
  readonly expiresAt: Date | undefined;
  readonly form: DateForm;
  readonly withTime: boolean;
}

/** The column is filled, and what it says is that there is no end. */
const NO_EXPIRY = new Set([
  '永久',
  '永久有效',
  '长期',
  '长期有效',
  '无',
  '无期限',
  '不限',
  'never',
  'none',
  'n/a',
  '-',
  '/',
]);

const YEAR_FIRST = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)|^(\d{4})(\d{2})(\d{2})(?=\d{6}$)/u;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/u;
const TIME = /^(?:[T\s]\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s*(Z|[+-]\d{2}:?\d{2}))?$/iu;
const COMPACT_TIME = /^T?(\d{2})(\d{2})(\d{2})$/u;
const CHINESE_TIME = /^\s*(\d{1,2})[时点](\d{1,2})分(?:(\d{1,2})秒)?$/u;
const SERIAL = /^\d{5}(?:\.\d+)?$/u;

const SERIAL_MIN = 20_000;
const SERIAL_MAX = 80_000;
/** Day 0 of a workbook's calendar, which counts a 29 February 1900 that never was; right for every serial we accept. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const SERIAL_EPOCH_1904_MS = Date.UTC(1904, 0, 1);
const DAY_MS = 86_400_000;
const YEAR_MIN = 1970;
/** "The end of 9999" in the Americas is a year of five digits in UTC, which databases do not read. */
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59);
/** No date is longer; anything longer is not even looked at. */
const DATE_CHARS_MAX = 64;

type Day = Pick<WallTime, 'year' | 'month' | 'day'>;

/**
 * Reads the text of an expiry column. A date without a time ends that day, a time without a zone is the tenant's, an
 * empty text or a word for "never" is no expiry.
 *
 * @returns undefined where the text is no date.
 */
export function parseExpiry(text: string, context: ExpiryContext): Expiry | undefined {
  if (text.length > DATE_CHARS_MAX && trimBlanks(text).length > DATE_CHARS_MAX) return undefined;
  const written = foldWidth(trimBlanks(text));
  if (written === '' || NO_EXPIRY.has(written.toLowerCase())) {
    return { expiresAt: undefined, form: 'none', withTime: false };
  }
  if (context.serials && SERIAL.test(written)) return parseSerial(written, context);
  const date = readDate(written, context.dayMonthOrder);
  if (date === undefined || !isRealDay(date.day)) return undefined;
  const withTime = date.rest !== '';
  const instant = withTime
    ? readTime(date.day, date.rest, date.form, context.timeZone)
    : endOfDay(date.day, context.timeZone);
  if (instant === undefined) return undefined;
  return { expiresAt: new Date(Math.min(instant.getTime(), LAST_MOMENT_MS)), form: date.form, withTime };
}

function parseSerial(written: string, context: ExpiryContext): Expiry | undefined {
  const serial = Number(written);
  if (serial < SERIAL_MIN || serial > SERIAL_MAX) return undefined;
  const epochMs = context.date1904 === true ? SERIAL_EPOCH_1904_MS : SERIAL_EPOCH_MS;
  const days = Math.floor(serial);
  // A time of day is a fraction that a double cannot hold exactly; workbooks mean whole seconds.
  const seconds = Math.round((serial - days) * 86_400);
  const shown = new Date(epochMs + days * DAY_MS + seconds * 1000);
  const day = { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
  if (seconds === 0) return { expiresAt: endOfDay(day, context.timeZone), form: 'serial', withTime: false };
  const wall = { ...day, hour: shown.getUTCHours(), minute: shown.getUTCMinutes(), second: shown.getUTCSeconds() };
  return { expiresAt: instantOfWallTime(wall, context.timeZone), form: 'serial', withTime: true };
}

function readDate(
  written: string,
  order: DayMonthOrder | null,
): { day: Day; rest: string; form: DateForm } | undefined {
  const yearFirst = YEAR_FIRST.exec(written);
  if (yearFirst !== null) {
    const [whole, year, mark, month, dayOfMonth, chineseMonth, chineseDay] = yearFirst;
    const day = dayOf(year, month ?? chineseMonth, dayOfMonth ?? chineseDay);
    return { day, rest: written.slice(whole.length), form: yearFirstForm(mark) };
  }
  const compact = COMPACT.exec(written);
  if (compact !== null) {
    const day = dayOf(compact[1] ?? compact[4], compact[2] ?? compact[5], compact[3] ?? compact[6]);
    return { day, rest: written.slice(8), form: 'yyyymmdd' };
  }
  const yearLast = YEAR_LAST.exec(written);
  if (yearLast === null || order === null) return undefined;
  const [whole, first, , second, year] = yearLast;
  const day = order === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
  return { day, rest: written.slice(whole.length), form: order === 'dmy' ? 'd/m/y' : 'm/d/y' };
}

function yearFirstForm(mark: string | undefined): DateForm {
  if (mark === undefined) return 'y年m月d日';
  if (mark === '/') return 'y/m/d';
  return mark === '.' ? 'y.m.d' : 'y-m-d';
}

function dayOf(year = '', month = '', day = ''): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function isRealDay({ year, month, day }: Day): boolean {
  if (year < YEAR_MIN || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function readTime(day: Day, rest: string, form: DateForm, timeZone: string): Date | undefined {
  const match = (form === 'yyyymmdd' ? COMPACT_TIME.exec(rest) : null) ?? CHINESE_TIME.exec(rest) ?? TIME.exec(rest);
  // A time must stand apart from digits: 2028-06-3012:00 is no date with a time.
  if (match === null || (/^\d/u.test(rest) && form !== 'yyyymmdd' && form !== 'y年m月d日')) return undefined;
  const [, hourText = '', minuteText = '', secondText = '0', zone] = match;
  const wall = { ...day, hour: Number(hourText), minute: Number(minuteText), second: Number(secondText) };
  const endsDay = wall.hour === 24 && wall.minute === 0 && wall.second === 0;
  if ((wall.hour > 23 && !endsDay) || wall.minute > 59 || wall.second > 59) return undefined;
  if (zone === undefined) return endsDay ? endOfDay(day, timeZone) : instantOfWallTime(wall, timeZone);
  const utcMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const offsetMinutes = minutesOfZone(zone);
  return offsetMinutes === undefined ? undefined : new Date(utcMs - offsetMinutes * 60_000);
}

function minutesOfZone(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether a text is written like a date, wherever it stands; used to find the expiry column of a file without headings. */
export function looksLikeDate(text: string): boolean {
  const expiry = parseExpiry(text, { timeZone: 'UTC', serials: false, dayMonthOrder: 'dmy' });
  const american = parseExpiry(text, { timeZone: 'UTC', serials: false, dayMonthOrder: 'mdy' });
  const found = expiry ?? american;
  return found?.expiresAt !== undefined && found.expiresAt.getUTCFullYear() < 2200;
}
