import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { asStaff, type Core, type Ctx, type StaffPrincipal } from '../context.ts';
import { findBroken, readChainEnd, type ChainEnd } from './chain-queries.ts';

/** How far the audit is sealed. Whoever notes number and hash elsewhere can hold a later chain against them. */
export interface AuditChain {
  readonly sealed: bigint;
  readonly unsealed: bigint;
  /** Hex; of the last sealed entry. */
  readonly hash: string;
  readonly sealedAt: Date | null;
}

export interface ChainCheck extends AuditChain {
  readonly broken: number;
  /** The first numbers that do not fit, ascending. */
  readonly firstBroken: readonly bigint[];
}

const BROKEN_SHOWN = 20;

/** Where the tenant's chain ends, for its staff. */
export async function readChain(ctx: Ctx<StaffPrincipal>): Promise<AuditChain> {
  return present(await asStaff(ctx, readChainEnd));
}

/**
 * Reads a tenant's whole chain and names the entries that do not fit: changed, removed, reordered or put in between. One
 * statement and so one snapshot; writes nothing.
 */
export async function checkChain(core: Pick<Core, 'db'>, tenantId: TenantId): Promise<ChainCheck> {
  return await serviceTx(
    core.db,
    { tenantId },
    async (tx) => {
      const { broken, first } = await findBroken(tx, BROKEN_SHOWN);
      return { ...present(await readChainEnd(tx)), broken, firstBroken: first };
    },
    { pace: 'job' },
  );
}

function present(end: ChainEnd): AuditChain {
  return { sealed: end.seq, unsealed: end.unsealed, hash: end.hash.toString('hex'), sealedAt: end.sealed_at };
}
