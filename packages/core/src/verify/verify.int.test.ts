import type { TenantId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payFor, placeFor, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { INVARIANTS, verifyTenant } from './verify-tenant.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  await base.close();
});

const brokenOf = async (world: SaleWorld, tenantId: TenantId = world.tenantId): Promise<string[]> =>
  (await verifyTenant(world.core, tenantId)).filter((result) => result.broken > 0).map((result) => result.invariant);

/** A tenant with one delivered order of one code and one unpaid order. */
async function soldWorld(): Promise<{ world: SaleWorld; order: TestOrder; unpaid: TestOrder }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku({ columns: { max_per_buyer: 50 } });
  await world.addCodes(skuId, 3);
  const order = await placeFor(world, skuId);
  await payFor(world, order);
  const unpaid = await placeFor(world, skuId);
  return { world, order, unpaid };
}

/** Damages rows as no role of the product can: past triggers, policies and foreign keys. */
async function damage(world: SaleWorld, statement: string): Promise<void> {
  await world.sql(`begin; set local session_replication_role = replica; ${statement}; commit`);
}

describe('the invariants', () => {
  it('are listed by number, each once, and hold of a tenant that sold', async () => {
    const ids = INVARIANTS.map((invariant) => invariant.id);
    expect(ids).toEqual(Array.from({ length: 36 }, (_, index) => `I${String(index + 1).padStart(2, '0')}`));
    const { world } = await soldWorld();
    const results = await verifyTenant(world.core, world.tenantId);
    expect(results.filter((result) => result.broken > 0)).toEqual([]);
    const unchecked = (why: string) => results.flatMap(({ invariant, parts }) => (parts === why ? [invariant] : []));
    expect([unchecked('none'), unchecked('unneeded')]).toEqual([['I23', 'I24'], ['I34']]);
  });

  const t = `tenant_id = '{tenant}'`;
  const PLANTED: readonly (readonly [invariant: string, statement: string])[] = [
    [
      'I01',
      `update ledger.balance set debits = debits + 5 where ${t} and account_id = (select id from ledger.account where ${t} and code = '1110'); delete from ledger.delta where false`,
    ],
    ['I02', `update ledger.entry set amount = amount + 1 where ${t} and account_code = '1020'`],
    ['I03', `delete from ledger.entry where ${t} and account_code = '5020'`],
    ['I04', `delete from ledger.delta where ${t} and id = (select min(id) from ledger.delta where ${t})`],
    [
      'I05',
      `insert into ledger.entry select tenant_id, journal_id, 99, account_id, account_code, owner_id, currency, amount, kind, reference, memo, 0, 7, created_at from ledger.entry where ${t} and account_code = '2010' limit 1`,
    ],
    [
      'I06',
      `insert into ledger.entry select tenant_id, journal_id, 99, account_id, account_code, owner_id, currency, amount, kind, reference, memo, 12345, 1, created_at from ledger.entry where ${t} and account_code = '2010' limit 1`,
    ],
    ['I08', `delete from delivery.delivery where ${t}`],
    ['I09', `update inventory.card_code set state = 'available', order_id = null where ${t} and state = 'sold'`],
    ['I10', `update inventory.card_code set order_id = '{unpaid}' where ${t} and state = 'sold'`],
    ['I11', `update payments.receipt set amount = amount - 1 where ${t}`],
    ['I12', `update payments.receipt set outcome = 'pending' where ${t}`],
    ['I13', `update payments.receipt set fee = fee + 1 where ${t}`],
    [
      'I13',
      `insert into reconciliation.settlement (tenant_id, id, account_id, bank_account_id, bank_line, arrived_on, currency, expected, received, state, declared_by, decided_by, decided_at, journal_id)
             select tenant_id, gen_random_uuid(), account_id, gen_random_uuid(), 'PLANTED', '2026-11-01', currency, 100, 100, 'booked', gen_random_uuid(), gen_random_uuid(), app.now(), gen_random_uuid() from payments.receipt where ${t}`,
    ],
    ['I14', `update orders.order_line set earned_amount = earned_amount - 1 where ${t} and order_id = '{order}'`],
    ['I15', `update orders.commission_line set clawed = 1, clawed_pending = 1 where ${t}`],
    ['I16', `update inventory.card_code set unit_cost = unit_cost + 1 where ${t} and state = 'sold'`],
    ['I17', `delete from orders.order_event where ${t} and kind = 'paid'`],
    ['I18', `update orders.sales_order set refunded = amount where ${t} and id = '{order}'`],
    ['I19', `update orders.sales_order set refunded = amount where ${t} and id = '{order}'`],
    ['I20', `update orders.sales_order set refunded = 1 where ${t} and id = '{order}'`],
    [
      'I21',
      `insert into payments.refund (tenant_id, id, order_id, receipt_id, kind, amount, currency, state, cause, reason, by_system)
             select tenant_id, gen_random_uuid(), order_id, id, 'order', 1, currency, 'approved', 'undelivered', 'x', true from payments.receipt where ${t}`,
    ],
    ['I22', `update inventory.card_code set unit_cost = unit_cost - 1 where ${t} and state = 'reserved'`],
    [
      'I25',
      `insert into withdrawals.withdrawal (tenant_id, id, withdrawal_no, distributor_id, payee_id, client_ref, currency, amount, fee, tax_withheld, state, requested_by, checks_needed)
             values ('{tenant}', gen_random_uuid(), 'WPLANTED01', gen_random_uuid(), gen_random_uuid(), 'planted-1', 'CNY', 100, 0, 0, 'requested', gen_random_uuid(), 1)`,
    ],
    [
      'I25',
      `insert into wallet.pay_back (tenant_id, id, pay_back_no, distributor_id, top_up_id, currency, amount, client_ref, state, requested_by, checks_needed)
             values ('{tenant}', gen_random_uuid(), 'BPLANTED01', gen_random_uuid(), gen_random_uuid(), 'CNY', 100, 'planted-1', 'requested', gen_random_uuid(), 1)`,
    ],
    ['I27', `update payments.receipt set journal_id = gen_random_uuid() where ${t}`],
    ['I28', `update orders.order_split set amount = amount + 1 where ${t} and order_id = '{unpaid}' and position = 0`],
    ['I31', `update orders.sales_order set hold_until = hold_until - interval '1 day' where ${t} and id = '{unpaid}'`],
    ['I32', `update payments.attempt set query_at = app.now() - interval '1 hour' where ${t}`],
    [
      'I33',
      `insert into reconciliation.bill (tenant_id, id, account_id, bill_date, from_at, until_at, state, done_at)
             select tenant_id, id, account_id, app.now()::date, app.now() - interval '1 day', app.now() + interval '1 day', 'done', app.now() from payments.receipt where ${t}`,
    ],
    ['I35', `update orders.limit_counter set used = used - 1 where ${t}`],
  ];

  it.each(PLANTED)('%s is found when it is broken', async (invariant, statement) => {
    const { world, order, unpaid } = await soldWorld();
    expect(await brokenOf(world)).toEqual([]);
    const text = statement
      .replaceAll('{tenant}', world.tenantId)
      .replaceAll('{order}', order.orderId)
      .replaceAll('{unpaid}', unpaid.orderId);
    await damage(world, text);
    expect(await brokenOf(world)).toContain(invariant);
  });

  it('finds a spendable balance below its floor', async () => {
    const { world } = await soldWorld();
    const [distributor] = world.chain;
    await world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      'test:available',
      'adjustment',
      'CNY',
      ['2020', '3010'],
      [distributor!.id, '00000000-0000-0000-0000-000000000000'],
      [-500n, 500n],
    ]);
    expect(await brokenOf(world)).toEqual([]);
    await world.sql(`alter table ledger.balance drop constraint balance_floor`);
    await damage(
      world,
      `update ledger.balance set debits = 900 where tenant_id = '${world.tenantId}' and owner_id = '${distributor!.id}' and min_balance = 0`,
    );
    expect(await brokenOf(world)).toContain('I07');
  });

  it('speaks of one tenant only', async () => {
    const { world } = await soldWorld();
    const other = await soldWorld();
    await damage(world, `delete from orders.order_event where tenant_id = '${world.tenantId}' and kind = 'paid'`);
    expect(await brokenOf(other.world)).toEqual([]);
  });

  it('finds a reversal that is not the opposite', async () => {
    const { world } = await soldWorld();
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), 'test:rev', 'reversal', 'CNY', array['1110', '2110'], array_fill('00000000-0000-0000-0000-000000000000'::uuid, array[2]), array[1, -1]::bigint[],
        null, null, null, (select id from ledger.journal where tenant_id = $1 and kind = 'stock_import'))`,
      [world.tenantId],
    );
    expect(await brokenOf(world)).toContain('I26');
  });
});
