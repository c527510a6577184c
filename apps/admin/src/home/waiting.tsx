import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, StateBadge } from '@keyfall/ui';
import type { Tone } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import { permissionOfPath } from '../shell/navigation.tsx';

type Dashboard = Outputs['dashboard']['read'];

interface Item {
  readonly label: string;
  readonly count: number;
  readonly href: string;
  readonly tone: Tone;
}

/** What waits for a person and this reader may look at: money first, then stock. Nothing waiting is said too. */
export function Waiting({ dashboard }: { readonly dashboard: Dashboard }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const { waiting, stock } = dashboard;
  const all: readonly Item[] = [
    {
      label: t('home.refundsToApprove'),
      count: waiting.refundsToApprove,
      href: '/payments?view=refunds&state=requested',
      tone: 'warning',
    },
    {
      label: t('home.refundsFailed'),
      count: waiting.refundsFailed,
      href: '/payments?view=refunds&state=failed',
      tone: 'danger',
    },
    {
      label: t('home.moneyInSuspense'),
      count: waiting.moneyInSuspense,
      href: '/payments?view=suspense',
      tone: 'warning',
    },
    {
      label: t('home.topUpsToFulfil'),
      count: waiting.topUpsToFulfil,
      href: '/orders?state=fulfilling',
      tone: 'warning',
    },
    {
      label: t('home.withdrawalsToApprove'),
      count: waiting.withdrawalsToApprove,
      href: '/withdrawals',
      tone: 'warning',
    },
    {
      label: t('home.transfersToConfirm'),
      count: waiting.transfersToConfirm,
      href: '/wallets?state=declared',
      tone: 'warning',
    },
    {
      label: t('home.payBacksToDecide'),
      count: waiting.payBacksToDecide,
      href: '/wallets?view=payBacks&state=requested',
      tone: 'warning',
    },
    {
      label: t('home.settlementsToDecide'),
      count: waiting.settlementsToDecide,
      href: '/withdrawals?view=closings&state=requested',
      tone: 'warning',
    },
    { label: t('home.soldOut'), count: stock.empty, href: '/catalog', tone: 'danger' },
    { label: t('home.lowStock'), count: stock.low, href: '/catalog', tone: 'warning' },
    { label: t('home.expiringSoon'), count: stock.expiringSoon, href: '/inventory', tone: 'warning' },
  ];
  const mayOpen = (href: string): boolean => {
    const permission = permissionOfPath(new URL(href, window.location.origin).pathname);
    return permission !== undefined && can(permission);
  };
  const open = all.filter((item) => item.count > 0 && mayOpen(item.href));
  return (
    <section className="panel-card" aria-label={t('home.waiting')}>
      <h2>{t('home.waiting')}</h2>
      {open.length === 0 ? (
        <EmptyState
          compact
          icon={<IconCircleCheck size={24} />}
          title={t('home.nothingWaits')}
          description={t('home.nothingWaitsHelp')}
        />
      ) : (
        <Stack gap="xs">
          {open.map((item) => (
            <a key={item.label} href={item.href} className="waiting-item">
              <span>{item.label}</span>
              <StateBadge tone={item.tone}>{format.number(item.count)}</StateBadge>
            </a>
          ))}
        </Stack>
      )}
    </section>
  );
}
