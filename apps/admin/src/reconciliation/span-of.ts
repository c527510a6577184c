/** One day, or from the first to the last. */
export function spanOf(days: readonly string[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '—';
  return first === last ? first : `${first} – ${last}`;
}
