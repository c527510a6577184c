import type { PriceListDto } from '@keyfall/contracts/price-schemas';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { EmptyState, SidePanel, StateBadge } from '@keyfall/ui';
import { Button, FileButton, Group } from '@mantine/core';
import { IconDownload, IconPencil, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Loaded } from '../../widgets/loaded.tsx';
import { useToast } from '../toasts.tsx';
import { listCsv, readListCsv } from './list-csv.ts';
import { ListForm } from './list-form.tsx';
import type { PriceEdits } from './price-edits.ts';
import { PriceGrid } from './price-grid.tsx';
import { priceKey, type PricingApi } from './pricing-api.ts';
import classes from './pricing.module.css';
import { RemovePrices } from './remove-prices.tsx';

const PAGE = 200;
const PAGES_MAX = 50;
const TONES = { future: 'info', now: 'success', past: 'neutral' } as const;

/** An owner's price lists: what they are valid for and when, and all their prices against each other. */
export function ListsView({ api }: { readonly api: PricingApi }): ReactNode {
  const t = useT('pricing');
  const lists = useQuery({ queryKey: priceKey(api, 'lists'), queryFn: () => api.lists() });
  const targets = useQuery({ queryKey: priceKey(api, 'targets'), queryFn: () => api.targets() });
  const [open, setOpen] = useState<PriceListDto | 'new'>();
  const [removed, setRemoved] = useState<PriceListDto>();
  const make = api.canWrite ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('list.make')}
    </Button>
  ) : null;
  return (
    <Loaded query={lists}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <EmptyState title={t('grid.noLists')} description={t('grid.noListsHelp')} action={make} />
          ) : (
            <>
              <ListCards api={api} lists={items} onEdit={setOpen} onRemove={setRemoved} />
              <PriceGrid
                api={api}
                by="lists"
                choices={items.map((list) => ({ value: list.id, label: `${list.name} · ${list.levelName}` }))}
                tools={(edits) => (
                  <Group gap="xs">
                    {make}
                    <ListFiles api={api} lists={items} edits={edits} />
                  </Group>
                )}
              />
            </>
          )}
          <SidePanel
            opened={open !== undefined}
            onClose={() => setOpen(undefined)}
            title={open === 'new' ? t('list.make') : t('list.edit')}
          >
            {open === undefined ? null : (
              <Loaded query={targets}>
                {(all) => (
                  <ListForm
                    key={open === 'new' ? 'new' : open.id}
                    api={api}
                    targets={all}
                    lists={items}
                    list={open === 'new' ? null : open}
                    onDone={() => setOpen(undefined)}
                  />
                )}
              </Loaded>
            )}
          </SidePanel>
          {removed === undefined ? null : (
            <RemovePrices
              title={t('list.remove')}
              help={t('list.removeHelp')}
              queryKey={priceKey(api, 'list', removed.id, removed.version)}
              remove={(dryRun) => api.removeList({ id: removed.id, version: removed.version, dryRun })}
              onDone={() => setRemoved(undefined)}
              onClose={() => setRemoved(undefined)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function ListCards(props: {
  readonly api: PricingApi;
  readonly lists: readonly PriceListDto[];
  readonly onEdit: (list: PriceListDto) => void;
  readonly onRemove: (list: PriceListDto) => void;
}): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  return (
    <ul className={classes['cards']} aria-label={t('list.lists')}>
      {props.lists.map((list) => (
        <li key={list.id} className={classes['card']}>
          <div className={classes['cardHead']}>
            <h2>{list.name}</h2>
            <StateBadge tone={TONES[list.state]}>{t(`states.${list.state}`)}</StateBadge>
          </div>
          <p className={classes['quiet']}>
            {list.levelName} · {t('list.skus', { count: list.skus })}
          </p>
          <p className={classes['quiet']}>
            {list.validTo === null
              ? t('list.openEnd', { from: format.dateTime(list.validFrom) })
              : t('list.period', { from: format.dateTime(list.validFrom), to: format.dateTime(list.validTo) })}
          </p>
          {props.api.canWrite ? (
            <Group gap={4}>
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconPencil size={14} />}
                aria-label={`${t('common:actions.edit')}: ${list.name}`}
                onClick={() => props.onEdit(list)}
              >
                {t('common:actions.edit')}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={14} />}
                aria-label={`${t('common:actions.remove')}: ${list.name}`}
                onClick={() => props.onRemove(list)}
              >
                {t('common:actions.remove')}
              </Button>
            </Group>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** The first list shown, as a file and back: what is read becomes edits, which are looked at before they are saved. */
function ListFiles(props: {
  readonly api: PricingApi;
  readonly lists: readonly PriceListDto[];
  readonly edits: PriceEdits;
}): ReactNode {
  const { api, lists, edits } = props;
  const t = useT('pricing');
  const { locale } = useI18n();
  const toast = useToast();
  const list = lists.find((one) => one.state === 'now') ?? lists[0];
  if (list === undefined) return null;
  const readAll = async () => {
    const pages = [await api.grid({ by: 'lists', columns: [list.id], limit: PAGE })];
    for (let next = pages[0]?.nextCursor; typeof next === 'string' && pages.length < PAGES_MAX;) {
      const page = await api.grid({ by: 'lists', columns: [list.id], limit: PAGE, cursor: next });
      pages.push(page);
      next = page.nextCursor;
    }
    return pages;
  };
  const download = async (): Promise<void> => {
    const text = listCsv(await readAll(), list.id, locale);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv' }));
    link.download = `${list.name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const upload = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const { prices, unread } = readListCsv(await file.text());
    let count = 0;
    for (const page of await readAll()) {
      const [column] = page.columns;
      for (const row of page.items) {
        const text = prices.get(row.code);
        const cell = row.cells[0];
        if (column === undefined || cell === undefined || text === undefined) continue;
        edits.set({ column, row, cell, text });
        count += 1;
      }
    }
    toast.success(
      [t('list.imported', { count }), unread > 0 ? t('list.unread', { count: unread }) : ''].join(' ').trim(),
    );
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() => void download().catch(toast.error)}
      >
        {t('list.export')}
      </Button>
      {api.canWrite ? (
        <FileButton accept=".csv,text/csv" onChange={(file) => void upload(file).catch(toast.error)}>
          {(file) => (
            <Button variant="default" leftSection={<IconUpload size={16} />} {...file}>
              {t('list.import')}
            </Button>
          )}
        </FileButton>
      ) : null}
    </>
  );
}
