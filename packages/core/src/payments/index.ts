export type * from './gateway.port.ts';
export { ATTEMPT_MOVES, assertAttemptMove, canMoveAttempt } from './attempt.rules.ts';
export type { AttemptEvidence } from './attempt.rules.ts';
export { approveRefund, rejectRefund } from './approve-refund.ts';
export { cancelOrder } from './cancel-order.ts';
export { capturePayment } from './capture.ts';
export type { CaptureInput } from './capture.ts';
export { changeGatewayAccount, createGatewayAccount } from './gateway-accounts.ts';
export type { GatewayAccountInput } from './gateway-accounts.ts';
export { openGateway } from './open-gateway.ts';
export { lockCollector, writeCollector } from './account-queries.ts';
export { addOwnAccount, changeOwnAccount, listAccountsOf, listOwnAccounts, testOwnAccount } from './own-accounts.ts';
export { WEBHOOK_BODY_BYTES_MAX, receiveWebhook } from './receive-webhook.ts';
export { refundUndelivered } from './refund-undelivered.ts';
export { requestRefund } from './request-refund.ts';
export { refundTopUp } from './refund-top-up.ts';
export type { RefundRequestInput, RequestedRefund } from './request-refund.ts';
export { readSellerFee } from './receipt-queries.ts';
export { deleteOldWebhooks } from './webhook-queries.ts';
export { askToPay } from './ask-to-pay.ts';
export { insertAttempt } from './attempt-queries.ts';
export { firstQueryAfterSeconds } from './query-schedule.ts';
export { settleRefundByHand } from './settle-by-hand.ts';
export { startPayment } from './start-payment.ts';
export type { StartedPayment } from './start-payment.ts';
export { sweepAttempts } from './jobs/sweep-attempts.ts';
export { sweepClosing } from './jobs/sweep-closing.ts';
export { sweepRefunds } from './jobs/sweep-refunds.ts';
export { sweepSuspense } from './jobs/sweep-suspense.ts';
export { sweepWebhooks } from './jobs/sweep-webhooks.ts';
export {
  listPaymentMethods,
  listReceipts,
  listRefunds,
  listWebhooks,
  readGatewayAccounts,
  readPaymentsOfOrder,
} from './read-payments.ts';
