import { DISTRIBUTOR_STATES, type DistributorState } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, PageHeader, Tree } from '@keyfall/ui';
import type { DataColumn, TreeNode } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useTableState, useTitle, useUrlState } from '@keyfall/web';
import { NothingFound } from '@keyfall/web/office';
import { Alert, Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { DistributorPanel } from './distributor-panel.tsx';
import { useDistributorTree } from './use-distributor-tree.ts';
import type { DistributorRow } from './use-distributor-tree.ts';

/** The tree of distributors: who stands below whom, in which state; one is opened beside it. */
export function DistributorsPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.distributors'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('q', 'state', 'open');
  const close = (): void => setUrl({ open: undefined });
  const open = (id: string): void => setUrl({ open: id }, { push: true });
  const state = DISTRIBUTOR_STATES.find((each) => each === url.state);
  return (
    <>
      <PageHeader
        title={t('nav.distributors')}
        description={t('distributors.help')}
        action={
          <Can permission="distributors.write">
            <Button component="a" href="/distributors/new" leftSection={<IconPlus size={16} />}>
              {t('distributors.create')}
            </Button>
          </Can>
        }
      />
      {state === 'pending' ? null : <Waiting onShow={() => setUrl({ state: 'pending' }, { push: true })} />}
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('distributors.search'), placeholder: t('distributors.pickHint') },
          {
            kind: 'select',
            id: 'state',
            label: t('common:labels.state'),
            options: DISTRIBUTOR_STATES.map((value) => ({ value, label: t(`common:states.distributor.${value}`) })),
          },
        ]}
        values={url}
        onChange={setUrl}
      />
      {url.q === undefined && state === undefined ? (
        <WholeTree openId={url.open} onOpen={open} />
      ) : (
        <Found q={url.q} state={state} openId={url.open} onOpen={open} />
      )}
      {url.open === undefined ? null : <DistributorPanel key={url.open} id={url.open} onClose={close} />}
    </>
  );
}

/** Says that somebody waits to be let in. */
function Waiting({ onShow }: { readonly onShow: () => void }): ReactNode {
  const t = useT('admin');
  const query = useQuery(trpc.distributors.list.queryOptions({ status: 'pending', limit: 100 }));
  const count = query.data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Alert color="accent" mb="md" py="xs">
      <Group justify="space-between">
        <span>{t('tree.waiting', { count })}</span>
        <Button size="xs" variant="default" onClick={onShow}>
          {t('tree.showWaiting')}
        </Button>
      </Group>
    </Alert>
  );
}

interface PartProps {
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
}

interface FoundProps extends PartProps {
  readonly q: string | undefined;
  readonly state: DistributorState | undefined;
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
              <Group gap="sm" wrap="nowrap">
                {row.level === null ? null : <span className="quiet small">{row.level.name}</span>}
                {row.shops === 0 ? null : (
                  <span className="quiet small">{t('distributors.shopCount', { count: row.shops })}</span>
                )}
                <StateLabel of="distributor" state={row.status} variant="dot" />
              </Group>
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

function Found({ q, state, openId, onOpen }: FoundProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const query = useQuery(trpc.distributors.list.queryOptions({ search: q ?? null, status: state ?? null, limit: 100 }));
  const table = useTableState(query);
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
      {...table}
      empty={<NothingFound />}
    />
  );
}
