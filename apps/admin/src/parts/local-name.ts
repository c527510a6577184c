import { useI18n } from '@keyfall/i18n';

interface Named {
  readonly nameZh: string;
  readonly nameEn: string;
}
interface OfProduct {
  readonly productNameZh: string;
  readonly productNameEn: string;
}

/** A name the wholesaler wrote in both languages, in the reader's. */
export function useLocalName(): (named: Named) => string {
  const { locale } = useI18n();
  return (named) => (locale === 'zh-CN' ? named.nameZh : named.nameEn);
}

/** Product and SKU in one line: `Video VIP · 1 month`. */
export function useSkuName(): (row: Named & OfProduct) => string {
  const { locale } = useI18n();
  return (row) =>
    locale === 'zh-CN' ? `${row.productNameZh} · ${row.nameZh}` : `${row.productNameEn} · ${row.nameEn}`;
}
