export {
  assertOfferedPrice,
  assertRetail,
  effectiveCosts,
  retailProblem,
  splitPurchase,
  splitSale,
} from './chain.rules.ts';
export type { ChainLink, ChainSplit, LinkCost, RetailBounds, RetailProblem, SplitShare } from './chain.rules.ts';
export { explainOwnCost, explainPrice } from './explain-price.ts';
export { sweepRechecks } from './jobs/sweep-rechecks.ts';
export { listCostPrices, listShopPrices } from './list-prices.ts';
export type { PricePage } from './list-prices.ts';
export { offerOf } from './offer.rules.ts';
export type { Offer, OfferProblem } from './offer.rules.ts';
export { readChainPrices } from './chain-queries.ts';
export type { ChainNode, ChainPrices, PricingOptions } from './chain-queries.ts';
export { upsertCostPrices, upsertShopPrices, upsertSkuPrice } from './queries.ts';
export { setCostPrices } from './set-cost-prices.ts';
export type { CostPriceChange } from './set-cost-prices.ts';
export { setShopPrices } from './set-shop-prices.ts';
export type { RetailChange } from './set-shop-prices.ts';
export { checkMargins } from './check-margins.ts';
export { readIncomeRulesPage, readSkuModels } from './read-income-rules.ts';
export { endReferralCode, makeReferralCode, readReferrals } from './referral-codes.ts';
export { saveIncomePolicy, saveRateCard, setSkuModels, withdrawRateCard } from './save-income-rules.ts';
export { sellsByDifference } from './income-admin-queries.ts';
export { allowsWholesale, percentageLinks } from './income.rules.ts';
export type { IncomeNode, IncomeRate } from './income.rules.ts';
export { readIncomeRules } from './income-queries.ts';
export type { IncomeRules, Referral } from './income-queries.ts';
export { splitByPercentage } from './percentage.rules.ts';
export type { PercentageLink, PercentageSplit } from './percentage.rules.ts';
export { followChange, setSkuCosts } from './follow-change.ts';
export { queueRecheck } from './recheck-queries.ts';
export { readLifted } from './read-lifted.ts';
export { readPriceGrid } from './read-price-grid.ts';
export { readPriceTargets } from './read-price-targets.ts';
export { readLists, removePriceList, savePriceList } from './save-price-list.ts';
export { readRules, removePriceRule, savePriceRule } from './save-price-rule.ts';
export { savePrices } from './save-prices.ts';
