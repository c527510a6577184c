import { useT } from '@keyfall/i18n';
import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type FileFormat = 'csv' | 'pdf' | 'xlsx';

export interface PeriodFilesProps {
  /** `statement` or `report`. */
  readonly file: string;
  readonly formats: readonly FileFormat[];
  readonly query: Readonly<Record<string, string>>;
}

/** What is on the screen, as files. */
export function PeriodFiles({ file, formats, query }: PeriodFilesProps): ReactNode {
  const t = useT('documents');
  const labels = { csv: t('statement.asCsv'), pdf: t('statement.asPdf'), xlsx: t('reports.asXlsx') };
  return (
    <Group gap="xs" wrap="nowrap">
      {formats.map((format) => (
        <Button
          key={format}
          component="a"
          href={`/downloads/${file}.${format}?${new URLSearchParams(query).toString()}`}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {labels[format]}
        </Button>
      ))}
    </Group>
  );
}
