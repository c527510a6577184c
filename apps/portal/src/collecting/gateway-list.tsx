import type { OwnGatewayDto } from '@keyfall/contracts/collecting-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useTableState, useUrlState } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import classes from './collecting.module.css';
import { GatewayForm } from './gateway-form.tsx';
import { GatewayFacts } from './gateway-facts.tsx';

/** The distributor's own gateway accounts. */
export function GatewayList(): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.collecting.get.queryOptions());
  const titleId = useId();
  const [url, setUrl] = useUrlState('open', 'act');
  const table = useTableState(query);
  const columns = useColumns();
  const accounts = query.data?.accounts;
  const open = accounts?.find((account) => account.id === url.open);
  const isForm = url.act === 'add' || (url.act === 'replace' && open !== undefined);
  const close = (): void => setUrl({ open: undefined, act: undefined });
  return (
    <section className={classes['part']} aria-labelledby={titleId}>
      <h2 id={titleId}>{t('collecting.accounts')}</h2>
      <p>{t('collecting.accountsHelp')}</p>
      <DataTable
        id="gateways"
        label={t('collecting.accounts')}
        columns={columns}
        rows={accounts}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        onOpen={(row) => setUrl({ open: row.id, act: undefined }, { push: true })}
        openKey={url.open}
        {...table}
        empty={<EmptyState title={t('collecting.noAccounts')} description={t('collecting.noAccountsHelp')} />}
      />
      <SidePanel
        opened={isForm || open !== undefined}
        onClose={close}
        title={url.act === 'add' ? t('collecting.add') : (open?.name ?? '')}
        {...(open === undefined || isForm ? {} : { state: <GatewayState account={open} /> })}
      >
        {isForm ? (
          <GatewayForm replaced={url.act === 'replace' ? open : undefined} onDone={close} />
        ) : open === undefined ? null : (
          <GatewayFacts account={open} onReplace={() => setUrl({ act: 'replace' })} />
        )}
      </SidePanel>
    </section>
  );
}

function GatewayState({ account }: { readonly account: OwnGatewayDto }): ReactNode {
  const t = useT('portal');
  return (
    <StateBadge tone={account.enabled ? 'success' : 'neutral'}>
      {t(account.enabled ? 'collecting.on' : 'collecting.off')}
    </StateBadge>
  );
}

function useColumns(): readonly DataColumn<OwnGatewayDto>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<OwnGatewayDto>[] => [
      { id: 'name', header: t('collecting.name'), cell: (row) => row.name },
      { id: 'provider', header: t('collecting.provider'), width: 140, cell: () => t('collecting.providers.sandbox') },
      { id: 'currency', header: t('collecting.currency'), width: 100, cell: (row) => row.currency },
      {
        id: 'state',
        header: t('collecting.state'),
        width: 150,
        narrow: 'corner',
        cell: (row) => <GatewayState account={row} />,
      },
      {
        id: 'created',
        header: t('common:labels.created'),
        width: 170,
        cell: (row) => format.dateTime(row.createdAt),
      },
    ],
    [t, format],
  );
}
