import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface RejectRow {
  readonly line: number;
  readonly reason: string;
  /** A masked excerpt, never the code. */
  readonly text: string;
}

export interface RejectTableProps {
  readonly title: string;
  readonly rows: readonly RejectRow[];
  readonly total: number;
  readonly action?: ReactNode;
}

const SHOWN = 100;

/** Rejected rows with line and reason. */
export function RejectTable({ title, rows, total, action }: RejectTableProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  const reasonOf = (reason: string): string =>
    lookUp(`common:kinds.rejectReason.${reason}`) ?? lookUp(`admin:inventory.moreReasons.${reason}`) ?? reason;
  return (
    <section className="panel-card" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <h2 style={{ margin: 0 }}>{title}</h2>
        {action}
      </Group>
      <div className="scroll-x">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('catalog.line')}</th>
              <th scope="col">{t('common:labels.reason')}</th>
              <th scope="col">{t('inventory.masked')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr key={`${row.line}:${row.reason}`}>
                <td>{format.number(row.line)}</td>
                <td>{reasonOf(row.reason)}</td>
                <td className="mono">{row.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > Math.min(SHOWN, rows.length) ? (
        <p className="quiet small">
          {t('inventory.shownOf', { shown: Math.min(SHOWN, rows.length), total: format.number(total) })}
        </p>
      ) : null}
    </section>
  );
}
