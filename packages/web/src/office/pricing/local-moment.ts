/** `2026-01-05T09:30` of a field → an instant; blank is “none”, and what is no time stays a text for the schema to refuse. */
export function toInstant(local: string): string | null {
  if (local === '') return null;
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

/** An instant → what a field of the reader's own time shows. */
export function toLocalMoment(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
