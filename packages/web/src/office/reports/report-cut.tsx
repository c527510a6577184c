import { useFormat, useT } from '@keyfall/i18n';
import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

export interface ReportCutProps {
  readonly report: { readonly rows: readonly unknown[]; readonly isCut: boolean } | undefined;
}

/** Says where a report lists not all of its rows. */
export function ReportCut({ report }: ReportCutProps): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  if (report?.isCut !== true) return null;
  return (
    <Alert role="note" color="gray" mb="sm">
      {t('reports.isCut', { rows: format.number(report.rows.length) })}
    </Alert>
  );
}
