import type { Locale } from './locales.ts';

/** An instant as ISO 8601 text, milliseconds or a Date. */
export type Instant = string | number | Date;

export interface Formatters {
  readonly locale: Locale;
  readonly number: (value: number) => string;
  /** `12.3k`, `1.2万`: for axes and cards, never where a figure is accounted. */
  readonly compact: (value: number) => string;
  /** An exact decimal text (unit price, rate) with the language's separators; never passes through a float. */
  readonly decimal: (text: string, decimalsMin?: number) => string;
  /** `0.125` or `"0.125"` → `12.5%`. */
  readonly percent: (ratio: number | string, decimalsMax?: number) => string;
  readonly date: (at: Instant) => string;
  readonly time: (at: Instant) => string;
  readonly dateTime: (at: Instant) => string;
  /** `Mon 3 Nov`: for charts and groups by day. */
  readonly day: (at: Instant) => string;
  readonly month: (at: Instant) => string;
  /** “3 minutes ago”, “in 2 days”. */
  readonly relative: (at: Instant, now?: Instant) => string;
  readonly durationSeconds: (seconds: number) => string;
  readonly bytes: (bytes: number) => string;
  readonly list: (items: readonly string[]) => string;
}

// Building an Intl object costs far more than using it, and a table shows thousands of values.
const cache = new Map<string, unknown>();

function cached<T>(key: string, build: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known as T;
  const built = build();
  cache.set(key, built);
  return built;
}

const RELATIVE_STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function relativeParts(seconds: number): readonly [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, size] of RELATIVE_STEPS) {
    if (Math.abs(seconds) >= size) return [Math.trunc(seconds / size), unit];
  }
  return [Math.trunc(seconds), 'second'];
}

const DURATION_STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

// Intl takes decimal texts exactly; its type for them is a template of digits.
function exactly(text: string): Intl.StringNumericLiteral {
  return text as Intl.StringNumericLiteral;
}

/** All formats of a language in a zone (the machine's own where none is given). */
export function createFormatters(locale: Locale, timeZone?: string): Formatters {
  const number = (key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    cached(`n|${locale}|${key}`, () => new Intl.NumberFormat(locale, options));
  const zone: Intl.DateTimeFormatOptions = timeZone === undefined ? {} : { timeZone };
  const moment = (key: string, options: Intl.DateTimeFormatOptions): ((at: Instant) => string) => {
    const format = cached(
      `d|${locale}|${timeZone ?? ''}|${key}`,
      () => new Intl.DateTimeFormat(locale, { ...options, ...zone }),
    );
    return (at) => format.format(new Date(at));
  };
  const date: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: locale === 'en' ? 'short' : '2-digit',
    day: '2-digit',
  };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

  return {
    locale,
    number: (value) => number('plain', { maximumFractionDigits: 2 }).format(value),
    compact: (value) => number('compact', { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    decimal: (text, decimalsMin = 0) =>
      number(`decimal${decimalsMin}`, { minimumFractionDigits: decimalsMin, maximumFractionDigits: 20 }).format(
        exactly(text),
      ),
    percent: (ratio, decimalsMax = 1) =>
      number(`percent${decimalsMax}`, { style: 'percent', maximumFractionDigits: decimalsMax }).format(
        typeof ratio === 'string' ? exactly(ratio) : ratio,
      ),
    date: moment('date', date),
    time: moment('time', time),
    dateTime: moment('dateTime', { ...date, ...time }),
    day: moment('day', { weekday: 'short', month: 'short', day: 'numeric' }),
    month: moment('month', { year: 'numeric', month: 'long' }),
    relative: (at, now = Date.now()) => {
      const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1_000;
      const format = cached(`r|${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
      return format.format(...relativeParts(seconds));
    },
    durationSeconds: (seconds) => formatDuration(seconds, number),
    bytes: (bytes) => {
      const step = Math.min(BYTE_UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1_000)));
      const unit = BYTE_UNITS[step] ?? 'byte';
      const display = step === 0 ? 'long' : 'short';
      return number(`bytes${unit}`, { style: 'unit', unit, unitDisplay: display, maximumFractionDigits: 1 }).format(
        bytes / 1_000 ** step,
      );
    },
    list: (items) => cached(`l|${locale}`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items),
  };
}

/** The two largest units: an estimate of “3 hr 12 min” is honest, “3 hr 12 min 7 sec” is not. */
function formatDuration(
  seconds: number,
  number: (key: string, options: Intl.NumberFormatOptions) => Intl.NumberFormat,
): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of DURATION_STEPS) {
    const count = Math.floor(rest / size);
    if (parts.length > 0 || count > 0 || unit === 'second') {
      if (count > 0 || parts.length === 0)
        parts.push(number(`unit${unit}`, { style: 'unit', unit, unitDisplay: 'short' }).format(count));
      if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
    }
    rest -= count * size;
  }
  return parts.join(' ');
}
