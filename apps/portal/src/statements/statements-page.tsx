import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { StatementView, type StatementApi } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

const api: StatementApi = {
  key: 'own',
  read: (input) => client.statements.read.query(input),
  entries: (input) => client.statements.entries.query(input),
};

/** What moved on the distributor's own accounts in a period, down to each entry. */
export function StatementsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('portal')('nav.statements');
  useTitle(title, usePortalSession().distributor.name);
  return (
    <>
      <PageHeader title={title} description={t('statement.help')} />
      <StatementView api={api} />
    </>
  );
}
