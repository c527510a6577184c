import { useT } from '@keyfall/i18n';
import { NativeSelect, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from './local-name.ts';

export type PickedSku = Outputs['catalog']['product']['skus'][number];

export interface SkuPickerProps {
  readonly value: string | undefined;
  readonly onChange: (sku: PickedSku | undefined) => void;
  /** Leaves out what cannot be chosen here (top-ups hold no codes). */
  readonly accepts?: (sku: PickedSku) => boolean;
  readonly error?: ReactNode;
  readonly required?: boolean;
}

const SHOWN = 20;

/** A SKU by its product: type any part of a name, pinyin included, then choose among the product's SKUs. */
export function SkuPicker({ value, onChange, accepts, error, required = false }: SkuPickerProps): ReactNode {
  const t = useT('admin');
  const nameOf = useLocalName();
  const [typed, setTyped] = useState('');
  const [productId, setProductId] = useState<string | null>(null);
  const q = typed.trim();
  const products = useQuery({
    ...trpc.catalog.products.queryOptions({ limit: SHOWN, ...(q === '' ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });
  const product = useQuery({
    ...trpc.catalog.product.queryOptions({ id: productId ?? '' }),
    enabled: productId !== null,
  });
  const found = products.data?.items.map((row) => ({ value: row.id, label: nameOf(row) })) ?? [];
  // The chosen product stays an option while one types on, or its name would vanish.
  const chosen = product.data;
  const options =
    chosen === undefined || found.some((option) => option.value === chosen.id)
      ? found
      : [{ value: chosen.id, label: nameOf(chosen) }, ...found];
  const skus = (chosen?.skus ?? []).filter((sku) => accepts?.(sku) ?? true);
  return (
    <>
      <Select
        label={t('catalog.product')}
        placeholder={t('catalog.searchHint')}
        searchable
        required={required}
        data={options}
        // The server has searched already: by pinyin and initials, which the list here could not.
        filter={({ options: all }) => all}
        nothingFoundMessage={t('common:list.nothingFound')}
        value={productId}
        onSearchChange={setTyped}
        onChange={(id) => {
          setProductId(id);
          onChange(undefined);
        }}
      />
      <NativeSelect
        label={t('catalog.oneSku')}
        required={required}
        disabled={productId === null}
        error={error}
        value={value ?? ''}
        data={[
          { value: '', label: t('list.choose') },
          ...skus.map((sku) => ({ value: sku.id, label: `${nameOf(sku)} · ${sku.code}` })),
        ]}
        onChange={(event) => onChange(skus.find((sku) => sku.id === event.currentTarget.value))}
      />
    </>
  );
}
