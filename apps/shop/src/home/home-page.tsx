import { useI18n, useT } from '@keyfall/i18n';
import { EmptyState, ErrorState } from '@keyfall/ui';
import { useErrorNotice, useTitle, useUrlState } from '@keyfall/web';
import { Button, Skeleton } from '@mantine/core';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { Promises } from './promises.tsx';
import { ProductCard } from './product-card.tsx';
import classes from './home.module.css';

const PAGE_SIZE = 24;

/** The first page: who sells here, what there is, found by category or by words. */
export function HomePage(): ReactNode {
  const t = useT('shop');
  const { locale } = useI18n();
  const [{ q, category }] = useUrlState('q', 'category');
  const categories = useQuery(trpc.catalog.categories.queryOptions(undefined, { staleTime: 60_000 }));
  const chosen = categories.data?.find((each) => each.slug === category);
  const tagline = shop.brand.tagline[locale] || shop.brand.tagline[shop.defaultLocale];
  useTitle(q ?? chosen?.name, shop.name);
  const isFirst = q === undefined && category === undefined;
  const heading = q === undefined ? (chosen?.name ?? t('home.allProducts')) : t('home.resultsFor', { q });
  return (
    <div className={classes['home']}>
      {isFirst ? (
        <section className={classes['hero']}>
          <h1 data-page-title>{shop.name}</h1>
          {tagline === '' ? null : <p>{tagline}</p>}
          <Promises />
        </section>
      ) : null}
      <CategoryBar categories={categories.data} chosen={category} hidden={q !== undefined} />
      <ProductList
        key={`${q ?? ''}|${category ?? ''}`}
        q={q}
        category={category}
        heading={heading}
        headingLevel={isFirst ? 2 : 1}
      />
    </div>
  );
}

interface CategoryBarProps {
  readonly categories: readonly { readonly slug: string; readonly name: string }[] | undefined;
  readonly chosen: string | undefined;
  readonly hidden: boolean;
}

function CategoryBar({ categories, chosen, hidden }: CategoryBarProps): ReactNode {
  const t = useT('shop');
  if (hidden) return null;
  if (categories === undefined) {
    return (
      <div className={classes['categories']} aria-hidden="true">
        {[64, 88, 76, 96].map((width) => (
          <Skeleton key={width} height={38} width={width} radius="xl" />
        ))}
      </div>
    );
  }
  if (categories.length < 2) return null;
  const all = [{ slug: undefined, name: t('home.allCategories') }, ...categories];
  return (
    <nav className={classes['categories']} aria-label={t('home.categories')}>
      {all.map(({ slug, name }) => (
        <a
          key={slug ?? ''}
          href={slug === undefined ? links.home : links.category(slug)}
          className={classes['category']}
          aria-current={slug === chosen ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

interface ProductListProps {
  readonly q: string | undefined;
  readonly category: string | undefined;
  readonly heading: string;
  readonly headingLevel: 1 | 2;
}

function ProductList({ q, category, heading, headingLevel }: ProductListProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const filter = { ...(q === undefined ? {} : { q }), ...(category === undefined ? {} : { category }) };
  const list = useInfiniteQuery(
    trpc.catalog.products.infiniteQueryOptions(
      { limit: PAGE_SIZE, ...filter },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: 30_000 },
    ),
  );
  const Heading = headingLevel === 1 ? 'h1' : 'h2';
  const rows = list.data?.pages.flatMap((page) => page.items);
  const notice = rows === undefined ? noticeOf(list.error) : undefined;
  return (
    <section aria-busy={list.isPending}>
      <div className={classes['listHead']}>
        <Heading className={classes['heading']} data-page-title={headingLevel === 1 ? '' : undefined}>
          {heading}
        </Heading>
        {rows === undefined || q === undefined ? null : (
          <output className={classes['hits']}>{t('home.results', { count: rows.length })}</output>
        )}
      </div>
      {notice === undefined ? null : <ErrorState error={notice} onRetry={() => void list.refetch()} />}
      {rows === undefined && notice === undefined ? <GridSkeleton /> : null}
      {rows?.length === 0 ? <NothingFound searched={q !== undefined || category !== undefined} /> : null}
      {rows === undefined || rows.length === 0 ? null : (
        <ul className={classes['grid']}>
          {rows.map((row) => (
            <li key={row.id}>
              <ProductCard product={row} headingLevel={headingLevel === 1 ? 2 : 3} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <div className={classes['more']}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('home.more')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function NothingFound({ searched }: { readonly searched: boolean }): ReactNode {
  const t = useT('shop');
  return searched ? (
    <EmptyState
      icon={<IconMoodEmpty size={28} />}
      title={t('home.emptyTitle')}
      description={t('home.emptyHelp')}
      action={
        <Button component="a" href={links.home} variant="default">
          {t('home.showAll')}
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={<IconMoodEmpty size={28} />}
      title={t('home.emptyShopTitle')}
      description={t('home.emptyShopHelp')}
    />
  );
}

function GridSkeleton(): ReactNode {
  return (
    <div className={classes['grid']} aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index}>
          <Skeleton radius="lg" className={classes['coverSkeleton']} />
          <Skeleton height={16} width="70%" mt="sm" />
          <Skeleton height={16} width="40%" mt="xs" />
        </div>
      ))}
    </div>
  );
}
