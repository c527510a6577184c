import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { ChildrenView, LiftedView, ListsView, RulesView, type PricingApi } from '@keyfall/web/pricing';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import { useAdminSession } from '../session/use-admin-session.ts';
import { childPricesHref } from './child-prices-href.ts';
import { PriceSimulator } from './price-simulator.tsx';

const VIEWS = ['lists', 'children', 'rules', 'lifted', 'simulator'] as const;

/** What the house, or any distributor, asks of those directly below it: lists, overrides, rules, and what they come to. */
export function PriceListsPage(): ReactNode {
  const t = useT('admin');
  const words = useT('pricing');
  useTitle(t('nav.priceLists'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('owner', 'cols', 'after');
  const views = useView(VIEWS, { keep: ['owner'] });
  const { view } = views;
  const api = usePricingApi(url.owner);
  return (
    <>
      <PageHeader title={t('nav.priceLists')} description={words('page.adminHelp')} />
      <ViewTabs label={t('nav.priceLists')} state={views} nameOf={(each) => words(`views.${each}`)}>
        {view === 'lifted' || view === 'simulator' ? null : (
          <DistributorPicker
            label={words('page.owner')}
            value={url.owner}
            onChange={(owner) => setUrl({ owner, cols: undefined, after: undefined })}
          />
        )}
      </ViewTabs>
      {view === 'lists' ? <ListsView key={api.key} api={api} /> : null}
      {view === 'children' ? <ChildrenView key={api.key} api={api} /> : null}
      {view === 'rules' ? <RulesView key={api.key} api={api} /> : null}
      {view === 'lifted' ? <LiftedView api={api} /> : null}
      {view === 'simulator' ? <PriceSimulator /> : null}
    </>
  );
}

function usePricingApi(ownerId: string | undefined): PricingApi {
  const can = useCan();
  const canWrite = can('prices.write');
  const house = useQuery(trpc.distributors.list.queryOptions({ limit: 1 }));
  const houseId = house.data?.items[0]?.id;
  return useMemo((): PricingApi => {
    const owner = ownerId === undefined ? {} : { ownerId };
    const { priceLists } = client;
    return {
      key: ownerId ?? 'house',
      isHouse: ownerId === undefined || ownerId === houseId,
      canWrite,
      targets: () => priceLists.targets.query(owner),
      lists: () => priceLists.lists.query(owner),
      saveList: (input) => priceLists.saveList.mutate({ ...owner, ...input }),
      removeList: (input) => priceLists.removeList.mutate({ ...owner, ...input }),
      rules: () => priceLists.rules.query(owner),
      saveRule: (input) => priceLists.saveRule.mutate({ ...owner, ...input }),
      removeRule: (input) => priceLists.removeRule.mutate({ ...owner, ...input }),
      grid: (input) => priceLists.grid.query({ ...owner, ...input }),
      savePrices: (input) => priceLists.savePrices.mutate({ ...owner, ...input }),
      repriceHref: ({ parentId, distributorId, code }) => childPricesHref(parentId, distributorId, code),
      lifted: (input) => priceLists.lifted.query(input),
    };
  }, [ownerId, houseId, canWrite]);
}
