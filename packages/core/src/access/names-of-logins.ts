import { asService, type Ctx, type Principal } from '../context.ts';
import { findLoginNames } from './queries.ts';

/**
 * How the people behind ids of logins are called; null and ids nobody has are left out. The back office's own role sees no logins,
 * so it is read as the service.
 */
export async function namesOfLogins(
  ctx: Ctx<Principal>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await asService(ctx, (tx) => findLoginNames(tx, wanted));
  return new Map(rows.map((row) => [row.id, row.name]));
}
