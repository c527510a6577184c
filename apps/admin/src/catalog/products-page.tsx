import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, GeneratedCover, PageHeader, DEFAULT_ACCENT } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { Can, StateLabel, useCan, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { PublishBar } from './publish-bar.tsx';
import classes from './catalog.module.css';

type ProductRow = Outputs['catalog']['products']['items'][number];
type ListInput = Inputs['catalog']['products'];

/** The list of products: search by characters, pinyin or initials, filter, publish several at once. */
export function ProductsPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.catalog'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('q', 'category', 'status');
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const paging = useKeysetPaging('products');
  const categories = useQuery(trpc.catalog.categories.queryOptions());
  const input: ListInput = {
    ...paging.input,
    ...(url.q === undefined ? {} : { q: url.q }),
    ...(url.category === undefined ? {} : { categoryId: url.category }),
    ...(url.status === 'draft' || url.status === 'published' || url.status === 'unpublished'
      ? { status: url.status }
      : {}),
  };
  const query = useQuery({ ...trpc.catalog.products.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useProductColumns(categories.data ?? []);
  const filters = useProductFilters(categories.data ?? []);
  const nameOf = useLocalName();
  const isFiltered = url.q !== undefined || url.category !== undefined || url.status !== undefined;
  return (
    <>
      <PageHeader
        title={t('nav.catalog')}
        description={t('catalog.listHelp')}
        secondary={
          <Can permission="catalog.write">
            <Button component="a" href="/catalog/import" variant="default" leftSection={<IconFileImport size={16} />}>
              {t('catalog.importCsv')}
            </Button>
          </Can>
        }
        action={
          <Can permission="catalog.write">
            <NewProductButton />
          </Can>
        }
      />
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          setSelection(new Set());
          paging.reset();
        }}
      />
      <DataTable
        id="products"
        label={t('nav.catalog')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={nameOf}
        rowHref={(row) => `/catalog/${row.id}`}
        {...(can('catalog.publish')
          ? {
              selection,
              onSelectionChange: setSelection,
              bulkActions: (ids: ReadonlySet<string>) => (
                <PublishBar
                  products={(query.data?.items ?? []).filter((row) => ids.has(row.id))}
                  onDone={() => setSelection(new Set())}
                />
              ),
            }
          : {})}
        empty={
          <ListEmpty
            isFiltered={isFiltered}
            title={t('catalog.emptyTitle')}
            description={t('catalog.emptyHelp')}
            action={
              <Can permission="catalog.write">
                <Group gap="xs" justify="center">
                  <Button component="a" href="/catalog/import" variant="default">
                    {t('catalog.importCsv')}
                  </Button>
                  <NewProductButton />
                </Group>
              </Can>
            }
          />
        }
      />
    </>
  );
}

function NewProductButton(): ReactNode {
  const t = useT('admin');
  return (
    <Button component="a" href="/catalog/new" leftSection={<IconPlus size={16} />}>
      {t('catalog.newProduct')}
    </Button>
  );
}

type Categories = Outputs['catalog']['categories'];

function useProductFilters(categories: Categories): readonly Filter[] {
  const t = useT('admin');
  const nameOf = useLocalName();
  return [
    { kind: 'search', id: 'q', label: t('catalog.searchLabel'), placeholder: t('catalog.searchHint') },
    {
      kind: 'select',
      id: 'category',
      label: t('catalog.category'),
      options: categories.map((category) => ({ value: category.id, label: nameOf(category) })),
    },
    {
      kind: 'select',
      id: 'status',
      label: t('common:labels.state'),
      options: (['draft', 'published', 'unpublished'] as const).map((state) => ({
        value: state,
        label: t(`common:states.product.${state}`),
      })),
    },
  ];
}

function useProductColumns(categories: Categories): readonly DataColumn<ProductRow>[] {
  const t = useT('admin');
  const format = useFormat();
  const nameOf = useLocalName();
  return useMemo(
    (): readonly DataColumn<ProductRow>[] => [
      {
        id: 'name',
        header: t('common:labels.name'),
        cell: (row) => (
          <span className={classes['nameCell']}>
            <span className={classes['thumb']}>
              <ProductCover product={row} name={nameOf(row)} />
            </span>
            {nameOf(row)}
          </span>
        ),
      },
      {
        id: 'category',
        header: t('catalog.category'),
        width: 160,
        cell: (row) => {
          const category = categories.find((each) => each.id === row.categoryId);
          return category === undefined ? '' : nameOf(category);
        },
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="product" state={row.status} />,
      },
      { id: 'skus', header: t('catalog.skus'), align: 'end', width: 90, cell: (row) => format.number(row.skus) },
      {
        id: 'available',
        header: t('catalog.available'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.available),
      },
      {
        id: 'updated',
        header: t('common:labels.updated'),
        width: 170,
        narrow: 'hide',
        cell: (row) => <time dateTime={row.updatedAt}>{format.dateTime(row.updatedAt)}</time>,
      },
    ],
    [t, format, nameOf, categories],
  );
}

/** The product's picture, or the cover drawn for it. */
export function ProductCover(props: {
  readonly product: { readonly id: string; readonly imageId: string | null };
  readonly name: string;
}): ReactNode {
  const { product, name } = props;
  if (product.imageId !== null) return <img src={`/img/${product.imageId}`} alt="" loading="lazy" />;
  return <GeneratedCover seed={product.id} name={name} accent={DEFAULT_ACCENT} />;
}
