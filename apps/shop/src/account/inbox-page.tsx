import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { EmptyState, StateBadge } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { listInbox, markRead } from '../orders-api.ts';
import type { InboxItemDto } from '../orders-api.ts';
import { AccountFrame } from './account-frame.tsx';
import classes from './account.module.css';

const KEY = ['inbox'];

/** What the shop told the buyer about their orders. */
export function InboxPage(): ReactNode {
  const t = useT('shop');
  return (
    <AccountFrame title={t('account.inbox')}>
      <Inbox />
    </AccountFrame>
  );
}

function Inbox(): ReactNode {
  const t = useT('shop');
  const queryClient = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) => listInbox(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        const unread = items.filter((item) => item.readAt === null).map((item) => item.id);
        if (items.length === 0) {
          return (
            <EmptyState
              icon={<IconInbox size={28} />}
              title={t('account.inboxEmpty')}
              description={t('account.inboxEmptyHelp')}
            />
          );
        }
        return (
          <>
            {unread.length === 0 ? null : (
              <p className={classes['unread']}>
                {t('account.unreadCount', { count: unread.length })}
                <Button
                  size="compact-md"
                  variant="default"
                  loading={read.isPending}
                  onClick={() => read.mutate(unread)}
                >
                  {t('account.markAllRead')}
                </Button>
              </p>
            )}
            <ul className={classes['rows']}>
              {items.map((item) => (
                <li key={item.id}>
                  <InboxRow item={item} onOpen={() => (item.readAt === null ? read.mutate([item.id]) : undefined)} />
                </li>
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

function InboxRow({ item, onOpen }: { readonly item: InboxItemDto; readonly onOpen: () => void }): ReactNode {
  const t = useT('shop');
  const i18n = useI18n();
  const format = useFormat();
  const title =
    i18n.lookUp(`shop:account.inboxKinds.${item.kind.replaceAll('.', '_')}`) ?? t('account.inboxKinds.other');
  const content = (
    <>
      <span className={classes['rowMain']}>
        <strong>{title}</strong>
        <span className={classes['rowFacts']}>
          <time dateTime={item.createdAt}>{format.dateTime(item.createdAt)}</time>
          {item.orderNo === null ? null : <code>{item.orderNo}</code>}
        </span>
      </span>
      <span className={classes['rowEnd']}>
        {item.readAt === null ? <StateBadge tone="info">{t('account.unread')}</StateBadge> : null}
      </span>
    </>
  );
  return item.orderNo === null ? (
    <div className={classes['row']}>{content}</div>
  ) : (
    <a href={links.order(item.orderNo)} className={classes['row']} onClick={onOpen}>
      {content}
    </a>
  );
}
