import { type DistributorId, type DistributorState, type LevelId } from '@keyfall/contracts';
import type { DistributorDto, DistributorProfile, DistributorRow } from '@keyfall/contracts/tenancy-schemas';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { namedPositionOf, pageOf } from '../page-cursor.ts';
import { findNode, findProfile, listAncestors, listNodes, type NodeRow } from './queries.ts';

export interface DistributorFilter {
  readonly parentId?: DistributorId | null | undefined;
  readonly search?: string | null | undefined;
  readonly status?: DistributorState | null | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A page of the tree by name: one node's children, what a search finds anywhere, or the house. @throws cursor_invalid */
export async function readDistributors(
  ctx: Ctx<StaffPrincipal>,
  filter: DistributorFilter,
): Promise<{ readonly items: readonly DistributorRow[]; readonly nextCursor: string | null }> {
  const { cursor, limit, ...rest } = filter;
  const rows = await asStaff(ctx, (tx) => listNodes(tx, { ...rest, after: namedPositionOf(cursor), limit: limit + 1 }));
  const { page: items, nextCursor } = pageOf(rows, limit, (last) => [last.name, last.id]);
  return {
    items: items.map(present),
    nextCursor,
  };
}

/** One distributor with its profile and whoever stands above it. @throws DomainError not_found */
export async function getDistributor(ctx: Ctx<StaffPrincipal>, id: DistributorId): Promise<DistributorDto> {
  return await asStaff(ctx, async (tx) => {
    const [node, profile, ancestors] = await Promise.all([
      findNode(tx, id),
      findProfile(tx, id),
      listAncestors(tx, id),
    ]);
    if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
    return {
      ...present(node),
      version: node.version.toString(),
      profile: presentProfile(profile),
      ancestors: ancestors.map((each) => ({ ...each, id: each.id as DistributorId })),
    };
  });
}

function present(row: NodeRow): DistributorRow {
  return {
    id: row.id as DistributorId,
    parentId: row.parent_id as DistributorId | null,
    code: row.code,
    name: row.name,
    depth: row.depth,
    level: row.level_id === null ? null : { id: row.level_id as LevelId, name: row.level_name ?? '' },
    status: row.status,
    children: row.children,
    shops: row.shops,
    mayRecruit: row.may_recruit,
    createdAt: row.created_at.toISOString(),
  };
}

function presentProfile(row: Awaited<ReturnType<typeof findProfile>>): DistributorProfile {
  return {
    legalName: row?.legal_name ?? null,
    taxNumber: row?.tax_number ?? null,
    contactName: row?.contact_name ?? null,
    contactMail: row?.contact_mail ?? null,
    contactPhone: row?.contact_phone ?? null,
    note: row?.note ?? null,
  };
}
