import { type Page, type RefundState } from '@keyfall/contracts';
import type {
  GatewayAccountDto,
  PaymentMethodDto,
  ReceiptRowDto,
  RefundRowDto,
  WebhookRowDto,
} from '@keyfall/contracts/order-schemas';
import type { ReadTx } from '@keyfall/db';
import {
  asService,
  asStaff,
  type BuyerPrincipal,
  type Ctx,
  type StaffPrincipal,
  type VisitorPrincipal,
} from '../context.ts';
import { isoOrNull, moneyOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { reportedMoney } from '../reported-money.ts';
import { listGatewayAccountRows, listPaymentMethodRows } from './account-queries.ts';
import {
  readAttemptRows,
  readReceiptRows,
  readRefundLineRows,
  readRefundRows,
  readWebhookRows,
  type ReceiptListRow,
  type RefundListRow,
} from './payment-read-queries.ts';

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/**
 * How the shop can be paid now, or one of its orders, which keeps to whoever took the money when it was placed. The shop's
 * role reads no accounts: whose they are is its seller's affair.
 */
export async function listPaymentMethods(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  orderNo: string | undefined,
): Promise<readonly PaymentMethodDto[]> {
  return await asService(ctx, (tx) => listPaymentMethodRows(tx, ctx.principal.shopId, orderNo ?? null));
}

/** Accounts at payment providers, without their secrets. */
export async function readGatewayAccounts(ctx: Ctx<StaffPrincipal>): Promise<readonly GatewayAccountDto[]> {
  const rows = await asStaff(ctx, listGatewayAccountRows);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    name: row.name,
    currency: row.currency,
    feeRate: row.fee_rate.replace(/\.?0+$/, '') || '0',
    feeBearer: row.fee_bearer,
    feeOnRefund: row.fee_on_refund,
    enabled: row.enabled,
    createdAt: row.created_at.toISOString(),
  }));
}

/** Money that came in, newest first; with outcome `suspense` the money that fits no order and where it is now. */
export async function listReceipts(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly outcome?: 'applied' | 'suspense' | undefined },
): Promise<Page<ReceiptRowDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) =>
    readReceiptRows(tx, { outcome: input.outcome, before, limit: input.limit + 1 }),
  );
  return presentPage(rows, input.limit, presentReceipt);
}

/** Refunds, newest first. */
export async function listRefunds(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly states?: readonly RefundState[] | undefined },
): Promise<Page<RefundRowDto>> {
  const before = positionOf(input.cursor);
  return await asStaff(ctx, async (tx) => {
    const rows = await readRefundRows(tx, { states: input.states, before, limit: input.limit + 1 });
    const lines = await readRefundLineRows(
      tx,
      rows.map((row) => row.id),
    );
    return presentPage(rows, input.limit, (row) => presentRefund(row, lines, ctx.principal.loginId));
  });
}

/** What payment providers sent us, newest first. */
export async function listWebhooks(ctx: Ctx<StaffPrincipal>, input: PageInput): Promise<Page<WebhookRowDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => readWebhookRows(tx, { before, limit: input.limit + 1 }));
  return presentPage(rows, input.limit, (row) => ({
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    ip: row.ip,
    state: row.state,
    result: row.result,
    tries: row.tries,
    receivedAt: row.received_at.toISOString(),
    doneAt: isoOrNull(row.done_at),
  }));
}

/** Attempts, receipts and refunds of one order, for its page. Joins the reader's transaction. */
export async function readPaymentsOfOrder(tx: ReadTx<'admin'>, orderId: string, readerId: string) {
  const [attempts, receipts, refunds] = await Promise.all([
    readAttemptRows(tx, orderId),
    readReceiptRows(tx, { orderId, limit: 100 }),
    readRefundRows(tx, { orderId, limit: 100 }),
  ]);
  const lines = await readRefundLineRows(
    tx,
    refunds.map((row) => row.id),
  );
  return {
    attempts: attempts.map((row) => ({
      id: row.id,
      accountName: row.account_name,
      state: row.state,
      amount: moneyOf(row.amount, row.currency),
      providerRef: row.provider_ref,
      errorCode: row.error_code,
      queries: row.queries,
      queryAt: isoOrNull(row.query_at),
      createdAt: row.created_at.toISOString(),
    })),
    receipts: receipts.map(presentReceipt),
    refunds: refunds.map((row) => presentRefund(row, lines, readerId)),
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

function presentReceipt(row: ReceiptListRow): ReceiptRowDto {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name ?? row.provider,
    provider: row.provider,
    providerTxn: row.provider_txn,
    collectedBy: row.collected_by,
    orderId: row.order_id,
    orderNo: row.order_no,
    amount: reportedMoney(row.amount, row.currency),
    fee: reportedMoney(row.fee, row.currency),
    outcome: row.outcome,
    reason: row.reason,
    journalId: row.journal_id,
    refundId: row.refund_id,
    refundState: row.refund_state,
    paidAt: row.paid_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}

function presentRefund(
  row: RefundListRow,
  lines: Awaited<ReturnType<typeof readRefundLineRows>>,
  readerId: string,
): RefundRowDto {
  return {
    id: row.id,
    kind: row.kind,
    orderId: row.order_id,
    orderNo: row.order_no,
    amount: reportedMoney(row.amount, row.currency),
    state: row.state,
    cause: row.cause,
    reason: row.reason,
    bySystem: row.by_system,
    requestedBy: row.requested_by,
    approvedBy: row.approved_by,
    rejectedBy: row.rejected_by,
    isOwn: row.requested_by === readerId,
    tries: row.tries,
    errorCode: row.error_code,
    journalId: row.journal_id,
    createdAt: row.created_at.toISOString(),
    approvedAt: isoOrNull(row.approved_at),
    doneAt: isoOrNull(row.done_at),
    lines: lines
      .filter((line) => line.refund_id === row.id)
      .map((line) => ({
        line: line.line,
        openUnits: line.open_units,
        deliveredUnits: line.delivered_units,
        amount: reportedMoney(line.open_amount + line.delivered_amount, row.currency),
      })),
  };
}
