import { asService, type Ctx, type StaffPrincipal } from '../context.ts';

/** How the people behind requests are called. The back office's own role sees no logins. */
export async function namesOfLogins(
  ctx: Ctx<StaffPrincipal>,
  rows: readonly { readonly requested_by: string; readonly decided_by: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => [row.requested_by, row.decided_by ?? row.requested_by]))];
  if (ids.length === 0) return new Map();
  const found = await asService(ctx, (tx) =>
    tx.selectFrom('identity.login').select(['id', 'name']).where('id', 'in', ids).execute(),
  );
  return new Map(found.map((row) => [row.id, row.name]));
}
