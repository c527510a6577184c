/** What a wall clock shows, as `<input type="datetime-local">` writes it: `2026-11-22T18:30`. */
const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the clocks of a zone show at an instant, to the minute. */
export function wallTextAt(instantMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instantMs);
  const read = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${read('year')}-${read('month')}-${read('day')}T${read('hour')}:${read('minute')}`;
}

/**
 * The instant at which the clocks of a zone show this. A time that occurs twice (clocks put back) is its first occurrence;
 * one that is skipped (clocks put forward) is that far behind the jump. Undefined for what is no time.
 */
export function instantAtWall(wallText: string, timeZone: string): number | undefined {
  const asUtcMs = utcMsOf(wallText);
  if (asUtcMs === undefined) return undefined;
  const offsetMsAt = (instantMs: number): number => (utcMsOf(wallTextAt(instantMs, timeZone)) ?? 0) - instantMs;
  const before = offsetMsAt(asUtcMs - DAY_MS);
  const after = offsetMsAt(asUtcMs + DAY_MS);
  for (const offsetMs of [before, after]) if (offsetMsAt(asUtcMs - offsetMs) === offsetMs) return asUtcMs - offsetMs;
  return asUtcMs - before;
}

function utcMsOf(wallText: string): number | undefined {
  const found = WALL.exec(wallText);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const ms = Date.UTC(year, month - 1, day, hour, minute);
  // The 31st of February would be a day in March.
  return new Date(ms).toISOString().startsWith(wallText) ? ms : undefined;
}

/** The start of the minute an instant lies in. */
export function wholeMinute(instantMs: number): number {
  return Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
}
