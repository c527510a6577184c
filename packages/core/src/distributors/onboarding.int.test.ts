import { randomUUID } from 'node:crypto';
import type { DistributorId, LevelId } from '@keyfall/contracts';
import { applicationStateSchema, downlineSchema } from '@keyfall/contracts/distributor-schemas';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { saveRateCard, withdrawRateCard } from '../pricing/index.ts';
import { assertMayAct, assertMayLook } from './assert-may-act.ts';
import { changeLevel } from './change-level.ts';
import { closeDistributor } from './close-distributor.ts';
import { createDistributor } from './create-distributor.ts';
import { approveApplication, refuseApplication, sendBackApplication } from './decide-application.ts';
import { handInApplication, readApplication } from './hand-in-application.ts';
import { inviteDistributor, resendDistributorInvitation, withdrawDistributorInvitation } from './invite-distributor.ts';
import { readLevels, removeLevel, reorderLevels, saveLevel } from './levels.ts';
import { getDistributor } from './read-distributors.ts';
import { readDownline } from './read-downline.ts';
import { readHistory } from './read-history.ts';
import { changeMayRecruit, changeTenantRecruiting } from './set-recruiting.ts';
import { codeOf, create, input, personOf, plantTree, type Tree } from './testing/tree-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const OWNER = { mail: 'new@owner.test', name: 'New Owner', locale: 'en' as const };
const APPLICATION = {
  name: 'New Company',
  legalName: 'New Company Ltd',
  taxNumber: null,
  contactName: 'New Owner',
  contactMail: 'new@owner.test',
  contactPhone: null,
};
const invitation = (name = 'Newcomer') => ({ name, levelId: null, owner: OWNER });

const kindsOf = async (tree: Tree, id: DistributorId) => (await readHistory(tree.ctx, id)).map(({ kind }) => kind);
const statusOf = async (tree: Tree, id: DistributorId) => (await getDistributor(tree.ctx, id)).status;

async function mailsOf(tree: Tree): Promise<readonly string[]> {
  const rows = await database.owner.query<{ template: string; params: { news?: string } }>(
    'select template, params from notify.mail where tenant_id = $1 order by created_at, id',
    [tree.ctx.principal.tenantId],
  );
  return rows.map(({ template, params }) => params.news ?? template);
}

describe('somebody invited', () => {
  it('hands in its data, corrects it, is let in, and sees nothing of the trade before', async () => {
    const tree = await plantTree(database, 2);
    const { id } = await inviteDistributor(tree.ctx, tree.houseId, invitation());
    const owner = await personOf(database, tree, id);
    expect(await codeOf(assertMayLook(owner))).toBe('distributor_not_active');
    // What goes over the wire, before anything is filled in.
    expect(applicationStateSchema.parse(await readApplication(owner))).toMatchObject({
      status: 'invited',
      mayHandIn: true,
    });
    expect(await codeOf(handInApplication(await personOf(database, tree, id, 'staff'), APPLICATION))).toBe('forbidden');
    await handInApplication(owner, APPLICATION);
    expect(await codeOf(handInApplication(owner, APPLICATION))).toBe('state_conflict');
    await sendBackApplication(tree.ctx, id, 'Tax number?');
    expect(await readApplication(owner)).toMatchObject({ status: 'invited', sentBackBecause: 'Tax number?' });
    await handInApplication({ ...owner, requestId: randomUUID() }, { ...APPLICATION, taxNumber: 'CN-1' });
    expect(await codeOf(assertMayLook(owner))).toBe('distributor_not_active');
    await approveApplication(tree.ctx, id);
    expect(await codeOf(assertMayAct(owner))).toBe('done');
    expect(await codeOf(handInApplication(owner, APPLICATION))).toBe('state_conflict');
    const node = await getDistributor(tree.ctx, id);
    expect([node.name, node.profile.legalName, node.profile.taxNumber]).toEqual([
      'New Company',
      'New Company Ltd',
      'CN-1',
    ]);
    expect(await kindsOf(tree, id)).toEqual(['approved', 'submitted', 'sent_back', 'submitted', 'invited']);
    expect(await mailsOf(tree)).toEqual([
      'invitation',
      'application_handed_in',
      'sent_back',
      'application_handed_in',
      'approved',
    ]);
  });

  it('is refused for good, with its sessions and links ended', async () => {
    const tree = await plantTree(database, 2);
    const { id } = await inviteDistributor(tree.ctx, tree.houseId, invitation());
    const owner = await personOf(database, tree, id);
    await handInApplication(owner, APPLICATION);
    await refuseApplication(tree.ctx, id, 'no licence');
    expect(await statusOf(tree, id)).toBe('closed');
    expect(await codeOf(assertMayLook(owner))).toBe('distributor_closed');
    const tokens = await database.owner.query('select 1 from identity.one_time_token where tenant_ref = $1', [
      tree.ctx.principal.tenantId,
    ]);
    expect(tokens).toEqual([]);
    expect(await codeOf(approveApplication(tree.ctx, id))).toBe('state_conflict');
  });

  it('is found by its own wholesaler only', async () => {
    const [mine, theirs] = [await plantTree(database, 2), await plantTree(database, 2)];
    const { id } = await inviteDistributor(theirs.ctx, theirs.houseId, invitation());
    await handInApplication(await personOf(database, theirs, id), APPLICATION);
    expect(await codeOf(approveApplication(mine.ctx, id))).toBe('not_found');
    expect(await codeOf(refuseApplication(mine.ctx, id, 'x'))).toBe('not_found');
    expect(await codeOf(readHistory(mine.ctx, id))).toBe('not_found');
    expect(await codeOf(inviteDistributor(mine.ctx, theirs.houseId, invitation()))).toBe('not_found');
  });
});

describe('a distributor that recruits', () => {
  it('needs the tenant’s leave, the wholesaler’s, and room in the tree', async () => {
    const tree = await plantTree(database, 1);
    const id = await create(tree, tree.houseId);
    const owner = await personOf(database, tree, id);
    const ask = () => codeOf(inviteDistributor(owner, id, invitation()));
    expect([await ask(), (await readDownline(owner)).inviteHindrance]).toEqual(['downline_not_allowed', 'tenant']);
    await changeTenantRecruiting(tree.ctx, true);
    expect([await ask(), (await readDownline(owner)).inviteHindrance]).toEqual(['downline_not_allowed', 'distributor']);
    await changeMayRecruit(tree.ctx, id, true);
    expect([await ask(), (await readDownline(owner)).mayInvite]).toEqual(['done', true]);
    const [child] = downlineSchema.parse(await readDownline(owner)).nodes;
    expect(child).toMatchObject({ name: 'Newcomer', status: 'invited', parentId: null, distance: 1 });
    // The child stands at the depth that earns last: below it there is no room, whoever asks.
    const low = await create(tree, id);
    await changeMayRecruit(tree.ctx, low, true);
    const lowOwner = await personOf(database, tree, low);
    expect(await codeOf(inviteDistributor(lowOwner, low, invitation()))).toBe('depth_exceeded');
    expect((await readDownline(lowOwner)).inviteHindrance).toBe('depth');
  });

  it('acts on its own children only, and learns of its upline a name', async () => {
    const tree = await plantTree(database, 3, { recruiting: true });
    const [top, other] = [await create(tree, tree.houseId, 'Top'), await create(tree, tree.houseId, 'Other')];
    for (const id of [top, other]) await changeMayRecruit(tree.ctx, id, true);
    const [topOwner, otherOwner] = [await personOf(database, tree, top), await personOf(database, tree, other)];
    const { id } = await inviteDistributor(topOwner, top, invitation());
    const level = (await saveLevel(tree.ctx, null, { name: 'Gold', rank: 1 })).id as LevelId;
    const change = { levelId: level, reason: 'sells well' };
    expect(await codeOf(inviteDistributor(otherOwner, top, invitation()))).toBe('not_found');
    expect(await codeOf(changeLevel(otherOwner, id, change))).toBe('not_found');
    expect(await codeOf(resendDistributorInvitation(otherOwner, id))).toBe('not_found');
    expect(await codeOf(withdrawDistributorInvitation(otherOwner, id))).toBe('not_found');
    expect((await readDownline(otherOwner)).nodes).toEqual([]);
    await changeLevel(topOwner, id, change);
    expect(await codeOf(changeLevel(topOwner, id, change))).toBe('state_conflict');
    expect(await codeOf(changeLevel(topOwner, top, change))).toBe('not_found');
    const [event] = await readHistory(tree.ctx, id);
    expect(event).toMatchObject({ kind: 'level_changed', fromName: null, toName: 'Gold', reason: 'sells well' });
    await resendDistributorInvitation(topOwner, id);
    const below = await personOf(database, tree, id);
    const seen = await readDownline(below);
    expect([seen.uplineName, seen.nodes]).toEqual(['Top', []]);
    expect((await readDownline(topOwner)).uplineName).toBeNull();
    expect(JSON.stringify(seen)).not.toContain(top);
    await withdrawDistributorInvitation(topOwner, id);
    expect(await codeOf(assertMayLook(below))).toBe('distributor_closed');
    expect((await readDownline(topOwner)).nodes).toEqual([]);
  });
});

describe('levels', () => {
  it('change places in one go', async () => {
    const tree = await plantTree(database, 2);
    const ids: LevelId[] = [];
    for (const [index, name] of ['Gold', 'Silver', 'Bronze'].entries()) {
      ids.push((await saveLevel(tree.ctx, null, { name, rank: index + 1 })).id as LevelId);
    }
    await reorderLevels(tree.ctx, ids.toReversed());
    expect((await readLevels(tree.ctx)).map(({ name }) => name)).toEqual(['Bronze', 'Silver', 'Gold']);
    expect(await codeOf(reorderLevels(tree.ctx, ids.slice(1)))).toBe('not_found');
  });

  it('stay while distributors, price lists or rules have them, and the refusal says which', async () => {
    const tree = await plantTree(database, 2);
    const level = (await saveLevel(tree.ctx, null, { name: 'Gold', rank: 1 })).id as LevelId;
    const top = await create(tree, tree.houseId);
    const hinderedBy = async (): Promise<unknown> =>
      await removeLevel(tree.ctx, level).then(
        () => 'nothing',
        (error: unknown) => (isDomainError(error, 'level_in_use') ? error.params.by : error),
      );
    await changeLevel(tree.ctx, top, { levelId: level, reason: 'test' });
    expect(await hinderedBy()).toBe('distributors');
    await changeLevel(tree.ctx, top, { levelId: null, reason: 'test' });
    const owned = [tree.ctx.principal.tenantId, randomUUID(), tree.houseId, level];
    await database.owner.query(
      `insert into pricing.price_list (tenant_id, id, owner_id, level_id, name, valid_from) values ($1, $2, $3, $4, 'List', now())`,
      owned,
    );
    expect(await hinderedBy()).toBe('price_lists');
    await database.owner.query('delete from pricing.price_list where tenant_id = $1', owned.slice(0, 1));
    await database.owner.query(
      `insert into pricing.price_rule (tenant_id, id, owner_id, level_id, name, percent, fixed, step) values ($1, $2, $3, $4, 'Rule', 5, 0, 0.01)`,
      owned,
    );
    expect(await hinderedBy()).toBe('price_rules');
    await database.owner.query('delete from pricing.price_rule where tenant_id = $1', owned.slice(0, 1));
    const other = await plantTree(database, 2);
    expect(await codeOf(removeLevel(other.ctx, level))).toBe('not_found');
    expect(await hinderedBy()).toBe('nothing');
    expect(await readLevels(tree.ctx)).toEqual([]);
  });

  it('are retired and not lost where past rates, past lists or closed distributors have them', async () => {
    const tree = await plantTree(database, 2);
    const { tenantId } = tree.ctx.principal;
    const levelOf = async (name: string, rank: number) =>
      (await saveLevel(tree.ctx, null, { name, rank })).id as LevelId;
    const [gold, silver] = [await levelOf('Gold', 1), await levelOf('Silver', 2)];
    const rates = (levelId: LevelId) => [
      { levelId, distance: 0, percent: '8' },
      { levelId: null, distance: 1, percent: '2' },
    ];
    const past = await saveRateCard(tree.ctx, { rates: rates(gold) });
    expect(await codeOf(removeLevel(tree.ctx, gold))).toBe('level_in_use');
    const coming = await saveRateCard(tree.ctx, { rates: rates(silver), validFrom: '2099-01-01T00:00:00.000Z' });
    expect(await codeOf(removeLevel(tree.ctx, silver))).toBe('level_in_use');
    await withdrawRateCard(tree.ctx, coming.id);
    expect(await codeOf(removeLevel(tree.ctx, silver))).toBe('done');
    // Another card takes over: what held before stays as it was, to the last rate.
    await saveRateCard(tree.ctx, { rates: [{ levelId: null, distance: 0, percent: '5' }] });
    const left = await create(tree, tree.houseId);
    await changeLevel(tree.ctx, left, { levelId: gold, reason: 'test' });
    expect(await codeOf(removeLevel(tree.ctx, gold))).toBe('level_in_use');
    await closeDistributor(tree.ctx, left, 'gone');
    await removeLevel(tree.ctx, gold);
    const ratesOf = await database.owner.query<{ name: string | null; percent: string }>(
      `select l.name, trim_scale(r.percent)::text as percent from pricing.rate r left join tenancy.level l on l.id = r.level_id
        where r.tenant_id = $1 and r.card_id = $2 order by r.distance`,
      [tenantId, past.id],
    );
    expect(ratesOf).toEqual([
      { name: 'Gold', percent: '8' },
      { name: null, percent: '2' },
    ]);
    expect(await readLevels(tree.ctx)).toEqual([]);
    expect(await codeOf(removeLevel(tree.ctx, gold))).toBe('not_found');
    expect(await codeOf(saveLevel(tree.ctx, gold, { name: 'Again', rank: 1 }))).toBe('not_found');
    // Its rank is free, and nothing new can have it.
    const [node, next] = [await create(tree, tree.houseId), await levelOf('New gold', 1)];
    expect(await codeOf(changeLevel(tree.ctx, node, { levelId: gold, reason: 'test' }))).toBe('not_found');
    expect(await codeOf(createDistributor(tree.ctx, tree.houseId, { ...input(), levelId: gold }))).toBe('not_found');
    expect(await codeOf(saveRateCard(tree.ctx, { rates: rates(gold) }))).toBe('not_found');
    expect((await readLevels(tree.ctx)).map(({ id }) => id)).toEqual([next]);
  });

  it('are not retired under somebody who is just being put into them', async () => {
    const tree = await plantTree(database, 2);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const level = (await saveLevel(tree.ctx, null, { name: 'Rush', rank: index + 1 })).id as LevelId;
        await saveRateCard(tree.ctx, { rates: [{ levelId: level, distance: 0, percent: '5' }] });
        const node = await create(tree, tree.houseId);
        await saveRateCard(tree.ctx, { rates: [] });
        const [given, removed] = await Promise.all([
          codeOf(changeLevel(tree.ctx, node, { levelId: level, reason: 'test' })),
          codeOf(removeLevel(tree.ctx, level)),
        ]);
        return `${given} ${removed}`;
      }),
    );
    for (const outcome of outcomes) expect(['done level_in_use', 'not_found done']).toContain(outcome);
  });
});
