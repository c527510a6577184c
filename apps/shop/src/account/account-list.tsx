import { Loaded } from '@keyfall/web';
import { useT } from '@keyfall/i18n';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import classes from './account.module.css';

export interface AccountListProps<Item> {
  readonly queryKey: readonly unknown[];
  /** One page of it; the cursor is null for the first. */
  readonly read: (
    cursor: string | null,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>;
  readonly keyOf: (item: Item) => string;
  readonly rowOf: (item: Item) => ReactNode;
  /** What stands there as long as there is nothing. */
  readonly empty: ReactNode;
  /** What stands over the rows, knowing those that are loaded. */
  readonly above?: (items: readonly Item[]) => ReactNode;
}

/** A list of the buyer's own, newest first, that grows page by page. */
export function AccountList<Item>(props: AccountListProps<Item>): ReactNode {
  const { queryKey, read, keyOf, rowOf, empty, above } = props;
  const t = useT('shop');
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return empty;
        return (
          <>
            {above?.(items)}
            <ul className={classes['rows']}>
              {items.map((item) => (
                <li key={keyOf(item)}>{rowOf(item)}</li>
              ))}
            </ul>
            {list.hasNextPage ? (
              <Button
                variant="default"
                fullWidth
                mt="md"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('home.more')}
              </Button>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}
