/** A wall-clock time as a file states it. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Whether a name is a time zone this runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetMsAt(instantMs: number, timeZone: string): number {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instantMs)
      .map((part) => [part.type, part.value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? '0');
  const wallMs = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wallMs - Math.floor(instantMs / 1000) * 1000;
}

function utcMsOf(wall: WallTime): number {
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  date.setUTCHours(wall.hour, wall.minute, wall.second, 0);
  return date.getTime();
}

/**
 * The instant at which a zone's clocks show a wall-clock time. A time that occurs twice (clocks put back) is its first
 * occurrence; one that is skipped (clocks put forward) is that far behind the jump.
 */
export function instantOfWallTime(wall: WallTime, timeZone: string): Date {
  const asUtcMs = utcMsOf(wall);
  const dayMs = 86_400_000;
  const before = offsetMsAt(asUtcMs - dayMs, timeZone);
  const after = offsetMsAt(asUtcMs + dayMs, timeZone);
  for (const offsetMs of [before, after]) {
    const instantMs = asUtcMs - offsetMs;
    if (offsetMsAt(instantMs, timeZone) === offsetMs) return new Date(instantMs);
  }
  return new Date(asUtcMs - before);
}

/** The last second of a calendar day in a zone, also on days that have 23 or 25 hours or end at an odd time. */
export function endOfDay(day: Pick<WallTime, 'year' | 'month' | 'day'>, timeZone: string): Date {
  const next = new Date(utcMsOf({ ...day, hour: 0, minute: 0, second: 0 }) + 86_400_000);
  const midnight = instantOfWallTime(
    {
      year: next.getUTCFullYear(),
      month: next.getUTCMonth() + 1,
      day: next.getUTCDate(),
      hour: 0,
      minute: 0,
      second: 0,
    },
    timeZone,
  );
  return new Date(midnight.getTime() - 1000);
}
