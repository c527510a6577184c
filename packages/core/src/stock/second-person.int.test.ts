import type { CodeId, LoginId, SkuId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, StaffPrincipal } from '../context.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  assertMayDownload,
  cancelExport,
  decideExport,
  decideReveal,
  listExports,
  listRevealRequests,
  requestExport,
  requestReveal,
  revealCode,
  writeExport,
} from './index.ts';
import { REVEALS_A_DAY } from './reveal-code.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

type Staff = Ctx<StaffPrincipal>;

async function stocked(
  secrets: readonly string[],
): Promise<{ world: SaleWorld; skuId: SkuId; ids: readonly CodeId[] }> {
  const world = await addTenantWorld(base.database);
  const skuId = (await world.addSku()) as SkuId;
  await world.addSecretCodes(skuId, [...secrets]);
  const rows = await world.sql<{ id: CodeId }>('select id from inventory.card_code where tenant_id = $1 order by id', [
    world.tenantId,
  ]);
  return { world, skuId, ids: rows.map((row) => row.id) };
}

/** Makes a member of staff look as if it had opened `count` codes today. */
async function openedToday(world: SaleWorld, staff: Staff, codeId: string, count: number): Promise<void> {
  await world.sql(
    `insert into inventory.reveal (tenant_id, id, code_id, channel, actor_id, reason)
     select $1, gen_random_uuid(), $2, 'staff', $3, 'test' from generate_series(1, $4::integer)`,
    [world.tenantId, codeId, staff.principal.loginId, count],
  );
}

const reveal = (staff: Staff, codeId: CodeId) => revealCode(staff, { codeId, reason: 'a buyer asks' });
const outcomes = (answers: readonly PromiseSettledResult<unknown>[]): string[] =>
  answers.map((answer) => (answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string }).code));

describe('opening codes', () => {
  it('stops exactly at the day’s bound, however many are asked for at once, and goes on the next day', async () => {
    const { world, ids } = await stocked(Array.from({ length: 8 }, (_, n) => `S-${n}`));
    const staff = world.staff('support');
    await openedToday(world, staff, ids[0]!, REVEALS_A_DAY - 3);
    const answers = await Promise.allSettled(ids.map((id) => reveal(staff, id)));
    const words = outcomes(answers);
    expect(words.filter((word) => word === 'done')).toHaveLength(3);
    expect(new Set(words)).toEqual(new Set(['done', 'reveal_quota_exceeded']));
    // Somebody else has a bound of its own.
    expect(await reveal(world.staff('support'), ids[0]!)).toMatchObject({ secret: 'S-0' });
    await world.database.advanceClock('25 hours');
    expect(await reveal(staff, ids[7]!)).toMatchObject({ secret: 'S-7' });
    await world.database.advanceClock('-25 hours');
  });

  it('goes on beyond it only with a second person’s word, for that code, once', async () => {
    const { world, ids } = await stocked(['S-0', 'S-1']);
    const [staff, other] = [world.staff('support'), world.staff('owner')];
    await openedToday(world, staff, ids[0]!, REVEALS_A_DAY);
    const { id } = await requestReveal(staff, { codeId: ids[1]!, reason: 'a buyer asks' });
    expect((await requestReveal(staff, { codeId: ids[1]!, reason: 'again' })).id).toBe(id);
    await expect(reveal(staff, ids[1]!)).rejects.toMatchObject({ code: 'reveal_quota_exceeded' });
    await expect(decideReveal(staff, { id, verdict: 'approve' })).rejects.toMatchObject({ code: 'stock_own_request' });
    const decisions = await Promise.allSettled(
      [other, world.staff('owner')].map((checker) => decideReveal(checker, { id, verdict: 'approve' })),
    );
    expect(outcomes(decisions).toSorted()).toEqual(['done', 'stock_request_closed']);
    expect((await listRevealRequests(staff, { limit: 5 })).items).toMatchObject([
      { id, state: 'approved', isOwn: true, reason: 'a buyer asks' },
    ]);
    await expect(reveal(staff, ids[0]!)).rejects.toMatchObject({ code: 'reveal_quota_exceeded' });
    const opened = outcomes(await Promise.allSettled([1, 2, 3].map(() => reveal(staff, ids[1]!))));
    expect(opened.filter((word) => word === 'done')).toHaveLength(1);
    expect((await listRevealRequests(other, { limit: 5 })).items).toMatchObject([{ state: 'used', isOwn: false }]);
    const audit = await world.sql<{ action: string }>(
      'select action from audit.entry where tenant_id = $1 and subject_id = $2 order by created_at, id',
      [world.tenantId, ids[1]],
    );
    expect(audit.map((row) => row.action)).toEqual([
      'inventory.request_reveal',
      'inventory.approve_reveal',
      'inventory.reveal',
    ]);
  });

  it('forgets an approval after a day, takes no word twice, and knows no other tenant', async () => {
    const { world, ids } = await stocked(['S-0']);
    const [staff, other] = [world.staff('support'), world.staff('owner')];
    await openedToday(world, staff, ids[0]!, REVEALS_A_DAY);
    const { id } = await requestReveal(staff, { codeId: ids[0]!, reason: 'a buyer asks' });
    const elsewhere = await stocked(['X']);
    await expect(decideReveal(elsewhere.world.staff(), { id, verdict: 'approve' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(requestReveal(elsewhere.world.staff(), { codeId: ids[0]!, reason: 'not mine' })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await decideReveal(other, { id, verdict: 'approve' });
    await world.sql(`update inventory.reveal_request set valid_until = app.now() where id = $1`, [id]);
    await expect(reveal(staff, ids[0]!)).rejects.toMatchObject({ code: 'reveal_quota_exceeded' });
    expect((await listRevealRequests(staff, { limit: 5 })).items).toMatchObject([{ state: 'expired' }]);
    const again = await requestReveal(staff, { codeId: ids[0]!, reason: 'a buyer asks' });
    await decideReveal(other, { id: again.id, verdict: 'reject' });
    await expect(reveal(staff, ids[0]!)).rejects.toMatchObject({ code: 'reveal_quota_exceeded' });
  });
});

async function download(staff: Staff, id: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeExport(staff, id)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function approved(world: SaleWorld, skuId: SkuId): Promise<{ owner: Staff; id: string }> {
  const owner = world.staff('owner');
  const { id } = await requestExport(owner, { skuId, reason: 'we leave this supplier' });
  await decideExport(world.staff('finance'), { id, verdict: 'approve' });
  return { owner, id };
}

const stateOf = async (staff: Staff) => (await listExports(staff, { limit: 5 })).items[0];

describe('exporting unsold codes', () => {
  it('needs two people, leaves once, records every code and runs no formula', async () => {
    const { world, skuId, ids } = await stocked(['00012345', '=cmd|calc', 'A,"B"', 'sold already']);
    await world.sql(`update inventory.card_code set state = 'void' where id = $1`, [ids[3]]);
    const owner = world.staff('owner');
    const { id } = await requestExport(owner, { skuId, reason: 'we leave this supplier' });
    await expect(download(owner, id)).rejects.toMatchObject({ code: 'stock_request_closed' });
    await expect(decideExport(owner, { id, verdict: 'approve' })).rejects.toMatchObject({ code: 'stock_own_request' });
    await decideExport(world.staff('finance'), { id, verdict: 'approve' });
    // Only who asked may fetch it, not even who agreed.
    await expect(download(world.staff('owner'), id)).rejects.toMatchObject({ code: 'not_found' });
    await assertMayDownload(owner, { id });
    const answers = await Promise.allSettled([1, 2, 3].map(() => download(owner, id)));
    expect(outcomes(answers).toSorted()).toEqual(['done', 'stock_request_closed', 'stock_request_closed']);
    const file = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))[0] ?? '';
    const lines = file.trimEnd().split('\r\n');
    expect(lines[0]).toBe('\ufeffsku,number,secret,link,password,face_value,expires_at');
    const secrets = lines.slice(1).map((line) => line.split(',').slice(2, -4).join(','));
    expect(secrets.toSorted()).toEqual(['"A,""B"""', '00012345', "'=cmd|calc"].toSorted());
    expect(await stateOf(owner)).toMatchObject({ state: 'done', units: 3, exported: 3, isOwn: true });
    const reveals = await world.sql<{ code_id: string }>(
      `select code_id from inventory.reveal where tenant_id = $1 and channel = 'export' and actor_id = $2 and reason = 'we leave this supplier'`,
      [world.tenantId, owner.principal.loginId],
    );
    expect(reveals.map((row) => row.code_id).toSorted()).toEqual([...ids.slice(0, 3)].toSorted());
    const audit = await world.sql<{ action: string }>(
      'select action from audit.entry where subject_id = $1 order by created_at, id',
      [id],
    );
    expect(audit.map((row) => row.action)).toEqual([
      'inventory.request_export',
      'inventory.approve_export',
      'inventory.download_export',
    ]);
  });

  it('lets no more leave than were asked for, in pages, and tells how many left when it broke off', async () => {
    const { world, skuId } = await stocked(Array.from({ length: 1_200 }, (_, n) => `SECRET-${n}`));
    const { owner, id } = await approved(world, skuId);
    await world.addSecretCodes(skuId, ['came later']);
    const pieces = writeExport(owner, id);
    await pieces.next();
    await pieces.next();
    await pieces.return();
    expect(await stateOf(owner)).toMatchObject({ state: 'failed', units: 1_200, exported: 500 });
    const again = await approved(world, skuId);
    await world.addSecretCodes(skuId, ['later still']);
    const file = await download(again.owner, again.id);
    expect(file.trim().split('\r\n')).toHaveLength(1 + 1_201);
    expect(new Set(file.match(/SECRET-\d+/g)).size).toBe(1_200);
  });

  it('is asked for what is there, taken back by its asker, forgotten in time, and unknown elsewhere', async () => {
    const { world, skuId } = await stocked(['S-0']);
    const owner = world.staff('owner');
    const empty = (await world.addSku()) as SkuId;
    await expect(requestExport(owner, { skuId: empty, reason: 'nothing' })).rejects.toMatchObject({
      code: 'export_empty',
    });
    const elsewhere = await stocked(['X']);
    await expect(requestExport(elsewhere.world.staff(), { skuId, reason: 'not mine' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const first = await requestExport(owner, { skuId, reason: 'first' });
    for (const stranger of [elsewhere.world.staff(), world.staff('owner')]) {
      await expect(cancelExport(stranger, first)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(decideExport(elsewhere.world.staff(), { id: first.id, verdict: 'approve' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await cancelExport(owner, first);
    await expect(decideExport(world.staff(), { id: first.id, verdict: 'approve' })).rejects.toMatchObject({
      code: 'stock_request_closed',
    });
    const { owner: asker, id } = await approved(world, skuId);
    await world.sql('update inventory.export_request set valid_until = app.now() where id = $1', [id]);
    await expect(download(asker, id)).rejects.toMatchObject({
      code: 'stock_request_closed',
      params: { state: 'expired' },
    });
    expect(await stateOf(asker)).toMatchObject({ state: 'expired' });
  });

  it('cannot be approved by its asker even past the use case', async () => {
    const { world, skuId } = await stocked(['S-0']);
    const login = world.staff().principal.loginId as LoginId;
    await expect(
      world.insert('inventory.export_request', {
        id: crypto.randomUUID(),
        sku_id: skuId,
        reason: 'x',
        units: 1,
        state: 'approved',
        requested_by: login,
        decided_by: login,
        valid_until: new Date(),
      }),
    ).rejects.toThrow('check constraint');
  });
});
