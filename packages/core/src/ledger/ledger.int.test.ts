import type { DistributorId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { ACCOUNT_CODES, CHART } from './chart.rules.ts';
import { credit, debit, draftJournal, type JournalDraft } from './journal.rules.ts';
import { sweepFold } from './jobs/sweep-fold.ts';
import { lockBalances, postJournal } from './queries.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  await world.close();
});

const draft = (
  idemKey: string,
  distributorId: DistributorId,
  amount: bigint,
  code: '2010' | '2020' = '2020',
): JournalDraft =>
  draftJournal({ idemKey, kind: 'adjustment', currency: 'CNY' }, [
    debit('1110', amount),
    credit(code, amount, distributorId),
  ]);

async function post(journal: JournalDraft, journalId = uuidv7()): Promise<boolean> {
  return await serviceTx(world.core.db, { tenantId: world.tenantId }, (tx) =>
    postJournal(tx, world.tenantId, journal, { journalId }),
  );
}

async function balanceOf(code: string, ownerId: string): Promise<bigint> {
  const rows = await world.sql<{ amount: bigint }>(
    'select amount from ledger.account_balance where tenant_id = $1 and code = $2 and owner_id = $3',
    [world.tenantId, code, ownerId],
  );
  return rows[0]?.amount ?? 0n;
}

describe('the chart in SQL', () => {
  it('says what the rules say: side, mode, floor', async () => {
    const rows = await world.sql<{ code: string; normal_side: string; mode: string; min_balance: bigint | null }>(
      'select * from ledger.chart() order by code',
    );
    expect(rows).toEqual(
      ACCOUNT_CODES.map((code) => ({
        code,
        normal_side: CHART[code].normalSide,
        mode: CHART[code].mode,
        min_balance: CHART[code].floor === null ? null : 0n,
      })),
    );
  });

  it('knows the decimals of every currency we book in', async () => {
    const { CURRENCY_CODES, exponentOf } = await import('@keyfall/money');
    const rows = await world.sql<{ code: string; exponent: number }>(
      'select c as code, ledger.exponent(c) as exponent from unnest($1::text[]) c',
      [CURRENCY_CODES],
    );
    expect(Object.fromEntries(rows.map((row) => [row.code, row.exponent]))).toEqual(
      Object.fromEntries(CURRENCY_CODES.map((code) => [code, exponentOf(code)])),
    );
  });
});

describe('posting', () => {
  it('posts once per key: the same content again does nothing, other content is a conflict', async () => {
    const distributor = world.chain[0]!.id;
    const before = await balanceOf('2020', distributor);
    expect(await post(draft('once:1', distributor, 500n))).toBe(true);
    expect(await post(draft('once:1', distributor, 500n))).toBe(false);
    await expect(post(draft('once:1', distributor, 501n))).rejects.toMatchObject({ code: 'journal_conflict' });
    expect((await balanceOf('2020', distributor)) - before).toBe(-500n);
  });

  it('posts once when twenty do it at the same moment', async () => {
    const distributor = world.chain[1]!.id;
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(draft('race:1', distributor, 700n))));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await balanceOf('2020', distributor)).toBe(-700n);
  });

  it('never lets a spendable balance fall below its floor, however many take at once', async () => {
    const distributor = (await world.addDistributor(world.house)).id;
    await post(draft('floor:in', distributor, 1_000n));
    const takes = await Promise.allSettled(
      Array.from({ length: 15 }, (_, index) =>
        post(
          draftJournal({ idemKey: `floor:${index}`, kind: 'adjustment', currency: 'CNY' }, [
            debit('2020', 300n, distributor),
            credit('2030', 300n, distributor),
          ]),
        ),
      ),
    );
    expect(takes.filter((take) => take.status === 'fulfilled')).toHaveLength(3);
    const refusals = takes.flatMap((take) => (take.status === 'rejected' ? [take.reason as { code: string }] : []));
    expect(new Set(refusals.map((refusal) => refusal.code))).toEqual(new Set(['insufficient_balance']));
    expect(await balanceOf('2020', distributor)).toBe(-100n);
    expect(await balanceOf('2030', distributor)).toBe(-900n);
  });

  it('shows each strong line the balance after itself, also where a journal moves one account twice', async () => {
    const distributor = (await world.addDistributor(world.house)).id;
    await world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      `twice:${distributor}`,
      'adjustment',
      'CNY',
      ['2020', '1110', '2020', '1110'],
      [distributor, NIL, distributor, NIL],
      [-900n, 900n, 250n, -250n],
    ]);
    const rows = await world.sql<{ line: number; balance_after: bigint; account_version: bigint }>(
      'select line, balance_after, account_version from ledger.entry where tenant_id = $1 and owner_id = $2 order by line',
      [world.tenantId, distributor],
    );
    expect(rows).toEqual([
      { line: 1, balance_after: -900n, account_version: 1n },
      { line: 3, balance_after: -650n, account_version: 2n },
    ]);
  });

  it.each([
    ['not zero', ['1110', '4010'], [5n, -4n], '23514'],
    ['a line of zero', ['1110', '4010', '2070'], [5n, -5n, 0n], '23514'],
    ['one line', ['1110'], [5n], '23514'],
    ['an unknown account', ['1110', '4999'], [5n, -5n], 'KF011'],
  ])('refuses a journal with %s', async (_, codes, amounts, state) => {
    const posted = world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      `bad:${uuidv7()}`,
      'adjustment',
      'CNY',
      codes,
      codes.map(() => NIL),
      amounts,
    ]);
    await expect(posted).rejects.toMatchObject({ code: state });
  });

  it("refuses a tenant other than the transaction's", async () => {
    const other = await addTenantWorld(world.database);
    const work = serviceTx(world.core.db, { tenantId: world.tenantId }, (tx) =>
      postJournal(tx, other.tenantId, draft('foreign:1', other.chain[0]!.id, 5n), { journalId: uuidv7() }),
    );
    await expect(work).rejects.toMatchObject({ code: 'KF001' });
  });

  it('keeps history: nobody updates, deletes or truncates, not even the owner of the tables', async () => {
    for (const text of [
      'update ledger.journal set kind = kind',
      'delete from ledger.entry',
      'truncate ledger.entry, ledger.journal cascade',
      'update ledger.entry set amount = amount',
    ]) {
      await expect(world.sql(text)).rejects.toMatchObject({ code: 'KF010' });
    }
  });

  it('locks balances in account order and opens those that do not exist', async () => {
    const distributor = (await world.addDistributor(world.house)).id;
    await post(draft('lock:1', distributor, 120n));
    const locked = await serviceTx(world.core.db, { tenantId: world.tenantId }, (tx) =>
      lockBalances(tx, world.tenantId, 'CNY', [
        { code: '1210', ownerId: distributor },
        { code: '2020', ownerId: distributor },
      ]),
    );
    expect(new Map(locked.map((row) => [row.code, row.balance]))).toEqual(
      new Map([
        ['1210', 0n],
        ['2020', 120n],
      ]),
    );
  });
});

describe('folding', () => {
  it('loses and doubles nothing while others post and read', async () => {
    const distributor = (await world.addDistributor(world.house)).id;
    const seen: bigint[] = [];
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let index = 0; index < 20; index += 1)
        await post(draft(`fold:${writer}:${index}`, distributor, 10n, '2010'));
    });
    const folders = Array.from({ length: 3 }, async () => {
      for (let index = 0; index < 15; index += 1) await sweepFold(world.core, world.tenantId, 'fold');
    });
    const reader = (async () => {
      for (let index = 0; index < 30; index += 1) seen.push(-(await balanceOf('2010', distributor)));
    })();
    await Promise.all([...writers, ...folders, reader]);
    // Exact at any instant: what a reader sees never falls.
    expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(await balanceOf('2010', distributor)).toBe(-1_200n);
    await sweepFold(world.core, world.tenantId, 'fold');
    const left = await world.sql<{ count: bigint }>('select count(*) from ledger.delta where tenant_id = $1', [
      world.tenantId,
    ]);
    expect(left[0]!.count).toBe(0n);
    expect(await balanceOf('2010', distributor)).toBe(-1_200n);
  });
});

const NIL = '00000000-0000-0000-0000-000000000000';
