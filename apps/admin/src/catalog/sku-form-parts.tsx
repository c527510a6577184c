import { PICK_ORDERS } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { FieldGroup, MoneyField } from '@keyfall/ui';
import type { SchemaForm } from '@keyfall/ui';
import { Can } from '@keyfall/web';
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { MomentField, WholeField } from '../parts/typed-fields.tsx';
import type { SkuValues } from './sku-values.ts';

interface PartProps {
  readonly form: SchemaForm<SkuValues, unknown>['form'];
}

/** Prices per unit: what we pay, what we advise, and the bounds of what a shop may ask. */
export function SkuPriceFields({ form }: PartProps): ReactNode {
  const t = useT('admin');
  const { currency } = form.values;
  const field = (name: 'unitCost' | 'suggested' | 'floor' | 'ceiling', label: string, help?: string): ReactNode => {
    const { value, onChange, error } = form.getInputProps(name) as {
      value: string;
      onChange: (text: string) => void;
      error?: ReactNode;
    };
    return (
      <MoneyField
        name={name}
        label={label}
        help={help}
        value={value}
        onChange={onChange}
        error={error}
        currency={currency}
      />
    );
  };
  return (
    <FieldGroup title={t('catalog.sku.prices')} help={t('catalog.sku.pricesHelp')} columns={2}>
      <Can permission="inventory.read_cost">{field('unitCost', t('catalog.sku.unitCost'))}</Can>
      {field('suggested', t('catalog.sku.suggested'))}
      {field('floor', t('catalog.sku.floor'))}
      {field('ceiling', t('catalog.sku.ceiling'))}
    </FieldGroup>
  );
}

/** How it is sold: how many at once, to whom, from which stock, with what warranty. */
export function SkuLimitFields({ form }: PartProps): ReactNode {
  const t = useT('admin');
  return (
    <>
      <FieldGroup title={t('catalog.sku.limits')} columns={2}>
        <WholeField label={t('catalog.sku.minPerOrder')} {...form.getInputProps('minPerOrder')} />
        <WholeField label={t('catalog.sku.maxPerOrder')} {...form.getInputProps('maxPerOrder')} />
        <WholeField
          label={t('catalog.sku.maxPerBuyer')}
          description={t('catalog.sku.blankIsNone')}
          {...form.getInputProps('maxPerBuyer')}
        />
        <WholeField
          label={t('catalog.sku.buyerLimitDays')}
          description={t('catalog.sku.buyerLimitHelp')}
          {...form.getInputProps('buyerLimitDays')}
        />
        <WholeField label={t('catalog.sku.warrantyDays')} {...form.getInputProps('warrantyDays')} />
        <WholeField
          label={t('catalog.sku.deliveryDelay')}
          description={t('catalog.sku.deliveryDelayHelp')}
          {...form.getInputProps('deliveryDelaySeconds')}
        />
      </FieldGroup>
      <FieldGroup title={t('catalog.sku.stock')} columns={2}>
        <NativeSelect
          label={t('catalog.sku.whenEmpty')}
          data={(['show', 'hide', 'backorder'] as const).map((each) => ({
            value: each,
            label: t(`catalog.sku.whenEmptyKinds.${each}`),
          }))}
          {...form.getInputProps('whenEmpty')}
        />
        {form.values.whenEmpty === 'backorder' ? (
          <WholeField label={t('catalog.sku.backorderHours')} {...form.getInputProps('backorderHours')} />
        ) : null}
        <NativeSelect
          label={t('catalog.sku.allocation')}
          data={PICK_ORDERS.map((each) => ({ value: each, label: t(`common:kinds.pickOrder.${each}`) }))}
          {...form.getInputProps('allocation')}
        />
        <WholeField
          label={t('catalog.sku.lowStockAt')}
          description={t('catalog.sku.lowStockHelp')}
          {...form.getInputProps('lowStockAt')}
        />
      </FieldGroup>
    </>
  );
}

/** Whether and when shops show it, and in which place. */
export function SkuScheduleFields({ form }: PartProps): ReactNode {
  const t = useT('admin');
  return (
    <FieldGroup title={t('catalog.schedule')} columns={2}>
      <NativeSelect
        label={t('common:labels.state')}
        data={(['draft', 'published', 'unpublished'] as const).map((each) => ({
          value: each,
          label: t(`common:states.product.${each}`),
        }))}
        {...form.getInputProps('status')}
      />
      <WholeField label={t('catalog.position')} {...form.getInputProps('position')} />
      <MomentField label={t('catalog.publishAt')} {...form.getInputProps('publishAt')} />
      <MomentField label={t('catalog.unpublishAt')} {...form.getInputProps('unpublishAt')} />
    </FieldGroup>
  );
}
