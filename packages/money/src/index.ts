export * from './format.ts';
export { QUANTITY_MAX, assertQuantity, lineAmount, parseFaceValue } from './line-amount.ts';
export type { FaceValue } from './line-amount.ts';
export { allocate, clawedTotal, shareOfUnit, shareOfUnits } from './proportion.ts';
export { ceilFee, floorShare, parseRate, priceByRule, roundShare, taxIncluded } from './rate.ts';
export type { Rate } from './rate.ts';
