/** Price lists, overrides, rules and lifted links: the same views for the wholesaler and for distributors. */
export { ChildrenView } from './children-view.tsx';
export { CostTiers } from './cost-tiers.tsx';
export { LiftedView } from './lifted-view.tsx';
export { ListsView } from './lists-view.tsx';
export type { PricingApi } from './pricing-api.ts';
export { RulesView } from './rules-view.tsx';
