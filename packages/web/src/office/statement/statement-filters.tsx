import { useFormat, useT } from '@keyfall/i18n';
import { FilterBar } from '@keyfall/ui';
import type { Filter } from '@keyfall/ui';
import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { monthsBack, type StatementPeriod } from './statement-period.ts';

export interface StatementFiltersProps {
  readonly url: Readonly<Record<string, string | undefined>>;
  readonly onChange: (patch: Readonly<Record<string, string>>) => void;
  readonly period: StatementPeriod;
  /** Filters before the period: whose accounts. */
  readonly before?: readonly Filter[];
  /** What the files need to know beside the period. */
  readonly query?: Readonly<Record<string, string>>;
}

/** Period, and the same statement as files. Two days beat the month: choosing one clears the other. */
export function StatementFilters({ url, onChange, period, before = [], query = {} }: StatementFiltersProps): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  const [[, ...earlier]] = useState(() => monthsBack(new Date()));
  const filters: readonly Filter[] = [
    ...before,
    {
      kind: 'select',
      id: 'month',
      label: t('statement.month'),
      unset: t('statement.thisMonth'),
      options: earlier.map((month) => ({ value: month, label: format.month(`${month}-15T12:00:00`) })),
    },
    { kind: 'date', id: 'from', label: t('statement.from') },
    { kind: 'date', id: 'until', label: t('statement.until') },
  ];
  const change = (patch: Readonly<Record<string, string>>): void =>
    onChange('month' in patch ? { ...patch, from: '', until: '' } : patch);
  return <FilterBar filters={filters} values={url} onChange={change} actions={<Files {...query} {...period} />} />;
}

function Files(query: Readonly<Record<string, string>>): ReactNode {
  const t = useT('documents');
  const href = (format: string): string => `/downloads/statement.${format}?${new URLSearchParams(query).toString()}`;
  return (
    <Group gap="xs" wrap="nowrap">
      <Button component="a" href={href('csv')} download variant="default" leftSection={<IconDownload size={16} />}>
        {t('statement.asCsv')}
      </Button>
      <Button component="a" href={href('pdf')} download variant="default" leftSection={<IconDownload size={16} />}>
        {t('statement.asPdf')}
      </Button>
    </Group>
  );
}
