export { placePurchase } from './place-purchase.ts';
export type { PlacedPurchase, PurchaseInput } from './place-purchase.ts';
export { quotePurchase } from './quote-purchase.ts';
export { listGoods, listPurchases, readPurchase } from './read-purchases.ts';
