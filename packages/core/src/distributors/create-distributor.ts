import type { DistributorId } from '@keyfall/contracts';
import type { DistributorInput } from '@keyfall/contracts/tenancy-schemas';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal, type SystemPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { assertDepth } from './distributor.rules.ts';
import { refusing } from './errors.ts';
import { findLevel, insertEvent } from './history-queries.ts';
import { insertNode, lockDistributor, lockIncomeDepth, upsertProfile } from './queries.ts';

/** Code of every tenant's own house, the root of its tree. */
const HOUSE_CODE = 'HOUSE';

/** The wholesaler's own distributor, depth 0: every shop and every price chain hangs below it. Joins the tenant's creation. */
export async function insertHouse(tx: ServiceTx, id: string, name: string): Promise<void> {
  await insertNode(tx, { id, parent: null, code: HOUSE_CODE, name, levelId: null, status: 'active' });
}

/**
 * Adds a distributor below another, with path and links in one transaction. The parent is locked, so it cannot be closed
 * meanwhile; the tree may not grow deeper than the levels that can earn (income depth + 1).
 *
 * @throws DomainError not_found (parent, level), distributor_not_active (parent), depth_exceeded, already_exists (code)
 */
export async function createDistributor(
  ctx: Ctx<StaffPrincipal | SystemPrincipal>,
  parentId: DistributorId,
  input: DistributorInput,
): Promise<{ readonly id: DistributorId }> {
  const id = uuidv7() as DistributorId;
  const work = asService(ctx, async (tx) => {
    const incomeDepth = await lockIncomeDepth(tx);
    assert(incomeDepth !== undefined, 'a principal’s tenant does not exist');
    const parent = await lockDistributor(tx, parentId);
    if (parent === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if (parent.status !== 'active' && parent.status !== 'frozen')
      throw new DomainError('distributor_not_active', { state: parent.status });
    assertDepth(parent.depth + 1, incomeDepth);
    await insertNode(tx, {
      id,
      parent,
      code: input.code,
      name: input.name,
      levelId: input.levelId,
      status: 'active',
    });
    await upsertProfile(tx, id, input.profile);
    await insertEvent(tx, ctx, { distributorId: id, kind: 'created', to: parent });
    const level = await findLevel(tx, input.levelId);
    if (level !== null) await insertEvent(tx, ctx, { distributorId: id, kind: 'level_changed', to: level });
    await recordAudit(tx, ctx, {
      action: 'distributors.create',
      subjectKind: 'distributor',
      subjectId: id,
      data: { code: input.code, parentId },
    });
  });
  await refusing(work);
  return { id };
}
