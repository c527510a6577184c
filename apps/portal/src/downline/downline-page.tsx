import { useT } from '@keyfall/i18n';
import { EmptyState, FilterBar, Money, PageHeader, SidePanel, Tree } from '@keyfall/ui';
import type { TreeNode } from '@keyfall/ui';
import { Loaded, StateLabel, useCan, useTitle, useUrlState } from '@keyfall/web';
import { ApplicationLink, NothingFound } from '@keyfall/web/office';
import { Alert, Button, Group } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { Card } from '../parts/card.tsx';
import classes from '../parts/parts.module.css';
import { usePortalSession } from '../session/use-portal-session.ts';
import { DownlinePanel } from './downline-panel.tsx';
import { FormerChildren } from './former-children.tsx';
import { InviteDistributorForm } from './invite-distributor-form.tsx';
import { useDownlineIncome } from './use-downline-income.ts';
import type { DownlineIncome, DownlineNode } from './use-downline-income.ts';

/** Those below the distributor: who they are, in which state, and what they earned it. */
export function DownlinePage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  useTitle(t('nav.downline'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('q', 'open');
  const query = useQuery(trpc.downline.list.queryOptions());
  const { data } = query;
  const close = (): void => setUrl({ open: undefined });
  const open = data?.nodes.find(({ id }) => id === url.open);
  return (
    <>
      <PageHeader
        title={t('nav.downline')}
        description={t('downline.help')}
        action={
          can('downline.invite') && data?.mayInvite === true ? (
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => setUrl({ open: 'new' }, { push: true })}>
              {t('downline.invite')}
            </Button>
          ) : undefined
        }
      />
      {data === undefined || data.uplineName === null ? null : (
        <p style={{ marginTop: -8 }}>{t('downline.upline', { name: data.uplineName })}</p>
      )}
      {data?.inviteHindrance == null || !can('downline.invite') ? null : (
        <Alert color="gray" mb="md">
          {t(`downline.hindrances.${data.inviteHindrance}`)}
        </Alert>
      )}
      <Loaded query={query}>
        {(downline) =>
          downline.nodes.length === 0 ? (
            <EmptyState title={t('downline.emptyTitle')} description={t('downline.emptyHelp')} />
          ) : (
            <>
              <FilterBar
                filters={[{ kind: 'search', id: 'q', label: t('downline.search') }]}
                values={url}
                onChange={setUrl}
              />
              <DownlineTree
                nodes={matching(downline.nodes, url.q)}
                openId={url.open}
                onOpen={(id) => setUrl({ open: id }, { push: true })}
              />
            </>
          )
        }
      </Loaded>
      <div style={{ display: 'grid', gap: 16, marginTop: 16 }}>
        {can('downline.invite') ? (
          <Card title={t('common:applying.link.title')} help={t('common:applying.link.help')}>
            <ApplicationLink
              canWrite
              read={() => client.downline.applicationLink.query()}
              save={(change) => client.downline.saveApplicationLink.mutate(change)}
            />
          </Card>
        ) : null}
        <FormerChildren />
      </div>
      <SidePanel opened={url.open === 'new'} onClose={close} title={t('downline.invite')}>
        {data === undefined ? null : (
          <InviteDistributorForm levels={data.levels} onDone={(id) => setUrl({ open: id })} onCancel={close} />
        )}
      </SidePanel>
      {open === undefined || data === undefined ? null : (
        <DownlinePanel key={open.id} node={open} downline={data} onClose={close} />
      )}
    </>
  );
}

/** Those whose name or code has the words in it, with whoever they hang below. */
function matching(nodes: readonly DownlineNode[], q: string | undefined): readonly DownlineNode[] {
  if (q === undefined) return nodes;
  const wanted = q.toLowerCase();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shown = new Set<string>();
  for (const node of nodes) {
    if (!`${node.name} ${node.code}`.toLowerCase().includes(wanted)) continue;
    for (let each: DownlineNode | undefined = node; each !== undefined;) {
      shown.add(each.id);
      each = each.parentId === null ? undefined : byId.get(each.parentId);
    }
  }
  return nodes.filter(({ id }) => shown.has(id));
}

interface DownlineTreeProps {
  readonly nodes: readonly DownlineNode[];
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
}

function DownlineTree({ nodes, openId, onOpen }: DownlineTreeProps): ReactNode {
  const t = useT('portal');
  const income = useDownlineIncome();
  const earned = new Map(income.data?.children.map((child) => [child.id as string | null, child.income]));
  const below = (parentId: string | null): readonly TreeNode[] =>
    nodes
      .filter((node) => node.parentId === parentId)
      .map((node) => ({
        id: node.id,
        text: node.name,
        label: (
          <>
            {node.name} <span style={QUIET}>{node.level?.name ?? ''}</span>
          </>
        ),
        aside: <Aside node={node} income={node.distance === 1 ? earned.get(node.id) : undefined} />,
        children: below(node.id),
      }));
  if (nodes.length === 0) {
    return <NothingFound compact />;
  }
  return (
    <div className={classes['card']}>
      <Tree
        key={nodes.length}
        label={t('nav.downline')}
        nodes={below(null)}
        selectedId={openId}
        onSelect={onOpen}
        expandedAtFirst={nodes.map(({ id }) => id)}
      />
    </div>
  );
}

interface AsideProps {
  readonly node: DownlineNode;
  readonly income: DownlineIncome['children'][number]['income'] | undefined;
}

function Aside({ node, income }: AsideProps): ReactNode {
  const t = useT('portal');
  return (
    <Group gap="sm" wrap="nowrap">
      {income === undefined ? null : (
        <span title={t('downline.earned')}>
          <Money {...income} />
        </span>
      )}
      {node.shops === 0 ? null : <span style={QUIET}>{t('downline.shopCount', { count: node.shops })}</span>}
      <StateLabel of="distributor" state={node.status} variant="dot" />
    </Group>
  );
}

const QUIET = { color: 'var(--kf-text-quiet)', fontSize: 13 } as const;
