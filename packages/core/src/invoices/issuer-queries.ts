import type { IssuerDetailsDto, SaveIssuerInput } from '@keyfall/contracts/invoice-schemas';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { plainDecimal } from '../orders/index.ts';

type IssuerTx = ServiceTx | ReadTx<'admin'> | ReadTx<'portal'>;

/** The wholesaler's own distributor: who issues to all others. */
export async function readHouseId(tx: ServiceTx | ReadTx<'admin'>): Promise<string> {
  const row = await (tx as ServiceTx)
    .selectFrom('tenancy.distributor')
    .select('id')
    .where('depth', '=', 0)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** In whose name a party issues; undefined as long as it has not said so. */
export async function readIssuer(tx: IssuerTx, issuerId: string): Promise<IssuerDetailsDto | undefined> {
  const row = await (tx as ServiceTx)
    .selectFrom('invoices.issuer')
    .select(['legal_name', 'tax_number', 'address', 'phone', 'bank_name', 'bank_number', 'tax_rate'])
    .where('distributor_id', '=', issuerId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    legalName: row.legal_name,
    taxNumber: row.tax_number,
    address: row.address,
    phone: row.phone,
    bankName: row.bank_name,
    bankNumber: row.bank_number,
    taxRate: plainDecimal(row.tax_rate),
  };
}

export async function upsertIssuer(tx: ServiceTx, issuerId: string, details: SaveIssuerInput): Promise<void> {
  const columns = {
    legal_name: details.legalName,
    tax_number: details.taxNumber,
    address: details.address,
    phone: details.phone,
    bank_name: details.bankName,
    bank_number: details.bankNumber,
    tax_rate: details.taxRate,
  };
  await tx
    .insertInto('invoices.issuer')
    .values({ distributor_id: issuerId, ...columns })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id']).doUpdateSet({ ...columns, updated_at: sql<Date>`app.now()` }),
    )
    .execute();
}
