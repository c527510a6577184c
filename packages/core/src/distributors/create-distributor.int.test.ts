import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { randomUUID } from 'node:crypto';
import type { DistributorId } from '@keyfall/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDistributor } from './create-distributor.ts';
import { freezeDistributor, unfreezeDistributor } from './freeze-distributor.ts';
import { getDistributor, readDistributors } from './read-distributors.ts';
import { NO_PROFILE, codeOf, create, input, plantTree, viewsOf } from './testing/tree-world.ts';
import { updateDistributor } from './update-distributor.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const plant = (incomeDepth: number) => plantTree(database, incomeDepth);

describe('the tree', () => {
  it('has path, links and depth agree after any sequence of creates, and never grows beyond its depth', async () => {
    const sequences = fc.array(fc.nat(30), { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 0, max: 3 }), async (picks, incomeDepth) => {
        const tree = await plant(incomeDepth);
        const depths = new Map<DistributorId, number>([[tree.houseId, 0]]);
        const outcomes: (readonly [string, string])[] = [];
        for (const pick of picks) {
          const ids = [...depths.keys()];
          const parent = ids[pick % ids.length] ?? tree.houseId;
          const depth = (depths.get(parent) ?? 0) + 1;
          const making = create(tree, parent);
          const outcome = await codeOf(making);
          if (outcome === 'done') depths.set(await making, depth);
          outcomes.push([outcome, depth > incomeDepth + 1 ? 'depth_exceeded' : 'done']);
        }
        expect(outcomes.map(([found]) => found)).toEqual(outcomes.map(([, wanted]) => wanted));
        const { told, derived } = await viewsOf(database, tree);
        expect(told).toEqual(derived);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('stays one tree when many are created at once', async () => {
    const tree = await plant(3);
    const first = await Promise.all(Array.from({ length: 4 }, () => create(tree, tree.houseId)));
    await Promise.all(first.flatMap((parent) => [create(tree, parent), create(tree, parent)]));
    const { told, derived } = await viewsOf(database, tree);
    expect(told.nodes).toHaveLength(13);
    expect(told).toEqual(derived);
  });
});

describe('a distributor', () => {
  it('has a code of its own, an existing parent and an existing level', async () => {
    const tree = await plant(2);
    const { ctx, houseId } = tree;
    const node = input();
    await createDistributor(ctx, houseId, node);
    expect(await codeOf(createDistributor(ctx, houseId, { ...input(), code: node.code }))).toBe('already_exists');
    expect(await codeOf(create(tree, randomUUID() as DistributorId))).toBe('not_found');
    const level = { ...input(), levelId: randomUUID() as never };
    expect(await codeOf(createDistributor(ctx, houseId, level))).toBe('not_found');
  });

  it('is changed only as it was last read', async () => {
    const tree = await plant(2);
    const id = await create(tree, tree.houseId);
    const { version } = await getDistributor(tree.ctx, id);
    const { levelId: _, ...renamed } = input('Renamed');
    const change = { ...renamed, profile: { ...NO_PROFILE, taxNumber: 'CN-1' } };
    expect(await codeOf(updateDistributor(tree.ctx, { id, version }, change))).toBe('done');
    expect(await codeOf(updateDistributor(tree.ctx, { id, version }, change))).toBe('version_conflict');
    const after = await getDistributor(tree.ctx, id);
    expect([after.name, after.profile.taxNumber]).toEqual(['Renamed', 'CN-1']);
    expect(after.ancestors.map((ancestor) => ancestor.id)).toEqual([tree.houseId]);
  });

  it('is frozen and unfrozen, the house is not', async () => {
    const { ctx, houseId } = await plant(2);
    const id = (await createDistributor(ctx, houseId, input())).id;
    expect(await codeOf(freezeDistributor(ctx, id, 'late'))).toBe('done');
    expect(await codeOf(freezeDistributor(ctx, id, 'late'))).toBe('state_conflict');
    expect(await codeOf(unfreezeDistributor(ctx, id, 'paid'))).toBe('done');
    expect(await codeOf(freezeDistributor(ctx, houseId, 'oops'))).toBe('state_conflict');
  });

  it('of another tenant is not found, whatever is asked', async () => {
    const [mine, theirs] = [await plant(2), await plant(2)];
    const id = await create(theirs, theirs.houseId);
    const target = { id, version: '1' };
    expect(await codeOf(getDistributor(mine.ctx, id))).toBe('not_found');
    expect(await codeOf(updateDistributor(mine.ctx, target, input()))).toBe('not_found');
    expect(await codeOf(freezeDistributor(mine.ctx, id, 'no'))).toBe('not_found');
    expect(await codeOf(create(mine, id))).toBe('not_found');
  });

  it('is listed below its parent, page by page, and found by part of its name', async () => {
    const tree = await plant(2);
    for (const name of ['Ann', 'Bob', 'Cara']) await createDistributor(tree.ctx, tree.houseId, input(name));
    const list = (filter: object) => readDistributors(tree.ctx, { limit: 2, ...filter });
    const names = (page: { items: readonly { name: string }[] }) => page.items.map(({ name }) => name);
    expect(names(await list({}))).toEqual(['House']);
    const first = await list({ parentId: tree.houseId });
    expect([names(first), first.nextCursor === null]).toEqual([['Ann', 'Bob'], false]);
    const second = await list({ parentId: tree.houseId, cursor: first.nextCursor });
    expect([names(second), second.nextCursor]).toEqual([['Cara'], null]);
    expect(names(await list({ search: 'AR' }))).toEqual(['Cara']);
    // A pattern's signs are only letters here.
    expect(names(await list({ search: '%' }))).toEqual([]);
    expect(await codeOf(list({ cursor: 'bm9uc2Vuc2U' }))).toBe('cursor_invalid');
  });
});
