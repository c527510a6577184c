import type { WithdrawalState } from '@keyfall/contracts';
import { ceilFee, parseRate, roundShare } from '@keyfall/money';
import { DomainError } from '../errors.ts';
import { canMove, type Moves } from '../state-machine.ts';

/**
 * The life of a withdrawal. Money is held from the request on, leaves the hold when it is submitted, and stays in transit
 * until the rail or two people say what became of it: no clock ends `unknown`.
 */
export const WITHDRAWAL_MOVES: Moves<WithdrawalState> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['submitted', 'rejected'],
  submitted: ['paid', 'failed', 'unknown'],
  unknown: ['paid', 'failed'],
  paid: ['returned'],
  failed: [],
  rejected: [],
  cancelled: [],
  returned: [],
};

/** Not submitted yet: the money lies in the hold (2030). */
export const HELD_STATES = ['requested', 'approved'] as const satisfies readonly WithdrawalState[];
/** With the rail, outcome open: the money is in transit (2050). */
export const IN_TRANSIT_STATES = ['submitted', 'unknown'] as const satisfies readonly WithdrawalState[];

export function canMoveWithdrawal(from: WithdrawalState, to: WithdrawalState): boolean {
  return canMove(WITHDRAWAL_MOVES, from, to);
}

/** @throws DomainError `withdrawal_state_conflict` */
export function assertWithdrawalMove(from: WithdrawalState, to: WithdrawalState): void {
  if (!canMoveWithdrawal(from, to)) throw new DomainError('withdrawal_state_conflict', { from, to });
}

export interface Charges {
  readonly feeFixed: bigint;
  /** In percent, as decimal text. */
  readonly feeRate: string;
  readonly taxRate: string;
}

export interface Figures {
  readonly fee: bigint;
  readonly taxWithheld: bigint;
  /** What the payee receives. */
  readonly net: bigint;
}

/**
 * What is taken of a withdrawal and what arrives: the fee is rounded up, the tax is of the whole amount and rounded half up.
 * @throws DomainError `withdrawal_nothing_left`
 */
export function figuresOf(amount: bigint, charges: Charges): Figures {
  const fee = charges.feeFixed + ceilFee(amount, parseRate(charges.feeRate));
  const taxWithheld = roundShare(amount, parseRate(charges.taxRate));
  const net = amount - fee - taxWithheld;
  if (net <= 0n) throw new DomainError('withdrawal_nothing_left');
  return { fee, taxWithheld, net };
}

export interface CheckRules {
  readonly secondAbove: bigint | null;
  readonly autoApproveMax: bigint;
}

/**
 * How many people approve: none while all the distributor has asked for today stays within the wholesaler's limit, so that
 * splitting gains nothing; two above the other limit.
 */
export function checksNeeded(amount: bigint, askedToday: bigint, rules: CheckRules): 0 | 1 | 2 {
  if (askedToday + amount <= rules.autoApproveMax) return 0;
  return rules.secondAbove !== null && amount > rules.secondAbove ? 2 : 1;
}

/** When a rail is asked again about an open payout, seconds after question number `asked` (the first is 1). */
const ASK_AGAIN_SECONDS = [5, 15, 60, 300, 900, 3_600] as const;
export function nextQuestionSeconds(asked: number): number {
  return ASK_AGAIN_SECONDS[Math.min(Math.max(asked - 1, 0), ASK_AGAIN_SECONDS.length - 1)] ?? 3_600;
}

/** A payee's bank may send money back for days. When a paid one is asked about, seconds after; null: no more. */
const RETURN_CHECK_SECONDS = [3_600, 86_400, 259_200, 604_800] as const;
export function nextReturnCheckSeconds(asked: number): number | null {
  return RETURN_CHECK_SECONDS[asked] ?? null;
}
