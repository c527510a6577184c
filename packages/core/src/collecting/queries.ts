import type { CollectedBy, ShopState } from '@keyfall/contracts';
import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import { spendableOf } from '../ledger/index.ts';
import { countedOnOf } from '../orders/index.ts';

type Reader = ReadTx<'admin'> | ReadTx<'portal'>;

export interface CollectorStandingRow {
  readonly currency: CurrencyCode;
  readonly allowed: boolean;
  readonly changed_at: Date | null;
  /** What the wallet can spend, bonus and credit included, and what unpaid orders of its collecting shops count on; minor units. */
  readonly spendable: bigint;
  readonly promised: bigint;
}

/** A distributor as a collector of its shops' money. Undefined: no such distributor, or none the reader may see. */
export async function readStanding(tx: Reader, distributorId: string): Promise<CollectorStandingRow | undefined> {
  const rows = await readSql(
    tx,
    sql<CollectorStandingRow>`
      select t.currency, coalesce(c.allowed, false) as allowed, c.changed_at,
             ${spendableOf(sql`d.tenant_id`, sql`d.id`, sql`t.currency`)} as spendable, ${countedOnOf(sql`d.tenant_id`, sql`d.id`)} as promised
        from tenancy.distributor d
        join tenancy.tenant t on t.tenant_id = d.tenant_id
        left join payments.collector c on c.tenant_id = d.tenant_id and c.distributor_id = d.id
       where d.tenant_id = app.tenant_id() and d.id = ${distributorId}`,
  );
  return rows[0];
}

export interface CollectingShopRow {
  readonly id: string;
  readonly name: string;
  readonly status: ShopState;
  readonly collected_by: CollectedBy;
}

/** A distributor's shops with who takes their money, by name. */
export async function listCollectingShops(tx: Reader, distributorId: string): Promise<readonly CollectingShopRow[]> {
  return await readSql(
    tx,
    sql<CollectingShopRow>`
      select s.id, s.name, s.status, s.collected_by from tenancy.shop s
       where s.tenant_id = app.tenant_id() and s.distributor_id = ${distributorId}
       order by s.name, s.id limit 200`,
  );
}
