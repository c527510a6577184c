import type { DistributorId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseRate, type Rate } from '@keyfall/money';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';
import type { IncomeNode, IncomeRate } from './income.rules.ts';

/** What decides, at this moment, who earns which percentage of a sale, and what the wholesaler must keep of it. */
export interface IncomeRules {
  /** Uplines of who brought the sale that may earn. */
  readonly depth: number;
  /** Percent of a sale that must be left after commissions, cost and fee. */
  readonly marginMin: Rate;
  /** Whether distributors earn on what their own people buy. */
  readonly ownPurchaseEarns: boolean;
  readonly rates: readonly IncomeRate[];
  /** Who brought the sale first, then its uplines; without the house. */
  readonly chain: readonly IncomeNode[];
  /** The referral that counts here; then the chain is the referrer's and not the seller's. */
  readonly referral: Referral | null;
  /** By currency: the highest fee, in percent, of the accounts a buyer may pay at. */
  readonly feeOf: ReadonlyMap<string, Rate>;
}

export interface Referral {
  readonly code: string;
  readonly distributorId: DistributorId;
}

interface RulesRow {
  readonly depth: number;
  readonly margin_min: string;
  readonly own_purchase_earns: boolean;
  readonly rates: readonly { level_id: string | null; distance: number; percent: string }[];
  readonly chain: readonly { id: string; level_id: string | null }[];
  readonly referral_code: string | null;
  readonly referrer_id: string | null;
  readonly fees: Readonly<Record<string, string>>;
}

/**
 * The rules of the percentage model for a sale of this seller, in one statement. A referral code counts when it has not
 * ended, its distributor is active, and the seller is that distributor or stands above it; any other changes nothing.
 */
export async function readIncomeRules(
  tx: ServiceTx,
  sale: { readonly distributorId: string; readonly referral: string | null },
): Promise<IncomeRules> {
  const { rows } = await sql<RulesRow>`
    with referrer as materialized (
      select c.code, c.distributor_id
        from pricing.referral_code c
        join tenancy.distributor d on d.tenant_id = c.tenant_id and d.id = c.distributor_id and d.status = 'active'
        join tenancy.distributor_link l on l.tenant_id = c.tenant_id and l.descendant_id = c.distributor_id and l.ancestor_id = ${sale.distributorId}
       where c.tenant_id = app.tenant_id() and c.code = ${sale.referral}::text and c.ended_at is null),
    chain as (
      select l.distance, d.id, d.level_id
        from tenancy.distributor_link l
        join tenancy.distributor d on d.tenant_id = l.tenant_id and d.id = l.ancestor_id and d.depth > 0
       where l.tenant_id = app.tenant_id() and l.descendant_id = coalesce((select r.distributor_id from referrer r), ${sale.distributorId}::uuid)),
    card as (
      select c.id from pricing.rate_card c where c.tenant_id = app.tenant_id() and c.valid_from <= app.now() order by c.valid_from desc limit 1)
    select t.income_depth as depth, coalesce(p.margin_min, 0)::text as margin_min, coalesce(p.own_purchase_earns, false) as own_purchase_earns,
           coalesce((select jsonb_agg(jsonb_build_object('level_id', r.level_id, 'distance', r.distance, 'percent', r.percent::text))
                       from pricing.rate r join card on card.id = r.card_id where r.tenant_id = app.tenant_id()), '[]') as rates,
           coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'level_id', c.level_id) order by c.distance) from chain c), '[]') as chain,
           (select r.code from referrer r) as referral_code, (select r.distributor_id from referrer r) as referrer_id,
           coalesce((select jsonb_object_agg(f.currency, f.percent) from (
                       select g.currency, round(max(g.fee_rate) * 100, 8)::text as percent from payments.gateway_account g
                        where g.tenant_id = app.tenant_id() and g.enabled group by g.currency) f), '{}') as fees
      from tenancy.tenant t
      left join pricing.income_policy p on p.tenant_id = t.tenant_id
     where t.tenant_id = app.tenant_id()`.execute(tx);
  return toRules(onlyRow(rows));
}

function toRules(row: RulesRow): IncomeRules {
  const { referral_code: code, referrer_id: referrerId } = row;
  return {
    depth: row.depth,
    marginMin: parseRate(row.margin_min),
    ownPurchaseEarns: row.own_purchase_earns,
    rates: row.rates.map((rate) => ({
      levelId: rate.level_id,
      distance: rate.distance,
      percent: parseRate(rate.percent),
    })),
    chain: row.chain.map((node) => ({ distributorId: node.id as DistributorId, levelId: node.level_id })),
    referral: code === null || referrerId === null ? null : { code, distributorId: referrerId as DistributorId },
    feeOf: new Map(Object.entries(row.fees).map(([currency, percent]) => [currency, parseRate(percent)])),
  };
}
