import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, PageHeader, SidePanel, Tree } from '@keyfall/ui';
import type { DataColumn, TreeNode } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useErrorNotice, useTitle, useUrlState } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { DistributorForm } from './distributor-form.tsx';
import { DistributorPanel } from './distributor-panel.tsx';
import { useDistributorTree } from './use-distributor-tree.ts';
import type { DistributorRow } from './use-distributor-tree.ts';

/** The tree of distributors: who stands below whom, in which state; one is opened beside it. */
export function DistributorsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.distributors'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('q', 'open', 'new');
  const close = (): void => setUrl({ open: undefined, new: undefined });
  return (
    <>
      <PageHeader
        title={t('nav.distributors')}
        description={t('distributors.help')}
        action={
          <Can permission="distributors.write">
            <Button
              leftSection={<IconPlus size={16} />}
              onClick={() => setUrl({ new: '1', open: undefined }, { push: true })}
            >
              {t('distributors.create')}
            </Button>
          </Can>
        }
      />
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('distributors.search'), placeholder: t('distributors.pickHint') },
        ]}
        values={url}
        onChange={setUrl}
      />
      {url.q === undefined ? (
        <WholeTree openId={url.open} onOpen={(id) => setUrl({ open: id, new: undefined }, { push: true })} />
      ) : (
        <Found q={url.q} openId={url.open} onOpen={(id) => setUrl({ open: id, new: undefined }, { push: true })} />
      )}
      <SidePanel opened={url.new !== undefined} onClose={close} title={t('distributors.create')}>
        <DistributorForm
          distributor={undefined}
          parentId={url.new === '1' ? undefined : url.new}
          onDone={(id) => setUrl({ new: undefined, open: id })}
          onCancel={close}
        />
      </SidePanel>
      {url.open === undefined ? null : (
        <DistributorPanel
          key={url.open}
          id={url.open}
          onClose={close}
          onCreateBelow={(parentId) => setUrl({ new: parentId, open: undefined }, { push: true })}
        />
      )}
    </>
  );
}

interface PartProps {
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
}

function nodesBelow(
  parentId: string | null,
  rows: readonly DistributorRow[],
  aside: (row: DistributorRow) => ReactNode,
): readonly TreeNode[] {
  return rows
    .filter((row) => row.parentId === parentId)
    .map((row) => ({
      id: row.id,
      text: row.name,
      label: (
        <>
          {row.name} <span className="quiet mono small">{row.code}</span>
        </>
      ),
      aside: aside(row),
      children: nodesBelow(row.id, rows, aside),
    }));
}

function WholeTree({ openId, onOpen }: PartProps): ReactNode {
  const t = useT('admin');
  const query = useDistributorTree();
  return (
    <Loaded query={query}>
      {(rows) => (
        <div className="panel-card">
          <Tree
            label={t('nav.distributors')}
            nodes={nodesBelow(null, rows, (row) => (
              <>
                {row.shops === 0 ? null : (
                  <span className="quiet small">{t('distributors.shopCount', { count: row.shops })}</span>
                )}{' '}
                <StateLabel of="distributor" state={row.status} variant="dot" />
              </>
            ))}
            selectedId={openId}
            onSelect={onOpen}
            expandedAtFirst={rows.filter((row) => row.depth < 2).map((row) => row.id)}
          />
          {rows.length > 1 ? null : (
            <EmptyState compact title={t('distributors.emptyTitle')} description={t('distributors.emptyHelp')} />
          )}
        </div>
      )}
    </Loaded>
  );
}

function Found({ q, openId, onOpen }: PartProps & { readonly q: string }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const query = useQuery(trpc.distributors.list.queryOptions({ search: q, limit: 100 }));
  const columns = useMemo(
    (): readonly DataColumn<DistributorRow>[] => [
      { id: 'name', header: t('common:labels.name'), cell: (row) => row.name },
      {
        id: 'code',
        header: t('distributors.code'),
        width: 160,
        cell: (row) => <span className="mono">{row.code}</span>,
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateLabel of="distributor" state={row.status} />,
      },
      {
        id: 'depth',
        header: t('distributors.depth'),
        align: 'end',
        width: 90,
        cell: (row) => format.number(row.depth),
      },
      { id: 'level', header: t('distributors.level'), width: 140, cell: (row) => row.level?.name ?? '' },
      { id: 'shops', header: t('nav.shops'), align: 'end', width: 90, cell: (row) => format.number(row.shops) },
      {
        id: 'created',
        header: t('common:labels.created'),
        width: 170,
        narrow: 'hide',
        cell: (row) => format.dateTime(row.createdAt),
      },
    ],
    [t, format],
  );
  return (
    <DataTable
      id="distributors"
      label={t('nav.distributors')}
      columns={columns}
      rows={query.data?.items}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      onOpen={(row) => onOpen(row.id)}
      openKey={openId}
      error={noticeOf(query.error)}
      onRetry={() => void query.refetch()}
      fetching={query.isFetching}
      empty={<EmptyState title={t('list.nothingFound')} description={t('list.changeFilters')} />}
    />
  );
}
