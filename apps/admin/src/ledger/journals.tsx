import type { JournalDto } from '@keyfall/contracts/ledger-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, FilterBar, Money } from '@keyfall/ui';
import { Loaded, useUrlState } from '@keyfall/web';
import { useAccountName, useJournalKind } from '@keyfall/web/office';
import { Anchor, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** Journals of an order, or the one that an entry belongs to. */
export function Journals(): ReactNode {
  const t = useT('admin');
  const [url, setUrl] = useUrlState('order', 'journal');
  return (
    <>
      <FilterBar
        filters={[{ kind: 'search', id: 'order', label: t('ledger.findJournals'), placeholder: t('ledger.findHint') }]}
        values={url}
        onChange={(patch) => setUrl({ ...patch, journal: undefined })}
      />
      {url.journal !== undefined ? (
        <OneJournal journalId={url.journal} />
      ) : url.order !== undefined ? (
        <JournalsOfOrder orderNo={url.order.toUpperCase()} />
      ) : (
        <EmptyState title={t('ledger.chooseOrder')} description={t('ledger.chooseOrderHelp')} />
      )}
    </>
  );
}

function OneJournal({ journalId }: { readonly journalId: string }): ReactNode {
  const query = useQuery(trpc.ledger.journal.queryOptions({ journalId }));
  return <Loaded query={query}>{(journal) => <JournalCard journal={journal} />}</Loaded>;
}

function JournalsOfOrder({ orderNo }: { readonly orderNo: string }): ReactNode {
  const t = useT('admin');
  const order = useQuery(trpc.orders.get.queryOptions({ orderNo }));
  const orderId = order.data?.id;
  const journals = useQuery({
    ...trpc.ledger.journalsOfOrder.queryOptions({ orderId: orderId ?? '' }),
    enabled: orderId !== undefined,
  });
  return (
    <Loaded query={orderId === undefined ? { ...order, data: undefined } : journals}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState title={t('ledger.noJournals')} description={t('ledger.noJournalsHelp')} />
        ) : (
          <Stack gap="md">
            {list.map((journal) => (
              <JournalCard key={journal.id} journal={journal} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

function JournalCard({ journal }: { readonly journal: JournalDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const kindName = useJournalKind();
  const accountName = useAccountName();
  return (
    <section className="panel-card" aria-label={kindName(journal.kind)}>
      <Group justify="space-between" align="start">
        <div>
          <h2 style={{ margin: 0 }}>{kindName(journal.kind)}</h2>
          <p className="quiet mono small" style={{ margin: '2px 0 10px' }}>
            {journal.idemKey}
          </p>
        </div>
        <Group gap="md">
          {journal.orderNo === null ? null : <Anchor href={`/orders/${journal.orderNo}`}>{journal.orderNo}</Anchor>}
          {journal.reverses === null ? null : (
            <Anchor href={`/ledger?view=journals&journal=${journal.reverses}`}>{t('ledger.reverses')}</Anchor>
          )}
          <time dateTime={journal.effectiveAt} className="quiet small">
            {format.dateTime(journal.effectiveAt)}
          </time>
        </Group>
      </Group>
      <div className="scroll-x">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('ledger.account')}</th>
              <th scope="col">{t('ledger.owner')}</th>
              <th scope="col" data-align="end">
                {t('ledger.debit')}
              </th>
              <th scope="col" data-align="end">
                {t('ledger.credit')}
              </th>
            </tr>
          </thead>
          <tbody>
            {journal.entries.map((entry) => (
              <tr key={entry.line}>
                <td>
                  <Anchor href={`/ledger?account=${entry.accountId}`}>
                    {accountName({ code: entry.accountCode, name: entry.accountName })}
                  </Anchor>
                </td>
                <td>{entry.ownerName ?? t('ledger.house')}</td>
                <td data-align="end">{entry.debit === null ? '' : <Money {...entry.debit} />}</td>
                <td data-align="end">{entry.credit === null ? '' : <Money {...entry.credit} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
