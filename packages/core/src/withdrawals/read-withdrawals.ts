import { WITHDRAWAL_STATES, type Page, type WithdrawalId, type WithdrawalState } from '@keyfall/contracts';
import type {
  AdminWithdrawalDetailDto,
  AdminWithdrawalRowDto,
  WithdrawalCountsDto,
  WithdrawalDeskDto,
  WithdrawalDetailDto,
  WithdrawalRowDto,
} from '@keyfall/contracts/withdrawal-schemas';
import { namesOfLogins } from '../access/index.ts';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { dataOf, isoOrNull, moneyOf, plainDecimal } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { readParty, readPolicy } from './policy-queries.ts';
import { mayResolve } from './resolve-withdrawal.ts';
import { canMoveWithdrawal } from './withdrawal.rules.ts';
import {
  countWaiting,
  listAllEvents,
  listAllRows,
  listOwnEvents,
  listOwnRows,
  readStations,
  type AdminWithdrawalListRow,
  type WithdrawalListRow,
} from './withdrawal-read-queries.ts';

interface ListInput {
  readonly states?: readonly WithdrawalState[] | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** What the distributor has where, and the rules for taking it out. Read as the portal's role. */
export async function readWithdrawalDesk(ctx: Ctx<DistributorPrincipal>): Promise<WithdrawalDeskDto> {
  const { distributorId } = ctx.principal;
  return await asDistributor(ctx, async (tx) => {
    const policy = await readPolicy(tx, distributorId);
    const { currency } = policy;
    const [stations, party] = await Promise.all([
      readStations(tx, distributorId, currency),
      readParty(tx, distributorId),
    ]);
    const orNull = (minor: bigint | null) => (minor === null ? null : moneyOf(minor, currency));
    return {
      available: moneyOf(stations.available, currency),
      held: moneyOf(stations.held, currency),
      onItsWay: moneyOf(stations.on_its_way, currency),
      debt: moneyOf(stations.debt, currency),
      legalName: party?.legal_name ?? null,
      terms: {
        minimum: moneyOf(policy.minimum, currency),
        feeFixed: moneyOf(policy.feeFixed, currency),
        feeRate: policy.feeRate,
        taxRate: policy.taxRate,
        dailyMax: orNull(policy.dailyMax),
        monthlyMax: orNull(policy.monthlyMax),
        coolingOffHours: policy.coolingOffHours,
      },
    };
  });
}

/** The distributor's own withdrawals, newest first. @throws DomainError cursor_invalid */
export async function listOwnWithdrawals(
  ctx: Ctx<DistributorPrincipal>,
  input: ListInput,
): Promise<Page<WithdrawalRowDto>> {
  const before = positionOf(input.cursor);
  const rows = await asDistributor(ctx, (tx) =>
    listOwnRows(tx, ctx.principal.distributorId, { states: input.states, before, limit: input.limit + 1 }),
  );
  return presentPage(rows, input.limit, presentRow);
}

/** One of its own with what happened to it; who of the wholesaler decided is not told. @throws DomainError not_found */
export async function readOwnWithdrawal(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly withdrawalId: WithdrawalId },
): Promise<WithdrawalDetailDto> {
  const { distributorId } = ctx.principal;
  return await asDistributor(ctx, async (tx) => {
    const [row] = await listOwnRows(tx, distributorId, { id: input.withdrawalId, limit: 1 });
    if (row === undefined) throw new DomainError('not_found', { what: 'withdrawal' });
    const events = await listOwnEvents(tx, row.id);
    return {
      ...presentRow(row),
      taxRate: plainDecimal(row.tax_rate),
      canCancel: canMoveWithdrawal(row.state, 'cancelled'),
      events: events.map((event) => ({
        id: event.id,
        kind: event.kind,
        by: event.by_kind,
        at: event.created_at.toISOString(),
      })),
    };
  });
}

/** All distributors' withdrawals, newest first. @throws DomainError cursor_invalid */
export async function listWithdrawals(
  ctx: Ctx<StaffPrincipal>,
  input: ListInput & { readonly distributorId?: string | undefined },
): Promise<Page<AdminWithdrawalRowDto>> {
  const { states, distributorId, limit } = input;
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listAllRows(tx, { states, distributorId, before, limit: limit + 1 }));
  return presentPage(rows, limit, presentAdminRow);
}

/** How many wait in which state. */
export async function countWithdrawals(ctx: Ctx<StaffPrincipal>): Promise<WithdrawalCountsDto> {
  const counted = await asStaff(ctx, countWaiting);
  const of = (state: WithdrawalState): number => counted.states.find((row) => row.state === state)?.n ?? 0;
  const states = Object.fromEntries(WITHDRAWAL_STATES.map((state) => [state, of(state)]));
  return { states: states as WithdrawalCountsDto['states'], payeesPending: counted.payeesPending };
}

/** One withdrawal with who did what and what the reader may do next. @throws DomainError not_found */
export async function readWithdrawal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly withdrawalId: WithdrawalId },
): Promise<AdminWithdrawalDetailDto> {
  const { loginId } = ctx.principal;
  const { row, events } = await asStaff(ctx, async (tx) => {
    const [found] = await listAllRows(tx, { id: input.withdrawalId, limit: 1 });
    if (found === undefined) throw new DomainError('not_found', { what: 'withdrawal' });
    return { row: found, events: await listAllEvents(tx, found.id) };
  });
  const people = events.map((event) => event.actor_id);
  const names = await namesOfLogins(ctx, people);
  return {
    ...presentAdminRow(row),
    taxRate: plainDecimal(row.tax_rate),
    taxNumber: row.tax_number,
    legalName: row.legal_name,
    payeeState: row.payee_state,
    debt: moneyOf(row.debt, row.currency),
    provider: row.provider,
    providerRef: row.provider_ref,
    errorCode: row.error_code,
    tries: row.tries,
    nextTryAt: isoOrNull(row.next_try_at),
    railCost: moneyOf(row.rail_cost, row.currency),
    bankReference: row.bank_reference,
    ...actsOf(row, loginId),
    events: events.map((event) => {
      const { detail } = dataOf(event.data);
      return {
        id: event.id,
        kind: event.kind,
        by: event.by_kind,
        at: event.created_at.toISOString(),
        actor: event.actor_id === null ? null : { id: event.actor_id, name: names.get(event.actor_id) ?? null },
        detail: typeof detail === 'string' ? detail : null,
      };
    }),
  };
}

/** What the reader may do next, and if nothing of the next step, why. The server decides again when it is done. */
function actsOf(row: AdminWithdrawalListRow, loginId: string): Pick<AdminWithdrawalDetailDto, 'acts' | 'blockedBy'> {
  const isOwn = row.requested_by === loginId;
  const mayLeave =
    row.payee_state === 'verified' && (row.distributor_status === 'active' || row.settlement_id !== null);
  const held = mayLeave ? null : row.payee_state === 'verified' ? ('distributor' as const) : ('payee' as const);
  switch (row.state) {
    case 'requested': {
      const blockedBy = isOwn
        ? ('own_request' as const)
        : row.approved_by === loginId
          ? ('own_approval' as const)
          : held;
      return { acts: blockedBy === null ? ['approve', 'reject'] : ['reject'], blockedBy };
    }
    case 'approved': {
      const blockedBy = isOwn ? ('own_request' as const) : held;
      return { acts: blockedBy === null ? ['submit', 'reject'] : ['reject'], blockedBy };
    }
    case 'submitted':
    case 'unknown':
      if (row.state === 'submitted' && row.provider !== 'bank_file') return { acts: [], blockedBy: null };
      return mayResolve(row, loginId)
        ? { acts: ['resolve'], blockedBy: null }
        : { acts: [], blockedBy: 'own_submission' };
    case 'paid':
      return mayResolve(row, loginId)
        ? { acts: ['return'], blockedBy: null }
        : { acts: [], blockedBy: 'own_submission' };
    case 'failed':
    case 'rejected':
    case 'cancelled':
    case 'returned':
      return { acts: [], blockedBy: null };
  }
}

function presentRow(row: WithdrawalListRow): WithdrawalRowDto {
  const { currency } = row;
  return {
    id: row.id,
    withdrawalNo: row.withdrawal_no,
    state: row.state,
    source: row.source,
    amount: moneyOf(row.amount, currency),
    fee: moneyOf(row.fee, currency),
    taxWithheld: moneyOf(row.tax_withheld, currency),
    net: moneyOf(row.amount - row.fee - row.tax_withheld, currency),
    payee: {
      id: row.payee_id,
      kind: row.payee_kind,
      holder: row.holder,
      bankName: row.bank_name,
      mask: row.mask,
    },
    reason: row.reason === 'clawback' ? null : row.reason,
    createdAt: row.created_at.toISOString(),
    paidAt: isoOrNull(row.paid_at),
  };
}

function presentAdminRow(row: AdminWithdrawalListRow): AdminWithdrawalRowDto {
  return {
    ...presentRow(row),
    distributorId: row.distributor_id,
    distributorName: row.distributor_name,
    isSettlement: row.settlement_id !== null,
    checksNeeded: row.checks_needed,
    checksDone: (row.approved_by === null ? 0 : 1) + (row.second_approved_by === null ? 0 : 1),
    accountName: row.account_name,
    fileNo: row.file_no,
  };
}

function presentPage<Row extends { readonly id: string; readonly position: string }, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
): Page<Item> {
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
  return { items: page.map(present), nextCursor };
}
