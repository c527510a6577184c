import type { IssuerDetailsDto, SaveIssuerInput } from '@keyfall/contracts/invoice-schemas';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import {
  asDistributor,
  asService,
  asStaff,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { readHouseId, readIssuer, upsertIssuer } from './issuer-queries.ts';

/** Whoever issues: the house by its staff, or the distributor of a shop. */
export type IssuerCtx = Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>;

/** Runs a read in the role of whoever issues, with the id under which it does. */
export async function asIssuer<T>(
  ctx: IssuerCtx,
  work: (tx: ReadTx<'admin'> | ReadTx<'portal'>, issuerId: string) => Promise<T>,
): Promise<T> {
  return isStaff(ctx)
    ? await asStaff(ctx, async (tx) => work(tx, await readHouseId(tx)))
    : await asDistributor(ctx, (tx) => work(tx, ctx.principal.distributorId));
}

/** The id under which the caller issues. */
export async function issuerIdOf(tx: ServiceTx, ctx: IssuerCtx): Promise<string> {
  return isStaff(ctx) ? await readHouseId(tx) : ctx.principal.distributorId;
}

export function isStaff(ctx: IssuerCtx): ctx is Ctx<StaffPrincipal> {
  return ctx.principal.kind === 'staff';
}

/** In whose name the caller issues; null until it has been said. */
export async function getIssuer(ctx: IssuerCtx): Promise<IssuerDetailsDto | null> {
  return await asIssuer(ctx, async (tx, issuerId) => (await readIssuer(tx, issuerId)) ?? null);
}

/** Says in whose name the caller issues from now on, and the tax its prices include. Issued invoices keep what they say. */
export async function saveIssuer(ctx: IssuerCtx, input: SaveIssuerInput): Promise<void> {
  await asService(ctx, async (tx) => {
    const issuerId = await issuerIdOf(tx, ctx);
    await upsertIssuer(tx, issuerId, input);
    await recordAudit(tx, ctx, {
      action: 'invoices.save_issuer',
      subjectKind: 'distributor',
      subjectId: issuerId,
      data: { legalName: input.legalName, taxNumber: input.taxNumber, taxRate: input.taxRate },
    });
  });
}
