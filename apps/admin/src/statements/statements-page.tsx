import type { StatementPartyDto } from '@keyfall/contracts/statement-schemas';
import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import type { Filter } from '@keyfall/ui';
import { useTitle, useUrlState } from '@keyfall/web';
import { StatementView, type StatementApi } from '@keyfall/web/office';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';

/** The statement of any party: the house, a distributor, a supplier, a gateway account. */
export function StatementsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('admin')('nav.statements');
  useTitle(title, useAdminSession().tenant.name);
  const [url] = useUrlState('party');
  const party = partyOf(url.party);
  return (
    <>
      <PageHeader title={title} description={t('statement.help')} />
      <StatementView
        api={apiOf(party)}
        before={[usePartyFilter()]}
        fileQuery={{ party: party.kind, ...('id' in party ? { id: party.id } : {}) }}
        hrefOf={(entry) => `/ledger?view=journals&journal=${entry.journalId}`}
      />
    </>
  );
}

function apiOf(party: StatementPartyDto): StatementApi {
  return {
    key: 'id' in party ? party.id : party.kind,
    read: (input) => client.statements.read.query({ ...input, party }),
    entries: (input) => client.statements.entries.query({ ...input, party }),
  };
}

/** `distributor:<id>` as the address writes it; anything else is the house. */
function partyOf(text: string | undefined): StatementPartyDto {
  const [kind, id] = (text ?? '').split(':');
  const known = kind === 'distributor' || kind === 'supplier' || kind === 'gateway';
  return known && id !== undefined && /^[0-9a-f-]{36}$/.test(id) ? { kind, id } : { kind: 'house' };
}

function usePartyFilter(): Filter {
  const t = useT('documents');
  const parties = useQuery(trpc.statements.parties.queryOptions());
  return {
    kind: 'select',
    id: 'party',
    label: t('statement.whose'),
    unset: t('statement.house'),
    options: (parties.data ?? []).map(({ kind, id, name }) => ({
      value: `${kind}:${id}`,
      label: `${name} · ${t(`statement.partyKinds.${kind}`)}`,
    })),
  };
}
