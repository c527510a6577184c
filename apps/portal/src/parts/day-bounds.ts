/** The first instant of a day as a date field writes it (`2026-01-31`), in the reader's own zone; undefined for none. */
export function dayStart(day: string | undefined): string | undefined {
  return instantOf(day, 0);
}

/** The first instant after the day. */
export function dayEnd(day: string | undefined): string | undefined {
  return instantOf(day, 1);
}

function instantOf(day: string | undefined, laterDays: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + laterDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
