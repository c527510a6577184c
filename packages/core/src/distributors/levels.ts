import type { LevelId } from '@keyfall/contracts';
import type { LevelDto, LevelInput } from '@keyfall/contracts/tenancy-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { deleteLevel, lockLevel, readLevelUse, retireLevel } from './level-queries.ts';
import { insertLevel, listLevels, rankLevels, updateLevel } from './queries.ts';

/** The tenant's price levels by rank. */
export async function readLevels(ctx: Ctx<StaffPrincipal>): Promise<readonly LevelDto[]> {
  const rows = await asStaff(ctx, listLevels);
  return rows.map((row) => ({ ...row, id: row.id as LevelId }));
}

/** Makes a level, or changes the one named. @throws DomainError not_found, already_exists (rank) */
export async function saveLevel(
  ctx: Ctx<StaffPrincipal>,
  id: LevelId | null,
  input: LevelInput,
): Promise<{ readonly id: string }> {
  const work = asService(ctx, async (tx) => {
    if (id !== null && !(await updateLevel(tx, id, input))) throw new DomainError('not_found', { what: 'level' });
    const saved = id ?? (await insertLevel(tx, input));
    await recordAudit(tx, ctx, {
      action: 'distributors.save_level',
      subjectKind: 'level',
      subjectId: saved,
      data: input,
    });
    return { id: saved };
  });
  return await refusing(work);
}

/** Puts the levels into this order, the first one on top. @throws DomainError not_found unless all of them are named once */
export async function reorderLevels(ctx: Ctx<StaffPrincipal>, ids: readonly LevelId[]): Promise<void> {
  await asService(ctx, async (tx) => {
    const present = await listLevels(tx);
    const named = new Set<string>(ids);
    if (named.size !== ids.length || present.length !== ids.length || present.some(({ id }) => !named.has(id))) {
      throw new DomainError('not_found', { what: 'level' });
    }
    await rankLevels(tx, ids);
    await recordAudit(tx, ctx, { action: 'distributors.reorder_levels', data: { ids } });
  });
}

const USERS = ['distributors', 'price_lists', 'price_rules', 'rate_cards'] as const;

/**
 * Removes a level that nothing in force or to come has: no distributor, price list, rule or rate. One that past rates, past lists
 * or closed distributors name is retired instead: they keep it, and nothing new can have it.
 *
 * @throws DomainError not_found, level_in_use (the first that has it)
 */
export async function removeLevel(ctx: Ctx<StaffPrincipal>, id: LevelId): Promise<void> {
  await asService(ctx, async (tx) => {
    if (!(await lockLevel(tx, id))) throw new DomainError('not_found', { what: 'level' });
    const use = await readLevelUse(tx, id);
    const by = USERS.find((user) => use[user]);
    if (by !== undefined) throw new DomainError('level_in_use', { by });
    await (use.history ? retireLevel(tx, id) : deleteLevel(tx, id));
    await recordAudit(tx, ctx, {
      action: 'distributors.remove_level',
      subjectKind: 'level',
      subjectId: id,
      data: { retired: use.history },
    });
  });
}
