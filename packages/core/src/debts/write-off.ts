import type { DistributorId } from '@keyfall/contracts';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { debtWriteOffJournal, lockBalances, postJournal } from '../ledger/index.ts';
import { decideWriteOff, findDistributor, insertWriteOff, lockWriteOff } from './debt-queries.ts';

/**
 * Proposes to give up debt that will not be repaid. Nothing moves until another person agrees.
 * @throws DomainError not_found, already_exists (one is open for this distributor), debt_changed (less is owed)
 */
export async function requestWriteOff(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly distributorId: DistributorId;
    readonly amount: bigint;
    readonly currency: string;
    readonly reason: string;
  },
): Promise<{ readonly writeOffId: string }> {
  const { tenantId, loginId } = ctx.principal;
  const writeOffId = uuidv7();
  const work = asService(ctx, async (tx) => {
    const distributor = await findDistributor(tx, input.distributorId);
    if (distributor === undefined) throw new DomainError('not_found', { what: 'distributor' });
    await lockOwed(tx, tenantId, { ...input, distributor_id: input.distributorId });
    await insertWriteOff(tx, { id: writeOffId, ...input, requestedBy: loginId });
    await recordAudit(tx, ctx, {
      action: 'debts.request_write_off',
      subjectKind: 'distributor',
      subjectId: input.distributorId,
      data: { writeOffId, amount: input.amount.toString(), currency: input.currency, reason: input.reason },
    });
  });
  try {
    await work;
  } catch (error) {
    if (constraintOf(error) === 'write_off_open') throw new DomainError('already_exists', { what: 'write_off' });
    throw error;
  }
  return { writeOffId };
}

/**
 * Agrees to what another person proposed: the debt is gone and a loss of ours (5060). Locks: write-off, the debt.
 * @throws DomainError not_found, state_conflict, second_person_required, debt_changed (part was repaid meanwhile)
 */
export async function approveWriteOff(ctx: Ctx<StaffPrincipal>, input: { readonly writeOffId: string }): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const journalId = uuidv7();
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lockOpen(tx, input.writeOffId, 'approved');
      if (row.requested_by === loginId) throw new DomainError('second_person_required');
      await lockOwed(tx, tenantId, row);
      const journal = debtWriteOffJournal({
        writeOffId: row.id,
        distributorId: row.distributor_id as DistributorId,
        currency: parseCurrency(row.currency),
        amount: row.amount,
      });
      await postJournal(tx, tenantId, journal, { journalId });
      await decideWriteOff(tx, row.id, { state: 'approved', by: loginId, journalId });
      await recordAudit(tx, ctx, {
        action: 'debts.approve_write_off',
        subjectKind: 'distributor',
        subjectId: row.distributor_id,
        data: { writeOffId: row.id, amount: row.amount.toString(), currency: row.currency },
      });
    }),
  );
}

/**
 * Gives up debt that two people have agreed on elsewhere, in the caller's transaction, which holds the debt's lock.
 * Minor units; the whole of it is owed.
 */
export async function writeOffAgreed(
  tx: ServiceTx,
  tenantId: string,
  given: {
    readonly distributorId: DistributorId;
    readonly currency: CurrencyCode;
    readonly amount: bigint;
    readonly reason: string;
    readonly requestedBy: string;
    readonly approvedBy: string;
  },
): Promise<void> {
  const writeOffId = uuidv7();
  const journalId = uuidv7();
  await postJournal(tx, tenantId, debtWriteOffJournal({ ...given, writeOffId }), { journalId });
  await insertWriteOff(tx, { ...given, id: writeOffId }, { approvedBy: given.approvedBy, journalId });
}

/** Turns a proposal down; who made it may take it back. @throws DomainError not_found, state_conflict */
export async function rejectWriteOff(ctx: Ctx<StaffPrincipal>, input: { readonly writeOffId: string }): Promise<void> {
  await asService(ctx, async (tx) => {
    const row = await lockOpen(tx, input.writeOffId, 'rejected');
    await decideWriteOff(tx, row.id, { state: 'rejected', by: ctx.principal.loginId, journalId: null });
    await recordAudit(tx, ctx, {
      action: 'debts.reject_write_off',
      subjectKind: 'distributor',
      subjectId: row.distributor_id,
      data: { writeOffId: row.id },
    });
  });
}

async function lockOpen(tx: ServiceTx, id: string, wanted: string) {
  const row = await lockWriteOff(tx, id);
  if (row === undefined) throw new DomainError('not_found', { what: 'write_off' });
  if (row.state !== 'requested')
    throw new DomainError('state_conflict', { what: 'write_off', state: row.state, wanted });
  return row;
}

/** @throws DomainError debt_changed when less than the amount is owed */
async function lockOwed(
  tx: ServiceTx,
  tenantId: string,
  given: { readonly distributor_id: string; readonly amount: bigint; readonly currency: string },
): Promise<void> {
  const currency = parseCurrency(given.currency);
  const [debt] = await lockBalances(tx, tenantId, currency, [{ code: '1210', ownerId: given.distributor_id }]);
  const owed = debt?.balance ?? 0n;
  if (owed < given.amount) throw new DomainError('debt_changed', { debt: formatMinor(owed, currency), currency });
}
