import { useI18n } from '@keyfall/i18n';
import { useCallback } from 'react';

interface SkuNames {
  readonly productNameZh: string;
  readonly productNameEn: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Product and SKU as the wholesaler named them, in the reader's language. */
export function useSkuName(): (row: SkuNames) => { readonly product: string; readonly sku: string } {
  const { locale } = useI18n();
  return useCallback(
    (row) =>
      locale === 'zh-CN'
        ? { product: row.productNameZh, sku: row.nameZh }
        : { product: row.productNameEn, sku: row.nameEn },
    [locale],
  );
}
