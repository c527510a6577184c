import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList } from '@keyfall/ui';
import type { ReactNode } from 'react';
import type { ShopSku } from './use-choice.ts';

const KIND_TEXT = {
  card_code: 'product.kindCard',
  link: 'product.kindLink',
  link_password: 'product.kindLinkPassword',
  top_up: 'product.kindTopUp',
} as const;

/** What one should know before paying: form of the goods, delivery, warranty, limits. */
export function ProductFacts({ sku }: { readonly sku: ShopSku }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const delivery =
    sku.deliveryDelaySeconds > 0
      ? t('product.deliveryAfter', { delay: format.durationSeconds(sku.deliveryDelaySeconds) })
      : sku.stock === 'backorder'
        ? t('product.deliveryBackorder')
        : t(sku.kind === 'top_up' ? 'product.deliveryTopUp' : 'product.deliveryNow');
  const warranty =
    sku.warrantyDays === 0 ? t('product.noWarranty') : t('product.warrantyDays', { count: sku.warrantyDays });
  const limits = [
    t('product.limitPerOrder', { min: sku.minPerOrder, max: sku.maxPerOrder }),
    ...(sku.maxPerBuyer === null ? [] : [t('product.limitPerBuyer', { count: sku.maxPerBuyer })]),
  ];
  const items = [
    { label: t('product.kind'), value: t(KIND_TEXT[sku.kind]) },
    { label: t('product.delivery'), value: delivery },
    ...(sku.periodDays === null
      ? []
      : [{ label: t('product.validity'), value: t('product.period', { count: sku.periodDays }) }]),
    ...(sku.region === '' ? [] : [{ label: t('product.region'), value: sku.region }]),
    { label: t('product.warranty'), value: warranty },
    { label: t('product.limits'), value: format.list(limits) },
  ];
  return <KeyValueList items={items} />;
}
