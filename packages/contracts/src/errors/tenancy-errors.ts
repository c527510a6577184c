import { spec } from './error-kind.ts';

/** The tree, shops, hosts, brands. */
export const tenancyErrors = {
  slug_taken: spec<{ slug: string }>('conflict'),
  slug_reserved: spec<{ slug: string }>('validation'),
  host_taken: spec<{ host: string }>('conflict'),
  host_invalid: spec<{ host: string }>('validation'),
  host_not_verified: spec<{ host: string }>('conflict'),
  shop_not_found: spec('not_found'),
  shop_closed: spec('unavailable', { retryable: false }),
  shop_not_ready: spec<{ missing: readonly string[] }>('conflict'),
  contrast_too_low: spec<{ ratio: string; ratioMin: string; field: string }>('validation'),
  depth_exceeded: spec<{ depthMax: number }>('conflict'),
  tree_cycle: spec('conflict'),
  distributor_not_empty: spec<{ reasons: readonly string[] }>('conflict'),
  level_in_use: spec<{ by: 'distributors' | 'price_lists' | 'price_rules' | 'rate_cards' }>('conflict'),
  distributor_not_active: spec<{ state: string }>('conflict'),
  collecting_not_allowed: spec('forbidden'),
  downline_not_allowed: spec('forbidden'),
} as const;
