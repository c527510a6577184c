import type { ClosingState } from '@keyfall/contracts';
import type { PayeeKind } from '@keyfall/contracts/payee';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** The proposal about this distributor that nobody has decided. */
export async function findOpenSettlement(tx: ServiceTx, distributorId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('closings.settlement')
    .select('id')
    .where('distributor_id', '=', distributorId)
    .where('state', '=', 'requested')
    .executeTakeFirst();
  return row?.id;
}

interface SettlementListRow {
  readonly id: string;
  readonly settlement_no: string;
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly currency: string;
  readonly available: bigint;
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly debt: bigint;
  readonly offsets_wallet: boolean;
  readonly tax_rate: string;
  readonly way: 'nothing' | 'payee' | 'by_hand';
  readonly payee_kind: PayeeKind | null;
  readonly holder: string | null;
  readonly bank_name: string | null;
  readonly mask: string | null;
  readonly account_name: string | null;
  readonly bank_reference: string | null;
  readonly reason: string;
  readonly state: ClosingState;
  readonly requested_by: string;
  readonly decided_by: string | null;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly position: string;
}

/** Proposals, newest first. */
export async function listSettlementRows(
  tx: ReadTx<'admin'>,
  filter: {
    readonly states?: readonly ClosingState[] | undefined;
    readonly before?: { readonly position: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<SettlementListRow[]> {
  const { states, before } = filter;
  return await readSql(
    tx,
    sql<SettlementListRow>`
      select s.id, s.settlement_no, s.distributor_id, d.name as distributor_name, s.currency, s.available, s.cash, s.bonus, s.debt, s.offsets_wallet, s.tax_rate,
             s.way, y.kind as payee_kind, y.holder, y.bank_name, y.mask, a.name as account_name, s.bank_reference, s.reason, s.state, s.requested_by,
             s.decided_by, s.created_at, s.decided_at, s.created_at::text as position
        from closings.settlement s
        join tenancy.distributor d on d.tenant_id = s.tenant_id and d.id = s.distributor_id
        left join withdrawals.payee y on y.tenant_id = s.tenant_id and y.id = s.payee_id
        left join withdrawals.account a on a.tenant_id = s.tenant_id and a.id = s.account_id
       where s.tenant_id = app.tenant_id() and (${states === undefined}::boolean or s.state = any (${[...(states ?? [])]}::text[]))
         and (${before?.position ?? null}::timestamptz is null or (s.created_at, s.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by s.created_at desc, s.id desc limit ${filter.limit}`,
  );
}
