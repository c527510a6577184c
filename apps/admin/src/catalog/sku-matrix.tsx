import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, SidePanel } from '@keyfall/ui';
import { Can, StateLabel, useCan, useUrlState } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Anchor, Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { useCurrency } from '../session/use-admin-session.ts';
import { SkuForm } from './sku-form.tsx';
import { skuValuesOf, skuWith } from './sku-values.ts';
import type { Sku, SkuValues } from './sku-values.ts';

type Product = Outputs['catalog']['product'];

const PRICE_COLUMNS = ['unitCost', 'suggested', 'floor', 'ceiling', 'lowStockAt'] as const;
type Cell = (typeof PRICE_COLUMNS)[number];
type Changes = Readonly<Record<string, Partial<Record<Cell, string>>>>;

/** All SKUs of a product side by side: prices and stock marks are changed in place, the rest in the panel. */
export function SkuMatrix({ product }: { readonly product: Product }): ReactNode {
  const t = useT('admin');
  const currency = useCurrency();
  const nameOf = useLocalName();
  const [url, setUrl] = useUrlState('sku');
  const [changes, setChanges] = useState<Changes>({});
  const open = product.skus.find((sku) => sku.id === url.sku);
  const close = (): void => setUrl({ sku: undefined });
  const addButton = (
    <Can permission="catalog.write">
      <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setUrl({ sku: 'new' }, { push: true })}>
        {t('catalog.newSku')}
      </Button>
    </Can>
  );
  return (
    <section className="panel-card" aria-label={t('catalog.skus')}>
      <Group justify="space-between" mb="sm">
        <h2 style={{ margin: 0 }}>{t('catalog.skus')}</h2>
        {product.skus.length === 0 ? null : addButton}
      </Group>
      {product.skus.length === 0 ? (
        <EmptyState compact title={t('catalog.noSkusTitle')} description={t('catalog.noSkusHelp')} action={addButton} />
      ) : (
        <MatrixTable
          skus={product.skus}
          changes={changes}
          onChange={(id, cell, text) => setChanges({ ...changes, [id]: { ...changes[id], [cell]: text } })}
          onOpen={(id) => setUrl({ sku: id }, { push: true })}
        />
      )}
      <MatrixSave skus={product.skus} changes={changes} onDone={() => setChanges({})} />
      <SidePanel
        opened={url.sku === 'new' || open !== undefined}
        onClose={close}
        title={open === undefined ? t('catalog.newSku') : nameOf(open)}
        {...(open === undefined ? {} : { state: <StateLabel of="product" state={open.status} /> })}
      >
        <SkuForm
          key={open === undefined ? 'new' : `${open.id}:${open.version}`}
          productId={product.id}
          sku={open}
          like={product.skus.at(-1)}
          position={product.skus.length}
          currency={currency}
          onDone={close}
        />
      </SidePanel>
    </section>
  );
}

interface MatrixTableProps {
  readonly skus: readonly Sku[];
  readonly changes: Changes;
  readonly onChange: (skuId: string, cell: Cell, text: string) => void;
  readonly onOpen: (skuId: string) => void;
}

function MatrixTable({ skus, changes, onChange, onOpen }: MatrixTableProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const nameOf = useLocalName();
  const shown = PRICE_COLUMNS.filter((cell) => cell !== 'unitCost' || can('inventory.read_cost'));
  return (
    <div className="scroll-x">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('catalog.sku.code')}</th>
            <th scope="col">{t('common:labels.name')}</th>
            <th scope="col">{t('catalog.sku.kind')}</th>
            {shown.map((cell) => (
              <th key={cell} scope="col" data-align="end">
                {t(`catalog.sku.${cell}`)}
              </th>
            ))}
            <th scope="col" data-align="end">
              {t('catalog.available')}
            </th>
            <th scope="col" data-align="end">
              {t('catalog.reserved')}
            </th>
            <th scope="col">{t('common:labels.state')}</th>
          </tr>
        </thead>
        <tbody>
          {skus.map((sku) => (
            <tr key={sku.id}>
              <td className="mono">
                <Anchor component="button" type="button" onClick={() => onOpen(sku.id)}>
                  {sku.code}
                </Anchor>
              </td>
              <td>{nameOf(sku)}</td>
              <td>{t(`common:kinds.sku.${sku.kind}`)}</td>
              {shown.map((cell) => (
                <td key={cell} data-align="end" className="price-cell">
                  <MatrixCell
                    label={`${sku.code} · ${t(`catalog.sku.${cell}`)}`}
                    saved={skuValuesOf(sku)[cell]}
                    typed={changes[sku.id]?.[cell]}
                    onChange={(text) => onChange(sku.id, cell, text)}
                    readOnly={!can('catalog.write')}
                  />
                </td>
              ))}
              <td data-align="end">{format.number(sku.stock.available)}</td>
              <td data-align="end">{format.number(sku.stock.reserved)}</td>
              <td>
                <StateLabel of="product" state={sku.status} variant="dot" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MatrixCellProps {
  readonly label: string;
  readonly saved: string;
  readonly typed: string | undefined;
  readonly onChange: (text: string) => void;
  readonly readOnly: boolean;
}

function MatrixCell({ label, saved, typed, onChange, readOnly }: MatrixCellProps): ReactNode {
  return (
    <TextInput
      size="xs"
      aria-label={label}
      inputMode="decimal"
      maxLength={24}
      readOnly={readOnly}
      value={typed ?? saved}
      data-changed={(typed !== undefined && typed !== saved) || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface MatrixSaveProps {
  readonly skus: readonly Sku[];
  readonly changes: Changes;
  readonly onDone: () => void;
}

/** The bar that appears with the first change: how many SKUs change, save or forget. */
function MatrixSave({ skus, changes, onDone }: MatrixSaveProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const changed = skus.flatMap((sku) => {
    const saved = skuValuesOf(sku);
    const parts = Object.entries(changes[sku.id] ?? {}).filter(([cell, text]) => saved[cell as Cell] !== text);
    return parts.length === 0 ? [] : [{ sku, read: skuWith(sku, Object.fromEntries(parts) as Partial<SkuValues>) }];
  });
  const wrong = changed.filter(({ read }) => !read.success);
  const save = useMutation({
    mutationFn: async () => {
      for (const { sku, read } of changed) {
        if (!read.success) continue;
        await client.catalog.saveSku.mutate({ target: { id: sku.id, version: sku.version }, sku: read.data });
      }
    },
    onSuccess: () => {
      toast.success(t('common:messages.saved'));
      onDone();
    },
    onError: toast.error,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() }),
  });
  if (changed.length === 0) return null;
  return (
    <div className="save-bar">
      <output>
        {wrong.length === 0
          ? t('catalog.changedSkus', { count: changed.length })
          : t('catalog.wrongPrices', { codes: wrong.map(({ sku }) => sku.code).join(', ') })}
      </output>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onDone}>
          {t('list.discard')}
        </Button>
        <Button size="xs" disabled={wrong.length > 0} loading={save.isPending} onClick={() => save.mutate()}>
          {t('common:actions.save')}
        </Button>
      </Group>
    </div>
  );
}
