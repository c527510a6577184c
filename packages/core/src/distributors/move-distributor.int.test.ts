import { randomUUID } from 'node:crypto';
import { DISTRIBUTOR_STATES, type DistributorId } from '@keyfall/contracts';
import { movePreviewSchema } from '@keyfall/contracts/distributor-schemas';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDistributor } from './close-distributor.ts';
import { DISTRIBUTOR_MOVES } from './distributor.rules.ts';
import { moveDistributor, previewMove } from './move-distributor.ts';
import { readHistory } from './read-history.ts';
import { codeOf, create, plantTree, viewsOf, type Tree } from './testing/tree-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const move = (tree: Tree, id: DistributorId, parentId: DistributorId) =>
  moveDistributor(tree.ctx, id, { parentId, reason: 'test' });

/** The tree as plain parents, with the rules a move keeps, against which the database is run. */
class ModelTree {
  readonly parents = new Map<DistributorId, DistributorId | null>();
  readonly closed = new Set<DistributorId>();

  constructor(house: DistributorId) {
    this.parents.set(house, null);
  }

  chainUp(id: DistributorId): DistributorId[] {
    const parent = this.parents.get(id) ?? null;
    return parent === null ? [id] : [id, ...this.chainUp(parent)];
  }
  depth(id: DistributorId): number {
    return this.chainUp(id).length - 1;
  }
  /** How far down the lowest that is not closed stands below it. */
  height(id: DistributorId): number {
    const live = [...this.parents.keys()].filter((each) => !this.closed.has(each) && this.chainUp(each).includes(id));
    return Math.max(0, ...live.map((each) => this.depth(each) - this.depth(id)));
  }
  wouldAnswer(id: DistributorId, to: DistributorId, depthMax: number): string {
    if (this.parents.get(id) === null || this.parents.get(id) === to || this.closed.has(id)) return 'state_conflict';
    if (this.chainUp(to).includes(id)) return 'tree_cycle';
    if (this.closed.has(to)) return 'distributor_not_active';
    return this.depth(to) + 1 + this.height(id) > depthMax ? 'depth_exceeded' : 'done';
  }
  close(id: DistributorId): void {
    const parent = this.parents.get(id) ?? null;
    for (const [child, of] of this.parents) if (of === id) this.parents.set(child, parent);
    this.closed.add(id);
  }
}

const act = fc.record({
  kind: fc.constantFrom('create', 'move', 'move', 'move', 'close'),
  a: fc.nat(40),
  b: fc.nat(40),
});

describe('a move', () => {
  it('answers as a plain tree would, and leaves path, depth and links as the parents say, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 24 }), async (acts) => {
        const tree = await plantTree(database, 2);
        const model = new ModelTree(tree.houseId);
        const outcomes: (readonly [string, string])[] = [];
        for (const { kind, a, b } of acts) {
          const ids = [...model.parents.keys()];
          const first = ids[a % ids.length] ?? tree.houseId;
          const second = ids[b % ids.length] ?? tree.houseId;
          if (kind === 'create') {
            if (model.depth(first) >= 3 || model.closed.has(first)) continue;
            model.parents.set(await create(tree, first), first);
          } else if (kind === 'move') {
            const wanted = model.wouldAnswer(first, second, 3);
            outcomes.push([await codeOf(move(tree, first, second)), wanted]);
            if (wanted === 'done') model.parents.set(first, second);
          } else {
            const wanted = first === tree.houseId || model.closed.has(first) ? 'state_conflict' : 'done';
            outcomes.push([await codeOf(closeDistributor(tree.ctx, first, 'test')), wanted]);
            if (wanted === 'done') model.close(first);
          }
        }
        expect(outcomes.map(([found]) => found)).toEqual(outcomes.map(([, wanted]) => wanted));
        const { told, derived } = await viewsOf(database, tree);
        expect(told).toEqual(derived);
        const wantedPaths = [...model.parents.keys()].map(
          (id) => `${model.depth(id)} ${model.chainUp(id).toReversed().join('/')}`,
        );
        expect(told.nodes).toEqual(wantedPaths.toSorted());
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('stays one tree when moves, creations and closings come at once', async () => {
    const tree = await plantTree(database, 5);
    const tops = await Promise.all([1, 2, 3].map(() => create(tree, tree.houseId)));
    const below = await Promise.all(tops.flatMap((top) => [create(tree, top), create(tree, top)]));
    const work = below.flatMap((id, index) => {
      const to = tops[(index + 1) % 3] ?? tree.houseId;
      return [codeOf(move(tree, id, to)), codeOf(create(tree, id)), codeOf(move(tree, to, below[index] ?? to))];
    });
    const closings = below.slice(0, 2).map((id) => codeOf(closeDistributor(tree.ctx, id, 'test')));
    const answers = await Promise.all([...work, ...closings]);
    const known = ['done', 'state_conflict', 'tree_cycle', 'depth_exceeded', 'distributor_not_active'];
    expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);
    const { told, derived } = await viewsOf(database, tree);
    expect(told).toEqual(derived);
  });

  it('finds neither a node nor a parent of another tenant', async () => {
    const [mine, theirs] = [await plantTree(database, 2), await plantTree(database, 2)];
    const [own, foreign] = [await create(mine, mine.houseId), await create(theirs, theirs.houseId)];
    expect(await codeOf(move(mine, own, foreign))).toBe('not_found');
    expect(await codeOf(move(mine, foreign, own))).toBe('not_found');
    expect(await codeOf(previewMove(mine.ctx, own, foreign))).toBe('not_found');
    expect(await codeOf(move(mine, own, randomUUID() as DistributorId))).toBe('not_found');
  });

  it('is previewed by doing it and taking it back', async () => {
    const tree = await plantTree(database, 2);
    const [east, west] = [await create(tree, tree.houseId, 'East'), await create(tree, tree.houseId, 'West')];
    const city = await create(tree, east, 'City');
    await create(tree, city, 'Street');
    const before = await viewsOf(database, tree);
    const preview = movePreviewSchema.parse(await previewMove(tree.ctx, city, west));
    expect(preview).toMatchObject({ from: 'East', to: 'West', distributors: 2, depth: 3, depthMax: 3, lost: 0 });
    expect(await viewsOf(database, tree)).toEqual(before);
    expect(await codeOf(previewMove(tree.ctx, east, city))).toBe('tree_cycle');
    expect(await codeOf(previewMove(tree.ctx, east, west))).toBe('depth_exceeded');
    await move(tree, city, west);
    const [latest] = await readHistory(tree.ctx, city);
    expect(latest).toMatchObject({ kind: 'moved', fromName: 'East', toName: 'West', reason: 'test', actor: 'Person' });
  });
});

describe('the database', () => {
  it('lets a distributor go the ways of the table and no other', async () => {
    const tree = await plantTree(database, 2);
    const id = await create(tree, tree.houseId);
    const lets = async (from: string, to: string): Promise<boolean> => {
      const { owner } = database;
      // Past the trigger: the state to start from.
      await owner.query('alter table tenancy.distributor disable trigger distributor_move');
      await owner.query('update tenancy.distributor set status = $2 where id = $1', [id, from]);
      await owner.query('alter table tenancy.distributor enable trigger distributor_move');
      return await owner.query('update tenancy.distributor set status = $2 where id = $1', [id, to]).then(
        () => true,
        () => false,
      );
    };
    for (const from of DISTRIBUTOR_STATES) {
      const allowed: string[] = [];
      for (const to of DISTRIBUTOR_STATES) if (to !== from && (await lets(from, to))) allowed.push(to);
      expect([from, allowed.toSorted()]).toEqual([from, [...DISTRIBUTOR_MOVES[from]].toSorted()]);
    }
  });
});
