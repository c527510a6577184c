import { PortError } from '@keyfall/core';
import type { PayoutRail, PayoutReport, PayoutRequest } from '@keyfall/core/withdrawals';
import { z } from 'zod';
import { callSandbox, type CallOutcome, type SandboxConnection } from '../payments/sandbox/call-sandbox.ts';

const id = z.string().regex(/^[A-Za-z0-9._:-]{1,200}$/);
const amount = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,17})$/)
  .transform((digits) => BigInt(digits));

const payoutSchema = z.object({
  id,
  merchant_id: z.string(),
  reference: id,
  amount,
  currency: z.string(),
  state: z.enum(['pending', 'paid', 'failed', 'returned']),
  cost: amount,
  failure: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .nullable(),
});
type PayoutMessage = z.infer<typeof payoutSchema>;

/** The adapter for the sandbox's payout rail, one per account. See the port for what each call promises. */
export function createSandboxRail(connection: SandboxConnection): PayoutRail {
  return {
    provider: 'sandbox',
    pay: (request) => pay(connection, request),
    query: (reference) => query(connection, reference),
  };
}

async function pay(connection: SandboxConnection, request: PayoutRequest): Promise<PayoutReport> {
  const { payee } = request;
  const outcome = await callSandbox(connection, {
    method: 'POST',
    path: '/api/payouts',
    json: {
      reference: request.reference,
      amount: request.amount.toString(),
      currency: request.currency,
      payee: {
        kind: payee.kind,
        holder: payee.holder,
        number: payee.number.expose(),
        bank_name: payee.bankName,
        branch: payee.branch,
      },
      note: request.note,
    },
  });
  if (outcome.kind === 'uncertain') return { state: 'unknown' };
  if (outcome.kind === 'not_reached') throw failed(outcome);
  if (outcome.kind === 'refused') {
    // The reference stands for another payout: that one may have been paid, so this is no proof of a failure.
    if (outcome.code === 'reference_reused') return { state: 'unknown' };
    throw failed(outcome);
  }
  const answer = payoutSchema.safeParse(outcome.json);
  // Money may be on its way although we cannot read what the rail says about it.
  const isOurs =
    answer.success &&
    isOf(connection, answer.data, request.reference) &&
    answer.data.amount === request.amount &&
    answer.data.currency === request.currency;
  return isOurs ? reportOf(answer.data) : { state: 'unknown' };
}

async function query(
  connection: SandboxConnection,
  reference: string,
): Promise<PayoutReport | { readonly state: 'not_found' }> {
  const path = `/api/payouts/by-reference/${encodeURIComponent(reference)}`;
  const outcome = await callSandbox(connection, { method: 'GET', path });
  if (outcome.kind === 'refused' && outcome.code === 'payout_unknown') return { state: 'not_found' };
  if (outcome.kind !== 'answered') throw failed(outcome);
  const answer = payoutSchema.safeParse(outcome.json);
  if (!answer.success || !isOf(connection, answer.data, reference)) {
    throw new PortError('sandbox rail: the answer is not about this payout', { retryable: true, cause: answer.error });
  }
  return reportOf(answer.data);
}

function isOf(connection: SandboxConnection, answer: PayoutMessage, reference: string): boolean {
  return answer.merchant_id === connection.merchantId && answer.reference === reference;
}

function reportOf(answer: PayoutMessage): PayoutReport {
  const providerRef = answer.id;
  const failure = answer.failure ?? 'refused';
  switch (answer.state) {
    case 'pending':
      return { state: 'pending', providerRef };
    case 'paid':
      return { state: 'paid', providerRef, cost: answer.cost };
    case 'failed':
      return { state: 'failed', providerRef, failure };
    case 'returned':
      return { state: 'returned', providerRef, cost: answer.cost, failure };
  }
}

function failed(outcome: Exclude<CallOutcome, { kind: 'answered' }>): PortError {
  if (outcome.kind === 'refused') return new PortError(outcome.code, { retryable: false });
  return new PortError(`sandbox rail: ${outcome.why}`, { retryable: true, cause: outcome.cause });
}
