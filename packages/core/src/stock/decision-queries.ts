import { sql, type RawBuilder } from 'kysely';

/** So many hours from now. */
export function inHours(hours: number): RawBuilder<Date> {
  return sql<Date>`app.now() + make_interval(hours => ${hours}::integer)`;
}

/** A second person's word on a locked request, as its row keeps it; it is good for so many hours. */
export interface Decision {
  readonly state: 'approved' | 'rejected';
  readonly by: string;
  readonly validHours: number;
}

export function decidedAs({ state, by, validHours }: Decision) {
  return { state, decided_by: by, decided_at: sql<Date>`app.now()`, valid_until: inHours(validHours) };
}
