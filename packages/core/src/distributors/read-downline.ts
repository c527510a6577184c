import type { DistributorId, LevelId } from '@keyfall/contracts';
import type { Downline, DownlineIncome, DownlineNode, FormerChild } from '@keyfall/contracts/distributor-schemas';
import { formatMinor, parseCurrency } from '@keyfall/money';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findDecider } from './application-queries.ts';
import {
  findUplineName,
  listDownline,
  listFormerChildren,
  listLevelNames,
  sumIncomeByChild,
  type ChildIncomeRow,
  type DownlineRow,
} from './downline-queries.ts';
import { recruitHindrance } from './recruiting.rules.ts';
import { findRecruiting } from './tree-queries.ts';

/** Everybody below the caller, the name of whom it stands below, and whether it may invite one more. */
export async function readDownline(ctx: Ctx<DistributorPrincipal>): Promise<Downline> {
  const { distributorId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const [rows, upline, standing, levels, decider] = await Promise.all([
      listDownline(tx, distributorId),
      findUplineName(tx, distributorId),
      findRecruiting(tx, distributorId),
      listLevelNames(tx),
      findDecider(tx),
    ]);
    if (standing === undefined) throw new DomainError('unauthenticated');
    const inviteHindrance = recruitHindrance(standing);
    return {
      nodes: rows.map((row) => presentNode(row, distributorId)),
      uplineName: upline ?? null,
      mayInvite: inviteHindrance === null,
      inviteHindrance,
      decidesApplications: decider === 'parent',
      levels: levels.map((level) => ({ ...level, id: level.id as LevelId })),
    };
  });
}

function presentNode(row: DownlineRow, readerId: string): DownlineNode {
  return {
    id: row.id as DistributorId,
    parentId: row.parent_id === readerId ? null : (row.parent_id as DistributorId),
    code: row.code,
    name: row.name,
    level: row.level_id === null ? null : { id: row.level_id as LevelId, name: row.level_name ?? '' },
    status: row.status,
    distance: row.distance,
    shops: row.shops,
    createdAt: row.created_at.toISOString(),
  };
}

/** What the caller earned through each direct child in the last days, with the days; in the tenant's currency. */
export async function readDownlineIncome(ctx: Ctx<DistributorPrincipal>, days: number): Promise<DownlineIncome> {
  const rows = await asDistributor(ctx, (tx) => sumIncomeByChild(tx, ctx.principal.distributorId, days));
  const children = Map.groupBy(rows, (row) => row.child_id);
  return {
    children: [...children]
      .map(([id, days]) => ({ id, days, total: days.reduce((sum, row) => sum + row.income, 0n) }))
      .toSorted((a, b) => (a.total < b.total ? 1 : -1))
      .map((child) => ({
        id: child.id as DistributorId | null,
        units: child.days.reduce((sum, row) => sum + row.units, 0),
        income: incomeOf(child.total, child.days[0]),
      })),
    days: rows.map((row) => ({
      date: row.day,
      childId: row.child_id as DistributorId | null,
      income: incomeOf(row.income, row),
    })),
  };
}

function incomeOf(minor: bigint, row: Pick<ChildIncomeRow, 'currency'> | undefined) {
  const currency = parseCurrency(row?.currency ?? 'CNY');
  return { amount: formatMinor(minor, currency), currency };
}

/**
 * Who stood directly below the caller and no longer does, the last to leave first, with all that each brought it while it was
 * there. Nothing of where they are now, what they are called by now, or what they sell since.
 */
export async function readFormerChildren(ctx: Ctx<DistributorPrincipal>): Promise<readonly FormerChild[]> {
  const rows = await asDistributor(ctx, (tx) => listFormerChildren(tx, ctx.principal.distributorId));
  return rows.map((row) => ({
    name: row.name,
    since: row.since_at.toISOString(),
    until: row.until_at.toISOString(),
    income: row.income.map(({ currency, units, income }) => ({
      units,
      income: incomeOf(BigInt(income), { currency }),
    })),
  }));
}
