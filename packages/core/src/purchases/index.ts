export { placePurchase } from './place-purchase.ts';
export type { PlacedPurchase, PurchaseInput } from './place-purchase.ts';
export { quotePurchase } from './quote-purchase.ts';
export { listGoods, listPurchases, readPurchase } from './read-purchases.ts';
export { startExport } from './export/start-export.ts';
export { openExport } from './export/open-export.ts';
export type { ExportFile } from './export/open-export.ts';
