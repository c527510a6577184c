import type { AnyTenantTx, ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';

/** What is wrong with the chain of one tenant: the number of an entry that does not fit, or of the chain's end. */
export const BROKEN_CHAIN: RawBuilder<{ seq: bigint }> = sql<{ seq: bigint }>`
  with linked as (
    select e.seq, e.hash, e.previous_hash, audit.content_hash(e) as content_hash, lag(e.seq) over w as seq_before, lag(e.hash) over w as hash_before
      from audit.entry e where e.tenant_id = app.tenant_id() and e.seq is not null window w as (order by e.seq)),
  last as (select coalesce(max(l.seq), 0) as seq from linked l)
  select l.seq from linked l
   where l.hash <> l.content_hash or l.seq <> coalesce(l.seq_before, 0) + 1
      or l.previous_hash <> coalesce(l.hash_before, decode(repeat('00', 32), 'hex'))
  union
  -- Entries cut off at the end, or added behind it: the chain knows where it ends.
  select least(last.seq, coalesce(c.seq, 0)) + 1 from last left join audit.chain c on c.tenant_id = app.tenant_id()
   where last.seq <> coalesce(c.seq, 0)
  union
  select l.seq from linked l join audit.chain c on c.tenant_id = app.tenant_id() and c.seq = l.seq where c.hash <> l.hash`;

/** Seals entries that are not yet; see `audit.seal`. Answers how many. */
export async function callSeal(tx: ServiceTx, tenantId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`select audit.seal(${tenantId}, ${limit}) as sealed`.execute(tx);
  return rows[0]?.sealed ?? 0;
}

export interface ChainEnd {
  /** Entries sealed so far; the number of the last one. */
  readonly seq: bigint;
  readonly hash: Buffer;
  readonly sealed_at: Date | null;
  /** Entries that wait for their seal. */
  readonly unsealed: bigint;
}

/** Where a tenant's chain ends. */
export async function readChainEnd(tx: AnyTenantTx): Promise<ChainEnd> {
  const end = await tx.selectFrom('audit.chain').select(['seq', 'hash', 'sealed_at']).executeTakeFirst();
  const { unsealed } = await tx
    .selectFrom('audit.entry')
    .select((eb) => eb.fn.countAll<bigint>().as('unsealed'))
    .where('seq', 'is', null)
    .executeTakeFirstOrThrow();
  return { ...(end ?? { seq: 0n, hash: Buffer.alloc(32), sealed_at: null }), unsealed };
}

/** The numbers of entries that do not fit into the chain, the lowest first, at most `limit`, and how many there are. */
export async function findBroken(
  tx: ServiceTx,
  limit: number,
): Promise<{ readonly broken: number; readonly first: readonly bigint[] }> {
  const { rows } = await sql<{ seq: bigint; broken: number }>`
    select b.seq, (count(*) over ())::integer as broken from (${BROKEN_CHAIN}) b order by b.seq limit ${limit}`.execute(
    tx,
  );
  return { broken: rows[0]?.broken ?? 0, first: rows.map((row) => row.seq) };
}
