import type { DistributorId, OwnPurchaseSign } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import type { OwnPurchases } from './line-split.rules.ts';

/** Who buys, as far as it may tell whose people he belongs to. */
export interface BuyerTraces {
  readonly buyerId: string | null;
  readonly mail: string | null;
  readonly phone: string | null;
  readonly device: string | null;
  /** Keyed hashes of the contact as a payee's account number: an Alipay account is a mail address or a phone. */
  readonly payeeIndexes: readonly Buffer[];
}

interface SignRow {
  readonly distributor_id: string;
  readonly sign: OwnPurchaseSign;
}

// One person under several spellings: a tag of its mailbox, a phone with or without country code and blanks.
const mailKey = (mail: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`lower(regexp_replace(${mail}, '\\+[^@]*@', '@'))`;
const phoneKey = (phone: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`nullif(right(regexp_replace(${phone}, '\\D', '', 'g'), 11), '')`;

/**
 * Distributors of the chain to whose own people the buyer belongs, each with the first sign of it: the buyer's account has
 * the mail or phone of one of them, the order's contact has, or is where the distributor lets its income be paid to, or the
 * device has bought in their name before. Their people are the portal's active logins and the contact of the profile. The chain is the seller's and the referrer's.
 */
export async function readOwnPurchases(
  tx: ServiceTx,
  sale: { readonly distributorId: string; readonly referral: string | null },
  buyer: BuyerTraces,
): Promise<OwnPurchases> {
  const payees =
    buyer.payeeIndexes.length === 0 ? sql`false` : sql`y.number_index in (${sql.join(buyer.payeeIndexes)})`;
  const { rows } = await sql<SignRow>`
    with chain as materialized (
      select l.ancestor_id as id
        from tenancy.distributor_link l
        join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id and d.depth > 0
       where l.tenant_id = app.tenant_id()
         and (l.descendant_id = ${sale.distributorId}
              or l.descendant_id in (select c.distributor_id from pricing.referral_code c where c.tenant_id = app.tenant_id() and c.code = ${sale.referral}::text))
       group by l.ancestor_id),
    person as materialized (
      select m.distributor_ref as id, ${mailKey(sql`g.mail`)} as mail, null as phone
        from identity.membership m
        join identity.login g on g.key = m.login_key
       where m.tenant_ref = app.tenant_id() and m.audience = 'portal' and m.status = 'active' and m.distributor_ref in (select c.id from chain c)
       union all
      select p.distributor_id, ${mailKey(sql`p.contact_mail`)}, ${phoneKey(sql`p.contact_phone`)}
        from tenancy.distributor_profile p
       where p.tenant_id = app.tenant_id() and p.distributor_id in (select c.id from chain c)),
    trace as materialized (
      select 1 as rank, 'account' as sign, ${mailKey(sql`b.mail`)} as mail, ${phoneKey(sql`b.phone`)} as phone
        from people.buyer b where b.tenant_id = app.tenant_id() and b.id = ${buyer.buyerId} and b.kind = 'account'
       union all select 2, 'mail', ${mailKey(sql`${buyer.mail}::text`)}, null
       union all select 3, 'phone', null, ${phoneKey(sql`${buyer.phone}::text`)})
    select distinct on (x.id) x.id as distributor_id, x.sign from (
      select p.id, t.rank, t.sign from trace t join person p on p.mail = t.mail or (p.phone = t.phone and length(t.phone) >= 7)
       union all
      select y.distributor_id, 4, 'payee' from withdrawals.payee y
       where y.tenant_id = app.tenant_id() and ${payees} and y.state <> 'removed' and y.distributor_id in (select c.id from chain c)
       union all
      select v.distributor_id, 5, 'device' from orders.staff_device v
       where v.tenant_id = app.tenant_id() and v.device = ${buyer.device}::text and v.seen_at > app.now() - interval '1 year'
         and v.distributor_id in (select c.id from chain c)) x
     order by x.id, x.rank`.execute(tx);
  return new Map(rows.map((row) => [row.distributor_id as DistributorId, row.sign]));
}

/** Remembers that distributors' own people have bought from this device. */
export async function rememberStaffDevice(
  tx: ServiceTx,
  device: string,
  distributorIds: readonly DistributorId[],
): Promise<void> {
  await tx
    .insertInto('orders.staff_device')
    .values(distributorIds.map((distributorId) => ({ device, distributor_id: distributorId })))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'device', 'distributor_id']).doUpdateSet({ seen_at: sql<Date>`app.now()` }),
    )
    .execute();
}
