import { isUuid, type GatewayAccountId, type TenantId } from '@keyfall/contracts';
import { serviceTx, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceOrderChange } from '../orders/index.ts';
import { callCapture, type CaptureOutcome } from './capture-queries.ts';
import type { CapturedTransaction } from './gateway.port.ts';

export interface CaptureInput {
  readonly tenantId: TenantId;
  readonly accountId: GatewayAccountId;
  readonly provider: string;
  /** Our reference as the provider repeated it; anything that names no attempt of this account is money of nobody. */
  readonly reference: string;
  readonly transaction: CapturedTransaction;
  readonly requestId: string;
}

const CURRENCY = /^[A-Z0-9]{3,12}$/;
const TRANSACTION_ID_LENGTH_MAX = 200;
const MINOR_MAX = 9_000_000_000_000_000_000n;

/**
 * Recognises money that a provider says it took: once per provider, account and transaction, however many webhooks,
 * answers and polls report it. Money that fits its order pays and delivers it in the same commit; any other waits in
 * suspense and is sent back. Two round trips. Locks: receipt key, order, lines, codes (see `payments.capture`).
 * `alongside` runs in the same transaction, e.g. to mark the webhook done.
 *
 * @throws DomainError validation_failed when the report is no money at all (amount, currency or id out of bounds)
 */
export async function capturePayment(
  core: Core,
  input: CaptureInput,
  alongside: (tx: ServiceTx) => Promise<void> = () => Promise.resolve(),
): Promise<CaptureOutcome> {
  const { tenantId, transaction } = input;
  assertMoney(transaction);
  const ids = { receiptId: uuidv7(), journalId: uuidv7() };
  const outcome = await withRetry(() =>
    serviceTx(core.db, { tenantId, requestId: input.requestId }, async (tx) => {
      const [captured] = await Promise.all([
        callCapture(tx, {
          ...ids,
          tenantId,
          accountId: input.accountId,
          provider: input.provider,
          transactionId: transaction.transactionId,
          attemptId: isUuid(input.reference) ? input.reference : null,
          amount: transaction.amount,
          currency: transaction.currency,
          fee: transaction.fee,
          paidAt: transaction.paidAt,
        }),
        alongside(tx),
      ]);
      return captured;
    }),
  );
  if (outcome.outcome !== 'repeated' && outcome.order_id !== null)
    announceOrderChange(core, tenantId, outcome.order_id);
  if (outcome.outcome === 'applied') core.ports.poke(tenantId, 'outbox');
  if (outcome.outcome === 'suspense') core.ports.poke(tenantId, 'refund.suspense');
  return outcome;
}

function assertMoney(transaction: CapturedTransaction): void {
  const { transactionId, amount, currency, fee } = transaction;
  const isMoney =
    transactionId.length >= 1 &&
    transactionId.length <= TRANSACTION_ID_LENGTH_MAX &&
    amount > 0n &&
    amount <= MINOR_MAX &&
    fee >= 0n &&
    fee <= amount &&
    CURRENCY.test(currency);
  if (!isMoney) throw new DomainError('validation_failed', { fields: ['transaction'] });
}
