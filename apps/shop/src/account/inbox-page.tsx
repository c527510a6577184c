import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { EmptyState, StateBadge } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { listInbox, markRead } from '../orders-api.ts';
import type { InboxItemDto } from '../orders-api.ts';
import { AccountFrame } from './account-frame.tsx';
import { AccountList } from './account-list.tsx';
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
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  const unreadBar = (items: readonly InboxItemDto[]): ReactNode => {
    const unread = items.filter((item) => item.readAt === null).map((item) => item.id);
    return unread.length === 0 ? null : (
      <p className={classes['unread']}>
        {t('account.unreadCount', { count: unread.length })}
        <Button size="compact-md" variant="default" loading={read.isPending} onClick={() => read.mutate(unread)}>
          {t('account.markAllRead')}
        </Button>
      </p>
    );
  };
  return (
    <AccountList
      queryKey={KEY}
      read={listInbox}
      keyOf={(item) => item.id}
      rowOf={(item) => (
        <InboxRow item={item} onOpen={() => (item.readAt === null ? read.mutate([item.id]) : undefined)} />
      )}
      above={unreadBar}
      empty={
        <EmptyState
          icon={<IconInbox size={28} />}
          title={t('account.inboxEmpty')}
          description={t('account.inboxEmptyHelp')}
        />
      }
    />
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
