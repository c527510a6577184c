import { spec } from './error-kind.ts';

/** Catalog, prices, stock, import, vault. */
export const catalogErrors = {
  sku_code_taken: spec<{ skuCode: string }>('conflict'),
  sku_unavailable: spec<{ skuId?: string; reason?: string }>('conflict'),
  category_not_empty: spec('conflict'),
  account_template_invalid: spec<{ field?: string; reason: string }>('validation'),
  account_fields_invalid: spec<{ fields: readonly string[] }>('validation'),
  face_value_invalid: spec<{ min?: string; max?: string }>('validation'),
  image_invalid: spec<{ reason: string }>('validation'),

  price_invalid: spec<{ reason?: string }>('validation'),
  price_below_cost: spec<{ price: string; cost: string }>('conflict'),
  price_below_floor: spec<{ price: string; floor: string }>('conflict'),
  price_above_ceiling: spec<{ price: string; ceiling: string }>('conflict'),
  price_missing: spec<{ skuId?: string }>('conflict'),
  price_changed: spec<{ skuId?: string; price?: string }>('conflict'),

  out_of_stock: spec<{ skuId?: string; available?: number }>('conflict', { retryable: true }),
  batch_not_active: spec<{ state: string }>('conflict'),
  code_not_movable: spec<{ state: string; wanted: string }>('conflict'),
  code_duplicate: spec('conflict'),
  code_not_revealable: spec('conflict'),
  reveal_quota_exceeded: spec<{ perDay: number }>('conflict'),
  /** Asking and deciding are two people's. */
  stock_own_request: spec('forbidden'),
  stock_request_closed: spec<{ state: string }>('conflict'),
  export_empty: spec('conflict'),
  reveal_passcode_required: spec('forbidden'),
  reveal_passcode_wrong: spec('forbidden'),

  import_file_empty: spec('validation'),
  import_file_unreadable: spec<{ reason: string }>('validation'),
  import_encoding_unknown: spec('validation'),
  import_columns_unclear: spec('validation'),
  import_state_conflict: spec<{ state: string }>('conflict'),
  import_kind_mismatch: spec<{ kind: string }>('validation'),
} as const;
