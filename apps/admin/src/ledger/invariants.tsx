import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, StateBadge } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../api.ts';

/** What must always hold of money, stock and orders, checked when somebody asks: it reads everything. */
export function Invariants(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const check = useMutation({ mutationFn: () => client.ledger.verify.mutate() });
  const notice = noticeOf(check.error);
  const button = (
    <Button loading={check.isPending} onClick={() => check.mutate()}>
      {t('ledger.check')}
    </Button>
  );
  if (check.data === undefined) {
    return notice === undefined ? (
      <EmptyState title={t('ledger.views.invariants')} description={t('ledger.checkHelp')} action={button} />
    ) : (
      <ErrorState error={notice} onRetry={() => check.mutate()} />
    );
  }
  return (
    <Stack gap="md" align="start">
      <section className="panel-card" aria-label={t('ledger.views.invariants')} style={{ width: '100%' }}>
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('ledger.invariant')}</th>
                <th scope="col">{t('ledger.says')}</th>
                <th scope="col">{t('common:labels.state')}</th>
                <th scope="col" data-align="end">
                  {t('ledger.duration')}
                </th>
              </tr>
            </thead>
            <tbody>
              {check.data.map((row) => (
                <tr key={row.invariant}>
                  <td className="mono">{row.invariant}</td>
                  <td lang="en">{row.says}</td>
                  <td>
                    {row.parts === 'none' ? (
                      <StateBadge tone="neutral">{t('ledger.notYet')}</StateBadge>
                    ) : row.broken === 0 ? (
                      <StateBadge tone="success">{t('ledger.holds')}</StateBadge>
                    ) : (
                      <StateBadge tone="danger">{t('ledger.brokenTimes', { count: row.broken })}</StateBadge>
                    )}
                  </td>
                  <td data-align="end">{t('ledger.milliseconds', { shown: format.number(row.ms) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {button}
    </Stack>
  );
}
