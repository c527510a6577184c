import type { PortalDashboardDto } from '@keyfall/contracts/portal-schemas';
import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Loaded, useCan } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { usePortalSession } from '../session/use-portal-session.ts';
import classes from './home.module.css';

type Shop = Outputs['shops']['list']['items'][number];

type Waiting = PortalDashboardDto['nextActions'];

interface NextStep {
  readonly id: string;
  readonly text: string;
  readonly act: string;
  readonly href: string;
}

/** How many SKUs are named; above it the number is told as “or more”. */
const COUNTED_MAX = 100;

/** What stands between the distributor and its next sale, each with the button that ends it. */
export function NextSteps({ waiting }: { readonly waiting: Waiting }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const shops = useQuery({ ...trpc.shops.list.queryOptions({ limit: 50 }), enabled: can('shops.read') });
  if (!can('shops.read')) return null;
  return (
    <Card title={t('home.next.title')}>
      <Loaded query={shops}>
        {({ items }) => <StepList shops={items.filter(({ status }) => status !== 'closed')} waiting={waiting} />}
      </Loaded>
    </Card>
  );
}

function StepList({ shops, waiting }: { readonly shops: readonly Shop[]; readonly waiting: Waiting }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const { login } = usePortalSession();
  const unpriced = useQueries({
    queries: shops.map(({ id }) => ({
      ...trpc.prices.list.queryOptions({ shopId: id, limit: COUNTED_MAX, needsPrice: true }),
      enabled: can('prices.read'),
    })),
  });
  const countOf = (kind: Waiting[number]['kind']): number => waiting.find((each) => each.kind === kind)?.count ?? 0;
  const steps: NextStep[] = [
    ...(countOf('orders_waiting') > 0
      ? [
          {
            id: 'waiting',
            text: t('home.next.waiting', { count: countOf('orders_waiting') }),
            act: t('home.next.toOrders'),
            href: '/orders',
          },
        ]
      : []),
    ...(countOf('repay_debt') > 0
      ? [{ id: 'debt', text: t('home.next.debt'), act: t('home.next.toIncome'), href: '/income' }]
      : []),
    ...(shops.length === 0
      ? [{ id: 'shop', text: t('home.next.noShop'), act: t('shops.new'), href: '/shops?open=new' }]
      : []),
    ...shops
      .filter(({ status }) => status === 'draft')
      .map(({ id, name }) => ({
        id: `draft:${id}`,
        text: t('home.next.draft', { shop: name }),
        act: t('home.next.toShop'),
        href: `/shops/${id}`,
      })),
    ...shops.flatMap(({ id, name }, index) => {
      const count = unpriced[index]?.data?.items.length ?? 0;
      if (count === 0) return [];
      return [
        {
          id: `prices:${id}`,
          text: t('home.next.unpriced', { shop: name, count }),
          act: t('home.next.toPrices'),
          href: `/prices?${new URLSearchParams({ shop: id, show: 'problem' }).toString()}`,
        },
      ];
    }),
    ...(login.hasTotp
      ? []
      : [{ id: 'totp', text: t('home.next.totp'), act: t('common:secondFactor.setUp'), href: '/account' }]),
  ];
  if (steps.length === 0) {
    return (
      <EmptyState
        compact
        icon={<IconCircleCheck size={22} />}
        title={t('home.next.nothingTitle')}
        description={t('home.next.nothingHelp')}
      />
    );
  }
  return (
    <ul className={classes['steps']}>
      {steps.map((step) => (
        <li key={step.id}>
          <span>{step.text}</span>
          <Button component="a" href={step.href} size="xs" variant="default">
            {step.act}
          </Button>
        </li>
      ))}
    </ul>
  );
}
