import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/**
 * Takes sold codes back: `quarantined` when nobody has seen them, `void` when somebody has. Answers their cost in minor
 * units (codes of unknown cost count nothing). Only sold codes move. Locks the codes.
 */
export async function returnSoldCodes(
  tx: ServiceTx,
  codeIds: readonly string[],
  to: 'quarantined' | 'void',
): Promise<{ readonly moved: number; readonly cost: bigint }> {
  if (codeIds.length === 0) return { moved: 0, cost: 0n };
  const { rows } = await sql<{ moved: number; cost: bigint }>`
    with moved as (
      update inventory.card_code c
         set state = ${to}, state_at = app.now(), order_id = null, order_line = null
       where c.tenant_id = app.tenant_id() and c.id = any (${[...codeIds]}::uuid[]) and c.state = 'sold'
      returning c.unit_cost)
    select count(*)::integer as moved, coalesce(sum(unit_cost), 0)::bigint as cost from moved`.execute(tx);
  return rows[0] ?? { moved: 0, cost: 0n };
}

/** Which of these codes somebody has opened: their cost is lost when they are refunded. */
export async function readRevealed(tx: ServiceTx, codeIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (codeIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('inventory.reveal')
    .select('code_id')
    .distinct()
    .where('code_id', 'in', [...codeIds])
    .execute();
  return new Set(rows.map((row) => row.code_id));
}

/** Puts codes reserved for one order line back on sale, as many as no longer belong to it. Returns how many. */
export async function releaseReserved(
  tx: ServiceTx,
  tenantId: string,
  line: { readonly orderId: string; readonly line: number; readonly keep: number },
): Promise<number> {
  const { rows } = await sql<{ released: number }>`
    select inventory.release_codes(${tenantId}, ${line.orderId}, ${line.line},
      greatest((select count(*)::integer from inventory.card_code c
                 where c.tenant_id = ${tenantId} and c.order_id = ${line.orderId} and c.order_line = ${line.line} and c.state = 'reserved')
               - ${line.keep}::integer, 0)) as released`.execute(tx);
  return rows[0]?.released ?? 0;
}
