import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, StateBadge } from '@keyfall/ui';
import { Loaded, useErrorNotice } from '@keyfall/web';
import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';

/** How far the audit is sealed, and whether its chain holds: read from one end to the other when somebody asks. */
export function AuditChain(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const query = useQuery({ ...trpc.audit.chain.queryOptions(), refetchInterval: 10_000 });
  const check = useMutation({ mutationFn: () => client.audit.check.mutate() });
  return (
    <section className="panel-card" aria-label={t('controls.chain.title')} style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <h2 style={{ margin: 0 }}>{t('controls.chain.title')}</h2>
        <Group gap="xs">
          {check.data === undefined ? null : (
            <output>
              <StateBadge tone={check.data.broken === 0 ? 'success' : 'danger'}>
                {check.data.broken === 0
                  ? t('controls.chain.holds')
                  : t('controls.chain.broken', {
                      count: check.data.broken,
                      numbers: check.data.firstBroken.map((seq) => format.number(seq)).join(', '),
                    })}
              </StateBadge>
            </output>
          )}
          <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {t('controls.chain.check')}
          </Button>
        </Group>
      </Group>
      <p className="quiet small">{t('controls.chain.help')}</p>
      {check.isError ? <p role="alert">{noticeOf(check.error)?.title}</p> : null}
      <Loaded query={query}>
        {(chain) => (
          <KeyValueList
            items={[
              {
                label: t('controls.chain.last'),
                value: (
                  <>
                    {t('controls.chain.sealed', { count: chain.sealed })}
                    {chain.unsealed === 0 ? '' : ` · ${t('controls.chain.waiting', { count: chain.unsealed })}`}
                  </>
                ),
              },
              {
                label: 'SHA-256',
                value: (
                  <span className="mono small" style={{ overflowWrap: 'anywhere' }}>
                    {chain.hash}
                  </span>
                ),
              },
              {
                label: t('controls.chain.sealedAt'),
                value: chain.sealedAt === null ? null : format.dateTime(chain.sealedAt),
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}
