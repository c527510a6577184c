import { NIL_UUID } from '@keyfall/contracts';
import type { StatementPeriodDto } from '@keyfall/contracts/statement-schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepRelease } from '../orders/index.ts';
import { placeFor, payFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  listOwnStatementEntries,
  listParties,
  readOwnStatement,
  readPartyStatement,
  writeOwnStatement,
} from './index.ts';

let base: SaleWorld;
let world: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
  world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addCodes(skuId, 7);
  for (let n = 0; n < 7; n += 1) await payFor(world, await placeFor(world, skuId), { fee: 0n });
  await world.sql(
    `update orders.commission_line set release_at = release_at - interval '30 days' where tenant_id = $1`,
    [world.tenantId],
  );
  await sweepRelease(world.core, world.tenantId, 'test');
});
afterAll(() => base.close());

const seller = () => world.distributorStaff(world.chain[2]!);

/** The tenant's days around now, by the database's clock. */
async function days(from: number, until: number): Promise<StatementPeriodDto> {
  const [row] = await world.sql<{ from: string; until: string }>(
    `select ((app.now() at time zone timezone)::date + $2::integer)::text as from, ((app.now() at time zone timezone)::date + $3::integer)::text as until
       from tenancy.tenant where tenant_id = $1`,
    [world.tenantId, from, until],
  );
  return row!;
}

/** Balance of the ledger by account code, on the credit side. */
async function ledgerBalance(code: string, ownerId: string): Promise<string> {
  const [row] = await world.sql<{ amount: string }>(
    `select (-sum(amount) / 100)::numeric(20, 2)::text as amount from ledger.entry where tenant_id = $1 and account_code = $2 and owner_id = $3`,
    [world.tenantId, code, ownerId],
  );
  return row!.amount;
}

describe('a statement', () => {
  it('closes with what the ledger says, account by account', async () => {
    const statement = await readOwnStatement(seller(), { period: await days(-1, 0) });
    expect(statement.open).toBe(true);
    expect(statement.accounts).toMatchObject([
      {
        code: '2010',
        opening: { amount: '0.00' },
        increased: { amount: '28.00' },
        decreased: { amount: '28.00' },
        closing: { amount: '0.00' },
        entries: 8,
      },
      {
        code: '2020',
        opening: { amount: '0.00' },
        increased: { amount: '28.00' },
        decreased: { amount: '0.00' },
        closing: { amount: '28.00' },
        entries: 1,
      },
    ]);
    for (const account of statement.accounts) {
      expect(account.closing.amount).toBe(await ledgerBalance(account.code, world.chain[2]!.id));
    }
  });

  it('of a later period opens where the former closed', async () => {
    const statement = await readOwnStatement(seller(), { period: await days(1, 30) });
    expect(statement.accounts).toMatchObject([
      { code: '2020', opening: { amount: '28.00' }, closing: { amount: '28.00' }, entries: 0 },
    ]);
  });

  it('before the first sale is empty', async () => {
    expect((await readOwnStatement(seller(), { period: await days(-60, -30) })).accounts).toEqual([]);
  });

  it('lists its entries page by page with a running balance', async () => {
    const period = await days(-1, 0);
    const [pending] = (await readOwnStatement(seller(), { period })).accounts;
    const balances: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listOwnStatementEntries(seller(), { period, accountId: pending!.accountId, limit: 3, cursor });
      balances.push(...page.items.map((entry) => entry.balance.amount));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(balances).toEqual(['4.00', '8.00', '12.00', '16.00', '20.00', '24.00', '28.00', '0.00']);
  });

  it('as a file holds every entry and adds up', async () => {
    const file = await writeOwnStatement(seller(), { period: await days(-1, 0), format: 'csv', locale: 'en' });
    expect(file.name).toMatch(/^statement-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const pieces: string[] = [];
    for await (const piece of file.pieces) pieces.push(Buffer.from(piece).toString());
    const lines = pieces.join('').trim().split('\n');
    expect(lines.filter((line) => line.startsWith('2010 deliver') || line.startsWith('2010 sale'))).toHaveLength(7);
    expect(lines).toContain('2010 closing 0');
    expect(lines.at(-1)).toBe('2020 closing 2800');
  });

  it('as a file adds up, however much is posted meanwhile before what was written', async () => {
    const apart = await addTenantWorld(base.database);
    const owner = apart.distributorStaff(apart.chain[2]!);
    const post = async (entries: number): Promise<void> => {
      await apart.sql(
        `select ledger.post($1, gen_random_uuid(), gen_random_uuid()::text, 'adjustment', 'CNY', array['1010', '2040'], array[$2, $3]::uuid[], array[100::bigint, -100])
           from generate_series(1, $4)`,
        [apart.tenantId, NIL_UUID, owner.principal.distributorId, entries],
      );
    };
    await post(510);
    const request = { period: await days(-1, 0), format: 'csv', locale: 'en' } as const;
    const lines: string[] = [];
    for await (const piece of (await writeOwnStatement(owner, request)).pieces) {
      lines.push(Buffer.from(piece).toString().trim());
      // Where the second page is still to be read, a transaction that began earlier commits.
      if (lines.length !== 10) continue;
      await post(1);
      await apart.sql(
        `begin; set local session_replication_role = replica;
         update ledger.entry e set created_at = e.created_at - interval '1 hour' from ledger.account a
          where a.code = '2040' and a.tenant_id = '${apart.tenantId}' and e.account_id = a.id and e.account_version = 511; commit`,
      );
    }
    const balances = lines
      .filter((line) => line.startsWith('2040 adjustment'))
      .map((line) => Number(line.split(' ')[3]));
    expect(balances).toEqual(Array.from({ length: 510 }, (_, n) => (n + 1) * 100));
    expect(lines).toContain('2040 closing 51000');
  });

  it('shows a distributor nothing of anybody else', async () => {
    const own = await readOwnStatement(seller(), { period: await days(-1, 0) });
    const upper = await readOwnStatement(world.distributorStaff(world.chain[0]!), { period: await days(-1, 0) });
    const foreign = { period: await days(-1, 0), accountId: upper.accounts[0]!.accountId, limit: 10 };
    expect((await listOwnStatementEntries(seller(), foreign)).items).toEqual([]);
    expect(own.accounts.map((account) => account.accountId)).not.toContain(foreign.accountId);
  });

  it('is there for every party in the back office', async () => {
    const staff = world.staff('finance');
    const period = await days(-1, 0);
    const parties = await listParties(staff);
    expect(parties.filter((party) => party.kind === 'distributor')).toHaveLength(3);
    const house = await readPartyStatement(staff, { period, party: { kind: 'house' } });
    expect(house.accounts.find((account) => account.code === '4010')?.closing.amount).toBe('154.00');
    const foreign = base.chain[0]!.id;
    await expect(
      readPartyStatement(staff, { period, party: { kind: 'distributor', id: foreign } }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
