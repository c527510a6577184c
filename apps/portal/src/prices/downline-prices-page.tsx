import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { ChildrenView, LiftedView, ListsView, RulesView, type PricingApi } from '@keyfall/web/pricing';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

const VIEWS = ['lists', 'children', 'rules', 'lifted'] as const;

/** What this distributor asks of those directly below it, within what it pays itself. */
export function DownlinePricesPage(): ReactNode {
  const t = useT('portal');
  const words = useT('pricing');
  const { distributor } = usePortalSession();
  useTitle(t('nav.downlinePrices'), distributor.name);
  const views = useView(VIEWS);
  const { view } = views;
  const can = useCan();
  const canWrite = can('downline.write');
  const api = useMemo((): PricingApi => {
    const { downlinePrices } = client;
    return {
      key: 'own',
      isHouse: false,
      canWrite,
      targets: () => downlinePrices.targets.query(),
      lists: () => downlinePrices.lists.query(),
      saveList: (input) => downlinePrices.saveList.mutate(input),
      removeList: (input) => downlinePrices.removeList.mutate(input),
      rules: () => downlinePrices.rules.query(),
      saveRule: (input) => downlinePrices.saveRule.mutate(input),
      removeRule: (input) => downlinePrices.removeRule.mutate(input),
      grid: (input) => downlinePrices.grid.query(input),
      savePrices: (input) => downlinePrices.savePrices.mutate(input),
      repriceHref: ({ distributorId, code }) =>
        `/downline-prices?${new URLSearchParams({ view: 'children', cols: distributorId, q: code })}`,
      lifted: (input) => downlinePrices.lifted.query(input),
    };
  }, [canWrite]);
  return (
    <>
      <PageHeader title={t('nav.downlinePrices')} description={words('page.portalHelp')} />
      <ViewTabs label={t('nav.downlinePrices')} state={views} nameOf={(each) => words(`views.${each}`)} />
      {view === 'lists' ? <ListsView api={api} /> : null}
      {view === 'children' ? <ChildrenView api={api} /> : null}
      {view === 'rules' ? <RulesView api={api} /> : null}
      {view === 'lifted' ? <LiftedView api={api} /> : null}
    </>
  );
}
