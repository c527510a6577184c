import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface BankFileRow {
  readonly id: string;
  readonly file_no: string;
  readonly account_name: string;
  readonly lines: number;
  /** Lines whose outcome nobody has written down yet. */
  readonly open: number;
  readonly total: bigint;
  readonly currency: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly position: string;
}

/** Bank files, newest first. */
export async function listBankFileRows(
  tx: ReadTx<'admin'>,
  filter: { readonly before?: { readonly position: string; readonly id: string } | undefined; readonly limit: number },
): Promise<BankFileRow[]> {
  const { before } = filter;
  return await readSql(
    tx,
    sql<BankFileRow>`
      select f.id, f.file_no, a.name as account_name, f.lines, f.total, f.currency, f.created_by, f.created_at, f.created_at::text as position,
             (select count(*) from withdrawals.withdrawal w
               where w.tenant_id = f.tenant_id and w.bank_file_id = f.id and w.state in ('submitted', 'unknown'))::integer as open
        from withdrawals.bank_file f
        join withdrawals.account a on a.tenant_id = f.tenant_id and a.id = f.account_id
       where f.tenant_id = app.tenant_id()
         and (${before?.position ?? null}::timestamptz is null or (f.created_at, f.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by f.created_at desc, f.id desc limit ${filter.limit}`,
  );
}

/** The payouts of a file with their sealed numbers, in a stable order; empty when there is no such file. */
export async function readBankFileLines(tx: ServiceTx, fileId: string) {
  return await tx
    .selectFrom('withdrawals.withdrawal as w')
    .innerJoin('withdrawals.payee as y', (join) =>
      join.onRef('y.tenant_id', '=', 'w.tenant_id').onRef('y.id', '=', 'w.payee_id'),
    )
    .innerJoin('withdrawals.bank_file as f', (join) =>
      join.onRef('f.tenant_id', '=', 'w.tenant_id').onRef('f.id', '=', 'w.bank_file_id'),
    )
    .select([
      'w.withdrawal_no',
      'w.amount',
      'w.fee',
      'w.tax_withheld',
      'w.currency',
      'f.file_no',
      'y.id as payee_id',
      'y.holder',
      'y.bank_name',
      'y.branch',
      'y.sealed_key_id',
      'y.sealed_nonce',
      'y.sealed',
    ])
    .where('w.bank_file_id', '=', fileId)
    .orderBy('w.withdrawal_no')
    .execute();
}
