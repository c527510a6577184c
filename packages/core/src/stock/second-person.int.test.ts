import type { CodeId, LoginId, SkuId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, StaffPrincipal } from '../context.ts';
import { closeAlertByHand, listAlerts, sweepAlerts } from '../notifications/index.ts';
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

describe('whoever may agree', () => {
  const kindsOf = async (staff: Staff) =>
    (await listAlerts(staff, { isOpen: true, limit: 20 })).items.map((alert) => alert.kind).toSorted();
  const check = (world: SaleWorld) => sweepAlerts(world.core, world.tenantId, 'test');

  it('is alerted to what waits, but not whoever asked nor who may not agree, until it is decided', async () => {
    const { world, skuId, ids } = await stocked(['S-0']);
    const [owner, other, support, finance] = (['owner', 'owner', 'support', 'finance'] as const).map((role) =>
      world.staff(role),
    ) as [Staff, Staff, Staff, Staff];
    const told = () => Promise.all([owner, other, support, finance, world.staff('auditor')].map(kindsOf));
    const exported = await requestExport(owner, { skuId, reason: 'we leave this supplier' });
    const asked = await requestReveal(support, { codeId: ids[0]!, reason: 'a buyer asks' });
    const both = ['stock.export_asked', 'stock.reveal_asked'];
    const waiting = [['stock.reveal_asked'], both, [], ['stock.export_asked'], []];
    expect(await told()).toEqual(waiting);
    const [alert] = (await listAlerts(finance, { isOpen: true, limit: 5 })).items;
    expect(alert).toMatchObject({ subject: exported.id, params: { code: expect.any(String) as string, units: 1 } });
    await expect(closeAlertByHand(support, { alertId: alert!.id })).rejects.toMatchObject({ code: 'not_found' });
    // What looks for causes finds these as they are.
    expect(await check(world)).toEqual({ done: 0 });
    expect(await told()).toEqual(waiting);
    await decideReveal(other, { id: asked.id, verdict: 'approve' });
    expect(await told()).toEqual([[], ['stock.export_asked'], [], ['stock.export_asked'], []]);
    await decideExport(finance, { id: exported.id, verdict: 'reject' });
    expect(await told()).toEqual([[], [], [], [], []]);
  });

  it('is alerted no longer when it is taken back or nobody answers in time', async () => {
    const { world, skuId, ids } = await stocked(['S-0']);
    const [owner, other] = [world.staff('owner'), world.staff('owner')];
    await cancelExport(owner, await requestExport(owner, { skuId, reason: 'we leave this supplier' }));
    expect(await kindsOf(other)).toEqual([]);
    await requestExport(owner, { skuId, reason: 'we leave this supplier' });
    await requestReveal(owner, { codeId: ids[0]!, reason: 'a buyer asks' });
    expect(await kindsOf(other)).toHaveLength(2);
    for (const table of ['export_request', 'reveal_request'])
      await world.sql(`update inventory.${table} set valid_until = app.now() where tenant_id = $1`, [world.tenantId]);
    expect(await check(world)).toEqual({ done: 2 });
    expect(await kindsOf(other)).toEqual([]);
  });
});

async function download(staff: Staff, id: string, offset?: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeExport(staff, { id, offset })) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Takes so many pieces of a download, then goes away. */
async function breakOff(staff: Staff, id: string, pieces: number, offset?: number): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  const file = writeExport(staff, { id, offset });
  while (taken.length < pieces) {
    const { value } = await file.next();
    if (value === undefined) throw new Error('the file ended');
    taken.push(value);
  }
  await file.return();
  return Buffer.concat(taken);
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
    await breakOff(owner, id, 2);
    expect(await stateOf(owner)).toMatchObject({ state: 'failed', units: 1_200, exported: 500 });
    const again = await approved(world, skuId);
    await world.addSecretCodes(skuId, ['later still']);
    const file = await download(again.owner, again.id);
    expect(file.trim().split('\r\n')).toHaveLength(1 + 1_201);
    expect(new Set(file.match(/SECRET-\d+/g)).size).toBe(1_200);
  });

  it('goes on where it broke off: the same bytes, each code once, also those sold meanwhile', async () => {
    const { world, skuId } = await stocked(Array.from({ length: 1_300 }, (_, n) => `SECRET-${n}`));
    const { owner, id } = await approved(world, skuId);
    const had = await breakOff(owner, id, 2);
    // What left is written again though it was sold; what is sold before it left does not leave; nothing is added.
    await world.sql(
      `update inventory.card_code c set state = 'void' where tenant_id = $1 and id in (
         (select id from inventory.card_code where tenant_id = $1 order by id limit 1)
         union all (select id from inventory.card_code where tenant_id = $1 order by id desc limit 1))`,
      [world.tenantId],
    );
    expect(await stateOf(owner)).toMatchObject({ state: 'failed', exported: 500, isResumable: true });
    // It broke in the middle of a line, then in the page behind.
    const kept = had.subarray(0, had.length - 7);
    const more = await breakOff(owner, id, 2, kept.length);
    const rest = await download(owner, id, kept.length + more.length);
    const whole = kept.toString('utf8') + more.toString('utf8') + rest;
    const secrets = whole.match(/SECRET-\d+/g) ?? [];
    expect(secrets).toHaveLength(1_299);
    expect(new Set(secrets).size).toBe(1_299);
    expect(await stateOf(owner)).toMatchObject({ state: 'done', units: 1_300, exported: 1_299 });
    // The server sent all of it; that is not to say that all arrived. Nothing that is unsold since leaves with it.
    await world.addSecretCodes(skuId, ['came later']);
    expect(await download(owner, id, 0)).toBe(whole);
    expect(await download(owner, id, Buffer.byteLength(whole))).toBe('');
    expect(await stateOf(owner)).toMatchObject({ state: 'done', exported: 1_299 });
    const reveals = await world.sql(
      `select count(*)::integer as rows, count(distinct code_id)::integer as codes from inventory.reveal where export_request_id = $1`,
      [id],
    );
    expect(reveals).toEqual([{ rows: 1_299, codes: 1_299 }]);
    const resumed = await world.sql<{ data: { offset: number } }>(
      `select data from audit.entry where subject_id = $1 and action = 'inventory.resume_export' order by created_at, id`,
      [id],
    );
    expect(resumed.map((row) => row.data.offset)).toEqual([
      kept.length,
      kept.length + more.length,
      0,
      Buffer.byteLength(whole),
    ]);
  });

  it('goes on for its asker alone, once begun, while the approval holds, at one place', async () => {
    const { world, skuId } = await stocked(Array.from({ length: 1_100 }, (_, n) => `SECRET-${n}`));
    const { owner, id } = await approved(world, skuId);
    const closed = { code: 'stock_request_closed' };
    await expect(download(owner, id, 0)).rejects.toMatchObject(closed);
    const first = writeExport(owner, { id });
    await first.next();
    const { value: page } = await first.next();
    // The later of two goes on; the one before it ends at its next page and takes nothing with it.
    const second = writeExport(owner, { id, offset: page?.length ?? 0 });
    await second.next();
    await expect(first.next()).rejects.toMatchObject(closed);
    expect(await stateOf(owner)).toMatchObject({ state: 'running', exported: 500 });
    await second.return();
    await expect(download(owner, id, 10_000_000)).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await stateOf(owner)).toMatchObject({ state: 'failed', exported: 500 });
    await expect(download(world.staff('owner'), id, 0)).rejects.toMatchObject({ code: 'not_found' });
    await assertMayDownload(owner, { id, isResumed: true });
    await expect(assertMayDownload(owner, { id })).rejects.toMatchObject(closed);
    await world.sql('update inventory.export_request set valid_until = app.now() where id = $1', [id]);
    await expect(download(owner, id, 0)).rejects.toMatchObject({ ...closed, params: { state: 'expired' } });
    expect(await stateOf(owner)).toMatchObject({ isResumable: false });
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
