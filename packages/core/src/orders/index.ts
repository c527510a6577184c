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
