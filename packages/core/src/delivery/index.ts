export { deliverOrder } from './deliver-order.ts';
export { fulfilTopUp } from './fulfil-top-up.ts';
export { REVEAL_UNITS_MAX, revealCodes } from './reveal-codes.ts';
export { sweepDeliver } from './jobs/sweep-deliver.ts';
export { sweepSettle } from './jobs/sweep-settle.ts';
export { listOwnOrders, viewOrder, viewOrderStatus, viewPaymentMethods, viewStock } from './view-order.ts';
export { watchOrder, watchStock } from './watch-order.ts';
