export {
  LINE_MOVES,
  ORDER_MOVES,
  assertLineMove,
  assertOrderMove,
  canMoveLine,
  canMoveOrder,
  lineStateOf,
  openUnits,
  orderStateOf,
} from './order.rules.ts';
export type { LineProgress } from './order.rules.ts';
export { REFUND_MOVES, assertRefundMove, canMoveRefund, needsChecker } from './refund.rules.ts';
export { feeBorneOf, feeByLine, grossOf, planDelivery } from './line-money.rules.ts';
export type { LineMoney } from './line-money.rules.ts';
export { planGoodwill, planRefund } from './refund-plan.rules.ts';
export type { EarnerHistory, RefundPlan, RefundPlanLine, RefundUnits, RefundableLine } from './refund-plan.rules.ts';
export { announceOrderChange, onOrderChange } from './order-changes.ts';
export {
  beginClosing,
  beginClosingDue,
  callCloseOrder,
  insertOrderEvent,
  listClosable,
  lockOrder,
} from './closing-queries.ts';
export type { OpenOrderRow } from './closing-queries.ts';
export { placeOrder } from './place-order.ts';
export type { PlaceOrderInput, PlacedOrder } from './place-order.ts';
export { quoteCart } from './quote.ts';
export type { Quote } from './quote.ts';
export { availableOf, readFaceValue, unitsBySku, withFace } from './price-lines.ts';
export type { CartLine, PricedCart, PricedLine } from './price-lines.ts';
export { lineRow } from './line-row.ts';
export { countedOnOf, readRefilledWallets } from './short-wallet-queries.ts';
export { tellOfShortWallet } from './short-wallet.ts';
export { assertCarried, tellOfRefusal } from './wallet-cover.ts';
export { newOrderNumber } from './order-number.ts';
export { callPlaceOrder, readSkus } from './placing-queries.ts';
export type { SkuRow } from './placing-queries.ts';
export { sweepRelease } from './jobs/sweep-release.ts';
export { exportOrders, exportPortalOrders } from './export-orders.ts';
export type { OrderFile } from './export-orders.ts';
export { findOrdersByCode, listOrders, presentOrderHead } from './list-orders.ts';
export type { OrderListInput } from './list-orders.ts';
export { presentLine, presentTerms, readOrderParts } from './order-parts.ts';
export type { OrderParts } from './order-parts.ts';
export {
  accountOf,
  dataOf,
  isoOrNull,
  moneyOf,
  plainDecimal,
  plainDecimalOrNull,
  presentEventData,
  productNameOf,
  skuNameOf,
  titleOf,
} from './present.ts';
export { readEventRows, readLineRows } from './admin-detail-queries.ts';
export { hashQueryPassword, verifyQueryPassword } from './query-password.ts';
export { listPortalOrders, readPortalOrder } from './portal-orders.ts';
export type { PortalOrderListInput } from './portal-orders.ts';
export { explainIncome, listIncome, readIncomeByChild, readIncomeTotals } from './portal-income.ts';
export { readIncomeWeeks } from './income-weeks.ts';
export type { IncomeListInput } from './portal-income.ts';
export { readPortalDashboard } from './portal-dashboard.ts';
