import { useFormat, useT } from '@keyfall/i18n';
import { FilterBar } from '@keyfall/ui';
import type { Filter } from '@keyfall/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { PeriodFiles, type FileFormat } from './period-files.tsx';
import { monthsBack, type StatementPeriod } from './statement-period.ts';

export interface PeriodFiltersProps {
  readonly url: Readonly<Record<string, string | undefined>>;
  readonly onChange: (patch: Readonly<Record<string, string>>) => void;
  readonly period: StatementPeriod;
  /** Filters before the period: whose accounts, summed by what. */
  readonly before?: readonly Filter[];
  /** The same as files; left out for readers who may not take them. */
  readonly files?: {
    readonly file: 'statement' | 'report';
    readonly formats: readonly FileFormat[];
    /** What they need to know beside the period. */
    readonly query?: Readonly<Record<string, string>>;
  };
}

/** A period, and what it shows as files. Two days beat the month: choosing one clears the other. */
export function PeriodFilters({ url, onChange, period, before = [], files }: PeriodFiltersProps): ReactNode {
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
  const links =
    files === undefined ? undefined : (
      <PeriodFiles file={files.file} formats={files.formats} query={{ ...files.query, ...period }} />
    );
  return <FilterBar filters={filters} values={url} onChange={change} actions={links} />;
}
