import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { Loaded, StateLabel, useCan, useNavigation, useTitle, useUrlState } from '@keyfall/web';
import { Anchor, Tabs } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { CollectingCard } from './collecting-card.tsx';
import { DomainsCard } from './domains-card.tsx';
import { OpenShopButton } from './open-shop-button.tsx';
import { ShopEditor } from './shop-editor.tsx';
import classes from './shops.module.css';

export type Shop = Outputs['shops']['get'];

const TABS = ['look', 'texts', 'domains', 'money'] as const;

/** One shop: how it looks, what it says, where it is found, who takes its money. */
export function ShopPage(): ReactNode {
  const id = useNavigation().path.split('/')[2] ?? '';
  const query = useQuery(trpc.shops.get.queryOptions({ id }));
  return <Loaded query={query}>{(shop) => <ShopDetail shop={shop} />}</Loaded>;
}

function ShopDetail({ shop }: { readonly shop: Shop }): ReactNode {
  const t = useT('portal');
  useTitle(shop.name, usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('tab');
  const can = useCan();
  const tabs = TABS.filter((each) => each !== 'money' || can('gateways.read'));
  const tab = tabs.find((each) => each === url.tab) ?? 'look';
  return (
    <>
      <PageHeader
        title={shop.name}
        state={<StateLabel of="shop" state={shop.status} />}
        back={{ href: '/shops', label: t('nav.shops') }}
        description={
          <Anchor href={shop.origin} target="_blank" rel="noreferrer" className={classes['address'] ?? ''}>
            {shop.origin.replace(/^https?:\/\//, '')} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        }
        action={<OpenShopButton shop={shop} />}
      />
      <Tabs value={tab} onChange={(next) => setUrl({ tab: next === 'look' ? undefined : (next ?? undefined) })}>
        <Tabs.List mb="md">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`shops.tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === 'domains' ? <DomainsCard shopId={shop.id} /> : null}
          {tab === 'money' ? <CollectingCard shopId={shop.id} /> : null}
          {tab === 'look' || tab === 'texts' ? <ShopEditor key={shop.id} shop={shop} part={tab} /> : null}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
