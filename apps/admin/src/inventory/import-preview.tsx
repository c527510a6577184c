import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, ErrorState, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Alert, Group, Skeleton, Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import { CancelImport } from './cancel-import.tsx';
import { FileReading } from './file-reading.tsx';
import type { FileOverride, ImportJob } from './import-page.tsx';
import { RejectTable } from './reject-table.tsx';

export type Preview = Outputs['inventory']['previewImport'];

export interface ImportPreviewProps {
  readonly job: ImportJob;
  /** Undefined while the file is read for the first time. */
  readonly preview: Preview | undefined;
  readonly looking: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** A person says how the file is to be read. */
  readonly onCorrect: (part: FileOverride) => void;
  readonly onReset: () => void;
  readonly isCorrected: boolean;
  readonly onCancelled: () => void;
}

/** What an import would do with the file, before anything is done: how it is read, counts, first rows, rejects. */
export function ImportPreview(props: ImportPreviewProps): ReactNode {
  const { job, preview, looking } = props;
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const notice = noticeOf(props.error);
  return (
    <Stack gap="lg">
      {notice === undefined ? null : <ErrorState compact error={notice} onRetry={props.onRetry} />}
      {preview === undefined ? (
        looking ? (
          <Stack gap="sm" aria-busy="true">
            <output>{t('inventory.reading')}</output>
            <Skeleton height={72} />
            <Skeleton height={160} />
          </Stack>
        ) : null
      ) : (
        <>
          <FileReading
            profile={preview.profile}
            busy={looking}
            onCorrect={props.onCorrect}
            onReset={props.onReset}
            isCorrected={props.isCorrected}
          />
          <Counts preview={preview} />
          <FirstRows preview={preview} />
          {preview.ignoredColumns.length === 0 ? null : (
            <Alert color="gray">{t('inventory.ignoredColumns', { names: preview.ignoredColumns.join(', ') })}</Alert>
          )}
          {preview.rejects.length === 0 ? null : (
            <RejectTable
              title={t('inventory.wouldReject')}
              rows={preview.rejects.map((row) => ({ line: row.line, reason: row.reason, text: row.mask }))}
              total={preview.rejected}
            />
          )}
        </>
      )}
      <Group>
        <CancelImport job={job} />
      </Group>
    </Stack>
  );
}

function Counts({ preview }: { readonly preview: Preview }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  return (
    <StatGrid>
      <StatCard
        label={t('inventory.wouldAccept')}
        value={format.number(preview.accepted)}
        tone="success"
        comparison={t('inventory.wouldAcceptHelp')}
      />
      <StatCard
        label={t('inventory.duplicates')}
        value={format.number(preview.duplicates)}
        comparison={t('inventory.duplicatesInFile')}
      />
      <StatCard
        label={t('inventory.rejected')}
        value={format.number(preview.rejected)}
        tone={preview.rejected > 0 ? 'danger' : 'neutral'}
        comparison={t(preview.rejected > 0 ? 'inventory.rejectedKept' : 'inventory.noneRejected')}
      />
    </StatGrid>
  );
}

type FirstRow = Preview['firstRows'][number];

function FirstRows({ preview }: { readonly preview: Preview }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  const columns = useMemo(
    (): readonly DataColumn<FirstRow>[] => [
      { id: 'mask', header: t('inventory.masked'), cell: (row) => <span className="mono">{row.mask}</span> },
      {
        id: 'line',
        header: t('catalog.line'),
        align: 'end',
        width: 80,
        narrow: 'corner',
        cell: (row) => format.number(row.line),
      },
      {
        id: 'content',
        header: t('inventory.content'),
        width: 180,
        cell: (row) => lookUp(`admin:inventory.contents.${row.kind}`) ?? row.kind,
      },
      { id: 'face', header: t('inventory.faceValue'), width: 110, cell: (row) => row.faceValue ?? '' },
      {
        id: 'expires',
        header: t('inventory.expiresAt'),
        width: 170,
        cell: (row) => (row.expiresAt === null ? '' : format.dateTime(row.expiresAt)),
      },
    ],
    [t, format, lookUp],
  );
  return (
    <section aria-label={t('inventory.firstRows')}>
      <h2 style={{ margin: '0 0 8px' }}>{t('inventory.firstRows')}</h2>
      <DataTable
        id="first-rows"
        label={t('inventory.firstRows')}
        columns={columns}
        rows={preview.firstRows}
        rowKey={(row) => String(row.line)}
        rowLabel={(row) => String(row.line)}
        empty={<EmptyState compact title={t('inventory.firstRows')} description={t('inventory.noRows')} />}
      />
    </section>
  );
}
