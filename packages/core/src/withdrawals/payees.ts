import { type Page, type PayeeId } from '@keyfall/contracts';
import { cleanPayeeNumber, isSameName, maskPayeeNumber } from '@keyfall/contracts/payee';
import type { PayeeState } from '@keyfall/contracts/payee';
import type { AdminPayeeDto, PayeeDto, PayeeInput } from '@keyfall/contracts/withdrawal-schemas';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { namesOfLogins, tellOwners, type TeamCtx } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import {
  asDistributor,
  asService,
  asStaff,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { blindIndex, loadTenantKeys } from '../inventory/index.ts';
import type { MailInputs } from '../notifications/index.ts';
import { isoOrNull } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { secret } from '../secret.ts';
import {
  insertPayee,
  isPayeeNeeded,
  listOwnPayeeRows,
  listPayeeRows,
  lockPayee,
  setPayeeState,
  type LockedPayee,
  type OwnPayeeRow,
} from './payee-queries.ts';
import { readParty, readPolicy } from './policy-queries.ts';
import { sealText } from './sealed-text.ts';

/**
 * Adds a payee, or replaces one whose account has changed. It is verified at once when its holder bears the distributor's own
 * legal name, else it waits for the wholesaler. Either way no withdrawal goes to it before its cooling-off is over, and the
 * owners are told, so that a stranger at the keyboard is noticed in time. The number is sealed; nobody reads it here again.
 *
 * @throws DomainError not_found (the payee to replace), in_use (money is on its way to it), already_exists
 */
export async function savePayee(
  ctx: Ctx<DistributorPrincipal>,
  input: PayeeInput,
): Promise<{ readonly payeeId: PayeeId }> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const payeeId = uuidv7();
  const number = cleanPayeeNumber(input.kind, input.number);
  if (number === undefined) throw new DomainError('payee_number_invalid');
  const keys = await loadTenantKeys(ctx.core, tenantId);
  const work = withRetry(() =>
    asService(ctx, async (tx) => {
      if (input.replaces != null) await takeAway(tx, input.replaces, distributorId);
      const party = await readParty(tx, distributorId);
      assert(party !== undefined, 'a session names a distributor that does not exist');
      const { coolingOffHours } = await readPolicy(tx, distributorId);
      const isOwnName = party.legal_name !== null && isSameName(party.legal_name, input.holder);
      await insertPayee(tx, {
        id: payeeId,
        distributorId,
        kind: input.kind,
        holder: input.holder,
        bankName: input.kind === 'bank_account' ? (input.bankName ?? null) : null,
        branch: input.kind === 'bank_account' ? (input.branch ?? null) || null : null,
        mask: maskPayeeNumber(number),
        numberIndex: blindIndex(keys.index, 'payee', `${input.kind}|${number}`),
        sealed: sealText(keys, { what: 'payee', id: payeeId }, secret(number)),
        isOwnName,
        coolingOffHours,
        createdBy: loginId,
      });
      const added = { id: payeeId, distributor_id: distributorId, holder: input.holder, mask: maskPayeeNumber(number) };
      await tellOfPayee(tx, ctx, added, { change: 'added', hours: coolingOffHours });
      await recordAudit(tx, ctx, {
        action: input.replaces == null ? 'payees.add' : 'payees.replace',
        subjectKind: 'payee',
        subjectId: payeeId,
        data: { kind: input.kind, mask: maskPayeeNumber(number), isOwnName, replaces: input.replaces ?? null },
      });
    }),
  );
  try {
    await work;
  } catch (error) {
    if (constraintOf(error) === 'payee_number')
      throw new DomainError('already_exists', { what: 'payee', field: 'number' });
    throw error;
  }
  return { payeeId: payeeId as PayeeId };
}

/** Removes a payee. @throws DomainError not_found, in_use */
export async function removePayee(ctx: Ctx<DistributorPrincipal>, input: { readonly payeeId: PayeeId }): Promise<void> {
  const { distributorId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const payee = await takeAway(tx, input.payeeId, distributorId);
    await tellOfPayee(tx, ctx, payee, { change: 'removed', hours: 0 });
    await recordAudit(tx, ctx, { action: 'payees.remove', subjectKind: 'payee', subjectId: payee.id });
  });
}

async function takeAway(tx: ServiceTx, payeeId: string, distributorId: string): Promise<LockedPayee> {
  const payee = await lockPayee(tx, payeeId, distributorId);
  if (payee === undefined || payee.state === 'removed') throw new DomainError('not_found', { what: 'payee' });
  if (await isPayeeNeeded(tx, payee.id)) throw new DomainError('in_use', { what: 'payee', by: 'withdrawal' });
  await setPayeeState(tx, payee.id, { state: 'removed' });
  return payee;
}

/**
 * Says on proof that a payee is the distributor's own although it bears another name.
 * @throws DomainError not_found, state_conflict, second_person_required (who named the payee cannot verify it)
 */
export async function verifyPayee(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly payeeId: PayeeId; readonly evidence: string },
): Promise<void> {
  await decide(ctx, input.payeeId, 'verified', async (tx) => {
    await setPayeeState(tx, input.payeeId, { state: 'verified', by: ctx.principal.loginId, evidence: input.evidence });
  });
}

/** Refuses a payee, also one that was verified by its name. @throws DomainError not_found, state_conflict, in_use */
export async function refusePayee(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly payeeId: PayeeId; readonly reason: string },
): Promise<void> {
  await decide(ctx, input.payeeId, 'refused', async (tx) => {
    if (await isPayeeNeeded(tx, input.payeeId)) throw new DomainError('in_use', { what: 'payee', by: 'withdrawal' });
    await setPayeeState(tx, input.payeeId, { state: 'refused', reason: input.reason });
  });
}

async function decide(
  ctx: Ctx<StaffPrincipal>,
  payeeId: string,
  wanted: 'verified' | 'refused',
  write: (tx: ServiceTx) => Promise<void>,
): Promise<void> {
  const { loginId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const payee = await lockPayee(tx, payeeId);
    if (payee === undefined) throw new DomainError('not_found', { what: 'payee' });
    const from: readonly PayeeState[] = wanted === 'verified' ? ['pending', 'refused'] : ['pending', 'verified'];
    if (!from.includes(payee.state))
      throw new DomainError('state_conflict', { what: 'payee', state: payee.state, wanted });
    if (payee.created_by === loginId) throw new DomainError('second_person_required');
    await write(tx);
    await tellOfPayee(tx, ctx, payee, { change: wanted, hours: 0 });
    await recordAudit(tx, ctx, {
      action: wanted === 'verified' ? 'payees.verify' : 'payees.refuse',
      subjectKind: 'payee',
      subjectId: payee.id,
      data: { distributorId: payee.distributor_id },
    });
  });
}

/** Mails the owners what became of one of their payees. */
async function tellOfPayee(
  tx: ServiceTx,
  ctx: TeamCtx,
  payee: Pick<LockedPayee, 'id' | 'distributor_id' | 'holder' | 'mask'>,
  news: Pick<MailInputs['payee_changed'], 'change' | 'hours'>,
): Promise<void> {
  await tellOwners(tx, ctx.principal.tenantId, payee.distributor_id, {
    template: 'payee_changed',
    params: { ...news, holder: payee.holder, mask: payee.mask, path: '/withdrawals' },
    // The request is part of the name: a payee may be refused and verified more than once.
    event: `${payee.id}:${news.change}:${ctx.requestId}`,
  });
}

/** @throws DomainError payee_not_verified, payee_cooling_off (with the moment it ends) */
export function assertPayeeUsable(payee: LockedPayee): void {
  if (payee.state !== 'verified') throw new DomainError('payee_not_verified');
  if (!payee.has_cooled_off) throw new DomainError('payee_cooling_off', { until: payee.usable_from.toISOString() });
}

/** The distributor's own payees, without those it removed. */
export async function listOwnPayees(ctx: Ctx<DistributorPrincipal>): Promise<readonly PayeeDto[]> {
  const rows = await asDistributor(ctx, (tx) => listOwnPayeeRows(tx, ctx.principal.distributorId));
  return rows.map(presentPayee);
}

/** A distributor's payees without those it removed, for whoever pays it. */
export async function listOwnPayeesOf(tx: ServiceTx, distributorId: string): Promise<readonly PayeeDto[]> {
  return (await listOwnPayeeRows(tx, distributorId)).map(presentPayee);
}

export function presentPayee(row: OwnPayeeRow): PayeeDto {
  return {
    id: row.id,
    kind: row.kind,
    holder: row.holder,
    bankName: row.bank_name,
    branch: row.branch,
    mask: row.mask,
    state: row.state,
    refusedReason: row.refused_reason,
    usableFrom: row.usable_from.toISOString(),
    isUsable: row.is_usable,
    createdAt: row.created_at.toISOString(),
  };
}

/** Payees of all distributors, newest first, with who else has named the same account. @throws DomainError cursor_invalid */
export async function listPayees(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly state?: PayeeState | null | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<Page<AdminPayeeDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listPayeeRows(tx, { state: input.state, before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  const people = page.map((row) => row.verified_by);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => ({
      ...presentPayee(row),
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      legalName: row.legal_name,
      verifiedHow: row.verified_how,
      verifiedBy: row.verified_by === null ? null : { id: row.verified_by, name: names.get(row.verified_by) ?? null },
      verifiedAt: isoOrNull(row.verified_at),
      evidence: row.evidence,
      sharedWith: [...row.shared_with],
    })),
    nextCursor,
  };
}
